"""Every name can be explained, with its formula and its source where it has them."""

from __future__ import annotations

import pytest

import sim
from sim.glossary.glossary import OTHER_WORDS, explanations
from sim.model.events import EVENTS
from sim.model.state.columns import TERM_MEANINGS
from sim.registry import UnknownNameError, registered
from sim.scenario.market.exit_causes import COURSE_CAUSES

ALL = explanations()


def test_everything_that_is_declared_can_be_explained() -> None:
    names = {(entry.sort, entry.name) for entry in ALL}
    for family in ("programme", "metric", "shock"):
        assert names >= {(family, name) for name in registered(family)}
    assert names >= {("event", name) for name in EVENTS} | {("term", name) for name in TERM_MEANINGS}
    assert names >= {("exit cause", cause.name) for cause in COURSE_CAUSES}
    assert len(names) == len(ALL)
    assert all(entry.meaning for entry in ALL)


@pytest.mark.parametrize("entry", [e for e in ALL if e.sort == "metric"], ids=lambda entry: entry.name)
def test_a_metric_names_its_formula_and_its_source(entry: sim.glossary.glossary.Explanation) -> None:
    assert "Formula:" in entry.more
    assert "Source:" in entry.more


@pytest.mark.parametrize("name", [name for name in registered("programme") if name != "none"])
def test_a_programme_names_its_source_and_its_bond(name: str) -> None:
    entry = next(entry for entry in sim.explain(name) if entry.sort == "programme")
    assert "Source:" in entry.more and "Bond:" in entry.more


def test_spelling_is_forgiven_and_the_nearest_name_offered() -> None:
    assert sim.explain("Moving-Away") == sim.explain("moving away")
    assert {entry.sort for entry in sim.explain("price")} >= {"exit cause", "attribute"}
    with pytest.raises(UnknownNameError, match="did you mean 'churn'"):
        sim.explain("chrun")


README_WORDS = (
    "guanxi", "关系", "relationship marketing", "population", "customer", "customers", "programmes", "service desk",
    "rivals", "firm", "points card", "club", "goods made to measure", "market", "luck", "seed", "worlds", "gain",
    "two worlds", "share", "scenario", "scenarios", "strategies", "measure", "replications", "cause", "report",
    "exercise", "role-play", "game", "games", "debrief", "bots", "course", "compare", "calibrate", "export", "gallery",
    "stylised facts", "exits", "ledger", "accounts", "contact", "records", "communication",
)  # fmt: skip
"""Words for things that the README speaks of."""


@pytest.mark.parametrize("word", README_WORDS)
def test_a_word_of_the_readme_can_be_explained(word: str) -> None:
    assert sim.explain(word)


@pytest.mark.parametrize("word", ["loyalty", "trust", "churn", "retention", "satisfaction", "win back", "bond"])
def test_a_word_of_the_field_can_be_explained_with_its_source(word: str) -> None:
    assert any("Source:" in entry.more for entry in sim.explain(word))


def test_other_words_lead_to_a_name_that_is_explained() -> None:
    names = {entry.name for entry in ALL}
    assert set(OTHER_WORDS.values()) <= names
    assert not set(OTHER_WORDS) & names
    assert sim.explain("points card") == sim.explain("frequency")

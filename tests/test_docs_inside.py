"""The page on how it works inside: each way is followed through a real run; pictures and lists agree with the code."""

from __future__ import annotations

import ast
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import matplotlib
import pytest

import sim
import sim.model.customers
from docs.draw_ways import PICTURES, list_of, pictures
from docs.page_parts import written
from docs.ways import DECISION, EXIT_CAUSE, PURCHASE, REWARD_WORTH, WAYS, Way
from sim.results.results import Results
from sim.scenario.files import load
from sim.scenario.files.source_positions import document
from tests.apps.classroom.served import asked, served, token_of
from tests.conftest import ROOT, read_file
from tests.docs_pages import pages_of_docs
from tests.game.games import begun

PAGE = pages_of_docs()["inside"].read_text(encoding="utf-8")
RULES = {"compiled_rule", "inlined_rule"}


@contextmanager
def calls() -> Iterator[set[tuple[str, str]]]:
    """Which functions of the package are called meanwhile, in threads that begin meanwhile too: (file, name)."""
    seen: set[tuple[str, str]] = set()
    root = f"{ROOT}/"

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(f"{root}sim/"):
            seen.add((frame.f_code.co_filename.removeprefix(root), frame.f_code.co_qualname))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]


def missing(way: Way, seen: set[tuple[str, str]]) -> list[str]:
    """What a way names in Python files, but was not called."""
    return [
        f"{step.path}: {name}"
        for step in way.steps
        if step.path.endswith(".py")
        for name in step.names
        if (step.path, name) not in seen
    ]


def run(name: str, customers: int, **settings: object) -> Results:
    """A small market, run by the scheduler whose rules are plain Python."""
    scenario = sim.load(name)
    few = {f"population.segments.{segment.name}.size": customers for segment in scenario.population.segments}
    return sim.simulate(scenario.but({**few, **settings}, replications=1), scheduler="reference")


@pytest.fixture(scope="module", autouse=True)
def no_window() -> None:
    matplotlib.use("Agg")


def test_a_purchase_goes_the_way_that_the_page_tells() -> None:
    with calls() as seen:
        sim.charts.share_chart(run("first_look", 30, horizon=40))
    assert missing(PURCHASE, seen) == []


@pytest.mark.slow
def test_an_exit_cause_goes_the_way_that_the_page_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "read", read_file)  # not from what this process has read before
    monkeypatch.setattr(load, "document", document)
    with calls() as seen:
        sim.charts.exit_chart(run("harley_owners_group", 60, horizon=104))
    assert missing(EXIT_CAUSE, seen) == []


def test_a_setting_goes_the_way_that_the_page_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "read", read_file)  # not from what this process has read before
    monkeypatch.setattr(load, "document", document)
    with calls() as seen:
        run("first_look", 30, horizon=40)
    assert missing(REWARD_WORTH, seen) == []


def test_a_decision_in_the_browser_goes_the_way_that_the_page_tells(tmp_path: Path) -> None:
    with calls() as seen, begun(tmp_path) as session, served(session) as address:
        token = token_of(session, address, "Azure")
        answer = asked(address, "POST", "/api/act/decide", {"values": {"price": 0.9}, "round": 0}, token=token)
        assert answer.status == 200, answer.body
        lead = token_of(session, address, "teacher")
        assert asked(address, "POST", "/api/lead/close_round", {"round": 0}, token=lead).status == 200
    assert missing(DECISION, seen) == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_step_is_a_file_in_which_its_names_stand(way: Way) -> None:
    for step in way.steps:
        text = (ROOT / step.path).read_text(encoding="utf-8")
        for name in step.names:
            assert name.split(".")[-1] in text, f"{step.path} has no {name}"
    assert [path for path in way.beside if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_the_page_has_the_ways_as_they_are(way: Way) -> None:
    """Where this fails, ``python -m docs.draw_ways`` writes page and pictures anew."""
    assert written("inside", way.name).splitlines() == list_of(way)


@pytest.mark.parametrize("name", pictures())
def test_pictures_are_those_that_the_code_draws(name: str) -> None:
    assert (PICTURES / name).read_text(encoding="utf-8") == pictures()[name]
    assert f"(../pictures/{name})" in PAGE


def test_each_place_of_a_change_is_a_file_in_which_the_name_stands() -> None:
    table = PAGE.partition("## Where a change belongs")[2].partition("\n## ")[0]
    places = re.findall(r"`(sim/[^`]+)` `([^`]+)`", table)
    assert len(places) >= 15
    assert [place for place in places if place[1] not in (ROOT / place[0]).read_text(encoding="utf-8")] == []


def test_rules_have_no_parameter_or_variable_of_one_letter() -> None:
    for path in (ROOT / "sim" / "model").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and RULES & {getattr(mark, "id", "") for mark in node.decorator_list}:
                names = {argument.arg for argument in node.args.args}
                names |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
                assert [name for name in names if len(name) == 1] == [], f"{path.name}: {node.name}"


def test_the_table_of_words_is_that_at_the_entrance_of_the_package_and_rules_use_them() -> None:
    told = re.findall(r"^\* ``(\w+)`` (.+)$", sim.model.customers.__doc__ or "", re.MULTILINE)
    table = re.findall(r"^\| `(\w+)` \| (.+?) \| `", PAGE, re.MULTILINE)
    assert len(told) == 8 and told == table
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "sim" / "model" / "customers").glob("*.py"))
    assert [word for word, _ in told if f"{word}: " not in rules] == []

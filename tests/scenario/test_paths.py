"""Every value of a scenario has a path, and a change by path changes that value alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

import sim
from sim.game.load_game import load_game
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import changes, shipped_scenarios
from sim.scenario.firm.firm import COURSE_IMITATION
from sim.scenario.paths import leaves

QUICK = ("first_look", "key_accounts")
ENTIRE = ("preset", "kind", "family", "mode", "name", "segment")
"""Fields that say which other values there are, or what those are called."""
NUMBERS = (0.9, 1.1, 0.5)


def _set(scenario: sim.Scenario, path: str, value: object) -> sim.Scenario:
    """The scenario with a value changed as on the command line."""
    return scenario.but(changes([f"{path}={json.dumps(value)}"]))


def _others(scenario: sim.Scenario, path: str, value: object) -> Iterator[object]:
    """Other values that may be right at a place."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value * part for part in NUMBERS if isinstance(value, float))
        yield from (value + 1, value - 1, 0, 1, 2, 0.5)
    else:
        yield "zzz"
        with pytest.raises(sim.ScenarioError) as caught:
            _set(scenario, path, "zzz")
        found = re.search(r"(?:allowed|one of): (.*)", str(caught.value))
        yield from found.group(1).split(", ") if found else ()
        yield from (1.0, 5.0, "2024-05-06")


def _changed(scenario: sim.Scenario, path: str, value: object) -> sim.Scenario | None:
    """The scenario with another value there; None where each that was tried is at odds with the rest of it."""
    for other in _others(scenario, path, value):
        if other == value:
            continue
        try:
            return _set(scenario, path, other)
        except sim.ScenarioError:
            pass
    return None


def _own_values_change_nothing(scenario: sim.Scenario) -> None:
    before = leaves(scenario)
    declared = leaves(scenario.model_dump(mode="json"))
    for path, value in before.items():
        if path.startswith("exits.rows.") and path.endswith(".name"):
            continue
        same = _set(scenario, path, value)
        assert leaves(same) == before, path
        assert same.exits.causes == scenario.exits.causes, path
        if not path.startswith("exits.rows.") and declared.get(path, "from a preset") == value:
            assert same == scenario, path


def _only_what_is_named_changes(scenario: sim.Scenario) -> None:
    before = leaves(scenario)
    tried = {path: value for path, value in before.items() if path.split(".")[-1] not in ENTIRE and value != []}
    unchanged = []
    for path, value in tried.items():
        changed = _changed(scenario, path, value)
        if changed is None:
            unchanged.append(path)
            continue
        after = leaves(changed)
        differ = {key for key in before.keys() | after.keys() if before.get(key, "?") != after.get(key, "?")}
        inside = {key for key in differ if key == path or key.startswith(f"{path}.")}
        assert differ and differ == inside, f"{path}: {sorted(differ)}"
    assert len(unchanged) < 0.25 * len(tried), unchanged


@pytest.mark.parametrize("name", QUICK)
def test_a_value_set_to_what_it_is_changes_nothing(name: str) -> None:
    _own_values_change_nothing(sim.load(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if name not in QUICK])
def test_the_same_in_every_shipped_scenario(name: str) -> None:
    _own_values_change_nothing(sim.load(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_of_all_values_only_the_one_that_is_named_changes(name: str) -> None:
    _only_what_is_named_changes(sim.load(name))


@pytest.mark.parametrize(
    "rows", [[], [{"name": "price", "base": 0.002}], [{"name": "price", "shields": {"social": 3}}]]
)
@pytest.mark.parametrize("field", ["financial", "social", "structural"])
def test_one_shield_of_a_cause_changes_alone_whatever_the_scenario_gives_of_it(
    rows: list[object], field: str, small: sim.Scenario
) -> None:
    market = small.but({"exits.rows": rows})
    changed = market.but({f"exits.rows.price.shields.{field}": 0.9})
    (before,), (after,) = ([c for c in s.exits.causes if c.name == "price"] for s in (market, changed))
    assert after == before.but(shields=before.shields.but({field: 0.9}))
    assert [c for c in changed.exits.causes if c.name != "price"] == [
        c for c in market.exits.causes if c.name != "price"
    ]


def test_values_that_presets_bring_have_paths(small: sim.Scenario) -> None:
    changed = small.but({"exits.rows.service.base.value": 0.01, "exits.rows.market.note": "gone"})
    causes = {cause.name: cause for cause in changed.exits.causes}
    assert (causes["service"].base.average, causes["market"].note) == (0.01, "gone")
    assert causes["service"].slope == 2.0 and list(causes) == [cause.name for cause in small.exits.causes]
    asked = small.but({"interviews.stated.market.market": 0.9, "interviews.stated.market.price": 0.1})
    assert asked.interviews.answers("market") == {"market": 0.9, "price": 0.1}
    assert asked.interviews.answers("service") == small.interviews.answers("service")
    contact = small.but({"firms.Azure.departments": [{"kind": "contact", "degrees": {"consumers": "proactive"}}]})
    fewer = contact.but({"firms.Azure.departments.contact.meaning.proactive.contacts": 3})
    wanted = {path: value for path, value in leaves(contact).items() if not path.endswith("proactive.contacts")}
    assert wanted.items() <= leaves(fewer).items()
    assert leaves(fewer)["firms.Azure.departments.contact.meaning.proactive.contacts"] == 3


def test_one_row_of_the_course_s_imitation_changes_alone() -> None:
    race = sim.load("imitation_race")
    changed = race.but(changes(["firms.Beryl.imitation.rows.social.fidelity=0.9"]))
    beryl, cedar = (next(firm for firm in changed.firms if firm.name == name) for name in ("Beryl", "Cedar"))
    rows = COURSE_IMITATION.rows
    assert beryl.imitation == COURSE_IMITATION.but(rows={**rows, "social": rows["social"].but(fidelity=0.9)})
    assert cedar.imitation == "course" and changed.but({"firms.Beryl.imitation": "course"}) == race
    alarmed = race.but({"firms.Beryl.imitation.alarm": 0.05, "firms.Beryl.imitation.rows.financial.build.mean": 3.0})
    known = leaves(alarmed)
    assert known["firms.Beryl.imitation.alarm"] == 0.05
    assert known["firms.Beryl.imitation.rows.financial.build.mean"] == 3.0
    assert known["firms.Beryl.imitation.rows.structural.build.mean"] == 70.0


def test_rows_of_the_course_set_to_what_they_are_give_the_same_market() -> None:
    size = {"population.segments.consumers.size": 200}
    race = sim.load("imitation_race").but(size, horizon=60)
    spelled = race.but({"firms.Beryl.imitation.rows.financial.fidelity": 1.0, "firms.Cedar.imitation.alarm": 0.0})
    assert spelled != race and leaves(spelled) == leaves(race)
    assert sim.events(sim.simulate(spelled)).equals(sim.events(sim.simulate(race)))


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("exits.rows.prize.base", "unknown member 'prize'; did you mean 'price'?"),
        ("exits.rows.price.name", "price comes from the preset, by its name; give a row of the new name instead"),
        ("exits.rows.price.shields.sozial", "unknown key; did you mean 'social'?"),
        ("shocks.relocation.factor", "2 members are called 'relocation'; name one by its number, 0 or 1"),
        ("firms.Azure.imitation.rows.social.fidelity", "'never' is a plain value, so there is no 'rows' in it"),
        ("interviews.stated.prize.price", "unknown key 'prize'; did you mean 'price'?"),
    ],
)
def test_a_path_that_is_not_there_or_not_clear_is_refused(path: str, sentence: str, small: sim.Scenario) -> None:
    twice = [{"kind": "relocation", "at": week, "factor": 2, "lasts": 1} for week in (3, 9)]
    with pytest.raises(sim.ScenarioError) as caught:
        small.but(shocks=twice).but({path: 0.5})
    assert sentence in str(caught.value)


def test_members_of_one_kind_are_named_by_number(small: sim.Scenario) -> None:
    twice = [{"kind": "relocation", "at": week, "factor": 2, "lasts": 1} for week in (3, 9)]
    changed = small.but(shocks=twice).but({"shocks.1.factor": 5})
    assert [leaves(changed)[f"shocks.{number}.factor"] for number in (0, 1)] == [2.0, 5.0]


def test_a_change_of_a_game_is_entered_by_its_whole_path() -> None:
    game: Declaration = load_game("imitation_race")[0].but(changes={"firms.Azure.offer.price": 0.9})
    assert leaves(game.but({"changes.firms.Azure.offer.price": 0.8}))["changes.firms.Azure.offer.price"] == 0.8

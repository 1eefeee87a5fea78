"""Paths into a scenario, and the same scenario with some values changed."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator

import pytest

import sim
from sim.game.load_game import load_game
from sim.scenario.contrasts import plain_market
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import changes, dump, shipped_scenarios
from sim.scenario.firm.firm import COURSE_IMITATION
from sim.scenario.market.population import AtStart, Segment
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
        if ".anatomy.benefits." in path:  # what all benefits of a club are worth together follows from its rows
            differ = {key for key in differ if not key.endswith((".benefit_worth", ".benefit_cost"))}
        if path.endswith(".imitation"):  # "reckoning" is short for a strategy
            differ = {key for key in differ if not key.startswith(f"{path.removesuffix('imitation')}policy")}
        inside = {key for key in differ if key == path or key.startswith(f"{path}.")}
        assert differ and differ == inside, f"{path}: {sorted(differ)}"
    assert len(unchanged) < 0.25 * len(tried), unchanged


@pytest.mark.parametrize("name", QUICK)
def test_a_value_set_to_what_it_is_changes_nothing(name: str) -> None:
    _own_values_change_nothing(plain_market(sim.load(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if name not in QUICK])
def test_the_same_in_every_shipped_scenario(name: str) -> None:
    _own_values_change_nothing(plain_market(sim.load(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_of_all_values_only_the_one_that_is_named_changes(name: str) -> None:
    _only_what_is_named_changes(plain_market(sim.load(name)))


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
        (
            "exits.rows.price.name",
            "price comes from the preset, so its name cannot be changed; give a row with the new name instead",
        ),
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


def test_a_change_leaves_the_original_as_it_was(small: sim.Scenario) -> None:
    before = small.model_dump_json()
    changed = small.but({"firms.Azure.offer.price": 0.9, "firms.Azure.programmes.frequency.threshold": 10}, horizon=7)
    assert (changed.horizon, changed.firms[0].offer.price) == (7, 0.9)
    assert changed.firms[0].programmes[0].terms()["threshold"] == 10
    assert small.model_dump_json() == before
    assert (
        changed.but({"firms.Azure.offer": {}, "firms.Azure.programmes.frequency.threshold": 300}, horizon=30) == small
    )


def test_defaults_are_filled_in_on_the_way(small: sim.Scenario) -> None:
    assert small.but({"behaviour.pulls.social": 0.1}).behaviour.pulls.social == 0.1
    assert small.but({"behaviour.pulls.social": 0.1}).behaviour.pulls.financial == small.behaviour.pulls.financial


def test_a_kind_that_was_left_to_its_default_survives_a_change() -> None:
    segment = Segment(name="a", size=3, arrival=AtStart())
    assert segment.but(size=4).arrival == AtStart()


def test_dates_and_declarations_are_taken_as_they_are(small: sim.Scenario) -> None:
    assert small.but(start=datetime.date(1997, 1, 1)).start == datetime.date(1997, 1, 1)
    assert small.but(firms=small.firms[:2]).firms == small.firms[:2]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("firms.Azur.offer.price", 1, "firms.Azur.offer.price: unknown member 'Azur'; did you mean 'Azure'?"),
        ("firms.Azure.ofer.price", 1, "firms.Azure.ofer.price: unknown key 'ofer'; did you mean 'offer'?"),
        ("firms.Azure.offer.prise", 1, "firms.Azure.offer.prise: unknown key; did you mean 'price'?"),
        ("firms.Azure.offer.price", "cheap", "offer.price: the text 'cheap' was given; give a number above 0"),
        ("firms.Azure.offer.price", True, "firms.Azure.offer.price: true was given; give a number above 0"),
        ("horizon.weeks", 3, "horizon.weeks: 30.0 is a plain value, so there is no 'weeks' in it"),
        ("outside.price", 3, "outside.price: nothing is given here, so there is no 'price' in it; give"),
        ("firms.Azure.share", 0.5, "firms: some firms have a share and some have none"),
        ("focus", "Nobody", "focus: unknown firm 'Nobody'; allowed: Azure, Crimson, Jade"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_made_is_explained(
    path: str, value: object, expected: str, small: sim.Scenario
) -> None:
    with pytest.raises(sim.ScenarioError) as caught:
        small.but({path: value})
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_faulty_changes_are_reported_at_once(small: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioError) as caught:
        small.but({"firms.Azur.share": 1, "tick": -1}, seed="x")
    assert len(caught.value.faults) == 3


def test_changes_from_the_command_line_are_read_as_yaml() -> None:
    assert changes(["a.b=1e-3", "c=[1, x]", "d=no", "e=", "f=a=b"]) == {
        "a.b": 0.001, "c": [1, "x"], "d": "no", "e": None, "f": "a=b",
    }  # fmt: skip
    with pytest.raises(sim.ScenarioError) as caught:
        changes(["horizon", "seed=[1", "=3"])
    assert [str(fault).split(":")[0] for fault in caught.value.faults] == ["horizon", "=3", "seed"] or len(
        caught.value.faults
    ) == 3


@pytest.mark.parametrize("name", ["no", "1e3", "0x10", "2025-01-06", "null", "关系 AG", "x - y", "12"])
def test_names_that_look_like_something_else_survive_writing(name: str, small: sim.Scenario, tmp_path: object) -> None:
    from pathlib import Path

    renamed = small.but({"firms.Azure.name": name, "focus": name})
    file = Path(str(tmp_path)) / "again.yaml"
    file.write_text(dump(renamed), encoding="utf-8")
    assert sim.load(file) == renamed

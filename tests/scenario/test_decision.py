"""Decisions: what can be decided, in which frame it is read, and what is refused, with what to do instead."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.metrics.value.profit import profit
from sim.model.event_log import event_table
from sim.registry import UnknownNameError
from sim.results.simulate import simulate
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError, apply_decision
from sim.scenario.decisions.decision import LEVERS, Decision, levers, of
from sim.scenario.decisions.lever import FRAMES, WIDER
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.service import ServiceDesk
from sim.scenario.firm.firm import Firm
from tests.strategies.steered import firm, market
from tests.worlds import happened

SCENARIO = market([firm("Own", None), firm("Bare", None, departments=[], programmes=[])])


def after(name: str = "Own", running: tuple[str, ...] = (), **fields: Any) -> Firm:
    return apply_decision(
        Decision.model_validate(fields), SCENARIO.firms[SCENARIO.firm_names.index(name)], SCENARIO, running, 13.0
    )


def test_every_field_is_a_lever_that_can_be_read_in_every_frame() -> None:
    assert set(LEVERS) == set(Decision.model_fields)
    for name, lever in LEVERS.items():
        assert lever.unit and lever.cost and lever.meaning and lever.range, name
        for frame_, elements in FRAMES.items():
            assert lever.element(frame_) in (*elements, f"beyond the {frame_}"), (name, frame_)
        for wide, narrow in WIDER.items():
            assert lever.element(wide) != f"beyond the {wide}" or lever.element(narrow) == f"beyond the {narrow}"
        assert lever.element("11P") in FRAMES["11P"] and lever.element("4C") in FRAMES["4C"]
        assert lever.element("4R") in FRAMES["4R"]
    table = levers()
    assert table["lever"].tolist() == list(LEVERS) and {"unit", "range", "cost", *FRAMES} <= set(table)
    used = {element for frame_ in ("4C", "4R") for element in table[frame_]}
    assert used == {*FRAMES["4C"], *FRAMES["4R"]}


def test_a_lever_is_looked_up_by_name_and_frame() -> None:
    assert of("price", "4C") == "cost to the customer"
    assert of("research", "11P") == "probing"
    with pytest.raises(UnknownNameError, match="did you mean 'price'"):
        of("pryce", "4P")
    with pytest.raises(UnknownNameError, match="allowed: 11P, 4C, 4P, 4R, 6P"):
        of("price", "5P")


@pytest.mark.parametrize("fields", [
    {"price": 0.0}, {"price": float("nan")}, {"price": float("inf")}, {"price": "cheap"}, {"staff": 2.5}, {"staff": 0},
    {"prices": 1.0}, {"communication": {"radio": 3}}, {"communication": {"advertising": -1}},
    {"degrees": {"people": "friendly"}}, {"research": [{"study": "minds"}]}, {"conduct": 1.1},
    {"tiers": {"first_spend": 100, "second_spend": 50}}, {"research": [{"study": "shares", "people": 3}]},
])  # fmt: skip
def test_nonsense_is_no_decision(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Decision.model_validate(fields)


@pytest.mark.parametrize(("content", "sentence"), [
    ({"price": 10**400}, "a whole number of more than 300 digits was given; give a number from 0.2 to 5"),
    ({"price": -(10**400)}, "a whole number of more than 300 digits was given"),
    ({1: 2}, "the key 1 is no text; put it in quotes"),
])  # fmt: skip
def test_what_python_can_hold_and_a_decision_cannot(content: Any, sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        checked(Decision, content)


def test_contradictory_tiers_say_what_to_do() -> None:
    said = r"contradictory tiers: second_spend \(50\) must lie above first_spend \(100\); give"
    with pytest.raises(ValueError, match=said):
        Decision.model_validate({"tiers": {"first_spend": 100, "second_spend": 50}})


IMPOSSIBLE: list[tuple[str, dict[str, Any], str]] = [
    ("Bare", {"staff": 3}, "staff: Bare has no service_desk .* it has: nothing of the sort"),
    ("Bare", {"staff": 3}, "Leave 'staff' out, or give the firm a service_desk first"),
    ("Bare", {"open": ["club"]}, "open: unknown programme in the drawer 'club'"),
    ("Own", {"open": ["clubb"]}, "did you mean 'club'"),
    ("Own", {"revise": {"frequency.reward_worth": 3}}, "no 'frequency' runs at this firm; running: none"),
    ("Own", {"tiers": {"first_spend": 100}}, "tiers: Own has no frequency"),
    ("Own", {"managers": 3}, "managers: Own has no relationship_managers"),
    ("Own", {"degrees": {"peeple": "basic"}}, "contact.degrees: unknown segment 'peeple'; did you mean 'people'"),
    ("Own", {"launch": [{"kind": "none"}]}, "is no programme to be launched"),
    ("Own", {"open": ["club"], "launch": [{"kind": "club"}]}, "a firm has one club at a time"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "sentence"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_what_to_do(name: str, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ImpossibleDecisionError, match=sentence):
        after(name, **fields)


def test_a_firm_that_is_not_there() -> None:
    with pytest.raises(ScenarioError, match="unknown member 'Onw'"):
        SCENARIO.but({"firms.Onw.policy": {"kind": "hold"}})


def test_rounds_shorter_than_ticks_are_refused() -> None:
    with pytest.raises(ScenarioError, match=r"round: 0.5 weeks is shorter than a tick; give at least 1"):
        SCENARIO.but({"firms.Own.policy": {"kind": "hold"}}, round=0.5)
    assert SCENARIO.but(round=0.5).round == 0.5


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(ImpossibleDecisionError) as refused:
        after("Bare", staff=3, win_back=5.0, open=["club"], price=0.9)
    assert len(refused.value.faults) == 3


def test_who_gives_more_pays_more() -> None:
    one = {"kind": "club", "launch": 0, "benefit_worth": 10, "benefit_cost": 6}
    where = market([firm("Own", None, programmes=[one])])

    def revised(**settings: float) -> Firm:
        revise = {f"club.{name}": value for name, value in settings.items()}
        return apply_decision(Decision(revise=revise), where.firms[0], where, ("club",), 13.0)

    club = revised(benefit_worth=30.0).programmes[0]
    assert (club.benefit_worth, club.benefit_cost) == (30.0, 18.0)  # type: ignore[attr-defined]
    with pytest.raises(ImpossibleDecisionError, match=r"club\.benefit_cost: what it costs"):
        revised(benefit_cost=0.0)


def test_settings_of_programmes_that_run_are_revised_and_checked() -> None:
    changed = after(running=("frequency",), revise={"frequency.reward_worth": 25.0}, tiers={"first_spend": 300.0})
    points = next(part for part in changed.programmes if part.kind == "frequency")
    assert points.reward_worth == 25.0 and points.tiers.first_spend == 300.0  # type: ignore[attr-defined]
    for path, sentence in (
        ("frequency.reward_wroth", "did you mean 'reward_worth'"),
        ("frequency.build_cost", "what it costs, when it began and how customers take it are facts"),
        ("frequency.goal_pull", "are facts; unknown setting of a frequency that runs: 'goal_pull'"),
        ("frequency", "unknown setting of a frequency that runs"),
    ):
        with pytest.raises(ImpossibleDecisionError, match=sentence):
            after(running=("frequency",), revise={path: 3})
    with pytest.raises(ImpossibleDecisionError, match=r"revise.frequency.reward_worth: .*0"):
        after(running=("frequency",), revise={"frequency.reward_worth": -3})


def test_of_a_mapping_only_what_is_given_changes() -> None:
    first = after(communication={"advertising": 50.0, "personal_selling": 20.0})
    second = apply_decision(Decision(communication={"personal_selling": 5.0}), first, SCENARIO, (), 26.0)
    channels = next(part for part in second.departments if part.kind == "communication")
    assert (channels.advertising.spend, channels.personal_selling.spend) == (50.0, 5.0)  # type: ignore[attr-defined]


def scripted(*rounds: dict[str, Any], **rest: Any) -> Any:
    asked = market([firm("Own", {"kind": "script", "rounds": list(rounds)}), firm("Rival", None)], **rest)
    return simulate(asked, seed=6)


def test_more_staff_than_places_is_refused_in_the_run_not_clipped() -> None:
    with pytest.raises(ImpossibleDecisionError, match=r"Own: service_desk.places: 9 people need as many places, not 4"):
        scripted({}, {"staff": 9})


def test_decisions_are_in_the_log_and_do_what_they_say() -> None:
    results = scripted({"price": 0.9}, {"staff": 4, "open": ["frequency"]}, {"revise": {"frequency.reward_worth": 0}})
    rows = event_table(results.runs[0].rows, results.names).query("firm == 'Own'")
    decisions = rows[rows["event"] == "decision"]
    assert decisions[["time", "detail"]].to_numpy().tolist() == [
        [0.0, "price"], [13.0, "open"], [13.0, "staff"], [26.0, "revise"],
    ]  # fmt: skip
    assert rows.loc[rows["event"] == "launch", "time"].tolist() == [13.0]
    staffing = rows[rows["event"] == "staffing"]
    assert staffing["monetary_value"].iloc[0] == 80.0 and staffing["time"].iloc[0] == 13.0
    paid = happened(results, "purchase")
    own = paid[paid["firm"] == 0]
    assert set(own["cents"]) == {2700} and set(paid[paid["firm"] == 1]["cents"]) == {3000}


def test_better_goods_cost_more_to_make() -> None:
    results = scripted({"product": 1.1, "conduct": 0.9})
    table = profit(results).set_index("firm")
    unit = table["goods_cost"] / table["revenue"]
    assert unit["Own"] == pytest.approx(0.6 * 1.1**0.8 * (1 - 0.25 * 0.1), rel=1e-3)
    assert unit["Rival"] == pytest.approx(0.6, rel=1e-6)


def test_a_price_war_that_ends_leaves_the_price_decided_in_between() -> None:
    war = {"kind": "offer", "at": 10, "lasts": 20, "firms": ["Own"], "attribute": "price", "factor": 0.5}
    paid = happened(scripted({}, {"price": 0.8}, shocks=[war]), "purchase")
    own = paid[paid["firm"] == 0]
    during, later = own[(own["time"] > 13) & (own["time"] < 30)], own[own["time"] > 30]
    assert set(during["cents"]) == {1200} and set(later["cents"]) == {2400}


def test_research_is_paid_for_and_errs_less_the_more_are_asked() -> None:
    few, many = (scripted({}, {"research": [{"study": "shares", "people": people}]}) for people in (10, 1000))
    costs = [profit(results).set_index("firm").loc["Own", "research_cost"] for results in (few, many)]
    assert costs == [220.0, 2200.0]


def test_the_desk_that_was_declared_keeps_its_places() -> None:
    desk = SCENARIO.firms[0].department(ServiceDesk)
    assert desk is not None and desk.places is None

"""Luck is addressed by name: whatever is put into a market beside, nobody's draws move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

import numpy as np
import pandas as pd
import pytest

from sim.model.events import RANK
from sim.registry import register, temporary
from sim.results.simulate import simulate
from sim.scenario.firm.programme import Programme
from sim.scenario.scenario import Scenario
from tests.parity.mechanisms import CLUB, CUSTOMISED, FREQUENCY, LEAKY, VARIED, three
from tests.worlds import by_name, of_customers, world

PEOPLE = 120
UNCOUPLED: dict[str, Any] = {
    # no events of limited capacity, no word of mouth; standing and acquaintance do not depend on how many are members
    **CLUB, "events": {"every": 3.0, "attendance": 0.5}, "commonness": 1e12, "circle": 0.0,
}  # fmt: skip
NEWCOMERS = {"newcomers_after": {"family": "exponential", "mean": 2.0}}


def market(size: int = PEOPLE, **changes: Any) -> Scenario:
    """Three firms with programmes of every kind, all causes at work, newcomers, coming back."""
    content: dict[str, Any] = {
        "people": {**VARIED, **NEWCOMERS, "size": size},
        "firms": three(FREQUENCY, UNCOUPLED, CUSTOMISED),
        "exits": LEAKY,
        "behaviour": {"forgetting": {"family": "exponential", "mean": 4.0}},
    }
    content |= changes
    return world(content.pop("people"), content.pop("firms"), **content)


def lived(scenario: Scenario, seed: int = 9) -> pd.DataFrame:
    """What happened to customers in this world."""
    return of_customers(by_name(simulate(scenario, seed=seed)))


@pytest.fixture(scope="module")
def usual() -> pd.DataFrame:
    table = lived(market())
    assert {"exit", "moving away", "reward", "attendance", "return", "renewal"} <= set(table["event"])
    return table


def test_one_more_customer_changes_only_her_rows(usual: pd.DataFrame) -> None:
    """All others live the same lives, to the last bit."""
    more = lived(market(PEOPLE + 1))
    hers = more["customer_id"].str.split(".").str[0] == f"people-{PEOPLE}"
    assert hers.sum() > 10
    pd.testing.assert_frame_equal(more[~hers].reset_index(drop=True), usual)


def test_a_segment_beside(usual: pd.DataFrame) -> None:
    """A new segment, put before the others, leaves them alone."""
    before = {**VARIED, "name": "accounts", "size": 30, "spend": 900.0}
    both = lived(market(people=[before, {**VARIED, **NEWCOMERS, "name": "people", "size": PEOPLE}]))
    theirs = both["customer_id"].str.startswith("accounts")
    assert theirs.sum() > 100
    pd.testing.assert_frame_equal(both[~theirs].reset_index(drop=True), usual)


@pytest.mark.parametrize("ends", ["this_relation", "all_relations"])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_cause_that_never_strikes(usual: pd.DataFrame, place: str, ends: str) -> None:
    """One more cause, at work but hardly ever striking, changes no other draw, wherever it stands in the table."""
    from sim.scenario.market.exit_causes import COURSE_CAUSES

    rare = {"name": "a whim", "base": 1e-13, "ends": ends}
    table = [cause.model_dump(mode="json", exclude_unset=True) for cause in COURSE_CAUSES]
    for row in table:
        row |= next(r for r in LEAKY["rows"] if r["name"] == row["name"])  # type: ignore[attr-defined]
    rows = [rare, *table] if place == "first" else [*table, rare]
    pd.testing.assert_frame_equal(lived(market(exits={"preset": "none", "rows": rows})), usual)


def test_a_cause_that_strikes_takes_only_its_own() -> None:
    """With one more cause of leaving, each customer lives as before up to the moment at which it first takes her.

    One firm, so that leaving it ends everything and nothing else can differ.
    """
    rows = [{"name": "price", "base": 0.01}, {"name": "market", "base": 0.005, "ends": "all_relations"}]
    one = {"firms": [{"name": "Only", "programmes": [FREQUENCY]}], "behaviour": {}, "people": {**VARIED, "size": 300}}
    before = lived(market(**one, exits={"preset": "none", "rows": rows}))
    after = lived(market(**one, exits={"preset": "none", "rows": [{"name": "service", "base": 0.02}, *rows]}))
    taken = after[(after["event"] == "exit") & (after["cause"] == "service")].set_index("customer_id")["time"]
    assert len(taken) > 50
    untouched = ~after["customer_id"].isin(taken.index)
    pd.testing.assert_frame_equal(
        after[untouched].reset_index(drop=True), before[~before["customer_id"].isin(taken.index)].reset_index(drop=True)
    )
    for customer, week in taken.items():
        mine, hers = after[after["customer_id"] == customer], before[before["customer_id"] == customer]
        upto = mine[mine["time"] < week]
        pd.testing.assert_frame_equal(upto.reset_index(drop=True), hers[hers["time"] < week].reset_index(drop=True))


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_rival_whom_nobody_likes(place: int) -> None:
    """A fourth firm of no share and a poor offer, with programmes of its own, moves nobody.

    (There is an outside alternative, or she would be the one to whom those compare who have left all others.)
    """
    usual = lived(market(outside={}))
    firms = three(FREQUENCY, UNCOUPLED, CUSTOMISED)
    for firm in firms:
        firm["share"] = 1 / 3
    # dearer, worse and older than anyone: the best rival of no firm
    poor = {"price": 9.0, "product": 0.1, "technology": 0.1, "service": 0.1}
    firms.insert(place, {"name": "Dull", "share": 0.0, "offer": poor, "programmes": [UNCOUPLED, FREQUENCY]})
    pd.testing.assert_frame_equal(lived(market(firms=firms, outside={})), usual)


class Bouquet(Programme):
    """Flowers on birthdays: known to the firm, and to no rule. The kind comes first in the alphabet."""

    kind: Literal["a bouquet"]

    def terms(self) -> Mapping[str, float]:
        return {}

    def copied(self, fidelity: float) -> Self:
        return self


def test_one_more_kind_of_programme() -> None:
    """A new file with a new kind changes the numbers of kinds, and nothing that happens."""
    with temporary():
        register("programme", "a bouquet")(Bouquet)
        with_it = simulate(market(), seed=9)
    assert with_it.names.programmes[0] == "a bouquet"
    pd.testing.assert_frame_equal(by_name(with_it), by_name(simulate(market(), seed=9)))


def test_replications_and_seeds_differ_and_repeat() -> None:
    """The same seed and replication give the same log; another seed or replication another one."""
    scenario = market(40)
    three_times = simulate(scenario, seed=2, replications=3)
    again = simulate(scenario, seed=2, replications=2)
    other = simulate(scenario, seed=3)
    logs = [run.rows for run in three_times.runs]
    assert all(np.array_equal(logs[r], again.runs[r].rows) for r in range(2))
    for one, two in ((logs[0], logs[1]), (logs[1], logs[2]), (logs[0], other.runs[0].rows)):
        bought_one, bought_two = (rows["time"][rows["event"] == RANK["purchase"]] for rows in (one, two))
        assert not np.isin(bought_one, bought_two).any()

"""Relationship managers: whom they look after, what a visit brings, and what goes with them when they leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.metrics.key_accounts.account_managers import manager_turnover, visits
from sim.metrics.key_accounts.account_steps import account_doors, path_of_trust
from sim.model.engine.kernel import KernelCustomers
from sim.model.events import RANK
from sim.model.firms.account_management.account_list import ACCOUNT, AccountList, most_room_first
from sim.model.firms.account_management.visits import REVEALS, visit
from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.state.initialise import initialise_market
from sim.registry import register, temporary
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.relationship_managers import DOORS, RelationshipManagers, VisitPlan
from sim.scenario.market.key_account import NEED_NAMES
from sim.scenario.scenario import Scenario
from sim.scenario.weeks import WEEKS_A_MONTH
from tests.parity.comparing import both_schedulers
from tests.worlds import NOBODY_LEAVES, by_name, happened, world

TEAM: dict[str, Any] = {
    "kind": "relationship_managers", "managers": 3, "accounts_each": 10, "visits_a_week": 4,
    "plan": {"weekly": 1, "monthly": 4}, "turnover": 0.0,
}  # fmt: skip
BUYERS: dict[str, Any] = {
    "size": 120, "purchase_rate": {"family": "gamma", "shape": 2, "mean": 0.4}, "spend": 100.0,
    "first_purchase": "on_arrival",
}  # fmt: skip


def asked(horizon: float = 60.0, exits: object = NOBODY_LEAVES, **team: Any) -> Scenario:
    """One firm with a team, another without."""
    firms: list[dict[str, Any]] = [{"name": "Visiting", "departments": [{**TEAM, **team}]}, {"name": "Rival"}]
    return world([BUYERS], firms, horizon=horizon, exits=exits)


@lru_cache
def calm() -> Results:
    """Nobody leaves: neither customers nor managers."""
    return simulate(asked(), seed=2)


def rows_of(results: Results, *events: str) -> pd.DataFrame:
    table = by_name(results)
    return table[table["event"].isin(events)]


def opened(results: Results) -> pd.Series:
    """The week in which each account was opened, by customer."""
    return rows_of(results, "door").groupby("customer_id")["time"].min()


@pytest.mark.slow
def test_both_schedulers_write_the_same_log() -> None:
    content = asked(
        80.0, {"preset": "course"}, turnover=0.05, star_leaves=[30], conversion=3.0, wage=100.0, visit_cost=7.0
    )
    content = content.but(
        {"population.segments.people.newcomers_after": 3.0, "behaviour.forgetting": 8.0,
         "population.segments.people.taste_concentration": 3.0,
         "firms.Visiting.departments": [
             *content.model_dump(mode="json", exclude_unset=True)["firms"][0]["departments"],
             {"kind": "internal_marketing", "spend": 5.0}]}
    )  # fmt: skip
    log = by_name(both_schedulers(content))
    assert {"left", "hired"} <= set(log.loc[log["event"] == "manager", "detail"])
    assert {"revealed", "decided", "failed"} == set(log.loc[log["event"] == "visit", "detail"])
    assert set(DOORS) <= set(log.loc[log["event"] == "door", "detail"])


def test_accounts_are_the_most_valuable_customers_there_is_room_for() -> None:
    """Those who buy most are accounts; the plan fills the books at once and nobody is in them twice."""
    first = rows_of(calm(), "door").query("time == 4 and detail == 'outside'")
    assert len(first) == first["customer_id"].nunique() == 30
    bought = rows_of(calm(), "purchase").groupby("customer_id").size().reindex(
        [f"people-{number}" for number in range(120)], fill_value=0
    )  # fmt: skip
    accounts = bought[bought.index.isin(first["customer_id"])]
    assert accounts.mean() > 1.5 * bought[~bought.index.isin(first["customer_id"])].mean()
    assert (first["firm"] == "Visiting").all()


def test_least_worth_and_segments_keep_the_others_out() -> None:
    small = {**BUYERS, "name": "small", "purchase_rate": 0.2, "spend": 10.0}
    large = {**BUYERS, "name": "large", "size": 12, "purchase_rate": 0.2, "spend": 500.0}
    firm = {"name": "Visiting", "departments": [{**TEAM, "least_worth": 0.2 * 500 * 52 - 1}]}
    by_worth = simulate(world([small, large], [firm], horizon=10.0), seed=1)
    firm["departments"] = [{**TEAM, "segments": ["small"]}]
    by_segment = simulate(world([small, large], [firm], horizon=10.0), seed=1)
    assert set(rows_of(by_worth, "door")["customer_id"].str.split("-").str[0]) == {"large"}
    assert set(rows_of(by_segment, "door")["customer_id"].str.split("-").str[0]) == {"small"}


def test_new_accounts_go_to_who_has_most_room() -> None:
    assert most_room_first(np.array([0, 2, 2]), 4).tolist() == [1, 2, 1, 2]
    assert most_room_first(np.array([5, 0]), 3).tolist() == [0, 0, 0]


def test_managers_make_no_more_visits_than_they_have() -> None:
    plan = {"weekly": 2, "monthly": 0, "follow_up": 0.1, "put_off": 1.0}
    results = simulate(asked(plan=plan, visits_a_week=2.75), seed=2)
    a_week = np.bincount(happened(results, "visit")["time"].astype(int), minlength=60)
    assert a_week.max() <= 3 * 3
    assert np.cumsum(a_week).max() <= 3 * 2.75 * 56
    four = a_week[8:].reshape(-1, 4).sum(axis=1)
    assert (four <= 33).all()
    assert four.max() > 25


def test_without_feedback_accounts_are_visited_as_planned() -> None:
    """One weekly, four monthly, five quarterly for each of three managers, over 52 weeks."""
    plan = {"weekly": 1, "monthly": 4, "follow_up": 1.0, "put_off": 1.0}
    made = rows_of(simulate(asked(plan=plan, visits_a_week=10), seed=2), "visit").groupby("customer_id").size()
    often = np.sort(made.to_numpy())[::-1]
    assert len(often) == 30
    assert (often[:3] >= 54).all()
    assert ((often[3:15] >= 10) & (often[3:15] <= 14)).all()
    assert ((often[15:] >= 3) & (often[15:] <= 5)).all()


def test_a_visit_that_counts_brings_the_next_forward_and_a_failed_one_moves_it_back() -> None:
    plan = {"weekly": 0, "monthly": 10, "follow_up": 0.5, "put_off": 2.0}
    made = rows_of(simulate(asked(plan=plan, visits_a_week=20), seed=2), "visit")
    gap = made.groupby("customer_id")["time"].diff(-1).mul(-1)
    assert set(gap[made["detail"] != "failed"].dropna()) == {np.ceil(WEEKS_A_MONTH * 0.5)}
    assert set(gap[made["detail"] == "failed"].dropna()) == {np.ceil(WEEKS_A_MONTH * 2.0)}


def test_doors_open_one_by_one_and_only_at_a_visit_that_did_not_fail() -> None:
    rows = rows_of(calm(), "door", "visit")
    for _, account in rows.groupby("customer_id"):
        doors = account[(account["event"] == "door") & account["detail"].isin(DOORS)]
        stages = doors["detail"].map(DOORS.index).to_numpy()
        assert stages[0] == 0 and (np.diff(stages) == 1).all()
        good = account.loc[(account["event"] == "visit") & (account["detail"] != "failed"), "time"]
        assert set(doors["time"].to_numpy()[1:]) <= set(good)


class Recorded:
    """A firm of ten thousand accounts, which writes down what a visit does to them."""

    def __init__(self, social: float) -> None:
        self.name, self.now, self.chance = "Visiting", 10.0, np.random.default_rng(3)
        self.relation = {"social": np.full(10_000, social)}
        self.market = SimpleNamespace(
            scenario=SimpleNamespace(tick=1.0), write_for_customers=self.write, steered_accounts={}
        )
        self.written: dict[str, int] = {}
        self.done: dict[str, tuple[Any, Any]] = {}

    def write(self, event: str, who: Any, *, firm: str, money: float, cause: str) -> None:
        self.written[cause] = self.written.get(cause, 0) + len(who)

    def luck(self, who: Any, purpose: str, ordinal: int) -> Any:
        return self.chance.random(len(who))

    def raise_social_bond(self, who: Any, gain: Any, *, personal: bool) -> None:
        assert personal
        self.done["warm"] = (who, gain)

    def learn(self, who: Any, gain: Any) -> None:
        self.done["learn"] = (who, gain)

    def raise_structural_bond(self, who: Any, gain: Any) -> None:
        self.done["bind"] = (who, gain)

    def update_satisfaction(self, who: Any, experience: Any) -> None:
        self.done["please"] = (who, experience)


def visited(social: float, **were: Any) -> tuple[Recorded, Any]:
    """Ten thousand accounts, which were as said, after one visit in week 10."""
    firm = Recorded(social)
    met = np.zeros(10_000, ACCOUNT)
    met["customer"], met["every"] = np.arange(10_000), 4.0
    for name, value in were.items():
        met[name] = value
    before = met.copy()
    after = visit(firm, RelationshipManagers(**{**TEAM, "needs_change": 0.1}), met)  # type: ignore[arg-type]
    assert (met == before).all()
    return firm, after


@pytest.mark.parametrize("door", range(4))
@pytest.mark.parametrize("social", [0.0, 0.6])
def test_needs_show_with_the_chance_that_door_and_bond_give(door: int, social: float) -> None:
    """The secret one only behind the later doors."""
    _, after = visited(social, door=door)
    chance = REVEALS[door] * (0.5 + 0.5 * social)
    error = np.sqrt(chance * (1 - chance) / 10_000)
    assert (np.abs(after["known"].mean(axis=0) - chance) <= 4 * error).all()
    assert after["known"][:, NEED_NAMES.index("secret")].any() == (door >= 2)


@pytest.mark.parametrize("door", range(4))
def test_what_a_visit_reveals_teaches_opens_binds_and_delights(door: int) -> None:
    firm, after = visited(0.5, door=door)
    revealed, number = after["known"].any(axis=1), after["known"].sum(axis=1)
    assert firm.written["revealed"] == revealed.sum() and firm.written["failed"] == (~revealed).sum()
    assert "decided" not in firm.written
    assert (after["door"] == door + (revealed & (number >= (1, 3, 4, 9)[door]))).all()
    assert (after["due"] == np.where(revealed, 12.0, 16.0)).all() and (after["seen"] == 10.0).all()
    who, gain = firm.done["learn"]
    assert (who == np.flatnonzero(revealed)).all()
    assert gain == pytest.approx(1 - 0.9 ** number[revealed])
    who, gain = firm.done["warm"]
    assert len(who) == 10_000 and gain[revealed].min() > gain[~revealed].max() > 0
    who, gain = firm.done["bind"]
    assert (who == np.flatnonzero(revealed)).all() and gain.max() > 0
    who, worth = firm.done["please"]
    assert (who == np.flatnonzero(after["known"][:, NEED_NAMES.index("delight")])).all() and worth == 1.0


def test_who_knows_enough_opens_a_door_though_nothing_new_shows() -> None:
    """All needs known and none changed: nothing can be revealed, yet the visit counts, one door at a time."""
    firm, after = visited(0.5, door=1, known=True, seen=10.0)
    assert firm.written["decided"] == firm.written["gets help inside"] == 10_000
    assert (after["door"] == 2).all() and (after["due"] == 12.0).all()
    firm, after = visited(0.5, door=3, known=True, seen=10.0)
    assert firm.written == {"failed": 10_000}


def test_needs_change_with_time() -> None:
    """Outside no visit finds a secret need out again, so that one shows what has changed."""
    _, after = visited(0.0, known=True)
    expected = np.exp(-0.1 * 10)
    secret = after["known"][:, NEED_NAMES.index("secret")].mean()
    assert abs(secret - expected) < 4 * np.sqrt(expected * (1 - expected) / 10_000)


def test_who_is_visited_stays_and_buys_more_there() -> None:
    exits = {"preset": "course"}
    alone = simulate(world([BUYERS], [{"name": "Visiting"}, {"name": "Rival"}], horizon=104.0, exits=exits), seed=2)
    with_team = simulate(asked(104.0, exits, plan={"weekly": 4, "monthly": 4}, visits_a_week=9), seed=2)
    accounts = set(opened(with_team).index)

    def revenue(results: Results) -> float:
        rows = rows_of(results, "purchase")
        rows = rows[(rows["firm"] == "Visiting") & rows["customer_id"].isin(accounts) & (rows["time"] > 4)]
        return float(rows["monetary_value"].sum())

    assert revenue(with_team) > 1.1 * revenue(alone)


def test_what_it_costs_is_in_the_books() -> None:
    results = simulate(asked(40.0, wage=100.0, visit_cost=7.0, conversion=2.0), seed=2)
    books = weekly(results).query("firm == 'Visiting'")
    made = np.bincount(happened(results, "visit")["time"].astype(int), minlength=40)
    expected = np.where(np.arange(40) >= 4, 3 * 100.0 + 30 * 2.0, 0.0) + 7.0 * made
    assert books["relations_cost"].to_numpy() == pytest.approx(expected)
    assert (weekly(results).query("firm == 'Rival'")["relations_cost"] == 0).all()


def test_managers_leave_at_the_declared_rate_and_are_replaced() -> None:
    results = simulate(
        asked(104.0, managers=40, accounts_each=2, plan={"monthly": 1}, turnover=0.05, held_by_morale=2.0,
              hiring=10.0, hiring_cost=500.0),
        seed=3, replications=4,
    )  # fmt: skip
    rate = RelationshipManagers(**{**TEAM, "turnover": 0.05, "held_by_morale": 2.0}).leaving_rate(0.5)
    assert rate == pytest.approx(0.05 * np.exp(-1))
    table = manager_turnover(results).query("firm == 'Visiting'")
    expected = 40 * 100 / (1 / rate + 10.5) * 4
    assert abs(table["left"].sum() - expected) < 4 * np.sqrt(expected)
    assert (table["hiring_cost"] == 500 * table["hired"]).all()
    posts = [happened(results, "manager", k) for k in range(4)]
    for rows in posts:
        words = np.array(results.names.words)[rows["cause"][rows["customer"] < 0]]
        assert 0 <= (words == "left").sum() - (words == "hired").sum() <= 40


@pytest.fixture(scope="module")
def parted() -> Results:
    """The star of three leaves in week 40; a successor begins ten weeks later."""
    return simulate(asked(80.0, star_leaves=[40], hiring=10.0, visits_a_week=6), seed=2)


def test_who_loses_her_manager_is_not_visited_until_another_comes_and_then_a_door_has_shut(parted: Results) -> None:
    rows = rows_of(parted, "manager", "visit", "door")
    managers = rows[rows["event"] == "manager"]
    left, hired = (
        managers[(managers["detail"] == word) & managers["customer_id"].notna()] for word in ("left", "hired")
    )
    assert managers[managers["customer_id"].isna()]["detail"].tolist() == ["left", "hired"]
    assert set(left["time"]) == {40.0} and set(hired["time"]) == {50.0}
    assert set(left["customer_id"]) == set(hired["customer_id"]) and len(left) == 10
    seen = rows[rows["event"] == "visit"]
    hers = seen["customer_id"].isin(left["customer_id"])
    assert not (hers & seen["time"].between(40, 49.9)).any()
    assert (hers & (seen["time"] >= 50)).any() and (~hers & seen["time"].between(40, 49.9)).any()
    doors = rows[(rows["event"] == "door") & rows["detail"].isin(DOORS)]
    for name in left["customer_id"]:
        mine = doors[doors["customer_id"] == name]
        before = DOORS.index(mine[mine["time"] < 50]["detail"].iloc[-1])
        after = mine[mine["time"] == 50]["detail"].tolist()
        assert after[:1] == ([DOORS[before - 1]] if before else [])


def test_the_star_is_who_has_the_most_valuable_accounts(parted: Results) -> None:
    """Accounts are dealt out by worth, so the first of three managers has the best, the fourth best, ..."""
    m = initialise_market(parted.scenario, (2, 0))
    KernelCustomers(m).close()
    worth = m.person["purchase_rate"] * m.person["spend"]
    come = happened(parted, "acquisition")
    come = np.unique(come["customer"][(come["firm"] == 0) & (come["time"] < 4)])
    best = come[np.argsort(-worth[come], kind="stable")][:30]
    left = rows_of(parted, "manager").query("detail == 'left'")["customer_id"].dropna()
    assert set(left) == {f"people-{number}" for number in best[::3]}


def test_she_takes_the_personal_bond_and_what_she_knew() -> None:
    """Trust in the person is gone the day she leaves; who was turned to the firm still trusts it."""
    every_week = {"weekly": 10, "monthly": 0}
    tied = path_of_trust(simulate(asked(80.0, star_leaves=[60], visits_a_week=10, plan=every_week), seed=2))

    def at(table: pd.DataFrame, week: int) -> pd.Series:
        mine = table[(table["firm"] == "Visiting") & (table["week"] == week)]
        return mine.set_index("trust")["accounts"]

    assert at(tied, 59)["trust in the person"] == 30
    assert at(tied, 60)["trust in the person"] == 20
    assert at(tied, 60)["stranger"] == 10
    turned = path_of_trust(
        simulate(asked(80.0, star_leaves=[60], visits_a_week=10, plan=every_week, conversion=20.0), seed=2)
    )
    assert at(turned, 60)["trust in the organisation"] >= 28


def test_with_full_files_a_successor_knows_what_her_predecessor_knew() -> None:
    """A door that has shut opens at her first visit where all is on file; where half of it went along, it lasts."""

    def lost_for(**records: Any) -> float:
        entries = {"identity": 1.0, "dealings": 1.0, "promotions": 1.0, "products": 1.0}
        files = [{"kind": "records", "identified": 1.0, "coverage": entries, "ageing": {"identity": 0.0}}]
        content = asked(80.0, star_leaves=[40], hiring=1.0, visits_a_week=12, plan={"weekly": 10, "monthly": 0})
        if records["kept"]:
            content = content.but({"firms.Visiting.departments": [content.firms[0].departments[0], *files]})
        lost = []
        for replication in range(8):
            rows = by_name(simulate(content, seed=replication))
            rows = rows[rows["event"].isin(["manager", "door"]) & rows["customer_id"].notna()]
            left = rows[(rows["event"] == "manager") & (rows["detail"] == "left")]["customer_id"]
            doors = rows[rows["customer_id"].isin(left) & rows["detail"].isin(DOORS) & (rows["time"] > 41)]
            lost.append(float((doors.groupby("customer_id")["time"].min() - 41).clip(upper=39).sum()) / len(left))
        return float(np.mean(lost))

    assert lost_for(kept=True) < 0.7 * lost_for(kept=False)


def test_more_and_fewer_managers_can_be_decided() -> None:
    """From 3 to 5 in week 20, whom it takes a month to hire; in week 50 to 1, and the others' accounts are orphans."""

    def deciding(firms: Sequence[FirmProcess]) -> Iterable[Process]:
        def steer(firm: FirmProcess) -> Process:
            for wait, managers in ((20.0, 5), (30.0, 1)):
                yield firm.wait(wait)
                team = firm.settings.departments[0].but(managers=managers)
                firm.apply_settings(firm.settings.model_copy(update={"departments": (team,)}))

        yield steer(firms[0])

    with temporary():
        register("process", "deciding")(deciding)
        results = simulate(asked(80.0, wage=100.0, hiring=4.0, visits_a_week=6), seed=2)
    wages = weekly(results).query("firm == 'Visiting'")["relations_cost"].to_numpy()
    assert wages[[3, 10, 23, 26, 49, 52, 79]].tolist() == [0, 300, 300, 500, 500, 100, 100]
    doors = account_doors(results).query("firm == 'Visiting'").groupby("week")["accounts"].sum()
    assert (doors[16], doors[32], doors[60]) == (30, 50, 50)
    met = happened(results, "visit")
    assert 3 * 10 < len(np.unique(met["customer"][(met["time"] > 30) & (met["time"] < 50)])) <= 50
    assert len(np.unique(met["customer"][met["time"] > 52])) <= 10
    managers = rows_of(results, "manager")
    managers = managers[managers["customer_id"].isna()]
    assert managers.groupby(["time", "detail"]).size().to_dict() == {(24.0, "hired"): 2, (50.0, "left"): 4}


def test_orphans_go_to_managers_with_room_before_anyone_new() -> None:
    """One of two leaves for good: her accounts are taken over at the next look round, one door back."""
    book = AccountList(SimpleNamespace())  # type: ignore[arg-type]
    book.accounts = np.zeros(4, ACCOUNT)
    book.accounts["manager"], book.accounts["worth"] = [0, -1, -1, -1], [9, 1, 3, 2]
    room = book.room(RelationshipManagers(**{**TEAM, "accounts_each": 3}), np.array([True, False]))
    assert room.tolist() == [2, 0]
    assert book.reassign(room).tolist() == [2, 3]
    assert book.accounts["manager"].tolist() == [0, -1, 0, 0]


def test_an_exit_closes_the_account_and_the_next_best_takes_the_place() -> None:
    results = simulate(asked(120.0, {"preset": "none", "rows": [{"name": "price", "base": 0.01}]}), seed=2)
    doors = account_doors(results)
    accounts = doors[doors["firm"] == "Visiting"].groupby("week")["accounts"].sum().to_numpy()
    assert accounts[:4].tolist() == [0, 0, 0, 0]
    assert accounts[4:].max() == 30 and accounts[16] < 30 and accounts[17] == 30
    assert doors.loc[doors["firm"] == "Rival", "accounts"].sum() == 0
    rows = rows_of(results, "door", "exit").query("firm == 'Visiting'")
    gone: set[str] = set()
    for who, event in zip(rows["customer_id"], rows["event"], strict=True):
        assert who not in gone
        if event == "exit":
            gone.add(who)


def test_metrics_count_what_the_log_says(parted: Results) -> None:
    table = visits(parted).set_index("firm").loc["Visiting"]
    made = happened(parted, "visit")
    assert table["visits"] == len(made) == table["revealed"] + table["decided"] + table["failed"]
    doors = rows_of(parted, "door")
    doors = doors[doors["detail"].isin(DOORS[1:])]
    back = doors[doors["time"] == 50]
    assert len(doors) - len(back) <= table["doors_opened"] <= len(doors)
    turnover = manager_turnover(parted).set_index("firm").loc["Visiting"]
    assert (turnover["left"], turnover["hired"], turnover["accounts_parted"], turnover["lost"]) == (1, 1, 10, 0)


def test_turnover_tells_weeks_after_a_departure_from_others() -> None:
    """Accounts lost for a cause that no bond shields: as many a year after a departure as else, within chance."""
    exits = {"preset": "none", "rows": [{"name": "price", "base": 0.005, "compared_with": "nothing"}]}
    results = simulate(asked(156.0, exits, managers=10, turnover=0.03), seed=5, replications=6)
    table = manager_turnover(results).query("firm == 'Visiting'")
    exits_a_year = 0.005 * 52
    assert table["lost"].sum() > 40
    assert table["exits_after"].mean() == pytest.approx(exits_a_year, rel=0.35)
    assert table["exits_else"].mean() == pytest.approx(exits_a_year, rel=0.2)
    with pytest.raises(ValueError, match="above 0"):
        manager_turnover(results, 0.0)


def test_a_world_where_managers_never_visit_anyone_is_the_world_without_them() -> None:
    """Accounts that nobody reaches the worth of cost wages and change nothing else."""
    without = simulate(world([BUYERS], [{"name": "Visiting"}, {"name": "Rival"}], horizon=30.0), seed=2)
    idle = simulate(asked(30.0, {"preset": "course"}, least_worth=1e9, wage=10.0), seed=2)
    assert len(happened(idle, "visit")) == len(happened(idle, "door")) == 0
    assert len(happened(idle, "relations cost")) == 26
    rows = idle.runs[0].rows
    assert (rows[rows["event"] != RANK["relations cost"]] == without.runs[0].rows).all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"plan": {"weekly": 8, "monthly": 0}}, "8.15 visits a week for each manager, who has 4"),
        ({"plan": {"weekly": 8, "monthly": 0}}, "give visits_a_week: 8.16 or more"),
        ({"plan": {"weekly": 8, "monthly": 8}}, "are 16, but a manager has at most 10"),
        ({"segments": ["peple"]}, "did you mean 'people0'|did you mean 'people'"),
        ({"segments": []}, "leaves nobody to visit"),
        ({"visits_a_week": 0}, "visits_a_week"),
        ({"turnover": -0.1}, "turnover"),
        ({"plan": {"follow_up": 0}}, "follow_up"),
    ],
)
def test_bad_declarations_are_refused_with_what_would_be_accepted(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as refused:
        asked(**wrong)
    assert "departments" in str(refused.value)


def test_visits_need_ticks_as_short_as_the_plan() -> None:
    with pytest.raises(ScenarioError, match="visits every 1 weeks need ticks of at most that"):
        asked().but(tick=2.0)
    simulate(asked(plan={"weekly": 0, "monthly": 4}).but(tick=4.0), seed=1)


def test_the_plan_counts_its_visits() -> None:
    team = RelationshipManagers(managers=1, accounts_each=20, visits_a_week=9, plan=VisitPlan(weekly=2, monthly=5))
    assert team.planned == pytest.approx(2 + 5 * 12 / 52 + 13 * 4 / 52)
    assert team.converted == 0 and team.but(conversion=10.0).converted == pytest.approx(1 - np.exp(-1))


def test_managers_have_luck_of_their_own() -> None:
    """They leave in the same weeks whatever customers or rivals there are, and however many managers beside them."""

    def weeks(size: int, managers: int, *others: str) -> list[float]:
        team = {**TEAM, "managers": managers, "turnover": 0.03, "hiring": {"family": "exponential", "mean": 5.0}}
        firms = [{"name": name} for name in others] + [{"name": "Visiting", "departments": [team]}]
        log = by_name(simulate(world({**BUYERS, "size": size}, firms, horizon=150.0), seed=4))
        rows = log[(log["event"] == "manager") & log["customer_id"].isna()]
        return [float(week) for week in rows["time"]]

    assert len(weeks(120, 2)) > 2
    assert weeks(120, 2) == weeks(30, 2) == weeks(60, 2, "Rival", "Another")
    assert set(weeks(30, 2)) <= set(weeks(30, 3))


def test_a_team_of_nobody_does_nothing() -> None:
    results = simulate(asked(30.0, managers=0, wage=10.0, visit_cost=1.0, conversion=1.0), seed=2)
    assert len(happened(results, "visit")) == len(happened(results, "door")) == len(happened(results, "manager")) == 0
    assert weekly(results)["relations_cost"].sum() == 0

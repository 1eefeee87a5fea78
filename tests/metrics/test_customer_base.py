"""Customer records and the scorecard of customer management."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.metrics._shared.customer_database_view import entries_at, on_file
from sim.metrics._shared.windows import IncompleteLogError
from sim.metrics.customer_base.crm_scorecard import crm_scorecard
from sim.metrics.customer_base.customer_analyses import loyalty_analysis, profile_analysis, profit_analysis
from sim.metrics.customer_base.customer_records import customer_records, record_quality
from sim.metrics.retention.churn import churn
from sim.metrics.value.profit import concentration, profit
from sim.model.events import RANK
from sim.model.firms.records.customer_records import RecordsProcess
from sim.results.event_filters import customer_key
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import events, weekly
from sim.scenario.firm.departments.records import DEALINGS, KINDS
from sim.scenario.scenario import Scenario
from tests.metrics.hand_made import STORY, results_of
from tests.model.firms.test_records import rows, store
from tests.worlds import world

DESK = {"kind": "service_desk", "servers": 3, "failure": 0.3, "recovery": 0.0, "handling_hours": 1.0}
OFFERS = {"kind": "win_back", "worth": 20.0, "every": 2.0}
PERFECT: dict[str, Any] = {
    "identified": 1.0,
    "coverage": dict.fromkeys(KINDS, 1.0),
    "ageing": dict.fromkeys(KINDS, 0.0),
}


def lively(horizon: float = 60.0, **records: Any) -> Scenario:
    """Offers, needs, points, people who move away: all that files speak of."""
    settings = {"identified": 0.4, "begins": 3.0, "clean_up": {"every": 13, "older_than": 10}, **records}
    asked = store(OFFERS, DESK, points=True, horizon=horizon, **settings)
    return asked.but({"population.segments.regulars.need_at_purchase": 0.3})


@pytest.fixture(scope="module")
def results() -> Results:
    return simulate(lively(), seed=3)


@pytest.mark.parametrize("records", [{}, {"renewed": False, "every": 2.5, "clean_up": None}, {"every": 0.4}])
def test_the_replay_finds_every_entry_that_the_run_logged(records: dict[str, Any]) -> None:
    run = simulate(lively(**records), seed=3).runs[0]
    results = simulate(lively(**records), seed=3)
    logged = run.rows[run.rows["event"] == RANK["recorded"]]
    weeks = [10.0, 33.7, 60.0]
    files = [on_file(results, run, 0, week) for week in weeks]
    assert len(files[-1].customer) > 300
    for at, entries in zip(files, entries_at(results, run, 0, weeks), strict=True):
        assert entries is not None
        for column in ("customer", "generation", "age", "right"):
            np.testing.assert_array_equal(getattr(entries, column), getattr(at, column))
        whose, seen = at.of(logged), logged["time"] <= at.week
        for kind, name in enumerate(KINDS):
            mine = (whose >= 0) & seen & (logged["cause"] == results.names.words.index(name))
            first = np.full(len(at.customer), np.nan)
            np.fmin.at(first, whose[mine], logged["time"][mine])
            np.testing.assert_array_equal(first, at.since[kind])
            last = np.full(len(at.customer), -np.inf)
            np.fmax.at(last, whose[mine], logged["time"][mine])
            there = ~np.isnan(at.age[kind])
            assert (at.week - at.age[kind][there] >= last[there]).all(), "a clean-up renewed what the replay did not"
        assert (np.bincount(at.whose, minlength=len(at.customer)) > 0)[~np.isnan(at.age[DEALINGS])].all()


def test_the_table_of_a_week_knows_nothing_of_what_came_later(results: Results) -> None:
    shorter = simulate(lively(horizon=30.0), seed=3)
    early, late = customer_records(shorter, week=29.5, truth=True), customer_records(results, week=29.5, truth=True)
    pd.testing.assert_frame_equal(early, late)
    assert len(early) < len(customer_records(results))


def test_a_file_gives_nothing_away_and_reads_as_a_table(results: Results) -> None:
    table = customer_records(results)
    assert not {"customer_id", "true_segment"} & set(table.columns)
    assert table["card"].is_unique and table["card"].is_monotonic_increasing
    back = pd.read_csv(io.StringIO(table.to_csv(index=False)))
    assert list(back.columns) == list(table.columns) and len(back) == len(table)
    np.testing.assert_allclose(back["money"], table["money"])


def test_what_is_on_file_is_part_of_the_truth(results: Results) -> None:
    table = customer_records(results, truth=True)
    assert (table["purchases"] <= table["true_purchases"]).all()
    assert 0.3 < table["purchases"].sum() / table["true_purchases"].sum() < 0.9
    right = table[table["identity_right"]]
    assert (right["segment"].astype(str) == right["true_segment"].astype(str)).all()
    wrong = table[table["identity_age"].notna() & ~table["identity_right"]]
    assert 0.1 < (wrong["segment"].astype(str) == wrong["true_segment"].astype(str)).mean() < 0.9
    assert table.loc[table["identity_age"].isna(), "segment"].isna().all()
    assert table["complaints"].sum() > 20 and table["satisfaction"].between(0, 1).sum() > 100
    offers = rows(results, "win-back")
    assert 0 < table["promotions"].sum() <= len(offers)
    assert 0 < table["promotions_answered"].sum() < table["promotions"].sum()
    assert {"", "frequency"} <= set(table["programmes"].dropna())
    stated = table.loc[table["stated_cause"].notna(), ["stated_cause", "true_cause"]]
    assert 0 < len(stated) < table["true_cause"].notna().sum()


def test_perfect_records_are_the_truth_as_of_the_last_look() -> None:
    found = simulate(store(**PERFECT), seed=3)
    table = customer_records(found, week=40.0, truth=True)
    stay = table[~table["customer_id"].isin(rows(found, "exit")["customer_id"])]
    assert len(stay) > 150
    assert (stay["purchases"] == stay["true_purchases"]).all()
    assert (stay["segment"].astype(str) == stay["true_segment"].astype(str)).all()
    sight = on_file(found, found.runs[0], 0, 40.0, "truth")
    known = on_file(found, found.runs[0], 0, 40.0)
    assert set(customer_key(known.purchases)) <= set(customer_key(sight.purchases))


def test_a_firm_without_records_knows_everybody_by_sight() -> None:
    found = customer_records(results_of(STORY), firm="Red", truth=True).set_index("customer_id")
    assert sorted(found.index) == ["people-0", "people-1"]
    her = found.loc["people-0"]
    assert her["purchases"] == 4 and her["money"] == 50.0 and her["spend"] == 12.5
    assert (her["first_seen"], her["last_seen"]) == (1.0, 12.0)
    assert her["purchase_rate"] == pytest.approx(4 / 19)
    assert her["identity_age"] == 0.0 and her["programmes"] == ""
    assert found.loc["people-1", "true_cause"] == "market" and pd.isna(her["true_cause"])
    quality = record_quality(results_of(STORY))
    counted = quality[quality["customers"] > 0]
    assert len(counted) and (counted[["coverage", "share_right", "reachable"]] == 1.0).all(axis=None)


def test_quality_is_counted_among_present_customers(results: Results) -> None:
    quality = record_quality(results, every=20.0)
    assert sorted(quality["week"].unique()) == [20.0, 40.0, 60.0]
    store_only = quality[(quality["firm"] == "Store") & (quality["week"] == 40.0)]
    by_kind = store_only.groupby("kind", observed=True)[["customers", "on_file", "right"]].sum()
    came = rows(results, "acquisition").query("firm == 'Store' and time < 40")
    went = rows(results, "exit").query("firm == 'Store' and time < 40")
    assert (by_kind["customers"] == len(came) - len(went)).all()
    assert (by_kind["right"] <= by_kind["on_file"]).all() and (by_kind["on_file"] < by_kind["customers"]).all()
    assert by_kind.loc["dealings", "right"] == by_kind.loc["dealings", "on_file"]
    assert by_kind.loc["identity", "right"] < by_kind.loc["identity", "on_file"]


@pytest.mark.parametrize("week", [None, 17.0, 40.0])
def test_nets_of_all_customers_are_the_profit_of_the_books(results: Results, week: float | None) -> None:
    until = None if week is None else int(week)
    for firm in ("Store", "Rival"):
        booked = profit(results, 0, until).query("firm == @firm")
        table = profit_analysis(results, firm, week, "truth")
        assert table["net"].sum() == pytest.approx(float(booked["profit"].iloc[0]), abs=0.01)
        assert table["revenue"].sum() == pytest.approx(float(booked["revenue"].iloc[0]), abs=0.01)


def test_on_file_only_what_is_on_file_counts(results: Results) -> None:
    known, true = profit_analysis(results), profit_analysis(results, of="truth")
    assert known["revenue"].sum() == pytest.approx(customer_records(results)["money"].sum())
    both = known.merge(true, on="card", suffixes=("", "_true"))
    assert len(both) == len(known) < len(true)
    assert (both["revenue"] <= both["revenue_true"] + 1e-9).all()
    np.testing.assert_allclose(both["spent_on_her"], both["spent_on_her_true"])
    assert set(known["tier"]) == {"no card", "tier 0"}


def test_the_best_fifth_of_the_profit_analysis_is_that_of_the_concentration() -> None:
    found = simulate(store(), seed=3)
    table = profit_analysis(found, "Rival", of="truth")
    best = table.loc[table["level"] == "high", "total"].sum() / table["total"].sum()
    assert best == pytest.approx(concentration(found).query("firm == 'Rival'")["share_of_best"].iloc[0], rel=1e-6)


def test_of_customers_who_never_leave_the_risk_is_uniform_however_rarely_they_buy() -> None:
    rates = {"family": "gamma", "shape": 1.0, "mean": 0.1}
    asked = world({"size": 4000, "purchase_rate": rates}, horizon=100.0, exits={"preset": "none"})
    found = simulate(asked, seed=7)
    for count in (2, 3, slice(4, None)):
        loyal = loyalty_analysis(found)
        those = loyal["purchases"] >= 4 if isinstance(count, slice) else loyal["purchases"] == count
        risks = profile_analysis(found)["risk"][those]
        assert abs(risks.mean() - 0.5) / np.sqrt(1 / 12 / len(risks)) < 4
        assert abs((risks > 0.95).mean() - 0.05) / np.sqrt(0.05 * 0.95 / len(risks)) < 4
    assert profile_analysis(found)["risk"].isna().equals(loyal["purchases"] == 1)


def test_the_gaps_of_someone_who_buys_at_random_vary_by_their_mean() -> None:
    asked = world({"size": 500, "purchase_rate": 2.0}, horizon=100.0, exits={"preset": "none"})
    assert abs(loyalty_analysis(simulate(asked, seed=7))["gap_variation"].mean() - 1.0) < 0.02


def test_who_has_left_for_good_falls_silent() -> None:
    found = simulate(store(identified=0.6).but({"behaviour.forgetting": None}), seed=3)
    table = customer_records(found, truth=True)[["card", "true_cause"]]
    both = loyalty_analysis(found).merge(table, on="card")
    gone = both["true_cause"].notna()
    silent = both["loyalty"] == "silent"
    assert silent[gone].mean() > 3 * silent[~gone].mean() > 0


def test_the_analyses_of_a_story_known_by_heart() -> None:
    of = results_of(STORY)
    profile = profile_analysis(of, "Red").sort_values("spend").reset_index(drop=True)
    gap = 11 / 3
    assert profile["gap_weeks"].to_list() == pytest.approx([np.nan, gap], nan_ok=True)
    assert profile["risk"].to_list() == pytest.approx([np.nan, 1 - (11 / 19) ** 3], nan_ok=True)
    assert profile["level"].to_list() == ["low", "high"] and profile["risk_level"].to_list() == ["unknown", "middle"]
    loyal = loyalty_analysis(of, "Red").set_index("purchases")
    assert loyal.loc[4, "tenure_weeks"] == 11.0 and loyal.loc[4, "repeat_share"] == 0.75
    assert loyal.loc[4, "gap_variation"] == pytest.approx(np.std([2.0, 2.0, 7.0], ddof=1) / gap)
    assert loyal.loc[1, "loyalty"] == "once"
    earned = profit_analysis(of, "Red").set_index("purchases")
    assert earned.loc[4, "total"] == pytest.approx(20.0) and earned.loc[4, "marginal"] == pytest.approx(5.0)
    assert earned.loc[4, "spent_on_her"] == 2.0
    assert earned.loc[4, "other_costs"] == pytest.approx(66.0 * 50 / 60), "launch 50 and 16 weeks of running"


@pytest.mark.parametrize("metric", [customer_records, profile_analysis, loyalty_analysis, profit_analysis])
def test_bad_questions_are_refused(metric: Any) -> None:
    of = results_of(STORY)
    with pytest.raises(ValueError, match=r"unknown firm 'Rad'; did you mean 'Red'\? allowed: Blue, Red"):
        metric(of, "Rad")
    for week in (-1.0, 0.0, 20.5):
        with pytest.raises(ValueError, match="until <= 20"):
            metric(of, "Red", week)
    with pytest.raises(IncompleteLogError, match="log='all'"):
        metric(results_of(STORY, kept="exits"))


def test_further_bad_questions_are_refused() -> None:
    of = results_of(STORY)
    with pytest.raises(ValueError, match=r"'records'.*'truth'; give one"):
        profile_analysis(of, of="files")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="whole numbers of weeks"):
        profit_analysis(of, week=3.5)
    with pytest.raises(ValueError, match="every=0: give weeks"):
        record_quality(of, every=0.0)


@pytest.mark.parametrize("metric", [customer_records, profile_analysis, loyalty_analysis, profit_analysis])
def test_a_firm_that_recognises_nobody_has_empty_tables(metric: Any) -> None:
    nobody = simulate(store(identified=0.0), seed=3)
    table = metric(nobody)
    assert len(table) == 0 and "card" in table.columns
    assert len(metric(nobody, "Rival")) > 300


def test_in_the_run_the_firm_believed_what_the_replay_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, np.ndarray] = {}
    look = RecordsProcess.look

    def looked(self: RecordsProcess, number: int) -> None:
        look(self, number)
        firm = self._firm
        if firm.now == 40.0:
            who = firm.customers()
            seen.update(
                who=who, generation=firm.person["generation"][who].copy(), spend=firm.person["spend"][who].copy(),
                segment=firm.believed_segment(who), worth=firm.believed_worth(who),
                reached=firm.identifiable_customers(who),
            )  # fmt: skip

    monkeypatch.setattr(RecordsProcess, "look", looked)
    ageing = {"identity": 0.03, "dealings": 0.03}
    found = simulate(lively(clean_up=None, ageing=ageing), seed=3)
    files = on_file(found, found.runs[0], 0, 40.0)
    rows_seen = np.zeros(len(seen["who"]), found.runs[0].rows.dtype)
    rows_seen["customer"], rows_seen["generation"] = seen["who"], seen["generation"]
    place = files.of(rows_seen)
    there = place >= 0
    assert there.sum() > 100
    assert (seen["segment"][~there] == -1).all() and (seen["worth"][~there] == 0.0).all()
    np.testing.assert_array_equal(seen["segment"][there], files.segment[place[there]])
    believed = np.nan_to_num(files.purchase_rate[place[there]]) * seen["spend"][there]
    np.testing.assert_allclose(seen["worth"][there], believed)
    right = files.right[KINDS.index("identity"), place[there]]
    np.testing.assert_array_equal(seen["reached"], seen["who"][there][right])
    assert 0 < right.sum() < there.sum() and not files.right[DEALINGS].all()


@pytest.fixture(scope="module")
def two_years() -> Results:
    causes = {"preset": "none", "rows": [{"name": "service", "base": 0.01, "compared_with": "nothing", "slope": 0.0}]}
    firms = [{"name": "One"}, {"name": "Other"}]
    return simulate(world({"size": 300, "purchase_rate": 0.4}, firms, horizon=110.0, exits=causes), seed=3)


def test_growth_and_sales_are_what_the_books_say(two_years: Results) -> None:
    card, books = crm_scorecard(two_years), weekly(two_years)
    assert card["year"].tolist() == [1, 2, 1, 2]
    for firm in ("One", "Other"):
        own, mine = books[books["firm"] == firm], card[card["firm"] == firm].set_index("year")
        first, second = own[own["week"] < 52], own[(own["week"] >= 52) & (own["week"] < 104)]
        assert mine.loc[1, "revenue"] == pytest.approx(first["revenue"].sum())
        assert mine.loc[2, "profit"] == pytest.approx(second["profit"].sum())
        assert mine.loc[2, "sales_growth"] == pytest.approx(second["revenue"].sum() / first["revenue"].sum() - 1)
        ends = [int(first["customers"].iloc[-1]), int(second["customers"].iloc[-1])]
        assert mine["customers"].tolist() == ends
        assert mine.loc[2, "customer_growth"] == pytest.approx(ends[1] / ends[0] - 1)
        assert math.isnan(mine.loc[1, "customer_growth"])


def test_who_is_driven_out_are_exits_over_the_service_by_customer_years(two_years: Results) -> None:
    card, log = crm_scorecard(two_years), events(two_years)
    row = card[(card["firm"] == "One") & (card["year"] == 2)].iloc[0]
    years = churn(two_years, 52.0).query("firm == 'One' and start == 52")["customer_weeks"].sum() / 52
    left = len(log.query("firm == 'One' and event == 'exit' and cause == 'service' and 52 <= time < 104"))
    assert left > 20
    assert row["not_driven_out"] == pytest.approx(math.exp(-left / years))
    assert np.isclose(row["not_driven_out"], math.exp(-0.52), atol=0.09)


def test_a_cause_of_another_name_that_compares_the_service_drives_out_too() -> None:
    rude = {"name": "rude staff", "base": 0.01, "attribute": "service", "compared_with": "norm"}
    causes = {"preset": "none", "rows": [rude, {"name": "price", "base": 0.01}]}
    found = simulate(world({"size": 100}, [{"name": "One"}], horizon=52.0, exits=causes), seed=3)
    left = len(events(found).query("event == 'exit' and cause == 'rude staff'"))
    years = churn(found)["customer_weeks"].sum() / 52
    assert left > 10 and crm_scorecard(found)["not_driven_out"].tolist() == [pytest.approx(math.exp(-left / years))]

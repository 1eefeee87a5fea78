"""What firms worked out: in the table, in files and stores, in reports, and how it turned out."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim import charts
from sim.charts.style.canvas import headline_text
from sim.experiments.execution.one_run import Job
from sim.experiments.execution.packed_run import packed
from sim.experiments.execution.run_store import RunStore
from sim.results.results import Results
from sim.scenario.decisions.estimate import ESTIMATE_COLUMNS, OPTION_WORDS


@pytest.fixture(scope="module")
def results() -> Results:
    """A market in which a gift card is copied."""
    asked = sim.load("rivals_that_reckon").but({"population.segments.consumers.size": 1500}, horizon=104)
    return sim.simulate(asked, seed=3, replications=2)


def test_the_table_holds_every_option_with_its_figures(results: Results) -> None:
    table = sim.decision_table(results)
    assert list(table.columns) == ["replication", *ESTIMATE_COLUMNS]
    assert set(table["option"]) <= set(OPTION_WORDS) and set(table["replication"]) == {0, 1}
    copies = table[table["option"].isin(["copy", "better copy"])]
    assert len(copies) and copies["expected_error"].gt(0).all() and copies["chance"].between(0, 1).all()
    acts = table[table["chosen"] & (table["option"] != "nothing")]
    assert (acts["chance"] >= acts["needed"]).all() and (acts["expected"] > 0).all()
    one_each = table.groupby(["replication", "week", "firm", "step", "programme"], observed=True)["chosen"].sum()
    assert (one_each == 1).all(), "one option of each choice is taken, nothing among them"


def test_each_option_is_an_event_with_its_estimate(results: Results) -> None:
    events, table = sim.events(results), sim.decision_table(results)
    rows = events[events["event"] == "estimate"]
    assert len(rows) == len(table)
    assert sorted(rows["monetary_value"].round(2)) == sorted(table["expected"].round(2).tolist())
    profit = sim.weekly(results)
    incomes, costs = profit[["revenue", "fees"]].sum(axis=1), [name for name in profit if name.endswith("_cost")]
    assert (incomes - profit[costs].sum(axis=1) - profit["profit"]).abs().max() < 1e-6, "an estimate costs nothing"


def test_markets_where_nobody_reckons_have_an_empty_table_and_no_file(tmp_path: Path) -> None:
    asked = sim.load("imitation_race").but({"population.segments.consumers.size": 60}, horizon=30)
    plain = sim.simulate(asked, replications=1)
    assert sim.decision_table(plain).empty and sim.decision_outcomes(plain) == ()
    assert not (sim.save(plain, tmp_path / "out", report=False) / "decisions.csv").exists()


def test_folder_and_store_keep_what_was_worked_out(results: Results, tmp_path: Path) -> None:
    folder = sim.save(results, tmp_path / "out", report=False)
    read = pd.read_csv(folder / "decisions.csv")
    assert len(read) == len(sim.decision_table(results)) and read["chosen"].any()
    assert (sim.save(results, tmp_path / "out", report=False) / "decisions.csv").exists(), "it can be replaced"
    store = RunStore(tmp_path / "store")
    job = Job(world="as it is", scenario=results.scenario, luck=(results.seed, 1), log="all")
    store.keep(job, packed(results.runs[1]))
    kept = store.fetch(job)
    assert kept is not None and repr(kept.estimates) == repr(results.runs[1].estimates)


@pytest.mark.slow
def test_report_says_what_was_seen_expected_chosen_and_what_came_of_it(results: Results, tmp_path: Path) -> None:
    outcomes = sim.decision_outcomes(results, most=2)
    assert [one.week for one in outcomes] == sorted(one.week for one in outcomes) and len(outcomes) == 2
    assert all(one.weeks <= 104 and one.expected > 0 for one in outcomes)
    figure = charts.decision_outcomes_chart(outcomes)
    assert re.match(r"\d of 2 decisions earned more", headline_text(figure))
    sim.write_report(results, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "What firms saw, expected and chose" in page and outcomes[0].words.split(" (")[0] in page
    assert headline_text(charts.decision_outcomes_chart(())).startswith("No firm decided")


def test_an_outcome_is_the_difference_to_a_firm_that_holds_still(results: Results) -> None:
    first = sim.decision_outcomes(results, most=1)[0]
    held = results.scenario.but({f"firms.{first.firm}.policy.holds_from": round(first.week / 13)})
    tables = [sim.weekly(one) for one in (results, sim.simulate(held, seed=results.seed, replications=1))]
    earned = [
        table[(table["replication"] == 0) & (table["firm"] == first.firm) & (table["week"] >= first.week)][
            "profit"
        ].sum()
        for table in tables
    ]
    assert first.came == pytest.approx(earned[0] - earned[1], abs=0.01)

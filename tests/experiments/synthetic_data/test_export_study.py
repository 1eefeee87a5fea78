"""Synthetic data: columns that others' tools read, an answer that is sealed, and nothing of it in the open part."""

from __future__ import annotations

import dataclasses
import importlib.util
import io
import math
import os
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, special

from sim.experiments.calibration.calibrate import calibrate
from sim.experiments.errors import ExperimentError
from sim.experiments.synthetic_data.export_dataset import export_dataset
from sim.experiments.synthetic_data.observable_events import on_record
from sim.experiments.synthetic_data.tables import StudyTable
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.language.choice import in_language
from sim.model.events import RANK
from sim.registry import registered
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import from_text, load
from sim.scenario.scenario import Scenario
from tests.apps.cli.test_cli import guanxi
from tests.worlds import FROZEN, world

TRUE = {"r": 0.8, "alpha": 3.0, "a": 1.2, "b": 4.0}
WEEKS = 52.0


def bg_nbd_shop() -> Scenario:
    """One shop whose customers are those of the BG/NBD model, so that an outsider's fit has something to find."""
    segment = {
        "size": 3000, "first_purchase": "on_arrival", "arrival": {"kind": "over_weeks", "counts": [1] * 12},
        "purchase_rate": {"family": "gamma", "shape": TRUE["r"], "rate": TRUE["alpha"]}, "spend": 30, "spend_shape": 4,
    }  # fmt: skip
    leaving = {"name": "gone", "at_purchase": {"chance": {"family": "beta", "a": TRUE["a"], "b": TRUE["b"]},
               "from_purchase": 2}, "ends": "all_relations"}  # fmt: skip
    exits = {"preset": "none", "rows": [leaving]}
    return world(segment, horizon=WEEKS, behaviour=FROZEN, exits=exits)


@pytest.fixture(scope="module")
def rich() -> Results:
    """A market with a desk, points, a club and rivals: every table of the study has rows."""
    asked = load("leisure_airline").but(horizon=60)
    for segment in asked.population.segments:
        asked = asked.but({f"population.segments.{segment.name}.size": 1000})
    return simulate(asked, seed=4, replications=1)


@pytest.fixture(scope="module")
def study(rich: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_dataset(rich, tmp_path_factory.mktemp("study") / "out")


def opened(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((place / "open").iterdir())}


def answer(place: Path, name: str) -> str:
    with zipfile.ZipFile(place / "answer" / "truth.zip") as archive:
        return archive.read(name).decode()


def test_every_column_is_in_the_codebook_and_the_other_way_round(study: Path) -> None:
    page = (study / "open" / "README.md").read_text(encoding="utf-8")
    for table in registered("study_table").values():
        assert isinstance(table, StudyTable)
        rows = pd.read_csv(study / "open" / table.file)
        assert rows.columns.tolist() == list(table.columns)
        assert table.file in page and all(f"`{column}`" in page for column in table.columns)
    assert len(opened(study)) == len(registered("study_table")) + 1


def test_the_codebook_is_in_the_language_in_use_and_names_stay(rich: Results, study: Path, tmp_path: Path) -> None:
    with in_language("zh"):
        place = export_dataset(rich, tmp_path / "out")
    page = (place / "open" / "README.md").read_text(encoding="utf-8")
    assert page.startswith("# 企业掌握的记录") and "| `customer_id` | 顾客编号" in page
    assert "封存" in (place / "answer" / "SEALED.md").read_text(encoding="utf-8") and "答案" in answer(
        place, "README.md"
    )
    english = opened(study)
    same = {name for name, content in opened(place).items() if content == english[name]}
    assert same == set(english) - {"README.md"}, "tables are the same in every language"


def test_transactions_keep_the_contract_of_rfm_summary(study: Path, rich: Results) -> None:
    """Its columns by name, dates that pandas reads without being told how, amounts above 0, nothing missing."""
    table = pd.read_csv(study / "open" / "transactions.csv")
    assert table.columns.tolist() == ["customer_id", "datetime", "monetary_value"]
    dates = pd.to_datetime(table["datetime"])
    assert dates.is_monotonic_increasing and dates.dt.tz is None
    assert table["monetary_value"].dtype == float and (table["monetary_value"] > 0).all()
    assert not table.isna().any().any()
    run, firm = rich.runs[0], rich.names.firms.index(rich.scenario.focal_firm)
    rows = run.rows[(run.rows["event"] == RANK["purchase"]) & (run.rows["firm"] == firm)]
    assert len(table) == len(rows)
    assert round(100 * table["monetary_value"].sum()) == rows["cents"].sum()


def test_the_event_log_keeps_the_contract_of_process_mining(study: Path) -> None:
    log = pd.read_csv(study / "open" / "event_log.csv")
    assert {"case:concept:name", "concept:name", "time:timestamp"} <= set(log)
    assert str(pd.to_datetime(log["time:timestamp"]).dt.tz) == "UTC"
    assert pd.to_datetime(log["time:timestamp"]).is_monotonic_increasing
    assert {"purchase", "join"} <= set(log["concept:name"])
    assert not set(log["concept:name"]) & {"exit", "arrival", "moving away", "acquisition"}


def with_rows(results: Results, rows: np.ndarray) -> Results:
    return dataclasses.replace(results, runs=(dataclasses.replace(results.runs[0], rows=rows),))


def test_swapping_the_true_causes_changes_nothing_that_is_open_but_interviews(
    rich: Results, study: Path, tmp_path: Path
) -> None:
    rows = rich.runs[0].rows.copy()
    exits = rows["event"] == RANK["exit"]
    assert exits.sum() > 50
    rows["cause"][exits] = np.roll(rows["cause"][exits], 1)
    found, plain = opened(export_dataset(with_rows(rich, rows), tmp_path / "out")), opened(study)
    differs = {name for name in plain if found[name] != plain[name]}
    assert differs <= {"exit_interviews.csv"}
    asked, said = (pd.read_csv(io.BytesIO(one["exit_interviews.csv"])) for one in (plain, found))
    assert asked[["customer_id", "datetime"]].equals(said[["customer_id", "datetime"]]), "who answers tells no cause"
    assert answer(tmp_path / "out", "exits.csv") != answer(study, "exits.csv")


def test_hiding_exits_arrivals_and_rivals_changes_nothing_that_is_open_but_interviews(
    rich: Results, study: Path, tmp_path: Path
) -> None:
    """Ends of memberships by leaving are hidden already; one who never left cannot be told from who did."""
    run = rich.runs[0]
    firm = rich.names.firms.index(rich.scenario.focal_firm)
    hidden = np.isin(run.rows["event"], [RANK[event] for event in ("arrival", "acquisition", "moving away", "return")])
    rivals = (run.rows["firm"] != firm) & (run.rows["firm"] >= 0)
    found = opened(export_dataset(with_rows(rich, run.rows[~hidden & ~rivals]), tmp_path / "out"))
    assert found == opened(study)


def test_the_open_part_names_neither_scenario_nor_segment_nor_seed(rich: Results, study: Path) -> None:
    text = b"".join(opened(study).values()).decode()
    for word in (rich.scenario.name, rich.scenario.title, *rich.names.segments, "replication", "seed "):
        assert word not in text, word
    table = on_record(rich)
    assert table.who(table.rows[:1])[0] == "c000001"


def test_the_answer_makes_the_same_run_again_and_knows_everybody(rich: Results, study: Path) -> None:
    asked = from_text(Scenario, answer(study, "scenario.yaml"))
    again = simulate(asked)
    assert (again.runs[0].rows == rich.runs[0].rows).all()
    people = pd.read_csv(io.StringIO(answer(study, "customers.csv")))
    seen = pd.read_csv(study / "open" / "event_log.csv")["case:concept:name"]
    assert set(people["customer_id"]) == set(seen) and people["customer_id"].is_unique
    exits = pd.read_csv(io.StringIO(answer(study, "exits.csv")))
    assert set(exits["true_cause"]) <= {cause.name for cause in rich.scenario.exits.causes}
    heard = exits[exits["answered"]]
    stated = pd.read_csv(study / "open" / "exit_interviews.csv")
    assert len(heard) == len(stated) < len(exits)


def test_true_rates_are_those_the_customers_bought_at(tmp_path: Path) -> None:
    """Where nobody leaves, purchases of each customer are Poisson with her true rate: χ² / n is 1, |z| < 4."""
    asked = world({"size": 2000, "purchase_rate": {"family": "gamma", "shape": 2, "mean": 0.5}}, horizon=WEEKS,
                  behaviour=FROZEN, exits={"preset": "none"})  # fmt: skip
    place = export_dataset(simulate(asked, seed=9), tmp_path / "out")
    people = pd.read_csv(io.StringIO(answer(place, "customers.csv"))).set_index("customer_id")
    bought = pd.read_csv(place / "open" / "transactions.csv").groupby("customer_id").size()
    often = people[people["purchase_rate"] * WEEKS > 5]
    expected = often["purchase_rate"] * WEEKS
    z = (bought.reindex(often.index).fillna(0) - expected) / np.sqrt(expected)
    assert abs((z**2).mean() - 1) < 4 * math.sqrt(2.5 / len(z))
    assert abs(z.mean()) < 4 / math.sqrt(len(z))


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Frequency, recency and T in weeks of 7 days, worked out apart from the project's code."""
    day = (pd.to_datetime(table["datetime"]) - pd.Timestamp("2025-01-06")).dt.floor("D").dt.days
    days = pd.DataFrame({"customer_id": table["customer_id"], "day": day}).drop_duplicates()
    each = days.groupby("customer_id")["day"].agg(["min", "max", "count"])
    end = 7 * WEEKS - 1
    return pd.DataFrame({"frequency": each["count"] - 1, "recency": (each["max"] - each["min"]) / 7,
                         "T": (end - each["min"]) / 7})  # fmt: skip


def outsiders_likelihood(logs: np.ndarray, seen: pd.DataFrame) -> float:
    """The BG/NBD likelihood as its authors' spreadsheet has it: A1 to A4."""
    r, alpha, a, b = np.exp(logs)
    x, t, known = (seen[column].to_numpy(dtype=float) for column in ("frequency", "recency", "T"))
    first = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
    second = special.gammaln(a + b) + special.gammaln(b + x) - special.gammaln(b) - special.gammaln(a + b + x)
    third = -(r + x) * np.log(alpha + known)
    fourth = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t), -np.inf)
    return -float(np.sum(first + second + np.logaddexp(third, fourth)))


@pytest.mark.slow
def test_an_independent_fit_reads_it_and_finds_the_truth(tmp_path: Path) -> None:
    """Mean rate and mean chance of leaving within 12%; twice the log-likelihood ratio below χ²(4)'s 0.9999 quantile."""
    place = export_dataset(simulate(bg_nbd_shop(), seed=21), tmp_path / "out")
    seen = summary(pd.read_csv(place / "open" / "transactions.csv"))
    assert len(seen) == 3000
    found = optimize.minimize(outsiders_likelihood, np.zeros(4), args=(seen,), method="Nelder-Mead",
                              options={"maxiter": 4000, "xatol": 1e-5, "fatol": 1e-5})  # fmt: skip
    r, alpha, a, b = np.exp(found.x)
    truth = outsiders_likelihood(np.log(list(TRUE.values())), seen)
    assert 2 * (truth - found.fun) < 23.5, (found.x, truth - found.fun)
    assert r / alpha == pytest.approx(TRUE["r"] / TRUE["alpha"], rel=0.12)
    assert a / (a + b) == pytest.approx(TRUE["a"] / (TRUE["a"] + TRUE["b"]), rel=0.12)


@pytest.mark.slow
def test_a_study_is_calibrated_back_to_its_truth(tmp_path: Path) -> None:
    """The whole way: run, export, read, fit; each 95% interval, widened to 4 errors, holds what was put in."""
    place = export_dataset(simulate(bg_nbd_shop(), seed=22), tmp_path / "out")
    log = read_transactions(place / "open" / "transactions.csv", mend=["keep-future", "keep-repeats"])
    found = calibrate(log)
    assert found.log.mended == () or "keep-future" in found.log.mended[0]
    for estimate in found.buying.estimates:
        z = (math.log(estimate.value) - math.log(TRUE[estimate.name])) / (estimate.error / estimate.value)
        assert abs(z) < 4, (estimate, z)


@pytest.mark.slow
def test_pymc_marketing_reads_it_unchanged(tmp_path: Path) -> None:
    """Its own ``rfm_summary`` on the file as it stands gives what this test works out by hand."""
    if importlib.util.find_spec("pymc_marketing") is None:
        pytest.skip("pymc-marketing is not installed (a gigabyte): pip install --group marketing")
    from pymc_marketing.clv.utils import rfm_summary

    place = export_dataset(simulate(bg_nbd_shop(), seed=21), tmp_path / "out")
    table = pd.read_csv(place / "open" / "transactions.csv")
    end = "2026-01-04"
    found = rfm_summary(table, "customer_id", "datetime", "monetary_value", observation_period_end=end, time_unit="D")
    mine = summary(table).sort_index()
    found = found.set_index("customer_id").sort_index()
    assert end in (place / "open" / "README.md").read_text()
    for column, unit in (("frequency", 1), ("recency", 7), ("T", 7)):
        assert np.allclose(found[column] / unit, mine[column])
    assert (found.loc[found["frequency"] > 0, "monetary_value"] > 0).all()


@pytest.mark.slow
def test_pm4py_reads_it_unchanged(study: Path) -> None:
    if importlib.util.find_spec("pm4py") is None:
        pytest.skip("pm4py is not installed: pip install --group marketing")
    import pm4py

    log = pd.read_csv(study / "open" / "event_log.csv")
    log["time:timestamp"] = pd.to_datetime(log["time:timestamp"])
    starts = pm4py.get_start_activities(log)
    assert sum(starts.values()) == log["case:concept:name"].nunique()


def test_places_and_firms_that_will_not_do_are_refused(rich: Results, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExperimentError, match="is there already"):
        export_dataset(rich, tmp_path)
    with pytest.raises(ExperimentError, match="unknown firm"):
        export_dataset(rich, tmp_path / "out", firm="Nobody")
    with pytest.raises(ExperimentError, match="replication 3 is not among"):
        export_dataset(rich, tmp_path / "out", replication=3)
    thin = simulate(rich.scenario.but(horizon=2), log="exits", replications=1)
    with pytest.raises(ExperimentError, match="log='all'"):
        export_dataset(thin, tmp_path / "out")
    assert os.listdir(tmp_path) == ["mine.txt"]


def test_the_command_writes_both_parts(tmp_path: Path) -> None:
    small = ["--set", "population.segments.consumers.size=60", "--set", "horizon=12"]
    result = guanxi("export", "first_look", str(tmp_path / "out"), *small, "--seed", "3")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["answer", "open"]
    again = guanxi("export", "first_look", str(tmp_path / "out"), *small)
    assert again.exit_code == 2 and "is there already" in again.stderr
    wrong = guanxi("export", "first_look", str(tmp_path / "new"), *small, "--firm", "Azur")
    assert wrong.exit_code == 2 and "did you mean 'Azure'" in wrong.stderr
    assert guanxi("export", "first_look", str(tmp_path / "two"), *small, "--seed", "3").exit_code == 0
    assert opened(tmp_path / "two") == opened(tmp_path / "out")
    zips = [(tmp_path / name / "answer" / "truth.zip").read_bytes() for name in ("out", "two")]
    assert zips[0] == zips[1]

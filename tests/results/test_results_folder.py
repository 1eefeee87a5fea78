"""Results on disk: both formats hold the log, and the folder is there whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import sim
from sim.model.event_log import COLUMNS, ROW, Names
from sim.model.events import EVENTS
from sim.results.results import Results, Run
from sim.results.storage import event_log_file as log_file
from sim.results.storage.event_log_file import LogFile, read_log
from sim.results.storage.results_folder_rules import NotAResultsFolderError, whole_folder
from tests.conftest import ROOT

NAMES = Names(
    segments=("people", "顾客 A"), sizes=(3, 40), firms=("NA", "B-1"), causes=("price", "no"), programmes=("club",),
    start="2024-02-29",
)  # fmt: skip


def made_up_rows(seed: int, size: int = 3000) -> NDArray[np.void]:
    """Rows with every kind of gap: nobody, no firm, no cause; later generations."""
    draw = np.random.default_rng(seed)
    rows = np.zeros(size, dtype=ROW)
    rows["time"] = np.sort(draw.random(size) * 30)
    rows["cents"] = draw.integers(0, 100_000, size)
    rows["customer"] = draw.integers(-1, 43, size)
    rows["generation"] = np.where(rows["customer"] < 0, 0, draw.integers(0, 3, size))
    rows["event"] = draw.integers(0, len(EVENTS), size)
    for column in ("firm", "cause"):
        rows[column] = draw.integers(-1, 2, size)
    rows["programme"] = draw.integers(-1, 1, size)
    return rows


def alike(table: pd.DataFrame) -> pd.DataFrame:
    """The frame with customers as plain text: which names are in use depends on the rows, not on the file."""
    ids = table["customer_id"].astype(object)
    return table.assign(customer_id=ids.where(ids.notna(), None))


@pytest.mark.parametrize("format", log_file.FORMATS)
@pytest.mark.parametrize("block", [7, 1_000_000])
def test_a_log_comes_back_as_it_was_written(
    format: log_file.Format, block: int, tmp_path: Path, small: sim.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "BLOCK", block if block > 100 else 500)
    runs = tuple(
        Run(replication=r, rows=made_up_rows(r), weekly=np.zeros((30, 2, len(EVENTS), 2), int)) for r in (0, 1)
    )
    with LogFile(tmp_path, NAMES, format=format) as file:
        for run in runs:
            for part in np.array_split(run.rows, 30 if block < 100 else 1):
                file.append(part, run.replication)
    assert file.rows == 6000
    results = Results(
        scenario=small, seed=1, version="0", scheduler="kernel", log_level="all", names=NAMES, runs=runs
    )  # fmt: skip
    pd.testing.assert_frame_equal(alike(read_log(tmp_path, NAMES)), alike(sim.events(results)))


def test_an_empty_log_has_its_columns(tmp_path: Path) -> None:
    for format in log_file.FORMATS:
        folder = tmp_path / format
        folder.mkdir()
        with LogFile(folder, NAMES, format=format):
            pass
        read = read_log(folder, NAMES)
        assert list(read.columns) == list(COLUMNS) and len(read) == 0


@pytest.mark.slow
def test_a_folder_of_results_holds_all_that_is_needed_to_look_and_to_run_again(
    small_results: sim.Results, tmp_path: Path
) -> None:
    place = sim.save(small_results, tmp_path / "deep" / "down")
    files = {"events.parquet", "weekly.csv", "summary.json", "scenario.yaml", "report.html"}
    assert {path.name for path in place.iterdir()} == files
    pd.testing.assert_frame_equal(alike(sim.read_events(place)), alike(sim.events(small_results)))
    books = pd.read_csv(place / "weekly.csv")
    assert books["profit"].to_numpy() == pytest.approx(sim.weekly(small_results)["profit"].to_numpy())
    facts = json.loads((place / "summary.json").read_text())
    assert (facts["seed"], facts["replications"], facts["version"]) == (5, 3, sim.__version__)
    for line, row in zip(sim.summary(small_results), facts["firms"], strict=True):
        assert row["profit"]["mean"] == line.profit.mean
    again = sim.load(place / "scenario.yaml")
    assert (again.seed, again.replications) == (5, 3)
    for one, other in zip(sim.simulate(again).runs, small_results.runs, strict=True):
        assert np.array_equal(one.rows, other.rows)


@pytest.mark.parametrize("format", log_file.FORMATS)
def test_a_folder_of_version_0_3_opens_with_causes_and_details_in_two_columns(format: str, tmp_path: Path) -> None:
    """Until then one column, and one list of names, held both."""
    results = sim.simulate(sim.load("service_in_tiers").but(horizon=10), replications=1)
    place, table = sim.save(results, tmp_path / "old", report=False), sim.events(results)
    assert table["cause"].notna().any() and table["detail"].notna().any()
    old = table.drop(columns="detail").astype({"cause": object})
    old["cause"] = old["cause"].fillna(table["detail"].astype(object)).astype("category")
    facts = json.loads((place / "summary.json").read_text())
    facts["names"]["causes"] += facts["names"].pop("details")
    (place / "summary.json").write_text(json.dumps(facts))
    (place / "events.parquet").unlink()
    if format == "parquet":
        old.to_parquet(place / "events.parquet")
    else:
        old.to_csv(place / "events.csv.gz", index=False, date_format="%Y-%m-%dT%H:%M:%S.%f")
    pd.testing.assert_frame_equal(alike(sim.read_events(place)), alike(table))


def test_the_summary_is_the_books(small_results: sim.Results) -> None:
    books = sim.weekly(small_results)
    for line in sim.summary(small_results):
        mine = books[books["firm"] == line.firm]
        assert line.profit.mean == pytest.approx(mine["profit"].sum() / 3)
        assert line.customers.mean == pytest.approx(mine[mine["week"] == mine["week"].max()]["customers"].mean())
        table = sim.churn(small_results, small_results.scenario.horizon)
        table = table[table["firm"] == line.firm]
        assert (table["exits"].to_numpy() == mine.groupby("replication")["exits"].sum().to_numpy()).all()
        assert line.churn.mean == pytest.approx((table["exits"] / table["customer_weeks"]).mean() * 52)
    assert sum(line.share.mean for line in sim.summary(small_results)) == pytest.approx(1)


def test_results_are_replaced_whole_and_nothing_else_is_touched(tmp_path: Path) -> None:
    target = tmp_path / "results"
    for text in ("first", "second"):
        with whole_folder(target) as place:
            (place / "summary.json").write_text(text)
            assert not target.exists() or (target / "summary.json").read_text() == "first"
        assert (target / "summary.json").read_text() == text
    assert os.listdir(tmp_path) == ["results"]
    with pytest.raises(KeyError), whole_folder(target) as place:  # noqa: PT012 (the block is left in the middle)
        (place / "summary.json").write_text("third")
        raise KeyError
    assert (target / "summary.json").read_text() == "second"
    assert os.listdir(tmp_path) == ["results"]


@pytest.mark.parametrize("content", [["notes.txt"], ["summary.json", "thesis.docx"], ["weekly.csv"]])
def test_a_folder_with_anything_else_in_it_is_refused(content: list[str], tmp_path: Path) -> None:
    for name in content:
        (tmp_path / name).write_text("mine")
    with pytest.raises(NotAResultsFolderError, match="holds something other than results"), whole_folder(tmp_path):
        pytest.fail("nothing may be written")
    assert sorted(os.listdir(tmp_path)) == sorted(content)
    with pytest.raises(NotAResultsFolderError, match="is not a folder"), whole_folder(tmp_path / content[0]):
        pytest.fail("nothing may be written")


def test_the_folder_one_works_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotAResultsFolderError, match="the folder you are working in"), whole_folder("."):
        pytest.fail("nothing may be written")


def test_reading_events_where_there_are_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotAResultsFolderError, match="holds no results"):
        sim.read_events(tmp_path)


@pytest.mark.parametrize("mark", ["{}", "[]", "half", '{"names": 3}', None])
def test_reading_events_of_a_damaged_folder_says_so(mark: str | None, tmp_path: Path, small: sim.Scenario) -> None:
    folder = sim.save(sim.simulate(small), tmp_path / "out", report=False)
    if mark is None:
        for log in folder.glob("events.*"):
            log.write_bytes(b"half")
    else:
        (folder / "summary.json").write_text(mark)
    with pytest.raises(NotAResultsFolderError, match="cannot be read"):
        sim.read_events(folder)


def test_what_someone_adds_while_results_are_replaced_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "results"
    for turn in ("first", "second"):
        with whole_folder(target) as place:
            (place / "summary.json").write_text(turn)
            if turn == "second":
                (target / "notes.txt").write_text("mine")
    assert (target / "summary.json").read_text() == "second"
    assert (target / "notes.txt").read_text() == "mine"
    assert os.listdir(tmp_path) == ["results"]


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_nothing_that_looks_like_results(blow: signal.Signals, tmp_path: Path) -> None:
    target = tmp_path / "results"
    code = (
        "import sys, time; from sim.results.storage.results_folder_rules import whole_folder\n"
        "with whole_folder(sys.argv[1]) as place:\n"
        "    (place / 'summary.json').write_text('half'); print('writing', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    assert process.stdout is not None and process.stdout.readline() == b"writing\n"
    process.send_signal(blow)
    try:
        process.wait(timeout=120)
    finally:
        process.kill()
    process.stdout.close()
    assert not target.exists()
    left = os.listdir(tmp_path)
    assert left == [] if blow == signal.SIGINT else all(name.endswith(".unfinished") for name in left)

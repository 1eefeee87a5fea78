"""``guanxi run`` of a scenario with contrasts: cost first, answer last, all in a folder, runs stored."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import sim
from sim.apps.cli.main import app
from sim.experiments.execution import run_store
from sim.experiments.execution.run_store import ENDING
from sim.scenario.files.load import dump

COUNT = "3"


def written(folder: Path, small: sim.Scenario) -> Path:
    """The file of a small market with two contrasts."""
    asked = small.but(
        name="priced",
        question="Does a lower price sell more?",
        contrasts={
            "cheap": {"label": "cheaper", "set": {"firms.Azure.offer.price": 0.5}},
            "dear": {"label": "dearer", "set": {"firms.Azure.offer.price": 1.5}},
        },
        measures=[{"name": "sold", "measure": "share", "label": "share of revenue"}],
        findings=[
            {
                "between": ["cheap", "base"], "on": "sold", "more": "A lower price sells {difference} more.",
                "less": "It sells less.", "unclear": "No clear difference.",
            },
        ],
        pictures=[],
    )  # fmt: skip
    path = folder / "priced.yaml"
    path.write_text(dump(asked), encoding="utf-8")
    return path


def with_own_store(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Keep runs in a store in this folder."""
    patch.setattr(run_store, "cache_folder", lambda: folder / "cache" / "rules")


@pytest.fixture
def file(small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small market with two contrasts, and a store of runs of its own."""
    with_own_store(tmp_path, monkeypatch)
    return written(tmp_path, small)


def run(file: Path, *words: str) -> Result:
    out = file.parent / "out"
    result = CliRunner().invoke(app, ["run", str(file), "--out", str(out), "--replications", COUNT, *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def ended(small: sim.Scenario, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The file and what its run printed; run once for the tests that look at it."""
    folder = tmp_path_factory.mktemp("priced")
    path = written(folder, small)
    with pytest.MonkeyPatch.context() as patch:
        with_own_store(folder, patch)
        return path, run(path)


def test_cost_is_said_before_and_the_answer_and_the_path_come_last(ended: tuple[Path, Result]) -> None:
    file, result = ended
    assert "3 markets × 3 runs" in result.stderr
    *_, answer, path = result.stdout.splitlines()
    assert answer.startswith("A lower price sells ") and answer.endswith(" points more.")
    assert path == f"Report: {file.parent / 'out' / 'report.html'}"


def test_folder_holds_the_base_the_table_and_a_report_with_the_answer_first(ended: tuple[Path, Result]) -> None:
    file, result = ended
    folder = file.parent / "out"
    table = pd.read_csv(folder / "contrasts.csv", encoding="utf-8-sig")
    assert list(table["contrast"]) == ["cheap", "dear"]
    again = sim.run_contrasts(sim.load(file), replications=3).table
    assert table["difference"].to_numpy() == pytest.approx(again["difference"].to_numpy())
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert result.stdout.splitlines()[-2] in page
    assert page.index("Does a lower price sell more?") < page.index("The contrasts")
    base = sim.simulate(sim.load(file), replications=3)
    assert len(sim.read_events(folder)) == len(sim.events(base))


@pytest.mark.slow
def test_table_and_answer_come_from_the_same_runs(file: Path) -> None:
    """The scenario itself asks for one run; with contrasts the base is run as often as they are."""
    assert sim.load(file).replications == 1
    folder = file.parent / "out"
    result = CliRunner().invoke(app, ["run", str(file), "--out", str(folder)])
    assert result.exit_code == 0
    assert json.loads((folder / "summary.json").read_text())["replications"] == 12
    assert sim.load(folder / "scenario.yaml").contrasts.keys() == {"cheap", "dear"}


@pytest.mark.slow
def test_base_and_programme_less_contrast_are_run_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``sim.simulate`` has nothing to do where a contrast is the market without programmes."""
    asked = sim.load(file)
    bare = {"none": {"label": "no programme", "set": {"firms.Azure.programmes": []}}}
    card = [{"kind": "frequency", "launch": 2}]
    file.write_text(dump(asked.but({"firms.Azure.programmes": card}, contrasts=bare, findings=[])), encoding="utf-8")
    monkeypatch.setattr("sim.results.simulate.simulate", None)
    assert run(file).exit_code == 0
    page = (file.parent / "out" / "report.html").read_text(encoding="utf-8")
    assert "Profit with and without the programme" in page


def test_nothing_is_written_where_a_contrast_cannot_be_made(file: Path) -> None:
    refused = run(file, "--contrast", "cheep")
    assert refused.exit_code == 2 and "did you mean 'cheap'" in refused.stderr
    assert not (file.parent / "out").exists()


@pytest.mark.slow
def test_contrasts_are_chosen_by_name_or_left_out(file: Path) -> None:
    assert run(file, "--contrast", "dear").exit_code == 0
    table = pd.read_csv(file.parent / "out" / "contrasts.csv", encoding="utf-8-sig")
    assert list(table["contrast"]) == ["dear"]
    assert "markets ×" not in run(file, "--no-contrasts").stderr
    assert not (file.parent / "out" / "contrasts.csv").exists(), "a table of former results does not stay"
    assert run(file, "--contrast", "dear", "--no-contrasts").exit_code == 2
    assert "they need the kernel" in run(file, "--scheduler", "reference", "--set", "horizon=6").stderr


@pytest.mark.slow
def test_contrast_that_a_change_makes_empty_is_left_out_with_a_line(file: Path) -> None:
    result = run(file, "--set", "firms.Azure.offer.price=0.5")
    assert "Contrast cheap is left out: the contrast changes nothing" in result.stderr
    assert "dearer" in result.stdout, "without a finding the table is read out"


def test_answer_as_json(file: Path) -> None:
    told = json.loads(run(file, "--json").stdout)
    assert told["contrasts"]["question"] == "Does a lower price sell more?"
    assert told["contrasts"]["findings"][0]["verdict"] == "more"
    assert {row["contrast"] for row in told["contrasts"]["contrasts"]} == {"cheap", "dear"}
    assert told["report"].endswith("report.html")


def test_second_look_makes_no_run(ended: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch) -> None:
    file, first = ended
    with_own_store(file.parent, monkeypatch)
    store = file.parent / "cache" / "runs"
    kept = sorted(store.glob(f"*/*{ENDING}"))
    assert len(kept) == 12, "base, two contrasts, and the base without programmes, three runs of each"
    stamps = [path.stat().st_mtime_ns for path in kept]
    second = run(file)
    assert [path.stat().st_mtime_ns for path in sorted(store.glob(f"*/*{ENDING}"))] == stamps
    assert first.stdout == second.stdout


def test_store_is_kept_to_its_size_by_removing_the_oldest(tmp_path: Path) -> None:
    for number in range(4):
        path = tmp_path / "ab" / f"{number}{ENDING}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (number, number))
    assert run_store.remove_oldest(tmp_path, 250) == 2
    assert sorted(path.name for path in (tmp_path / "ab").iterdir()) == [f"2{ENDING}", f"3{ENDING}"]
    assert run_store.remove_oldest(tmp_path, 250) == 0

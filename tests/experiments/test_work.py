"""Where runs are made changes nothing in them; what goes wrong there is told, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from joblib.externals.loky.process_executor import TerminatedWorkerError

import sim
from sim.experiments.execution.job_runner import JobRunner
from sim.experiments.execution.one_run import Job, do
from sim.experiments.execution.run_store import ENDING
from sim.results.results import Run
from tests.conftest import ROOT

NONE: dict[str, object] = {"firms.Azure.programmes": []}
ONE = sim.Execution(workers=1, quiet=True)


def content(run: Run) -> list[bytes]:
    """All that is in a run, to the last bit."""
    return [*(run.rows[field].tobytes() for field in run.rows.dtype.names or ()), run.weekly.tobytes()]


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_to_the_last_bit(small: sim.Scenario, tmp_path: Path) -> None:
    def log_of(results: sim.Results) -> list[bytes]:
        return content(results.runs[0])

    worlds = {"points": small, "none": small.but(NONE)}
    found = [
        sim.replicate(
            worlds, log_of, replications=7, seed=2, where=sim.Execution(workers=workers, quiet=True, store=store)
        )
        for workers, store in ((1, None), (2, None), (3, tmp_path), (1, tmp_path))
    ]
    assert found[0] == found[1] == found[2] == found[3]
    alone = sim.simulate(small, seed=2, replications=7)
    assert found[0]["points"] == [content(run) for run in alone.runs]


@pytest.mark.slow
def test_what_is_declared_in_a_notebook_goes_to_workers(tmp_path: Path) -> None:
    """A function and a policy of a cell, in a notebook that runs."""
    from nbclient import NotebookClient

    cell = """
import sim
from typing import Literal
from sim.scenario.firm.policy import Policy

class Cheaper(Policy):
    kind: Literal["cheaper"] = "cheaper"
    def decide(self, view):
        return sim.Decision(price=0.9) if view.number == 0 else sim.Decision()

def bought(results):
    return float(results.runs[0].weekly[..., 0].sum())

market = sim.load("first_look").but({"population.segments.consumers.size": 60}, horizon=26)
found = [
    sim.compare(market, {"as it is": {}, "cheaper": Cheaper()}, measure=bought, replications=4,
                where=sim.Execution(workers=workers, quiet=True)).values.tolist()
    for workers in (1, 2)
]
assert found[0] == found[1] and found[0][0][0] != found[0][0][1]
print("same")
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[0].outputs[-1]["text"].strip().endswith("same")


def test_a_worker_that_dies_is_told_in_a_sentence(
    small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(self: JobRunner, jobs: Sequence[Job], numbers: Sequence[int], read: Any, keep: bool) -> Any:
        for number in numbers[:2]:
            yield number, do(jobs[number], read, keep)
        raise TerminatedWorkerError("no memory left")

    monkeypatch.setattr(JobRunner, "_by_workers", dies)
    monkeypatch.setattr("sim.experiments.execution.job_runner.is_warm", lambda: True)
    where = sim.Execution(workers=2, quiet=True, store=tmp_path)
    with pytest.raises(sim.ExperimentError, match="no memory left") as told:
        sim.compare(small, {"points": {}, "none": NONE}, replications=3, where=where)
    assert "the runs broke off after 2 (TerminatedWorkerError" in str(told.value) and "kept in" in str(told.value)
    assert len(list(tmp_path.rglob(f"*{ENDING}"))) == 2
    monkeypatch.undo()
    work = JobRunner(sim.Execution(workers=1, store=tmp_path, quiet=True))
    assert sim.compare(small, {"points": {}, "none": NONE}, replications=3, where=work.where).replications == 3


@pytest.mark.parametrize("workers", [0, -1, True])
def test_workers_that_cannot_be(workers: int) -> None:
    with pytest.raises(ValueError, match="give a whole number from 1 on"):
        sim.Execution(workers=workers)


def test_a_dead_scheduler_or_no_dask_is_told(small: sim.Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiments.execution.execution.PATIENCE", 1)
    where = sim.Execution(scheduler="tcp://127.0.0.1:9", quiet=True)
    with pytest.raises(sim.ExperimentError, match=r"no Dask scheduler answers at tcp://|a scheduler needs Dask"):
        sim.compare(small, {"points": {}, "none": NONE}, replications=3, where=where)
    monkeypatch.setattr("sim.experiments.execution.execution.find_spec", lambda name: None)
    with pytest.raises(sim.ExperimentError, match=r"needs Dask; install it: pip install 'guanxi\[cluster\]'"):
        sim.compare(small, {"points": {}, "none": NONE}, replications=3, where=where)


def test_importing_sim_does_not_bring_the_workers(tmp_path: Path) -> None:
    code = (
        "import sys, sim; sim.load('first_look'); print(sorted({'joblib', 'rich', 'distributed'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"

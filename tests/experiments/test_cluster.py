"""Runs made on a Dask cluster: a scheduler and two workers on this machine, one of which is killed in the middle."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim
from sim.experiments.execution.run_store import ENDING

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

STRATEGIES: dict[str, dict[str, object]] = {"points": {}, "none": {"firms.Azure.programmes": []}}


def started(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Cluster:
    """A scheduler and two workers."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        here = ["--host", "127.0.0.1"]
        self.scheduler = started("distributed.cli.dask_scheduler", *here, "--port", str(port), "--no-dashboard")
        alone = [*here, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        self.workers = [started("distributed.cli.dask_worker", self.address, *alone) for _ in range(2)]

    def wait_until_ready(self) -> None:
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    one = Cluster()
    try:
        one.wait_until_ready()
        yield one
    finally:
        one.stop()


def unhurried(results: sim.Results) -> float:
    """Slow enough for something to happen meanwhile."""
    time.sleep(0.1)
    return float(sim.profit(results)["profit"].iloc[0])


def killed_in_the_middle(process: subprocess.Popen[bytes], folder: Path, runs: int) -> threading.Thread:
    """Kill a process as soon as so many runs are kept in a folder."""

    def watch() -> None:
        for _ in range(1200):
            if len(list(folder.rglob(f"*{ENDING}"))) >= runs:
                process.kill()
                return
            time.sleep(0.05)

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def compared(small: sim.Scenario, where: sim.Execution) -> bytes:
    return sim.compare(small, STRATEGIES, measure=unhurried, replications=25, where=where).values.tobytes()


def test_a_worker_that_is_killed_changes_nothing(small: sim.Scenario, cluster: Cluster, tmp_path: Path) -> None:
    here = compared(small, sim.Execution(workers=1, quiet=True))
    watch = killed_in_the_middle(cluster.workers[0], tmp_path, 15)
    there = compared(small, sim.Execution(scheduler=cluster.address, store=tmp_path, quiet=True))
    watch.join()
    assert cluster.workers[0].wait() != 0 and cluster.workers[1].poll() is None
    assert there == here
    assert len(list(tmp_path.rglob(f"*{ENDING}"))) == 50


def test_a_scheduler_that_dies_loses_no_run(small: sim.Scenario, cluster: Cluster, tmp_path: Path) -> None:
    watch = killed_in_the_middle(cluster.scheduler, tmp_path, 10)
    with pytest.raises(sim.ExperimentError, match=r"broke off after .* goes on from there") as told:
        compared(small, sim.Execution(scheduler=cluster.address, store=tmp_path, quiet=True))
    watch.join()
    kept = len(list(tmp_path.rglob(f"*{ENDING}")))
    assert 10 <= kept < 50 and f"after {kept} " in str(told.value)
    assert compared(small, sim.Execution(workers=1, store=tmp_path, quiet=True)) == compared(
        small, sim.Execution(workers=1, quiet=True)
    )

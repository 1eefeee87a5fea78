"""The store: nothing is run twice, no half-written file is read, and a full disk loses nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import sim
from sim.experiments.comparison.comparison import Comparison
from sim.experiments.execution import one_run, run_store
from sim.experiments.execution.cache_keys import run_key, scenario_hash
from sim.experiments.execution.one_run import Job, live
from sim.experiments.execution.packed_run import packed
from sim.experiments.execution.run_store import ENDING, OPENING, RunStore, StoreStoppedError
from sim.scenario.files.load import dump
from tests.conftest import ROOT
from tests.experiments.test_work import content

NONE: dict[str, object] = {"firms.Azure.programmes": []}


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob(f"*{ENDING}"))


def compared(small: sim.Scenario, folder: Path, replications: int = 3) -> Comparison:
    where = sim.Execution(workers=1, store=folder, quiet=True)
    return sim.compare(small, {"points": {}, "none": NONE}, measure="share", replications=replications, where=where)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that are run while the test goes on."""
    made: list[str] = []

    def noted(job: Job) -> sim.Results:
        made.append(str(job))
        return live(job)

    monkeypatch.setattr(one_run, "live", noted)
    return made


def test_nothing_is_run_twice(small: sim.Scenario, tmp_path: Path, counted: list[str]) -> None:
    first = compared(small, tmp_path)
    assert len(counted) == len(kept(tmp_path)) == 6
    again = compared(small, tmp_path)
    assert len(counted) == 6 and again.values.tobytes() == first.values.tobytes()
    more = compared(small, tmp_path, 5)
    assert len(counted) == 10 and more.values[:3].tobytes() == first.values.tobytes()
    sim.compare(small, {"points": {}, "none": NONE}, measure="churn", replications=5,
                where=sim.Execution(workers=1, store=tmp_path, quiet=True))  # fmt: skip
    assert len(counted) == 10, "another measure of the same runs needs no run"


def test_interrupted_work_goes_on(small: sim.Scenario, tmp_path: Path, counted: list[str]) -> None:
    def stops(results: sim.Results) -> float:
        if results.runs[0].replication == 2:
            raise KeyboardInterrupt
        return 1.0

    where = sim.Execution(workers=1, store=tmp_path, quiet=True)
    with pytest.raises(KeyboardInterrupt):
        sim.replicate({"points": small}, stops, replications=5, where=where)
    before = len(counted)
    sim.replicate({"points": small}, lambda results: 1.0, replications=5, where=where)
    assert before == 3 and len(counted) == 3 + 3, "the runs that were read are kept; the one in the making is not"


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other"])
def test_a_damaged_file_is_never_read(small: sim.Scenario, tmp_path: Path, counted: list[str], damage: str) -> None:
    first = compared(small, tmp_path)
    victim = kept(tmp_path)[0]
    content = victim.read_bytes()
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    victim.write_bytes({"cut": content[:middle], "changed": changed, "empty": b"", "other": b"PK\n1"}[damage])
    again = compared(small, tmp_path)
    assert len(counted) == 7 and again.values.tobytes() == first.values.tobytes()
    assert victim.read_bytes() == content


def test_a_file_whose_checksum_is_right_but_that_holds_no_run_is_never_read(
    small: sim.Scenario, tmp_path: Path, counted: list[str]
) -> None:
    whole = compared(small, tmp_path)
    made, packed = len(counted), b"[1, 2]\nno run"
    kept(tmp_path)[0].write_bytes(OPENING + hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)
    assert compared(small, tmp_path).values.tobytes() == whole.values.tobytes()
    assert len(counted) == made + 1


def test_a_crash_in_the_writing_leaves_nothing_that_counts(
    small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(world="points", scenario=small, luck=(1, 0), log="exits")
    store, run = RunStore(tmp_path), live(job).runs[0]

    def crash(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        store.keep(job, packed(run))
    monkeypatch.undo()
    assert store.fetch(job) is None and kept(tmp_path) == []
    store.keep(job, packed(run))
    found = store.fetch(job)
    assert found is not None and content(found) == content(run) and found.rows.dtype == run.rows.dtype
    assert found.weekly.shape == run.weekly.shape


def test_a_full_disk_is_told_and_loses_nothing(
    small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    expected = compared(small, tmp_path / "one")
    monkeypatch.setattr(run_store, "write_file", full)
    with pytest.warns(StoreStoppedError, match=r"no longer kept in .* \(No space left on device\)") as told:
        found = compared(small, tmp_path / "two")
    assert len(told) == 1 and found.values.tobytes() == expected.values.tobytes()
    assert "No space left on device" in str(found)


def test_a_store_that_cannot_be_written_is_refused_before_anything_is_run(
    small: sim.Scenario, tmp_path: Path, counted: list[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(sim.ExperimentError, match=r"cannot be written .* Nothing was run"):
        compared(small, tmp_path / "file" / "store")
    assert counted == []


def test_several_may_write_at_once(small: sim.Scenario, tmp_path: Path) -> None:
    """Writers and readers of the same addresses: every read is nothing or the whole."""
    jobs = [Job(world="points", scenario=small, luck=(1, number), log="exits") for number in range(3)]
    runs = [live(job).runs[0] for job in jobs]
    wrong: list[str] = []

    def write() -> None:
        store = RunStore(tmp_path)
        for _ in range(10):
            for job, run in zip(jobs, runs, strict=True):
                store.keep(job, packed(run))
                found = store.fetch(job)
                if found is None or content(found) != content(run):
                    wrong.append(str(job))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and len(kept(tmp_path)) == 3
    assert not list(tmp_path.rglob("*.unfinished"))


def test_a_run_is_known_by_all_that_makes_it(small: sim.Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(world="points", scenario=small, luck=(1, 0), log="exits")
    keys = {run_key(job)}
    for other in (
        Job(world="points", scenario=small.but(NONE), luck=(1, 0), log="exits"),
        Job(world="points", scenario=small, luck=(2, 0), log="exits"),
        Job(world="points", scenario=small, luck=(1, 1), log="exits"),
        Job(world="points", scenario=small, luck=(1, 0), log="all"),
    ):
        keys.add(run_key(other))
    monkeypatch.setattr("sim.experiments.execution.cache_keys.versions", lambda: {"guanxi": "another"})
    keys.add(run_key(job))
    assert len(keys) == 6
    renamed = small.but(title="Another title", seed=9, replications=4, focus="Jade")
    assert scenario_hash(renamed) == scenario_hash(small)


def test_runs_with_kinds_of_ones_own_are_not_kept(small: sim.Scenario, tmp_path: Path) -> None:
    """Nothing is known of their behaviour, so an address would not tell an edited one from the one before."""
    from sim.strategies.script import Hold

    class Mine(Hold):
        """Like hold, but of someone's own."""

    strategies = {"points": {}, "mine": Mine(kind="hold")}
    sim.compare(small, strategies, replications=2, where=sim.Execution(workers=1, store=tmp_path, quiet=True))  # type: ignore[arg-type]
    assert len(kept(tmp_path)) == 2


STORED = """
import sys
import sim
from sim.experiments.execution.one_run import Job, live
from sim.experiments.execution.packed_run import packed
from sim.experiments.execution.run_store import RunStore
small = sim.load(sys.argv[3])
used = [bytearray([int(sys.argv[2])]) * 3_000_000 for _ in range(5)]
del used  # memory that is handed out again holds something else in each process
run = live(Job(world="points", scenario=small, luck=(1, 0), log="all")).runs[0]
RunStore(sys.argv[1] + "/store").keep(Job(world="points", scenario=small, luck=(1, 0), log="all"), packed(run))
for scheduler in ("kernel", "reference"):
    results = sim.simulate(small, scheduler=scheduler)
    sim.save(results, f"{sys.argv[1]}/{scheduler}", report=False)
    with open(f"{sys.argv[1]}/{scheduler}.rows", "wb") as file:
        file.write(results.runs[0].rows.tobytes())
"""


@pytest.mark.slow
def test_equal_runs_are_stored_in_equal_bytes_by_two_processes(small: sim.Scenario, tmp_path: Path) -> None:
    market, held = tmp_path / "market.yaml", []
    market.write_text(dump(small), encoding="utf-8")
    for number, filling in (("1", "7"), ("2", "200")):
        folder = tmp_path / number
        folder.mkdir()
        here = os.environ | {"PYTHONHASHSEED": number}
        words = [sys.executable, "-c", STORED, str(folder), filling, str(market)]
        subprocess.run(words, check=True, cwd=ROOT, env=here)
        held.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert held[0] == held[1] and len(held[0]) == 1 + 2 + 2 * 4
    assert held[0][Path("kernel.rows")] == held[0][Path("reference.rows")]

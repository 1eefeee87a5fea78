"""Commands that write: a full disk, one that cannot be written, or a kill leaves former results whole."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import sim
from sim.apps.cli.main import app
from sim.game.session.rehearse import rehearse
from sim.scenario.files.load import dump
from tests.conftest import ROOT
from tests.faults import WRITING, refused_at

SLOW = pytest.mark.slow
NONE = "none=firms.Azure.programmes=[]"


@pytest.fixture
def market(small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("market.yaml").write_text(dump(small), encoding="utf-8")
    return "market.yaml"


def commands(market: str) -> dict[str, list[str]]:
    two = ["--strategy", "points=", "--strategy", NONE]
    return {
        "run": ["run", market, "--out", "run"],
        "compare": ["compare", market, *two, "--replications", "2", "--workers", "1", "--out", "compare"],
        "worlds": ["worlds", market, *two, "--out", "worlds"],
        "export": ["export", market, "export", "--seed", "1"],
    }


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(done: Result, told: str) -> None:
    """The command ended with one sentence."""
    assert done.exit_code == 2, (done.output, done.exception)
    lines = [line for line in done.stderr.splitlines() if told in line]
    assert len(lines) == 1 and "Traceback" not in done.output, done.output
    assert done.stdout == "", "nothing is shown as a result that was not written"


@pytest.mark.parametrize("name", ["worlds", *(pytest.param(name, marks=SLOW) for name in ("run", "compare", "export"))])
def test_a_full_disk_leaves_the_former_results_and_nothing_else(name: str, market: str, tmp_path: Path) -> None:
    words, run = commands(market)[name], CliRunner()
    if name != "export":  # its folder has to be new
        assert run.invoke(app, [*words, "--seed", "1"]).exit_code == 0
    before = content(tmp_path)
    for calls in (("fsync",), WRITING):  # at the end, when all is computed; and at the beginning
        with refused_at(0, errno.ENOSPC, calls):
            done = run.invoke(app, [*words, "--seed", "2"])
        refused(done, os.strerror(errno.ENOSPC))
        assert content(tmp_path) == before


def limited(most: int) -> Callable[[], None]:
    """Let a process write no file that is longer than so many bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


@pytest.mark.slow
@pytest.mark.parametrize("name", ["run", "compare", "worlds"])
def test_a_limit_of_the_system_on_files_leaves_the_former_results(name: str, market: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sim.apps.cli.main", *commands(market)[name]]
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run(words, check=True, capture_output=True, env=here)
    before = content(tmp_path)
    done = subprocess.run(words, capture_output=True, text=True, env=here, preexec_fn=limited(2_000))
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr, done.stderr
    assert done.stderr.splitlines()[-1].count(os.strerror(errno.EFBIG)) == 1
    assert content(tmp_path) == before


@pytest.mark.slow
def test_a_killed_command_is_named_and_cleaned_by_the_next(market: str, tmp_path: Path) -> None:
    for name in ("run", "compare"):
        left = tmp_path / f".{name}.0123abcd.unfinished"
        left.mkdir()
        (left / "summary.json").write_text("half")
        done = CliRunner().invoke(app, commands(market)[name])
        assert done.exit_code == 0 and not left.exists()
        assert done.stderr.count(f"An earlier write was cut off: {left} removed.") == 1


def test_results_killed_between_two_renames_are_brought_back_when_read(small: sim.Scenario, tmp_path: Path) -> None:
    folder = sim.save(sim.simulate(small), tmp_path / "out", report=False)
    for use in (sim.read_events, sim.reproduce):
        folder.rename(tmp_path / ".out.0123abcd.replaced")
        with pytest.warns(UserWarning, match="brought back"):
            assert use(folder) is not None
        assert os.listdir(tmp_path) == ["out"]


@pytest.mark.slow
def test_reproduce_and_the_command_say_the_same_of_whatever_was_saved(market: str, tmp_path: Path) -> None:
    run = CliRunner()
    for name in ("run", "compare"):
        assert run.invoke(app, commands(market)[name]).exit_code == 0
    rehearse("head_of_the_firm", tmp_path / "game", seed=3)
    with sim.Session.open(tmp_path / "game" / "game.guanxi") as session:
        session.export(tmp_path / "exported")
    for path in ("run", "compare", "compare/comparison.json", "game", "game/game.guanxi", "exported"):
        found = sim.reproduce(tmp_path / path)
        assert found.same and "came out the same to the last bit" in str(found)
        done = run.invoke(app, ["reproduce", str(tmp_path / path)])
        assert done.exit_code == 0 and done.stdout.strip() == str(found), done.output
    for folder, edited in (("game", "rounds.csv"), ("exported", "weekly.csv"), ("compare", "pairs.csv")):
        book = tmp_path / folder / edited
        book.write_text(book.read_text(encoding="utf-8").replace("0", "1"), encoding="utf-8")
        found = sim.reproduce(tmp_path / folder)
        assert not found.same and f"{edited}: line " in str(found)
        assert run.invoke(app, ["reproduce", str(tmp_path / folder)]).exit_code == 1

"""The command line as a person uses it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import sim
from sim.apps.cli.main import app
from sim.scenario.files.load import dump
from tests.conftest import ROOT

SMALL = ["--set", "population.segments.consumers.size=60", "--set", "horizon=12"]


def guanxi(*words: str) -> Result:
    """Run a command; a bug shows as a traceback."""
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_run_prints_a_line_per_firm_and_writes_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    result = guanxi("run", "first_look", *SMALL, "--seed", "3", "--replications", "2", "--out", str(folder))
    assert result.exit_code == 0
    for word in ("Azure", "Crimson", "Jade", "seed 3, 2 replications", "profit", "report.html"):
        assert word in result.stdout
    assert re.search(r"\([\d.]+% to [\d.]+%\)", result.stdout), "intervals from low to high"
    facts = json.loads((folder / "summary.json").read_text())
    assert (facts["seed"], facts["replications"], facts["customers"], facts["weeks"]) == (3, 2, 60, 12)
    events = sim.read_events(folder)
    changed = sim.load("first_look").but({"population.segments.consumers.size": 60}, horizon=12)
    assert len(events) == len(sim.events(sim.simulate(changed, seed=3, replications=2)))
    assert "<html" in (folder / "report.html").read_text(encoding="utf-8")[:200]


@pytest.mark.slow
def test_a_long_log_goes_straight_to_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("run", "first_look", *SMALL, "--no-contrasts", "--out")
    assert guanxi(*words, str(tmp_path / "memory")).exit_code == 0
    monkeypatch.setattr("sim.apps.cli.commands.experiments.run.IN_MEMORY", 0)
    assert guanxi(*words, str(tmp_path / "file")).exit_code == 0
    read = [sim.read_events(tmp_path / name) for name in ("memory", "file")]
    assert read[0].astype({"customer_id": str}).equals(read[1].astype({"customer_id": str}))
    assert (tmp_path / "memory" / "weekly.csv").read_text() == (tmp_path / "file" / "weekly.csv").read_text()
    facts = [json.loads((tmp_path / name / "summary.json").read_text()) for name in ("memory", "file")]
    assert facts[0] == facts[1]


def test_only_exits_are_kept_when_asked(tmp_path: Path) -> None:
    assert guanxi("run", "first_look", *SMALL, "--log", "exits", "--out", str(tmp_path / "out")).exit_code == 0
    events = set(sim.read_events(tmp_path / "out")["event"])
    assert "acquisition" in events and "purchase" not in events


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["first_lok"], "first_lok: unknown scenario; did you mean 'first_look'?"),
        (["nowhere.yaml"], "nowhere.yaml: there is no such file"),
        (["first_look", "--set", "horizon"], "horizon: write it as path=value"),
        (["first_look", "--set", "firms.Azur.share=1"], "unknown member 'Azur'; did you mean 'Azure'?"),
        (["first_look", "--set", "horizon=-1", "--set", "tick=x"], "2 faults; nothing was run."),
        (["first_look", "--seed", "-1"], "--seed"),
        (["first_look", "--replications", "0"], "--replications"),
        (["first_look", "--log", "some"], "--log"),
        (["first_look", "--sed", "1"], "--seed"),
    ],
)
def test_bad_input_ends_with_status_2_and_a_sentence(
    words: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = guanxi("run", *words)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert "Traceback" not in result.output
    assert os.listdir(tmp_path) == []


@pytest.mark.slow
def test_results_may_go_to_a_folder_named_as_the_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("run", "first_look", *SMALL, "--no-contrasts", "--out", "first_look")
    assert [guanxi(*words).exit_code for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("place", ["file/results", "a" * 300])
def test_a_place_that_cannot_be_written_to_ends_with_a_sentence(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    result = guanxi("run", "first_look", *SMALL, "--out", str(tmp_path / place))
    assert result.exit_code == 2
    assert "choose a place that can be written to" in result.stderr
    assert os.listdir(tmp_path) == ["file"]


def test_figures_are_whole_with_firms_named_in_chinese_and_nobody_who_can_leave(tmp_path: Path) -> None:
    file = tmp_path / "market.yaml"
    file.write_text(
        "{name: market, title: 市场, teaches: 市场, horizon: 30, population: {segments: [{name: 顾客, size: 900}]}, "
        "firms: [{name: 海尔 中国 青岛}, {name: 联想 集团 北京}], exits: {preset: none}}",
        encoding="utf-8",
    )
    for columns in ("40", "80"):
        result = CliRunner(env={"COLUMNS": columns}).invoke(app, ["run", str(file), "--out", str(tmp_path / "out")])
        assert result.exit_code == 0, result.exception
        for firm in json.loads((tmp_path / "out" / "summary.json").read_text())["firms"]:
            line = next(line for line in result.stdout.splitlines() if firm["firm"] in line)
            assert line.split()[-1] == f"{firm['profit']['mean']:,.0f}"


def test_a_foreign_folder_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    result = guanxi("run", "first_look", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "holds something other than results (thesis.docx)" in result.stderr
    assert os.listdir(tmp_path) == ["thesis.docx"]


def test_check_reports_all_files(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(dump(sim.load("first_look")), encoding="utf-8")
    bad.write_text(good.read_text(encoding="utf-8").replace("horizon:", "horizn:"), encoding="utf-8")
    result = guanxi("check", str(good), str(bad), "first_look")
    assert result.exit_code == 2
    assert f"{good}: fine (2,000 customers, 3 firms, 104 weeks)" in result.stdout
    assert "first_look: fine" in result.stdout
    assert "horizn: unknown key; did you mean 'horizon'?" in result.stderr
    assert guanxi("check", str(good)).exit_code == 0


def test_explain_one_name_and_all() -> None:
    result = guanxi("explain", "frequency")
    assert result.exit_code == 0
    assert "frequency (programme)" in result.stdout and "Source:" in result.stdout and "Formula" in result.stdout
    assert "goal_pull" in guanxi("explain").stdout
    wrong = guanxi("explain", "frequncy")
    assert wrong.exit_code == 2 and "did you mean 'frequency'?" in wrong.stderr


def test_version_and_doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guanxi("--version").stdout == f"guanxi {sim.__version__}\n"
    monkeypatch.chdir(tmp_path)
    assert "hides the package" not in guanxi("doctor").stdout
    (tmp_path / "sim.py").write_text("# a student's own first simulation")
    result = guanxi("doctor")
    assert f"{tmp_path}/sim.py hides the package" in result.stdout
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("signals", "status"),
    [
        ([signal.SIGINT, signal.SIGINT], 130),
        *(
            pytest.param([one], status, marks=pytest.mark.slow)
            for one, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129))
        ),
    ],
)
def test_a_run_that_is_asked_to_end_says_so_and_leaves_nothing(
    signals: list[signal.Signals], status: int, tmp_path: Path
) -> None:
    words = ["run", "first_look", "--out", str(tmp_path / "out"), "--replications", "100000"]
    words += ["--max-events", "1e11", "--max-memory", "1e6"]
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.apps.cli.main", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:  # its title, then, once it runs, how far it has come
            if line.startswith("week "):
                break
        assert os.listdir(tmp_path), "it is under way"
        for one in signals:
            process.send_signal(one)
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()  # where signals are ignored, as under nohup, it would run on
    assert process.returncode == status, err
    assert "Interrupted; no file was left incomplete." in err and "Traceback" not in err
    assert os.listdir(tmp_path) == []


STRUCK = """
import typer
import sim.apps.cli.main
from sim.apps.cli.output_places import plain_error_messages
def interrupted():
    with plain_error_messages():
        exec("raise KeyboardInterrupt")
sim.apps.cli.main.app = typer.Typer()
sim.apps.cli.main.app.command()(interrupted)
sim.apps.cli.main.main()
"""


def test_an_interrupt_that_was_dealt_with_does_not_end_the_process_by_the_signal(tmp_path: Path) -> None:
    """Where it strikes within ``exec()`` of a text, as some imports do, ``python -m`` remembers it to the end."""
    (tmp_path / "struck.py").write_text(STRUCK)
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-m", "struck"], capture_output=True, cwd=tmp_path, env=here, text=True)
    assert ended.stderr.strip().splitlines()[-1] == "Interrupted; no file was left incomplete."
    assert ended.returncode == 130


def test_a_file_that_holds_something_else_is_refused_with_what_to_do(tmp_path: Path) -> None:
    from sim.game.exercises.exercise_session import ExerciseSession

    game, exercise = tmp_path / "g.guanxi", tmp_path / "e.guanxi"
    sim.Session.create(game, "head_of_the_firm").close()
    ExerciseSession.create(exercise, "true_or_false").close()
    kept = game.read_bytes(), exercise.read_bytes()
    for words, right in (
        (("serve", str(exercise)), f"guanxi play true_or_false --file {exercise}"),
        (("play", "head_of_the_firm", "--file", str(exercise)), f"guanxi play true_or_false --file {exercise}"),
        (("play", "true_or_false", "--file", str(game)), f"guanxi play head_of_the_firm --file {game}"),
        (("play", str(game)), f"guanxi play head_of_the_firm --file {game}"),
        (("play", str(exercise)), f"guanxi play true_or_false --file {exercise}"),
    ):
        refused = guanxi(*words)
        assert refused.exit_code == 2 and right in refused.stderr, refused.stderr
    assert (game.read_bytes(), exercise.read_bytes()) == kept

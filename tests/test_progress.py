"""Progress of long work: a bar on a terminal, a line elsewhere, nothing for short or quiet work."""

from __future__ import annotations

import sys

import pytest

from sim.apps.cli.commands.experiments.run import Progressing
from sim.progress import ProgressBar

NEVER = 1e9
"""Seconds that no test takes."""


def test_short_work_and_quiet_work_show_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for bar in (ProgressBar("runs", 4, delay=NEVER), ProgressBar("runs", 4, delay=0, quiet=True)):
        with bar:
            for _ in range(4):
                bar.advance()
    assert capsys.readouterr() == ("", "")


def test_without_a_terminal_long_work_shows_a_line_and_then_waits(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar("runs", 4, delay=0) as bar:
        bar.advance()
        bar.advance()
    assert capsys.readouterr() == ("", "runs, 1 of 4: 25%\n")


def test_a_run_names_its_week_and_replication(capsys: pytest.CaptureFixture[str]) -> None:
    heard = Progressing(52, 2, delay=0)
    heard(1, 26)
    assert capsys.readouterr().err == "week 26 of 52, replication 2 of 2: 75%\n"


def test_a_bar_leaves_piped_output_alone_and_goes_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.progress.can_show_bar", lambda console: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    before = sys.stdout
    with ProgressBar("runs", 4, delay=0) as bar:
        bar.advance()
        assert sys.stdout is before
        print("a result")
        bar.advance()
    out, err = capsys.readouterr()
    assert out == "a result\n"
    assert "runs" in err and "%" in err

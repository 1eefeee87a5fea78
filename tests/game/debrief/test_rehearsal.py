"""A rehearsal writes the debrief beside the game; luck and skill in it only when asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.game.session.rehearse import FILE
from sim.game.session.session import Session
from sim.scenario.files.load import dump
from tests.game.games import game, scenario


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "here.yaml").write_text(dump(scenario()), encoding="utf-8")
    asked = game(scenario="here.yaml", rounds=2)
    (tmp_path / "mine.yaml").write_text(dump(asked), encoding="utf-8")
    return tmp_path


def test_the_debrief_is_in_the_folder(small: Path) -> None:
    done = CliRunner().invoke(app, ["rehearse", str(small / "mine.yaml"), "--out", str(small / "out"), "--luck", "2"])
    assert done.exit_code == 0, done.output
    page = (small / "out" / "debrief.html").read_text(encoding="utf-8")
    assert "debrief.html" in done.output and "2 other lucks" in page and "--luck 200" not in page
    with Session.open(small / "out" / FILE) as session:
        assert session.debrief().over and len(session.lines["main"].closed) == 2


def test_one_luck_is_refused_before_anything_is_played(small: Path) -> None:
    done = CliRunner().invoke(app, ["rehearse", str(small / "mine.yaml"), "--out", str(small / "out"), "--luck", "1"])
    assert done.exit_code == 2 and "says nothing of chance" in done.output
    assert not (small / "out").exists()

"""A damaged, edited or forged game file: one sentence that names the row, and the way on from what is whole."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.log.damage import DamagedGameFileError, copy_of
from sim.game.log.kept_file import RecoveredGameWarning, recovered_path
from sim.game.log.layout import FORMAT, MAX_CELL_BYTES
from sim.game.session.session import Session
from tests.game.game_file.forging import SCHEMA_FORGERIES, chained_anew, edited, without_digests
from tests.game.games import begun
from tests.torture.damage import KINDS, answered_exercise, figures_of, played_game, summary


def two_rounds(folder: Path) -> Path:
    with begun(folder) as session:
        for price in (0.9, 1.0):
            session.decide("Azure", {"price": price})
            session.decide("Beryl", {"price": 1.0})
        session.branch("second")
    return folder / "g.guanxi"


def refused(path: Path) -> str:
    """The sentence with which the file is refused; it stays as it is."""
    before = path.read_bytes()
    with pytest.raises(GameError) as error:
        Session.open(path)
    assert path.read_bytes() == before and "\n" not in str(error.value)
    return str(error.value)


def test_an_edited_row_is_named_with_its_round_and_time(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    with Session.open(path) as session:
        entry = next(each for each in session.entries if each.act == "decided" and each.round == 1)
    edited(path, f"""UPDATE entry SET content = '{{"decision": {{"price": 0.5}}}}' WHERE number = {entry.number}""")
    said = refused(path)
    assert f"row {entry.number} (decided by Azure, round 2 of line main, written {entry.time})" in said
    assert f"rows 1 to {entry.number - 1} are whole" in said and str(copy_of(path)) in said


def test_the_game_opens_up_to_the_damage_in_a_copy(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    with Session.open(path) as session:
        whole = session.entries
        branch = next(each for each in whole if each.act == "branched")
    edited(path, f"""UPDATE entry SET content = '{{"name": 5}}' WHERE number = {branch.number}""")
    before = path.read_bytes()
    with pytest.warns(RecoveredGameWarning, match=f"first {branch.number - 1} rows"):
        session = Session.open(path, up_to_damage=True)
    with session:
        assert session.entries == whole[: branch.number - 1] and list(session.lines) == ["main"]
        session.decide("Azure", {"price": 1.1})
        assert session.playing.log.path == recovered_path(path)
    assert path.read_bytes() == before
    with pytest.raises(GameError, match="is there already; open it"):
        Session.open(path, up_to_damage=True)


def test_a_whole_file_opens_as_it_is_when_asked_for_up_to_damage(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    with Session.open(path, up_to_damage=True) as session:
        assert session.playing.log.path == path and not recovered_path(path).exists()


def test_a_truncated_file_opens_up_to_the_damage(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    assert "it ends after" in refused(path)
    with pytest.warns(RecoveredGameWarning), Session.open(path, up_to_damage=True) as session:
        assert session.entries


def test_the_good_copy_opens_and_holds_all_closed_rounds(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    with Session.open(path) as session:
        whole = session.entries
    path.write_bytes(b"\0" * 100)
    with Session.open(copy_of(path)) as session:
        assert session.entries == whole and session.lines["main"].round == 2
    assert copy_of(path).stat().st_mode & 0o077 == 0, "it holds the pass codes"


def test_the_good_copy_is_not_replaced_by_a_damaged_file(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    copy = copy_of(path).read_bytes()
    edited(path, "UPDATE entry SET reason = 'x' WHERE number = 5")
    refused(path)
    assert copy_of(path).read_bytes() == copy


def test_a_copy_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    copy_of(path).unlink()
    copy_of(path).mkdir()
    with Session.open(path) as session:
        session.decide("Azure", {})
        session.decide("Beryl", {})
        assert session.lines["second"].round == 3
    assert [each.name for each in tmp_path.iterdir() if "unfinished" in each.name] == []


@pytest.mark.parametrize("name", SCHEMA_FORGERIES)
def test_a_schema_that_is_none_of_ours_is_refused_before_anything_is_read(name: str, tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in SCHEMA_FORGERIES[name]:
            connection.execute(statement)
        connection.commit()
    said = refused(path)
    assert "it lacks: " in said if name == "table missing" else "it holds what no game file holds: " in said
    with pytest.raises(GameError, match="nothing of it can be recovered"):
        Session.open(path, up_to_damage=True)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE entry SET content = '{\"name\": 5}' WHERE act = 'branched'", "its name is 5 and no text"),
        ("UPDATE entry SET seat = 'Nobody' WHERE number = 5", "the game has no seat 'Nobody'"),
        ("UPDATE entry SET seat = 'eye' WHERE number = 5", "eye decides nothing in this game"),
        ("UPDATE entry SET time = 7 WHERE number = 5; ", "does not match|makes no sense|where a text stands|cannot"),
        ("UPDATE entry SET content = x'ff' WHERE number = 5", "holds .* where a text stands"),
        ("UPDATE entry SET content = CAST(x'ff' AS TEXT) WHERE number = 5", "row 5 cannot be read"),
        ("UPDATE entry SET content = '[1]' WHERE number = 5", "content that is no mapping"),
        ("UPDATE entry SET round = 'one' WHERE number = 5", "where a whole number stands"),
        ("UPDATE entry SET act = 'closed', content = '{}' WHERE number = 5", "Azure, Beryl had not decided"),
        ("UPDATE game SET codes = '{}'", "Azure is missing"),
        ("UPDATE game SET scenario = 'nothing: {'", "cannot be read"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("forger", [chained_anew, without_digests])
def test_rows_that_make_no_sense_are_named_where_digests_do_not_find_them(
    forger: object, statement: str, why: str, tmp_path: Path
) -> None:
    path = two_rounds(tmp_path)
    edited(path, statement)
    if statement.startswith("UPDATE entry SET time = 7"):
        edited(path, "UPDATE entry SET time = x'07' WHERE number = 5")
    try:
        forger(path)  # type: ignore[operator]
    except (sqlite3.OperationalError, TypeError):
        without_digests(path)  # what is no text has no digest
    with pytest.raises(DamagedGameFileError, match=why):
        Session.open(path)


def test_a_row_that_is_longer_than_any_of_ours_is_refused(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    edited(path, f"UPDATE entry SET reason = hex(zeroblob({MAX_CELL_BYTES})) WHERE number = 5")
    assert "row 5 cannot be read (string or blob too big)" in refused(path)


def test_a_decision_that_cannot_be_carried_out_is_refused_when_the_rounds_are_played_again(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    forged = '{"decision": {"revise": {"nothing.here": 3}}}'
    edited(path, f"UPDATE entry SET content = '{forged}' WHERE number = 5")
    without_digests(path)
    with Session.open(path) as session, pytest.raises(GameError, match="the rounds of line second cannot be played"):
        session.view("Azure")


def test_a_file_of_030_opens_and_gets_its_digests_with_the_next_act(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    without_digests(path)
    with Session.open(path) as session:
        held = session.entries
        session.decide("Azure", {"price": 0.9})
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        assert connection.execute("SELECT count(*) FROM chain").fetchone() == (len(held) + 2,)
    edited(path, "UPDATE entry SET reason = 'x' WHERE number = 2")
    assert "row 2" in refused(path)


def test_play_and_serve_refuse_damage_with_the_same_sentence_and_go_on_in_a_copy(tmp_path: Path) -> None:
    runner, path = CliRunner(), tmp_path / "h.guanxi"
    words = ["play", "head_of_the_firm", "--file", str(path), "--seed", "1"]
    assert runner.invoke(app, words, input="quit\n").exit_code == 0
    edited(path, "UPDATE entry SET time = 'x' WHERE number = 1")
    said = refused(path)
    for given in (words, ["serve", str(path)]):
        result = runner.invoke(app, given, input="quit\n")
        assert result.exit_code == 2 and " ".join(result.stderr.split()) == said
    with pytest.warns(RecoveredGameWarning):
        again = runner.invoke(app, [*words, "--up-to-damage"], input="quit\n")
    assert again.exit_code == 0 and "recovered.guanxi" in again.stdout
    missing = runner.invoke(app, ["play", "head_of_the_firm", "--file", str(tmp_path / "no"), "--up-to-damage"])
    assert missing.exit_code == 2 and "there is no file" in missing.stderr


def test_an_exercise_opens_up_to_the_damage(tmp_path: Path) -> None:
    path = answered_exercise(tmp_path)
    edited(path, "UPDATE entry SET content = replace(content, 'true', 'false') WHERE number = 2")
    with pytest.raises(DamagedGameFileError, match=r"row 2 \(answered"):
        ExerciseSession.open(path)
    with pytest.warns(RecoveredGameWarning), ExerciseSession.open(path, up_to_damage=True) as sitting:
        assert len(sitting.attempts) == 1 and sitting.path == recovered_path(path)


def test_a_journal_of_another_file_does_no_harm(tmp_path: Path) -> None:
    path = two_rounds(tmp_path)
    shutil.copyfile(path, path.with_name("g.guanxi-journal"))
    with Session.open(path) as session:
        assert session.lines["main"].round == 2


@pytest.mark.parametrize("each", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_damage_of_every_kind_ends_in_a_sentence(each: int) -> None:
    found = summary(
        figures_of(played_game, Session, each, each) + figures_of(answered_exercise, ExerciseSession, each, each)
    )
    assert found["files"] >= 10 * each and found["faults"] == 0, found["by kind"]
    assert found["tracebacks"] == found["silently accepted"] == 0
    assert {kind for kind in KINDS for name in found["by kind"] if name.startswith(kind)} == set(KINDS)

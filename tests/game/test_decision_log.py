"""The file of a game: what is in it stays, what is none is refused, and one process has it."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sim.files import leftovers
from sim.files.leftovers import LeftoverWarning
from sim.game.errors import GameError
from sim.game.log.damage import remove_unfinished_game
from sim.game.log.decision_log import APPLICATION, FORMAT, DecisionLog
from sim.game.log.entries import Entry, Opening
from sim.game.session.session import Session
from tests.conftest import ROOT
from tests.faults import killed_at, refused_at
from tests.game.game_file.forging import chained_anew, edited, without_digests
from tests.game.games import begun

HOLD = (
    "import sys, time; from sim.game.log.decision_log import DecisionLog\n"
    "log = DecisionLog(sys.argv[1]); print('open', flush=True); time.sleep(60)"
)


def closed(folder: Path) -> Path:
    with begun(folder) as session:
        session.decide("Azure", {"price": 0.95})
    return folder / "g.guanxi"


def left_alone(path: Path, match: str) -> None:
    """Opening is refused with that, and the file stays as it is."""
    before = path.read_bytes()
    with pytest.raises(GameError, match=match) as refused:
        Session.open(path)
    assert "\n" not in str(refused.value) and "Traceback" not in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chain SET digest = 'x'", "DELETE FROM chain", "UPDATE entry SET reason = 'x'",
        "DELETE FROM entry", "UPDATE game SET seed = 3", "DELETE FROM game",
        "INSERT OR REPLACE INTO entry SELECT 1, time, act, line, round, seat, '', 'x', content, NULL FROM entry",
        "INSERT INTO game SELECT 1, declaration, scenario, 9, version, made, codes FROM game",
        "INSERT INTO entry SELECT 99, time, act, line, round, seat, decided_by, '', content, NULL FROM entry LIMIT 1",
    ],
)  # fmt: skip
def test_nothing_is_changed_or_taken_away(statement: str, tmp_path: Path) -> None:
    connection = sqlite3.connect(closed(tmp_path))
    before = connection.execute("SELECT * FROM entry").fetchall(), connection.execute("SELECT * FROM game").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match=r"never|at the end|one game"):
        connection.execute(statement)
    after = connection.execute("SELECT * FROM entry").fetchall(), connection.execute("SELECT * FROM game").fetchall()
    connection.close()
    assert before == after and len(after[0]) == 5


def test_a_file_of_an_older_layout_is_played_on_and_is_of_this_one_then(tmp_path: Path) -> None:
    path = closed(tmp_path)

    def layout() -> int:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    without_digests(path, layout=1)
    with Session.open(path) as session:
        assert session.view("Azure").waiting_for == ("Beryl",)
    assert layout() == 1, "looking changes nothing"
    with Session.open(path) as session:
        session.strategy("Azure", "service")
    assert layout() == FORMAT
    with Session.open(path) as session:
        assert len(session.lines["main"].strategies) == 1


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.6, 0.9, 0.999])
def test_a_truncated_file_is_refused(part: float, tmp_path: Path) -> None:
    path = closed(tmp_path)
    os.truncate(path, int(path.stat().st_size * part))
    wrong = "the file is empty" if part == 0.0 else "not the file of a game" if part < 0.01 else "is damaged"
    left_alone(path, wrong)


@pytest.mark.parametrize("seed", ["-1", "'three'", "1.5"])
def test_a_seed_that_is_none_is_refused(seed: str, tmp_path: Path) -> None:
    path = closed(tmp_path)
    edited(path, f"UPDATE game SET seed = {seed}")
    chained_anew(path)
    left_alone(path, "its seed is")


def test_damage_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = closed(tmp_path)
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\x5a" * 4096
    path.write_bytes(content)
    left_alone(path, "is damaged")


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    text, other, folder = tmp_path / "text.guanxi", tmp_path / "other.guanxi", tmp_path / "folder.guanxi"
    text.write_text("a letter to nobody " * 20)
    connection = sqlite3.connect(other)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE entry (number INTEGER)")
    connection.commit()
    connection.close()
    left_alone(text, "not the file of a game")
    left_alone(other, "not the file of a game")
    folder.mkdir()
    with pytest.raises(GameError, match="not an ordinary file"):
        Session.open(folder)
    with pytest.raises(GameError, match="cannot be opened: No such file"):
        Session.open(tmp_path / "nothing.guanxi")
    assert not (tmp_path / "nothing.guanxi").exists()
    empty = tmp_path / "empty.guanxi"
    connection = sqlite3.connect(empty)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()
    left_alone(empty, "it holds what no game file holds: table other")


def test_a_newer_log_is_refused(tmp_path: Path) -> None:
    path = closed(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    left_alone(path, "newer version of guanxi")


@pytest.mark.parametrize(
    ("act", "line", "round_", "content"),
    [
        ("decided", "main", 3, "{}"), ("decided", "main", 0, "{}"), ("closed", "elsewhere", 0, "{}"),
        ("danced", "main", 0, "{}"), ("decided", "main", 0, '{"decision": {"price": "low"}}'),
        ("branched", "main", 0, '{"name": "main"}'), ("withdrew", "main", 0, "{}"), ("joined", "", 0, "[1]"),
        ("joined", "", 0, "not JSON"),
    ],
)  # fmt: skip
def test_a_log_that_makes_no_sense_is_refused(act: str, line: str, round_: int, content: str, tmp_path: Path) -> None:
    path = closed(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO entry VALUES (6, '', ?, ?, ?, 'Beryl', '', '', ?, NULL)", (act, line, round_, content)
    )
    connection.commit()
    connection.close()
    left_alone(path, r"g\.guanxi is damaged or was edited: row 6.*rows 1 to 5 are whole")


def test_two_in_one_process_and_two_processes_are_refused(tmp_path: Path) -> None:
    path = closed(tmp_path)
    with Session.open(path) as session:
        for _ in range(2):  # looking twice must not undo the lock
            with pytest.raises(GameError, match="is open already"):
                Session.open(path)
        words = [sys.executable, "-c", HOLD, str(path)]
        second = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
        assert second.returncode == 1 and "is open already" in second.stderr
        session.decide("Beryl", {})
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    left_alone(path, "is open already")
    holder.kill()
    holder.wait()
    with Session.open(path) as session:
        assert session.lines["main"].round == 1


def test_a_new_game_does_not_replace_what_is_there(tmp_path: Path) -> None:
    path = closed(tmp_path)
    before = path.read_bytes()
    with pytest.raises(GameError, match="is there already"):
        begun(tmp_path)
    assert path.read_bytes() == before


def test_what_cannot_be_written_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    log = DecisionLog(closed(tmp_path))
    before = log.entries()
    with pytest.raises(GameError, match="cannot be written to"):
        log.append([Entry(act="joined", number=6, time=""), Entry(act="joined", number=9, time="")])
    assert log.entries() == before
    log.append([Entry(act="joined", number=6, time="", seat="eye")])
    assert len(log.entries()) == 6
    log.close()


OPENING = Opening(declaration="name: made up", scenario="x" * 20_000, seed=1, version="0", made="now", codes={})


def test_a_creation_killed_at_any_call_leaves_a_game_or_a_free_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "SECONDS_TO_LOCK", 0.0)  # nobody else writes there
    for number in itertools.count(1):
        path = tmp_path / str(number) / "g.guanxi"
        killed = killed_at(number, lambda path=path: DecisionLog(path, OPENING).close())  # type: ignore[misc]
        if not path.exists():
            left = os.listdir(path.parent) if path.parent.exists() else []
            if left:
                with pytest.warns(LeftoverWarning, match=r"\.unfinished"):
                    DecisionLog(path, OPENING).close()
            else:
                DecisionLog(path, OPENING).close()
        log = DecisionLog(path)
        assert log.opening() == OPENING
        log.close()
        assert os.listdir(path.parent) == ["g.guanxi"]
        if not killed:
            break
    assert number > 10


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_creation_that_is_refused_says_so_in_a_sentence_and_leaves_nothing(code: int, tmp_path: Path) -> None:
    for number in (*range(1, 20), 0):
        path = tmp_path / f"{number}.guanxi"
        try:
            with refused_at(number, code) as made:
                DecisionLog(path, OPENING).close()
        except GameError as error:
            assert "cannot be made" in str(error) and os.strerror(code) in str(error)
            assert os.listdir(tmp_path) == []
        else:
            path.unlink()
            if made[0] < number:
                break
    assert number > 4


def cut_off(path: Path, pages: str) -> None:
    """What version 0.3.0 left, killed while it made a game: a file, and the journal of the transaction."""
    path.touch()
    if pages == "none":
        return
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("PRAGMA user_version = 2")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE game (text TEXT)")
        connection.execute("INSERT INTO game VALUES (?)", ("x" * 200_000,))
        held = path.read_bytes(), path.with_name(path.name + "-journal").read_bytes()
        connection.execute("ROLLBACK")
    connection.close()
    path.write_bytes(held[0] if pages == "some" else held[0][:4096])
    path.with_name(path.name + "-journal").write_bytes(held[1])


@pytest.mark.parametrize("pages", ["none", "one", "some"])
def test_a_creation_that_version_0_3_0_did_not_end_frees_its_name(pages: str, tmp_path: Path) -> None:
    cut_off(tmp_path / "g.guanxi", pages)
    with pytest.warns(LeftoverWarning, match=r"creation of a game was cut off: .*g\.guanxi removed"):
        begun(tmp_path).close()
    with Session.open(tmp_path / "g.guanxi") as session:
        assert session.entries
    assert sorted(os.listdir(tmp_path)) == ["g.copy.guanxi", "g.guanxi"], "the game and the copy kept beside it"


def test_games_and_other_files_are_no_leftovers(tmp_path: Path) -> None:
    text = tmp_path / "text.guanxi"
    text.write_text("mine")
    with begun(tmp_path) as session:
        remove_unfinished_game(tmp_path / "g.guanxi")
        session.decide("Azure", {})
    for name in ("g.guanxi", "text.guanxi", "nothing.guanxi"):
        remove_unfinished_game(tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == ["g.copy.guanxi", "g.guanxi", "text.guanxi"] and text.read_text() == "mine"


def test_the_journal_of_a_game_that_was_moved_is_not_played_into_a_new_one(tmp_path: Path) -> None:
    journal = tmp_path / "g.guanxi-journal"
    journal.write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(8) + (30).to_bytes(4, "big") + bytes(500))
    with pytest.raises(GameError, match="belongs to a game that is not beside it"):
        begun(tmp_path)
    assert os.listdir(tmp_path) == ["g.guanxi-journal"]

"""A game's file appears whole or not at all, and what an older version left of one is known."""

from __future__ import annotations

import errno
import itertools
import os
import sqlite3
from pathlib import Path

import pytest

from sim.files import leftovers
from sim.files.leftovers import LeftoverWarning
from sim.game.errors import GameError
from sim.game.log.damage import remove_unfinished_game
from sim.game.log.decision_log import DecisionLog
from sim.game.log.entries import Opening
from sim.game.session.session import Session
from tests.faults import killed_at, refused_at
from tests.game.games import begun

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

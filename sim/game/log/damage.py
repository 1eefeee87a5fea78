"""What is said of a game file that cannot be used as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import SentenceError
from sim.game.errors import GameError, reason_of


class DamagedGameFileError(GameError):
    """A game file is damaged or was edited; the message says where, and where the last good copy is."""


class DamageError(SentenceError, ValueError):
    """A part of a game file is not as it was written; the message says which, without the file's name."""


@contextmanager
def damage_named(part: str) -> Iterator[None]:
    """Raise :class:`DamageError` for anything that goes wrong while a part of a file is read.

    Damaged bytes come up as errors of SQLite, of text that is no UTF-8, of JSON, of numbers that are too large.
    """
    try:
        yield
    except DamageError:
        raise
    except Exception as error:
        raise DamageError(f"{part} cannot be read ({reason_of(error)})") from error


def copy_of(path: Path) -> Path:
    """Where the last good copy of a game file is kept.

    >>> copy_of(Path("games/race.guanxi")).as_posix()
    'games/race.copy.guanxi'
    """
    return path.with_name(f"{path.stem}.copy{path.suffix}")


def damaged(path: Path, why: str, sound: int | None = None) -> DamagedGameFileError:
    """The error for a damaged file; ``sound`` is the number of rows before the damage, None where that is unknown."""
    steps = []
    if sound is not None:
        rows = f"rows 1 to {sound:,} are whole" if sound else "only its beginning is whole"
        steps.append(f"{rows}; to go on from there in a copy, open it with --up-to-damage (Python: up_to_damage=True)")
    copy = copy_of(path)
    if copy.is_file():
        steps.append(f"the last good copy is {copy}")
    elif sound is None:
        steps.append("there is no good copy beside it; take one that you kept yourself")
    return DamagedGameFileError(f"{path} is damaged or was edited: {why}; {'; '.join(steps)}; it was left as it is")

"""A game made again from its log, and where two texts or logs that should be the same differ."""

from __future__ import annotations

import gzip
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.experiments.errors import ExperimentError
from sim.files.csv_export import csv_text, write_csv
from sim.game.log.kept_file import OtherVersionWarning
from sim.game.session.rehearse import FILE
from sim.game.session.session import Session
from sim.results.simulate import simulate
from sim.results.tables import events, weekly
from sim.scenario.files.load import load
from sim.version import VERSION


def first_difference(then: str, now: str) -> str:
    """The first line of a text that is not the same, or how many lines there are."""
    lines = zip(then.splitlines(), now.splitlines(), strict=False)
    number, pair = next(((n, p) for n, p in enumerate(lines, start=1) if p[0] != p[1]), (0, ("", "")))
    if number == 0:
        return f"{then.count(chr(10))} lines then, {now.count(chr(10))} now"
    return f"line {number} was {pair[0]!r} and is {pair[1]!r}"


def same_log(then: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether two event logs hold the same rows, however their columns of names are encoded."""
    if len(then) != len(now):
        return False
    for column in now.columns:
        one, other = then[column], now[column]
        if one.dtype == "category" or other.dtype == "category":
            one, other = one.astype(object), other.astype(object)
        if not ((one == other) | (one.isna() & other.isna())).all():
            return False
    return True


DECLARATION = "game.yaml"
"""By this file a folder is known as an exported game."""


@dataclass(frozen=True, kw_only=True)
class GameMadeAgain:
    """What was made again, and what came out otherwise."""

    what: str
    differs: tuple[str, ...]
    changed: tuple[str, ...] = ()
    """The version of Guanxi then and now, where it is not the same."""


def game_again(path: Path) -> GameMadeAgain:
    """Whether each line of a game, played round by round, is what its decisions bring when they are run as scripts.

    Raises ``GameError`` for a file that holds no game, or one that is open.
    """
    with _opened(path) as session:
        played = [name for name, line in session.lines.items() if line.round]
        differs = []
        for name in played:
            then, now = session.results(name), simulate(session.scripted(name))
            if not same_log(events(then), events(now)) or not weekly(then).equals(weekly(now)):
                differs.append(f"line {name}: its decisions, run as scripts, do not bring the same events")
        rounds = ", ".join(f"{name}: {session.lines[name].round} rounds" for name in played) or "no round closed yet"
        what = f"the game {session.game.name} (seed {session.seed}; {rounds})"
        return GameMadeAgain(what=what, differs=tuple(differs), changed=_changed(session))


def exported_game_again(folder: Path) -> GameMadeAgain:
    """Whether the tables in an exported game's folder are those that its game file, or else its scenario, brings.

    Raises ``ExperimentError`` for a folder in which neither can be read, and ``GameError`` for a game file that is
    open.
    """
    with tempfile.TemporaryDirectory() as place:
        if (folder / FILE).is_file():
            fresh = Path(place) / "again"
            with _opened(folder / FILE) as session:
                session.export(fresh)
                what = f"the game {session.game.name} (seed {session.seed}) and its tables"
                changed = _changed(session)
            names = sorted(path.name for path in fresh.iterdir())
        elif (folder / "scenario.yaml").is_file():
            fresh, changed = Path(place), ()
            results = simulate(load(folder / "scenario.yaml"))
            write_csv(weekly(results), fresh / "weekly.csv")
            (fresh / "events.csv.gz").write_bytes(gzip.compress(csv_text(events(results)).encode()))
            what = f"the game on {results.scenario.name} (seed {results.seed}), from its scenario"
            names = ["weekly.csv", "events.csv.gz"]
        else:
            raise ExperimentError(f"{folder}: no round of this game was closed, so there is nothing to make again")
        differs = [told for name in names for told in _difference(folder / name, fresh / name)]
    return GameMadeAgain(what=what, differs=tuple(differs), changed=changed)


def _opened(path: Path) -> Session:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OtherVersionWarning)  # told as what has changed
        return Session.open(path)


def _changed(session: Session) -> tuple[str, ...]:
    version = session.playing.log.opening().version
    return () if version == VERSION else (f"guanxi {version} then, {VERSION} now",)


def _difference(then: Path, now: Path) -> list[str]:
    try:
        one, other = _text(then), _text(now)
    except (OSError, EOFError) as error:
        return [f"{then.name}: it cannot be read ({error})"]
    return [] if one == other else [f"{then.name}: {first_difference(one, other)}"]


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig", errors="replace")

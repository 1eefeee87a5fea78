"""Whether the acts in a log are acts of its game: seats that it has, who may decide what, rounds closed by all."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from sim.game.errors import GameError, reason_of
from sim.game.game import Game
from sim.game.log.decision_log import Entry, Opening
from sim.game.session.branches import GameRecord
from sim.scenario.files.load import from_text
from sim.scenario.scenario import Scenario

OF_DECIDING_SEATS = ("predicted", "decided", "withdrew", "strategy", "believed", "noted", "bot", "human")
"""Acts of, or about, a seat that decides."""


def take_all(game: Game, record: GameRecord, entries: Iterable[Entry]) -> None:
    """Take the acts of a log into a record. Raises :class:`GameError` at the first that cannot be one of this game."""
    for entry in entries:
        why = _foreign(game, record, entry)
        if why:
            raise GameError(f"row {entry.number} ({entry.act}) makes no sense: {why}")
        record.apply([entry])


def count_sensible(opening: Opening, entries: Iterable[Entry]) -> int:
    """How many of these acts, from the first, make sense as acts of the game that a file began with."""
    game, _, record = *declared(opening), GameRecord()
    with suppress(GameError):  # up to there
        take_all(game, record, entries)
    return len(record.entries)


def declared(opening: Opening) -> tuple[Game, Scenario]:
    """The game that a file began with, and its scenario. Raises :class:`GameError` where they do not go together."""
    try:
        game, scenario = from_text(Game, opening.declaration), from_text(Scenario, opening.scenario)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise GameError(f"the game in it cannot be read: {reason_of(error)}") from None
    known = [account.name for account in scenario.key_accounts]
    missing = [seat.name for seat in game.seats if seat.name not in opening.codes]
    missing += [seat.steers for seat in game.steering if seat.steers not in scenario.firm_names]
    missing += [seat.answers for seat in game.of_accounts if seat.answers not in known]
    if missing:
        raise GameError(f"the game in it does not go with its scenario and pass codes: {missing[0]} is missing")
    return game, scenario


def _foreign(game: Game, record: GameRecord, entry: Entry) -> str:
    """Why an act cannot be one of this game; empty where it can."""
    seats, deciding = {seat.name: seat for seat in game.seats}, {seat.name for seat in game.deciding}
    seat = seats.get(entry.seat)
    if entry.seat and seat is None:
        return f"the game has no seat {entry.seat!r}"
    if entry.act in OF_DECIDING_SEATS and entry.seat not in deciding:
        return f"{entry.seat or 'nobody'} decides nothing in this game"
    if seat is not None and entry.act in ("decided", "bot") and ("account" in entry.content) != bool(seat.answers):
        return f"{entry.seat} is {'a' if seat.answers else 'no'} key account"
    line = record.lines.get(entry.line)
    if entry.act == "closed" and line is not None:
        undecided = sorted(deciding - set(line.standing))
        if undecided:
            return f"{', '.join(undecided)} had not decided"
        if line.round >= game.rounds:
            return f"all {game.rounds} rounds were closed before"
    if entry.act == "branched" and entry.content.get("owner", "") not in ("", *game.teams):
        return "the new line belongs to no team of the game"
    return ""

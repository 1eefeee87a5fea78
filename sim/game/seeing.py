"""What a seat sees: its own firm as a firm can know itself, of others what all can see, and the state of the game."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from sim.game.decision_log import Entry
from sim.game.lines import Line
from sim.game.outcome import RoundOutcome, round_outcomes
from sim.game.play import Play
from sim.game.prediction import Prediction, Score, scored
from sim.results import Results
from sim.scenario.decision import Decision
from sim.scenario.firm_view import FirmView, PublicOffer


@dataclass(frozen=True, kw_only=True)
class Everything:
    """What only an instructor sees."""

    views: Mapping[str, FirmView]
    """What each seat's firm can know, by seat."""
    standing: Mapping[str, Decision]
    """What stands for the open round, by seat."""
    expected: Mapping[str, Prediction]
    """What seats expect of it."""
    outcomes: tuple[RoundOutcome, ...]
    """The figures of all closed rounds, by round and firm."""
    codes: Mapping[str, str]
    """The pass codes."""
    bots: Mapping[str, str]
    """Seats at which a bot sits, and which."""


@dataclass(frozen=True, kw_only=True)
class SeatView:
    """All that a seat sees at a moment."""

    game: str
    title: str
    seat: str
    role: str
    brief: str
    line: str
    """The line of play that is shown."""
    round: int
    """The round that is open, from 0."""
    rounds: int
    week: float
    over: bool
    """Whether all rounds are closed."""
    waiting_for: tuple[str, ...]
    """Seats that have not decided yet."""
    market: tuple[PublicOffer, ...]
    """What anybody can see of every firm."""
    firm: FirmView | None
    """What its own firm can know; None for seats that steer none."""
    standing: Decision | None
    """Its decision for the open round, which may still be changed."""
    expected: Prediction | None
    """What it expects of the open round."""
    history: tuple[Entry, ...]
    """Its own acts, oldest first."""
    scores: tuple[Score, ...]
    """Its predictions beside what came. How near it came to its share of the market a firm is told at the end only."""
    messages: tuple[str, ...]
    everything: Everything | None
    """For an instructor only."""

    def plain(self) -> dict[str, Any]:
        """The same in plain numbers, text, lists and mappings, as JSON has them; what is no number is null."""
        plain: dict[str, Any] = _plain(self)
        return plain


def seen(play: Play, seat_name: str, line: Line) -> SeatView:
    """What a seat sees on a line."""
    game, record = play.game, play.record
    seat, world = game.seat(seat_name), play.world(line)
    mine = tuple(entry for entry in record.entries if entry.seat == seat.name)
    said = line.standing.get(seat.name)
    return SeatView(
        game=game.name,
        title=game.title,
        seat=seat.name,
        role=seat.role,
        brief=seat.brief,
        line=line.name,
        round=line.round,
        rounds=game.rounds,
        week=world.week,
        over=world.over,
        waiting_for=() if world.over else tuple(play.missing(line)),
        market=world.public(),
        firm=world.view(seat.steers) if seat.steers else None,
        standing=said.decision if said else None,
        expected=line.predictions.get((line.round, seat.name)),
        history=mine,
        scores=scores(play, seat.name, line),
        messages=tuple(str(entry.content["text"]) for entry in record.messages if entry.seat in ("", seat.name)),
        everything=_everything(play, line) if seat.role == "instructor" else None,
    )


def scores(play: Play, seat: str, line: Line) -> tuple[Score, ...]:
    """A seat's predictions on a line beside what came; before the end without its share of the market."""
    world = play.world(line)
    expected = {number: held for (number, name), held in line.predictions.items() if name == seat}
    found: list[Score] = []
    for outcome in outcomes(play, line) if expected else ():
        if outcome.firm == play.game.seat(seat).steers and outcome.round in expected:
            found += scored(expected[outcome.round], outcome)
    return tuple(score for score in found if world.over or score.figure != "share")


def outcomes(play: Play, line: Line) -> tuple[RoundOutcome, ...]:
    """The figures of all closed rounds of a line, by round and firm."""
    return outcomes_of(play.world(line).results(), line.round) if line.round else ()


def outcomes_of(results: Results, rounds: int) -> tuple[RoundOutcome, ...]:
    """The figures of the first rounds of a run, by round and firm."""
    run, weeks = results.runs[0], results.scenario.round
    return tuple(
        outcome for number in range(rounds) for outcome in round_outcomes(run, results.names.firms, number, weeks)
    )


def _everything(play: Play, line: Line) -> Everything:
    world = play.world(line)
    return Everything(
        views={seat.name: world.view(seat.steers) for seat in play.game.steering},
        standing={name: said.decision for name, said in line.standing.items()},
        expected={name: held for (number, name), held in line.predictions.items() if number == line.round},
        outcomes=outcomes(play, line),
        codes=play.codes,
        bots={name: bot.kind for name, bot in play.record.bots.items()},
    )


def _plain(value: object) -> Any:
    if isinstance(value, FirmView):
        return _plain(value.plain())
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

"""What a seat sees: its own firm as a firm can know itself, of others what all can see, and the state of the game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.game.debrief.instructor_acts import news_for
from sim.game.decisions.decisions import AnyDecision, actor_of
from sim.game.decisions.prediction import Calibration, Prediction, Score, calibration, scored
from sim.game.log.entries import Entry
from sim.game.presentation.game_texts import account_texts, brief_of, firm_texts, game_texts
from sim.game.presentation.round_outcome import AccountOutcome, RoundOutcome, account_outcomes, round_outcomes
from sim.game.session.branches import Branch, StrategyStatement
from sim.game.session.game_state import GameState
from sim.results.results import Results
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.firm_view import FirmView, PublicOffer, to_json


@dataclass(frozen=True, kw_only=True)
class TeamProgress:
    """How far a team has come that plays at its own pace."""

    line: str
    round: int
    """The round that is open."""
    over: bool
    waiting_for: tuple[str, ...]
    """Seats that have not decided yet."""


@dataclass(frozen=True, kw_only=True)
class InstructorView:
    """What only an instructor sees."""

    views: Mapping[str, FirmView]
    """What each seat's firm can know, by seat."""
    accounts: Mapping[str, AccountView]
    """What each seat's key account can know, by seat."""
    standing: Mapping[str, AnyDecision]
    """What stands for the open round, by seat."""
    expected: Mapping[str, Prediction]
    """What seats expect of it."""
    outcomes: tuple[RoundOutcome, ...]
    """The figures of all closed rounds, by round and firm."""
    account_outcomes: tuple[AccountOutcome, ...]
    """The same of key accounts who have a seat, by account and round."""
    codes: Mapping[str, str]
    """The pass codes."""
    bots: Mapping[str, str]
    """Seats at which a bot sits, and which."""
    paces: tuple[TeamProgress, ...]
    """How far each team has come, where each plays at its own pace."""


@dataclass(frozen=True, kw_only=True)
class SeatView:
    """All that a seat sees at a moment."""

    game: str
    title: str
    seat: str
    role: str
    brief: str
    levers: tuple[str, ...] | None
    """What it may move of its firm; None for all, and for seats that steer none."""
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
    """Public information of every firm."""
    firm: FirmView | None
    """What its own firm can know; None for seats that steer none."""
    account: AccountView | None
    """What it can know as a key account; None for seats that are none."""
    standing: AnyDecision | None
    """Its decision for the open round, which may still be changed."""
    beside: Mapping[str, AnyDecision]
    """What others who steer the same firm have decided for the open round, by seat."""
    expected: Prediction | None
    """What it expects of the open round."""
    predicted: tuple[tuple[int, Prediction], ...]
    """What it expected of closed rounds, with the number of the round."""
    strategy: StrategyStatement | None
    """What its firm has stated last that it lives by, by whichever of its seats."""
    believed: Mapping[str, float] | None
    """Why customers left in the last closed round, as this seat has said it believes."""
    history: tuple[Entry, ...]
    """Its own acts, oldest first."""
    scores: tuple[Score, ...]
    """Its predictions beside what came. How near it came to its share of the market a firm is told at the end only."""
    calibration: Calibration | None
    """What these scores come to: how sure it was, and how sure it could have been."""
    messages: tuple[str, ...]
    everything: InstructorView | None
    """For an instructor only."""

    def plain(self) -> dict[str, Any]:
        """The same in plain numbers, text, lists and mappings, as JSON has them; what is no number is null."""
        found: dict[str, Any] = to_json(self)
        return found


def build_seat_view(play: GameState, seat_name: str, line: Branch) -> SeatView:
    """What a seat sees on a line."""
    game, record = play.game, play.record
    seat, world = game.seat(seat_name), play.world(line)
    mine = tuple(entry for entry in record.entries if entry.seat == seat.name)
    said, told = line.standing.get(seat.name), scores(play, seat.name, line)
    return SeatView(
        game=game.name,
        title=game_texts(game).title,
        seat=seat.name,
        role=seat.role,
        brief=brief_of(game, seat.name),
        levers=seat.levers,
        line=line.name,
        round=line.round,
        rounds=game.rounds,
        week=world.week,
        over=world.over,
        waiting_for=() if world.over else tuple(play.missing(line)),
        market=world.public(),
        firm=firm_texts(world.view(seat.steers), play.scenario) if seat.steers else None,
        account=account_texts(world.account_view(seat.answers), play.scenario) if seat.answers else None,
        standing=said.decision if said else None,
        beside={
            other.name: line.standing[other.name].decision
            for other in game.beside(seat)
            if seat.steers and other.name in line.standing
        },
        expected=line.predictions.get((line.round, seat.name)),
        predicted=tuple(
            (number, held)
            for (number, name), held in line.predictions.items()
            if name == seat.name and number < line.round
        ),
        strategy=play.strategy_of(line, seat.steers) if seat.steers else None,
        believed=line.beliefs.get((line.round - 1, seat.name)),
        history=mine,
        scores=told,
        calibration=calibration(seat.name, told) if seat.plays else None,
        messages=(
            *(str(entry.content["text"]) for entry in record.messages if entry.seat in ("", seat.name)),
            *news_for(line, seat),
        ),
        everything=_everything(play, line) if seat.role == "instructor" else None,
    )


def scores(play: GameState, seat: str, line: Branch, *, share: bool = False) -> tuple[Score, ...]:
    """A seat's predictions on a line beside what came; before the end without its share of the market, unless asked."""
    world, place = play.world(line), play.game.seat(seat)
    expected = {number: held for (number, name), held in line.predictions.items() if name == seat}
    found: list[Score] = []
    for outcome in actor_of(place).outcomes(world, line.round) if expected else ():
        if outcome.round in expected:
            found += scored(expected[outcome.round], outcome)
    return tuple(score for score in found if world.over or share or score.figure != "share")


def outcomes(play: GameState, line: Branch) -> tuple[RoundOutcome, ...]:
    """The figures of all closed rounds of a line, by round and firm."""
    return outcomes_of(play.world(line).results(), line.round) if line.round else ()


def outcomes_of_accounts(play: GameState, line: Branch) -> tuple[AccountOutcome, ...]:
    """The figures of key accounts who have a seat in all closed rounds of a line, by account and round."""
    world = play.world(line)
    views = [world.account_view(seat.answers) for seat in play.game.of_accounts]
    return tuple(outcome for view in views for outcome in account_outcomes(view))


def outcomes_of(results: Results, rounds: int) -> tuple[RoundOutcome, ...]:
    """The figures of the first rounds of a run, by round and firm."""
    return round_outcomes(results.runs[0], results.names.firms, rounds, results.scenario.round)


def _everything(play: GameState, line: Branch) -> InstructorView:
    world = play.world(line)
    played = [line] if line.owner else _own_lines(play) or [line]
    return InstructorView(
        views={seat.name: world.view(seat.steers) for seat in play.game.steering},
        accounts={seat.name: world.account_view(seat.answers) for seat in play.game.of_accounts},
        standing={name: said.decision for each in played for name, said in each.standing.items()},
        expected={
            name: held for each in played for (number, name), held in each.predictions.items() if number == each.round
        },
        outcomes=outcomes(play, line),
        account_outcomes=outcomes_of_accounts(play, line),
        codes=play.codes,
        bots={name: bot.kind for name, bot in play.record.bots.items()},
        paces=paces(play),
    )


def paces(play: GameState) -> tuple[TeamProgress, ...]:
    """How far each team has come on the line it plays on, where each plays at its own pace; none elsewhere."""
    return tuple(
        TeamProgress(line=line.name, round=line.round, over=line.round >= play.game.rounds,
             waiting_for=() if line.round >= play.game.rounds else tuple(play.missing(line)))
        for line in _own_lines(play)
    )  # fmt: skip


def _own_lines(play: GameState) -> list[Branch]:
    """The line that each team plays on, where each plays at its own pace."""
    return [line for line in map(play.line, play.record.on.values()) if line.owner]

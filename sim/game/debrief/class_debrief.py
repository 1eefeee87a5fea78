"""The debrief of a class: all markets of one game side by side, from plain values that another process can make."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.game.debrief.decision_effect import effects
from sim.game.debrief.instructor_acts import InstructorAct, instructor_acts
from sim.game.debrief.luck_and_skill import TeamLuck, luck_and_skill
from sim.game.debrief.moves import Move, moves
from sim.game.debrief.replay import RecordedGame, recorded_game, replayed
from sim.game.debrief.replay_trace import replay_trace
from sim.game.decisions.prediction import calibration
from sim.game.log.entries import LogCopy
from sim.game.log.kept_file import now
from sim.game.presentation.seat_view import scores
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.session.session import Session
from sim.language.choice import ENGLISH, current_language, in_language


@dataclass(frozen=True, kw_only=True)
class MarketGame:
    """A market as it goes to the process that makes its debrief."""

    market: str
    log: LogCopy
    lucks: int = 0
    """Other seeds for telling luck and skill apart; 0 for none."""
    language: str = ENGLISH
    """Language of the sentences of the debrief."""


@dataclass(frozen=True, kw_only=True)
class MadeDecision:
    """Everything that a firm moved in a round, and what it brought."""

    market: str
    firm: str
    round: int
    moves: tuple[Move, ...]
    profit_more: float
    """Profit of the firm by the end, came less would have come without the decision, money."""
    customers_more: int


@dataclass(frozen=True, kw_only=True, eq=False)
class TeamResult:
    """One firm of one market."""

    market: str
    firm: str
    seats: tuple[str, ...]
    profit: tuple[float, ...]
    """By round, money, without what the instructor gave."""
    customers: int
    """At the end."""
    given: float
    """Money that the instructor gave."""
    decisions: tuple[MadeDecision, ...]
    luck: TeamLuck | None
    calibration: tuple[str, ...]
    """How sure each of its seats was, in a sentence each."""

    @property
    def total(self) -> float:
        """Profit of all rounds, money."""
        return sum(self.profit)


@dataclass(frozen=True, kw_only=True, eq=False)
class MarketDebrief:
    """What came of one market."""

    market: str
    seed: int
    rounds: int
    """Closed rounds; of lines that teams play at their own pace the most."""
    teams: tuple[TeamResult, ...]
    acts: tuple[InstructorAct, ...]


def market_game(market: str, session: Session, lucks: int = 0) -> MarketGame | None:
    """A market as it stands; None before its first round is closed."""
    if not any(line.round for line in session.playing.lines_played()):
        return None
    return MarketGame(market=market, log=LogCopy(session.playing.log, session.entries), lucks=lucks,
                      language=current_language())  # fmt: skip


def market_debrief(asked: MarketGame) -> MarketDebrief:
    """The debrief of one market: results, what each decision brought, and luck and skill where they are asked for."""
    with in_language(asked.language), Session(asked.log, now) as session:
        state = session.playing
        lines = [line for line in state.lines_played() if line.round]
        own_pace = any(line.owner for line in lines)
        found = [
            team for line in lines if line.owner or not own_pace for team in _teams(state, line, asked)
        ]  # fmt: skip
        return MarketDebrief(
            market=asked.market, seed=session.seed, rounds=max(line.round for line in lines), teams=tuple(found),
            acts=tuple(act for line in lines if line.owner or not own_pace for act in instructor_acts(state, line)),
        )  # fmt: skip


def _teams(state: GameState, line: Branch, asked: MarketGame) -> Iterator[TeamResult]:
    """The firms of a line: all with seats, or the one whose own line it is."""
    what = recorded_game(state, line)
    decisions = _decisions(state, line, asked.market, what)
    own = [seat.steers for seat in state.game.teams.get(line.owner, ()) if seat.steers]
    came = replayed(what)
    luck = luck_and_skill(what, asked.lucks, workers=1, quiet=True) if asked.lucks else None
    for firm in own or what.teams:
        place, given = what.scenario.firm_names.index(firm), what.given.get(firm, 0.0)
        profit = [float(value) / 100 for value in came.profit[:, place]]
        profit[-1] -= given
        seats = tuple(seat.name for seat in state.game.steering if seat.steers == firm)
        told = [(seat, scores(state, seat, line, share=True)) for seat in seats]
        yield TeamResult(
            market=asked.market, firm=firm, seats=seats, profit=tuple(profit), given=given,
            customers=int(came.customers[-1, place]),
            decisions=tuple(one for one in decisions if one.firm == firm),
            luck=next((team for team in luck.teams if team.firm == firm), None) if luck else None,
            calibration=tuple(calibration(seat, held).sentence for seat, held in told if held),
        )  # fmt: skip


def _decisions(state: GameState, line: Branch, market: str, what: RecordedGame) -> tuple[MadeDecision, ...]:
    moved = moves(state, line, replay_trace(what))
    made = (
        MadeDecision(
            market=market, firm=effect.firm, round=effect.round, profit_more=effect.profit_more,
            customers_more=effect.customers_more,
            moves=tuple(one for one in moved if (one.round, one.firm) == (effect.round, effect.firm)),
        )
        for effect in effects(what, workers=1, quiet=True)
    )  # fmt: skip
    return tuple(one for one in made if one.moves)


@dataclass(frozen=True, kw_only=True)
class SameDecision:
    """The same kind of decision in different markets: what it brought where a lever was moved."""

    lever: str
    made: int
    """Decisions that moved the lever."""
    markets: int
    """Markets in which it was moved."""
    median: float
    """Median of what these decisions brought, money."""
    best: MadeDecision
    worst: MadeDecision


def same_decisions(found: Iterable[MarketDebrief]) -> tuple[SameDecision, ...]:
    """Levers that were moved in two markets or more, the one that was moved most often first."""
    by_lever: dict[str, list[MadeDecision]] = {}
    for market in found:
        for team in market.teams:
            for made in team.decisions:
                for lever in dict.fromkeys(move.lever for move in made.moves):
                    by_lever.setdefault(lever, []).append(made)
    several = {
        lever: made for lever, made in by_lever.items() if len({one.market for one in made}) > 1
    }  # fmt: skip
    rows = [
        SameDecision(
            lever=lever, made=len(made), markets=len({one.market for one in made}),
            median=statistics.median(one.profit_more for one in made),
            best=max(made, key=lambda one: one.profit_more), worst=min(made, key=lambda one: one.profit_more),
        )
        for lever, made in several.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.made, row.lever)))


def ranked(found: Iterable[MarketDebrief]) -> tuple[TeamResult, ...]:
    """All teams of the class, the one with the highest profit first."""
    return tuple(sorted((team for market in found for team in market.teams), key=lambda team: -team.total))


def middle(teams: Sequence[TeamResult]) -> TeamResult:
    """The team in the middle of the ranking; of an even number the better one of the two."""
    return teams[(len(teams) - 1) // 2]

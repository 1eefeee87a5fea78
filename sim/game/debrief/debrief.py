"""The debrief of a game: everything that can be said of what was played, gathered for those who may know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sim.experiments.decision_outcomes import DecisionOutcome, outcomes_of_run
from sim.game.debrief.decision_effect import DecisionEffect, effects
from sim.game.debrief.exit_beliefs import ExitBelief, exit_beliefs
from sim.game.debrief.instructor_acts import InstructorAct, instructor_acts
from sim.game.debrief.luck_and_skill import LuckAndSkill, luck_and_skill
from sim.game.debrief.missed_retention import MissedRetention, missed_retention
from sim.game.debrief.moves import AccountMove, Move, account_moves, moves
from sim.game.debrief.notes import Note, notes
from sim.game.debrief.programme_races import ProgrammeRace, programme_races
from sim.game.debrief.replay import RecordedGame, recorded_game, results_of
from sim.game.debrief.replay_trace import ReplayTrace, replay_trace
from sim.game.debrief.scorecard import Scorecard, scorecard
from sim.game.debrief.timeline_marks import TimelineMark, timeline_marks
from sim.game.decisions.prediction import Score
from sim.game.errors import GameError
from sim.game.game import Game, Seat
from sim.game.presentation.round_outcome import RoundOutcome
from sim.game.presentation.seat_view import outcomes_of, scores
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.language.messages import _
from sim.results.results import Results, Run
from sim.scenario.scenario import Scenario

MOST_OUTCOMES = 6
"""Decisions of policies of which the outcome is worked out; each takes a replay."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Debrief:
    """What was played on a line, looked back on. It holds hidden truth."""

    game: Game
    line: str
    rounds: int
    """Rounds that are closed."""
    over: bool
    """Whether these are all."""
    seat: str
    """For whom it is; empty for the instructor and the holder."""
    what: RecordedGame
    """To be played again: with :func:`luck_and_skill`, or another decision."""
    results: Results
    """The line as results of a run, for any metric and picture."""
    outcomes: tuple[RoundOutcome, ...]
    """Figures of each round and firm."""
    seen: ReplayTrace
    moves: tuple[Move, ...]
    account_moves: tuple[AccountMove, ...]
    decided_by: Mapping[str, Mapping[str, int]]
    """How many rounds of each team were decided by a ``human``, a ``bot``, or by ``default``."""
    effects: tuple[DecisionEffect, ...]
    beliefs: tuple[ExitBelief, ...]
    races: tuple[ProgrammeRace, ...]
    keeping: tuple[MissedRetention, ...]
    card: Scorecard
    notes: tuple[Note, ...]
    outcomes_of_estimates: tuple[DecisionOutcome, ...] = ()
    """What came of the decisions that firms without seats had worked out."""
    luck: LuckAndSkill | None = None
    instructor_acts: tuple[InstructorAct, ...] = ()
    """What the instructor did, in order of time."""
    marks: tuple[TimelineMark, ...] = ()
    """Events and messages, to be marked on timelines."""
    scores: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)
    """By seat, what it expected beside what came; seats that expected nothing are left out."""

    @property
    def teams(self) -> tuple[str, ...]:
        """Firms with seats."""
        return self.what.teams

    def hidden(self, firm: str) -> tuple[Move, ...]:
        """What the others did that this firm could not see while it played."""
        return tuple(move for move in self.moves if move.firm != firm and not move.seen)

    def effect(self, firm: str, number: int) -> DecisionEffect | None:
        """What a firm's decision of a round did; None where it moved nothing."""
        return next((one for one in self.effects if (one.firm, one.round) == (firm, number)), None)

    def with_luck(self, lucks: int, *, workers: int | None = None, quiet: bool = False) -> Debrief:
        """The same with luck and skill apart, which takes ``lucks`` × (teams + 1) games."""
        return replace(self, luck=luck_and_skill(self.what, lucks, workers=workers, quiet=quiet))


def debrief(
    play: GameState, line: Branch, *, seat: str = "", workers: int | None = None, quiet: bool = False
) -> Debrief:
    """Look back on a line as far as it was played. The caller answers for who may know it: see ``for_whom``."""
    what = recorded_game(play, line)
    results, seen = results_of(what, log="all"), replay_trace(what)
    beliefs = exit_beliefs(play, line, results)
    weighed = missed_retention(what, seen, results, workers=workers, quiet=quiet)
    return Debrief(
        game=play.game, line=line.name, rounds=line.round, over=line.round >= play.game.rounds, seat=seat, what=what,
        results=results, outcomes=outcomes_of(results, line.round), seen=seen, moves=moves(play, line, seen),
        account_moves=account_moves(play, line), decided_by=_decided_by(play, line),
        effects=effects(what, workers=workers, quiet=quiet), beliefs=beliefs, races=programme_races(what, results),
        keeping=weighed, card=scorecard(play, line, results, seen, beliefs, weighed), notes=notes(play, line),
        outcomes_of_estimates=_outcomes_of_estimates(what, results), marks=timeline_marks(play, line, seat),
        instructor_acts=tuple(
            act for act in instructor_acts(play, line) if not seat or act.kind != "message" or act.whom in ((), (seat,))
        ),
        scores=_scores(play, line),
    )  # fmt: skip


def _scores(play: GameState, line: Branch) -> dict[str, tuple[Score, ...]]:
    found = {seat.name: scores(play, seat.name, line, share=True) for seat in play.game.deciding}
    return {seat: told for seat, told in found.items() if told}


def _outcomes_of_estimates(what: RecordedGame, results: Results) -> tuple[DecisionOutcome, ...]:
    """What came of what policies chose that work things out; the teams decide in the other world as they did."""

    def again(world: Scenario) -> Run:
        return results_of(replace(what, scenario=world)).runs[0]

    return outcomes_of_run(what.scenario, results.runs[0], again, MOST_OUTCOMES)


def _decided_by(play: GameState, line: Branch) -> Mapping[str, Mapping[str, int]]:
    """Of a firm that several steer, each round of each seat counts."""
    found: dict[str, Counter[str]] = {seat.steers: Counter() for seat in play.game.steering}
    for round_ in line.closed:
        for name, said in round_.items():
            if firm := play.game.seat(name).steers:
                found[firm][said.entry.decided_by] += 1
    return found


def for_whom(play: GameState, line: Branch, seat: Seat) -> str:
    """The name of a seat that may see the debrief of a line; empty for an instructor, who always may.

    A seat may once the game is over: all rounds of the line, and of every line that is played on, are closed, since
    the debrief tells what is hidden. Raises :class:`GameError`.
    """
    if seat.role == "instructor":
        return ""
    going_on = {line.name, *play.record.on.values()} - ({"main"} if play.game.advance == "own_pace" else set())
    if any(play.line(name).round < play.game.rounds for name in going_on):
        said = _("{seat}: the debrief tells what is hidden; you can read it when the game is over")
        raise GameError(said.format(seat=seat.name))
    return seat.name

"""Marks of the seats of a market, from what its game recorded: participation, predictions and decisions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.game.debrief.decision_effect import DecisionEffect
from sim.game.debrief.replay import RecordedGame, recorded_game
from sim.game.decisions.decisions import actor_of
from sim.game.decisions.prediction import SURE, Prediction
from sim.game.game import Seat
from sim.game.presentation.round_outcome import AccountOutcome, RoundOutcome, game_totals
from sim.game.presentation.seat_view import outcomes
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.session.session import Session

FULL = 100.0
SMALL = 0.05
"""Part of the profit of a game that counts as small in the mark for decisions. Assumed."""


@dataclass(frozen=True, kw_only=True)
class SeatMarks:
    """What a seat did in the closed rounds, and its marks from 0 to 100; None where nothing can be marked."""

    rounds: int
    """Closed rounds of the line on which the seat plays."""
    decided: int
    """Rounds in which a person decided."""
    predicted: int
    """Rounds in which something was predicted."""
    participation: float | None
    predictions: float | None


def seat_marks(session: Session) -> dict[str, SeatMarks]:
    """Participation and predictions of every seat that decides; nothing is computed anew.

    Returns:
        The marks by seat, in the order of the game.
    """
    state = session.playing
    return {seat.name: _of_seat(state, state.line_of(seat.name), seat) for seat in session.game.deciding}


def _of_seat(state: GameState, line: Branch, seat: Seat) -> SeatMarks:
    rounds = line.round
    decided = sum(seat.name in said and said[seat.name].entry.decided_by == "human" for said in line.closed)
    said = {number: held for (number, name), held in line.predictions.items() if name == seat.name and number < rounds}
    return SeatMarks(
        rounds=rounds, decided=decided, predicted=len(said),
        participation=FULL * decided / rounds if rounds else None,
        predictions=prediction_mark(said, actor_of(seat).outcomes(state.world(line), rounds)) if rounds else None,
    )  # fmt: skip


def prediction_mark(
    said: Mapping[int, Prediction], came: Sequence[RoundOutcome | AccountOutcome]
) -> float | None:  # fmt: skip
    """The mark for predictions, 0 to 100: 50 is as good as saying that each round will be like the last one.

    Formula: for each figure of a round, 100 × S₀ / (S₀ + S), where S is the interval score of what was predicted and
    S₀ that of the comparison: the figure of the round before, give or take the mean change from round to round. The
    mark of a round is the mean over its figures, that of the seat the mean over all rounds but the first, for which
    there is no round before. A round without a prediction, and a figure without a margin, count 0.

    Args:
        said: What was predicted, by round.
        came: What the closed rounds brought the seat, in order.

    Returns:
        The mark; None before the second round is closed.

    Source: interval score with level 0.8: Gneiting & Raftery (2007), J. American Statistical Association 102(477),
    359-378; comparison with the last value (persistence): Murphy (1992), Weather and Forecasting 7(4), 692-698.
    """
    marks = []
    for before, outcome in pairwise(came):
        prediction = said.get(outcome.round)
        figures = [name for name in prediction.figures if hasattr(outcome, name)] if prediction else []
        if prediction is None or not figures:
            marks.append(0.0)
            continue
        points = [_figure_mark(prediction, name, before, outcome, came) for name in figures]
        marks.append(math.fsum(points) / len(points))
    return math.fsum(marks) / len(marks) if marks else None


def _figure_mark(
    prediction: Prediction, name: str, before: object, outcome: object, came: Sequence[object]
) -> float:  # fmt: skip
    expected, within = getattr(prediction, name), getattr(prediction, f"{name}_within")
    values = np.array([getattr(one, name) for one in came], dtype=np.float64)
    true, last = float(getattr(outcome, name)), float(getattr(before, name))
    if within is None or not math.isfinite(true) or not math.isfinite(last):
        return 0.0
    usual = float(np.nanmean(np.abs(np.diff(values))))
    own, plain = _interval_score(true, expected, within), _interval_score(true, last, usual)
    return FULL * plain / (own + plain) if own + plain > 0 else FULL


def _interval_score(true: float, expected: float, within: float) -> float:
    """Interval score of a margin that should hold eight times in ten; small is good, in the unit of the figure."""
    return 2 * within + 2 / (1 - SURE) * max(0.0, abs(true - expected) - within)


def recorded_lines(session: Session) -> dict[str, RecordedGame]:
    """What was played on the lines of the seats that steer firms, as plain values that another process can play again.

    Returns:
        The games by line; lines on which no round is closed are not in it.
    """
    state = session.playing
    names = sorted({state.line_of(seat.name).name for seat in session.game.steering})
    return {name: recorded_game(state, state.line(name)) for name in names if state.line(name).round}


def decision_marks(session: Session, found: Mapping[str, Sequence[DecisionEffect]]) -> dict[str, float | None]:
    """The mark of each seat that steers a firm for its decisions, against the counterfactual of the debrief.

    For every decision of a firm the debrief plays the game again under the same random numbers without it. Formula:
    100 × (G + c) / (G + L + 2c), where G is the profit that decisions brought more than without them, added up over
    those that brought more, L what the others brought less, and c a twentieth of the mean profit of the firms with
    seats, so that small amounts move the mark little. 50: gains and losses are equal.

    Args:
        session: The game.
        found: The effect of each decision, by line: :func:`sim.game.debrief.decision_effect.effects`.

    Returns:
        The mark by seat, from 0 to 100; None for a firm that moved no lever. Seats of key accounts are not in it: no
        counterfactual is computed for them.
    """
    state = session.playing
    lines = {seat.name: state.line_of(seat.name) for seat in session.game.steering}
    small = {line.name: _small_amount(state, line) for line in lines.values()}
    return {
        seat.name: effect_mark(found.get(lines[seat.name].name, ()), seat.steers, small[lines[seat.name].name])
        for seat in session.game.steering
    }


def _small_amount(state: GameState, line: Branch) -> float:
    """An amount of money that is small in a game: :data:`SMALL` of the mean profit of the firms with seats."""
    firms = {seat.steers for seat in state.game.steering}
    totals = [abs(total.profit) for total in game_totals(outcomes(state, line)) if total.firm in firms]
    return SMALL * math.fsum(totals) / len(totals) if totals else 0.0


def effect_mark(found: Sequence[DecisionEffect], firm: str, small: float) -> float | None:
    """The mark of a firm from what its decisions did and the amount that is small: see :func:`decision_marks`."""
    mine = [one.profit_more for one in found if one.firm == firm]
    gains = math.fsum(money for money in mine if money > 0)
    losses = -math.fsum(money for money in mine if money < 0)
    if not mine:
        return None
    whole = gains + losses + 2 * small
    return FULL * (gains + small) / whole if whole > 0 else FULL / 2


def last_closing(session: Session) -> int:
    """Number of the last entry in the log that closed a round; 0 before the first."""
    return max((entry.number for entry in session.entries if entry.act == "closed"), default=0)

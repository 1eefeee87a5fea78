"""The scorecard of a game: several criteria side by side, a rank in each, and no sum of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.game.debrief.exit_beliefs import ExitBelief
from sim.game.debrief.instructor_acts import money_given
from sim.game.debrief.missed_retention import MissedRetention
from sim.game.debrief.replay_trace import ReplayTrace
from sim.game.decisions.prediction import SURE, Score
from sim.game.presentation.round_outcome import GameTotals, game_totals
from sim.game.presentation.seat_view import outcomes_of, scores
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.words import clauses, listed
from sim.language.messages import _, mark, translate
from sim.metrics.value.lifetime_value import lifetime_value_formula
from sim.results.results import Results


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion: what each team reached in it, and who comes first."""

    name: str
    """In English; translate it to show it."""
    meaning: str
    """Formula and unit, in words; translate it to show it."""
    unit: str
    """``money``, ``part`` or ``number``."""
    more_is_better: bool
    values: Mapping[str, float]
    """By firm; not a number where a team gave nothing to judge by."""

    @property
    def ranks(self) -> dict[str, int]:
        """Rank of each team that can be judged, 1 is best; teams that are level share a rank."""
        known = {team: value for team, value in self.values.items() if not math.isnan(value)}
        sign = 1 if self.more_is_better else -1
        return {team: 1 + sum(sign * other > sign * value for other in known.values()) for team, value in known.items()}


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """All criteria; they are not added up, since what a firm is for is what the debrief talks about."""

    teams: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    accounts: Mapping[str, float]
    """Gain of each key account that has a seat, by account, money."""

    @property
    def words(self) -> str:
        """Who comes first in what, in a sentence."""
        if len(self.teams) == 1:
            return _("{team} is the only team, so there is nobody to rank it against.").format(team=self.teams[0])
        led: dict[str, list[str]] = {}
        for criterion in self.criteria:
            for team, rank in criterion.ranks.items():
                if rank == 1 and len(criterion.ranks) > 1:
                    led.setdefault(team, []).append(translate(criterion.name))
        if not led:
            return _("Nobody can be ranked yet.")
        part = _("{team} in {criteria}")
        parts = clauses(part.format(team=team, criteria=listed(names)) for team, names in led.items())
        return _("First: {teams}.").format(teams=parts)


def scorecard(
    play: GameState,
    line: Branch,
    came: Results,
    seen: ReplayTrace,
    beliefs: Sequence[ExitBelief],
    weighed: Sequence[MissedRetention],
) -> Scorecard:
    """Judge each team by what it earned, what its customers felt, and what it knew."""
    teams = tuple(dict.fromkeys(seat.steers for seat in play.game.steering))
    totals = {total.firm: total for total in game_totals(outcomes_of(came, line.round))}
    table = lifetime_value_formula(came)
    value = dict(zip(table["firm"].astype(object), table["value_continuous"].astype(float), strict=True))
    said = {team: _scores(play, line, team) for team in teams}
    known = {belief.firm: belief.knowledge for belief in beliefs}

    def each(name: str, meaning: str, unit: str, values: Sequence[float], more: bool = True) -> Criterion:
        by_team = dict(zip(teams, map(float, values), strict=True))
        return Criterion(name=name, meaning=meaning, unit=unit, more_is_better=more, values=by_team)

    given = money_given(line, line.round * play.scenario.round)

    def of_totals(figure: Callable[[GameTotals], float]) -> list[float]:
        return [figure(totals[team]) for team in teams]

    criteria = (
        each(mark("profit"), _profit_meaning(given), "money",
             of_totals(lambda total: total.profit - given.get(total.firm, 0.0))),
        each(mark("share of revenue"), mark("part of the money spent in the market in the last round"), "part",
             of_totals(lambda total: total.share)),
        each(mark("churn a year"), mark("exits per customer and year, over all rounds; little is good"), "part",
             of_totals(lambda total: total.churn), more=False),
        each(mark("satisfaction"), mark("true mean satisfaction of its customers at the end, 0 to 1"), "part",
             [seen.satisfaction[-1][team] for team in teams]),
        each(mark("customer value"),
             mark("customers at the end × what one is worth by formula (lifetime_value_formula)"), "money",
             [totals[team].customers * value[team] for team in teams]),
        each(mark("exit knowledge"), mark("how much of the true causes of its exits it knew, 0 to 1"), "part",
             [known.get(team, math.nan) for team in teams]),
        each(mark("prediction error"),
             mark("mean over share, churn and profit of Σ |came − expected| / Σ |came|; little is good"),
             "part", [_error(said[team]) for team in teams], more=False),
        each(mark("calibration"),
             mark("how far the part of figures within its margins lies from 80%; little is good"),
             "part", [_miscalibrated(said[team]) for team in teams], more=False),
        each(mark("break-even discipline"),
             mark("part of the ways to keep customers in which it did what pays and left what does not"), "part",
             [_discipline(weighed, team) for team in teams]),
    )  # fmt: skip
    world = play.world(line)
    accounts = {seat.answers: world.account_view(seat.answers).gain for seat in play.game.seats if seat.answers}
    return Scorecard(teams=teams, criteria=criteria, accounts=accounts)


def _profit_meaning(given: Mapping[str, float]) -> str:
    if given:
        return mark("income less cost of all rounds, without money that the instructor gave")
    return mark("income less cost of all rounds")


def _scores(play: GameState, line: Branch, team: str) -> list[Score]:
    return [
        score
        for seat in play.game.steering
        if seat.steers == team
        for score in scores(play, seat.name, line, share=True)
    ]


def _error(found: Sequence[Score]) -> float:
    figures = dict.fromkeys(score.figure for score in found)
    parts = [
        _ratio(sum(s.error for s in found if s.figure == figure), sum(abs(s.came) for s in found if s.figure == figure))
        for figure in figures
    ]
    return float(np.mean(parts)) if parts else math.nan


def _miscalibrated(found: Sequence[Score]) -> float:
    inside = [score.inside for score in found if score.inside is not None]
    return abs(sum(inside) / len(inside) - SURE) if inside else math.nan


def _discipline(weighed: Sequence[MissedRetention], team: str) -> float:
    right = [one.right for one in weighed if one.firm == team]
    return sum(right) / len(right) if right else math.nan


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else math.nan

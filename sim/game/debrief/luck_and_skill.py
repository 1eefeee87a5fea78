"""Luck and skill apart: the same decisions under many other lucks, beside leaving everything as it stood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.game.debrief.replay import RecordedGame, parallel_replays, replayed
from sim.game.words import paragraph
from sim.language.messages import _, mark, ngettext, translate
from sim.metrics._shared.interval import Interval, interval
from sim.number_text import bounds, decimal, percent
from sim.results.simulate import whole_number

LUCKS = 200
"""Other lucks under which a game is played again, unless said otherwise."""
OPEN_LOOP = mark(
    "Decisions are played as they were written down. Under another luck a person would have seen other figures and "
    "might have decided otherwise, so this is the worth of these decisions, not of those who made them. All other "
    "teams' decisions are fixed in the same way; firms without a seat go on answering by their policies."
)
"""What fixed decisions under other luck mean; it stands beside every figure."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TeamLuck:
    """One team's profit of the whole game, in money: what came, what its decisions were worth, what luck added."""

    firm: str
    came: float
    """Profit in this game."""
    expected: Interval
    """Mean profit of the same decisions over other lucks, with its 95% interval."""
    skill: Interval
    """Expected gain of its decisions: mean of (with them − with everything left as it stood), paired under the same
    luck, with its 95% interval."""
    luck: float
    """What came less what was expected."""
    better_than: float
    """Part of the other lucks that would have brought less than this game did."""
    profits: NDArray[np.float64]
    """Profit under each other luck, shape (lucks,)."""
    held: NDArray[np.float64]
    """The same with everything left as it stood."""
    given: float = 0.0
    """Money that the instructor gave it; none of the other figures holds it."""

    @property
    def words(self) -> str:
        """A plain sentence on what was skill and what was luck."""
        good = _(
            "{firm} earned {came}: {expected} was to be expected of its decisions, and {luck} of good luck (better "
            "than {part} of {n} other lucks) came on top."
        )
        bad = _(
            "{firm} earned {came}: {expected} was to be expected of its decisions, less {luck} of bad luck (better "
            "than {part} of {n} other lucks)."
        )
        opening = (good if self.luck >= 0 else bad).format(
            firm=self.firm, came=decimal(self.came), expected=decimal(self.expected.mean),
            luck=decimal(abs(self.luck)), part=percent(self.better_than), n=len(self.profits),
        )  # fmt: skip
        return paragraph([opening, self._skill])

    @property
    def _skill(self) -> str:
        if not self.held.size or np.array_equal(self.profits, self.held):
            return _("It left everything as it stood, so there is no skill to measure.")
        interval = bounds(self.skill.low, self.skill.high, decimal)
        if self.skill.low <= 0 <= self.skill.high or np.isnan(self.skill.low):
            said = _("Whether its decisions were worth anything cannot be told: {mean} (95%: {interval}).")
            return said.format(mean=decimal(self.skill.mean), interval=interval)
        gained = _("On average its decisions gained {mean} (95%: {interval}) against leaving everything as it stood.")
        lost = _("On average its decisions lost {mean} (95%: {interval}) against leaving everything as it stood.")
        said = gained if self.skill.mean > 0 else lost
        return said.format(mean=decimal(abs(self.skill.mean)), interval=interval)


@dataclass(frozen=True, kw_only=True, eq=False)
class LuckAndSkill:
    """Luck and skill of every team."""

    lucks: int
    """How many other lucks."""
    teams: tuple[TeamLuck, ...]
    """In order of the seats."""
    not_again: int
    """Decisions that could not be made as they were in some of the replays, counted over all of them."""

    @property
    def words(self) -> tuple[str, ...]:
        """What to read beside the figures."""
        notes = [translate(OPEN_LOOP)]
        if len(self.teams) > 1:
            first, best = max(self.teams, key=lambda t: t.came), max(self.teams, key=lambda t: t.skill.mean)
            said = _("First by profit: {first}. First by what its decisions were worth: {best}.")
            notes.insert(0, said.format(first=first.firm, best=best.firm))
        if self.not_again:
            missed = ngettext(
                "{n} decision could not be made again as it was; it was made in part.",
                "{n} decisions could not be made again as they were; they were made in part.",
                self.not_again,
            )
            notes.append(missed.format(n=f"{self.not_again:,}"))
        return tuple(notes)


def luck_and_skill(
    what: RecordedGame, lucks: int = LUCKS, *, workers: int | None = None, quiet: bool = False
) -> LuckAndSkill:  # fmt: skip
    """Play each team's decisions again under many lucks, and once more with everything of its own left as it stood.

    Formula: skill = mean over lucks of profit(decisions) − profit(left as it stood), paired under the same luck;
    luck = profit of this game − mean over lucks of profit(decisions). Lucks are the replications 1, 2, ... of the
    game's seed, the game itself is replication 0 and not among them.
    Source: common random numbers: Law (2015), Simulation Modeling and Analysis, ch. 11; skill and luck as expectation
    and rest: Mauboussin (2012), The Success Equation.

    Runs lucks × (teams that moved + 1) games. ``workers``: processes, all cores if left out; the figures do not depend
    on it. Raises ``ValueError`` for fewer than two lucks.
    """
    whole_number("lucks", lucks, 2)
    firms = [what.scenario.firm_names.index(team) for team in what.teams]
    came = replayed(what).profit.sum(axis=0)[firms] / 100
    found = parallel_replays(
        _under(what),
        range(1, lucks + 1),
        _("luck and skill of {n} teams").format(n=len(firms)),
        workers=workers,
        quiet=quiet,
    )
    profits = np.array([with_them for with_them, _without, _count in found]) / 100
    held = np.array([without for _with, without, _count in found]) / 100
    teams = []
    for place, team in enumerate(what.teams):
        given = what.given.get(team, 0.0)
        mine, theirs = profits[:, place] - given, held[:, place] - given
        expected = interval(mine)
        teams.append(
            TeamLuck(
                firm=team,
                came=float(came[place] - given),
                expected=expected,
                skill=interval(mine - theirs),
                luck=float(came[place] - given - expected.mean),
                better_than=float((mine < came[place] - given).mean()),
                profits=mine,
                held=theirs,
                given=given,
            )
        )
    return LuckAndSkill(lucks=lucks, teams=tuple(teams), not_again=sum(count for _with, _without, count in found))


def _under(what: RecordedGame) -> Callable[[int], tuple[list[int], list[int], int]]:
    """Work for one luck: each team's profit in cents with its decisions, and with its own left out."""
    names = what.scenario.firm_names
    left_out = [(names.index(team), what.held(team) if what.moved(team) else None) for team in what.teams]

    def work(luck: int) -> tuple[list[int], list[int], int]:
        whole = replayed(what, luck)
        with_them, without = [], []
        missed = len(whole.not_again)
        for k, other in left_out:
            with_them.append(int(whole.profit[:, k].sum()))
            if other is None:
                without.append(with_them[-1])
                continue
            again = replayed(other, luck)
            missed += len(again.not_again)
            without.append(int(again.profit[:, k].sum()))
        return with_them, without, missed

    return work

"""Programmes that were copied: who was first, what the lead was worth, and how long it lasted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.game.debrief.replay import RecordedGame, results_of
from sim.game.words import paragraph, word
from sim.language.messages import _
from sim.metrics.programmes.gain import gain_curves, half_life
from sim.number_text import decimal
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.results.tables import profit_cents
from sim.scenario.decisions.decision import Decision

QUARTER = 13
SPAN = 4
"""Weeks over which the gain in share is smoothed, as in ``first_mover_advantage``."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ProgrammeRace:
    """One kind of programme: its first mover, its copies, and the gain against the same luck without that kind."""

    programme: str
    first: str
    """The firm that launched first; of several in the same week the first in the scenario's order."""
    together: tuple[str, ...]
    """Others that launched in the very same week."""
    launched: float
    """Week."""
    copies: tuple[tuple[str, float], ...]
    """Firms that launched the same kind later, with their weeks."""
    gain: NDArray[np.float64]
    """Share of purchases of the first mover less its share in the world without this kind, over ``SPAN`` weeks, by
    week, shape (weeks,); parts of 1."""
    advantage: float
    """Σ gain over the weeks from the launch to the end, share-weeks."""
    half_life: float
    """Weeks from the first copy until the gain is halved; not a number where it is not, or nobody copied."""
    profit_more: float
    """Profit of the first mover, came less would have come without this kind of programme in anyone's hands, money."""

    @property
    def copied(self) -> float:
        """Week of the first copy; not a number for never."""
        return self.copies[0][1] if self.copies else float("nan")

    @property
    def words(self) -> str:
        """What became of the lead, in a sentence or two."""
        brought = _("All in all the {programme} programme brought {firm} {money}.")
        cost = _("All in all the {programme} programme cost {firm} {money}.")
        said = brought if self.profit_more >= 0 else cost
        money = said.format(programme=word(self.programme), firm=self.first, money=f"{abs(self.profit_more):,.0f}")
        return paragraph([self.opening, self._fate, money])

    @property
    def opening(self) -> str:
        """Who began, and who copied it, in a sentence."""
        who, week = self.copies[0] if self.copies else ("", 0.0)
        if not np.nan_to_num(self.gain).any():
            said = _("{firms} launched a {programme} programme in week {week}.")
        elif self.together:
            said = _("{firms} launched a {programme} programme in week {week}: nobody was first.")
        elif not self.copies:
            said = _("{firms} launched a {programme} programme in week {week}; nobody copied it.")
        elif self._at > 0:
            said = _(
                "{firms} launched a {programme} programme in week {week}; {rival} copied it {weeks} weeks later, when "
                "the lead was {points} points of share."
            )
        else:
            said = _(
                "{firms} launched a {programme} programme in week {week}; {rival} copied it {weeks} weeks later, when "
                "the lead was {points} points of share: there was nothing to lose."
            )
        return said.format(
            firms=_(" and ").join([self.first, *self.together]), programme=word(self.programme),
            week=f"{self.launched:.0f}", rival=who, weeks=f"{week - self.launched:.0f}",
            points=decimal(100 * self._at, 1),
        )  # fmt: skip

    @property
    def _at(self) -> float:
        """The gain in share when it was first copied, part of 1; 0 where nobody copied."""
        week = self.copies[0][1] if self.copies else 0.0
        return float(self.gain[int(week) - 1]) if week >= 1 else 0.0

    @property
    def _fate(self) -> str:
        """What became of a lead; empty where there was none."""
        if not np.nan_to_num(self.gain).any():
            return _("It won no share at all.")
        if self.together or not self.copies or not self._at > 0:
            return ""
        if np.isfinite(self.half_life):
            return _("Half of it was gone after {weeks} weeks.").format(weeks=f"{self.half_life:.0f}")
        last = float(np.nan_to_num(self.gain[-QUARTER:]).mean())
        if last > self._at:
            said = _("It grew all the same, to {points} points in the end.")
            return said.format(points=decimal(100 * last, 1))
        return _("It was never halved.")


def programme_races(what: RecordedGame, came: Results) -> tuple[ProgrammeRace, ...]:
    """All kinds of programmes that were launched, in order of their first launches; one more replay for each."""
    launches = select_events(came.runs[0], ("launch",))
    found = []
    for code in dict.fromkeys(launches["programme"].tolist()):
        mine = launches[launches["programme"] == code]
        firms, at = np.unique(mine["firm"], return_index=True)
        first = {came.names.firms[int(k)]: float(mine["time"][place]) for k, place in zip(firms, at, strict=True)}
        order = sorted(first, key=lambda firm: (first[firm], came.names.firms.index(firm)))
        pioneer, week = order[0], first[order[0]]
        kind = came.names.programmes[code]
        without = results_of(_without(what, kind))
        k = came.names.firms.index(pioneer)
        curve = gain_curves(came, without, SPAN)[0, :, k]
        single = np.nan_to_num(gain_curves(came, without, 1)[0, :, k])
        copies = tuple((firm, first[firm]) for firm in order if first[firm] > week)
        more = profit_cents(came.runs[0])[:, k].sum() - profit_cents(without.runs[0])[:, k].sum()
        copied = int(copies[0][1]) - 1 if copies else -1
        found.append(
            ProgrammeRace(
                programme=kind,
                first=pioneer,
                together=tuple(firm for firm in order[1:] if first[firm] == week),
                launched=week,
                copies=copies,
                gain=curve,
                advantage=float(single[int(week) :].sum()),
                half_life=half_life(np.nan_to_num(curve), copied) if copied >= 0 else float("nan"),
                profit_more=float(more / 100),
            )
        )
    return tuple(found)


def _without(what: RecordedGame, kind: str) -> RecordedGame:
    """The same game without this kind of programme in anyone's hands."""
    planned = {
        f"firms.{firm.name}.programmes.{kind}.launch": None
        for firm in what.scenario.firms
        for programme in firm.programmes
        if programme.kind == kind
    }
    rounds = tuple({firm: _not(kind, decision) for firm, decision in said.items()} for said in what.rounds)
    return replace(what, scenario=what.scenario.but(planned), rounds=rounds)


def _not(kind: str, decision: Decision) -> Decision:
    """A decision without all that concerns a kind of programme."""
    update: dict[str, Any] = {}
    if decision.open:
        update["open"] = tuple(name for name in decision.open if name != kind) or None
    if decision.launch:
        update["launch"] = tuple(one for one in decision.launch if one.kind != kind) or None
    if decision.revise:
        update["revise"] = {path: to for path, to in decision.revise.items() if path.split(".")[0] != kind} or None
    if decision.tiers is not None and kind == "frequency":
        update["tiers"] = None
    return decision.model_copy(update=update)

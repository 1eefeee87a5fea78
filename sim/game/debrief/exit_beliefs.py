"""Why customers left, beside why each team believed they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.glossary.labels import cause_name
from sim.language.messages import _, mark
from sim.metrics.exits.exits import interviewed
from sim.number_text import percent
from sim.results.results import Results

HEARD = {
    "believed": mark("as the team said it believed"),
    "interviews": mark("as stated in its exit interviews, since the team said nothing of what it believed"),
    "nothing": mark("nobody was heard"),
}


@dataclass(frozen=True, kw_only=True)
class ExitBelief:
    """The exits of one firm by cause, in truth and as its team believed."""

    firm: str
    causes: tuple[str, ...]
    """All causes of the scenario, in order."""
    left: tuple[int, ...]
    """Exits for each cause, in truth, in the rounds the belief is about."""
    believed: tuple[float, ...]
    """Part of the exits that the team put down to each cause; sums to 1, or not numbers where nothing was heard."""
    source: str
    """``believed`` (it said so), ``interviews`` (it said nothing; what those who left stated), or ``nothing``."""

    @property
    def true(self) -> tuple[float, ...]:
        """Part of each cause in truth; not numbers where nobody left."""
        whole = sum(self.left)
        return tuple(count / whole if whole else float("nan") for count in self.left)

    @property
    def knowledge(self) -> float:
        """How much of the truth the belief catches, 0 to 1: 1 − Σ |believed − true| / 2 (one less total variation)."""
        return float(1 - np.abs(np.subtract(self.believed, self.true)).sum() / 2)

    @property
    def words(self) -> str:
        """The belief that is furthest off, in a sentence."""
        whole = sum(self.left)
        if not whole:
            return _("Nobody left {firm}.").format(firm=self.firm)
        if self.source == "nothing":
            said = _("{n} left {firm}, and nobody was heard on why.")
            return said.format(n=f"{whole:,}", firm=self.firm)
        off = np.subtract(self.believed, self.true)
        worst = int(np.abs(off).argmax())
        believed = _(
            "{firm} believed that {said} left for {cause}; in truth {true} of {n} did. It caught {part} of the truth."
        )
        heard = _(
            "Those who answered {firm} said that {said} left for {cause}; in truth {true} of {n} did. It caught {part} "
            "of the truth."
        )
        sentence = believed if self.source == "believed" else heard
        return sentence.format(
            firm=self.firm, said=percent(self.believed[worst]), cause=cause_name(self.causes[worst]),
            true=percent(self.true[worst]), n=f"{whole:,}", part=percent(self.knowledge),
        )  # fmt: skip


def exit_beliefs(play: GameState, line: Branch, results: Results) -> tuple[ExitBelief, ...]:
    """Each team's exits, true and believed; in order of the firms with seats."""
    rows, stated = interviewed(results, results.runs[0])
    weeks, names = results.scenario.round, results.names
    found = []
    for firm in dict.fromkeys(seat.steers for seat in play.game.steering):
        mine = rows["firm"] == names.firms.index(firm)
        round_of = (rows["time"][mine] / weeks).astype(np.int64)
        causes = rows["cause"][mine]
        said = _said(play, line, firm)
        if said:
            mass = np.zeros(len(names.causes))
            for number, parts in said.items():
                here = max(int((round_of == number).sum()), 1)
                mass += here * np.array([parts.get(cause, 0.0) for cause in names.causes])
            about, source = np.isin(round_of, list(said)), "believed"
        else:
            heard = stated[mine]
            mass = np.bincount(heard[heard >= 0], minlength=len(names.causes)).astype(float)
            about, source = np.ones(len(round_of), dtype=bool), "interviews" if mass.sum() else "nothing"
        left = np.bincount(causes[about], minlength=len(names.causes))
        parts_of = mass / mass.sum() if mass.sum() else np.full(len(mass), np.nan)
        wanted = [names.causes.index(cause.name) for cause in results.scenario.exits.causes]
        found.append(
            ExitBelief(
                firm=firm,
                causes=tuple(names.causes[code] for code in wanted),
                left=tuple(int(left[code]) for code in wanted),
                believed=tuple(float(parts_of[code]) for code in wanted),
                source=source,
            )
        )
    return tuple(found)


def _said(play: GameState, line: Branch, firm: str) -> dict[int, Mapping[str, float]]:
    """What a team said it believed of each closed round, parts that sum to 1; of several seats, what was said last."""
    return {
        about: parts
        for (about, seat), parts in line.beliefs.items()
        if play.game.seat(seat).steers == firm and about < line.round
    }

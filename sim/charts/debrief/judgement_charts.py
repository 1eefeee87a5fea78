"""What teams believed and what was luck."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sim.charts.style.bars import BarStyle, Series, name_series, stacked_bars, upright_grid
from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.formatting import money_axis
from sim.charts.style.palette import BLUE, GREY, VERMILION, cause_look
from sim.charts.style.text_fitting import legible
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.luck_and_skill import LuckAndSkill, TeamLuck
from sim.number_text import money, percent
from sim.scenario.market.exit_causes import cause_label

TWIN_BARS = BarStyle(thick=0.34, outline=0.6, written_from=8.0, points=7.5, pad=0.12)
"""Two slender bars for each team."""


@house_style()
def beliefs_chart(found: Debrief, axes: Axes | None = None) -> Figure:
    """Two bars for each team: the true causes of its exits, and those it believed in (or was told in interviews).

    Args:
        found: The debrief, as from ``session.debrief()``.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    beliefs = [belief for belief in found.beliefs if sum(belief.left)]
    axes = canvas(axes, height=1.6 + 0.72 * max(len(beliefs), 1))
    names = beliefs[0].causes if beliefs else ()
    used = [c for c in range(len(names)) if any(b.left[c] or b.believed[c] > 0 for b in beliefs)]
    looks = {c: cause_look(names[c], names) for c in used}
    ticks: list[tuple[float, str]] = []
    for place, belief in enumerate(beliefs):
        team = legible(belief.firm, f"team {place + 1}")
        told = {"believed": "believed", "interviews": "was told"}.get(belief.source, "")
        for shift, parts, word in ((0.0, belief.true, f"{team}: truth"), (0.38, belief.believed, told)):
            height = 1.05 * place + shift
            ticks.append((height, word if not np.isnan(parts).any() else ""))
            if not np.isnan(parts).any():
                bar = [Series([100 * parts[c]], looks[c].colour, looks[c].hatch) for c in used]
                stacked_bars(axes, [height], bar, TWIN_BARS)
    axes.set_yticks([height for height, _ in ticks], [word for _, word in ticks])
    axes.set_ylim(1.05 * max(len(beliefs), 1) - 0.4, -0.35)
    axes.set_xlim(0, 100)
    axes.grid(False)
    axes.set_xlabel("share of the team's exits, %")
    words = [legible(cause_label(names[c]), f"cause {c + 1}") for c in used]
    keys = [Series([], looks[c].colour, looks[c].hatch, word) for c, word in zip(used, words, strict=True)]
    name_series(axes, keys, columns=6)
    return headline(axes, _beliefs_claim(found))


def _beliefs_claim(found: Debrief) -> str:
    heard = [belief for belief in found.beliefs if sum(belief.left) and belief.source != "nothing"]
    if not heard:
        return "Nobody left, or nobody was heard on why"
    worst = min(heard, key=lambda belief: belief.knowledge)
    off = np.subtract(worst.believed, worst.true)
    most = int(np.abs(off).argmax())
    verb = "believed" if worst.source == "believed" else "was told"
    return (
        f"{worst.firm} {verb} that {percent(worst.believed[most])} left for {cause_label(worst.causes[most])}; "
        f"in truth it was {percent(worst.true[most])}"
    )


POINTS = 200
"""Places at which a distribution is drawn."""


@house_style()
def luck_chart(found: LuckAndSkill, axes: Axes | None = None) -> Figure:
    """For each team, the profits of its decisions over other lucks (blue, above) and of holding still (grey, below).

    The diamond is this game; the two ticks are the means. Their distance is skill, that of diamond and blue tick luck.

    Args:
        found: Luck and skill of a debrief, as from ``session.debrief(luck=200).luck``.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    teams = found.teams
    axes = canvas(axes, height=1.7 + 0.78 * max(len(teams), 2))
    whole = np.concatenate([np.concatenate([team.profits, team.held, [team.came]]) for team in teams])
    room = 0.12 * max(float(np.ptp(whole)), 1.0)
    for place, team in enumerate(teams):
        for profits, colour, way in ((team.profits, BLUE, -1), (team.held, GREY, 1)):
            at, height = _density(profits)
            axes.fill_between(at, place, place + way * 0.4 * height, color=colour, alpha=0.45, linewidth=0)
            mean = float(profits.mean())
            axes.plot([mean, mean], [place, place + way * 0.42], color=colour, linewidth=2.2)
        axes.plot([team.came], [place], "D", color=VERMILION, markersize=7, markeredgecolor="white", zorder=5)
        axes.axhline(place, color="#bbbbbb", linewidth=0.6, zorder=0)
    axes.set_yticks(range(len(teams)), [legible(team.firm, f"team {n}") for n, team in enumerate(teams, 1)])
    axes.set_ylim(len(teams) - 0.45, -0.6)
    axes.set_xlim(float(whole.min()) - room, float(whole.max()) + room)
    upright_grid(axes)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    money_axis(axes.xaxis)
    axes.set_xlabel(f"profit of the whole game, money · {found.lucks} other lucks")
    add_legend(axes, [
        Line2D([], [], linestyle="none", marker="D", color=VERMILION, markersize=7, label="this game"),
        Patch(facecolor=BLUE, alpha=0.45, label="its decisions, other lucks"),
        Patch(facecolor=GREY, alpha=0.45, label="nothing changed, other lucks"),
    ])  # fmt: skip
    return headline(axes, _luck_claim(found.teams))


def _density(profits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A smooth histogram, 1 at its highest: Gaussian kernel with Silverman's (1986) width, 1.06 σ n^(−1/5)."""
    width = max(1.06 * float(profits.std()) * len(profits) ** -0.2, 1e-9)
    at = np.linspace(profits.min() - 3 * width, profits.max() + 3 * width, POINTS)
    height = np.exp(-(((at[:, None] - profits[None, :]) / width) ** 2) / 2).sum(axis=1)
    return at, height / height.max()


def _luck_claim(teams: tuple[TeamLuck, ...]) -> str:
    if len(teams) == 1:
        one = teams[0]
        verb = "brought" if one.skill.mean >= 0 else "cost"
        side = "added" if one.luck >= 0 else "took"
        return (
            f"{one.firm}'s decisions {verb} {money(abs(one.skill.mean))} on average; luck {side} {money(abs(one.luck))}"
        )
    best, luckiest = max(teams, key=lambda one: one.skill.mean), max(teams, key=lambda one: one.luck)
    sign = "+" if best.skill.mean > 0 else ""
    return (
        f"Best decisions: {best.firm} ({sign}{money(best.skill.mean)}); best luck: {luckiest.firm} "
        f"({'+' if luckiest.luck > 0 else ''}{money(luckiest.luck)})"
    )

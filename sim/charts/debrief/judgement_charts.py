"""What teams believed and what was luck."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sim.charts.debrief.decision_charts import team_words
from sim.charts.style.bars import BarStyle, Series, name_series, stacked_bars, upright_grid
from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.formatting import money_axis
from sim.charts.style.palette import BLUE, GREY, VERMILION, cause_look
from sim.charts.style.text_fitting import legible
from sim.game.debrief.debrief import Debrief
from sim.game.debrief.luck_and_skill import LuckAndSkill, TeamLuck
from sim.glossary.labels import cause_name
from sim.language.messages import _
from sim.number_text import money, percent

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
        team = legible(belief.firm, _("team {n}").format(n=place + 1))
        told = {"believed": _("believed"), "interviews": _("was told")}.get(belief.source, "")
        truth = _("{team}: truth").format(team=team)
        for shift, parts, word in ((0.0, belief.true, truth), (0.38, belief.believed, told)):
            height = 1.05 * place + shift
            ticks.append((height, word if not np.isnan(parts).any() else ""))
            if not np.isnan(parts).any():
                bar = [Series([100 * parts[c]], looks[c].colour, looks[c].hatch) for c in used]
                stacked_bars(axes, [height], bar, TWIN_BARS)
    axes.set_yticks([height for height, _word in ticks], [word for _height, word in ticks])
    axes.set_ylim(1.05 * max(len(beliefs), 1) - 0.4, -0.35)
    axes.set_xlim(0, 100)
    axes.grid(False)
    axes.set_xlabel(_("share of the team's exits, %"))
    words = [legible(cause_name(names[c]), _("cause {number}").format(number=c + 1)) for c in used]
    keys = [Series([], looks[c].colour, looks[c].hatch, word) for c, word in zip(used, words, strict=True)]
    name_series(axes, keys, columns=6)
    return headline(axes, _beliefs_claim(found))


def _beliefs_claim(found: Debrief) -> str:
    heard = [belief for belief in found.beliefs if sum(belief.left) and belief.source != "nothing"]
    if not heard:
        return _("Nobody left, or nobody was heard on why")
    worst = min(heard, key=lambda belief: belief.knowledge)
    off = np.subtract(worst.believed, worst.true)
    most = int(np.abs(off).argmax())
    believed, told = (
        _("{firm} believed that {said} left for {cause}; in truth it was {true}"),
        _("{firm} was told that {said} left for {cause}; in truth it was {true}"),
    )
    sentence = believed if worst.source == "believed" else told
    return sentence.format(
        firm=worst.firm, said=percent(worst.believed[most]), cause=cause_name(worst.causes[most]),
        true=percent(worst.true[most]),
    )  # fmt: skip


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
    axes.set_yticks(range(len(teams)), team_words([team.firm for team in teams]))
    axes.set_ylim(len(teams) - 0.45, -0.6)
    axes.set_xlim(float(whole.min()) - room, float(whole.max()) + room)
    upright_grid(axes)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    money_axis(axes.xaxis)
    axes.set_xlabel(_("profit of the whole game, money · {n} other lucks").format(n=found.lucks))
    add_legend(axes, [
        Line2D([], [], linestyle="none", marker="D", color=VERMILION, markersize=7, label=_("this game")),
        Patch(facecolor=BLUE, alpha=0.45, label=_("its decisions, other lucks")),
        Patch(facecolor=GREY, alpha=0.45, label=_("nothing changed, other lucks")),
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
        words = {
            (True, True): _("{firm}'s decisions brought {skill} on average; luck added {luck}"),
            (True, False): _("{firm}'s decisions brought {skill} on average; luck took {luck}"),
            (False, True): _("{firm}'s decisions cost {skill} on average; luck added {luck}"),
            (False, False): _("{firm}'s decisions cost {skill} on average; luck took {luck}"),
        }
        said = words[one.skill.mean >= 0, one.luck >= 0]
        return said.format(firm=one.firm, skill=money(abs(one.skill.mean)), luck=money(abs(one.luck)))
    best, luckiest = max(teams, key=lambda one: one.skill.mean), max(teams, key=lambda one: one.luck)
    said = _("Best decisions: {best} ({skill}); best luck: {luckiest} ({luck})")
    return said.format(best=best.firm, skill=money(best.skill.mean, sign=True), luckiest=luckiest.firm,
                       luck=money(luckiest.luck, sign=True))  # fmt: skip

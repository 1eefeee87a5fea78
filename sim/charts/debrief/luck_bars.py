"""Luck and skill of each team as bars from zero."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.debrief.decision_charts import team_words
from sim.charts.style.bars import upright_grid
from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.formatting import money_axis
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE
from sim.game.debrief.luck_and_skill import LuckAndSkill, TeamLuck
from sim.language.messages import _
from sim.number_text import money, with_bounds

HATCH_OF_LUCK = "///"


@house_style()
def luck_bars_chart(found: LuckAndSkill, axes: Axes | None = None) -> Figure:
    """Two bars for each team: what its decisions brought on average (skill, with its 95% interval), and luck.

    Skill is the expected profit of its decisions less that of leaving everything as it stood; luck is the profit of
    this game less what was to be expected of the decisions.

    Args:
        found: Luck and skill of a debrief, as from ``session.debrief(luck=200).luck``.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes, height=1.6 + 0.62 * max(len(found.teams), 2))
    for place, team in enumerate(found.teams):
        skill = team.skill.mean
        axes.barh(place - 0.19, skill, height=0.34, color=BLUE)
        ends = [[max(skill - team.skill.low, 0.0)], [max(team.skill.high - skill, 0.0)]]
        axes.errorbar([skill], [place - 0.19], xerr=ends, fmt="none", ecolor=INK, elinewidth=1.1, capsize=3)
        axes.barh(place + 0.19, team.luck, height=0.34, color=ORANGE, hatch=HATCH_OF_LUCK, edgecolor="white")
    axes.axvline(0, color=GREY, linewidth=1)
    axes.set_yticks(range(len(found.teams)), team_words([team.firm for team in found.teams]))
    axes.set_ylim(len(found.teams) - 0.5, -0.5)
    axes.margins(x=0.08)
    upright_grid(axes)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    money_axis(axes.xaxis)
    note = _("profit of the whole game, money · line: 95% interval · {n} other lucks")
    axes.set_xlabel(note.format(n=found.lucks))
    add_legend(axes, [area_key(BLUE, "", _("skill")), area_key(ORANGE, HATCH_OF_LUCK, _("luck in this game"))])
    return headline(axes, luck_bars_claim(found.teams))


def luck_bars_claim(teams: tuple[TeamLuck, ...]) -> str:
    """Whose decisions clearly brought or cost most, with the interval, and whom luck moved most."""
    lucky = max(teams, key=lambda team: abs(team.luck))
    words = {
        (True, True): _("luck helped {firm} most, by {money}"), (False, True): _("luck hurt {firm} most, by {money}"),
        (True, False): _("luck helped {firm} by {money}"), (False, False): _("luck hurt {firm} by {money}"),
    }  # fmt: skip
    luck = words[lucky.luck >= 0, len(teams) > 1].format(firm=lucky.firm, money=money(abs(lucky.luck)))
    clear = [team for team in teams if team.skill.low > 0 or team.skill.high < 0]
    if not clear:
        return _("No clear effect of any team's decisions; {luck}").format(luck=luck)
    best = max(clear, key=lambda team: abs(team.skill.mean))
    brought, cost = _("{firm}'s decisions brought {skill}; {luck}"), _("{firm}'s decisions cost {skill}; {luck}")
    low, high = sorted((abs(best.skill.low), abs(best.skill.high)))
    said = brought if best.skill.mean > 0 else cost
    return said.format(firm=best.firm, skill=with_bounds(abs(best.skill.mean), low, high, money), luck=luck)

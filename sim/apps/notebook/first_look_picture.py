"""The four-part picture of the first look: built once, then only its lines, bars, scales and headlines move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.apps.notebook.live_figure import LiveFigure
from sim.charts.style.canvas import house_style
from sim.charts.style.event_selection import select_chart_events
from sim.charts.style.formatting import cause_word, firm_words
from sim.charts.style.palette import INK, cause_look, firm_look
from sim.charts.style.text_fitting import HEADLINE_POINTS, lines
from sim.game.words import paragraph
from sim.glossary.labels import cause_name
from sim.language.choice import current_language
from sim.language.messages import _, ngettext
from sim.metrics.exits.exits import exits
from sim.metrics.programmes.gain import gain_curves
from sim.metrics.programmes.programme_cost import LINES
from sim.metrics.purchasing.share import share_curve
from sim.number_text import money as money_words
from sim.number_text import percent, points
from sim.results.results import Results
from sim.results.tables import COST, money, profit_cents

SPAN = 4
DPI = 100
SIZE = (10.0, 7.4)
PROGRAMME_LINES = tuple(event for line in LINES for event in COST[line])


@dataclass(frozen=True)
class Figures:
    """The numbers of the picture, one replication: what is drawn and what the headlines say."""

    shares: NDArray[np.float64]
    """Share of purchases, shape (weeks, firms)."""
    causes: NDArray[np.float64]
    """Exits, shape (firms, causes)."""
    gain: NDArray[np.float64]
    """Gain in share of the firm in focus over the world without the programme, shape (weeks,)."""
    cost: NDArray[np.float64]
    """Programme cost of the firm in focus so far, money, shape (weeks,)."""
    extra: NDArray[np.float64]
    """Profit of the firm in focus so far less that without the programme, money, shape (weeks,)."""
    launches: tuple[tuple[int, float], ...]
    """Place of each firm that launched a programme, and the week."""


def figures(results: Results, without: Results) -> Figures:
    """The numbers of the picture from two worlds of the same luck. Raises ``ValueError`` when the luck differs."""
    focal = results.names.firms.index(results.scenario.focal_firm)
    left = exits(results)["exits"].to_numpy(dtype=float)  # a row for each firm and cause, in order
    run, other = results.runs[0], without.runs[0]
    out = select_chart_events(results, ("launch",)).drop_duplicates(["firm", "programme"])
    return Figures(
        shares=share_curve(run, "purchases", SPAN),
        causes=left.reshape(len(results.names.firms), -1),
        gain=gain_curves(results, without, SPAN)[0, :, focal],
        cost=np.cumsum(money(run, PROGRAMME_LINES)[:, focal]) / 100,
        extra=np.cumsum((profit_cents(run) - profit_cents(other))[:, focal]) / 100,
        launches=tuple(zip(map(results.names.firms.index, out["firm"].tolist()), out["time"].tolist(), strict=True)),
    )


class FourParts:
    """Shares, exits by cause, gain over the world without the programme, cost and extra profit of the firm in focus."""

    def __init__(self, results: Results, without: Results) -> None:
        """Build the picture from a first pair of worlds; :meth:`show` puts others into it."""
        self.firms, self.focal = firm_words(results), results.names.firms.index(results.scenario.focal_firm)
        self.weeks = np.arange(1, results.runs[0].weekly.shape[0] + 1)
        self.causes = [cause.name for cause in results.scenario.exits.causes]
        with house_style():
            self.figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained")
            (shares, left), (gained, earned) = self.figure.subplots(2, 2)
            # with a height of its own a headline is not moved out of the way of anything, which would take long
            self.titles = [
                axes.set_title("\n", fontsize=HEADLINE_POINTS, y=1.0) for axes in (shares, left, gained, earned)
            ]
            self._build_shares(shares)
            self._build_exits(left, results)
            self.zeros = [axes.axhline(0, color="#888888", linewidth=0.8) for axes in (gained, earned)]
            self._build_gain(gained)
            self._build_profit(earned)
            self._make_room()
            scales = [axes.yaxis for axes in (self.share_axes, self.gain_axes, self.profit_axes)]
            self.live = LiveFigure(self.figure, [*scales, self.exit_axes.xaxis], self._moving())
            self.show(figures(results, without))

    def _make_room(self) -> None:
        """Scales with the longest labels that they may get, for the layout."""
        self.share_axes.set_ylim(0, 100)
        self.gain_axes.set_ylim(-100, 100)
        self.profit_axes.set_ylim(-2e5, 2e5)

    def _moving(self) -> list[Artist]:
        """What changes with a choice, from back to front."""
        drawn = [*self.shares, *self.marks, *self.zeros, self.copy, self.gain, self.extra, self.cost]
        return [*drawn, *(bar for row in self.bars for bar in row), *self.titles]

    def _build_shares(self, axes: Axes) -> None:
        self.shares = [
            axes.plot(
                [],
                [],
                color=firm_look(place).colour,
                linestyle=firm_look(place).line,
                label=firm,
                linewidth=2.4 if place == self.focal else 1.6,
            )[0]
            for place, firm in enumerate(self.firms)
        ]
        self.marks = [
            axes.plot([], [], "*", color=firm_look(place).colour, markersize=14, markeredgecolor="white", zorder=4)[0]
            for place in range(len(self.firms))
        ]
        axes.legend(loc="lower left", ncols=len(self.firms), fontsize=9)
        self._frame(
            axes,
            _("week · ★ a programme comes out"),
            _("share of purchases, % (over {weeks} weeks)").format(weeks=SPAN),
        )
        self.share_axes = axes

    def _build_exits(self, axes: Axes, results: Results) -> None:
        names = tuple(results.names.causes)
        looks = [cause_look(cause, names) for cause in self.causes]
        self.bars: list[list[Rectangle]] = [
            list(
                axes.barh(range(len(self.firms)), 0, height=0.6, color=look.colour, hatch=look.hatch, edgecolor="white")
            )
            for look in looks
        ]
        axes.set_yticks(range(len(self.firms)), self.firms)
        axes.invert_yaxis()
        axes.grid(True, axis="x")
        axes.grid(False, axis="y")
        axes.set_xlabel(_("customers who left, by cause"))
        handles = [
            Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", label=cause_word(results, cause))
            for cause, look in zip(self.causes, looks, strict=True)
        ]
        axes.legend(
            handles=handles,
            loc="upper center",
            bbox_to_anchor=(0.45, -0.16),
            ncols=len(handles),
            fontsize=8,
            columnspacing=1.0,
            handlelength=1.3,
            handletextpad=0.4,
        )
        self.exit_axes = axes

    def _build_gain(self, axes: Axes) -> None:
        self.gain = axes.plot([], [], color=firm_look(self.focal).colour, linewidth=2.2)[0]
        self.copy = axes.axvline(-1, color=INK, linewidth=1, linestyle="--")
        self._frame(
            axes,
            _("week · broken line: first copy"),
            _("{firm}'s gain in share, points").format(firm=self.firms[self.focal]),
        )
        self.gain_axes = axes

    def _build_profit(self, axes: Axes) -> None:
        self.extra = axes.plot(
            [], [], color=firm_look(self.focal).colour, linewidth=2.2, label=_("extra profit so far")
        )[0]
        self.cost = axes.plot(
            [], [], color="#D55E00", linestyle=(0, (5, 1)), linewidth=1.8, label=_("programme cost so far")
        )[0]
        axes.legend(loc="upper left", fontsize=9)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _place: money_words(amount)))
        self._frame(axes, _("week"), _("money, against no programme"))
        self.profit_axes = axes

    def _frame(self, axes: Axes, below: str, beside: str) -> None:
        axes.set_xlim(0, self.weeks[-1])
        axes.set_xlabel(below)
        axes.set_ylabel(beside)

    @house_style()
    def show(self, now: Figures) -> None:
        """Put other numbers into the picture."""
        for place, (line, mark) in enumerate(zip(self.shares, self.marks, strict=True)):
            line.set_data(self.weeks, 100 * now.shares[:, place])
            out = [week for firm, week in now.launches if firm == place and week < self.weeks[-1]]
            mark.set_data(out, np.interp(out, self.weeks, 100 * now.shares[:, place]) if out else [])
        settled = 100 * now.shares[SPAN:]
        self.share_axes.set_ylim(5 * np.floor(settled.min() / 5 - 0.7), 5 * np.ceil(settled.max() / 5 + 0.3))
        reached = np.zeros(len(self.firms))
        for bars, counts in zip(self.bars, now.causes.T, strict=True):
            for place, bar in enumerate(bars):
                bar.set_x(reached[place])
                bar.set_width(counts[place])
            reached += counts
        self.exit_axes.set_xlim(0, _step_up(max(1.02 * reached.max(), 1.0)))
        self.gain.set_data(self.weeks, 100 * now.gain)
        reach = max(5.0, 5 * np.ceil(20 * float(np.nanmax(np.abs(now.gain)))))
        self.gain_axes.set_ylim(-reach, reach)
        copied = [week for place, week in now.launches if place != self.focal]
        self.copy.set_xdata([min(copied, default=-1.0)] * 2)
        self.extra.set_data(self.weeks, now.extra)
        self.cost.set_data(self.weeks, now.cost)
        low, high = float(min(now.extra.min(), 0)), float(max(now.extra.max(), now.cost.max(), 1000.0))
        self.profit_axes.set_ylim(-_step_up(0.05 * high - 1.05 * low), _step_up(1.25 * high))
        for title, sentence in zip(self.titles, self.claims(now), strict=True):
            title.set_text(_two_lines(sentence))

    def claims(self, now: Figures) -> tuple[str, str, str, str]:
        """What each part shows, of this one run."""
        name = self.firms[self.focal]
        own = dict(now.launches).get(self.focal, float(SPAN))
        start, end = (percent(float(now.shares[week, self.focal])) for week in (int(own) - 1, -1))
        left = now.causes[self.focal]
        cause = self.causes[int(left.argmax())]
        last = float(np.nanmean(now.gain[-13:]))
        total, cost = money_words(abs(float(now.extra[-1]))), money_words(float(now.cost[-1]))
        more, less = (
            _("{firm} has {points} more share in the last 13 weeks than without the programme"),
            _("{firm} has {points} less share in the last 13 weeks than without the programme"),
        )
        gained = (more if last >= 0 else less).format(firm=name, points=points(last))
        more, less = (
            _("With the programme {firm} earns {money} more; the programme costs {cost}"),
            _("With the programme {firm} earns {money} less; the programme costs {cost}"),
        )
        earned = (more if now.extra[-1] >= 0 else less).format(firm=name, money=total, cost=cost)
        if not now.gain.any() and not now.extra.any():
            gained = earned = _("No difference: both worlds are the same")
        held, began = (
            _("{firm} has {start} of purchases at the launch, {end} at the end"),
            _("{firm} has {start} of purchases at first, {end} at the end"),
        )
        share = (held if now.gain.any() else began).format(firm=name, start=start, end=end)
        exits = _("Nobody left {firm}")
        if left.any():
            exits = ngettext("{n} left {firm}, {most} for {cause}", "{n} left {firm}, {most} of them for {cause}",
                             int(left.sum()))  # fmt: skip
        exits = exits.format(n=f"{left.sum():.0f}", firm=name, most=f"{left.max():.0f}", cause=cause_name(cause))
        return (share, exits, gained, earned)

    @property
    def words(self) -> str:
        """What the picture shows, in words."""
        gap = "" if current_language() == "zh" else " "
        end = _("{sentence}.")
        said = (title.get_text().strip("\n").replace("\n", gap).strip() for title in self.titles)
        return paragraph(end.format(sentence=sentence) for sentence in said)

    def png(self) -> bytes:
        """The picture as it stands, always of the same size in pixels."""
        with house_style():
            return self.live.png()


def _step_up(reach: float) -> float:
    """The end of a scale: up to the next tenth, fifth or half of a power of ten, so that small changes do not move it.

    >>> _step_up(429), _step_up(21_300), _step_up(880)
    (450.0, 22000.0, 900.0)
    """
    power = 10 ** np.floor(np.log10(reach))
    step = power * (0.1 if reach < 3 * power else 0.5)
    return float(step * np.ceil(reach / step))


def _two_lines(sentence: str) -> str:
    """A headline that always takes two lines, so that nothing moves."""
    broken = lines(sentence, SIZE[0] / 2 - 0.9)
    return "\n".join(["", *broken][-2:])

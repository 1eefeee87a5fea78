"""The trial of a chapter: two worlds, one of them changed by sliders, in one picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.style.canvas import canvas, headline, headline_text, house_style, png, provenance
from sim.charts.style.curves import Curve, draw_curves
from sim.charts.style.formatting import money_axis
from sim.charts.style.palette import firm_look
from sim.charts.style.text_fitting import legible
from sim.course.chapters import words
from sim.course.chapters.chapter import scenario_of
from sim.course.chapters.chapter_work import ChapterWork
from sim.course.text import Text
from sim.number_text import money, significant
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.contrasts import world

DPI = 110
SMOOTH = 8
"""Weeks over which a share is averaged, so that single purchases do not hide its course."""
QUARTER = 13
MONEY = ("profit", "revenue")


class Trial:
    """The market of a chapter as the sliders have it, against the other world; both with the student's luck."""

    def __init__(self, state: ChapterWork) -> None:
        """Run the world that nothing is changed in.

        Args:
            state: The chapter and the student.
        """
        self.state = state
        self._out = state.chapter.try_out
        self._asked = scenario_of(state.chapter.experiments[self._out.run])
        self.start = {slider.id: slider.start for slider in self._out.sliders}
        self._other = self._run(world(self._asked, self._out.against))

    def choose(self, values: Mapping[str, float]) -> None:
        """Run the market with these values, and draw it.

        Args:
            values: A number for each slider, by its id.
        """
        self.show(values, self.run(values))

    def run(self, values: Mapping[str, float]) -> Results:
        """Run the market with these values.

        Args:
            values: A number for each slider, by its id.

        Returns:
            Its results.
        """
        changes: dict[str, object] = {}
        for slider in self._out.sliders:
            put = {path: with_value(content, values[slider.id]) for path, content in slider.set.items()}
            changes.update(put)
        return self._run(world(self._asked, "base").but(changes))

    def show(self, values: Mapping[str, float], results: Results) -> None:
        """Draw the market that was run with these values.

        Args:
            values: A number for each slider, by its id.
            results: Its results, from :meth:`run`.
        """
        figure = self._drawn(results)
        self.values, self.picture, self.words = dict(values), png(figure, DPI), headline_text(figure)
        self.pixels = tuple(round(side * DPI) for side in figure.get_size_inches())

    def _run(self, market: Any) -> Results:
        return simulate(market, seed=self.state.seed, replications=1)

    @house_style()
    def _drawn(self, results: Results) -> Figure:
        firm = self._asked.focal_firm
        one, two = (_series(found, self._out.figure, firm) for found in (results, self._other))
        axes = canvas(None)
        axes.set_xlim(0, len(one))
        english = self.state.chapters["en"].try_out
        names = (legible(self._out.label, english.label), legible(self._out.other, english.other))
        span = min(len(one), len(two))
        curves = [
            Curve(x=np.arange(1, span + 1), y=values[:span], name=name, look=firm_look(place), strong=place == 0)
            for place, (values, name) in enumerate(zip((one, two), names, strict=True))
        ]
        draw_curves(axes, curves)
        if self._out.figure in MONEY:
            money_axis(axes.yaxis)
        axes.set_ylabel(self._legible(words.FIGURES[self._out.figure]))
        axes.set_xlabel(self._legible(words.WEEK))
        written = money if self._out.figure in MONEY else significant
        last = [written(float(np.mean(values[-QUARTER:]))) for values in (one, two)]
        told = words.DIFFERENCE.said("en").format(
            figure=words.FIGURES[self._out.figure].en, firm=firm, one=last[0], two=last[1], label=english.label,
            other=english.other,
        )  # fmt: skip
        said = self.state.said(
            words.DIFFERENCE, figure=self.state.said(words.FIGURES[self._out.figure]), firm=firm, one=last[0],
            two=last[1], label=self._out.label, other=self._out.other,
        )  # fmt: skip
        return provenance(
            headline(axes, legible(said, told) if self.state.language == "en" else _short(said, told)), results
        )

    def _legible(self, text: Text) -> str:
        return _short(text.said(self.state.language), text.en)


def _short(text: str, otherwise: str) -> str:
    """The text where its letters can be printed, else the other one."""
    return text if legible(text[:8], "") else otherwise


def with_value(content: Any, value: float) -> Any:
    """The content with the number in place of ``$value``."""
    if isinstance(content, Mapping):
        return {key: with_value(inner, value) for key, inner in content.items()}
    if isinstance(content, list | tuple):
        return [with_value(inner, value) for inner in content]
    whole = int(value) if float(value).is_integer() else value
    return whole if content == "$value" else content


def _series(results: Results, figure: str, firm: str) -> NDArray[np.float64]:
    """The figure week by week."""
    table = weekly(results)
    own = table[table["firm"] == firm]
    if figure == "share":
        paid = own["revenue"].to_numpy(dtype=float)
        all_paid = table.groupby("week")["revenue"].sum().to_numpy(dtype=float)
        window = np.ones(SMOOTH)
        above, below = (np.convolve(part, window, "full")[: len(part)] for part in (paid, all_paid))
        share: NDArray[np.float64] = np.divide(100 * above, below, out=np.full(len(paid), np.nan), where=below > 0)
        return share
    values = own[figure].to_numpy(dtype=float)
    return values if figure == "customers" else values.cumsum()

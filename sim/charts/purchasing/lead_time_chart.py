"""How long customers waited for what they ordered, and whether the promise was kept."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words, listed
from sim.charts.style.palette import INK, firm_look
from sim.metrics._shared.windows import require_purchases
from sim.metrics.purchasing.orders import order_times
from sim.number_text import percent
from sim.results.results import Results
from sim.scenario.firm.departments.production_line import ProductionLine


@house_style()
def lead_time_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Part of orders delivered within so many weeks, for each firm with a line; a vertical line is the promise.

    What is lost or never delivered stays missing from 100%. All replications together. Raises ``IncompleteLogError``
    for a log without purchases.
    """
    require_purchases(results, "lead_time_chart")
    axes = canvas(axes)
    names, marks, claims, longest = firm_words(results), [], [], 0.1
    for place, firm in enumerate(results.scenario.firms):
        line = firm.department(ProductionLine)
        if line is None:
            continue
        weeks, given = _lead_times(results, place)
        look, promised = firm_look(place), getattr(line.works, "promised", None)
        if given:
            heights = 100 * np.arange(len(weeks) + 1) / given
            axes.plot(
                [0.0, *weeks, 1e6], [*heights, heights[-1]], color=look.colour, linestyle=look.line, linewidth=2,
                drawstyle="steps-post",
            )  # fmt: skip
            longest = max(longest, float(np.quantile(weeks, 0.995)) if len(weeks) else 0.0, promised or 0.0)
            claims.append(_claim(names[place], weeks, given, promised))
        if promised is not None:
            axes.axvline(promised, color=look.colour, linewidth=1, linestyle=":")
        marks += axes.plot([], [], color=look.colour, linestyle=look.line, linewidth=2, label=names[place])
    axes.set_xlim(0, 1.15 * longest)
    axes.set_ylim(0, 104)
    axes.set_ylabel("orders delivered, %")
    axes.set_xlabel("weeks since the order")
    if any(getattr(p.works, "promised", None) for f in results.scenario.firms if (p := f.department(ProductionLine))):
        marks.append(Line2D([], [], color=INK, linewidth=1, linestyle=":", label="promised"))
    if marks:
        add_legend(axes, marks)
    headline(axes, "; ".join(claims) if claims else "Nobody ordered anything of a production line")
    return figure_of(axes)


def _lead_times(results: Results, firm: int) -> tuple[NDArray[np.float64], int]:
    """Weeks from order to delivery, ascending, and the number of orders given."""
    tables = [order_times(run, firm) for run in results.runs]
    met = [table[table["ended"].notna() & ~table["lost"]] for table in tables]
    weeks = np.concatenate([(table["ended"] - table["ordered"]).to_numpy(dtype=float) for table in met])
    return np.sort(weeks), sum(map(len, tables))


def _claim(name: str, weeks: NDArray[np.float64], given: int, promised: float | None) -> str:
    if promised is None:
        return f"{name} meets {percent(len(weeks) / given)} of orders from stock"
    kept = percent(float((weeks <= promised).sum()) / given)
    return f"{name} delivers {kept} of orders within the promised {listed([f'{promised:g} weeks'])}"

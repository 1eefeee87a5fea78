"""What a firm earns more in one market than in another with the same luck, added up over the weeks."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import Curve, draw_curves, zero_line
from sim.charts.style.finding import Finding
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import money_axis, words_by_firm
from sim.charts.style.palette import firm_look
from sim.language.messages import _, mark
from sim.metrics._shared.interval import interval, mean_bounds
from sim.metrics._shared.windows import require_common_random_numbers
from sim.metrics.programmes.gain import number_of
from sim.number_text import money
from sim.results.results import Results
from sim.results.tables import profit_cents

PROFIT_DIFFERENCE = Finding(
    more=mark("At the end {name} has earned {size} more than in the other market{interval}"),
    less=mark("At the end {name} has earned {size} less than in the other market{interval}"),
    unclear=mark("At the end there is no clear difference in what {name} has earned in the two markets{interval}"),
    unit=money,
)


@house_style()
def profit_difference_chart(
    results: Results, without: Results, firm: str | None = None, axes: Axes | None = None
) -> Figure:
    """Profit of a firm since week 0 less its profit in another market with the same luck, with the paired 95% band.

    Above zero the firm has earned more in the first market by that week.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        without: The other market with the same luck, such as that without the programme.
        firm: Name of the firm; the one in focus if left out.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        LookupError: For an unknown firm.
        ValueError: When the two markets do not share their luck.
    """
    require_common_random_numbers(results, without)
    place = number_of(results, firm)
    one, other = (
        np.array([profit_cents(run)[:, place].cumsum() / 100 for run in world.runs]) for world in (results, without)
    )
    span = min(one.shape[1], other.shape[1])
    more = one[:, :span] - other[:, :span]
    mean, low, high = mean_bounds(more, 0.95)
    axes = canvas(axes)
    weeks_axis(axes, results, banded=True)
    zero_line(axes)
    name = words_by_firm(results)[results.names.firms[place]]
    look = firm_look(place)
    draw_curves(axes, [Curve(x=np.arange(1, span + 1), y=mean, low=low, high=high, name="", look=look, strong=True)])
    money_axis(axes.yaxis)
    axes.set_ylabel(_("profit of {firm} since week 0, this market less the other, money").format(firm=name))
    return headline(axes, PROFIT_DIFFERENCE.told(interval(more[:, -1]), name=name))

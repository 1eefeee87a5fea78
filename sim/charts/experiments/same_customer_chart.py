"""One customer in two markets with the same luck: a lane for each market."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.experiments.counterfactual_charts import life_claim, outcome_of
from sim.charts.retention.life_line import MARKS, marks_in
from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.event_selection import customer_name, of_customer
from sim.charts.style.formatting import cause_word, focal_place, notes
from sim.charts.style.palette import GREY, firm_look
from sim.charts.style.text_fitting import legible
from sim.experiments.counterfactuals import CounterfactualPair, customer_outcomes
from sim.language.messages import _, mark, translate
from sim.metrics._shared.windows import require_common_random_numbers
from sim.metrics.programmes.gain import number_of
from sim.results.results import Results

NAMES = (mark("this market"), mark("the other market"))
RANK = {"saved": 0, "lost": 0, "won": 1, "not won": 1, "gone in both": 2, "kept in both": 2}
"""Customers who are shown first: those of whom the two markets make something else, for better or worse alike."""


@house_style()
def same_customer_chart(
    results: Results,
    without: Results,
    customer_id: str | int | None = None,
    axes: Axes | None = None,
    names: tuple[str, str] = NAMES,
) -> Figure:
    """What one customer did in each of two markets with the same luck, one lane for each, weeks from left to right.

    Dealings with the firm in focus are in its colour, others grey; a line runs while the customer is one
    of the firm in focus. The first replication is shown. Counterfactual under the coupling of luck: the n-th purchase
    has the same draws in both.

    Args:
        results: Runs of a market, as from :func:`sim.simulate`.
        without: The other market with the same luck.
        customer_id: Id of the customer; if left out, the one whose worth to the firm differs most among those who leave
            the firm in one market only.
        axes: Axes to draw into; a figure of its own if left out.
        names: What the two markets are called.

    Returns:
        The figure.

    Raises:
        LookupError: For a customer who is not in the market.
        ValueError: When the two markets do not share their luck.
        IncompleteLogError: For a log without purchases.
    """
    require_common_random_numbers(results, without)
    firm = results.names.firms[number_of(results, None)]
    shown = (translate(names[0]), translate(names[1])) if names == NAMES else names
    worlds = CounterfactualPair(names=(shown[1], shown[0]), first=without, second=results, firm=firm)
    customer = _chosen(worlds) if customer_id is None else customer_name(results, customer_id)
    axes = canvas(axes, 6.4, 2.9)
    lives = [_lane(axes, world, customer, lane) for lane, world in enumerate((results, without))]
    axes.set_yticks(range(2), [legible(name, translate(word)) for name, word in zip(shown, NAMES, strict=True)])
    axes.set_ylim(1.6, -0.7)
    axes.set_xlim(-0.02 * results.scenario.horizon, 1.02 * results.scenario.horizon)
    axes.grid(False)
    axes.set_xlabel(notes(_("week"), _("coloured: with the firm in focus, grey: with others")))
    if handles := marks_in(*lives):
        add_legend(axes, handles)
    return headline(axes, life_claim(worlds, customer, outcome_of(worlds, customer, 0)))


def _chosen(worlds: CounterfactualPair) -> str:
    """Whom to show: by :data:`RANK`, then the one whose worth differs most."""
    table = customer_outcomes(worlds)
    table = table[table["replication"] == worlds.first.runs[0].replication]
    if table.empty:
        return customer_name(worlds.first, 0)
    rank = table["outcome"].astype(str).map(RANK)
    order = np.lexsort((-table["value_more"].abs().to_numpy(dtype=float), rank.to_numpy()))
    return str(table["customer_id"].iloc[order[0]])


def _lane(axes: Axes, results: Results, customer: str, lane: int) -> pd.DataFrame:
    """Draw one life in its lane, and return everything that happened."""
    life = of_customer(results, customer)
    focal = results.scenario.focal_firm
    colour = firm_look(focal_place(results)).colour
    mine = life[life["firm"] == focal]
    ends = [*mine.loc[mine["event"] == "exit", "time"], results.scenario.horizon]
    for number, start in enumerate(mine.loc[mine["event"] == "acquisition", "time"]):
        axes.hlines(lane, start, ends[min(number, len(ends) - 1)], color=colour, linewidth=1.6, alpha=0.6)
    for event, marker, size, _word in MARKS:
        here = life[life["event"] == event]
        for ours, ink, height in ((False, GREY, lane + 0.17), (True, colour, float(lane))):
            at = here.loc[(here["firm"] == focal) == ours, "time"]
            axes.plot(at, [height] * len(at), marker=marker, markersize=size if ours else 0.7 * size, linestyle="none",
                      color=ink, markeredgecolor="white", markeredgewidth=0.5)  # fmt: skip
    gone = mine[mine["event"] == "exit"]
    for time, cause in zip(gone["time"], gone["cause"], strict=True):
        right = time < 0.8 * results.scenario.horizon
        axes.annotate(
            _("left: {cause}").format(cause=cause_word(results, str(cause))), (time, lane), (4 if right else -4, 10),
            textcoords="offset points", fontsize=8, ha="left" if right else "right",
        )  # fmt: skip
    return life

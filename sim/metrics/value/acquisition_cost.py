"""What winning customers costs, what keeping them costs, and how the two compare."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.interval import ratio_of_means
from sim.metrics._shared.windows import (
    WEEKS_A_YEAR,
    cents,
    counted,
    per_cell,
    per_firm,
    ratio,
    require_common_random_numbers,
    whole_weeks,
)
from sim.metrics.programmes.programme_cost import LINES
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.results.spells import relationship_spells
from sim.results.tables import COST
from sim.scenario.firm.departments.communication import CHANNELS, TO_CUSTOMERS


@register("metric", "acquisition_cost")
def acquisition_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What winning a customer cost a firm on average: the money of the channels that win, for each first purchase.

    Formula: spend on channels that win customers / first purchases (of those who come back after leaving, too).
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: average acquisition cost.

    An average: many would have come by themselves. What one *more* customer costs is
    :func:`incremental_acquisition_cost`.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: acquisitions, spend, acquisition_cost (not a number without acquisitions), in
        full units of money.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    won = counted(results, "acquisitions", weeks)
    table = channel_cost(results, since, until)
    spent = (table["spend"] * table["wins"]).to_numpy().reshape(*won.shape, -1).sum(axis=2)
    return per_firm(results, {"acquisitions": won, "spend": spent, "acquisition_cost": ratio(spent, won)})


@register("metric", "incremental_acquisition_cost")
def incremental_acquisition_cost(
    results: Results, without: Results, since: int = 0, until: int | None = None, level: float = 0.95
) -> pd.DataFrame:
    """What one more customer costs: further spend for each first purchase that would not have been made without it.

    Formula: (spend − spend without) / (first purchases − first purchases without), means over replications of worlds
    with the same customers and the same luck; interval of a ratio of means (Cochran 1977, Sampling Techniques, ch. 6).
    Source: Blattberg & Deighton (1996), Harvard Business Review 74(4), 136-144: spending is weighed by the
    response to it.

    Give the world without any communication for the cost of all it won, or one with a little less of it for that of the
    last ones won.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        without: The same market run with the same luck and with less communication, or none.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.
        level: Confidence level of the intervals, between 0 and 1.

    Returns:
        One row per firm: more_spend, more_acquisitions (means), incremental_cost with low and high (not a number where
        no more customers came), replications.

    Raises:
        ValueError: Unless both worlds share seed, replications, firms and weeks, or for an empty window.
    """
    require_common_random_numbers(results, without)
    table, other = acquisition_cost(results, since, until), acquisition_cost(without, since, until)
    table["more_spend"] = table["spend"] - other["spend"]
    table["more"] = table["acquisitions"] - other["acquisitions"]
    rows = []
    for firm, here in table.groupby("firm", observed=False):
        more = float(here["more"].mean())
        found = ratio_of_means(here["more_spend"], here["more"], level) if more > 0 else None
        rows.append(
            {
                "firm": firm,
                "more_spend": float(here["more_spend"].mean()),
                "more_acquisitions": more,
                "incremental_cost": found.mean if found else float("nan"),
                "low": found.low if found else float("nan"),
                "high": found.high if found else float("nan"),
                "replications": len(here),
            }
        )
    return pd.DataFrame(rows)


@register("metric", "channel_cost")
def channel_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What a firm spent on each of its five channels of communication, to win customers or to keep them.

    Formula: money of the rows "communication" in the window, by their cause.
    Source: the five tools are the course's (A16); as an account, Farris, Bendle, Pfeifer & Reibstein (2010), Marketing
    Metrics, ch. 3.

    ``wins`` is false for direct marketing, which as a rule speaks to customers only.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication, firm and channel: wins, spend, in full units of money.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    firms, size = len(results.names.firms), len(CHANNELS)
    spent = np.zeros((len(results.runs), firms, size), dtype=np.int64)
    known = [word for word in CHANNELS if word in results.names.words]
    place = np.full(len(results.names.words) + 1, -1)
    place[[results.names.words.index(word) for word in known]] = [CHANNELS.index(word) for word in known]
    for number, run in enumerate(results.runs):
        rows = select_events(run, ("communication",), weeks.start, weeks.stop)
        channel = place[rows["cause"]]
        of = channel >= 0
        np.add.at(spent[number], (rows["firm"][of], channel[of]), rows["cents"][of])
    table = per_cell(results, {"firm": results.names.firms, "channel": CHANNELS}, {"spend": spent / 100})
    table.insert(3, "wins", ~table["channel"].isin(TO_CUSTOMERS).to_numpy())
    return table


KEEPING = (*LINES, "relations_cost", "desk_cost", "win_back_cost")
"""Lines of :data:`sim.results.tables.COST` that are spent on customers whom a firm has, or has just lost."""


@register("metric", "keeping_cost")
def keeping_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What it costs a firm to keep a customer for a year: programmes, contact, service and win-back.

    Formula: (programme cost + relations + desk + win-back + direct marketing) / customer-years, a customer-year being
    52 weeks of one customer.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: average retention cost; theirs is per
    customer retained, this one counts those who leave for the time they stayed.

    What money is called keeping is a convention: a service desk also wins customers.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: customer_years, spend, keeping_cost (not a number without customers), in full
        units of money.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    end = min(float(weeks.stop), results.scenario.horizon)
    firms = len(results.names.firms)
    events = tuple(event for line in KEEPING for event in COST[line])
    years = np.zeros((len(results.runs), firms))
    for number, run in enumerate(results.runs):
        found = relationship_spells(run, results.scenario.horizon)
        here = np.minimum(found.end, end) - np.maximum(found.start, weeks.start)
        years[number] = np.bincount(found.firm, np.maximum(0.0, here) / WEEKS_A_YEAR, firms)
    table = channel_cost(results, since, until)
    direct = (table["spend"] * ~table["wins"]).to_numpy().reshape(*years.shape, -1).sum(axis=2)
    spent = direct + cents(results, events, weeks) / 100
    return per_firm(results, {"customer_years": years, "spend": spent, "keeping_cost": ratio(spent, years)})


@register("metric", "acquisition_to_keeping")
def acquisition_to_keeping(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """Cost of winning a customer as a multiple of the yearly cost of keeping one; 4 to 6 is often claimed.

    Formula: acquisition cost / keeping cost. It is no constant of nature: it falls the more people come by themselves
    and the more is spent on those who are there, and rises with the spend on winning (diminishing returns).
    Source: the claim is the course's (A12), without a study behind it; winning and keeping as two budgets:
    Blattberg & Deighton (1996), Harvard Business Review 74(4), 136-144.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: acquisition_cost, keeping_cost, ratio (not a number where nothing was spent on
        keeping).

    Raises:
        ValueError: For an empty window.
    """
    table = acquisition_cost(results, since, until)[["replication", "firm", "acquisition_cost"]]
    table["keeping_cost"] = keeping_cost(results, since, until)["keeping_cost"]
    table["ratio"] = ratio(table["acquisition_cost"].to_numpy(), table["keeping_cost"].to_numpy())
    return table

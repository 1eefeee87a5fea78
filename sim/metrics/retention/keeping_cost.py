"""What keeping a customer for a year costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import WEEKS_A_YEAR, per_firm, ratio, whole_weeks
from sim.metrics.programmes.programme_cost import LINES
from sim.metrics.value.channel_cost import channel_cost
from sim.registry import register
from sim.results.results import Results
from sim.results.spells import relationship_spells
from sim.results.tables import COST, money

KEEPING = (*LINES, "relations_cost", "desk_cost", "win_back_cost")
"""Lines of :data:`sim.results.tables.COST` that are spent on customers whom a firm has, or has just lost."""


@register("metric", "keeping_cost")
def keeping_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What it costs a firm to keep a customer for a year: programmes, contact, service and win-back.

    Formula: (programme cost + relations + desk + win-back + direct marketing) / customer-years, a customer-year being
    52 weeks of one customer.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: average retention cost; theirs is per
    customer retained, this one counts those who leave for the time they stayed.

    What money is called keeping is a convention: a service desk also wins customers. Returns one row per replication
    and firm: customer_years, spend, keeping_cost (not a number without customers), in full units of money. Raises
    ``ValueError`` for an empty window.
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
    spent = direct + np.stack([money(run, events)[weeks].sum(axis=0) for run in results.runs]) / 100
    return per_firm(results, {"customer_years": years, "spend": spent, "keeping_cost": ratio(spent, years)})

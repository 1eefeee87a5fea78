"""The purchases of a run as the log that its shop would keep."""

from __future__ import annotations

import numpy as np

from sim.experiments.transaction_logs.transaction_log import PERIODS, SAME_DAY, Grain, TransactionLog
from sim.model.event_log import customer_ids
from sim.registry import unknown
from sim.results.event_filters import select_events
from sim.results.results import Results, Run


def simulated_log(
    results: Results, run: Run | None = None, *, firm: str | None = None, grain: Grain = "day"
) -> TransactionLog:
    """What one firm would have on file of one replication, the first one if left out.

    A newcomer in the place of a customer who moved away is another customer. ``grain`` is what the shop writes down
    of the time of a purchase: the instant, the day or the week. Raises ``LookupError`` for an unknown firm.
    """
    run = run or results.runs[0]
    name = firm or results.scenario.focal_firm
    if name not in results.names.firms:
        raise LookupError(unknown("firm", name, results.names.firms))
    rows = select_events(run, ("purchase",))
    rows = rows[rows["firm"] == results.names.firms.index(name)]
    whose, customer = np.unique(rows["customer"].astype(np.int64) << 16 | rows["generation"], return_inverse=True)
    places = customer_ids(results.names)[whose >> 16]
    later = whose & 0xFFFF
    names = np.where(later > 0, np.char.add(np.char.add(places, "."), later.astype(str)), places)
    periods, week = PERIODS[grain], rows["time"].astype(float)
    return TransactionLog(
        source=f"a run of {results.scenario.name}",
        start=results.scenario.start,
        names=names,
        customer=customer.astype(np.int64),
        week=np.floor(periods * week + SAME_DAY) / periods if periods else week,
        money=rows["cents"] / 100,
        grain=grain,
    )

"""The table of decisions: what firms that work things out saw, expected and chose."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from sim.model.event_log import decode_names
from sim.results.results import Results
from sim.scenario.decisions.estimate import ESTIMATE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def decision_table(results: Results) -> pd.DataFrame:
    """What each firm that works things out saw, expected and chose: one row for each option that it weighed.

    A move of price by a rule of thumb has no value that was worked out: expected is 0.

    Args:
        results: Runs of a market, as from :func:`sim.simulate`.

    Returns:
        Replication, then the columns of :class:`sim.scenario.decisions.estimate.Estimate`: week, firm, step, about,
        programme, option, detail, expected, expected_error (money), chance, needed, chosen, share_before, loss,
        loss_error (parts of the market's purchases), strength, strength_error. Empty where no firm works anything out.
    """
    import pandas as pd

    rows = [(run.replication, *astuple(estimate)) for run in results.runs for estimate in run.estimates]
    table = pd.DataFrame(rows, columns=["replication", *ESTIMATE_COLUMNS])
    firms = [results.names.firms.index(firm) for firm in table["firm"]]
    return table.assign(firm=decode_names(firms, results.names.firms))

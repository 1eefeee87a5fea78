"""What customers paid beyond the standard price for goods made for them, purchase by purchase."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.metrics._shared.windows import IncompleteLogError
from sim.model.events import RANK
from sim.results.event_filters import customer_key
from sim.results.results import Results, Run
from sim.scenario.firm.programme import Programme


class Premiums(NamedTuple):
    """Purchases of tailored goods: columns of equal length, in the order of the log."""

    places: NDArray[np.int64]
    """Where in the log they are."""
    cents: NDArray[np.int64]
    """Paid beyond the standard price."""


def premiums(results: Results, run: Run) -> Premiums:
    """The purchases made while goods were tailored to her, and the premium in each: paid − paid / (1 + premium).

    Exact to the half cent to which purchases are rounded. Whose goods are tailored is told by joining and the end of
    membership; the premium is that of the firm's programme in the scenario, or of the one it copied. Raises
    ``IncompleteLogError`` where there is a premium and single purchases were not kept.
    """
    rate = rates(results)
    if not rate.any():
        return Premiums(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    if results.log_level != "all":
        raise IncompleteLogError(
            "the split of ledger, customer_value_lines and ledger_chart into base profit and the premium of tailored "
            f"goods needs every single purchase, but this run kept only joins and exits (log={results.log_level!r}); "
            "simulate again with log='all'"
        )
    places = tailored_purchases(results, run)
    paid = run.rows["cents"][places]
    standard = np.floor(paid / (1 + rate[run.rows["firm"][places]]) + 0.5).astype(np.int64)
    return Premiums(places, paid - standard)


def tailored_purchases(results: Results, run: Run) -> NDArray[np.int64]:
    """Where in the log are the purchases of those whose goods are made for them, ascending."""
    kinds = {p.kind for firm in results.scenario.firms for p in firm.programmes if _tailors(p)}
    numbers = [results.names.programmes.index(kind) for kind in kinds]
    bought, of_it = run.rows["event"] == RANK["purchase"], np.isin(run.rows["programme"], numbers)
    changes = np.isin(run.rows["event"], (RANK["join"], RANK["end of membership"]))
    places = np.flatnonzero(bought | (of_it & changes)) if kinds else np.zeros(0, dtype=np.int64)
    rows = run.rows[places]
    order = np.argsort(customer_key(rows) << 8 | rows["firm"].astype(np.int64), kind="stable")
    places, rows = places[order], rows[order]
    whose = customer_key(rows) << 8 | rows["firm"].astype(np.int64)
    bought = rows["event"] == RANK["purchase"]
    last = np.maximum.accumulate(np.where(bought, -1, np.arange(len(rows))))
    hers = (last >= 0) & (whose[last] == whose) & (rows["event"][last] == RANK["join"])
    return np.sort(places[bought & hers])


def rates(results: Results) -> NDArray[np.float64]:
    """The premium of each firm's tailored goods, as a part of the standard price; that of a copy is the original's."""
    own = [next((p for p in firm.programmes if _tailors(p)), None) for firm in results.scenario.firms]
    originals = sorted((p for p in own if p and p.launch is not None), key=lambda programme: programme.launch or 0.0)
    copied = originals[0].terms() if originals else {}
    return np.array([(mine.terms() if mine else copied).get("premium", 0.0) for mine in own])


def _tailors(programme: Programme) -> bool:
    return bool(programme.terms().get("tailored_open"))

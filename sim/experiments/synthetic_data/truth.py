"""What was true: who the customers are, at which rates they buy, and why and when they left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.experiments.synthetic_data.observable_events import ObservableEvents
from sim.metrics._shared.windows import segment_of
from sim.metrics.exits.exits import interviewed
from sim.model.event_log import Names, customer_ids
from sim.model.events import RANK
from sim.model.state.customer_draws import draw_customer
from sim.model.state.initialise import active_causes, initialise_market
from sim.model.state.market import with_named_fields
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run

TRAITS = {
    "purchase_rate": "purchase_rate", "mean_spend": "spend", "idiosyncrasy": "idiosyncrasy",
    "sociability": "sociability", "norm": "norm", "needs_a_week": "needs",
}  # fmt: skip
"""Columns of the truth and the columns of the market they are read from."""


def true_customers(record: ObservableEvents, results: Results, run: Run) -> pd.DataFrame:
    """Who each number is and what she was drawn as: her traits, and for each cause her base rate and bad moments.

    Traits are drawn again from the run's own luck, as they were when she settled.
    """
    place, generation = record.people >> 16, record.people & 0xFFFF
    market = with_named_fields(initialise_market(results.scenario, (results.seed, run.replication)))
    traits = {column: np.empty(len(place)) for column in TRAITS}
    causes = [cause.name for _, cause in active_causes(results.scenario)]
    base, chance = np.zeros((2, len(place), len(causes)))
    for number, (i, life) in enumerate(zip(place.tolist(), generation.tolist(), strict=True)):
        draw_customer(market, i, life, 0.0)
        for column, field in TRAITS.items():
            traits[column][number] = market.person[i][field]
        base[number] = market.base[i]
        if market.chance.shape[0]:
            chance[number] = market.chance[i]
    by_cause = {f"base_rate {name}": base[:, c] for c, name in enumerate(causes)}
    if market.chance.shape[0]:
        by_cause |= {f"chance_at_purchase {name}": chance[:, c] for c, name in enumerate(causes)}
    segments = np.array(results.names.segments)[segment_of(place.astype(np.int32), results.names)]
    return pd.DataFrame(
        {
            "customer_id": record.ids(record.people),
            "name_in_log": _names_in_log(results.names, place, generation),
            "segment": segments,
            **traits,
            **by_cause,
        }
    )


def true_exits(record: ObservableEvents, results: Results, run: Run) -> pd.DataFrame:
    """Every exit from the firm: when, the true cause, and what was stated where someone answered."""
    rows, said = interviewed(results, run)
    mine = (rows["firm"] == results.names.firms.index(record.firm)) & np.isin(customer_key(rows), record.people)
    rows, said = rows[mine], said[mine]
    causes = np.array(["", *results.names.words])
    return pd.DataFrame(
        {
            "customer_id": record.who(rows),
            "datetime": record.when(rows["time"]),
            "week": rows["time"],
            "true_cause": causes[rows["cause"].astype(np.int64) + 1],
            "answered": said >= 0,
            "stated_cause": causes[said + 1],
        }
    )


def true_memberships(record: ObservableEvents, run: Run) -> pd.DataFrame:
    """All ends of memberships, those by leaving too, which the open part does not show."""
    rows = select_events(run, ("end of membership",))
    rows = rows[np.isin(customer_key(rows), record.people)]
    exits = run.rows[run.rows["event"] == RANK["exit"]]
    left = set(zip(customer_key(exits).tolist(), exits["time"].tolist(), strict=True))
    whose = zip(customer_key(rows).tolist(), rows["time"].tolist(), strict=True)
    return pd.DataFrame(
        {
            "customer_id": record.who(rows),
            "datetime": record.when(rows["time"]),
            "programme": record.programme(rows),
            "by_leaving": [one in left for one in whose],
        }
    )


def _names_in_log(names: Names, place: np.ndarray, generation: np.ndarray) -> np.ndarray:
    places = customer_ids(names)[place]
    return np.where(generation > 0, np.char.add(np.char.add(places, "."), generation.astype(str)), places)

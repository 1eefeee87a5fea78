"""How often intervals hold the truth, for logs kept by instants, days and weeks, in a sparse and a dense market.

``python -m sim.experiments.calibration.coverage`` prints the table of ``docs/how-to/calibrate.md``; with a number of
replications behind it, a shorter one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.experiments.calibration.calibrated import customers_of
from sim.experiments.calibration.recovery import recovery
from sim.experiments.transaction_logs.transaction_log import Grain
from sim.metrics._shared.bg_nbd import BgNbd
from sim.number_text import percent
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

REPLICATIONS = 14
SEED = 11
GRAINS: tuple[Grain, ...] = ("instant", "day", "week")
SPENDS: dict[str, object] = {
    "spend": {"family": "inverse_gamma", "shape": 5.0, "scale": 120.0},
    "spend_shape": 4.0,
}
Z = 1.959963984540054
"""Two-sided 95% point of the normal distribution."""


def known_market(name: str, model: BgNbd, arrivals: list[int], horizon: float) -> Scenario:
    """A market of customers with these parameters and Gamma-Gamma spends of p = 4, q = 5, gamma = 30."""
    about = {
        "name": name,
        "title": f"Customers whose parameters are known: {name}",
        "teaches": "Whether a fit finds the parameters that were put in.",
        "sources": ["Assumed parameters"],
        "horizon": horizon,
        "start": "2025-01-06",
    }
    return checked(Scenario, about | customers_of(model, arrivals, SPENDS))


def sparse_market() -> Scenario:
    """3,000 customers won in the first quarter of a year; a purchase in five weeks on average."""
    return known_market("sparse", BgNbd(0.8, 4.0, 1.0, 5.0), [231] * 12 + [228], 52.0)


def dense_market() -> Scenario:
    """4,000 customers of a grocer in nine weeks, most of them won early; some buy nearly every day.

    The parameters are those which the likelihood for instants gives on the days of Ta Feng, a grocer in Taiwan.
    """
    return known_market(
        "dense", BgNbd(0.781, 21.4 / 7, 0.064, 1.40), [1600, 800, 500, 350, 250, 200, 150, 100, 50], 9.0
    )


def coverage(table: pd.DataFrame, by: Sequence[str] = ("grain", "parameter")) -> pd.DataFrame:
    """Share of intervals that hold the truth, with a 95% interval of its own.

    Formula: (h + z²/2 ± z √(h (n − h) / n + z²/4)) / (n + z²) for h of n.
    Source: Wilson (1927), Probable inference, Journal of the American Statistical Association 22, 209-212.

    ``table`` as :func:`sim.experiments.calibration.recovery.recovery` returns it. Returns one row per group: held,
    fits, share, low, high, median_z.
    """
    groups = table.groupby(list(by), sort=False)
    held, fits = groups["covered"].sum().astype(float), groups["covered"].count()
    half = Z * np.sqrt(held * (fits - held) / fits + Z**2 / 4)
    return pd.DataFrame(
        {
            "held": held.astype(int),
            "fits": fits,
            "share": held / fits,
            "low": (held + Z**2 / 2 - half) / (fits + Z**2),
            "high": (held + Z**2 / 2 + half) / (fits + Z**2),
            "median_z": groups["z"].median(),
        }
    ).reset_index()


def markdown(replications: int = REPLICATIONS) -> str:
    """The table for the documentation: a row for each market and way of keeping and fitting its log."""
    lines = [
        f"| market and log | {' | '.join(('r', 'α', 'a', 'b', 'p', 'q', 'γ'))} | r, α, a, b together (95%) |",
        "|---" * 9 + "|",
    ]
    for scenario in (sparse_market(), dense_market()):
        fitted = recovery(scenario, replications, SEED, grains=GRAINS)
        wrong = recovery(scenario, replications, SEED, grains=("day",), days_as_instants=True)
        for table, label in [(fitted[fitted["grain"] == grain], grain) for grain in GRAINS] + [
            (wrong, "day, taken for an instant")
        ]:
            each = coverage(table).set_index("parameter")
            cells = [f"{row.held} ({row.median_z:+.1f})" for row in each.itertuples()]
            whole = coverage(table[table["model"] == "BG/NBD"], ["model"]).iloc[0]
            share = f"{percent(whole['share'], 1)} ({percent(whole['low'], 1)} to {percent(whole['high'], 1)})"
            lines.append(f"| {scenario.name}, {label} | {' | '.join(cells)} | {share} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown(int(sys.argv[1]) if len(sys.argv) > 1 else REPLICATIONS))

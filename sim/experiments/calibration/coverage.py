"""How often intervals hold the truth: known customers simulated, logged by instants, days and weeks, and fitted again.

``python -m sim.experiments.calibration.coverage`` prints the table of ``docs/how-to/calibrate.md``; with a number of
replications behind it, a shorter one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.experiments.calibration.buying_model import ModelName, fit_buying, fit_spending, purchases_per_active
from sim.experiments.calibration.calibrated import customers_of
from sim.experiments.calibration.cohort import cohort
from sim.experiments.calibration.maximum_likelihood import Fit
from sim.experiments.transaction_logs.transaction_log import PERIODS, SAME_DAY, Grain, TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd, MbgNbd
from sim.metrics._shared.interval import wilson_bounds
from sim.model.event_log import customer_ids
from sim.number_text import percent
from sim.registry import unknown
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.results.simulate import simulate
from sim.scenario.files.validation import checked
from sim.scenario.market.distribution import Beta, Gamma, InverseGamma
from sim.scenario.scenario import Scenario


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


def recovery(
    scenario: Scenario, replications: int = 20, seed: int | None = None, weeks: float | None = None, *,
    grains: Sequence[Grain] = ("instant",), days_as_instants: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Fit a calibrated scenario's own runs again, once for each replication and grain, as a user's log would be fitted.

    Each run is in continuous time; its log is cut to instants, days or weeks, and the likelihood follows the grain (see
    :func:`sim.experiments.calibration.calibrate.calibrate`, also for ``days_as_instants``).

    Formula: z = (ln estimate − ln truth) / error of ln estimate; covered = the 95% interval holds the truth. Where
    intervals are honest, 95 of 100 are.
    Source: the parametric check of an estimator; Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 6.

    ``scenario`` as :func:`calibrated_scenario` makes it. Returns one row per replication, grain and parameter:
    replication, grain, model, parameter, truth, estimate, low, high, z, covered. z is not a number where the likelihood
    was flat; such an interval counts as one that does not hold the truth. Raises ``ValueError`` for a scenario of
    another kind.
    """
    truth, kind = _truth(scenario)
    model: ModelName = "mbg_nbd" if kind is MbgNbd else "bg_nbd"
    results = simulate(scenario, seed=seed, replications=replications)
    rows: list[dict[str, object]] = []
    for run in results.runs:
        for grain in grains:
            of = cohort(simulated_log(results, run, grain=grain), weeks or scenario.horizon)
            if days_as_instants:
                of = of._replace(periods=0)
            buying = fit_buying(of, model)
            spending = fit_spending(of, purchases_per_active(kind(*buying.values), of))
            for found in (buying, spending):
                rows += _compared((run.replication, grain), found, truth) if found else []
    return pd.DataFrame(rows)


def _compared(place: tuple[int, Grain], found: Fit, truth: dict[str, float]) -> list[dict[str, object]]:
    return [
        {
            "replication": place[0],
            "grain": place[1],
            "model": found.model,
            "parameter": e.name,
            "truth": truth[e.name],
            "estimate": e.value,
            "low": e.low,
            "high": e.high,
            "z": (np.log(e.value) - np.log(truth[e.name])) / (e.error / e.value),
            "covered": bool(e.low <= truth[e.name] <= e.high),
        }
        for e in found.estimates
        if e.name in truth
    ]


def _truth(scenario: Scenario) -> tuple[dict[str, float], type[BgNbd]]:
    segment, causes = scenario.population.segments[0], scenario.exits.causes
    rate, spend = segment.purchase_rate, segment.spend
    leaving = causes[0].at_purchase if causes else None
    chance = leaving.chance if leaving else None
    if not isinstance(rate, Gamma) or not isinstance(chance, Beta) or leaving is None:
        raise ValueError(
            f"{scenario.name}: its purchase rates have to be spread as a gamma and its first exit cause to strike at "
            "purchases with chances spread as a beta; give a scenario that calibrated_scenario made"
        )
    found = {"r": rate.shape, "alpha": rate.shape / rate.average, "a": chance.a, "b": chance.b}
    if isinstance(spend, InverseGamma) and segment.spend_shape:
        found |= {"p": segment.spend_shape, "q": spend.shape, "gamma": spend.scale / segment.spend_shape}
    return found, MbgNbd if leaving.from_purchase == 1 else BgNbd


REPLICATIONS = 14
SEED = 11
GRAINS: tuple[Grain, ...] = ("instant", "day", "week")
SPENDS: dict[str, object] = {
    "spend": {"family": "inverse_gamma", "shape": 5.0, "scale": 120.0},
    "spend_shape": 4.0,
}
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

    The interval is Wilson's (:func:`sim.metrics._shared.interval.wilson_bounds`).

    ``table`` as :func:`sim.experiments.calibration.coverage.recovery` returns it. Returns one row per group: held,
    fits, share, low, high, median_z.
    """
    groups = table.groupby(list(by), sort=False)
    held, fits = groups["covered"].sum().astype(float), groups["covered"].count()
    low, high = wilson_bounds(held, fits)
    return pd.DataFrame(
        {
            "held": held.astype(int),
            "fits": fits,
            "share": held / fits,
            "low": low,
            "high": high,
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

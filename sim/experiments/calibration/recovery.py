"""Does fitting find what was put in? Simulate customers whose parameters are known, fit, and compare."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.experiments.calibration.buying_model import fit_buying
from sim.experiments.calibration.cohort import cohort
from sim.experiments.calibration.likeliest import Fit
from sim.experiments.calibration.simulated_log import simulated_log
from sim.experiments.calibration.spending_model import fit_spending
from sim.run import simulate
from sim.scenario.distribution import Beta, Gamma, InverseGamma
from sim.scenario.scenario import Scenario


def recovery(
    scenario: Scenario, replications: int = 20, seed: int | None = None, weeks: float | None = None
) -> pd.DataFrame:
    """Fit a calibrated scenario's own runs again, once for each replication, to their instants of purchase.

    Formula: z = (ln estimate − ln truth) / error of ln estimate; covered = the 95% interval holds the truth. Where
    intervals are honest, 95 of 100 are.
    Source: the parametric check of an estimator; Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 6.

    ``scenario`` as :func:`calibrated_scenario` makes it. Returns one row per replication and parameter: model,
    parameter, truth, estimate, low, high, z, covered. z is not a number where the likelihood was flat. Raises
    ``ValueError`` for a scenario of another kind.
    """
    truth = _truth(scenario)
    results = simulate(scenario, seed=seed, replications=replications)
    rows: list[dict[str, object]] = []
    for run in results.runs:
        of = cohort(simulated_log(results, run, grain="instant"), weeks or scenario.horizon)
        for found in (fit_buying(of), fit_spending(of)):
            rows += _compared(run.replication, found, truth) if found else []
    return pd.DataFrame(rows)


def _compared(replication: int, found: Fit, truth: dict[str, float]) -> list[dict[str, object]]:
    return [
        {
            "replication": replication,
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


def _truth(scenario: Scenario) -> dict[str, float]:
    segment, causes = scenario.population.segments[0], scenario.exits.causes
    rate, spend = segment.purchase_rate, segment.spend
    chance = causes[0].at_purchase.chance if causes and causes[0].at_purchase else None
    if not isinstance(rate, Gamma) or not isinstance(chance, Beta):
        raise ValueError(
            f"{scenario.name}: its purchase rates have to be spread as a gamma and its first exit cause to strike at "
            "purchases with chances spread as a beta; give a scenario that calibrated_scenario made"
        )
    found = {"r": rate.shape, "alpha": rate.shape / rate.average, "a": chance.a, "b": chance.b}
    if isinstance(spend, InverseGamma) and segment.spend_shape:
        found |= {"p": segment.spend_shape, "q": spend.shape, "gamma": spend.scale / segment.spend_shape}
    return found

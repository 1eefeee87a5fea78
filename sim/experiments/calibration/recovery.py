"""Does fitting find what was put in? Simulate customers whose parameters are known, fit, and compare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.experiments.calibration.buying_model import ModelName, fit_buying, purchases_per_active
from sim.experiments.calibration.cohort import cohort
from sim.experiments.calibration.maximum_likelihood import Fit
from sim.experiments.calibration.simulated_log import simulated_log
from sim.experiments.calibration.spending_model import fit_spending
from sim.experiments.transaction_logs.transaction_log import Grain
from sim.metrics._shared.bg_nbd import BgNbd, MbgNbd
from sim.results.simulate import simulate
from sim.scenario.market.distribution import Beta, Gamma, InverseGamma
from sim.scenario.scenario import Scenario


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

"""What a market answers at each of many settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.comparison.compare import replicate
from sim.experiments.design.factor import Factor, Range, factors_of, setting
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import scenario_hash
from sim.experiments.execution.execution import Execution
from sim.experiments.measure import Figure, judge
from sim.experiments.provenance import provenance_of
from sim.scenario.scenario import Scenario


def responses(
    scenario: Scenario,
    factors: Mapping[str, Range] | Sequence[Factor],
    settings: pd.DataFrame,
    measure: Figure = "profit",
    *,
    replications: int = 5,
    where: Execution | None = None,
) -> pd.DataFrame:
    """Run every setting with the same luck, and take the measure of the firm in focus.

    Returns the settings with the columns ``mean``, ``error`` (its standard error; not a number with one replication)
    and ``values``, the figure of each replication. Raises ``ExperimentError`` for a setting that cannot be run, or one
    whose figure is no number.
    """
    found = factors_of(factors)
    missing = [factor.path for factor in found if factor.path not in settings.columns]
    if missing:
        raise ExperimentError(f"the settings have no column {', '.join(missing)}; make them from these factors")
    columns = settings[[factor.path for factor in found]].to_numpy(dtype=float)
    worlds = {f"setting {n}": setting(scenario, found, row) for n, row in enumerate(columns)}
    values = answers(worlds, measure, scenario.focal_firm, replications, scenario.seed, where)
    table = settings.copy()
    table["mean"] = values.mean(axis=1)
    spread = values.std(axis=1, ddof=1) if values.shape[1] > 1 else np.full(len(values), np.nan)
    table["error"] = spread / np.sqrt(values.shape[1])
    table["values"] = list(values)
    return provenance_of({scenario.name: scenario}, scenario.seed, replications).on(table)


def answers(
    worlds: Mapping[str, Scenario], measure: Figure, firm: str, replications: int | range, seed: int,
    where: Execution | None,
) -> NDArray[np.float64]:  # fmt: skip
    """The figure of each world and replication, shape (worlds, replications); equal worlds are run once."""
    asked = judge(measure, firm)
    different: dict[str, str] = {}
    alike = {name: different.setdefault(scenario_hash(world), name) for name, world in worlds.items()}
    made = replicate(
        {name: worlds[name] for name in different.values()}, asked, replications=replications, seed=seed,
        log=asked.log, where=where,
    )  # fmt: skip
    values = np.array([made[alike[name]] for name in worlds], dtype=float)
    bad = [name for name, row in zip(worlds, values, strict=True) if not np.isfinite(row).all()]
    if bad:
        raise ExperimentError(
            f"{asked.name} is no number at {', '.join(bad[:5])}{' and others' if len(bad) > 5 else ''}; "
            "narrow the factors, or choose a measure that is always defined"
        )
    return values

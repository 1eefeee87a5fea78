"""How to spread a budget of runs over strategies: a heuristic, without any promise.

Source: Chen, Lin, Yücesan & Chick (2000), Simulation budget allocation for further enhancing the efficiency of ordinal
optimization, Discrete Event Dynamic Systems 10, 251-270. It supposes independent luck; under common luck, as here, it
spends the budget somewhat otherwise than would be best.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.selection.kim_nelson import Draw


def allocation(mean: ArrayLike, deviation: ArrayLike, total: int) -> NDArray[np.int64]:
    """How many of ``total`` runs each strategy should have: most go to those hard to tell from the best.

    More is better. Formula: N_i / N_j = ((s_i / d_i) / (s_j / d_j))², d the distance to the best mean;
    N_best = s_best √(Σ (N_i / s_i)²) over the others.

    >>> allocation([1.0, 0.5, 0.0], [1.0, 1.0, 1.0], 100).tolist()
    [45, 44, 11]
    """
    means, spread = np.asarray(mean, dtype=float), np.maximum(np.asarray(deviation, dtype=float), 1e-300)
    best = int(means.argmax())
    apart = np.maximum(means[best] - means, 1e-9 * (1 + abs(means[best])))
    weight = (spread / apart) ** 2
    weight[best] = 0.0
    weight[best] = spread[best] * np.sqrt(((weight / spread) ** 2).sum())
    whole: NDArray[np.int64] = np.rint(total * weight / weight.sum()).astype(np.int64)
    return whole


def spread_budget(draw: Draw, systems: int, budget: int, first: int = 10) -> list[list[float]]:
    """Spend a budget of runs, a first stage for each and then ever where they tell most; the values of each system.

    Raises ``ExperimentError`` for a budget that does not reach for the first stage.
    """
    if budget < first * systems:
        raise ExperimentError(
            f"a budget of {budget} runs does not reach for {first} of each of {systems} strategies; "
            f"give {first * systems} or more"
        )
    values = [[float(draw([one], number)[0]) for number in range(first)] for one in range(systems)]
    spent = first * systems
    while spent < budget:
        wanted = allocation([np.mean(v) for v in values], [np.std(v, ddof=1) for v in values], spent + 1)
        short = wanted - np.array([len(v) for v in values])
        one = int(short.argmax())
        values[one].append(float(draw([one], len(values[one]))[0]))
        spent += 1
    return values

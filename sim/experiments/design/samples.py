"""Settings that fill a space of factors evenly: Latin hypercubes and Sobol sequences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.experiments.design.factor import Factor, Range, factors_of
from sim.experiments.errors import ExperimentError
from sim.results.simulate import whole_number


def latin_hypercube(factors: Mapping[str, Range] | Sequence[Factor], points: int, seed: int = 1) -> pd.DataFrame:
    """So many settings of which each factor's values are spread evenly over its range, each stratum once.

    Source: McKay, Beckman & Conover (1979), Technometrics 21(2), 239-245; points moved apart by their discrepancy.
    Returns one row per setting, one column per factor, by path.
    """
    found = factors_of(factors)
    drawn = qmc.LatinHypercube(len(found), rng=np.random.default_rng(seed), optimization="random-cd")
    return _table(found, drawn.random(whole_number("points", points, 2)))


def sobol_sequence(factors: Mapping[str, Range] | Sequence[Factor], points: int, seed: int = 1) -> pd.DataFrame:
    """A scrambled Sobol sequence: fills the space more evenly than chance; ``points`` must be a power of two.

    Source: Sobol' (1967), USSR Computational Mathematics 7(4), 86-112; scrambling: Owen (1998).
    """
    found, wanted = factors_of(factors), whole_number("points", points, 2)
    power = wanted.bit_length() - 1
    if wanted != 1 << power:
        raise ExperimentError(
            f"points={points}: a Sobol sequence is balanced at powers of two; give {1 << power} or {2 << power}"
        )
    return _table(found, qmc.Sobol(len(found), rng=np.random.default_rng(seed)).random_base2(power))


def _table(factors: Sequence[Factor], parts: NDArray[np.float64]) -> pd.DataFrame:
    return pd.DataFrame({factor.path: factor.at(parts[:, n]) for n, factor in enumerate(factors)})

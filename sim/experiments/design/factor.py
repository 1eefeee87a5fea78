"""Settings that an experiment varies, samples of them, and the figures that runs at them give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.experiments.comparison.compare import replicate
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import scenario_hash
from sim.experiments.execution.execution import Execution
from sim.experiments.measure import Figure, judge
from sim.experiments.provenance import provenance_of
from sim.results.simulate import whole_number
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario

Range = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Factor:
    """A place in a scenario whose value is varied between two bounds."""

    path: str
    """As in ``scenario.but``: ``firms.Azure.programmes.frequency.reward_worth``."""
    least: float
    most: float
    whole: bool = False
    """Whether only whole numbers make sense there."""
    name: str = ""
    """What tables and pictures call it; the last part of the path if left out."""

    def __post_init__(self) -> None:
        """Refuse bounds that leave nothing to vary."""
        if not (np.isfinite(self.least) and np.isfinite(self.most) and self.least < self.most):
            raise ExperimentError(
                f"{self.path}: varied from {self.least:g} to {self.most:g}; give two numbers, the smaller one first"
            )

    @property
    def word(self) -> str:
        """What it is called."""
        return self.name or self.path.rsplit(".", 1)[-1].replace("_", " ")

    def at(self, part: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values at these parts, 0 to 1, of the way from least to most; whole numbers each get an equal part."""
        if self.whole:
            span = np.floor(self.most) - np.ceil(self.least) + 1
            found = np.ceil(self.least) + np.minimum(np.floor(np.asarray(part) * span), span - 1)
            return np.asarray(found, dtype=float)
        return np.asarray(self.least + np.asarray(part, dtype=float) * (self.most - self.least))


def factors_of(given: Mapping[str, Range] | Sequence[Factor]) -> tuple[Factor, ...]:
    """Factors from a mapping of paths to bounds, or as they are. Bounds that are both ``int`` make a whole-number one.

    >>> factors_of({"firms.Azure.offer.price": (0.8, 1.2)})[0].word
    'price'
    """
    if isinstance(given, Mapping):
        found = []
        for path, bounds in given.items():
            try:
                least, most = bounds
            except (TypeError, ValueError):
                raise ExperimentError(f"{path}: {bounds!r} is no pair of bounds; give (least, most)") from None
            whole = all(isinstance(bound, int) and not isinstance(bound, bool) for bound in (least, most))
            found.append(Factor(path=path, least=float(least), most=float(most), whole=whole))
    else:
        found = list(given)
    if not found:
        raise ExperimentError(
            "nothing is varied; give one factor at least, such as {'firms.Azure.offer.price': (0.8, 1.2)}"
        )
    paths = [factor.path for factor in found]
    twice = sorted({path for path in paths if paths.count(path) > 1})
    if twice:
        raise ExperimentError(f"varied twice: {', '.join(twice)}; name each factor once")
    return _told_apart(found)


def _told_apart(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """Factors whose last part of the path is the same are called by the whole path."""
    words = [factor.word for factor in factors]
    return tuple(
        Factor(path=one.path, least=one.least, most=one.most, whole=one.whole, name=one.path)
        if words.count(one.word) > 1 else one for one in factors
    )  # fmt: skip


def setting(scenario: Scenario, factors: Sequence[Factor], values: Iterable[float]) -> Scenario:
    """The scenario with each factor at its value. Raises ``ExperimentError`` for values the scenario refuses."""
    changes = {
        factor.path: int(value) if factor.whole else float(value) for factor, value in zip(factors, values, strict=True)
    }
    try:
        return scenario.but(changes)
    except ScenarioError as error:
        at = ", ".join(f"{path} = {value:g}" for path, value in changes.items())
        raise ExperimentError(f"this setting cannot be run ({at}): {error}; keep bounds to what is allowed") from None


def latin_hypercube(factors: Mapping[str, Range] | Sequence[Factor], points: int, seed: int = 1) -> pd.DataFrame:
    """Settings of which each factor's values are spread evenly over its range, one in each stratum.

    Source: McKay, Beckman & Conover (1979), Technometrics 21(2), 239-245; points moved apart by their discrepancy.

    Args:
        factors: Least and most value of each factor by its path in the scenario, or factors with names of their own.
        points: Number of settings.
        seed: Seed of the random numbers.

    Returns:
        One row per setting, one column per factor, by path.
    """
    found = factors_of(factors)
    drawn = qmc.LatinHypercube(len(found), rng=np.random.default_rng(seed), optimization="random-cd")
    return _table(found, drawn.random(whole_number("points", points, 2)))


def sobol_sequence(factors: Mapping[str, Range] | Sequence[Factor], points: int, seed: int = 1) -> pd.DataFrame:
    """Settings from a scrambled Sobol sequence, which fills the space of factors more evenly than chance.

    Source: Sobol' (1967), USSR Computational Mathematics 7(4), 86-112; scrambling: Owen (1998).

    Args:
        factors: Least and most value of each factor by its path in the scenario, or factors with names of their own.
        points: Number of settings, a power of two.
        seed: Seed of the random numbers.

    Returns:
        One row per setting, one column per factor, by path.

    Raises:
        ExperimentError: For a number of points that is no power of two.
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

    Args:
        scenario: The market, as from :func:`sim.load`.
        factors: Least and most value of each factor by its path in the scenario, or factors with names of their own.
        settings: One row per setting, one column per factor, as from :func:`sim.latin_hypercube`.
        measure: Figure of the firm in focus that is looked at: a registered name, a measure, or a function of results
            that returns a number.
        replications: Number of runs of each setting.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The settings with the columns ``mean``, ``error`` (its standard error; not a number with one replication) and
        ``values``, the figure of each replication.

    Raises:
        ExperimentError: For a setting that cannot be run, or one whose figure is no number.
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

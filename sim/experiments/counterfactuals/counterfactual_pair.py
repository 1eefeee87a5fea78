"""Two worlds: one market, lived through twice with the same luck, under two strategies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.experiments.comparison.strategies import Strategy, firm_of, worlds_of
from sim.experiments.errors import ExperimentError
from sim.experiments.provenance import Provenance, provenance_of
from sim.metrics._shared.windows import require_common_random_numbers
from sim.results.results import Results
from sim.results.simulate import simulate, whole_number
from sim.scenario.scenario import Scenario

COUPLING = (
    "What becomes of one customer in two worlds is counterfactual: it holds under the coupling of luck that is used "
    "here (her n-th purchase, her patience with each cause and so on share their draws). The totals of each world "
    "are free of it; who was saved and who was lost is not."
)
"""What has to be said wherever a customer's two fates are shown side by side."""


@dataclass(frozen=True, kw_only=True)
class CounterfactualPair:
    """The same people with the same luck in two worlds.

    Budgets of clocks are shared as in Gibson & Bruck (2000, J. Physical Chemistry A 104) and Rathinam, Sheppard &
    Khammash (2010, J. Chemical Physics 132: common reaction paths).
    """

    names: tuple[str, str]
    """What each world is called."""
    first: Results
    second: Results
    firm: str
    """The firm whose customers are looked at."""

    @property
    def stamp(self) -> Provenance:
        """Where its tables and pictures come from."""
        worlds = dict(zip(self.names, (self.first.scenario, self.second.scenario), strict=True))
        return provenance_of(worlds, self.first.seed, len(self.first.runs))


def counterfactual_pair(
    scenario: Scenario,
    strategies: Mapping[str, Strategy],
    *,
    firm: str | None = None,
    seed: int | None = None,
    replications: int | None = None,
) -> CounterfactualPair:
    """Live through a market under two strategies: changes by path, programmes, a policy, or a scenario of its own.

    ``firm`` is the one whose customers are followed; the one in focus if left out. Raises ``ExperimentError`` unless
    there are two strategies that differ and share their people, firms and weeks.
    """
    if not isinstance(strategies, Mapping):
        raise ExperimentError(f"strategies are given by name, as {{'points': ..., 'none': ...}}, not {strategies!r}")
    if len(strategies) != 2:
        raise ExperimentError(
            f"two worlds need two strategies; {len(strategies)} given: {', '.join(strategies) or 'none'}"
        )
    followed = firm_of(scenario, firm)
    worlds = worlds_of(scenario, strategies, followed)
    (name, one), (other_name, other) = worlds.items()
    if one.population != other.population:
        raise ExperimentError("two worlds need the same people; leave the population as it is in both strategies")
    if one.firm_names != other.firm_names:
        raise ExperimentError(
            f"two worlds need the same firms; {name!r} has {', '.join(one.firm_names)} and {other_name!r} "
            f"{', '.join(other.firm_names)}"
        )
    luck = scenario.seed if seed is None else seed
    size = whole_number("replications", scenario.replications if replications is None else replications, 1)
    first, second = (simulate(world, seed=luck, replications=size) for world in (one, other))
    require_common_random_numbers(first, second)
    return CounterfactualPair(names=(name, other_name), first=first, second=second, firm=followed)

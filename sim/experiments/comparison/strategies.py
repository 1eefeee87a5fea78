"""Strategies made into worlds: the same market, but for what the strategy changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import scenario_hash
from sim.registry import nearest, unknown
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.firm.policy import Policy
from sim.scenario.firm.programme import Programme
from sim.scenario.scenario import Scenario

Strategy: TypeAlias = Scenario | Programme | list[Programme] | tuple[Programme, ...] | Policy | Mapping[str, object]
"""A whole market; a programme or several (or none: ``()``) in place of those that the firm has; a way of steering the
firm; or changes by path, as in ``scenario.but``; no changes (``{}``) mean the market as it is."""


def worlds_of(scenario: Scenario, strategies: Mapping[str, Strategy], firm: str) -> dict[str, Scenario]:
    """The world of each strategy.

    Raises ``ExperimentError`` for fewer than two strategies, for two that come to the same, and for worlds that
    cannot be laid side by side; ``ScenarioError`` for bad changes, those of all strategies at once.
    """
    if not isinstance(strategies, Mapping):
        raise ExperimentError(f"strategies are given by name, as {{'points': ..., 'none': ...}}, not {strategies!r}")
    if len(strategies) < 2:
        raise ExperimentError(f"{len(strategies)} strategy was given; a comparison needs two or more, each with a name")
    worlds: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for name, strategy in strategies.items():
        try:
            worlds[name] = _world(scenario, name, strategy, firm)
        except ScenarioError as error:
            faults += [of_strategy(name, fault) for fault in error.faults]
    if faults:
        raise ScenarioError(faults)
    _side_by_side(worlds, firm)
    _different(worlds)
    return worlds


def of_strategy(name: str, fault: Fault) -> Fault:
    """The same fault, with the strategy whose it is."""
    return replace(fault, path=": ".join(part for part in (name, fault.path) if part))


def firm_of(scenario: Scenario, firm: str | None) -> str:
    """The firm asked for, or the one in focus. Raises ``ExperimentError`` for one that is not there."""
    if firm is not None and firm not in scenario.firm_names:
        raise ExperimentError(unknown("firm", firm, scenario.firm_names))
    return firm or scenario.focal_firm


def _world(scenario: Scenario, name: str, strategy: Strategy, firm: str) -> Scenario:
    place = f"firms.{firm}"
    if isinstance(strategy, Scenario):
        return strategy
    if isinstance(strategy, Programme):
        return _with(scenario, firm, "programmes", (strategy,))
    if isinstance(strategy, Policy):
        return _with(scenario, firm, "policy", strategy)
    if isinstance(strategy, Mapping):
        return scenario.but(strategy) if strategy else scenario
    if isinstance(strategy, list | tuple):
        if not all(isinstance(part, Programme) for part in strategy):
            raise ExperimentError(f"the strategy {name!r} lists something other than programmes for {place}")
        return _with(scenario, firm, "programmes", tuple(strategy))
    raise ExperimentError(
        f"the strategy {name!r} is {strategy!r}; give changes by path such as {{'{place}.offer.price': 0.95}}, "
        "a programme or a list of them, a policy, or a whole scenario"
    )


def _with(scenario: Scenario, firm: str, field: str, value: object) -> Scenario:
    """The same market with one field of one firm set to a value as it is, so that kinds of your own will do."""
    firms = [one.model_copy(update={field: value}) if one.name == firm else one for one in scenario.firms]
    changed = scenario.model_copy(update={"firms": tuple(firms)})
    return Scenario.model_validate(changed.__dict__) if _declared_here(value) else changed


def _declared_here(value: object) -> bool:
    parts = value if isinstance(value, tuple) else (value,)
    return all(type(part).__module__.split(".")[0] == "sim" for part in parts)


def _side_by_side(worlds: Mapping[str, Scenario], firm: str) -> None:
    for name, world in worlds.items():
        if firm not in world.firm_names:
            near = nearest(firm, world.firm_names)
            hint = f"; did you mean {near!r}?" if near else ""
            raise ExperimentError(
                f"in the world of {name!r} there is no firm {firm!r}{hint} Its firms: {', '.join(world.firm_names)}"
            )
    first, *others = worlds
    for name in others:
        if worlds[name].horizon != worlds[first].horizon:
            raise ExperimentError(
                f"{first!r} runs for {worlds[first].horizon:g} weeks and {name!r} for {worlds[name].horizon:g}; "
                "give all strategies the same horizon"
            )


def _different(worlds: Mapping[str, Scenario]) -> None:
    seen: dict[str, str] = {}
    for name, world in worlds.items():
        other = seen.setdefault(scenario_hash(world), name)
        if other != name:
            raise ExperimentError(
                f"the strategies {other!r} and {name!r} are the same market, so there is nothing to compare; "
                "change one, or leave one out"
            )

"""A response map: over two circumstances, which strategy is best, and where that cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.comparison.paired import each_level
from sim.experiments.design.factor import answers
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.execution import Execution
from sim.experiments.measure import Figure, judge
from sim.experiments.provenance import ExperimentResult, provenance_of
from sim.glossary.labels import label
from sim.language.messages import _, comma
from sim.metrics._shared.interval import mean_bounds
from sim.results.simulate import whole_number
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario

LEVEL = 0.95
"""Level of confidence at which the best of a cell beats all its rivals together."""
Changes: TypeAlias = Mapping[str, object]
Axis: TypeAlias = tuple[str, Sequence[object] | Mapping[object, Changes]]
"""A path and its values; or a name, and for each value the changes that it stands for."""


@dataclass(frozen=True, kw_only=True)
class ResponseMap(ExperimentResult):
    """Which strategy is best at each of a grid of circumstances."""

    across: str
    """Path or name of the circumstance from left to right."""
    up: str
    """And of that from below to above."""
    measure: str
    unit: str
    scale: float
    """By which a figure is multiplied to be said in its unit."""
    firm: str
    strategies: tuple[str, ...]
    table: pd.DataFrame
    """One row per cell: ``across``, ``up``, ``best`` (the strategy with the best mean), ``second``, ``lead`` of the
    best over the second with ``low`` and ``high``, ``clear`` (whether the best beats every other), and the mean of
    each strategy."""
    replications: int


def response_map(
    scenario: Scenario,
    strategies: Mapping[str, Changes | Callable[[object, object], Changes]],
    over: tuple[Axis, Axis],
    measure: Figure = "profit",
    *,
    replications: int = 10,
    where: Execution | None = None,
) -> ResponseMap:
    """Compare strategies of the firm in focus at each pair of two circumstances.

    Circumstances are set first, the strategy's changes after them. A strategy is a mapping of changes by path, or a
    function of the two values that returns one: so a circumstance can be how generous all programmes are. In each
    cell the best is called clear where its paired differences from all others lie above zero, at 95% jointly over its
    rivals (Bonferroni); over the cells of the map nothing is corrected, so of twenty unclear cells one may be called
    clear by chance.

    Args:
        scenario: The market, as from :func:`sim.load`.
        strategies: Changes by path for each name, or a function of the two values that returns them.
        over: The two circumstances, across and up: a name, and for each value its changes by path.
        measure: Figure of the firm in focus that is looked at: a registered name, a measure, or a function of results
            that returns a number.
        replications: Number of runs of each strategy in each cell.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The map, with the best strategy of each cell and its lead.

    Raises:
        ExperimentError: For fewer than two strategies, no values across or up, or a cell that cannot be run.
    """
    asked = judge(measure, scenario.focal_firm)
    across, up = over
    if len(strategies) < 2:
        raise ExperimentError(_("a map needs two strategies at least to choose from"))
    if not (across[1] and up[1]):
        raise ExperimentError(_("a map needs values across and up; give (path, [values]) for both"))
    count = whole_number("replications", replications, 2)
    cells = [(one, other) for other in up[1] for one in across[1]]
    worlds = {
        f"{name} at {one} × {other}": _at(
            scenario, _changes(across, one) | _changes(up, other),
            strategy(one, other) if callable(strategy) else strategy, (one, other),
        )
        for one, other in cells for name, strategy in strategies.items()
    }  # fmt: skip
    values = answers(worlds, measure, asked.firm, count, scenario.seed, where)
    values = values.reshape(len(cells), len(strategies), count)
    sign = 1.0 if asked.better == "more" else -1.0
    names = list(strategies)
    stamp = provenance_of(worlds, scenario.seed, count)
    table = pd.DataFrame([_cell(at, names, sign * figures, sign) for at, figures in zip(cells, values, strict=True)])
    return ResponseMap(
        across=across[0], up=up[0], measure=asked.name, unit=asked.unit,
        scale=asked.scale, firm=asked.firm, strategies=tuple(strategies), table=stamp.on(table),
        replications=count, stamp=stamp, sentence=map_sentence(table, tuple(strategies), asked.name, asked.firm),
    )  # fmt: skip


def _changes(axis: Axis, value: object) -> dict[str, object]:
    name, values = axis
    return dict(values[value]) if isinstance(values, Mapping) else {name: value}


def _at(scenario: Scenario, circumstance: Changes, changes: Changes, at: tuple[object, object]) -> Scenario:
    try:
        return scenario.but(circumstance).but(changes)
    except (ScenarioError, LookupError) as error:
        told = _("the cell at {across} and {up} cannot be run: {fault}")
        raise ExperimentError(told.format(across=at[0], up=at[1], fault=error)) from None


def _cell(at: tuple[object, object], names: list[str], values: NDArray[np.float64], sign: float) -> dict[str, object]:
    """The best of a cell; ``values`` of shape (strategies, replications), the more the better."""
    means = values.mean(axis=1)
    order = np.argsort(-means, kind="stable")
    best, second = int(order[0]), int(order[1])
    rivals = [rival for rival in range(len(names)) if rival != best]
    ahead, least, most = mean_bounds((values[best] - values[rivals]).T, each_level(LEVEL, len(rivals), "bonferroni"))
    lead, low, high = (float(bound[rivals.index(second)]) for bound in (ahead, least, most))
    clear = bool((least > 0).all())
    return {
        "across": at[0], "up": at[1], "best": names[best], "second": names[second], "lead": lead, "low": low,
        "high": high, "clear": clear, **{name: float(sign * mean) for name, mean in zip(names, means, strict=True)},
    }  # fmt: skip


def map_sentence(table: pd.DataFrame, names: tuple[str, ...], measure: str, firm: str) -> str:
    """At how many circumstances each strategy is clearly best, in the language in use."""
    clear = table[table["clear"]]
    counts = [(name, int((clear["best"] == name).sum())) for name in names]
    told = [_("'{strategy}' is clearly best at {n}").format(strategy=name, n=count) for name, count in counts if count]
    open_cells = len(table) - len(clear)
    if not told:
        said = _("Judged by {firm}'s {measure} at {n} circumstances: no strategy is clearly best at any.")
    elif open_cells:
        said = _("Judged by {firm}'s {measure} at {n} circumstances: {findings}; at {unclear} it cannot be told.")
    else:
        said = _("Judged by {firm}'s {measure} at {n} circumstances: {findings}.")
    return said.format(
        firm=firm, measure=label("measure", measure), n=len(table), findings=comma().join(told), unclear=open_cells
    )  # fmt: skip

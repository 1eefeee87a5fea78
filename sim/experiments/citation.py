"""The literature that a run stands on, gathered from where each thing is declared."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from pydantic import BaseModel

from sim.experiments.comparison.comparison import Comparison
from sim.experiments.execution.cache_keys import parts
from sim.experiments.measure import Measure
from sim.glossary.glossary import BOND_SOURCE
from sim.registry import registered
from sim.results.results import Results
from sim.scenario.scenario import Scenario

ENGINE = {"luck": "sim.model.random_numbers", "clocks of customers": "sim.model.customers.hazard_rates"}
"""What every run stands on."""
PAIRED = {"comparison": "sim.experiments.comparison.paired"}


@dataclass(frozen=True)
class Literature:
    """What is cited and for what; printed, it is a list to be copied."""

    title: str
    entries: tuple[tuple[str, str], ...]
    """For what, and the source, in the order of the run: its scenario, its engine, its firms, its figures."""

    @property
    def table(self) -> pd.DataFrame:
        """One row per entry: used_for, source."""
        return pd.DataFrame(self.entries, columns=["used_for", "source"])

    def __str__(self) -> str:
        """One line per entry."""
        return "\n".join([f"{self.title} stands on:", *(f"  {what}: {source}" for what, source in self.entries)])

    __repr__ = __str__


def cite(of: Results | Scenario | Comparison, *metrics: Callable[..., object]) -> Literature:
    """The literature that a run, a scenario or a comparison stands on.

    It covers the market's figures, the engine, what its firms do, and the metrics named beside it, such as
    ``sim.cite(results, sim.churn)``.

    Read from the ``source`` of each programme, department and policy in use and from docstrings, so it is as complete
    as they are; what a scenario assumes it says under ``sources`` itself.

    Args:
        of: Runs, a scenario or a comparison.
        *metrics: Metrics whose sources are cited too.

    Returns:
        The literature, which prints as a bibliography.
    """
    if isinstance(of, Comparison):
        title, worlds = f"The comparison of {', '.join(of.names)}", list(of.worlds.values())
    else:
        worlds = [of.scenario if isinstance(of, Results) else of]
        title = f"The run of {worlds[0].name}" if isinstance(of, Results) else f"The scenario {worlds[0].name}"
    found = [("scenario", source) for world in worlds for source in world.sources]
    for what, module in ENGINE.items():
        found += [(what, source) for source in _sources(importlib.import_module(module).__doc__)]
    found += [("bonds", source) for source in _sources(BOND_SOURCE)]
    for world in worlds:
        found += [entry for part in parts(world) for entry in _of_kind(part)]
    if isinstance(of, Comparison):
        for what, module in PAIRED.items():
            found += [(what, source) for source in _sources(importlib.import_module(module).__doc__)]
        kind = registered("measure").get(of.measure.name)
        found += [(of.measure.name, source) for source in _sources(inspect.getdoc(kind) if kind else None)]
    for metric in metrics:
        name = getattr(metric, "__name__", repr(metric))
        found += [(name, source) for source in _sources(inspect.getdoc(metric))]
    return Literature(title, tuple(dict.fromkeys(found)))


def _of_kind(part: BaseModel) -> list[tuple[str, str]]:
    kind = type(part)
    if isinstance(part, Scenario | Measure):
        return []
    name = str(getattr(part, "kind", "")) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()
    own = getattr(kind, "source", "")
    told = [own] if isinstance(own, str) and own else []
    return [(name.replace("_", " "), source) for source in (*told, *_sources(kind.__doc__))]


def _sources(text: str | None) -> list[str]:
    """What a docstring cites: its lines that begin with ``Source``, else its paragraphs that name a year."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", inspect.cleandoc(text or ""))]
    marked = [part for part in paragraphs if "Source:" in part or "Sources:" in part]
    if marked:
        return [re.split(r"Sources?:", part, maxsplit=1)[1].strip() for part in marked]
    return [part for part in paragraphs if re.search(r"\((?:18|19|20)\d\d\b|\b(?:18|19|20)\d\d[a-z]?[,)]", part)]

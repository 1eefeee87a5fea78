"""Guanxi 关系: a simulator of relationship marketing. The public names, nothing else.

Names are looked up when they are first asked for, so that ``import sim`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from sim.version import VERSION as __version__

if TYPE_CHECKING:
    from sim import views
    from sim.game.session import Session
    from sim.meanings import explain
    from sim.outcome import summary
    from sim.results import Results
    from sim.run import Watch, simulate
    from sim.scenario.decision import Decision
    from sim.scenario.faults import ScenarioError
    from sim.scenario.levers import levers
    from sim.scenario.read import load
    from sim.scenario.scenario import Scenario
    from sim.store import read_events, save
    from sim.tables import events, weekly

__all__ = (
    "Decision", "Results", "Scenario", "ScenarioError", "Session", "Watch", "__version__", "events", "explain",
    "levers", "load", "read_events", "save", "simulate", "summary", "views", "weekly",
)  # fmt: skip

_HOMES = {
    "Decision": "sim.scenario.decision",
    "Results": "sim.results",
    "Scenario": "sim.scenario.scenario",
    "ScenarioError": "sim.scenario.faults",
    "Session": "sim.game.session",
    "Watch": "sim.run",
    "events": "sim.tables",
    "explain": "sim.meanings",
    "levers": "sim.scenario.levers",
    "load": "sim.scenario.read",
    "read_events": "sim.store",
    "save": "sim.store",
    "simulate": "sim.run",
    "summary": "sim.outcome",
    "weekly": "sim.tables",
}


def __getattr__(name: str) -> Any:
    """A public name: one of those above, or any metric or analysis, such as ``sim.exits``."""
    if name.startswith("_"):
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    if name in _HOMES:
        found = getattr(importlib.import_module(_HOMES[name]), name)
    elif name == "views":
        found = importlib.import_module("sim.views")
    else:
        from sim.registry import menu, unknown

        metrics = menu("metric") | menu("analysis")
        if name not in metrics:
            raise AttributeError(unknown("name in sim:", name, [*__all__, *metrics]))
        found = metrics[name]
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """All public names, metrics too."""
    from sim.registry import menu

    return sorted({*globals(), *__all__, *menu("metric"), *menu("analysis")})

"""Guanxi 关系: a simulator of relationship marketing. The public names, nothing else.

Names are looked up when they are first asked for, so that ``import sim`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from sim.version import VERSION as __version__

if TYPE_CHECKING:
    from sim import classroom, views
    from sim.citation import cite
    from sim.experiments.best import best
    from sim.experiments.calibration.calibrate import calibrate
    from sim.experiments.calibration.calibrated import calibrated_scenario
    from sim.experiments.calibration.checking import read_transactions
    from sim.experiments.calibration.source import LogFile
    from sim.experiments.compare import compare
    from sim.experiments.design.response_map import response_map
    from sim.experiments.design.responses import responses
    from sim.experiments.design.samples import latin_hypercube, sobol_sequence
    from sim.experiments.design.sensitivity import screen, shares_of_variance
    from sim.experiments.gallery.seen import see
    from sim.experiments.replicate import replicate
    from sim.experiments.search import Tries, search
    from sim.experiments.study.export_study import export_study
    from sim.experiments.trouble import ExperimentError
    from sim.experiments.two_worlds.fates import fates
    from sim.experiments.two_worlds.saved_and_lost import saved_and_lost, telling
    from sim.experiments.two_worlds.worlds import two_worlds
    from sim.experiments.until import Until
    from sim.experiments.warm_up import warm_up
    from sim.experiments.where import Where
    from sim.game.refusal import Refused
    from sim.game.session import Session
    from sim.market.size import size_limits
    from sim.meanings import explain
    from sim.outcome import summary
    from sim.reproduction import reproduce
    from sim.results import Results
    from sim.run import Watch, simulate
    from sim.scenario.decision import Decision
    from sim.scenario.faults import ScenarioError
    from sim.scenario.levers import levers
    from sim.scenario.read import load
    from sim.scenario.scenario import Scenario
    from sim.store import read_events, save
    from sim.tables import events, weekly
    from sim.views.play.play import play

__all__ = (
    "Decision", "ExperimentError", "LogFile", "Refused", "Results", "Scenario", "ScenarioError", "Session", "Tries",
    "Until", "Watch", "Where", "__version__", "best", "calibrate", "calibrated_scenario", "cite", "classroom",
    "compare", "events", "explain", "export_study", "fates", "latin_hypercube", "levers", "load", "play", "read_events",
    "read_transactions", "replicate", "reproduce", "response_map", "responses", "save", "saved_and_lost",
    "screen", "search", "see", "shares_of_variance", "simulate", "size_limits", "sobol_sequence", "summary",
    "telling", "two_worlds", "views", "warm_up", "weekly",
)  # fmt: skip

_HOMES = {
    "Decision": "sim.scenario.decision",
    "ExperimentError": "sim.experiments.trouble",
    "LogFile": "sim.experiments.calibration.source",
    "Refused": "sim.game.refusal",
    "Results": "sim.results",
    "Scenario": "sim.scenario.scenario",
    "ScenarioError": "sim.scenario.faults",
    "Session": "sim.game.session",
    "Tries": "sim.experiments.search",
    "Until": "sim.experiments.until",
    "Watch": "sim.run",
    "Where": "sim.experiments.where",
    "best": "sim.experiments.best",
    "calibrate": "sim.experiments.calibration.calibrate",
    "calibrated_scenario": "sim.experiments.calibration.calibrated",
    "cite": "sim.citation",
    "compare": "sim.experiments.compare",
    "events": "sim.tables",
    "explain": "sim.meanings",
    "export_study": "sim.experiments.study.export_study",
    "fates": "sim.experiments.two_worlds.fates",
    "latin_hypercube": "sim.experiments.design.samples",
    "levers": "sim.scenario.levers",
    "load": "sim.scenario.read",
    "play": "sim.views.play.play",
    "read_events": "sim.store",
    "read_transactions": "sim.experiments.calibration.checking",
    "replicate": "sim.experiments.replicate",
    "reproduce": "sim.reproduction",
    "response_map": "sim.experiments.design.response_map",
    "responses": "sim.experiments.design.responses",
    "save": "sim.store",
    "saved_and_lost": "sim.experiments.two_worlds.saved_and_lost",
    "screen": "sim.experiments.design.sensitivity",
    "search": "sim.experiments.search",
    "see": "sim.experiments.gallery.seen",
    "shares_of_variance": "sim.experiments.design.sensitivity",
    "simulate": "sim.run",
    "size_limits": "sim.market.size",
    "sobol_sequence": "sim.experiments.design.samples",
    "summary": "sim.outcome",
    "telling": "sim.experiments.two_worlds.saved_and_lost",
    "two_worlds": "sim.experiments.two_worlds.worlds",
    "warm_up": "sim.experiments.warm_up",
    "weekly": "sim.tables",
}


def __getattr__(name: str) -> Any:
    """A public name: one of those above, or any metric or analysis, such as ``sim.exits``."""
    if name.startswith("_"):
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    if name in _HOMES:
        found = getattr(importlib.import_module(_HOMES[name]), name)
        found = _stamped(found) if name in ("events", "weekly") else found
    elif name in ("classroom", "views"):
        found = importlib.import_module(f"sim.{name}")
    else:
        from sim.registry import menu, unknown

        metrics = menu("metric") | menu("analysis")
        if name not in metrics:
            raise AttributeError(unknown("name in sim:", name, [*__all__, *metrics]))
        found = _stamped(metrics[name])
    globals()[name] = found
    return found


def _stamped(table_of: Any) -> Any:
    from sim.experiments.stamp import stamped

    return stamped(table_of)


def __dir__() -> list[str]:
    """All public names, metrics too."""
    from sim.registry import menu

    return sorted({*globals(), *__all__, *menu("metric"), *menu("analysis")})

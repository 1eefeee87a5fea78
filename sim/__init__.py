"""Guanxi 关系: a simulator of relationship marketing. The public names, nothing else.

Names are looked up when they are first asked for, so that ``import sim`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from sim.version import VERSION as __version__

if TYPE_CHECKING:
    from sim import classroom
    from sim import charts
    from sim.experiments.citation import cite
    from sim.experiments.selection.best import best
    from sim.experiments.calibration.calibrate import calibrate
    from sim.experiments.calibration.calibrated import calibrated_scenario
    from sim.experiments.transaction_logs.log_checks import read_transactions
    from sim.experiments.transaction_logs.source import LogFile
    from sim.experiments.comparison.compare import compare
    from sim.experiments.design.response_map import response_map
    from sim.experiments.design.responses import responses
    from sim.experiments.design.samples import latin_hypercube, sobol_sequence
    from sim.experiments.design.sensitivity import screen, shares_of_variance
    from sim.experiments.stylised_facts.fact_result import see
    from sim.experiments.comparison.replicate import replicate
    from sim.experiments.selection.search import Tries, search
    from sim.experiments.synthetic_data.export_dataset import export_study
    from sim.experiments.errors import ExperimentError
    from sim.experiments.counterfactuals.customer_outcomes import fates
    from sim.experiments.counterfactuals.saved_and_lost import saved_and_lost, telling
    from sim.experiments.counterfactuals.counterfactual_pair import two_worlds
    from sim.experiments.comparison.stopping_rule import Until
    from sim.experiments.comparison.warm_up import warm_up
    from sim.experiments.execution.execution import Where
    from sim.game.errors import Refused
    from sim.game.session.session import Session
    from sim.model.state.size_guard import size_limits
    from sim.glossary.glossary import explain
    from sim.metrics.summary import summary
    from sim.reproduction.reproduce import reproduce
    from sim.results.results import Results
    from sim.results.simulate import Watch, simulate
    from sim.scenario.decisions.decision import Decision
    from sim.scenario.files.validation_errors import ScenarioError
    from sim.scenario.decisions.levers import levers
    from sim.scenario.files.load import load
    from sim.scenario.scenario import Scenario
    from sim.reports.results_folder import read_events, save
    from sim.results.tables import events, weekly
    from sim.apps.notebook.play.play import play

__all__ = (
    "Decision", "ExperimentError", "LogFile", "Refused", "Results", "Scenario", "ScenarioError", "Session", "Tries",
    "Until", "Watch", "Where", "__version__", "best", "calibrate", "calibrated_scenario", "cite", "classroom",
    "compare", "events", "explain", "export_study", "fates", "latin_hypercube", "levers", "load", "play", "read_events",
    "read_transactions", "replicate", "reproduce", "response_map", "responses", "save", "saved_and_lost",
    "screen", "search", "see", "shares_of_variance", "simulate", "size_limits", "sobol_sequence", "summary",
    "telling", "two_worlds", "views", "warm_up", "weekly",
)  # fmt: skip

_HOMES = {
    "Decision": "sim.scenario.decisions.decision",
    "ExperimentError": "sim.experiments.errors",
    "LogFile": "sim.experiments.transaction_logs.source",
    "Refused": "sim.game.errors",
    "Results": "sim.results.results",
    "Scenario": "sim.scenario.scenario",
    "ScenarioError": "sim.scenario.files.validation_errors",
    "Session": "sim.game.session.session",
    "Tries": "sim.experiments.selection.search",
    "Until": "sim.experiments.comparison.stopping_rule",
    "Watch": "sim.results.simulate",
    "Where": "sim.experiments.execution.execution",
    "best": "sim.experiments.selection.best",
    "calibrate": "sim.experiments.calibration.calibrate",
    "calibrated_scenario": "sim.experiments.calibration.calibrated",
    "cite": "sim.experiments.citation",
    "compare": "sim.experiments.comparison.compare",
    "events": "sim.results.tables",
    "explain": "sim.glossary.glossary",
    "export_study": "sim.experiments.synthetic_data.export_dataset",
    "fates": "sim.experiments.counterfactuals.customer_outcomes",
    "latin_hypercube": "sim.experiments.design.samples",
    "levers": "sim.scenario.decisions.levers",
    "load": "sim.scenario.files.load",
    "play": "sim.apps.notebook.play.play",
    "read_events": "sim.reports.results_folder",
    "read_transactions": "sim.experiments.transaction_logs.log_checks",
    "replicate": "sim.experiments.comparison.replicate",
    "reproduce": "sim.reproduction.reproduce",
    "response_map": "sim.experiments.design.response_map",
    "responses": "sim.experiments.design.responses",
    "save": "sim.reports.results_folder",
    "saved_and_lost": "sim.experiments.counterfactuals.saved_and_lost",
    "screen": "sim.experiments.design.sensitivity",
    "search": "sim.experiments.selection.search",
    "see": "sim.experiments.stylised_facts.fact_result",
    "shares_of_variance": "sim.experiments.design.sensitivity",
    "simulate": "sim.results.simulate",
    "size_limits": "sim.model.state.size_guard",
    "sobol_sequence": "sim.experiments.design.samples",
    "summary": "sim.metrics.summary",
    "telling": "sim.experiments.counterfactuals.saved_and_lost",
    "two_worlds": "sim.experiments.counterfactuals.counterfactual_pair",
    "warm_up": "sim.experiments.comparison.warm_up",
    "weekly": "sim.results.tables",
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
    from sim.experiments.provenance import stamped

    return stamped(table_of)


def __dir__() -> list[str]:
    """All public names, metrics too."""
    from sim.registry import menu

    return sorted({*globals(), *__all__, *menu("metric"), *menu("analysis")})

"""Public names of version 0.3.0 that were renamed: they work for one release, with a ``DeprecationWarning``."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

NAMES = {
    "Refused": "GameError",
    "Until": "StoppingRule",
    "Watch": "RunOptions",
    "Where": "Execution",
    "export_study": "export_dataset",
    "fates": "customer_outcomes",
    "see": "run_stylised_fact",
    "telling": "outcome_sentence",
    "two_worlds": "counterfactual_pair",
    "views": "charts",
}
"""Old public names in ``sim`` and the new ones."""
VIEWS = {
    "debrief": "debrief_view",
    "debrief_page": "debrief_page",
    "exit_management_page": "exit_management_page",
    "first_look": "first_look",
    "two_worlds_look": "counterfactual_view",
    "write_report": "write_report",
}
"""What ``sim.views`` held besides charts, and its names in ``sim`` now."""


class _Views:
    """``sim.views`` of version 0.3.0."""

    def __getattr__(self, name: str) -> Any:
        sim = importlib.import_module("sim")
        return getattr(sim, VIEWS[name]) if name in VIEWS else getattr(sim.charts, name)


def look_up(name: str) -> Any:
    """The object that an old public name stands for; warns with ``DeprecationWarning``."""
    new = NAMES[name]
    warnings.warn(f"sim.{name} is now sim.{new}; the old name goes with the next release", DeprecationWarning, 4)
    return _Views() if name == "views" else getattr(importlib.import_module("sim"), new)

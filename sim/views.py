"""``sim.views`` of version 0.3.0, which is now :mod:`sim.charts`; it works for one release.

Pages and notebook views that were here are names of ``sim``, such as ``sim.write_report``.
"""

from __future__ import annotations

import importlib
from typing import Any

from sim.deprecated_names import VIEWS, warn_renamed


def __getattr__(name: str) -> Any:
    """The chart, page or view of that name; warns with ``DeprecationWarning``. Raises ``AttributeError``."""
    if name == "__all__":
        return sorted({*VIEWS, *importlib.import_module("sim.charts").__all__})
    if name.startswith("__"):
        raise AttributeError(f"module 'sim.views' has no attribute {name!r}")
    home, new = ("sim", VIEWS[name]) if name in VIEWS else ("sim.charts", name)
    found = getattr(importlib.import_module(home), new)
    warn_renamed(f"sim.views.{name}", f"{home}.{new}", 2)
    return found

"""Charts of results: every chart is a function in a file of its own name, found by scanning this folder.

``sim.charts.exit_chart(results)`` returns a :class:`matplotlib.figure.Figure`, which a notebook shows by itself;
``axes`` draws it into a figure of your own. Its headline states what the numbers show, and names no winner while
chance alone could explain the difference.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

_NOT_CHARTS = ("style",)


def _modules() -> dict[str, str]:
    found = {}
    for package in pkgutil.iter_modules(__path__):
        if package.ispkg and package.name not in _NOT_CHARTS:
            folder = importlib.import_module(f"{__name__}.{package.name}")
            for module in pkgutil.iter_modules(folder.__path__):
                found[module.name] = f"{folder.__name__}.{module.name}"
    return found


_MODULE_OF = _modules()
__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    """The chart of that name. Raises ``AttributeError``, which names the nearest one."""
    if name not in __all__:
        from sim.registry import unknown

        raise AttributeError(unknown("chart", name, __all__))
    found = getattr(importlib.import_module(_MODULE_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """All charts."""
    return __all__

"""Charts of results: every chart is a function in a file of its own name, found by scanning this folder.

``sim.charts.exit_chart(results)`` returns a :class:`matplotlib.figure.Figure`, which a notebook shows by itself;
``axes`` draws it into a figure of your own. Its headline states what the numbers show, and names no winner while
chance alone could explain the difference. An installed package adds a chart by an entry point in the group
``guanxi.charts``, whose name is the chart's.
"""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from typing import TYPE_CHECKING, Any

from sim.registry import CHART_ENTRY_POINTS, PluginWarning, entry_points_of, plugin_fault

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_NOT_CHARTS = ("style",)


def _modules() -> dict[str, str]:
    found = {}
    for package in pkgutil.iter_modules(__path__):
        if package.ispkg and package.name not in _NOT_CHARTS:
            folder = importlib.import_module(f"{__name__}.{package.name}")
            for module in pkgutil.iter_modules(folder.__path__):
                found[module.name] = f"{folder.__name__}.{module.name}"
    return found


def _plugins() -> dict[str, EntryPoint]:
    """Charts of installed packages by name; warns of a name that is taken, and leaves that chart out."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points_of(CHART_ENTRY_POINTS):
        taken = _MODULE_OF.get(point.name) or (found[point.name].value if point.name in found else "")
        if taken or not point.name.isidentifier():
            why = f"is declared twice, in {taken} and in {point.value}; rename one of them" if taken else "is no name"
            fault = ValueError(f"chart {point.name!r} {why}")
            warnings.warn(plugin_fault(point, fault), PluginWarning, stacklevel=2)
        else:
            found[point.name] = point
    return found


_MODULE_OF = _modules()
_PLUGINS = _plugins()
__all__ = sorted({*_MODULE_OF, *_PLUGINS})


def __getattr__(name: str) -> Any:
    """The chart of that name, imported when it is first used.

    Raises ``AttributeError``, which names the nearest one, or the package whose chart cannot be loaded.
    """
    if name in _MODULE_OF:
        found = getattr(importlib.import_module(_MODULE_OF[name]), name)
    elif name in _PLUGINS:
        found = _plugin_chart(_PLUGINS[name])
    else:
        from sim.registry import unknown

        raise AttributeError(unknown("chart", name, __all__))
    globals()[name] = found
    return found


def _plugin_chart(point: EntryPoint) -> Any:
    try:
        found = point.load()
        if not callable(found):  # the entry point names the module
            found = getattr(found, point.name)
        if not callable(found):
            raise TypeError(f"chart {point.name!r} is {found!r}; give a function of results")
    except Exception as error:  # whatever is wrong in a package of others, the message names the package
        raise AttributeError(plugin_fault(point, error)) from error
    return found


def __dir__() -> list[str]:
    """All charts."""
    return __all__

"""Charts of results: ``sim.charts.exit_chart(results)`` returns a :class:`matplotlib.figure.Figure` for a notebook.

``axes`` draws a chart into a figure of your own. Its headline states what the numbers show, and names no winner while
chance alone could explain the difference.

``__init__.pyi`` says in which file each chart stands; a chart is imported when it is first used. A chart in a file of
its own name needs no line there: it is found by that name in the folders of this package. An installed package adds a
chart by an entry point in the group ``guanxi.charts``, whose name is the chart's.
"""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from typing import TYPE_CHECKING, Any

import lazy_loader

from sim.registry import CHART_ENTRY_POINTS, PluginWarning, entry_points_of, plugin_fault

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_load_chart, _, _names = lazy_loader.attach_stub(__name__, __file__)


def _new_files() -> dict[str, str]:
    """Modules by the chart that they are named like, where the stub does not name it."""
    return {
        name: module.name
        for module in pkgutil.walk_packages(__path__, f"{__name__}.")
        if (name := module.name.rpartition(".")[2]).endswith("_chart") and name not in _names
    }


def _plugins() -> dict[str, EntryPoint]:
    """Charts of installed packages by name; warns of a name that is taken, and leaves that chart out."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points_of(CHART_ENTRY_POINTS):
        taken = __name__ if point.name in _names else _NEW_FILES.get(point.name, "")
        taken = found[point.name].value if point.name in found else taken
        if taken or not point.name.isidentifier():
            why = f"is declared twice, in {taken} and in {point.value}; rename one of them" if taken else "is no name"
            fault = ValueError(f"chart {point.name!r} {why}")
            warnings.warn(plugin_fault(point, fault), PluginWarning, stacklevel=2)
        else:
            found[point.name] = point
    return found


_NEW_FILES = _new_files()
_PLUGINS = _plugins()
__all__ = sorted({*_names, *_NEW_FILES, *_PLUGINS})


def __getattr__(name: str) -> Any:
    """The chart of that name, imported when it is first used.

    Raises ``AttributeError``, which names the nearest one, or the package whose chart cannot be loaded.
    """
    if name in _names:
        found: Any = _load_chart(name)
    elif name in _NEW_FILES:
        found = getattr(importlib.import_module(_NEW_FILES[name]), name)
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

"""Guanxi 关系: a simulator of relationship marketing. This module holds the public names and nothing else.

The names stand in ``__init__.pyi``; every metric is a public name too, such as ``sim.exits``. A name is imported when
it is first used, so that ``import sim`` is fast.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import lazy_loader

from sim.version import VERSION as __version__  # noqa: F401, N811 (Python's own name for it)

_load_public_name, _, _names = lazy_loader.attach_stub(__name__, __file__)
_PACKAGES = {"charts": "sim.charts", "classroom": "sim.apps.classroom"}
_WITH_PROVENANCE = ("events", "weekly")
__all__ = sorted({*_names, *_PACKAGES, "__version__"})


def __getattr__(name: str) -> Any:
    """A public name, a metric or an analysis. Raises ``AttributeError``, which names the nearest one."""
    if name in _PACKAGES:
        found: Any = importlib.import_module(_PACKAGES[name])
    elif name in _names:
        found = _load_public_name(name)
        found = _add_provenance(found) if name in _WITH_PROVENANCE else found
        if hasattr(found, "model_rebuild"):  # declarations are built when first used; help and editors read them before
            found.model_rebuild()
    elif name.startswith("_"):
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    else:
        return _deprecated_or_metric(name)
    globals()[name] = found
    return found


def _deprecated_or_metric(name: str) -> Any:
    from sim.deprecated_names import NAMES, look_up
    from sim.registry import registered, unknown

    if name in NAMES:
        return look_up(name)
    if importlib.util.find_spec(f"{__name__}.{name}") is not None:  # as "from sim import registry" asks
        return importlib.import_module(f"{__name__}.{name}")
    metrics = registered("metric") | registered("analysis")
    if name not in metrics:
        raise AttributeError(unknown("name in sim:", name, [*__all__, *metrics]))
    globals()[name] = found = _add_provenance(metrics[name])
    return found


def _add_provenance(table_of: Any) -> Any:
    from sim.experiments.provenance import with_provenance

    return with_provenance(table_of)


def __dir__() -> list[str]:
    """All public names, metrics too."""
    from sim.registry import registered

    return sorted({*globals(), *__all__, *registered("metric"), *registered("analysis")})

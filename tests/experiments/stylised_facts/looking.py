"""Facts looked at once, and evidence made up to see whether a judge can say no."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

import pytest

from sim.experiments import stylised_facts
from sim.experiments.stylised_facts.fact import Evidence, Fact, FactResult, Measured, facts, run_stylised_fact
from sim.metrics._shared.interval import Interval


@lru_cache
def seen(name: str) -> FactResult:
    return run_stylised_fact(name)


def few_replications(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each fact run three replications, where only that it is run and shown is tested."""
    for module in pkgutil.iter_modules(stylised_facts.__path__, f"{stylised_facts.__name__}."):
        monkeypatch.setattr(importlib.import_module(module.name), "REPLICATIONS", 3, raising=False)


def figure(one: FactResult, what: str) -> Measured:
    """The figure whose name begins so."""
    (found,) = (measured for measured in one.evidence if measured.what.startswith(what))
    return found


def made_up(one: FactResult, *means: float) -> Evidence:
    """The same figures with other means, each with a narrow interval."""
    assert len(means) == len(one.evidence)
    return tuple(
        Measured(what=old.what, unit=old.unit, expected=old.expected, value=Interval(m, m - 1e-3, m + 1e-3, 0.95, 10))
        for old, m in zip(one.evidence, means, strict=True)
    )


def fact(name: str) -> Fact:
    return facts()[name]

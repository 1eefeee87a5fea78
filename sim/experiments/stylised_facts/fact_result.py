"""A fact looked at: what was measured, and the verdict."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import pandas as pd

from sim.experiments.errors import ExperimentError
from sim.experiments.provenance import Provenance
from sim.experiments.stylised_facts import markets
from sim.experiments.stylised_facts.fact import Evidence, Fact, Verdict
from sim.registry import registered, unknown


@dataclass(frozen=True, kw_only=True)
class FactResult:
    """A fact with its evidence and verdict."""

    name: str
    fact: Fact
    evidence: Evidence
    verdict: Verdict

    @property
    def stamp(self) -> Provenance:
        """Where it comes from: a fact is known by the sources that declare its markets, with their seeds, and judge."""
        return _stamp([self])


def facts() -> dict[str, Fact]:
    """All facts by name."""
    return {name: cast("Fact", fact) for name, fact in registered("fact").items()}


def run_stylised_fact(name: str) -> FactResult:
    """Run a fact and judge it. Raises ``ExperimentError`` for an unknown name."""
    known = facts()
    if name not in known:
        raise ExperimentError(unknown("fact", name, known))
    fact = known[name]
    evidence = fact.run()
    return FactResult(name=name, fact=fact, evidence=evidence, verdict=fact.evaluate(evidence))


def gallery_table(seen: Iterable[FactResult]) -> pd.DataFrame:
    """One row per figure: fact, figure, value, low, high, expected, replications, outcome."""
    seen = list(seen)
    table = pd.DataFrame(
        [
            {"fact": one.name, "figure": m.what, "value": m.value.mean, "low": m.value.low, "high": m.value.high,
             "expected": m.expected, "unit": m.unit, "replications": m.value.replications,
             "outcome": one.verdict.outcome}
            for one in seen for m in one.evidence
        ]
    )  # fmt: skip
    return _stamp(seen).on(table)


def _stamp(seen: Iterable[FactResult]) -> Provenance:
    shared = inspect.getsource(markets)
    known = {
        one.name: hashlib.sha256((inspect.getsource(inspect.getmodule(one.fact.run) or markets) + shared).encode())
        for one in seen
    }
    luck = "seeds and replications as declared with each fact"
    return Provenance(worlds={name: digest.hexdigest() for name, digest in known.items()}, luck=luck, called="facts")

"""The table of claims: all rows, those of one idea of the course, and what comes out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, cast

import pandas as pd

from sim.experiments.claims.claim import Claim
from sim.experiments.claims.market import Changes
from sim.experiments.errors import ExperimentError
from sim.experiments.provenance import Provenance
from sim.experiments.stylised_facts.fact import Evidence, Fact, FactResult, Verdict, facts
from sim.language.messages import _
from sim.registry import registered, unknown

Row: TypeAlias = Claim | Fact


@dataclass(frozen=True, kw_only=True)
class ClaimResult:
    """A claim with its figures and what comes out."""

    name: str
    claim: Row
    evidence: Evidence
    verdict: Verdict

    @property
    def stamp(self) -> Provenance:
        """Where it comes from: the worlds that were run, with their seeds."""
        if isinstance(self.claim, Fact):
            return FactResult(name=self.name, fact=self.claim, evidence=self.evidence, verdict=self.verdict).stamp
        return Provenance(worlds=self.claim.provenance(), luck="seed and replications as declared with the claim")


def claims() -> dict[str, Row]:
    """All claims by name, the stylised facts of the gallery among them; those of one market stand together."""
    found = {name: cast("Claim", claim) for name, claim in registered("claim").items()}
    first: dict[int, str] = {}
    for name, claim in found.items():
        first.setdefault(id(claim.market), name)
    by_market = sorted(found.items(), key=lambda row: (row[1].scenario, first[id(row[1].market)], row[0]))
    return {**dict(by_market), **facts()}


def claims_of(course: str) -> dict[str, Row]:
    """The claims that belong to an idea of the course, such as ``B1``; none for an unknown one."""
    return {name: claim for name, claim in claims().items() if course in claim.course}


def claims_in(scenario: str) -> dict[str, Row]:
    """The claims that are tried in a scenario; none for an unknown one."""
    return {name: claim for name, claim in claims().items() if isinstance(claim, Claim) and claim.scenario == scenario}


def run_claim(name: str, *, seed: int | None = None, but: Changes | None = None) -> ClaimResult:
    """Run a claim of the course or the literature and judge whether it comes out.

    Args:
        name: Name of the claim; ``guanxi claims`` lists all.
        seed: Seed of the runs; that of the scenario if left out. A stylised fact has its own seed only.
        but: Changes of the scenario in every world of the claim, as for ``scenario.but``, to see whether the claim
            survives them. A stylised fact takes none.

    Returns:
        The figures of the claim with their 95% intervals, and the verdict.

    Raises:
        ExperimentError: For an unknown name, or a seed or changes for a stylised fact.
    """
    known = claims()
    if name not in known:
        raise ExperimentError(unknown("claim", name, known))
    claim = known[name]
    if isinstance(claim, Claim):
        evidence = claim.run(seed, but)
    elif seed is not None or but:
        raise ExperimentError(
            _("{name} is a stylised fact, which declares its own markets; leave out seed and but").format(
                name=repr(name)
            )
        )
    else:
        evidence = claim.run()
    return ClaimResult(name=name, claim=claim, evidence=evidence, verdict=claim.evaluate(evidence))


def claim_table(results: Iterable[ClaimResult]) -> pd.DataFrame:
    """The figures of several claims.

    Args:
        results: Claims that were run, as from :func:`sim.run_claim`.

    Returns:
        One row per figure: claim, course, figure, value, low, high, expected, unit, replications, outcome.
    """
    rows = [
        {"claim": one.name, "course": ", ".join(one.claim.course), "figure": m.what, "value": m.value.mean,
         "low": m.value.low, "high": m.value.high, "expected": m.bound or m.expected, "unit": m.unit,
         "replications": m.value.replications, "outcome": one.verdict.outcome}
        for one in results for m in one.evidence
    ]  # fmt: skip
    return pd.DataFrame(rows)

"""What comes out of every claim: ``python -m docs.claims_page`` runs the table and writes it into the pages.

Figures are kept in ``docs/claims.json`` with their intervals. Names of claims or scenarios after the command run only
these; ``--keep-only`` leaves the pages as they are; ``--write`` runs none and writes what is kept into ``claims.md``
and the lines ``* Claims:`` of ``course.md``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

import sim
from docs import page_parts
from docs.page_parts import DOCS, page_of
from sim.experiments.claims.claim import Claim
from sim.experiments.claims.claims import ClaimResult, claims, claims_in, claims_of
from sim.experiments.stylised_facts.fact import Fact
from sim.files.atomic_write import write_file
from sim.number_text import decimal, decimal_places

KEPT = DOCS / "claims.json"
UNITS = {"percent": (100.0, "%"), "points": (100.0, " points"), "times": (1.0, "×"), "number": (1.0, "")}
NOT_RUN = "not run yet"
VERDICTS = {"comes out": "yes", "comes out in part": "in part", "does not come out": "no", NOT_RUN: NOT_RUN}
COURSE_LINE = re.compile(r"^\* Claims: .*\n(?:  .*\n)*", re.MULTILINE)
BLOCK = re.compile(r"^\*\*([A-Z]\d+) .*?(?=^\*\*[A-Z]\d+ |^## |\Z)", re.MULTILINE | re.DOTALL)


def kept() -> dict[str, dict[str, Any]]:
    """What came out, by name of the claim."""
    found: dict[str, dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return found


def as_kept(result: ClaimResult) -> dict[str, Any]:
    """A claim that was run, as the file keeps it."""
    figures = [
        {"what": one.what, "unit": one.unit, "value": _rounded(one.value.mean), "low": _rounded(one.value.low),
         "high": _rounded(one.value.high), "replications": one.value.replications}
        for one in result.evidence
    ]  # fmt: skip
    return {"outcome": result.verdict.outcome, "figures": figures}


def _rounded(value: float) -> float | None:
    return float(f"{value:.6g}") if value == value else None


def figure(one: Mapping[str, Any], bound: str) -> str:
    """A figure in words, with its interval and where it was expected to lie."""
    scale, unit = UNITS[str(one["unit"])]
    value = scale * float(one["value"])
    if one["low"] is None:
        said = f"{decimal(value, min(decimal_places(0.0, value), 3))}{unit}"
    else:
        low, high = scale * float(one["low"]), scale * float(one["high"])
        places = min(decimal_places((high - low) / 2, value), 3)
        said = f"{decimal(value, places)}{unit}"
        said += f" ({decimal(low, places)} to {decimal(high, places)})" if high > low else ""
    return f"{one['what']}: {said}" + (f"; expected {bound}" if bound else "")


def table(known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The lines of the tables on the page of claims, one for each scenario, and what came out of every row."""
    rows = claims()
    outcomes = [_outcome(name, claim, known) for name, claim in rows.items()]
    scenarios = dict.fromkeys(claim.scenario for claim in rows.values() if isinstance(claim, Claim))
    counts = ", ".join(f"{outcomes.count(word)} {said}" for word, said in VERDICTS.items() if word in outcomes)
    lines = [f"{len(rows)} claims in {len(scenarios)} scenarios and the gallery; what comes out: {counts}."]
    for scenario in scenarios:
        lines += ["", f"### `{scenario}`", "", "| claim | what is claimed, and by whom | comes out | figures |",
                  "|---|---|---|---|"]  # fmt: skip
        for name, claim in claims_in(scenario).items():
            if isinstance(claim, Claim):
                lines.append(_row(name, claim, known))
    lines += ["", "### The gallery", "", "Figures: [the gallery](gallery.md).", "",
              "| claim | what is claimed, and by whom | comes out |", "|---|---|---|"]  # fmt: skip
    for name, claim in rows.items():
        if not isinstance(claim, Claim):
            lines.append(
                f"| `{name}` ({_ideas(claim)}) | {claim.claim} {_by(claim.source)} | {VERDICTS[claim.outcome]} |"
            )
    return lines


def _outcome(name: str, claim: Claim | Fact, known: Mapping[str, Mapping[str, Any]]) -> str:
    """What came out of a claim when it was run last; facts of the gallery are kept with their own page."""
    if not isinstance(claim, Claim):
        return claim.outcome
    found = known.get(name)
    return NOT_RUN if found is None or len(found["figures"]) != len(claim.figures) else str(found["outcome"])


def _row(name: str, claim: Claim, known: Mapping[str, Mapping[str, Any]]) -> str:
    """A claim as a row of its table."""
    figures, outcome = NOT_RUN, _outcome(name, claim, known)
    if outcome != NOT_RUN:
        bounds = [one.expected.said(one.unit) for one in claim.figures]
        figures = "<br>".join(figure(one, bound) for one, bound in zip(known[name]["figures"], bounds, strict=True))
    verdict = VERDICTS[outcome]
    put_in = f" Put in: {claim.put_in}." if claim.put_in else ""
    return f"| `{name}` ({_ideas(claim)}) | {claim.claim} {_by(claim.source)}{put_in} | {verdict} | {figures} |"


def _ideas(claim: Claim | Fact) -> str:
    return ", ".join(claim.course)


def _by(source: str) -> str:
    return f"({source[0].upper()}{source[1:]}.)"


def course_line(idea: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    """The line of an idea on the page of the course: its claims, and whether each comes out."""
    named = [f"`{name}` ({_outcome(name, claim, known)})" for name, claim in claims_of(idea).items()]
    return f"* Claims: {', '.join(named)}\n"


def course_page(text: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    """The page of the course with its lines ``* Claims:`` written anew, before the line of what comes out."""

    def written(block: re.Match[str]) -> str:
        rest = COURSE_LINE.sub("", block[0])
        if not claims_of(block[1]):
            return rest
        return rest.replace("* Comes out:", f"{course_line(block[1], known)}* Comes out:", 1)

    return BLOCK.sub(written, text)


def write() -> None:
    """Write what is kept into the pages."""
    page_parts.write("claims", "table", table(kept()))
    page = page_of("course")
    page.write_text(course_page(page.read_text(encoding="utf-8"), kept()), encoding="utf-8")


def main(asked: list[str]) -> None:
    """Run claims, keep each as soon as it is there, and write the pages."""
    rows = {name: claim for name, claim in claims().items() if isinstance(claim, Claim)}
    chosen = {word for word in asked if not word.startswith("--")}
    strange = chosen - set(rows) - {claim.scenario for claim in rows.values()}
    if strange:
        sys.exit(f"unknown claim or scenario {', '.join(sorted(strange))}; guanxi claims lists the claims")
    names = [name for name, claim in rows.items() if not chosen or {name, claim.scenario} & chosen]
    for name in [] if "--write" in asked else names:
        result = sim.run_claim(name)
        found = {**kept(), name: as_kept(result)}
        found = {key: found[key] for key in sorted(found) if key in rows}
        write_file(KEPT, (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode())
        print(f"{name}: {result.verdict.outcome}: {result.verdict.sentence}", flush=True)
    if "--keep-only" not in asked:
        write()


if __name__ == "__main__":
    main(sys.argv[1:])

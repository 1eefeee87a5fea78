"""Claims tried at seeds that were not chosen: ``python -m tests.claims.seeds`` writes which do not hold at all five.

Claims of the table are run by scenario, and what comes out is held against what the table tells; files of tests that
are no rows of the table are run once per seed, in a process of their own. ``python -m tests.claims.seeds GROUP ...``
tries some scenarios or files only, and keeps what is known of the others.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from docs.page_parts import write
from sim.experiments.claims.claim import Claim
from sim.experiments.claims.claims import claims, run_claim
from tests.conftest import ROOT

SEEDS = (1, 2, 3, 4, 5)
"""Not chosen: no scenario was set with them in view, and none is left out."""
HERE = Path(__file__).parent
KEPT = HERE / "seeds.json"

DEAR = frozenset(
    {
        "five_channels", "five_orientations", "harley_owners_group", "imitation_race", "leisure_airline",
        "seller_who_left", "strategy_menu", "test_best_degree", "test_kept_customers",
    }
)  # fmt: skip
"""Groups that take more than half a minute at one seed; the slow tests leave them out."""


def rows() -> dict[str, dict[str, Claim]]:
    """The claims of the table, by scenario."""
    found: dict[str, dict[str, Claim]] = {}
    for name, claim in claims().items():
        if isinstance(claim, Claim):
            found.setdefault(claim.scenario, {})[name] = claim
    return found


def groups() -> tuple[str, ...]:
    """The scenarios of claims, and the files of tests beside the table."""
    files = {path.stem for path in HERE.glob("test_*.py")} - {"test_seeds", "test_claims"}
    return (*sorted(rows()), *sorted(files))


def outcome(group: str, seed: int) -> dict[str, bool]:
    """For each claim of a scenario or test of a file, fast and slow, whether it holds at this seed."""
    found = rows()
    if group not in found:
        return outcome_of_file(group, seed)
    return {name: run_claim(name, seed=seed).verdict.outcome == claim.outcome for name, claim in found[group].items()}


def outcome_of_file(file: str, seed: int) -> dict[str, bool]:
    """For each test of a file whether it holds at this seed. Raises where nothing was run."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "slow or not slow",
                   f"--junitxml={report}", str(HERE / f"{file}.py")]  # fmt: skip
        environment = {**os.environ, "CLAIMS_SEED": str(seed), "PYTHONPATH": str(ROOT)}
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if ended.returncode not in (0, 1):
            raise RuntimeError(f"{file} could not be run at seed {seed}: {ended.stdout[-2000:]}{ended.stderr[-500:]}")
        cases = list(ElementTree.parse(report).iter("testcase"))
    return {
        case.attrib["name"]: not any(case.find(bad) is not None for bad in ("failure", "error", "skipped"))
        for case in cases
    }


def kept() -> dict[str, dict[str, list[int]]]:
    """By group and claim or test, the seeds at which it holds."""
    found: dict[str, dict[str, list[int]]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return found


def again(known: Mapping[str, object]) -> list[tuple[str, int]]:
    """What the slow tests try again: each group that is not dear at one of the seeds, in turn."""
    return [(group, SEEDS[number % len(SEEDS)]) for number, group in enumerate(sorted(set(known) - DEAR))]


def told(known: Mapping[str, Mapping[str, list[int]]]) -> list[str]:
    """The lines of docs/discussion/claims.md: how many claims of each group hold at all seeds, and which do not."""
    all_seeds = [seeds for rows in known.values() for seeds in rows.values()]
    held, number = sum(map(_everywhere, all_seeds)), len(SEEDS)
    share = sum(len(seeds) for seeds in all_seeds) / (number * len(all_seeds)) if all_seeds else 0.0
    lines = [
        f"Of {len(all_seeds)} claims in {len(known)} of {len(groups())} groups, {held} hold at each of the seeds "
        f"{', '.join(map(str, SEEDS))}; a claim holds at {100 * share:.0f}% of the seeds on average.",
        "",
        f"| scenario, or file in `tests/claims` | claims | hold at {number} of {number} seeds | the others |",
        "|---|---|---|---|",
    ]
    for group, found in sorted(known.items()):
        others = "; ".join(_short(name, seeds) for name, seeds in sorted(found.items()) if not _everywhere(seeds))
        lines.append(f"| `{group}` | {len(found)} | {sum(map(_everywhere, found.values()))} | {others or '–'} |")
    missing = sorted(set(groups()) - set(known))
    if missing:
        lines += ["", f"Not tried yet at these seeds: {', '.join(f'`{name}`' for name in missing)}."]
    return lines


def _everywhere(seeds: list[int]) -> bool:
    return len(seeds) == len(SEEDS)


def _short(name: str, seeds: list[int]) -> str:
    """A claim or test that does not hold at all seeds, in words."""
    at = f"{len(seeds)} of {len(SEEDS)} seeds" + (f" ({', '.join(map(str, seeds))})" if seeds else "")
    return f"{name.removeprefix('test_').replace('_', ' ')}: holds at {at}"


def main(asked: list[str]) -> None:
    """Try the claims, keep what comes out of each group as soon as it is there, and write the page."""
    unknown = sorted(set(asked) - set(groups()))
    if unknown:
        sys.exit(f"unknown group {', '.join(unknown)}; allowed: {', '.join(groups())}")
    for group in asked or groups():
        by_seed = {seed: outcome(group, seed) for seed in SEEDS}
        names = by_seed[SEEDS[0]]
        known = kept() | {group: {name: [seed for seed in SEEDS if by_seed[seed][name]] for name in names}}
        known = {name: known[name] for name in sorted(known) if name in groups()}
        KEPT.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
        write("claims", "seeds", told(known))
        print(
            f"{group}: {sum(len(seeds) == len(SEEDS) for seeds in known[group].values())} of {len(names)}", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1:])

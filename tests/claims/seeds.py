"""Claims tried at seeds that were not chosen: ``python -m tests.claims.seeds`` writes which do not hold at all five.

Each file of claims is run once per seed, in a process of its own. ``python -m tests.claims.seeds FILE ...`` tries some
files only, and keeps what is known of the others.
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
from tests.conftest import ROOT

SEEDS = (1, 2, 3, 4, 5)
"""Not chosen: no scenario was set with them in view, and none is left out."""
HERE = Path(__file__).parent
KEPT = HERE / "seeds.json"

DEAR = frozenset({"test_a12_claims", "test_best_degree"})
"""Files that take more than half a minute at one seed; the slow tests leave them out."""


def files() -> tuple[str, ...]:
    """The files of claims."""
    return tuple(sorted(path.stem for path in HERE.glob("test_*.py") if path.stem != "test_seeds"))


def outcome(file: str, seed: int) -> dict[str, bool]:
    """For each test of a file, fast and slow, whether it holds at this seed. Raises where nothing was run."""
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
    """By file and test, the seeds at which it holds."""
    found: dict[str, dict[str, list[int]]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return found


def again(known: Mapping[str, object]) -> list[tuple[str, int]]:
    """What the slow tests try again: each file that is not dear at one of the seeds, in turn."""
    return [(file, SEEDS[number % len(SEEDS)]) for number, file in enumerate(sorted(set(known) - DEAR))]


def told(known: Mapping[str, Mapping[str, list[int]]]) -> list[str]:
    """The lines of docs/discussion/claims.md: how many tests of each file hold at all seeds, and which do not."""
    tests = [seeds for rows in known.values() for seeds in rows.values()]
    held, number = sum(map(_everywhere, tests)), len(SEEDS)
    lines = [
        f"Of {len(tests)} tests in {len(known)} of {len(files())} files, {held} hold at each of the seeds "
        f"{', '.join(map(str, SEEDS))}.",
        "",
        f"| file in `tests/claims` | tests | hold at {number} of {number} seeds | the others |",
        "|---|---|---|---|",
    ]
    for file, rows in sorted(known.items()):
        others = "; ".join(_short(test, seeds) for test, seeds in sorted(rows.items()) if not _everywhere(seeds))
        lines.append(f"| `{file}` | {len(rows)} | {sum(map(_everywhere, rows.values()))} | {others or '–'} |")
    missing = sorted(set(files()) - set(known))
    if missing:
        lines += ["", f"Not tried yet at these seeds: {', '.join(f'`{name}`' for name in missing)}."]
    return lines


def _everywhere(seeds: list[int]) -> bool:
    return len(seeds) == len(SEEDS)


def _short(test: str, seeds: list[int]) -> str:
    """A test that does not hold at all seeds, in words."""
    at = f"{len(seeds)} of {len(SEEDS)} seeds" + (f" ({', '.join(map(str, seeds))})" if seeds else "")
    return f"{test.removeprefix('test_').replace('_', ' ')}: holds at {at}"


def main(asked: list[str]) -> None:
    """Try the claims, keep what comes out of each file as soon as it is there, and write the page."""
    for file in asked or files():
        by_seed = {seed: outcome(file, seed) for seed in SEEDS}
        tests = by_seed[SEEDS[0]]
        known = kept() | {file: {test: [seed for seed in SEEDS if by_seed[seed][test]] for test in tests}}
        KEPT.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
        write("claims", "seeds", told(known))
        print(f"{file}: {sum(len(seeds) == len(SEEDS) for seeds in known[file].values())} of {len(tests)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

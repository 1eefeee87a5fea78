"""How long ``import sim`` takes in a fresh process, and all that a first run needs."""

from __future__ import annotations

import json
import sys
import time
from statistics import median

from benchmarks.measure import Line, at_most, child, report


def lines(quick: bool) -> list[Line]:
    """Seconds of the import alone, and with everything for a run."""
    times = [child("benchmarks.importing") for _ in range(3 if quick else 7)]
    return [
        at_most("import sim", 0.7, median(bare for bare, _ in times), "s"),
        report("import sim, sim.load, sim.simulate", f"{median(whole for _, whole in times):.2g} s"),
    ]


def main() -> None:
    """In a process of its own: seconds of ``import sim``, and of that with what a run needs."""
    start = time.perf_counter()
    import sim

    bare = time.perf_counter() - start
    _ = sim.load, sim.simulate
    json.dump([bare, time.perf_counter() - start], sys.stdout)


if __name__ == "__main__":
    main()

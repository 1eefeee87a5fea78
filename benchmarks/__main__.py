"""``python -m benchmarks``: every file of this folder that has ``lines`` is measured, and one table printed."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Callable, Iterator

import benchmarks
from benchmarks.measure import Line, machine

WIDTHS = (72, 10, 40)


def main() -> None:
    """Measure, and print what was wanted beside what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed, wanted and found.")
    parser.add_argument("--quick", action="store_true", help="smaller markets and fewer turns: a minute, and rougher")
    parser.add_argument("--only", metavar="NAME", help="one benchmark, by the name of its file")
    given = parser.parse_args()
    measured = dict(found())
    if given.only and given.only not in measured:
        parser.error(f"unknown benchmark {given.only!r}; allowed: {', '.join(measured)}")
    print(f"On {machine()}{'; quick' if given.quick else ''}\n")
    print(row("what", "target", "found", ""))
    print(row(*("-" * width for width in WIDTHS), "---"))
    for name, lines in measured.items():
        if given.only in (None, name):
            for line in lines(given.quick):
                verdict = "" if line.met is None else "yes" if line.met else "NO"
                print(row(line.what, line.target, line.found, verdict), flush=True)


def found() -> Iterator[tuple[str, Callable[[bool], list[Line]]]]:
    """The benchmarks of this folder by name."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if not module.name.startswith("_"):
            lines = getattr(importlib.import_module(f"benchmarks.{module.name}"), "lines", None)
            if lines is not None:
                yield module.name, lines


def row(*cells: str) -> str:
    """A row of the table; the last cell says whether the target is met."""
    return "  ".join([*(cell.ljust(width) for cell, width in zip(cells[:-1], WIDTHS, strict=True)), cells[-1]]).rstrip()


if __name__ == "__main__":
    main()

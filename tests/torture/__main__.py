"""Runs ``main()`` of every module of this folder and prints the figures as one table.

``python -m tests.torture`` runs all of them, ``python -m tests.torture mutants`` those named.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Mapping
from typing import Protocol, cast

from rich.console import Console
from rich.table import Table

import tests.torture


class Torture(Protocol):
    """What each module of this folder offers."""

    def main(self) -> Mapping[str, object]:
        """Run the tests, and return figures by name; ``faults`` counts what went wrong and must be 0."""


def modules() -> list[str]:
    """Names of the modules of this folder that can be run."""
    names = (module.name for module in pkgutil.iter_modules(tests.torture.__path__))
    return sorted(name for name in names if not name.startswith(("_", "test_")))


def run(names: list[str]) -> int:
    """Run these modules, print their figures, and return the number of faults."""
    table = Table("module", "figure", "value")
    faults = 0
    for name in names:
        module = cast("Torture", importlib.import_module(f"tests.torture.{name}"))
        figures = module.main()
        faults += int(str(figures["faults"]))
        for figure, value in figures.items():
            table.add_row(name, figure, f"{value:,}" if isinstance(value, int) else str(value))
    Console().print(table)
    return faults


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - set(modules())
    if unknown:
        sys.exit(f"unknown module {', '.join(sorted(unknown))}; allowed: {', '.join(modules())}")
    sys.exit(1 if run(sys.argv[1:] or modules()) else 0)

"""``guanxi doctor``: what stands in the way on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import typer

from sim.registry import register

NEEDED = (
    "numpy", "numba", "scipy", "pandas", "pydantic", "ruamel.yaml", "simpy", "matplotlib", "jinja2", "typer", "rich",
)  # fmt: skip
USEFUL = {
    "pyarrow": "event logs are written as Parquet, smaller and faster than CSV: pip install 'guanxi[parquet]'",
    "ipywidgets": "sliders in notebooks: pip install 'guanxi[notebooks]'",
    "lifetimes": "real buyers of 1997–98 to lay a run beside: pip install 'guanxi[validation]'",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at."""

    fine: bool
    text: str


def findings() -> tuple[Finding, ...]:
    """Everything worth knowing about this installation."""
    return tuple([*_versions(), *_in_the_way(Path.cwd()), *_scenarios()])


def _versions() -> Iterator[Finding]:
    number = ".".join(map(str, sys.version_info[:3]))
    yield Finding(fine=sys.version_info >= (3, 11), text=f"Python {number} (3.11 or newer is needed)")
    for name in ("guanxi", *NEEDED):
        try:
            yield Finding(fine=True, text=f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(fine=False, text=f"{name} is missing; install again: pip install guanxi")
    for name, use in USEFUL.items():
        there = find_spec(name) is not None
        yield Finding(
            fine=True, text=f"{name} {version(name)}" if there else f"{name} is not installed; with it, {use}"
        )


def _in_the_way(folder: Path) -> Iterator[Finding]:
    """A ``sim.py`` of your own hides the package from Python that is started beside it."""
    package = Path(str(sys.modules["sim"].__file__)).resolve().parent
    yield Finding(fine=True, text=f"the package sim is {package}")
    for place in (folder / "sim.py", folder / "sim"):
        if place.exists() and place.resolve() != package:
            yield Finding(
                fine=False,
                text=f"{place} hides the package: here, 'import sim' finds that instead; give it another name",
            )


def _scenarios() -> Iterator[Finding]:
    from sim.scenario.files.load import shipped_scenarios

    found = shipped_scenarios()
    yield Finding(fine=bool(found), text=f"{len(found)} scenarios come along" if found else "the scenarios are missing")


@register("command", "doctor")
def doctor() -> None:
    """Look at this installation: versions, what is missing, what stands in the way."""
    worst = 0
    for finding in findings():
        print(f"{'ok  ' if finding.fine else 'LOOK'}  {finding.text}")
        worst = worst if finding.fine else 1
    raise typer.Exit(worst)

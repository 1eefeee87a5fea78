"""Kinds a scenario may name: declared in a file of their own, found by scanning the folder.

A kind (a programme, a metric, a shock, ...) is declared by decorating it. The folder of its family is
imported the first time somebody asks, so a new file is found without being listed anywhere.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from typing import TypeVar

from sim.errors import SentenceError
from sim.files.regular_file import shortened

Kind = TypeVar("Kind")

_FAMILIES: dict[str, tuple[str, ...]] = {
    "programme": ("sim.scenario.firm.programmes",),
    "shock": ("sim.scenario.market.shocks",),
    "department": ("sim.scenario.firm.departments",),
    "programme_process": ("sim.model.firms.programmes",),
    "shock_process": ("sim.model.competition.shocks",),
    "department_process": ("sim.model.firms",),
    "department_change": ("sim.model.firms",),
    "policy": ("sim.strategies",),
    "account_policy": ("sim.strategies.key_accounts",),
    "process": ("sim.model.firms", "sim.model.competition"),
    "metric": ("sim.metrics",),
    "command": ("sim.apps.cli.commands",),
    "exercise": ("sim.game.exercises.tasks",),
    "measure": ("sim.experiments.measures",),
    "study_table": ("sim.experiments.synthetic_data.tables",),
    "fact": ("sim.experiments.stylised_facts",),
    "analysis": ("sim.metrics",),  # several metrics walked in order: answers with a value of tables, not one table
}
LONGEST_NAME = 60
"""Letters of an unknown name that a message repeats."""
_declared: dict[str, dict[str, object]] = {family: {} for family in _FAMILIES}
_scanned: set[str] = set()


class UnknownNameError(SentenceError, LookupError):
    """Somebody asked for a name that nobody declared; the message names the nearest ones."""


def register(family: str, name: str) -> Callable[[Kind], Kind]:
    """Put a kind on the menu of its family. Raises ``ValueError`` when the name is taken."""

    def put(kind: Kind) -> Kind:
        known = _declared[family].get(name)
        same_place = getattr(known, "__module__", None) == getattr(kind, "__module__", None) and getattr(
            known, "__qualname__", None
        ) == getattr(kind, "__qualname__", None)
        if known is not None and not same_place:
            raise ValueError(f"{family} {name!r} is declared twice: {known!r} and {kind!r}; rename one")
        _declared[family][name] = kind
        return kind

    return put


def registered(family: str) -> dict[str, object]:
    """All kinds of a family by name, in alphabetical order.

    >>> sorted(menu("programme"))
    ['club', 'customised', 'frequency', 'none']
    """
    if family not in _scanned:
        for folder in _FAMILIES[family]:
            package = importlib.import_module(folder)
            for module in pkgutil.walk_packages(package.__path__, f"{folder}."):
                importlib.import_module(module.name)
        _scanned.add(family)
    return dict(sorted(_declared[family].items()))


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The allowed name that looks most like the one given, if any does."""
    near = difflib.get_close_matches(name, list(allowed), n=1, cutoff=0.6)
    return near[0] if near else None


def unknown(what: str, name: str, allowed: Iterable[str]) -> str:
    """A sentence for a name that is not there.

    >>> unknown("programme", "clubb", ["club", "none"])
    "unknown programme 'clubb'; did you mean 'club'? allowed: club, none"
    """
    names = sorted(set(allowed))
    near = nearest(name, names)
    hint = f"; did you mean {near!r}?" if near else ";"
    return f"unknown {what} {shortened(name, LONGEST_NAME)!r}{hint} allowed: {listed(names) or 'none'}"


def listed(names: Iterable[str], most: int = 600) -> str:
    """Names in a row, in so many letters at most; how many more there are is said.

    >>> listed(["club", "frequency", "none"], 15)
    'club, frequency and 1 more'
    """
    shown: list[str] = []
    every = list(names)
    room = most
    for name in every:
        room -= len(name) + 2
        if room < -2:
            return f"{', '.join(shown)} and {len(every) - len(shown):,} more"
        shown.append(name)
    return ", ".join(shown)

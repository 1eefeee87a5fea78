"""Pages that are read off the code: every public name, metric and chart, and every word that ``guanxi explain`` knows.

They are written to ``docs/reference/generated`` before each build, so a new metric needs no line in ``docs``.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import sim
from sim.glossary.glossary import Explanation, explanations
from sim.model.events import EVENT_TABLE
from sim.registry import registered

OTHERS = ("BaseModel", "tuple", "object")
"""Classes whose members are not ours: what a public class inherits of others is shown with it."""


def write(folder: Path) -> None:
    """Write all of them, and remove those of an earlier build."""
    folder.mkdir(parents=True, exist_ok=True)
    public = [name for name in sim.__all__ if not inspect.ismodule(getattr(sim, name))]
    pages = {
        "api.rst": api("The module sim", "sim", public),
        "metrics.rst": api("Metrics", "sim", sorted({*registered("metric"), *registered("analysis")})),
        "charts.rst": api("Charts and reports", "sim.charts", sim.charts.__all__),
        "classroom.rst": api("The classroom from Python", "sim.apps.classroom", sim.apps.classroom.__all__),
        "events.md": events(),
        "glossary.md": glossary(entry for entry in explanations() if not entry.sort.startswith("key of")),
        "keys.md": keys(entry for entry in explanations() if entry.sort.startswith("key of")),
    }
    for old in folder.iterdir():
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def api(title: str, module: str, names: Iterable[str]) -> str:
    """A page of public names of one module: a table of first sentences, then each in full."""
    public = [name for name in names if not name.startswith("_")]
    home = __import__(module, fromlist=public)
    table = [".. autosummary::", "", *(f"   {name}" for name in public), ""]
    entries = [line for name in public for line in (_directive(home, module, name), "")]
    return "\n".join([title, "=" * len(title), "", f".. currentmodule:: {module}", "", *table, *entries])


def _directive(home: object, module: str, name: str) -> str:
    found = getattr(home, name)
    if not inspect.isclass(found):
        return f".. autofunction:: {module}.{name}"
    if issubclass(found, Exception):
        return f".. autoexception:: {module}.{name}"
    return "\n".join(
        [
            f".. autoclass:: {module}.{name}",
            "   :members:",
            f"   :inherited-members: {', '.join(OTHERS)}",
            "   :exclude-members: model_config, model_post_init",
        ]
    )


def events() -> str:
    """The table of events: what each means, what its row says, and where its money is booked."""
    head = ("event", "meaning", "money", "cause or detail", "in a log of joins and exits", "weekly books", "ledger")
    lines = [
        "# Events", "",
        "`sim.events(results)` has one row for each event. Events of one customer at one instant happen in the order",
        "of this table. Those without a row in the log are counted in the weekly series only. Where a cell is",
        "blank, the column is empty.", "",
        f"| {' | '.join(head)} |", "|---" * len(head) + "|",
    ]  # fmt: skip
    for event in EVENT_TABLE:
        kept = ("yes" if "exits" in event.logged else "no") if event.logged else "no row in any log"
        value = event.value.line.replace("_", " ") if event.value else ""
        books = event.line or event.counted
        detail = f"cause: {event.cause}" if event.cause else event.detail
        lines.append(f"| `{event.name}` | {event.meaning} | {event.amount} | {detail} | {kept} | {books} | {value} |")
    return "\n".join([*lines, ""])


def glossary(entries: Iterable[Explanation]) -> str:
    """What a programme, a cause, an event, a term … is: one list for each sort of thing."""
    lines = ["# Glossary", "", "Read off the code; `guanxi explain NAME` says the same, and more, in a terminal.", ""]
    for sort, group in groupby(entries, key=lambda entry: entry.sort):
        lines += [f"## {sort.replace('_', ' ').capitalize()}", "", *_definitions(group)]
    return "\n".join(lines)


def keys(entries: Iterable[Explanation]) -> str:
    """Every key of a scenario file, by what it belongs to."""
    lines = ["# Keys of scenario files", "", "How a file is written: [scenarios](../../how-to/scenarios.md).", ""]
    for sort, group in groupby(entries, key=lambda entry: entry.sort):
        lines += [f"## {sort.removeprefix('key of ').capitalize()}", "", *_definitions(group, more=True)]
    return "\n".join(lines)


def _definitions(entries: Iterable[Explanation], *, more: bool = False) -> list[str]:
    found = []
    for entry in entries:
        text = f"{entry.meaning} {' '.join(entry.more.split())}" if more else entry.meaning
        found += [f"`{entry.name}`", f": {_as_text(text)}", ""]
    return found


def _as_text(plain: str) -> str:
    """Plain text as Markdown that shows it unchanged."""
    return re.sub(r"([\\`*_{}\[\]<>|#$])", r"\\\1", plain.strip())

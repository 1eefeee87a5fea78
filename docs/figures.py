"""The figures of the pages that come out of runs: ``python -m docs.figures`` makes them and writes them there.

A figure stands on a page between ``<!--fig:NAME-->`` and ``<!--/fig-->``; its value is kept in ``docs/figures.json``
with its interval, replications and seed. ``python -m docs.figures GROUP ...`` makes some groups only; ``--write``
makes none and writes what is kept into the pages.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from docs.figure_runs import REPLICATIONS, SEED, Figure
from docs.page_parts import DOCS
from sim.number_text import decimal as worded
from sim.number_text import decimal_places

KEPT = DOCS / "figures.json"
READMES = (DOCS.parent / "README.md", DOCS.parent / "README.zh.md")
PLACE = re.compile(r"<!--fig:(\w+)-->(.*?)<!--/fig-->", re.DOTALL)
UNITS = {"percent": (100.0, "%"), "points": (100.0, " points"), "thousand": (0.001, " k"), "number": (1.0, "")}
CHINESE_UNITS = {"percent": "%", "points": " 个百分点", "thousand": " 千", "number": ""}


def text(kept: dict[str, object], page: str = "") -> str:
    """A figure as it stands on a page: ``93% (86 to 99)``, on a Chinese page ``93%（86 至 99）``."""
    scale, unit = UNITS[str(kept["unit"])]
    value, low, high = (scale * float(str(kept[name])) for name in ("value", "low", "high"))
    places = min(decimal_places((high - low) / 2, value), 2)
    said, from_, to = (worded(number, places) for number in (value, low, high))
    if page.endswith(".zh.md"):
        return f"{said}{CHINESE_UNITS[str(kept['unit'])]}（{from_} 至 {to}）"
    return f"{said}{unit} ({from_} to {to})"


def kept() -> dict[str, dict[str, object]]:
    """All figures, by name."""
    found: dict[str, dict[str, object]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return found


def pages() -> list[Path]:
    """The README in both languages, and every page of ``docs``."""
    return [*READMES, *sorted(DOCS.glob("*/*.md"))]


def on_pages() -> list[tuple[str, str, str]]:
    """Every figure that stands on a page: page, name, text."""
    return [
        (page.name, *place) for page in pages()
        for place in PLACE.findall(page.read_text(encoding="utf-8"))
    ]  # fmt: skip


def write() -> None:
    """Put every kept figure where it stands on the pages; a place without a figure is left as it is."""
    known = kept()

    def filled(place: re.Match[str], page: str) -> str:
        name = place[1]
        return f"<!--fig:{name}-->{text(known[name], page)}<!--/fig-->" if name in known else place[0]

    for page in pages():
        old = page.read_text(encoding="utf-8")
        new = PLACE.sub(partial(filled, page=page.name), old)
        if new != old:
            page.write_text(new, encoding="utf-8")


def made(group: Callable[[], dict[str, Figure]]) -> dict[str, dict[str, object]]:
    """The figures of a group as they are kept."""
    return {
        name: {
            "group": group.__name__, "what": found.what, "unit": found.unit, "value": round(found.value.mean, 6),
            "low": round(found.value.low, 6), "high": round(found.value.high, 6),
            "replications": REPLICATIONS, "seed": SEED,
        }
        for name, found in group().items()
    }  # fmt: skip


def main(asked: list[str]) -> None:
    """Make groups of figures, keep each as soon as it is there, and write them into the pages."""
    from docs.figure_runs import GROUPS

    unknown = [name for name in asked if name not in GROUPS and name != "--write"]
    if unknown:
        sys.exit(f"unknown group {', '.join(unknown)}; allowed: {', '.join(GROUPS)}")
    for name in [] if "--write" in asked else asked or GROUPS:
        new = made(GROUPS[name])
        found = {key: value for key, value in kept().items() if value["group"] != name} | new
        KEPT.write_text(json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        for key, value in new.items():
            print(f"{key:32} {text(value):28} {value['what']}", flush=True)
    write()


if __name__ == "__main__":
    main(sys.argv[1:])

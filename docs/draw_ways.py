"""Draws the layers and the ways of ``docs.ways``, and writes them into the page: ``python -m docs.draw_ways``.

Pictures are SVG made of text, so the site needs nothing from the network. The layers are read off the contract of the
import linter in ``pyproject.toml``, which the build server checks: the picture cannot say otherwise.
"""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Sequence
from html import escape
from pathlib import Path

from docs.page_parts import DOCS, write
from docs.ways import WAYS, Way

PICTURES = DOCS / "pictures"
ROOT = DOCS.parent
WIDTH = 860
ROW, GAP = 44, 16
COLOURS = {
    "scenarios": "#e7e0f3", "sim/scenario": "#e7e0f3", "sim/model": "#dbe9f6", "sim/results": "#dff0e3",
    "sim/metrics": "#dff0e3", "sim/charts": "#fdeccf", "sim/game": "#f8dfe3", "sim/apps": "#ececec",
}  # fmt: skip
"""Colour of a box, by the layer that a file is in; what is not named is pale."""
PAGE = "inside"


def layers() -> list[list[str]]:
    """Packages of each layer, from the one that nothing imports from to the one that imports nothing."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (rows,) = (contract["layers"] for contract in contracts if contract["name"].startswith("Layers: "))
    return [re.findall(r"sim\.[\w.]+", row) for row in rows]


def about(packages: Sequence[str]) -> str:
    """First lines of the packages' docstrings; where a layer has several packages, each up to its colon."""
    docs = [(importlib.import_module(package).__doc__ or "").replace("`", "") for package in packages]
    lines = [text.strip().splitlines()[0] for text in docs]
    return lines[0] if len(lines) == 1 else "; ".join(line.split(":")[0].rstrip(".") for line in lines)


def box(y: int, bold: str, text: str, colour: str) -> str:
    """A box with a name, and what it does below it."""
    return (
        f'<rect x="10" y="{y}" width="{WIDTH - 20}" height="{ROW}" rx="5" fill="{colour}" stroke="#8a8a8a"/>'
        f'<text x="22" y="{y + 18}" font-family="monospace" font-size="13" font-weight="bold">{escape(bold)}</text>'
        f'<text x="22" y="{y + 35}" font-family="sans-serif" font-size="13">{escape(text)}</text>'
    )


def svg(title: str, boxes: Sequence[tuple[str, str, str]]) -> str:
    """Boxes below one another, each with an arrow to the next: name, text, colour."""
    lines = []
    for number, (bold, text, colour) in enumerate(boxes):
        y = 10 + number * (ROW + GAP)
        lines.append(box(y, bold, text, colour))
        if number:
            lines.append(f'<path d="M{WIDTH // 2} {y - GAP + 1}V{y - 2}" stroke="#444" marker-end="url(#tip)"/>')
    height = 10 + len(boxes) * (ROW + GAP)
    tip = (
        '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="6" refY="4" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#444"/></marker></defs>'
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>{escape(title)}</title>{tip}",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *lines,
            "</svg>",
            "",
        ]
    )


def picture_of(way: Way) -> str:
    """The picture of a way."""
    return svg(way.title, [(step.path, step.does, _colour(step.path)) for step in way.steps])


def picture_of_layers() -> str:
    """The picture of the layers; an arrow leads to what may be imported."""
    boxes = [(" · ".join(packages), about(packages), _colour(packages[0].replace(".", "/"))) for packages in layers()]
    return svg("Layers: a package imports only from packages below its own", boxes)


def _colour(path: str) -> str:
    return next((colour for folder, colour in COLOURS.items() if path.startswith(folder)), "#f7f7f7")


def list_of(way: Way) -> list[str]:
    """A way as it stands on the page: its picture, the number of files, and one line for each step."""
    steps = [f"{number}. `{step.path}` ({_names(step.names)}) {step.does}." for number, step in enumerate(way.steps, 1)]
    count = f"{way.files} files, and {len(way.beside)} beside the way: {_names(way.beside)}."
    return [f"![{way.title}](../pictures/{way.name}.svg)", "", *steps, "", count]


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def pictures() -> dict[str, str]:
    """All pictures, by file name."""
    return {"layers.svg": picture_of_layers()} | {f"{way.name}.svg": picture_of(way) for way in WAYS}


def main(folder: Path = PICTURES) -> None:
    """Write pictures and lists."""
    for name, text in pictures().items():
        (folder / name).write_text(text, encoding="utf-8")
    for way in WAYS:
        write(PAGE, way.name, list_of(way))


if __name__ == "__main__":
    main()

"""A page that stands by itself: headings, pictures and tables in one HTML file, without any address in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from sim.charts.style.canvas import headline_text, svg

if TYPE_CHECKING:
    import pandas as pd

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 1.2rem 1rem 3rem; background: #fff; color: #222;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", "PingFang SC",
  "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: .4rem 0 .6rem; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .4rem; padding-top: .5rem; border-top: 2px solid #0072B2; }
p, ul { max-width: 46rem; margin: .5rem 0; }
.teaches { font-size: 1.06rem; }
.facts { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; padding: 0; margin: .9rem 0; list-style: none;
  max-width: none; color: #555; font-size: .92rem; }
.facts b { color: #222; font-weight: 600; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 1.2rem 1.6rem;
  align-items: start; margin: 1rem 0; }
figure { margin: 0; break-inside: avoid; max-width: 560px; }
figure svg { width: 100%; height: auto; display: block; }
.scroll { overflow-x: auto; margin: 1rem 0; break-inside: avoid; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #555; padding-bottom: .3rem; font-size: .92rem; }
th, td { padding: .28rem .75rem; text-align: right; border-bottom: 1px solid #e2e2e2; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid #bbb; font-weight: 600; }
.note { color: #555; font-size: .92rem; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } h2 { break-after: avoid; }
  .pictures { grid-template-columns: 1fr 1fr; } .scroll { overflow: visible; } }
"""


def page(name: str, parts: Sequence[str]) -> str:
    """The whole page, ready to be written to a file."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def title(text: str) -> str:
    """The heading of the whole page."""
    return f"<h1>{escape(text)}</h1>"


def heading(text: str) -> str:
    """The heading of a section."""
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f'<h2 id="{name}">{escape(text)}</h2>'


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph; its kind is ``teaches``, ``note`` or nothing."""
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def bullets(items: Sequence[str]) -> str:
    """A list with a dot before each item."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Short facts in a row, such as seed and version."""
    return '<ul class="facts">' + "".join(f"<li>{escape(k)} <b>{escape(v)}</b></li>" for k, v in pairs) + "</ul>"


def pictures(figures: Sequence[Figure]) -> str:
    """Pictures side by side where the screen is wide enough, one below the other on a telephone."""
    return '<div class="pictures">' + "".join(_figure(figure) for figure in figures) + "</div>"


def _figure(figure: Figure) -> str:
    drawing = re.sub(r"<metadata>.*?</metadata>\s*", "", svg(figure), count=1, flags=re.S)
    drawing = (
        re.sub(r'\s(?:xmlns(?::\w+)?|width|height|version)="[^"]*"', "", drawing[: drawing.index(">")], flags=re.S)
        + (drawing[drawing.index(">") :])
    )
    drawing = re.sub(
        r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path.group()), drawing
    )  # a hundredth of a point will do
    return (
        "<figure>"
        + drawing.replace("<svg", f'<svg role="img" aria-label="{escape(headline_text(figure), quote=True)}"', 1)
        + "</figure>"
    )


def table(rows: pd.DataFrame, caption: str) -> str:
    """A table of words and of numbers that are already written as they shall be read."""
    head = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in rows.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows.itertuples(index=False)
    )
    return (
        f'<div class="scroll"><table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )

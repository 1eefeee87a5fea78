"""Sentences, tables and progress as the text of a page; everything that players wrote is made harmless."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from sim.game.presentation.section import Section


def heading(text: str, level: int = 3) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def safe(text: object) -> str:
    """Text in which nothing is taken for markup."""
    return escape(str(text))


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph; its kind is ``note``, ``good``, ``ask``, ``message`` or nothing.

    >>> paragraph("a < b", "note")
    '<p class="gx-note">a &lt; b</p>'
    """
    return f'<p class="gx-{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def refusal(text: str) -> str:
    """What could not be done, and why; one line each."""
    return f'<div class="gx-refusal">{"<br>".join(escape(line) for line in text.splitlines())}</div>'


def asked(slips: Iterable[str]) -> str:
    """Questions about what may be a slip."""
    return f'<div class="gx-ask">{"<br>".join(escape(slip) for slip in slips)}</div>'


def bullets(items: Iterable[str]) -> str:
    """A list with a dot before each item."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def section(told: Section, level: int = 3) -> str:
    """What a seat is told under one heading; ``level`` 0 leaves the heading out."""
    parts = [heading(told.heading, level)] if level else []
    parts += [paragraph(line) for line in told.text.splitlines() if line]
    return "".join(parts) + (table(told.columns, told.rows, told.right) if told.rows else "")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[bool] = ()) -> str:
    """A small table; columns of numbers stand to the right."""
    numbers = [*right, *[False] * (len(columns) - len(right))]
    sides = ["gx-right" if number else "" for number in numbers]
    head = "".join(f'<th class="{side}">{escape(str(name))}</th>' for name, side in zip(columns, sides, strict=True))
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{side}">{escape(str(value))}</td>' for value, side in zip(row, sides, strict=True))
        + "</tr>"
        for row in rows
    )
    whole = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="gx-scroll"><table class="gx-table">{whole}</table></div>'


def progress(done: int, rounds: int, over: bool = False) -> str:
    """A line of rounds: closed, open, still to come.

    >>> progress(1, 3).count("gx-done"), progress(1, 3).count("gx-open")
    (1, 1)
    """
    kinds = [
        "gx-done" if number < done else "gx-open" if number == done and not over else "" for number in range(rounds)
    ]
    words = "all rounds are closed" if over else f"round {done} is open: number {done + 1} of {rounds}"
    return (
        f'<div class="gx-progress" title="{words}">'
        + "".join(f'<span class="{kind}"></span>' for kind in kinds)
        + f'</div><div class="gx-note">{words[:1].upper()}{words[1:]}</div>'
    )

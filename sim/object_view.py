"""How an object shows itself: a few lines in a terminal, a small table in a notebook, and what can be done next."""

from __future__ import annotations

import unicodedata
from abc import abstractmethod
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, kw_only=True)
class ObjectView:
    """What is shown of an object."""

    title: str
    facts: tuple[str, ...] = ()
    """Short lines below the title."""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """A small table, shown in notebooks only; the first column holds names, the others numbers."""
    next_steps: tuple[str, ...] = ()
    """Calls that a reader may want next."""

    def text(self) -> str:
        """At most six lines.

        >>> print(ObjectView(title="A market", facts=("2 firms",), next_steps=("sim.simulate(scenario)",)).text())
        A market
        2 firms
        Next: sim.simulate(scenario)
        """
        lines = [self.title, *self.facts]
        if self.next_steps:
            lines.append(f"Next: {', '.join(self.next_steps)}")
        return "\n".join(harmless(line) for line in lines[:6])

    def html(self) -> str:
        """The same with the table, as HTML; all text is escaped.

        >>> ObjectView(title="A < B").html()
        '<div><b>A &lt; B</b></div>'
        """
        parts = [Markup("<b>{}</b>").format(harmless(self.title))]
        parts += [Markup("<br>{}").format(harmless(fact)) for fact in self.facts]
        if self.rows:
            head = Markup("").join(Markup("<th>{}</th>").format(column) for column in self.columns)
            body = Markup("").join(
                Markup("<tr>{}</tr>").format(
                    Markup("").join(Markup("<td>{}</td>").format(harmless(cell)) for cell in row)
                )
                for row in self.rows
            )
            parts.append(Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body))
        if self.next_steps:
            steps = Markup(", ").join(Markup("<code>{}</code>").format(step) for step in self.next_steps)
            parts.append(Markup("<small>Next: {}</small>").format(steps))
        return str(Markup("<div>{}</div>").format(Markup("").join(parts)))


MAX_LINE_CHARACTERS = 300
"""Characters of a line that an object shows of itself."""


def harmless(text: str) -> str:
    """A text in one line that cannot steer a terminal or turn the direction of writing, cut where it is very long.

    >>> harmless("two\\nlines\\x1b[2J, \\u202eturned"), len(harmless("W" * 5000))
    ('two lines[2J, turned', 300)
    """
    kept = "".join(sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return kept if len(kept) <= MAX_LINE_CHARACTERS else kept[: MAX_LINE_CHARACTERS - 1] + "…"


class ShowsItself:
    """An object that a terminal shows in a few lines and a notebook with a small table."""

    @abstractmethod
    def view(self) -> ObjectView:
        """What is shown of it."""

    def __repr__(self) -> str:
        """A few lines."""
        return self.view().text()

    def _repr_html_(self) -> str:
        return self.view().html()

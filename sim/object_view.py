"""How an object shows itself: a few lines in a terminal, a small table in a notebook, and what can be done next."""

from __future__ import annotations

import unicodedata
from abc import abstractmethod
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sim.escaped_html import template_environment
from sim.language.messages import _

if TYPE_CHECKING:
    from jinja2 import Template


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
            lines.append(_("Next: {steps}").format(steps=", ".join(self.next_steps)))
        return "\n".join(harmless(line) for line in lines[:6])

    def html(self) -> str:
        """The same with the table, as HTML; all text is escaped.

        >>> ObjectView(title="A < B").html()
        '<div><b>A &lt; B</b></div>'
        """
        shown = ObjectView(
            title=harmless(self.title),
            facts=tuple(map(harmless, self.facts)),
            columns=tuple(map(harmless, self.columns)),
            rows=tuple(tuple(map(harmless, row)) for row in self.rows),
            next_steps=tuple(map(harmless, self.next_steps)),
        )
        return _template().render(view=shown, steps_follow=_("Next:"))


TEMPLATE = """
<div><b>{{ view.title }}</b>{% for fact in view.facts %}<br>{{ fact }}{% endfor %}
{% if view.rows %}
<table><thead><tr>{% for column in view.columns %}<th>{{ column }}</th>{% endfor %}</tr></thead><tbody>
{%- for row in view.rows %}<tr>
{%- for cell in row %}<td style="overflow-wrap: anywhere">{{ cell }}</td>{% endfor %}</tr>{% endfor -%}
</tbody></table>
{%- endif -%}
{% if view.next_steps %}<small>{{ steps_follow }} {% for step in view.next_steps %}
{{- ", " if not loop.first }}<code>{{ step }}</code>{% endfor %}</small>{% endif %}</div>
""".strip()


@cache
def _template() -> Template:
    return template_environment().from_string(TEMPLATE)


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

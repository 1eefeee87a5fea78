"""The Jinja2 templates of every HTML page and fragment; text that is put into one is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.escaped_html import template_environment

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """The templates in ``sim/reports/templates``; a name that a template misses is an error."""
    from jinja2 import PackageLoader

    return template_environment(PackageLoader("sim.reports"))


def render(template: str, values: Mapping[str, object]) -> Markup:
    """A whole template, with ``values`` put in by name; only ``Markup`` among them is taken for HTML."""
    return Markup(environment().get_template(template).render(values))  # noqa: S704 (templates escape)


def component(name: str, *values: object) -> Markup:
    """One macro of ``components.html.j2``; only ``Markup`` among its values is taken for HTML.

    >>> component("paragraph", "a < b", "note")
    Markup('<p class="note">a &lt; b</p>')
    """
    macros = environment().get_template("components.html.j2").module
    return Markup(getattr(macros, name)(*values))  # noqa: S704 (templates escape)

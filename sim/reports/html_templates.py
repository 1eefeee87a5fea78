"""The Jinja2 templates of every HTML page and fragment; text that is put into one is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.escaped_html import template_environment

if TYPE_CHECKING:
    from jinja2 import Environment


PACKAGE = "sim.reports"


@cache
def environment(package: str = PACKAGE) -> Environment:
    """The templates in the folder ``templates`` of a package; a name that a template misses is an error."""
    from jinja2 import PackageLoader

    return template_environment(PackageLoader(package))


def render(template: str, values: Mapping[str, object], package: str = PACKAGE) -> Markup:
    """A whole template, with ``values`` put in by name; only ``Markup`` among them is taken for HTML."""
    return Markup(environment(package).get_template(template).render(values))  # noqa: S704 (templates escape)


def component(name: str, *values: object) -> Markup:
    """One macro of ``components.html.j2``; only ``Markup`` among its values is taken for HTML.

    >>> component("paragraph", "a < b", "note")
    Markup('<p class="note">a &lt; b</p>')
    """
    macros = environment().get_template("components.html.j2").module
    return Markup(getattr(macros, name)(*values))  # noqa: S704 (templates escape)

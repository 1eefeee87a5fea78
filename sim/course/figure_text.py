"""Texts with figures in their places: no number of the model is typed, each is put in where its name stands."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import SentenceError


class MissingFigureError(SentenceError, ValueError):
    """A text names a figure that is not there; the message says which ones are."""


def with_figures(template: str, figures: Mapping[str, object]) -> str:
    """A text with its figures.

    Args:
        template: A text with names in braces, such as ``{n}``, or ``{gain.size}`` for a part of a figure.
        figures: What stands in the places, by name.

    Returns:
        The text.

    Raises:
        MissingFigureError: For a name that is not among the figures.

    >>> with_figures("{n} runs", {"n": 8})
    '8 runs'
    """
    try:
        return template.format_map(figures)
    except KeyError as error:
        known = ", ".join(sorted(figures)) or "none"
        raise MissingFigureError(f"the figure {{{error.args[0]}}} is not computed; known: {known}") from None

"""The parts of a mark and their weights, which the instructor sets."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.game.errors import GameError
from sim.language.messages import _
from sim.registry import unknown

PARTS = ("participation", "predictions", "decisions", "exercises", "tests", "answers")
"""The parts of a mark, in the order of the gradebook. The names are ids: they never change with the language."""


def part_name(part: str) -> str:
    """A part of the mark in the language in use."""
    names = {
        "participation": _("participation"), "predictions": _("predictions"), "decisions": _("decisions"),
        "exercises": _("exercises"), "tests": _("tests"), "answers": _("open answers"),
    }  # fmt: skip
    return names[part]


USUAL = {
    "participation": 0.16, "predictions": 0.16, "decisions": 0.16, "exercises": 0.16, "tests": 0.16, "answers": 0.2,
}  # fmt: skip
"""Weights of a class whose instructor has set none."""
ROUNDING = 1e-6
"""By how much the sum of the weights may differ from one: 0.333333 three times is taken for thirds."""


def checked_weights(given: Mapping[str, object]) -> dict[str, float]:
    """The weights by part, if they can be weights.

    Args:
        given: Weight of each part, from 0 to 1; a part that is left out has the weight 0.

    Returns:
        The weight of every part, in the order of ``PARTS``.

    Raises:
        GameError: For an unknown part, a weight that is no number from 0 to 1, and weights that do not sum to one.

    >>> checked_weights({"participation": 0.5, "tests": 0.5})["tests"]
    0.5
    """
    for name in given:
        if name not in PARTS:
            raise GameError(unknown("part of the mark", str(name)[:40], PARTS))
    for name, value in given.items():
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        if not plain or not 0 <= value <= 1:  # type: ignore[operator]  # narrowed by ``plain``
            said = _("weight of {part}: {given} was given; give a number from 0 to 1, such as 0.25")
            raise GameError(said.format(part=name, given=repr(value)[:40]))
    found = {part: float(given.get(part, 0.0)) for part in PARTS}  # type: ignore[arg-type]  # checked above
    total = math.fsum(found.values())
    if abs(total - 1) > ROUNDING:
        said = _("the weights sum to {total}; change them so that they sum to 1")
        raise GameError(said.format(total=f"{total:.6g}"))
    return found


def weights_from_text(text: str) -> dict[str, float]:
    """Weights as they are typed on the command line, such as ``participation=0.5,tests=0.5``.

    Raises :class:`GameError` for a text that cannot be read so.
    """
    found: dict[str, object] = {}
    for piece in filter(None, (part.strip() for part in text.split(","))):
        name, sign, value = piece.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            sign = ""
        if not sign:
            said = _("weights: {given} was given; write PART=NUMBER, separated by commas, such as {example}")
            raise GameError(said.format(given=repr(piece), example="participation=0.5,tests=0.5"))
    return checked_weights(found)


def weighted(marks: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The mark of a student, 0 to 100: the mean of the parts by their weights.

    A part that could not be marked for this student (None) is left out, and the other weights keep their proportions.

    Returns:
        The mark; None where no part with a weight could be marked.

    >>> weighted({"participation": 100.0, "tests": 50.0, "decisions": None}, USUAL)
    75.0
    """
    known = [(weights[part], value) for part, value in marks.items() if value is not None and weights[part] > 0]
    whole = math.fsum(weight for weight, _value in known)
    return math.fsum(weight * value for weight, value in known) / whole if whole else None

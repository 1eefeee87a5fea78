"""A form filled in line by line: levers by number or name, values, help, and what was filled in last taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.game.errors import GameError
from sim.game.forms.field import Field, Value
from sim.registry import unknown


class FormPrompt:
    """What somebody has filled in so far."""

    def __init__(self, fields: Sequence[Field], values: dict[str, Value] | None = None) -> None:
        """A form, and what stands in it already."""
        self.fields = tuple(fields)
        self.values: dict[str, Value] = dict(values or {})
        self._before: list[tuple[str, Value, bool]] = []

    def put(self, field: Field, typed: str) -> None:
        """Fill in what was typed. Raises :class:`GameError`."""
        value = field.read(typed)
        self._before.append((field.path, self.values.get(field.path), field.path in self.values))
        self.values[field.path] = value
        if value == field.present:
            del self.values[field.path]

    def undo(self) -> Field | None:
        """Take back what was filled in last; which field that was, None where there is nothing to take back."""
        if not self._before:
            return None
        path, value, given = self._before.pop()
        self.values.pop(path, None)
        if given:
            self.values[path] = value
        return next(field for field in self.fields if field.path == path)

    def found(self, word: str) -> Field:
        """The field of that number or name, or the only one that begins so. Raises :class:`GameError`."""
        wanted = word.strip().lower()
        if wanted.isdecimal() and len(wanted) < 4 and 1 <= int(wanted) <= len(self.fields):
            return self.fields[int(wanted) - 1]
        for near in (_names, _last, _begun(wanted)):
            fits = [field for field in self.fields if wanted and wanted in near(field)]
            if len(fits) == 1:
                return fits[0]
            if fits:
                raise GameError(f"{word}: this could be {', '.join(field.label for field in fits)}; type more of it")
        raise GameError(f"{unknown('lever', word, [field.label for field in self.fields])}; or a number from the list")

    def split(self, line: str) -> tuple[Field, str]:
        """The field that a line begins with, and the rest of the line. Raises :class:`GameError`.

        ``price 0.9``, ``price=0.9`` and ``1 0.9`` are the same.
        """
        name, equals, value = line.partition("=")
        if equals:
            return self.found(name), value.strip()
        words = line.split()
        for count in range(len(words), 1, -1):  # the longest name that fits: names may have several words
            wanted = " ".join(words[:count]).lower()
            for field in self.fields:
                if wanted in _names(field):
                    return field, " ".join(words[count:])
        try:
            return self.found(line), ""
        except GameError:
            if len(words) < 2:
                raise
            return self.found(words[0]), " ".join(words[1:])

    def row(self, number: int) -> tuple[str, ...]:
        """A field as a line of a table: number, label, where it stands, what was filled in, what it may be."""
        field = self.fields[number]
        new = field.said(self.values[field.path]) if field.path in self.values else ""
        may_be = ", ".join(part for part in (field.range, field.unit) if part)
        return (str(number + 1), field.label, field.said(field.present), new, may_be)

    def changes(self) -> list[str]:
        """What was filled in, a line for each field."""
        return [
            f"{field.label}: {field.said(field.present)} → {field.said(self.values[field.path])}"
            for field in self.fields if field.path in self.values
        ]  # fmt: skip


def about(field: Field) -> str:
    """What a field is, what it may be, what it costs, and its place in the frames of the course."""
    lines = [f"{field.label}: {field.help}.".replace("..", "."), f"It stands at {field.said(field.present)}."]
    unit = f" ({field.unit})" if field.unit else ""
    lines.append(f"Give {field.wanted}{unit}.")
    if field.cost:
        lines.append(f"Cost: {field.cost}.")
    if field.frames:
        lines.append("In the frames: " + "; ".join(f"{frame} {element}" for frame, element in field.frames.items()))
    return "\n".join(lines)


def _names(field: Field) -> tuple[str, ...]:
    """What somebody may type for a field, in small letters."""
    plain = (field.label, field.path, field.path.replace("_", " "))
    return tuple(dict.fromkeys(name.lower() for name in plain))


def _last(field: Field) -> tuple[str, ...]:
    """The last word of its path."""
    last = field.path.rsplit(".", 1)[-1].lower()
    return (last, last.replace("_", " "))


def _begun(wanted: str) -> Callable[[Field], tuple[str, ...]]:
    """The field answers to a word that one of its names begins with."""
    return lambda field: (wanted,) if any(name.startswith(wanted) for name in _names(field) + _last(field)) else ()

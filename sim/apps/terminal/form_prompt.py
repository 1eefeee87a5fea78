"""A form filled in at the keyboard: fields by number or name, one after another or as someone likes, with help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len

from sim.apps.terminal.screen import Screen
from sim.game.errors import GameError
from sim.game.forms.field import Field, Value, element_word
from sim.game.forms.form import example
from sim.game.forms.statements import Statement
from sim.game.words import clauses, sentence
from sim.language.messages import _, translate
from sim.registry import unknown


class FormPrompt:
    """What someone has filled in so far."""

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
                said = _("{word}: this could be {names}; type more of it")
                raise GameError(said.format(word=word, names=", ".join(field.label for field in fits)))
        reason = unknown("lever", word, [field.label for field in self.fields])
        raise GameError(_("{reason}; or a number from the list").format(reason=reason))

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
        may_be = _("{range}, {unit}") if field.unit else "{range}"
        may_be = may_be.format(range=field.range, unit=field.unit)
        return (str(number + 1), field.label, field.said(field.present), new, may_be)

    def changes(self) -> list[str]:
        """What was filled in, a line for each field."""
        changed = _("{label}: {before} → {after}")
        return [
            changed.format(label=field.label, before=field.said(field.present),
                           after=field.said(self.values[field.path]))
            for field in self.fields if field.path in self.values
        ]  # fmt: skip


def about(field: Field) -> str:
    """What a field is, what it may be, what it costs, and its place in the frames of the course."""
    stands = _("Its value is {value}.").format(value=field.said(field.present))
    lines = [_("{label}: {help}").format(label=field.label, help=sentence(field.help)), stands]
    wanted = _("Give {wanted} ({unit}).") if field.unit else _("Give {wanted}.")
    lines.append(wanted.format(wanted=field.wanted, unit=field.unit))
    if field.cost:
        lines.append(_("Cost: {cost}.").format(cost=field.cost))
    if field.frames:
        frames = clauses(f"{frame} {element_word(element)}" for frame, element in field.frames.items())
        lines.append(_("In the frames: {frames}").format(frames=frames))
    return "\n".join(lines)


def _names(field: Field) -> tuple[str, ...]:
    """Names that may be typed for a field, in small letters."""
    plain = (field.label, field.path, field.path.replace("_", " "))
    return tuple(dict.fromkeys(name.lower() for name in plain))


def _last(field: Field) -> tuple[str, ...]:
    """The last word of its path."""
    last = field.path.rsplit(".", 1)[-1].lower()
    return (last, last.replace("_", " "))


def _begun(wanted: str) -> Callable[[Field], tuple[str, ...]]:
    """The field answers to a word that one of its names begins with."""
    return lambda field: (wanted,) if any(name.startswith(wanted) for name in _names(field) + _last(field)) else ()


SPOKEN = ("choice", "many", "text", "yes_no")
"""Sorts of question that are read out before they are asked; of numbers the name says enough."""


def ask_questions(
    screen: Screen,
    form: FormPrompt,
    skip: Callable[[Field], bool] = lambda _field: False,
    heard: Callable[[str], bool] | None = None,
) -> None:
    """Ask for every field of a form. Raises :class:`QuitRequestedError`.

    ``heard`` does what else may be typed at a question, and says whether it was that; a value comes first.
    """
    understood = heard or (lambda _typed: False)
    place = 0
    while place < len(form.fields):
        field = form.fields[place]
        if skip(field):
            place += 1
            continue
        typed = _ask(screen, form, field)
        if typed.startswith("?"):
            if not (typed[1:].strip() and understood(typed)):
                screen.say(about(field))
                if heard:
                    screen.say(while_asked(), "dim")
        elif typed.lower() == "undo":
            undone = form.undo()
            if undone is None:
                understood(typed)
            place = place if undone is None else form.fields.index(undone)
        elif not typed or _filled(form, field, typed, understood, screen):
            place += 1


def _filled(form: FormPrompt, field: Field, typed: str, understood: Callable[[str], bool], screen: Screen) -> bool:
    """Whether what was typed is a value of the field; it may be something else that is understood here."""
    try:
        form.put(field, typed)
    except GameError as error:
        if not understood(typed):
            screen.refuse(error)
        return False
    return True


def _ask(screen: Screen, form: FormPrompt, field: Field) -> str:
    """Read a field out where its label says too little, and return what was typed."""
    value = form.values.get(field.path, field.present)
    stands = _("Enter: {value}").format(value=field.said(value)) if value not in (None, "") else ""
    if field.sort in SPOKEN:
        screen.say(sentence(field.help))
        if field.options:
            screen.say(f"  {field.range}", "dim")
    hints = clauses(part for part in (field.unit or ("" if field.options else field.range), stands) if part)
    asked = _("{label} ({hints}): ") if hints else _("{label}: ")
    return screen.ask(asked.format(label=field.label, hints=hints))


def whole(fields: Sequence[Field], stated: Iterable[Statement] = ()) -> str:
    """The help of a turn with these fields, in which these statements can be made."""
    short, value = example(fields)
    words = {
        "Enter": _("decide; levers that you do not set keep their values"),
        f"{short} {value}": _(
            "move a lever, by its number or name (or {lever} alone, to be asked for the value)"
        ).format(lever=repr(short)),
        f"? {short}": _("what a lever is, what it may be and what it costs"),
        "undo": _("take back what you filled in last; with nothing filled in, the last decision of this round"),
        "expect": _("give your expectations again"),
        **{each.word: translate(each.about) for each in stated},
        _("reason WORDS"): _("why you decide as you do; it is kept with the decision"),
        "levers, look": _("see the levers, or everything, again"),
        "rewind N": _("play round N again in a new branch; the old branch stays"),
        "quit": _("leave; the file keeps all that was decided"),
    }
    return "\n".join(f"{word}{' ' * max(1, 17 - cell_len(word))}{about}" for word, about in words.items())


def while_asked() -> str:
    """What is heard at a question beside an answer to it."""
    return _("Enter leaves it as it stands; look, undo, ? and quit are heard here too.")

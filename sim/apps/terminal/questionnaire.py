"""Questions asked one after another: Enter leaves one as it stands, ``?`` says what it is, ``undo`` goes back."""

from __future__ import annotations

from collections.abc import Callable

from sim.apps.terminal.form_prompt import FormPrompt, about
from sim.apps.terminal.screen import Screen
from sim.apps.terminal.turn_help import while_asked
from sim.game.errors import GameError
from sim.game.forms.field import Field

SPOKEN = ("choice", "many", "text", "yes_no")
"""Sorts of question that are read out before they are asked; of numbers the name says enough."""


def ask_questions(
    screen: Screen, form: FormPrompt, skip: Callable[[Field], bool] = lambda field: False,
    heard: Callable[[str], bool] | None = None,
) -> None:  # fmt: skip
    """Ask for every field of a form. Raises :class:`QuitRequestedError`.

    ``heard`` does what else may be typed at a question, and says whether it was that; a value comes first.
    """
    place = 0
    while place < len(form.fields):
        field = form.fields[place]
        if skip(field):
            place += 1
            continue
        value = form.values.get(field.path, field.present)
        stands = f"Enter: {field.said(value)}" if value is not None else ""
        if field.sort in SPOKEN:
            screen.say(f"{field.help}.".replace("..", "."))
            if field.options:
                screen.say(f"  {field.range}", "dim")
        hints = "; ".join(part for part in (field.unit or ("" if field.options else field.range), stands) if part)
        typed = screen.ask(f"{field.label}{f' ({hints})' if hints else ''}: ")
        if typed.startswith("?") and not (heard and typed[1:].strip() and heard(typed)):
            screen.say(about(field))
            if heard:
                screen.say(while_asked(), "dim")
        elif typed.startswith("?"):
            continue
        elif typed.lower() == "undo":
            undone = form.undo()
            if undone is None and heard:
                heard(typed)
            place = place if undone is None else form.fields.index(undone)
        elif not typed:
            place += 1
        else:
            try:
                form.put(field, typed)
                place += 1
            except GameError as error:
                if not (heard and heard(typed)):
                    screen.refuse(error)

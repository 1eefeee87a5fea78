"""A field of a form: one thing that a seat can settle, as a notebook, a browser page and a terminal ask for it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias

from sim.game.errors import GameError
from sim.game.words import listed, option_word, word
from sim.language.messages import _, pgettext
from sim.number_text import significant
from sim.registry import nearest
from sim.scenario.files.validation_messages import with_a_point

Sort: TypeAlias = Literal["number", "whole", "choice", "many", "yes_no", "text"]
Value: TypeAlias = float | int | str | bool | tuple[str, ...] | None
"""What a field holds; None where nothing is given."""
YES, NO = ("yes", "y", "true", "1", "是"), ("no", "n", "false", "0", "否")
NONE = ("none", "-", "nothing", "无")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing to be settled: what it is, what may be given, where it stands."""

    path: str
    """Its place in what is handed in, such as ``communication.advertising``."""
    label: str
    help: str
    """What it is for, in a sentence or two."""
    sort: Sort
    least: float | None = None
    most: float | None = None
    unit: str = ""
    options: tuple[str, ...] = ()
    """For ``choice`` and ``many``: what there is to choose from."""
    present: Value = None
    """Where it stands; a field that is left there changes nothing."""
    frames: Mapping[str, str] = field(default_factory=dict)
    """Its place in the frames of the course: ``{"4P": "price", ...}``."""
    cost: str = ""
    """What moving it costs, in words."""
    percent: bool = False
    """Whether it is asked for and shown in %; what it holds is a part of one all the same."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What options are called where :func:`sim.game.words.option_word` does not know: by option."""
    usual: tuple[float, float] | None = None
    """From where to where a number is taken without asking back whether it is meant; None where nothing is asked."""

    @property
    def lever(self) -> str:
        """The lever that it belongs to: the first word of its path."""
        return self.path.split(".", 1)[0]

    @property
    def place(self) -> str:
        """Its place in the first frame that has one for it, such as ``4P price``; empty where it is in no frame.

        >>> Field(path="a", label="a", help="", sort="number", frames={"4P": "beyond the 4P", "4R": "reaction"}).place
        '4R reaction'
        """
        inside = [name for name, element in self.frames.items() if not element.startswith("beyond")]
        return next((f"{name} {element_word(self.frames[name])}" for name in (*inside, *self.frames)), "")

    @property
    def range(self) -> str:
        """What may be given, in short.

        >>> Field(path="price", label="price", help="", sort="number", least=0.2, most=5).range
        '0.2 to 5'
        """
        if self.options:
            several, one = _("any of {options}"), _("one of {options}")
            return (several if self.sort == "many" else one).format(options=listed(map(self.called, self.options)))
        if self.sort in ("yes_no", "text"):
            return _("yes or no") if self.sort == "yes_no" else _("text")
        if self.least is None and self.most is None:
            return _("any")
        if self.most is None:
            return _("{least} or more").format(least=self._figure(self.least or 0.0))
        most = self._figure(self.most)
        if self.least is None:
            return _("{most} at most").format(most=most)
        return _("{least} to {most}").format(least=self._figure(self.least), most=most)

    @property
    def wanted(self) -> str:
        """What may be given, as part of a sentence.

        >>> Field(path="staff", label="staff", help="", sort="whole", least=1, most=9).wanted
        'a whole number, 1 to 9'
        """
        if self.sort not in ("number", "whole"):
            return self.range
        free = self.least is None and self.most is None
        if self.percent:
            what = _("a percentage") if free else _("a percentage, {range}")
        elif self.sort == "whole":
            what = _("a whole number") if free else _("a whole number, {range}")
        else:
            what = _("a number") if free else _("a number, {range}")
        return what.format(range=self.range)

    def called(self, option: str) -> str:
        """What an option is called in the language in use; its own name where it has no word."""
        return self.words.get(option) or option_word(option)

    def said(self, value: Value) -> str:
        """A value of this field in words.

        >>> Field(path="open", label="open", help="", sort="many", options=("club",)).said(())
        'none'
        """
        if value is None:
            return "–"
        if isinstance(value, bool):
            return word("yes" if value else "no")
        if isinstance(value, tuple):
            return listed(map(self.called, value)) or word("none")
        if isinstance(value, str):
            return self.called(value) if value in self.options else value
        return self._figure(value)

    def doubt(self, value: Value) -> str:
        """The sentence by which a number far from what is usual is asked back; empty where it is taken as it is.

        >>> churn = Field(path="churn", label="churn", help="", sort="number", percent=True, usual=(0.01, 2))
        >>> churn.doubt(17.0), churn.doubt(0.17)
        ('churn: 1,700% was given, and 1% to 200% is usual here; confirm it if you mean it, or change it', '')
        """
        if self.usual is None or isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        low, high = self.usual
        if low <= value <= high or value == 0:
            return ""
        asked = _(
            "{label}: {given} was given, and {low} to {high} is usual here; confirm it if you mean it, or change it"
        )
        return asked.format(label=self.label, given=self._figure(value), low=self._figure(low), high=self._figure(high))

    def _figure(self, value: float) -> str:
        return f"{significant(100 * value)}%" if self.percent and math.isfinite(value) else significant(value)

    def read(self, text: str) -> Value:
        """The value that a person typed. Raises :class:`GameError` with a sentence.

        A number may be a percentage, and is one where the field is asked for in %. Of a choice the
        beginning is enough, or its place in the list, from 1.

        >>> Field(path="share", label="share", help="", sort="number", least=0, most=1).read("25%")
        0.25
        >>> Field(path="churn", label="churn", help="", sort="number", least=0, most=10, percent=True).read("17")
        0.17
        """
        typed = text.strip()
        if self.sort == "text":
            return typed
        if self.sort == "yes_no":
            if typed.lower() in YES or typed.lower() in NO:
                return typed.lower() in YES
            raise self.refused(text)
        if self.sort == "choice":
            return self._option(typed)
        if self.sort == "many":
            parts = [] if typed.lower() in NONE else re.split(r"[,，、]", typed)
            return self.taken([self._option(part.strip()) for part in parts if part.strip()])
        return self._number(typed)

    def taken(self, value: object) -> Value:
        """The value, if it is one that this field holds; bounds are left to the game. Raises :class:`GameError`.

        Text is read as if it had been typed, which is how a page sends it.
        """
        if value is None:
            return None
        if isinstance(value, str) and self.sort != "text":
            return self.read(value) if value.strip() else None
        if self.sort == "many" and isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
            unknown = [each for each in value if each not in self.options]
            if unknown:
                raise self.refused(unknown[0])
            return tuple(each for each in self.options if each in value)
        if self.sort == "yes_no" and isinstance(value, bool):
            return value
        if self.sort == "text" and isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float) or self.sort not in ("number", "whole"):
            raise self.refused(value)
        try:
            good = math.isfinite(value) and (self.sort == "number" or value == int(value))
        except OverflowError:  # a whole number that no float can hold
            good = False
        if not good:
            raise self.refused(value)
        return int(value) if self.sort == "whole" else float(value)

    def refused(self, value: object) -> GameError:
        """The sentence for a value that this field does not hold."""
        given = repr(value)
        given = given if len(given) <= 60 else given[:57] + "..."
        near = nearest(value, self.options) if isinstance(value, str) else None
        point = with_a_point(value) if isinstance(value, str) and self.sort in ("number", "whole") else ""
        plain, hinted = (
            _("{label}: {given} was given; give {wanted}{point}"),
            _("{label}: {given} was given; did you mean {near}? give {wanted}{point}"),
        )
        said = hinted if near else plain
        return GameError(
            said.format(label=self.label, given=given, near=near and self.called(near), wanted=self.wanted, point=point)
        )

    def plain(self) -> dict[str, Any]:
        """The same as JSON has it."""
        # asdict would copy each value deeply, which takes most of the time of a page's state
        content = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "words"} | {
            "frames": {frame: element_word(element) for frame, element in self.frames.items()}, "lever": self.lever,
            "range": self.range, "said": self.said(self.present),
            "titles": [self.called(option) for option in self.options], "group": word(self.lever),
        }  # fmt: skip
        return {name: list(value) if isinstance(value, tuple) else value for name, value in content.items()}

    def _option(self, typed: str) -> str:
        names = {option: (option.lower(), self.called(option).lower()) for option in self.options}
        begins = [option for option, both in names.items() if any(name.startswith(typed.lower()) for name in both)]
        exact = [option for option, both in names.items() if typed.lower() in both]
        if exact or (typed and len(begins) == 1):
            return (exact or begins)[0]
        if typed.isdecimal() and 1 <= int(typed[:9]) <= len(self.options):
            return self.options[int(typed[:9]) - 1]
        raise self.refused(typed)

    def _number(self, typed: str) -> Value:
        percent = typed.endswith(("%", "％")) or self.percent
        try:
            value = float(typed.rstrip("%％").replace(" ", "").replace("_", ""))
        except ValueError:
            raise self.refused(typed) from None
        value = value / 100 if percent else value
        low = self.least is not None and value < self.least
        if low or (self.most is not None and value > self.most):
            raise self.refused(typed)
        return self.taken(value)


def element_word(element: str) -> str:
    """An element of a frame of the course, such as ``price`` of the 4P, in the language in use.

    >>> element_word("beyond the 4P")
    'beyond the 4P'
    """
    head, _the, frame = element.partition("beyond the ")
    if frame and not head:
        return _("beyond the {frame}").format(frame=frame)
    words = {
        "product": pgettext("element of a frame", "product"), "price": pgettext("element of a frame", "price"),
        "communication": pgettext("element of a frame", "communication"),
        "people": pgettext("element of a frame", "people"),
        "public relations": pgettext("element of a frame", "public relations"),
    }  # fmt: skip
    return words.get(element) or word(element)

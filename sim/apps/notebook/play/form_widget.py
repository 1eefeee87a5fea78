"""A form of fields in a notebook: a control for each, in groups by where it belongs in a frame of the course.

A control never corrects what was typed. A number beyond the slider's ends stays as it was typed, and the game says
what is wrong with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import ipywidgets  # type: ignore[import-untyped]
from markupsafe import Markup

from sim.game.errors import GameError
from sim.game.forms.field import Field, Value, element_word
from sim.game.words import clauses, word
from sim.language.messages import _, mark, translate
from sim.reports.html_page import heading, inline
from sim.reports.html_templates import component
from sim.scenario.decisions.lever import FRAMES

HIDDEN = {"description_width": "0"}
"""Style of a control whose name stands before it: its own is there for screen readers."""
WIDE = {"width": "21em", "flex": "0 0 auto"}
Read: TypeAlias = Callable[[], Value]
Made: TypeAlias = tuple[ipywidgets.Widget, Read]

STEPS = 500
"""Steps of a slider from end to end."""
WIDEST = 1000.0
"""A range that is wider than this has no slider: a step of it would be too long to mean anything."""
HUGE = 1e9
"""Bounds from here on are there to catch nonsense, and not told."""
AS_IT_IS = mark("as it stands")
NOTHING = "–"


def control(field: Field, value: Value) -> Made:
    """A widget for a field with this value in it, and what reads it."""
    return MAKERS[field.sort](field, value)


def row(field: Field, value: Value) -> Made:
    """A control with its name before it and, behind, what it is for and what it costs."""
    widget, read = control(field, value)
    name = ipywidgets.HTML(inline(field.label, "gx-label", field.help))
    name.layout = ipywidgets.Layout(width="10.5em", flex="0 0 auto")
    words = ipywidgets.HTML(_words(field), layout=ipywidgets.Layout(flex="1 1 0%", margin="0 0 0 12px"))
    line = ipywidgets.HBox([name, widget, words], layout=ipywidgets.Layout(align_items="center"))
    line.add_class("gx-field")
    return line, read


def _words(field: Field) -> Markup:
    stands = _("now {value}").format(value=field.said(field.present)) if field.present not in (None, "") else ""
    about = " · ".join(part for part in (stands, bounds(field), field.unit) if part)
    cost = _("Cost: {cost}.").format(cost=field.cost) if field.cost else ""
    place = _("{frame}: {element}")
    frames = clauses(
        place.format(frame=frame, element=element_word(element)) for frame, element in field.frames.items()
    )
    return component("field_help", field.help, frames, field.place, cost, about)


def bounds(field: Field) -> str:
    """What may be given, where it is a number whose bounds say something."""
    ends = [abs(end) for end in (field.least, field.most) if end is not None]
    return field.range if field.sort in ("number", "whole") and max(ends, default=HUGE) < HUGE else ""


def _number(field: Field, value: Value) -> Made:
    whole = field.sort == "whole"
    if value is None:
        return _perhaps(field)
    kind = ipywidgets.IntText if whole else ipywidgets.FloatText
    scale = 100 if field.percent else 1
    shown = value if whole or not isinstance(value, float) else round(scale * value, 4)
    typed = kind(value=shown, description=field.label, style=HIDDEN, layout=ipywidgets.Layout(width="8em"))

    def read() -> Value:
        """What was typed; to the last digit what stood there, where nothing was."""
        return value if typed.value == shown else field.taken(typed.value / scale if field.percent else typed.value)

    least, most = (None if end is None else scale * end for end in (field.least, field.most))
    if least is None or most is None or not 0 < most - least <= WIDEST:
        return ipywidgets.HBox([typed], layout=WIDE), read
    slider = (ipywidgets.IntSlider if whole else ipywidgets.FloatSlider)(
        min=least, max=most, step=1 if whole else step(most - least), value=min(max(typed.value, least), most),
        readout=False, description=field.label, style=HIDDEN, layout=ipywidgets.Layout(width="12em"),
    )  # fmt: skip

    def slid(change: dict[str, float]) -> None:
        """The slider stands on whole steps only: that it has gone to the one nearest to what was typed says nothing."""
        if abs(change["new"] - min(max(typed.value, least), most)) > 0.51 * slider.step:
            typed.value = round(change["new"]) if whole else round(change["new"], 4)

    def written(change: dict[str, float]) -> None:
        slider.value = min(max(change["new"], least), most)

    slider.observe(slid, "value")
    typed.observe(written, "value")
    return ipywidgets.HBox([slider, typed], layout=WIDE), read


def step(width: float) -> float:
    """A round step of a slider of this width: 1 or 5 times some power of ten, about ``STEPS`` from end to end.

    >>> step(4.8), step(1), step(1000)
    (0.01, 0.005, 5.0)
    """
    power = 10.0 ** math.floor(math.log10(width / STEPS))
    times = next(times for times in (1, 5, 10) if times * power >= 0.8 * width / STEPS)
    return round(times * power, 12)


def _perhaps(field: Field) -> Made:
    """A number that need not be given."""
    placeholder = bounds(field) or field.unit or _("a number")
    typed = ipywidgets.Text(placeholder=placeholder, description=field.label, style=HIDDEN, layout=WIDE)
    return typed, lambda: field.read(typed.value) if typed.value.strip() else None


def _choice(field: Field, value: Value) -> Made:
    first = [] if value in field.options else [(NOTHING if field.present is None else translate(AS_IT_IS), "")]
    chosen = ipywidgets.Dropdown(
        options=[*first, *((field.called(option), option) for option in field.options)],
        value="" if first else value, layout=WIDE, description=field.label, style=HIDDEN, tooltip=field.help,
    )  # fmt: skip
    return chosen, lambda: field.taken(chosen.value) if chosen.value else None


def _many(field: Field, value: Value) -> Made:
    held = value if isinstance(value, tuple) else ()
    ticks = [
        ipywidgets.Checkbox(
            value=option in held, description=field.called(option), indent=False, tooltip=field.help,
            layout=ipywidgets.Layout(width="auto", margin="0 14px 0 0"),
        )
        for option in field.options
    ]  # fmt: skip

    def read() -> Value:
        return tuple(option for option, tick in zip(field.options, ticks, strict=True) if tick.value)

    return ipywidgets.HBox(ticks, layout={**WIDE, "flex_flow": "row wrap"}), read


def _yes_no(field: Field, value: Value) -> Made:
    if value is None:
        chosen = ipywidgets.Dropdown(
            options=[(NOTHING, ""), (word("yes"), "yes"), (word("no"), "no")], value="", layout=WIDE,
            description=field.label, style=HIDDEN, tooltip=field.help,
        )  # fmt: skip
        return chosen, lambda: field.taken(chosen.value) if chosen.value else None
    tick = ipywidgets.Checkbox(
        value=bool(value), description=field.label, indent=False, tooltip=field.help, layout=WIDE,
    )  # fmt: skip
    return tick, lambda: bool(tick.value)


def _text(field: Field, value: Value) -> Made:
    typed = ipywidgets.Text(value=str(value or ""), description=field.label, style=HIDDEN, layout=WIDE)
    return typed, lambda: typed.value


MAKERS: dict[str, Callable[[Field, Value], Made]] = {
    "number": _number, "whole": _number, "choice": _choice, "many": _many, "yes_no": _yes_no, "text": _text,
}  # fmt: skip
"""How each sort of field is asked for."""


FORGOTTEN = ""
"""Heading of fields that belong in no frame."""


class Form:
    """Fields to be filled in. ``panel`` is shown; ``values`` reads what is in it.

    ``rows`` has one line for each field, in the order of the fields; ``body`` holds them under their headings.
    """

    def __init__(self, fields: Sequence[Field], values: Mapping[str, Value], roomy: bool = False) -> None:
        """A control for each field, with its value in ``values`` or else where it stands.

        ``roomy``: it may take most of the height, as nothing else stands above or below it.
        """
        self.fields = tuple(fields)
        rows = [row(field, values.get(field.path, field.present)) for field in self.fields]
        self.rows = [line for line, _read in rows]
        self._reads = {field.path: read for field, (_line, read) in zip(self.fields, rows, strict=True)}
        self.body = ipywidgets.VBox(self.rows)
        self.body.add_class("gx-roomy" if roomy else "gx-fields")
        self._heads: list[ipywidgets.Widget] = []
        frames = list(dict.fromkeys(frame for field in self.fields for frame in field.frames))
        self.panel = self.body
        if frames:
            chosen = ipywidgets.Dropdown(
                options=frames, value=frames[0], description=_("in the frame of"), style={"description_width": "8.5em"},
                layout=ipywidgets.Layout(width="15em"), tooltip=_("The frame of the course that groups the levers"),
            )  # fmt: skip
            chosen.observe(lambda change: self.group(change["new"]), "value")
            self.panel = ipywidgets.VBox([chosen, self.body])
            self.group(frames[0])

    def group(self, frame: str) -> None:
        """Group the fields by their place in a frame, in the frame's own order."""
        groups: dict[str, list[ipywidgets.Widget]] = {}
        for field, line in zip(self.fields, self.rows, strict=True):
            groups.setdefault(field.frames.get(frame, FORGOTTEN), []).append(line)
        heads, children = [], []
        order = FRAMES.get(frame, ())
        for place in sorted(groups, key=lambda place: order.index(place) if place in order else len(order)):
            said = element_word(place) if place else ""
            heads.append(ipywidgets.HTML(heading(f"{said[:1].upper()}{said[1:]}", 3) if place else ""))
            children += [heads[-1], *groups[place]]
        self.body.children = children
        for head in self._heads:
            head.close()
        self._heads = heads

    def values(self) -> dict[str, Value]:
        """What is filled in, by path. Raises ``GameError`` with everything that is no value for its field."""
        given: dict[str, Value] = {}
        faults = []
        for field in self.fields:
            try:
                given[field.path] = self._reads[field.path]()
            except GameError as error:
                faults.append(str(error))
        if faults:
            raise GameError("\n".join(faults))
        return given

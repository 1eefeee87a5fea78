"""A form of fields, in groups by where each belongs in a frame of the course: 4P, 11P, 4C, ..."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.controls import row
from sim.game.errors import GameError
from sim.game.forms.field import Field, Value
from sim.reports.html_page import heading
from sim.scenario.decisions.lever import FRAMES

FORGOTTEN = ""
"""Heading of fields that belong in no frame."""


class Form:
    """Fields to be filled in. ``panel`` is shown; ``values`` reads what is in it."""

    def __init__(self, fields: Sequence[Field], values: Mapping[str, Value], roomy: bool = False) -> None:
        """A control for each field, with its value in ``values`` or else where it stands.

        ``roomy``: it may take most of the height, as nothing else stands above or below it.
        """
        self.fields = tuple(fields)
        rows = [row(field, values.get(field.path, field.present)) for field in self.fields]
        self._rows = [line for line, _ in rows]
        self._reads = {field.path: read for field, (_, read) in zip(self.fields, rows, strict=True)}
        self._body = ipywidgets.VBox(self._rows)
        self._body.add_class("gx-roomy" if roomy else "gx-fields")
        self._heads: list[ipywidgets.Widget] = []
        frames = list(dict.fromkeys(frame for field in self.fields for frame in field.frames))
        self.panel = self._body
        if frames:
            chosen = ipywidgets.Dropdown(
                options=frames, value=frames[0], description="in the frame of", style={"description_width": "8.5em"},
                layout=ipywidgets.Layout(width="15em"), tooltip="The frame of the course that groups the levers",
            )  # fmt: skip
            chosen.observe(lambda change: self.group(change["new"]), "value")
            self.panel = ipywidgets.VBox([chosen, self._body])
            self.group(frames[0])

    def group(self, frame: str) -> None:
        """Group the fields by their place in a frame, in the frame's own order."""
        groups: dict[str, list[ipywidgets.Widget]] = {}
        for field, line in zip(self.fields, self._rows, strict=True):
            groups.setdefault(field.frames.get(frame, FORGOTTEN), []).append(line)
        heads, children = [], []
        order = FRAMES.get(frame, ())
        for place in sorted(groups, key=lambda place: order.index(place) if place in order else len(order)):
            heads.append(ipywidgets.HTML(heading(f"{place[:1].upper()}{place[1:]}", 3) if place else ""))
            children += [heads[-1], *groups[place]]
        self._body.children = children
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

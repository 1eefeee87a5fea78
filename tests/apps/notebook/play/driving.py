"""A person at the widgets, without a notebook: what is to be seen, what can be pressed and filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import ipywidgets

from sim.apps.notebook.play.scene_panel import DisplayOnce


class Person:
    """Looks at what plays, and presses what she sees."""

    def __init__(self, player: DisplayOnce) -> None:
        self.player = player

    def widgets(self, sort: type = ipywidgets.Widget) -> list[Any]:
        return [widget for widget in _inside(self.player.panel) if isinstance(widget, sort)]

    @property
    def buttons(self) -> list[str]:
        return [button.description for button in self.widgets(ipywidgets.Button)]

    @property
    def text(self) -> str:
        """All that stands on the screen, style and markup left out."""
        words = " ".join(html.value for html in self.widgets(ipywidgets.HTML))
        words = re.sub(r"(?s)<(style|svg).*?</\1>", " ", words)
        return " ".join(re.sub(r"<[^>]*>", " ", words).split())

    def press(self, name: str) -> None:
        found = [button for button in self.widgets(ipywidgets.Button) if button.description == name]
        assert found, f"no button {name!r}; there are {self.buttons}"
        found[0].click()
        trouble = self.player.stage.trouble  # type: ignore[attr-defined]
        assert not trouble.outputs, trouble.outputs

    def fill(self, name: str, value: object) -> None:
        """Fill in the last control of that name: for a number the box beside the slider."""
        found = [w for w in self.widgets(ipywidgets.ValueWidget) if getattr(w, "description", None) == name]
        assert found, f"no control {name!r}"
        found[-1].value = value

    def value(self, name: str) -> Any:
        return [w for w in self.widgets(ipywidgets.ValueWidget) if getattr(w, "description", None) == name][-1].value

    @property
    def pages(self) -> tuple[str, ...]:
        return self.widgets(ipywidgets.Tab)[0].titles

    @property
    def page(self) -> str:
        tab = self.widgets(ipywidgets.Tab)[0]
        return tab.titles[tab.selected_index]


def _inside(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _inside(child)

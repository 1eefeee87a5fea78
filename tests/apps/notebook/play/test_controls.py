"""Controls: every sort of field, and that none corrects in silence what was typed."""

from __future__ import annotations

from typing import Any

import ipywidgets
import pytest

from sim.apps.notebook.play.controls import control, step
from sim.apps.notebook.play.declared_fields import declared
from sim.apps.notebook.play.form_widget import Form
from sim.game.errors import GameError
from sim.game.forms.field import Field, Sort
from sim.registry import registered
from sim.reports.html_page import progress, small_table
from sim.scenario.decisions.lever import FRAMES


def asked(sort: Sort, **rest: Any) -> Field:
    return Field(path="x", label="x", help="What x is.", sort=sort, **rest)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (asked("number", least=0.2, most=5, present=1.0), 1.0, 1.0),
        (asked("number", least=0, most=1e9, present=20.0), 20.0, 20.0),
        (asked("number", least=0, most=1, present=1 / 3), 1 / 3, 0.3333),
        (asked("whole", least=1, most=12, present=4), 4, 4),
        (asked("number"), None, ""),
        (asked("choice", options=("a", "b"), present="a"), "a", "a"),
        (asked("choice", options=("a", "b")), None, ""),
        (asked("yes_no", present=True), True, True),
        (asked("yes_no"), None, ""),
        (asked("text", present="so"), "so", "so"),
    ],
)
def test_what_is_left_alone_is_read_as_it_stood(field: Field, value: object, shown: object) -> None:
    widget, read = control(field, field.present)
    box = widget.children[-1] if isinstance(widget, ipywidgets.HBox) else widget
    assert box.value == shown
    assert read() == value


def test_a_slider_that_snaps_to_its_steps_does_not_change_what_was_typed() -> None:
    widget, read = control(asked("number", least=0.2, most=5, present=1.0), 1.0)
    slider, box = widget.children
    box.value = 0.973
    slider.value = 0.97  # what the page sends back: the step nearest to it
    assert read() == 0.973
    slider.value = 0.99
    assert read() == box.value == 0.99
    box.value = 50.0
    assert (slider.value, read()) == (5.0, 50.0), "the game says what is wrong with it"


def test_ticks_are_read_together_and_text_is_no_number() -> None:
    widget, read = control(asked("many", options=("club", "frequency"), present=()), ())
    widget.children[1].value = True
    assert read() == ("frequency",)
    widget, read = control(asked("number", least=0, most=1), None)
    widget.value = "25%"
    assert read() == 0.25
    widget.value = "a quarter"
    with pytest.raises(GameError, match="'a quarter' was given"):
        read()


def test_a_form_says_all_that_is_wrong_and_groups_by_frame_without_losing_what_was_filled_in() -> None:
    frames = {frame: elements[0] for frame, elements in FRAMES.items()}
    form = Form(
        [asked("number", frames=frames), Field(path="y", label="y", help="", sort="number", frames=frames)], {"y": 2.0}
    )
    form._rows[0].children[1].value = "nonsense"
    for frame in FRAMES:
        form.group(frame)
        assert (
            form._body.children[0].value.casefold() == f"<h3>{FRAMES[frame][0]}</h3>".replace("'", "&#39;").casefold()
        )
    with pytest.raises(GameError, match="x: 'nonsense' was given"):
        form.values()
    form._rows[0].children[1].value = "1"
    assert form.values() == {"x": 1.0, "y": 2.0}


@pytest.mark.parametrize("width", [0.3, 1.0, 4.8, 11.0, 999.0])
def test_steps_of_a_slider_are_round_and_fine_enough(width: float) -> None:
    assert 100 <= width / step(width) <= 1500
    assert f"{step(width):.0e}"[0] in "15"


def test_fields_from_a_declaration() -> None:
    found = {
        field.path: field
        for field in declared(
            registered("shock")["offer"], ("kind", "at"), {"firms": ("A", "B"), "attribute": ("price",)}
        )
    }
    assert [(name, field.sort) for name, field in found.items()] == [
        ("firms", "many"), ("attribute", "choice"), ("factor", "number"), ("lasts", "number"),
    ]  # fmt: skip
    assert "``" not in "".join(field.help for field in found.values())


def test_what_players_wrote_is_made_harmless() -> None:
    assert "<script" not in small_table(["<script>"], [["<script>alert(1)</script>"]])
    assert progress(2, 2, over=True).count("gx-open") == 0

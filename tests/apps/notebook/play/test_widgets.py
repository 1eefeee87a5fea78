"""Widgets of the notebook: controls of fields, an exercise at the desk, pictures of how a seat stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ipywidgets
import pytest

from sim.apps.notebook.play.exercise_widget import ExerciseWidget
from sim.apps.notebook.play.form_widget import Form, control, step
from sim.apps.notebook.play.seat_picture import account_picture, round_picture, rounds
from sim.charts.style.canvas import headline_text
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.forms.field import Field, Sort
from sim.game.shocks import declared
from sim.registry import registered
from sim.reports.html_page import progress, small_table
from sim.scenario.decisions.lever import FRAMES
from tests.apps.notebook.play.driving import Person
from tests.game.games import accounts_game, accounts_scenario, begun


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
    form.rows[0].children[1].value = "nonsense"
    for frame in FRAMES:
        form.group(frame)
        assert form.body.children[0].value.casefold() == f"<h3>{FRAMES[frame][0]}</h3>".replace("'", "&#39;").casefold()
    with pytest.raises(GameError, match="x: 'nonsense' was given"):
        form.values()
    form.rows[0].children[1].value = "1"
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


def at_desk(folder: Path, name: str, **rest: Any) -> tuple[Person, ExerciseWidget]:
    player = ExerciseWidget(ExerciseSession.create(folder / f"{name}.guanxi", name), folder / f"{name}.guanxi")
    return Person(player), player


def test_a_quiz_is_answered_marked_and_then_told(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "true_or_false")
    assert person.pages == ("The case", "Try it", "Your answer")
    person.fill("statement 1", "false")
    person.fill("statement 4", "true")
    person.press("Hand it in")
    assert person.page == "Marks" and ": 40 of 100" in person.text
    person.press("Show the truth")
    assert person.page == "The truth" and "Our answers" in person.text
    desk.close()
    again = ExerciseWidget(ExerciseSession.open(desk.file), desk.file)
    assert Person(again).pages[-2:] == ("Marks", "The truth"), "the file alone is enough"
    again.close()


def test_a_wrong_answer_is_refused_in_place_and_does_not_count(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "well_led_visit")
    desk.answer({})
    with pytest.raises(GameError, match="unknown field"):
        desk.answer({"visit_1.learned": ("stated",), "nonsense": 1})
    assert len(desk.sitting.attempts) == 1
    assert "All attempts" not in person.text
    person.press("Hand it in")
    assert "All attempts" in person.text
    desk.close()


def test_customers_are_sorted_by_a_rule_of_ones_own(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "sort_your_customers")
    by_rule = desk.answer(lambda row: "often" if row["purchases"] > 20 else "seldom")
    customers = desk.handout["customers"]
    labels = {
        int(who): "often" if often else "seldom"
        for who, often in zip(customers["customer"], customers["purchases"] > 20, strict=True)
    }
    assert desk.answer(labels) == by_rule
    person.fill("cut by", "money")
    person.press("Hand it in")
    assert len(desk.sitting.attempts) == 3
    person.press("Write them as CSV")
    assert {path.name for path in (tmp_path / "sort_your_customers_handout").iterdir()} == {
        "customers.csv",
        "purchases.csv",
    }
    desk.close()


@pytest.mark.slow
def test_statements_are_tried(tmp_path: Path) -> None:
    person, desk = at_desk(tmp_path, "true_or_false")
    person.fill("try", "statement_5")
    person.press("Try it")
    assert "value" in person.text and "The worlds are running" not in person.text
    desk.close()


def test_a_firm_sees_its_customers_its_profit_beside_what_it_expected_and_prices(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as session:
        assert round_picture(session.view("Azure")) is None, "nothing has been played yet"
        session.predict("Azure", {"profit": 50, "profit_within": 20})
        for _ in range(2):
            session.close_round()
        view = session.view("Azure")
        drawn = round_picture(view)
        assert drawn is not None and view.firm is not None
        customers, profit, prices = drawn.axes
        assert customers.lines[0].get_ydata().tolist() == view.firm.books["customers"].tolist()
        bars = [bar.get_height() for bar in profit.patches]
        assert bars == rounds(view.firm, "profit").tolist() and len(bars) == 2
        assert len(profit.containers) == 2, (
            "what was expected stands beside what came, for the one round it was said of"
        )
        assert [line.get_xdata()[0] for line in prices.lines] == [offer.price for offer in view.market]
        assert f"{view.firm.books['customers'][-1]:,.0f} customers" in headline_text(drawn)
        assert [label.get_text() for label in prices.get_yticklabels()] == ["Azure (you)", "Beryl", "Cedar"]
        assert round_picture(session.view("eye")) is None


def test_a_key_account_sees_what_she_gained_and_where_she_bought(tmp_path: Path) -> None:
    with begun(tmp_path, world=accounts_scenario(), asked=accounts_game(advance="instructor")) as session:
        assert account_picture(session.view("north")) is None
        for _ in range(2):
            session.close_round()
        view = session.view("north")
        drawn = account_picture(view)
        assert drawn is not None and view.account is not None
        gains, bought, _ = drawn.axes
        assert abs(sum(bar.get_height() for bar in gains.patches) - view.account.gain) < 1e-6
        assert (
            abs(sum(bar.get_height() for bar in bought.patches) - sum(r.quantity for r in view.account.rounds)) < 1e-6
        )
        assert account_picture(session.view("Beryl")) is None

"""The parts of a chapter in a notebook, pressed as a student presses them; figures are drawn in place of runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import ipywidgets
import pytest

from sim.apps.notebook.course.chapter_state import ChapterState
from sim.apps.notebook.course.check_part import CheckPart, HandInPart, ReflectPart
from sim.apps.notebook.course.head import Head
from sim.apps.notebook.course.place import notebook_language, progress_folder
from sim.apps.notebook.course.predict_part import PredictPart
from sim.apps.notebook.course.result_part import IdeasPart
from sim.course.chapters.progress import Progress
from sim.course.chapters.student_market import StudentMarket
from sim.course.kinds.number import Number
from sim.course.quiz import is_unchanged
from tests.course.drawn_figures import drawn_figures


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChapterState:
    """Chapter 2 for a student, with drawn figures."""
    monkeypatch.setattr(
        StudentMarket, "figures", lambda self, language="en": drawn_figures(self.chapter, self.student, language)
    )
    progress = Progress(tmp_path)
    progress.student = "20261234"
    return ChapterState(2, "en", progress)


def inside(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def all_of(panel: ipywidgets.Widget, sort: type) -> list[ipywidgets.Widget]:
    return [widget for widget in inside(panel) if isinstance(widget, sort)]


def text_of(panel: ipywidgets.Widget) -> str:
    return "\n".join(html.value for html in all_of(panel, ipywidgets.HTML))


def predict(state: ChapterState) -> ipywidgets.VBox:
    panel = PredictPart(state).panel()
    for radio in all_of(panel, ipywidgets.RadioButtons):
        radio.index = 0
    all_of(panel, ipywidgets.Button)[0].click()
    return panel


def test_a_prediction_is_asked_for_once_and_opens_the_rest(state: ChapterState) -> None:
    ideas = IdeasPart(state).panel()
    assert "Locked: save your predictions first" in text_of(ideas)
    panel = PredictPart(state).panel()
    all_of(panel, ipywidgets.Button)[0].click()
    assert "Choose an answer to every question first" in text_of(panel) and not state.predicted
    panel = predict(state)
    assert state.predicted and all_of(panel, ipywidgets.Button) == []
    assert "can no longer be changed" in text_of(panel)
    state.run()
    state.changed()
    assert "The course says" in text_of(ideas) and "B1" in text_of(ideas)


def test_an_answer_is_marked_kept_and_there_again_after_opening(state: ChapterState, tmp_path: Path) -> None:
    predict(state)
    state.run()
    panel = CheckPart(state).panel()
    quiz = state.own_quiz()
    place, question = next((n, one) for n, one in enumerate(quiz.questions) if isinstance(one, Number))
    form = panel.children[place]
    field, button = all_of(form, ipywidgets.Text)[0], all_of(form, ipywidgets.Button)[0]
    button.click()
    assert "Give an answer first" in text_of(form)
    field.value = "123456"
    button.click()
    assert "Wrong." in text_of(form) and "Attempts: 1" in text_of(form)
    field.value = str(question.key(20261234))
    button.click()
    assert "Right." in text_of(form) and "Attempts: 2" in text_of(form)
    again = ChapterState(2, "en", Progress(tmp_path))
    form = CheckPart(again).panel().children[place]
    assert all_of(form, ipywidgets.Text)[0].value == field.value
    assert "Attempts: 2" in text_of(form) and "Right." in text_of(form)
    assert again.own_quiz().first_points()[question.id] == 0.0


def test_every_kind_of_question_has_a_control_that_can_be_answered(state: ChapterState) -> None:
    predict(state)
    panel = CheckPart(state).panel()
    quiz = state.own_quiz()
    for form, question in zip(panel.children, quiz.questions, strict=True):
        for radio in all_of(form, ipywidgets.RadioButtons):
            radio.index = 0
        for box in all_of(form, ipywidgets.Checkbox):
            box.value = True
        for drop in all_of(form, ipywidgets.Dropdown):
            drop.index = 1
        for field in all_of(form, ipywidgets.Text):
            field.value = "7"
        all_of(form, ipywidgets.Button)[0].click()
        assert question.id in quiz.first_points()


def test_the_language_and_the_student_can_be_changed(state: ChapterState) -> None:
    head, predictions = Head(state).panel(), PredictPart(state).panel()
    seed = state.seed
    all_of(head, ipywidgets.ToggleButtons)[0].value = "zh"
    assert "保存预测" in [button.description for button in all_of(predictions, ipywidgets.Button)]
    field = all_of(head, ipywidgets.Text)[0]
    assert field.description == "学号"
    field.value = "1" * 31
    assert "不是学号" in text_of(head) and state.seed == seed
    field.value = "20261235"
    assert state.seed != seed and state.progress.student == "20261235"


def test_the_file_to_hand_in_is_written_and_signed(state: ChapterState, tmp_path: Path) -> None:
    predict(state)
    state.run()
    reflect = ReflectPart(state).panel()
    all_of(reflect, ipywidgets.Textarea)[0].value = "three sentences"
    all_of(reflect, ipywidgets.Button)[0].click()
    CheckPart(state).panel()
    panel = HandInPart(state).panel()
    all_of(panel, ipywidgets.Button)[0].click()
    text = (tmp_path / "chapter_2_20261234.json").read_text(encoding="utf-8")
    assert is_unchanged(text) and json.loads(text)["reflection"] == "three sentences"
    assert not is_unchanged(text.replace("three sentences", "four sentences"))
    assert "ranges hold the result" in text_of(panel)


def test_a_guest_has_nothing_to_hand_in(state: ChapterState, tmp_path: Path) -> None:
    state.use_student("")
    predict(state)
    panel = HandInPart(state).panel()
    all_of(panel, ipywidgets.Button)[0].click()
    assert "Type your student number" in text_of(panel)
    assert not list(tmp_path.glob("chapter_*.json"))


def test_the_folder_of_the_notebook_decides_its_language_and_place(tmp_path: Path) -> None:
    chinese = tmp_path / "zh"
    assert notebook_language({}, chinese) == "zh" and notebook_language({}, tmp_path) == "en"
    assert notebook_language({"JPY_SESSION_NAME": "/a/course/zh/02.ipynb"}, tmp_path) == "zh"
    assert progress_folder({}, chinese) == progress_folder({}, tmp_path) == tmp_path
    assert progress_folder({"GUANXI_COURSE": "/kept"}, chinese) == Path("/kept")


def test_a_chapter_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no chapter 9; give one of 1, 2, 3, 4, 5, 6, 7, 8"):
        ChapterState(9, "en", Progress(tmp_path))

"""A student's own market: seeds, figures, questions, predictions, progress, and the file to hand in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sim
from sim.course.chapters.chapter_work import ChapterWork
from sim.course.chapters.check import questions
from sim.course.chapters.figures import OwnFigures
from sim.course.chapters.hand_in import hand_in, hand_in_faults
from sim.course.chapters.parts import Experiment, FigureOf, NumberPrediction
from sim.course.chapters.predictions import (
    Predicted,
    PredictionError,
    calibration,
    options_of,
    outcomes,
    recorded,
    right_option,
)
from sim.course.chapters.progress import (
    BOTH_TEXTS,
    FILE,
    FIRST_PREDICTIONS,
    ChapterProgress,
    Progress,
    joined_texts,
)
from sim.course.chapters.reader import course_chapter, course_chapters
from sim.course.chapters.student_market import StudentMarket, StudentNumberError, seed_of, student_number
from sim.course.kinds.choice import SingleChoice
from sim.course.kinds.number import Number
from sim.course.quiz import Attempt, Quiz, digest
from sim.course.text import drawn
from sim.language.choice import in_language
from tests.course.drawn_figures import both_languages, drawn_figures

STUDENTS = [10_000_000 + drawn(f"student {n}") % 89_999_999 for n in range(200)]
CHAPTERS = course_chapters()


def test_each_student_has_a_market_of_their_own() -> None:
    for chapter in CHAPTERS:
        seeds = [seed_of(student, chapter.number) for student in STUDENTS]
        assert len(set(seeds)) == len(STUDENTS)
        assert seeds == [seed_of(student, chapter.number) for student in STUDENTS]
    assert all(seed_of(n, 2) != seed_of(n + 1, 2) for n in range(20230001, 20230201))


@pytest.mark.parametrize("typed", ["", "   ", "x" * 31])
def test_what_is_no_student_number_is_refused(typed: str) -> None:
    with pytest.raises(StudentNumberError, match="is no student number"):
        student_number(typed)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda one: one.name)
def test_every_question_is_well_posed_for_two_hundred_students(chapter: object) -> None:
    number = chapter.number  # type: ignore[attr-defined]
    english, chinese = course_chapter(number, "en"), course_chapter(number, "zh")
    kinds = set()
    for student in STUDENTS:
        asked = questions(both_languages(english, chinese, student))
        kinds.add(tuple((one.id, type(one), one.level) for one in asked))
        for one in asked:
            key = one.key(student)
            marked = one.mark(key, "zh", student)
            assert marked.right and marked.points == 1 and "{" not in marked.explanation
            if isinstance(one, SingleChoice):
                points = [one.mark(place, "en", student).points for place in range(len(one.choose))]
                assert sum(points) == 1, "one answer is right"
            if isinstance(one, Number):
                far = key + 2.5 * max(abs(key) * one.within, one.margin) + 1
                assert not one.mark(far, "en", student).right
    assert len(kinds) == 1, "all students have the same questions of the same difficulty"


def small_market() -> tuple[Experiment, dict[str, FigureOf]]:
    """An experiment that runs in a moment, and figures of each kind."""
    experiment = Experiment(
        scenario="first_look", contrasts=("no_card",) if "no_card" in sim.load("first_look").contrasts else (),
        set={"population.segments.consumers.size": 60, "horizon": 60},
        further={"dear": {"label": "dear", "set": {"firms.Azure.offer.price": 1.2}}},
        measures=({"name": "all", "measure": "exits"}, {"name": "rate", "measure": "churn"}),  # type: ignore[arg-type]
        runs=3,
    )  # fmt: skip
    figures = {
        "exits": FigureOf(run="small", on="all", of="base"),
        "more": FigureOf(run="small", on="all", between=("dear", "base")),
        "churn": FigureOf(run="small", on="rate", of="base"),
        "years": FigureOf(lifetime="churn"),
        "part": FigureOf(part=("more", "exits")),
    }
    return experiment, figures


def test_figures_are_those_of_the_runs() -> None:
    from sim.course.chapters.chapter import scenario_of
    from sim.scenario.contrasts import world

    experiment, declared = small_market()
    asked = scenario_of(experiment)
    found = sim.run_contrasts(asked, contrasts=experiment.worlds[1:], replications=3, seed=77)
    figures = OwnFigures(declared, {"small": found})
    exits = {}
    for name in ("base", "dear"):
        results = sim.simulate(world(asked, name), seed=77, replications=3)
        table = sim.exits(results)
        exits[name] = float(table[table["firm"] == asked.focal_firm]["exits"].sum()) / 3
    assert figures["exits"].value == pytest.approx(exits["base"])
    assert figures["more"].value == pytest.approx(exits["dear"] - exits["base"])
    assert figures["part"].value == pytest.approx(100 * (exits["dear"] - exits["base"]) / exits["base"])
    assert figures["years"].value == pytest.approx(100 / figures["churn"].value)
    assert figures["churn"].low <= figures["churn"].value <= figures["churn"].high
    assert str(figures["churn"]).endswith("%") and "to" in figures["churn"].interval


def test_a_prediction_is_recorded_and_compared() -> None:
    chapter = course_chapter(2)
    figures = drawn_figures(chapter, 5)
    given = {}
    for one in chapter.predict:
        if isinstance(one, NumberPrediction):
            value = figures[one.figure].value
            given[one.id] = recorded(one, Predicted(value=value, low=value - 1, high=value + 1))
        else:
            given[one.id] = recorded(one, Predicted(choice=right_option(one, figures)))
    found = outcomes(chapter, given, figures, "en")
    assert [one.good for one in found] == [True] * len(chapter.predict)
    wrong = {one.id: Predicted(choice=next(o for o in options_of(one) if o != given[one.id].choice))
             for one in chapter.predict if not isinstance(one, NumberPrediction)}  # fmt: skip
    assert not any(one.good for one in outcomes(chapter, wrong, figures, "zh"))


@pytest.mark.parametrize(
    "given",
    [Predicted(), Predicted(value=3, low=4, high=5), Predicted(value=3, low=3, high=3), Predicted(choice="more")],
)
def test_a_range_must_hold_its_value(given: Predicted) -> None:
    with pytest.raises(PredictionError, match="give a range that holds the value"):
        recorded(course_chapter(2).predict[0], given)


def test_calibration_counts_ranges_and_choices() -> None:
    said = calibration([(True, True), (True, False), (False, True)], "en")
    assert said.startswith("1 of your 2 ranges hold the result") and "1 of 1 choices" in said
    assert calibration([], "zh") == "还没有与结果比较过的预测。"


def test_progress_is_restored(tmp_path: Path) -> None:
    first = Progress(tmp_path)
    first.student = "20261234"
    done = first.chapter(2)
    done.predictions["late"] = Predicted(value=1.0, low=0.0, high=2.0)
    done.outcomes["late"] = (True, False)
    done.attempts.append(Attempt(question="c2_fades", typed="2", points=1.0))
    done.reflection = "联系"
    first.save()
    again = Progress(tmp_path)
    assert again.student == "20261234" and again.trouble is None
    assert again.chapter(2) == done
    assert again.all_outcomes() == [(True, False)]
    again.student = "other"
    assert again.chapter(2) == ChapterProgress()


def test_two_notebooks_open_at_once_lose_nothing(tmp_path: Path) -> None:
    one, other = Progress(tmp_path), Progress(tmp_path)
    for progress, number in ((one, 1), (other, 2), (one, 1)):
        progress.student = "20261234"
        progress.chapter(number).outcomes["guess"] = (True, number == 1)
        progress.save()
    assert one.all_outcomes() == [(True, True), (True, False)]
    again = Progress(tmp_path)
    again.student = "20261234"
    assert again.all_outcomes() == [(True, True), (True, False)]


def test_the_same_chapter_open_twice_keeps_the_answers_of_both(tmp_path: Path) -> None:
    one, other = Progress(tmp_path), Progress(tmp_path)
    for progress in (one, other):
        progress.student = "20261234"
        progress.chapter(2)
    for progress, typed in ((one, "1"), (other, "2"), (one, "3"), (other, "4")):
        progress.chapter(2).attempts.append(Attempt(question="c2_fades", typed=typed, points=0.0))
        progress.save()
        assert progress.notice is None
    assert [attempt.typed for attempt in other.chapter(2).attempts] == ["1", "2", "3", "4"]
    assert Progress(tmp_path).chapter(2).attempts == other.chapter(2).attempts


def test_predictions_that_were_saved_first_count_and_the_other_window_is_told(tmp_path: Path) -> None:
    one, other = (ChapterWork(2, "en", Progress(tmp_path)) for _window in range(2))
    figures = drawn_figures(course_chapter(2), 5)
    for work, value in ((one, 2.0), (other, 3.0)):
        given = {
            asked.id: Predicted(value=value, low=0, high=9) if isinstance(asked, NumberPrediction)
            else Predicted(choice=right_option(asked, figures)) for asked in work.chapter.predict
        }  # fmt: skip
        work.predict(given)
    assert one.progress.notice is None and other.progress.notice == FIRST_PREDICTIONS
    assert other.done.predictions["late"].value == 2.0
    assert Progress(tmp_path).chapter(2).predictions["late"].value == 2.0


def test_a_text_that_two_windows_change_is_kept_twice_and_told(tmp_path: Path) -> None:
    one, other = (ChapterWork(2, "en", Progress(tmp_path)) for _window in range(2))
    assert one.done.reflection == other.done.reflection == ""
    one.reflect("mine")
    assert one.progress.notice is None
    other.reflect("theirs")
    assert other.progress.notice == BOTH_TEXTS and other.done.reflection == "mine\n\ntheirs"
    one.reflect("mine")
    assert one.done.reflection == "mine\n\ntheirs" and one.progress.notice is None, "nothing was changed here since"
    assert joined_texts("a", "b", "a") == ("b", None) and joined_texts("a", "a", "c") == ("c", None)


def test_a_damaged_file_is_kept_and_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"student": 3', encoding="utf-8")
    progress = Progress(tmp_path)
    assert progress.trouble is not None
    assert "cannot be read" in progress.trouble.en and "无法读取" in progress.trouble.zh
    assert (tmp_path / "course_progress.damaged.json").read_text(encoding="utf-8") == '{"student": 3'


@pytest.fixture
def handed_in(monkeypatch: pytest.MonkeyPatch) -> str:
    """A file of a student, with figures drawn in place of those of runs."""
    monkeypatch.setattr(
        StudentMarket, "figures", lambda self, language="en": drawn_figures(self.chapter, self.student, language)
    )
    chapter, student = course_chapter(2), 20261234
    asked = questions(both_languages(chapter, course_chapter(2, "zh"), student))
    quiz = Quiz(questions=asked, student=student)
    own = next(one for one in asked if one.id == "own2_late")
    quiz.answer(own, f"{own.key(student):.6f}")
    quiz.answer(asked[0], "1")
    return hand_in(chapter, str(student), quiz, ChapterProgress(reflection="三句话"))


def changed(text: str, **values: object) -> str:
    """The file with other values and a digest that fits them, as a program could write it."""
    content = {**json.loads(text), **values}
    content.pop("digest")
    return json.dumps({**content, "digest": digest(content)})


def test_the_file_to_hand_in_is_sound_and_a_change_shows(handed_in: str) -> None:
    both = {"en": course_chapter(2), "zh": course_chapter(2, "zh")}
    assert hand_in_faults(handed_in, both) == []  # type: ignore[arg-type]
    content = json.loads(handed_in)
    assert content["reflection"] == "三句话" and content["seed"] == seed_of(20261234, 2)
    with in_language("zh"):
        assert hand_in_faults("{}", both) == ["摘要与内容不符：文件生成之后被改动过。"]  # type: ignore[arg-type]
    edited = handed_in.replace('"points": 1.0', '"points": 0.9', 1)
    assert "The digest does not fit" in hand_in_faults(edited, both)[0]  # type: ignore[arg-type]
    copied = changed(handed_in, student_number="20261235")
    assert "another student's" in hand_in_faults(copied, both)[0]  # type: ignore[arg-type]
    raised = changed(handed_in, points=7.0)
    assert "do not follow from the answers" in hand_in_faults(raised, both)[0]  # type: ignore[arg-type]
    other = changed(handed_in, chapter=3)
    assert "of chapter 3, and it was checked as one of chapter 2" in hand_in_faults(other, both)[0]  # type: ignore[arg-type]
    for broken in (changed(handed_in, attempts=5), changed(handed_in, student_number="")):
        assert "no hand-in of a chapter" in hand_in_faults(broken, both)[0]  # type: ignore[arg-type]

"""Scored exercises as something one can start: the files that come along, sittings, their marks, what is kept back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.game.errors import GameError
from sim.game.exercises.exercise import Exercise, load_exercise
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.exercises.exit_detective_task import ExitDetectiveRun
from sim.game.exercises.exit_report import truth_teller
from sim.game.exercises.marking import marked
from sim.game.exercises.sorting_task import SortingRun
from sim.game.exercises.well_led_visit_task import VisitRun, WellLedVisit
from sim.game.forms.field import Field
from sim.game.load_game import is_exercise, shipped_exercises, shipped_games
from sim.game.log.decision_log import DecisionLog
from sim.game.log.entries import Entry
from sim.game.session.session import Session
from sim.registry import registered
from sim.scenario.files.load import dump, from_text
from sim.scenario.files.validation_errors import ScenarioError
from tests.conftest import ROOT

SHARES = {"price": 0.24, "product": 0.18, "service": 0.26, "market": 0.16, "technology": 0.1, "political": 0.06}
GOOD: dict[str, dict[str, object]] = {
    "exit_detective": {
        **{f"shares.{cause}": share for cause, share in SHARES.items()}, "churn.business guests": "17%",
        "churn.holiday guests": 0.17,
        "measures.service": 2000, "measures.price": 1800, "unstoppable": ["market"], "profit_lost.price": 35_000,
    },
    "sort_your_customers": {"by": "money", "groups": 4},
    "true_or_false": {"statement_1": "false", "statement_4": "true"},
    "well_led_visit": {"1.learned": ["stated", "real"], "1.concluded": "on speaking terms", "1.decided": "real"},
}  # fmt: skip
"""An answer to each exercise that comes along."""


DETECTIVE_SEED = 7043


@pytest.fixture(scope="module")
def sittings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, ExerciseSession]]:
    """A sitting of each exercise."""
    folder = tmp_path_factory.mktemp("sitting")
    seeds = {"exit_detective": DETECTIVE_SEED}
    held = {name: ExerciseSession.create(folder / f"{name}.guanxi", name, seed=seeds.get(name)) for name in GOOD}
    yield held
    for sitting in held.values():
        sitting.close()


@pytest.fixture(params=sorted(GOOD))
def sitting(request: pytest.FixtureRequest, sittings: dict[str, ExerciseSession]) -> ExerciseSession:
    """One of them after the other."""
    return sittings[request.param]


def test_every_kind_comes_along_in_a_file() -> None:
    assert set(shipped_exercises()) == set(GOOD)
    kinds = {load_exercise(name)[0].task.kind for name in shipped_exercises()}
    assert kinds == set(registered("exercise"))


@pytest.mark.parametrize("name", shipped_exercises())
def test_shipped_exercises_are_sound(name: str) -> None:
    exercise, scenario = load_exercise(name)
    assert exercise.name == name and exercise.course and is_exercise(name) and is_exercise(shipped_exercises()[name])
    assert (scenario is None) == (not exercise.task.scenario)
    assert from_text(Exercise, dump(exercise)) == exercise
    assert name not in shipped_games()


def test_questions_are_fields_and_everything_is_told(sitting: ExerciseSession) -> None:
    questions, told = sitting.questions(), sitting.tell()
    assert len({question.path for question in questions}) == len(questions) > 0
    assert all(isinstance(question, Field) and question.label and question.help for question in questions)
    assert all(section.heading and len(row) == len(section.columns) for section in told for row in section.rows)


def test_an_answer_is_marked_and_kept_and_the_truth_comes_afterwards(tmp_path: Path, sitting: ExerciseSession) -> None:
    name = sitting.exercise.name
    with ExerciseSession.create(tmp_path / "s.guanxi", name, seed=sitting.seed) as fresh:
        with pytest.raises(GameError, match="nothing has been answered yet"):
            fresh.reveal()
        first = fresh.answer(GOOD[name], by="Wei")
        second = fresh.answer(GOOD[name])
        assert first == second and 0 < first.total <= 100
        truth = fresh.reveal()
        assert truth and fresh.revealed
    with ExerciseSession.open(tmp_path / "s.guanxi") as again:
        assert [attempt.marks for attempt in again.attempts] == [first, first]
        assert [attempt.by for attempt in again.attempts] == ["Wei", ""] and again.attempts[0].time[:2] == "20"
        assert again.revealed and again.reveal() == truth
        assert again.answer(again_as_given(again)) == first
    assert marked(first)[0].rows[0][0] == first.marks[0].part


def again_as_given(sitting: ExerciseSession) -> dict[str, object]:
    """The values that were given, as they were."""
    return GOOD[sitting.exercise.name]


def test_an_instructor_may_call_for_the_truth(tmp_path: Path) -> None:
    with ExerciseSession.create(tmp_path / "s.guanxi", "true_or_false") as sitting:
        assert sitting.reveal(call=True)
        assert [entry.decided_by for entry in sitting.entries] == ["instructor"]


def test_the_handout_can_be_taken_home_as_csv(tmp_path: Path, sitting: ExerciseSession) -> None:
    files = sitting.export(tmp_path / "handout")
    assert {file.stem for file in files} == set(sitting.handout)
    for file in files:
        assert len(pd.read_csv(file)) == len(sitting.handout[file.stem])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_answer_is_marked_or_refused(sitting: ExerciseSession, data: st.DataObject) -> None:
    questions = data.draw(st.lists(st.sampled_from(sitting.questions()), unique_by=lambda one: one.path, max_size=8))
    values = {one.path: data.draw(some_value(one)) for one in questions}
    before = len(sitting.attempts)
    try:
        marks = sitting.answer(values)
    except GameError as error:
        assert str(error) and len(sitting.attempts) == before
    else:
        assert all(0 <= mark.points <= 100 for mark in marks.marks) and len(sitting.attempts) == before + 1


def some_value(question: Field) -> st.SearchStrategy[Any]:
    """Values as someone might give them."""
    return st.one_of(
        st.just(question.present), st.none(), st.text(max_size=8), st.integers(-3, 20), st.floats(0, 1), st.booleans(),
        st.sampled_from(question.options or ("",)), st.lists(st.sampled_from(question.options or ("",)), max_size=3),
        st.sampled_from([float("nan"), 1e300, [], {}]),
    )  # fmt: skip


def test_a_question_that_is_left_empty_stands_as_it_is(sittings: dict[str, ExerciseSession]) -> None:
    sitting = sittings["sort_your_customers"]
    empty = dict.fromkeys((question.path for question in sitting.questions()), None)
    assert sitting.answer(empty) == sitting.answer({})


@pytest.mark.parametrize("values", [None, [], "true", 3])
def test_what_is_no_mapping_is_refused(tmp_path: Path, values: Any) -> None:
    with (
        ExerciseSession.create(tmp_path / "s.guanxi", "true_or_false") as sitting,
        pytest.raises(GameError, match="was given"),
    ):
        sitting.answer(values)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with ExerciseSession.create(tmp_path / "s.guanxi", "true_or_false") as sitting:
        with pytest.raises(GameError) as refused:
            sitting.answer({"statement_1": "perhaps", "statement_9": "true"})
        assert "give one of true, false" in str(refused.value)
        assert "unknown field 'statement_9'" in str(refused.value)
        assert not sitting.attempts


# What is kept back


def test_no_notebook_shows_the_market_of_the_detective() -> None:
    exercise, _ = load_exercise("exit_detective")
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert notebooks
    assert not [book.name for book in notebooks if exercise.task.scenario in book.read_text(encoding="utf-8")]


def test_each_detective_gets_a_case_of_their_own_which_its_number_brings_back(tmp_path: Path) -> None:
    with ExerciseSession.create(tmp_path / "a.guanxi", "exit_detective") as one:
        seed, left = one.seed, one.handout["interviews"]
        assert str(seed) in one.case_number
    with ExerciseSession.create(tmp_path / "b.guanxi", "exit_detective") as other:
        assert other.seed != seed and not other.handout["interviews"].equals(left)
    with ExerciseSession.create(tmp_path / "c.guanxi", "exit_detective", seed=seed) as same:
        pd.testing.assert_frame_equal(same.handout["interviews"], left)
    with ExerciseSession.open(tmp_path / "a.guanxi") as again:
        assert again.seed == seed
    with ExerciseSession.create(tmp_path / "d.guanxi", "true_or_false") as alike:
        assert alike.case_number == ""


def test_a_detective_who_began_in_version_030_goes_on(tmp_path: Path) -> None:
    """It was set on the first look then; the file holds its own exercise and market."""
    now = shipped_exercises()["exit_detective"].read_text(encoding="utf-8")
    kept, told = now.split("task:")[0], "task:\n  kind: exit_detective\n  scenario: first_look\n"
    (tmp_path / "then.yaml").write_text(kept + told, encoding="utf-8")
    ExerciseSession.create(tmp_path / "kept.guanxi", tmp_path / "then.yaml").close()
    with ExerciseSession.open(tmp_path / "kept.guanxi") as sitting:
        desk = sitting.opened_run
        assert isinstance(desk, ExitDetectiveRun)
        assert desk.case.handout.firm == "Azure"
        report = truth_teller(desk.case)
        churn = {f"churn.{segment}": rate for segment, rate in report.churn.items()}
        sitting.answer(churn | {f"shares.{cause}": share for cause, share in report.shares.items()})
        assert sitting.attempts[0].marks.points("causes") > 99


def test_what_a_detective_is_told_does_not_move_with_the_truth(sittings: dict[str, ExerciseSession]) -> None:
    desk = sittings["exit_detective"].opened_run
    assert isinstance(desk, ExitDetectiveRun)
    true = desk.case.truth
    other = dataclasses.replace(
        true, shares=dict(zip(true.shares, reversed(true.shares.values()), strict=True)), unstoppable=("price",),
        churn=dict.fromkeys(true.churn, 9.0), profit_lost=dict.fromkeys(true.profit_lost, 1.0),
        break_even=dict.fromkeys(true.break_even, 1.0),
    )  # fmt: skip
    swapped = ExitDetectiveRun(dataclasses.replace(desk.case, truth=other))
    assert swapped.sections() == desk.sections() and swapped.questions() == desk.questions()
    assert swapped.truth() != desk.truth()


def test_what_a_sorter_is_told_does_not_move_with_the_kinds(sittings: dict[str, ExerciseSession]) -> None:
    desk = sittings["sort_your_customers"].opened_run
    assert isinstance(desk, SortingRun)
    swapped = SortingRun(dataclasses.replace(desk.case, kinds=desk.case.kinds[::-1], worth=desk.case.worth[::-1]))
    assert swapped.sections() == desk.sections() and swapped.questions() == desk.questions()
    assert swapped.truth() != desk.truth()


def test_what_a_visitor_is_told_does_not_move_with_what_was_revealed() -> None:
    task = load_exercise("well_led_visit")[0].task
    assert isinstance(task, WellLedVisit)
    bare = VisitRun(tuple(visit.but(revealed=[]) for visit in task.visits))
    desk = VisitRun(task.visits)
    assert bare.sections() == desk.sections() and bare.questions() == desk.questions()
    assert bare.truth() != desk.truth()


def test_what_is_told_before_true_or_false_holds_no_answer() -> None:
    sitting = load_exercise("true_or_false")[0].task.open(None, 0)
    told = " ".join(f"{section.text} {section.rows}" for section in sitting.sections())
    assert "False:" not in told and "We say" not in told and "because" not in told


# Who knows everything


def test_who_knows_everything_has_all_points(sitting: ExerciseSession) -> None:
    desk = sitting.opened_run
    values: dict[str, object] = {}
    if isinstance(desk, ExitDetectiveRun):
        report = truth_teller(desk.case)
        for part in ("shares", "churn", "profit_lost"):
            values |= {f"{part}.{name}": value for name, value in getattr(report, part).items()}
        values |= {f"measures.{cause}": worth for cause, worth in report.spends.items()}
        values["unstoppable"] = list(report.unstoppable)
    elif isinstance(desk, SortingRun):
        values["labels"] = dict(zip(desk.case.base.customers["customer"], desk.case.kinds, strict=True))
    elif isinstance(desk, VisitRun):
        for number, visit in enumerate(desk.visits, start=1):
            known = [*visit.revealed, *visit.before]
            values |= {f"{number}.learned": list(visit.revealed), f"{number}.decided": known[0] if known else "nothing",
                       f"{number}.concluded": visit.visited(number).door_after()}  # fmt: skip
    else:
        values = dict(zip(GOOD["true_or_false"], ("false", "true"), strict=True))
        values |= {"statement_2": "false", "statement_3": "false", "statement_5": "true"}
    assert sitting.answer(values).total == pytest.approx(100)


def test_a_sort_may_come_in_a_file_and_must_be_whole(tmp_path: Path, sittings: dict[str, ExerciseSession]) -> None:
    sitting = sittings["sort_your_customers"]
    customers = sitting.handout["customers"]
    sort = pd.DataFrame({"customer": customers["customer"], "label": (customers["money"] > 1000).map(str)})
    sort.to_csv(tmp_path / "mine.csv", index=False)
    marks = sitting.answer({"file": str(tmp_path / "mine.csv")})
    kept = sitting.attempts[-1].answer["labels"]
    assert len(kept) == len(customers) and set(kept.values()) <= {"True", "False", True, False}
    assert marks.total > 0
    sort.head(5).to_csv(tmp_path / "part.csv", index=False)
    for file, sentence in (("part.csv", "customers have no label"), ("none.csv", "cannot be read as CSV"),
                           ("", "cannot be read as CSV")):  # fmt: skip
        with pytest.raises(GameError, match=sentence):
            sitting.answer({"file": str(tmp_path / file)})


@pytest.mark.slow
def test_a_statement_can_be_tried_before_it_is_answered(tmp_path: Path) -> None:
    with ExerciseSession.create(tmp_path / "s.guanxi", "true_or_false") as sitting:
        assert sitting.trials == tuple(question.path for question in sitting.questions())
        with pytest.raises(GameError, match="unknown trial"):
            sitting.try_out("statement_8")
        for replications in (1, 2.5, True, 10**6):
            with pytest.raises(GameError, match="give a whole number from 2 to 1,000"):
                sitting.try_out("statement_3", replications)  # type: ignore[arg-type]
        found = sitting.try_out("statement_3", 2)
        assert found.sentence and [entry.act for entry in sitting.entries] == ["tried"]
    with (
        ExerciseSession.create(tmp_path / "v.guanxi", "well_led_visit") as other,
        pytest.raises(GameError, match="nothing can"),
    ):
        other.try_out("1.learned")


# Files


def test_a_game_is_no_exercise_and_an_exercise_no_game(tmp_path: Path) -> None:
    Session.create(tmp_path / "g.guanxi", "head_of_the_firm").close()
    with pytest.raises(GameError, match=r"holds a game and no exercise; .*guanxi play head_of_the_firm --file"):
        ExerciseSession.open(tmp_path / "g.guanxi")
    ExerciseSession.create(tmp_path / "e.guanxi", "true_or_false").close()
    with pytest.raises(GameError, match=r"holds an exercise and no game; .*guanxi play true_or_false --file"):
        Session.open(tmp_path / "e.guanxi")
    with pytest.raises(GameError, match="is there already"):
        ExerciseSession.create(tmp_path / "e.guanxi", "true_or_false")
    (tmp_path / "x.guanxi").write_bytes(b"not a game" * 50)
    with pytest.raises(GameError, match="is not the file of a game"):
        ExerciseSession.open(tmp_path / "x.guanxi")


def test_an_answer_that_cannot_be_read_is_refused_and_the_file_let_go(tmp_path: Path) -> None:
    ExerciseSession.create(tmp_path / "e.guanxi", "true_or_false").close()
    log = DecisionLog(tmp_path / "e.guanxi")
    log.append([Entry(act="answered", number=1, content={"answer": {}, "marks": {"title": "x", "marks": [["a"]]}})])
    log.close()
    for _ in range(2):
        with pytest.raises(GameError, match="is damaged or was edited: the answer in row 1 cannot be read"):
            ExerciseSession.open(tmp_path / "e.guanxi")


def test_two_cannot_sit_at_one_file(tmp_path: Path) -> None:
    with (
        ExerciseSession.create(tmp_path / "e.guanxi", "true_or_false"),
        pytest.raises(GameError, match="is open already"),
    ):
        ExerciseSession.open(tmp_path / "e.guanxi")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("true_or_fals", "did you mean 'true_or_false'?"),
        ("head_of_the_firm", "unknown exercise"),
        ("", "unknown exercise"),
    ],
)
def test_an_exercise_that_is_not_there_is_named(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as error:
        ExerciseSession.create(tmp_path / "e.guanxi", name)
    assert sentence in str(error.value) and not (tmp_path / "e.guanxi").exists()


def test_faults_of_a_file_are_named_with_their_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("name: mine\ntitle: M\nteaches: T\ntask: {kind: exit_detectiv, scenario: first_look}\n")
    with pytest.raises(ScenarioError) as error:
        load_exercise(file)
    assert "did you mean 'exit_detective'?" in str(error.value) and ":4:" in str(error.value)
    file.write_text("name: mine\ntitle: M\nteaches: T\ntask: {kind: exit_detective}\n")
    with (
        ExerciseSession.create(tmp_path / "e.guanxi", file) as sitting,
        pytest.raises(GameError, match="needs a scenario"),
    ):
        sitting.questions()
    visit = "{account: a, week: 1, door: outside, story: s, before: [real], revealed: [real]}"
    file.write_text(f"name: mine\ntitle: M\nteaches: T\ntask: {{kind: well_led_visit, visits: [{visit}]}}\n")
    with pytest.raises(ScenarioError, match="known before and revealed"):
        load_exercise(file)

"""Exam and project: a market for each, the truth apart, marks as the exercise gives them."""

from __future__ import annotations

import csv
import json
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from sim.game.errors import GameError
from sim.game.exercises.exit_report import truth_teller
from sim.kit.exam import (
    LARGEST,
    Examinee,
    ExamKey,
    case_seed,
    mark_exam,
    open_exam,
    read_answer,
    read_key,
    write_exam,
)
from sim.kit.project import CHANGES, FIRST_WEEK, LAST_WEEK, team_change, write_team

STUDENTS = (Examinee(number="S1", name="Li Wei"), Examinee(number="S2", name="Chen Yu"))


def test_a_case_follows_from_secret_and_number() -> None:
    assert case_seed("a", "S1") == case_seed("a", "s1") != case_seed("a", "S2")
    assert case_seed("a", "S1") != case_seed("b", "S1")
    assert len({case_seed("a", str(number)) for number in range(200)}) == 200


def test_neighbouring_teams_have_different_changes() -> None:
    found = [team_change("secret", team) for team in range(1, 9)]
    assert all(one[1].cause != other[1].cause for one, other in pairwise(found))
    assert {one[1].cause for one in found} == {change.cause for change in CHANGES}
    assert all(FIRST_WEEK <= week <= LAST_WEEK for _seed, _change, week in found)
    assert team_change("secret", 3) == team_change("secret", 3)


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "exam.json").write_text("{}", encoding="utf-8")
    with pytest.raises(GameError, match="is no key of an exam"):
        read_key(tmp_path / "exam.json")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exam")
    for name, content in write_exam(folder, "secret", STUDENTS[:1], lambda: None).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_who_knows_the_truth_gets_full_marks_and_who_hands_in_nothing_is_named(written: Path, tmp_path: Path) -> None:
    form = written / "students" / "exam" / "S1" / "answer.csv"
    true = truth_teller(open_exam("secret", "S1").case)
    spends = true.spends
    filled = ["path,what,unit,answer"]
    for row in rows_of(form):
        part, _dot, name = row["path"].partition(".")
        value = {
            "shares": lambda name=name: f"{100 * true.shares[name]:.6f}",
            "churn": lambda name=name: f"{100 * true.churn[name]:.6f}",
            "profit_lost": lambda name=name: f"{true.profit_lost[name]:.4f}",
            "measures": lambda name=name: f"{spends.get(name, 0):.4f}",
            "unstoppable": lambda: " ".join(true.unstoppable),
        }[part]()
        filled.append(f"{row['path']},,,{value}")
    answers = tmp_path / "answers"
    (answers / "S1").mkdir(parents=True)
    (answers / "S1" / "answer.csv").write_text("\n".join(filled), encoding="utf-8")
    key = read_key(written / "instructor" / "exam" / "exam.json")
    found = mark_exam(answers, key)
    assert found[0].marks is not None and found[0].marks.total == pytest.approx(100, abs=0.1)
    with pytest.raises(GameError, match=r"holds no answer of the 1 students; collect the files as .*S1/answer.csv"):
        mark_exam(tmp_path, key)
    two = ExamKey(secret=key.secret, students=STUDENTS)
    assert "S2/answer.csv" in mark_exam(answers, two)[1].why


@pytest.mark.slow
def test_a_cell_that_is_no_number_is_named(written: Path, tmp_path: Path) -> None:
    (tmp_path / "answer.csv").write_text("path,what,unit,answer\nshares.price,,,much\n", encoding="utf-8")
    with pytest.raises(GameError, match=r"answer.csv:2: shares.price: 'much' is no number"):
        read_answer(tmp_path / "answer.csv", open_exam("secret", "S1"))


@pytest.mark.slow
def test_causes_and_numbers_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    run = open_exam("secret", "S1")
    text = 'path,what,unit,answer\nshares.price,,,"12,5 %"\nunstoppable,,,"moved away, 政治退出"\n'
    (tmp_path / "answer.csv").write_text(text, encoding="utf-8")
    found = read_answer(tmp_path / "answer.csv", run)
    assert found == {"shares.price": 0.125, "unstoppable": ("market", "political")}
    (tmp_path / "answer.csv").write_text("path,what,unit,answer\nunstoppable,,,weather\n", encoding="utf-8")
    with pytest.raises(GameError, match="weather"):
        run.answer(read_answer(tmp_path / "answer.csv", run))


@pytest.mark.slow
def test_an_answer_that_cannot_be_read_stops_nobody_elses(written: Path, tmp_path: Path) -> None:
    (tmp_path / "S1").mkdir()
    (tmp_path / "S1" / "answer.csv").write_bytes(b"x" * (LARGEST + 1))
    (found,) = mark_exam(tmp_path, read_key(written / "instructor" / "exam" / "exam.json"))
    assert found.marks is None and "bytes" in found.why


@pytest.mark.slow
def test_students_get_files_and_no_truth(written: Path) -> None:
    place = written / "students" / "exam" / "S1"
    assert {path.name for path in place.iterdir()} == {
        "answer.csv", "books.csv", "causes.csv", "exam.html", "interviews.csv", "purchases.csv", "records.csv"
    }  # fmt: skip
    true = open_exam("secret", "S1").case.truth
    page = (place / "exam.html").read_text(encoding="utf-8")
    assert str(case_seed("secret", "S1")) not in page and "secret" not in page.replace("secret need", "")
    lead = (written / "instructor" / "exam" / "lead_and_key.html").read_text(encoding="utf-8")
    assert f"price {100 * true.shares['price']:.0f}%" in lead
    assert json.loads((written / "instructor" / "exam" / "exam.json").read_text(encoding="utf-8"))["secret"] == "secret"


@pytest.mark.slow
def test_a_team_gets_data_and_the_instructor_the_truth(tmp_path: Path) -> None:
    truth = write_team(tmp_path, "secret", 1)
    students, instructor = (tmp_path / whose / "project" / "team_1" for whose in ("students", "instructor"))
    assert {"transactions.csv", "exit_interviews.csv", "README.md"} <= {path.name for path in students.iterdir()}
    assert not (tmp_path / "team_1").exists()
    with zipfile.ZipFile(instructor / "truth.zip") as archive:
        scenario = archive.read("scenario.yaml").decode()
    assert f"at: {float(truth.week)}" in scenario and f"seed: {truth.seed}" in scenario
    assert truth.yearly[1] > truth.yearly[0], "the change costs customers"
    shown = "".join(path.read_text(encoding="utf-8") for path in students.iterdir() if path.suffix == ".md")
    assert str(truth.seed) not in shown

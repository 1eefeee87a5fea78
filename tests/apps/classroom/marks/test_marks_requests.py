"""The gradebook over the wire: what the instructor's console reads and sets, and the command on the same folder."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.apps.classroom.marks.marks_file import read_marks_file
from sim.apps.cli.main import app
from sim.course.bank import chapters
from sim.course.quiz import Quiz
from tests.apps.classroom.classes import Served, made, served_class


def decided_once(small: Served) -> str:
    """A round that Li's firm decided and predicted is closed in market 1; returns the instructor's token."""
    teacher = small.instructor()
    li = small.joins(name="Li", number="20231234", market="1", seat="Azure").content["token"]
    small.joins(name="Wang", number="8", market="1", seat="Beryl")
    small.leads(teacher, "open")
    for round_ in (0, 1):
        given = {"prediction": {"profit": 100, "profit_within": 50}, "round": round_, "client": f"p{round_}"}
        assert small.post("/api/act/predict", given, li).status == 200
        given = {"decision": {"price": 0.9 - round_ / 10}, "round": round_, "client": f"d{round_}"}
        assert small.post("/api/act/decide", given, li).status == 200
        small.leads(teacher, "close_round", markets=["1"])
    return teacher


@pytest.mark.slow
def test_the_console_reads_and_sets_marks(tmp_path: Path) -> None:
    with served_class(made(tmp_path)) as small:
        teacher = decided_once(small)
        book = small.get("/api/class/marks", teacher).content
        by_name = {row["name"]: row for row in book["rows"]}
        assert (by_name["Li"]["rounds"], by_name["Li"]["decided"], by_name["Li"]["predicted"]) == (2, 2, 2)
        assert by_name["Li"]["marks"]["participation"] == 100 and by_name["Wang"]["marks"]["participation"] == 0
        assert 0 < by_name["Li"]["marks"]["predictions"] < 100 and by_name["Wang"]["marks"]["predictions"] == 0

        refused = small.post("/api/class/marks/weights", {"weights": {"participation": 0.9}}, teacher)
        assert refused.status == 422 and "sum to 0.9" in refused.error
        given = {"weights": {"participation": 0.5, "tests": 0.25, "decisions": 0.25}}
        assert small.post("/api/class/marks/weights", given, teacher).status == 200
        record = Quiz(questions=chapters()[0].questions[:2], student=20231234).record()
        assert small.post("/api/class/marks/test", {"name": "li.json", "text": record}, teacher).status == 200
        for wrong in ({"name": "li.json", "text": record.replace("20231234", "8")}, {"name": "x", "text": "{}"}):
            assert small.post("/api/class/marks/test", wrong, teacher).status == 422
        assert small.post("/api/class/marks/test", {"name": 1}, teacher).status == 400

        assert small.post("/api/class/marks/decisions", {}, teacher).status == 200
        until = time.monotonic() + 120
        while not (book := small.get("/api/class/marks", teacher).content)["decisions"]["ready"]:
            assert time.monotonic() < until and not book["decisions"]["error"], book["decisions"]
            time.sleep(0.3)
        li = next(row for row in book["rows"] if row["name"] == "Li")["marks"]
        assert 0 <= li["decisions"] <= 100 and li["tests"] == 0 and book["weights"]["participation"] == 0.5
        assert book["decisions"]["stale"] == []
        small.leads(teacher, "close_round", markets=["1"])
        assert small.get("/api/class/marks", teacher).content["decisions"]["stale"] == ["1"]
        file = small.get("/api/class/marks/file?format=moodle", teacher)
        assert "small_marks_moodle.csv" in file.headers["content-disposition"]
        lines = list(csv.reader(io.StringIO(file.body.decode("utf-8-sig"))))
        assert lines[0][0] == "ID number" and {line[0] for line in lines[1:]} == {"20231234", "8"}
        assert small.get("/api/class/marks/file?format=pdf", teacher).status == 422


def test_the_command_shows_the_same_marks_and_writes_them(tmp_path: Path) -> None:
    place = made(tmp_path, markets=1)
    with served_class(place) as small:
        decided_once(small)
    record = Quiz(questions=chapters()[0].questions[:2], student=20231234).record()
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "li.json").write_text(record, encoding="utf-8")
    said = CliRunner().invoke(app, [
        "marks", str(place), "--weights", "participation=0.5,decisions=0.5", "--test", str(tmp_path / "tests"),
        "--decisions", "--format", "canvas", "--out", str(tmp_path / "canvas.csv"),
    ])  # fmt: skip
    assert said.exit_code == 0, said.output
    assert "Li" in said.output and "100.0" in said.output
    kept = read_marks_file(place)
    assert kept.weights["decisions"] == 0.5 and [one.student for one in kept.tests] == [20231234]
    assert set(kept.decisions["1"].marks) == {"Azure", "Beryl"}
    lines = list(csv.reader(io.StringIO((tmp_path / "canvas.csv").read_text(encoding="utf-8-sig"))))
    assert lines[0][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"] and len(lines) == 4
    wrong = CliRunner().invoke(app, ["marks", str(place), "--weights", "participation=0.5"])
    assert wrong.exit_code == 2 and "sum to 0.5" in wrong.output

"""Every table that is written is harmless in a spreadsheet, and exact where a program reads it back."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.files.csv_export import (
    BYTE_ORDER_MARK,
    FORMULA_STARTS,
    SETTING,
    as_given,
    as_given_table,
    csv_bytes,
    csv_text,
    harmless,
    harmless_table,
    read_text,
    write_rows,
)
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.exercises.sorting_case import Base
from sim.game.exercises.sorting_task import SortingRun
from sim.results.storage.event_log_file import LogFile, read_log
from tests.conftest import ROOT
from tests.game.exercises.test_sorting import case
from tests.game.games import begun, scenario

ATTACKS = ('=HYPERLINK("http://x","y")', "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "'=1")
texts = st.text(st.sampled_from("'=+-@\t\r\n ax关1"), max_size=6)
WRITERS = {"sim/files/csv_export.py", "sim/results/storage/event_log_file.py", "sim/game/export.py"}
"""Files that may call pandas or csv for writing; the last two for event logs, with harmless cells."""


def cells_of(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?(\d+\.?\d*(e[-+]?\d+)?|inf)", cell) is not None


def harmful(content: bytes) -> list[str]:
    """Cells that a spreadsheet may take for a formula; plain numbers are none."""
    return [cell for cell in cells_of(content) if cell.startswith(FORMULA_STARTS) and not is_number(cell)]


@given(texts)
def test_a_text_becomes_harmless_and_comes_back_exactly(text: str) -> None:
    assert not harmless(text).startswith(FORMULA_STARTS) and as_given(harmless(text)) == text


@given(st.lists(texts, min_size=1), st.booleans())
def test_a_table_comes_back_exactly(column: list[str], category: bool) -> None:
    table = pd.DataFrame({"=name": column, "number": np.linspace(-1.5, 1.5, len(column))})
    table = table.astype({"=name": "category"} if category else {})
    assert as_given_table(harmless_table(table)).equals(table)
    assert harmless_table(table)["number"].equals(table["number"])


def test_numbers_stay_numbers_and_text_that_looks_like_one_does_not() -> None:
    table = pd.DataFrame({"number": [-1.5], "text": ["-1.5"], "mixed": pd.Series([-2], dtype=object)})
    assert csv_text(table) == "number,text,mixed\n-1.5,'-1.5,-2\n"


def test_csv_for_people_has_a_byte_order_mark_unless_it_is_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pd.DataFrame({"name": ["关系"]})
    assert csv_bytes(table).startswith(b"\xef\xbb\xbf") and not csv_bytes(table, mark=False).startswith(b"\xef")
    monkeypatch.setenv(SETTING, "no")
    assert csv_bytes(table) == csv_text(table).encode()
    write_rows(tmp_path / "rows.csv", ["name"], [["关系"]], mark=True)
    assert (tmp_path / "rows.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_text(tmp_path / "rows.csv") == csv_text(table)


def test_no_other_place_writes_csv_or_excel() -> None:
    writing = re.compile(r"\.to_csv\(|csv\.writer\(|DictWriter\(|\.to_excel\(|to_markdown\(")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "sim").rglob("*.py")
        if writing.search(path.read_text(encoding="utf-8"))
    }
    assert found == WRITERS


@pytest.mark.slow
def test_the_export_of_a_game_is_harmless_in_csv_and_exact_in_json_lines(tmp_path: Path) -> None:
    with begun(tmp_path, rounds=len(ATTACKS) + 2) as session:
        for attack in ATTACKS:
            session.decide("Azure", {"price": 0.9}, reason=attack)
            session.say(attack)
            session.strategy("Beryl", "service", attack)
            session.decide("Beryl", {})
        session.branch("=1+1")
        session.decide("Azure", {}, reason="on the branch")
        session.decide("Beryl", {})
        session.export(tmp_path / "whole")
        session.export(tmp_path / "plain", byte_order_mark=False)
        session.export(tmp_path / "own", seat="Azure")
        entries = session.entries
    files = [*(tmp_path / "whole").glob("*.csv"), *(tmp_path / "own").glob("*.csv")]
    assert {"decisions.csv", "log.csv", "predictions.csv", "rounds.csv", "weekly.csv"} <= {file.name for file in files}
    for file in files:
        content = file.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") and harmful(content) == [], file.name
    assert not any(file.read_bytes().startswith(b"\xef") for file in (tmp_path / "plain").glob("*.csv"))
    assert harmful(gzip.decompress((tmp_path / "whole" / "events.csv.gz").read_bytes())) == []
    for folder in ("whole", "own"):
        rows = (tmp_path / folder / "decisions.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        reasons = [json.loads(row)["reason"] for row in rows if json.loads(row)["seat"] == "Azure"]
        assert reasons == [*ATTACKS, "on the branch"]
    rows = (tmp_path / "whole" / "log.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [json.loads(row) for row in rows] == [dataclasses.asdict(entry) for entry in entries]
    read = as_given_table(pd.read_csv(tmp_path / "whole" / "decisions.csv", keep_default_na=False))
    assert [text.strip("\r\n") for text in read["reason"][read["seat"] == "Azure"]][:4] == list(ATTACKS[:4])


def test_handouts_of_exercises_are_harmless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = pd.DataFrame({"customer": range(len(ATTACKS)), "name": ATTACKS})
    monkeypatch.setattr(ExerciseSession, "handout", property(lambda _: {"names": table}))
    with ExerciseSession.create(tmp_path / "e.guanxi", "true_or_false") as sitting:
        files = sitting.export(tmp_path / "handout")
    files += Base(title="t", firm="f", week=1.0, customers=table, purchases=table).export(tmp_path / "base")
    assert len(files) == 3
    for file in files:
        assert file.read_bytes().startswith(b"\xef\xbb\xbf") and harmful(file.read_bytes()) == []


def test_a_sort_that_is_handed_in_is_read_as_it_was_given(tmp_path: Path) -> None:
    task = SortingRun(case())
    mine = task.tables()["customers"][["customer"]].assign(label="=kind")
    file = tmp_path / "mine.csv"
    file.write_bytes(csv_bytes(mine))
    answer = task.answer({"file": str(file)})
    assert set(answer["labels"].values()) == {"=kind"}


def test_the_event_log_is_harmless_without_a_mark_and_read_back_exactly(tmp_path: Path) -> None:
    results = sim.simulate(scenario().but(horizon=8.0))
    names = dataclasses.replace(results.names, firms=("=Azure", "@Beryl", "'=Cedar"))
    with LogFile(tmp_path, names, format="csv.gz") as log:
        log.append(results.runs[0].rows)
    content = gzip.decompress((tmp_path / "events.csv.gz").read_bytes())
    assert harmful(content) == [] and not content.startswith(BYTE_ORDER_MARK.encode())
    assert set(read_log(tmp_path, names)["firm"].dropna()) == set(names.firms)


def test_stored_results_have_a_mark_for_people_and_are_made_again_with_and_without(tmp_path: Path) -> None:
    results = sim.simulate(scenario().but(horizon=8.0))
    folder = sim.save(results, tmp_path / "run", report=False)
    books = folder / "weekly.csv"
    assert books.read_bytes().startswith(b"\xef\xbb\xbf")
    assert sim.reproduce(folder).differs == ()
    books.write_bytes(books.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    assert sim.reproduce(folder).differs == (), "as guanxi 0.3.0 wrote it"

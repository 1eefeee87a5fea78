"""Bad logs: a clear sentence with row numbers for each fault, all at once; mended only on being asked to, and told."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.calibration.cohort import cohort
from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.log_checks import MENDS, read_transactions
from sim.experiments.transaction_logs.transaction_log import LogRefusedError

SOUND = "customer_id,datetime,monetary_value\nann,2025-01-02,10\nbo,2025-01-03,12.5\nann,2025-02-01,11\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(tmp_path: Path, text: str, *mend: str) -> str:
    with pytest.raises(LogRefusedError) as caught:
        read_transactions(written(tmp_path, text), mend=mend)
    said = str(caught.value)
    assert said.startswith("log.csv: ") or str(tmp_path) in said
    return said


def test_a_sound_log_is_read(tmp_path: Path) -> None:
    log = read_transactions(written(tmp_path, SOUND))
    assert log.start == datetime.date(2025, 1, 2) and log.names.tolist() == ["ann", "bo"]
    assert log.week.tolist() == pytest.approx([0, 1 / 7, 30 / 7])
    assert log.money is not None and log.money.tolist() == [10, 12.5, 11] and log.mended == ()
    assert log.length == pytest.approx(31 / 7)


@pytest.mark.parametrize(
    ("row", "said", "mend", "left"),
    [
        ("ann,2025-02-01,11\n", "row 5: the same customer, time and amount as an earlier row", "drop-repeats", 3),
        ("ann,2025-02-01,11\n", "row 5: the same customer", "keep-repeats", 3),
        ("bo,2025-03-01,-5\n", "row 5: a negative amount, which is no purchase", "drop-unpaid", 3),
        ("bo,2025-03-01,0\n", "row 5: an amount of 0", "keep-free", 4),
        ("bo,2025-03-01,0\n", "row 5: an amount of 0", "drop-unpaid", 3),
        ("bo,soon,5\n", "row 5: no date, or one that cannot be read ('soon')", "drop-unread", 3),
        ("bo,,5\n", "row 5: no date", "drop-unread", 3),
        (",2025-03-01,5\n", "row 5: no customer_id", "drop-unread", 3),
        ("bo,2025-03-01,NaN\n", "row 5: no amount, or one that is no number ('NaN')", "drop-unread", 3),
        ("bo,2025-03-01,inf\n", "row 5: no amount", "drop-unread", 3),
        ("bo,2200-03-01,5\n", "row 5: dated after today", "drop-future", 3),
        ("bo,2025-01-01,5\n", "row 5: dated before the same customer's row above it, out of order", "sort", 4),
    ],
)
def test_each_fault_is_named_and_mended_only_when_asked(
    row: str, said: str, mend: str, left: int, tmp_path: Path
) -> None:
    sentence = refusal(tmp_path, SOUND + row)
    assert said in sentence and mend in sentence
    log = read_transactions(written(tmp_path, SOUND + row), mend=[mend])
    assert len(log.week) == left
    assert len(log.mended) == 1 and mend in log.mended[0] and "row 5" in log.mended[0]
    assert (np.diff(log.week) >= 0).all()


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = SOUND + "bo,soon,5\nbo,2025-03-01,-1\nbo,2025-03-02,-1\nann,2025-02-01,11\n"
    lines = refusal(tmp_path, text).splitlines()
    assert len(lines) == 3
    assert "2 rows (6, 7): a negative amount" in lines[1]


def test_a_negative_amount_is_not_kept_as_free(tmp_path: Path) -> None:
    assert "negative" in refusal(tmp_path, SOUND + "bo,2025-03-01,-5\n", "keep-free")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("customer_id,datetime,monetary_value\n", "there are no purchases in it"),
        ("customer_id,datetime\nann,2025-01-02\nann,2025-02-02\n", "all rows are of one customer (ann)"),
        ("customer,datetime\nann,2025-01-02\n", "no column 'customer_id', only customer, datetime; did you mean"),
        ("customer_id,datetime\nann,2025-01-02\nbo,2025-01-02,3,4\n", "different numbers of columns"),
        ("ann 20250102\n", "columns are separated by blanks, and there are 2"),
    ],
)
def test_what_is_no_log_is_refused_with_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    assert said in refusal(tmp_path, text)


def test_nothing_left_after_mending_is_a_fault_too(tmp_path: Path) -> None:
    text = "customer_id,datetime\nann,soon\nbo,soon\n"
    assert "nothing is left of it after mending" in refusal(tmp_path, text, "drop-unread")


def test_files_that_are_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(LogRefusedError, match="there is no such file"):
        read_transactions(tmp_path / "none.csv")
    (tmp_path / "picture.csv").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(LogRefusedError, match="not text in UTF-8"):
        read_transactions(tmp_path / "picture.csv")


def test_mends_are_known_and_do_not_contradict(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match="did you mean 'drop-repeats'"):
        read_transactions(written(tmp_path, SOUND), mend=["drop-repeat"])
    with pytest.raises(ExperimentError, match="contradict each other"):
        read_transactions(written(tmp_path, SOUND), mend=["drop-repeats", "keep-repeats"])
    assert all(meaning for meaning in MENDS.values())


def test_other_dates_need_to_be_told(tmp_path: Path) -> None:
    text = "customer_id;datetime\nann;03.01.2025\nbo;04.01.2025\n"
    assert "give a date_format" in refusal(tmp_path, text)
    log = read_transactions(written(tmp_path, text), date_format="%d.%m.%Y")
    assert log.start == datetime.date(2025, 1, 3) and log.money is None


def test_a_frame_is_read_like_a_file_and_rows_are_counted_from_1() -> None:
    table = pd.DataFrame({"customer_id": [1, 2, 2], "datetime": pd.to_datetime(["2025-01-01"] * 2 + ["2024-12-01"])})
    with pytest.raises(LogRefusedError, match="the table: row 3: dated before"):
        read_transactions(table)


def test_the_plain_text_of_the_record_is_read(tmp_path: Path) -> None:
    sample = " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00021 0002 19970101  3   63.34\n"
    master = "customer_id date number_of_cds dollar_value\n 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n"
    logs = [read_transactions(written(tmp_path, text)) for text in (sample, master)]
    assert [log.names.tolist() for log in logs] == [["0001", "0002"], ["00001", "00002"]]
    assert logs[0].money is not None and logs[0].money.sum() == pytest.approx(122.40)


def test_purchases_of_one_day_are_one_and_their_amounts_add_up(tmp_path: Path) -> None:
    text = SOUND + "ann,2025-02-01,4\nann,2025-02-05,5\nbo,2025-02-05,0\n"
    of = cohort(read_transactions(written(tmp_path, text), mend=["keep-free"]))
    assert of.history.repeats.tolist() == [2, 1]
    assert (7 * of.history.last).tolist() == pytest.approx([34, 33])
    assert (7 * of.history.known).tolist() == pytest.approx([34, 33])
    assert of.spend[0] == pytest.approx(10.0) and np.isnan(of.spend[1])
    assert of.paid.tolist() == [2, 0]


@settings(max_examples=25)
@given(st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter_once_sorted(order: list[int]) -> None:
    days = [0, 0, 3, 9, 9, 20, 21, 30, 31, 31, 50, 60]
    table = pd.DataFrame(
        {
            "customer_id": ["ann", "bo", "ann", "bo", "cy"] * 2 + ["cy", "ann"],
            "datetime": pd.Timestamp("2025-01-01") + pd.to_timedelta(days, unit="D"),
            "monetary_value": [float(10 + day) for day in days],
        }
    )
    straight = cohort(read_transactions(table))
    shuffled = cohort(read_transactions(table.iloc[order], mend=["sort"]))
    for one, other in zip((*straight.history, straight.spend), (*shuffled.history, shuffled.spend), strict=True):
        assert np.allclose(one, other, equal_nan=True)


def test_who_is_won_after_the_window_is_left_out(tmp_path: Path) -> None:
    of = cohort(read_transactions(written(tmp_path, SOUND)), weeks=1 / 7)
    assert len(of.number) == 1 and of.history.repeats.tolist() == [0] and of.history.known.tolist() == [0]

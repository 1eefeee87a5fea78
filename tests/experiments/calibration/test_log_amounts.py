"""Amounts, returns, totals and outliers: read as people write them, netted, or named with their rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.experiments.transaction_logs.log_checks import read_transactions
from tests.experiments.calibration.odd_logs import (
    BODY,
    HEAD,
    by_day,
    csv_file,
    refused,
    told,
    written,
)


def test_returns_are_taken_off_the_purchases_of_their_day(tmp_path: Path) -> None:
    text = HEAD + BODY + "cy,2025-02-01,50\ncy,2025-02-01,-50\ncy,2025-03-01,80\ncy,2025-03-01,-30\ncy,2025-04-01,20\n"
    log = read_transactions(written(tmp_path, text))
    cy = log.customer == log.names.tolist().index("cy")
    assert log.money is not None and log.money[cy].tolist() == [50, 20]
    assert (7 * log.week[cy]).tolist() == pytest.approx([58, 89])
    assert log.report is not None and (log.report.netted, log.report.cancelled) == (2, 1)
    assert "2 returns taken off" in told(log) and "1 purchase not counted" in told(log)


def test_returns_of_other_days_are_refused_netted_or_left_out_as_asked(tmp_path: Path) -> None:
    text = HEAD + BODY + "bo,2025-02-03,-2.5\nann,2025-02-05,-11\n"
    path = written(tmp_path, text)
    assert "2 rows (5, 6): a negative amount" in refused(path)
    netted = read_transactions(path, mend=["net-returns"])
    assert netted.money is not None and netted.money.tolist() == [10, 10] and "net-returns" in netted.mended[0]
    left_out = read_transactions(path, mend=["drop-unpaid"])
    assert left_out.money is not None and left_out.money.tolist() == [10, 12.5, 11]
    assert left_out.report is not None and left_out.report.dropped == 2


def test_returns_with_a_time_of_day_make_their_day_one_purchase() -> None:
    stamps = ["2025-01-02 10:00", "2025-01-02 12:00", "2025-01-02 15:00", "2025-01-03 09:30", "2025-01-03 11:45"]
    table = pd.DataFrame(
        {"customer_id": ["ann", "ann", "ann", "bo", "bo"], "datetime": pd.to_datetime(stamps),
         "monetary_value": [40.0, 30.0, -30.0, 5.0, 6.0]}
    )  # fmt: skip
    log = read_transactions(table)
    assert log.grain == "instant" and log.money is not None and log.money.tolist() == [40, 5, 6]
    assert (24 * 7 * log.week).tolist() == pytest.approx([10, 33.5, 35.75])


@pytest.mark.parametrize(
    ("row", "said", "mend"),
    [
        ("c001,1970-01-01,10\n", "a date far away from all others ('1970-01-01'; the others lie between", "outliers"),
        ("c001,1923-06-02,10\n", "a date far away from all others", "outliers"),
        ("c001,2023-12-30,9999999\n", "an amount more than a thousand times the median", "outliers"),
    ],
)
def test_a_row_that_spoils_the_fit_is_named(row: str, said: str, mend: str, tmp_path: Path) -> None:
    path = csv_file(tmp_path, by_day())
    rows = len(by_day())
    with path.open("a") as file:
        file.write(row)
    sentence = refused(path, mend=["sort"])
    assert sentence.count("\n") == 0 and f"row {rows + 2}: {said}" in sentence
    assert "drop-outliers or keep-outliers" in sentence
    assert len(read_transactions(path, mend=["sort", f"drop-{mend}"]).week) == rows
    assert len(read_transactions(path, mend=["sort", f"keep-{mend}"]).week) == rows + 1


@pytest.mark.parametrize(
    ("amounts", "read"),
    [
        (("1,234.50", "12.5"), [1234.5, 12.5]),
        (("1.234,50", "12,5"), [1234.5, 12.5]),
        (("1 234,50", "12,5"), [1234.5, 12.5]),
        (("1'234.50", "12.50"), [1234.5, 12.5]),
        (("12,34,567.80", "3.10"), [1234567.8, 3.1]),
        (("$1,234.50", "$ 12.50"), [1234.5, 12.5]),
        (("1234.50 CNY", "12.50 CNY"), [1234.5, 12.5]),
        (("￥99.00", "¥12.50"), [99, 12.5]),
        (("1e3", "2.5e-1"), [1000, 0.25]),
        ((".5", "5."), [0.5, 5]),
    ],
)
def test_amounts_are_read_as_people_write_them(amounts: tuple[str, str], read: list[float], tmp_path: Path) -> None:
    text = "customer_id;datetime;monetary_value\n" + "".join(
        f"{name};2025-01-0{day};{amount}\n" for name, day, amount in zip(("ann", "bo"), (2, 3), amounts, strict=True)
    )
    log = read_transactions(written(tmp_path, text))
    assert log.money is not None and log.money.tolist() == pytest.approx(read)


@pytest.mark.parametrize("amount", ["1e99999999999", "9" * 400, "1_0__0", "0x10", "--5", "5 5", "€5€", "١٢x"])
def test_amounts_that_are_none_are_named(amount: str, tmp_path: Path) -> None:
    said = refused(written(tmp_path, HEAD + BODY + f"bo,2025-01-05,{amount}\n"))
    assert "row 5: no amount, or one that is no number" in said and len(said) < 300


def test_a_comma_that_can_mean_two_things_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, 'customer_id;datetime;monetary_value\nann;2025-01-02;"1,234"\nbo;2025-01-03;12\n')
    assert "mend with decimal-comma or thousands-comma" in refused(path)
    for mend, value in (("decimal-comma", 1.234), ("thousands-comma", 1234.0)):
        log = read_transactions(path, mend=[mend])
        assert log.money is not None and log.money[0] == value and mend in log.mended[0]
    both = written(tmp_path, "customer_id;datetime;monetary_value\nann;2025-01-02;1.5\nbo;2025-01-03;12,5\n")
    assert "row 3: no amount, or one that is no number ('12,5')" in refused(both)


def test_different_currencies_are_not_added_up(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "ann,2025-01-02,€10.00\nbo,2025-01-03,$12.50\n")
    assert "different currencies ('€' in 1 row, '$' in 1 row)" in refused(path)
    assert "one-currency" in read_transactions(path, mend=["one-currency"]).mended[0]


@pytest.mark.parametrize("row", ["Total,,33.5\n", ",Total,33.5\n", "合计：,,33.5\n", "Grand total,,\n", "SUM,-,33.5\n"])
def test_a_row_with_a_total_is_no_purchase(row: str, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + BODY + row)
    said = refused(path)
    assert (
        said
        == "log.csv: row 5: a total, which is no purchase; put the rows right, or mend with drop-totals or drop-unread"
    )
    assert len(read_transactions(path, mend=["drop-totals"]).week) == 3


@pytest.mark.parametrize("text", [HEAD + "ann,x,1\nbo,y,2\n", HEAD + "ann,2025-01-02,-1\nbo,2025-01-02,-2\n",
                                  HEAD + "ann,2200-01-01,1\nbo,2200-01-01,2\n"])  # fmt: skip
def test_a_repair_that_would_leave_nothing_is_never_offered(text: str, tmp_path: Path) -> None:
    said = refused(written(tmp_path, text))
    assert "drop-" not in said and "net-" not in said

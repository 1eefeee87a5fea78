"""Cells of a transaction log: amounts and dates as people and programs write them."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.experiments.transaction_logs.transaction_log import DoubtfulLogWarning, TransactionLog
from tests.experiments.calibration.logs import (
    BODY,
    HEAD,
    by_day,
    csv_file,
    equal,
    plain_log,
    purchases,
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


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> TransactionLog:
    return plain_log(tmp_path_factory.mktemp("plain"))


def test_times_of_day_are_kept_and_a_day_is_an_option(tmp_path: Path, plain: TransactionLog) -> None:
    minutes = pd.to_timedelta(8 * 60 + np.arange(len(purchases())) % 600, unit="min")
    table = purchases().assign(datetime=lambda t: t["datetime"] + minutes)
    again = table.iloc[[5]].assign(datetime=lambda t: t["datetime"] + pd.Timedelta(hours=1), monetary_value=7.0)
    table = pd.concat([table.iloc[:6], again, table.iloc[6:]])
    log = read_transactions(csv_file(tmp_path, table))
    assert log.grain == "instant" and len(log.week) == len(table) and "times of day are kept" in told(log)
    assert log.week[0] == pytest.approx(8 / 24 / 7)
    days = read_transactions(table, grain="day", mend=["sort"])
    assert days.grain == "day" and len(days.week) == len(plain.week) and np.allclose(days.week, plain.week)
    assert "1 row merged with another row of the same customer and time" in told(days)
    weeks = read_transactions(table, grain="week", mend=["sort"])
    assert weeks.grain == "week" and (weeks.week == np.floor(weeks.week)).all()
    assert weeks.report is not None and weeks.report.merged == len(table) - len(weeks.week) > 0


def test_times_of_day_that_are_missing_in_part_or_all_alike_leave_days() -> None:
    table = purchases()
    noon = read_transactions(table.assign(datetime=table["datetime"] + pd.Timedelta(hours=12)))
    assert noon.grain == "day" and "all purchases are at 12:00:00" in told(noon)
    hours = pd.to_timedelta(np.arange(len(table)) % 4, unit="h")
    part = read_transactions(table.assign(datetime=table["datetime"] + hours), mend=["sort"])
    assert part.grain == "day" and "25% of the rows have no time of day" in told(part)
    assert "have no time of day" in refused(table, grain="instant")


def test_offsets_that_differ_are_named_and_need_a_time_zone(tmp_path: Path) -> None:
    text = HEAD + "ann,2025-01-02T23:30:00Z,1\nbo,2025-01-02T23:30:00+08:00,2\nann,2025-01-04T23:30:00,3\n"
    said = refused(written(tmp_path, text))
    for part in ("+00:00 in 1 row", "+08:00 in 1 row", "no offset in 1 row", "give the time_zone"):
        assert part in said
    there = read_transactions(tmp_path / "log.csv", time_zone="Asia/Shanghai")
    assert (7 * there.week).tolist() == pytest.approx([23.5 / 24, 1 + 7.5 / 24, 2 + 23.5 / 24])
    assert there.start == datetime.date(2025, 1, 2) and "the clock of Asia/Shanghai" in told(there)
    own = read_transactions(tmp_path / "log.csv", time_zone="as-written")
    assert (7 * own.week).tolist() == pytest.approx([0, 0, 2])
    with pytest.raises(ExperimentError, match="unknown time zone 'Mars'"):
        read_transactions(tmp_path / "log.csv", time_zone="Mars")


@pytest.mark.parametrize("system", ["1900", "1904"])
def test_excel_day_numbers_are_named_and_read_when_asked(system: str, tmp_path: Path, plain: TransactionLog) -> None:
    start = pd.Timestamp("1899-12-30" if system == "1900" else "1904-01-01")
    table = purchases().assign(datetime=lambda t: (t["datetime"] - start).dt.days)
    path = csv_file(tmp_path, table)
    assert "day numbers of Excel" in refused(path) and "excel-dates or excel-dates-1904" in refused(path)
    log = read_transactions(path, mend=["excel-dates" if system == "1900" else "excel-dates-1904"])
    assert equal(log, plain) and "a number read as a date" in log.mended[0]
    with pytest.raises(ExperimentError, match="contradict"):
        read_transactions(path, mend=["excel-dates", "excel-dates-1904"])


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_since_1970_are_named_and_read_when_asked(unit: str, tmp_path: Path) -> None:
    table = purchases().assign(datetime=lambda t: t["datetime"] + pd.to_timedelta(np.arange(len(t)) % 997, unit="min"))
    want = read_transactions(table, mend=["sort"])
    per = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    path = csv_file(tmp_path, table.assign(datetime=table["datetime"].astype("datetime64[s]").astype("int64") * per))
    assert "since 1970 instead of dates" in refused(path)
    assert equal(read_transactions(path, mend=["epoch-dates", "sort"]), want)


@pytest.mark.parametrize("form", ["%Y", "%Y-%m", "%Y%m"])
def test_years_and_months_are_no_dates_unless_a_format_takes_them(form: str, tmp_path: Path) -> None:
    path = csv_file(tmp_path, purchases().assign(datetime=lambda t: t["datetime"].dt.strftime(form)))
    said = refused(path)
    assert "only the year or month of a purchase" in said and "drop-unread" not in said
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DoubtfulLogWarning)
        log = read_transactions(path, date_format=form, mend=["keep-repeats"])
    assert log.start == datetime.date(2023, 1, 1) and log.report is not None and log.report.merged > 0


def test_days_that_look_like_months_or_weeks_are_warned_of() -> None:
    table = purchases()
    month = table.assign(datetime=table["datetime"].dt.to_period("M").dt.start_time)
    with pytest.warns(DoubtfulLogWarning, match="on the first day of a month"):
        read_transactions(month, mend=["keep-repeats"])
    week = table.assign(datetime=table["datetime"].dt.to_period("W").dt.start_time)
    with pytest.warns(DoubtfulLogWarning, match="on the same day of the week.*give grain 'week'"):
        read_transactions(week, mend=["keep-repeats"])


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (("01/02/2025", "03/02/2025"), "give a date_format, %d/%m/%Y or %m/%d/%Y: the dates do not say which"),
        (("13/02/2025", "03/02/2025"), "give a date_format, %d/%m/%Y"),
        (("2/13/2025 10:30", "2/3/2025 11:00"), "give a date_format, %m/%d/%Y %H:%M"),
        (("2025年2月13日", "2025年2月3日"), "give a date_format, %Y年%m月%d日"),
        (("next week", "soon"), "write 2025-01-31, or give a date_format"),
    ],
)
def test_the_order_of_day_and_month_is_asked_for(dates: tuple[str, str], said: str, tmp_path: Path) -> None:
    text = HEAD + f"ann,{dates[0]},1\nbo,{dates[1]},2\n"
    assert said in refused(written(tmp_path, text))


def test_a_date_format_that_is_none_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + BODY)
    for wrong in ("hello", "%Q", "%d.%m", "", "%"):
        with pytest.raises(ExperimentError, match="does not say where the year, month and day stand"):
            read_transactions(path, date_format=wrong)

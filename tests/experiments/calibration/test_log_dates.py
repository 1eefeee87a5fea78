"""Dates and times of day as people write them: kept, asked about, or refused with a repair that works."""

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
from tests.experiments.calibration.odd_logs import (
    BODY,
    HEAD,
    csv_file,
    equal,
    plain_log,
    purchases,
    refused,
    told,
    written,
)


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

"""Files of every kind are read as the plain log, or refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.experiments.transaction_logs.source import LogFile
from sim.experiments.transaction_logs.transaction_log import DoubtfulLogWarning, Grain, LogRefusedError, TransactionLog
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


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> TransactionLog:
    return plain_log(tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda folder: csv_file(folder, by_day(), encoding="utf-8-sig"), ""),
        (lambda folder: csv_file(folder, by_day(), encoding="utf-16"), ""),
        (lambda folder: csv_file(folder, by_day(), encoding="utf-16-le"), ""),
        (lambda folder: csv_file(folder, by_day(), sep=";"), ""),
        (lambda folder: csv_file(folder, by_day(), sep="\t"), ""),
        (lambda folder: csv_file(folder, by_day(), sep="|"), ""),
        (lambda folder: csv_file(folder, by_day(), sep=";", decimal=","), "with a decimal comma"),
        (lambda folder: csv_file(folder, by_day(), decimal=","), "with a decimal comma"),
        (lambda folder: csv_file(folder, by_day().assign(**{"note, free, of, all": "ok"}), sep=";"), ""),
        (lambda folder: csv_file(folder, by_day().assign(备注="老顾客"), encoding="gb18030"), "read as GB18030"),
        (lambda folder: csv_file(folder, by_day().set_axis(["Customer ID", " DateTime ", "MONETARY VALUE"], axis=1)),
         "'Customer ID' is read as customer_id"),
        (lambda folder: csv_file(folder, by_day().assign(datetime=lambda t: t["datetime"] + "T01:00:00+08:00")),
         "times are given at +08:00; the day and time are those of that clock"),
        (lambda folder: csv_file(folder, by_day().assign(datetime=lambda t: t["datetime"].str.replace("-", "/"))), ""),
        (lambda folder: csv_file(folder, by_day().assign(monetary_value=lambda t: "€ " + t["monetary_value"].map(str))),
         ""),
        (lambda folder: csv_file(folder, by_day().assign(customer_id=lambda t: " " + t["customer_id"] + " ")),
         "had blanks around the customer_id"),
    ],
)  # fmt: skip
def test_a_log_is_the_same_however_it_is_written(
    write: Callable[[Path], Path], said: str, tmp_path: Path, plain: TransactionLog
) -> None:
    log = read_transactions(write(tmp_path))
    assert equal(log, plain)
    assert said in told(log) and log.mended == ()


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
@pytest.mark.parametrize("text", [False, True])
def test_workbooks_and_parquet_files_are_read(kind: str, text: bool, tmp_path: Path, plain: TransactionLog) -> None:
    table = by_day() if text else purchases()
    path = tmp_path / f"log.{kind}"
    if kind == "xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_parquet(path)
    assert equal(read_transactions(path), plain)


def test_rows_of_a_workbook_are_counted_as_excel_does(tmp_path: Path) -> None:
    by_day().assign(monetary_value=lambda t: t["monetary_value"].where(t.index != 3)).to_excel(
        tmp_path / "log.xlsx", index=False
    )
    assert "row 5: no amount" in refused(tmp_path / "log.xlsx")


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_a_damaged_workbook_or_parquet_file_is_refused_in_sentences_or_read(kind: str, tmp_path: Path) -> None:
    """60 copies with five changed bytes or cut short (seed 9)."""
    luck, path = np.random.default_rng(9), tmp_path / f"log.{kind}"
    table = by_day().head(40)
    if kind == "xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_parquet(path)
    sound, refusals = path.read_bytes(), 0
    for copy in range(60):
        content = bytearray(sound)
        for at in luck.integers(4, len(sound), 5):
            content[at] = luck.integers(256)
        path.write_bytes(content[: luck.integers(8, len(sound))] if copy % 3 == 0 else content)
        try:
            assert len(read_transactions(path, mend=["drop-unread", "drop-outliers", "sort"]).names) > 1
        except LogRefusedError as error:
            refusals += 1
            assert all(0 < len(fault) < 1000 for fault in error.faults)
    assert refusals >= 20


def test_the_first_row_with_content_holds_the_headings_of_a_sheet(tmp_path: Path, plain: TransactionLog) -> None:
    path = tmp_path / "log.xlsx"
    with pd.ExcelWriter(path) as book:
        purchases().to_excel(book, sheet_name="orders", index=False, startrow=2)
        pd.DataFrame({"x": [1]}).to_excel(book, sheet_name="other")
    log = read_transactions(path)
    assert equal(log, plain) and "of 2 sheets the first is read, 'orders'" in told(log)


@pytest.mark.parametrize(
    ("package", "begin", "extra"), [("openpyxl", b"PK\x03\x04", "excel"), ("pyarrow", b"PAR1", "parquet")]
)
def test_a_missing_reader_is_named_with_how_to_install_it(
    package: str, begin: bytes, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiments.transaction_logs.log_reading.find_spec", lambda name: None)
    said = refused(written(tmp_path, begin))
    assert f"read with {package}, which is not installed" in said and f"pip install 'guanxi[{extra}]'" in said


@pytest.mark.parametrize("frame", [False, True])
def test_a_heading_given_twice_is_named(frame: bool, tmp_path: Path) -> None:
    table = by_day()
    table.insert(2, "customer_id", "x", allow_duplicates=True)
    source = table if frame else csv_file(tmp_path, table)
    assert "2 columns are headed 'customer_id' (columns 1, 3)" in refused(source)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_headings_of_any_language_can_be_named(encoding: str, tmp_path: Path, plain: TransactionLog) -> None:
    names = {"customer_id": "客户编号", "datetime": "日期", "monetary_value": "金额"}
    path = csv_file(tmp_path, by_day().rename(columns=names), encoding=encoding)
    assert "only 客户编号, 日期, 金额" in refused(path) and "--column customer_id=HEADING" in refused(path)
    assert equal(read_transactions(LogFile(data=path, columns=names)), plain)
    assert "did you mean" in refused(LogFile(data=path, columns={**names, "datetime": "日 期x"}))
    with pytest.raises(ExperimentError, match="unknown column 'customer'"):
        LogFile(data=path, columns={"customer": "客户编号"})


def test_other_encodings_are_asked_for_and_never_taken_for_chinese(tmp_path: Path) -> None:
    path = written(tmp_path, (HEAD + "Müller,2025-01-02,10\nJosé,2025-01-03,1\nGarçon,2025-01-03,2\n").encode("cp1252"))
    assert "or give its encoding, such as cp1252" in refused(path)
    log = read_transactions(LogFile(data=path, encoding="cp1252"))
    assert log.names.tolist() == ["Garçon", "José", "Müller"]
    with pytest.raises(ExperimentError, match="unknown encoding 'klingon'"):
        LogFile(data=path, encoding="klingon")


def test_ids_that_lost_digits_are_warned_of(tmp_path: Path) -> None:
    table = by_day().assign(customer_id=lambda t: 12345678901234560 + t["customer_id"].str[1:].astype(float))
    for source in (table, csv_file(tmp_path, table.assign(customer_id=table["customer_id"].map("{:.15e}".format)))):
        with pytest.warns(DoubtfulLogWarning, match=r"no longer exact \(whole numbers above 2\^53 lose digits\)"):
            read_transactions(source, mend=["keep-repeats"])
    exact = read_transactions(table.assign(customer_id=table["customer_id"].astype("int64")), mend=["keep-repeats"])
    assert exact.report is not None and exact.report.warnings == ()


def test_only_empty_cells_are_missing_customers(tmp_path: Path) -> None:
    text = HEAD + "NA,2025-01-02,1\nnan,2025-01-03,2\nnull,2025-01-04,3\nNone,2025-01-05,4\n na ,2025-01-06,5\n"
    log = read_transactions(written(tmp_path, text))
    assert log.names.tolist() == ["NA", "None", "na", "nan", "null"]
    assert log.report is not None and log.report.trimmed == 1
    assert "row 7: no customer_id" in refused(written(tmp_path, text + "  ,2025-01-07,5\n"))


def test_rows_are_numbered_as_an_editor_counts_lines(tmp_path: Path) -> None:
    text = 'customer_id,datetime,note\n\nann,2025-01-02,"two\nlines"\n,,\nbo,2025-01-03,ok\n  ,, \n'
    text += 'ann,soon,"and\nmore\nlines"\nbo,x,\n'
    said = refused(written(tmp_path, text))
    assert "2 rows (8, 11): no date" in said


def test_rows_with_too_many_cells_are_named_with_all_other_faults(tmp_path: Path) -> None:
    text = HEAD + BODY + "bo,2025-01-03,3,4\nbo,2025-01-04,3,4,5,6\nann,soon,1\n"
    lines = refused(written(tmp_path, text)).splitlines()
    assert len(lines) == 2 and "2 rows (5, 6): different numbers of columns" in lines[0] and "row 7" in lines[1]
    mended = read_transactions(tmp_path / "log.csv", mend=["drop-unread"])
    assert mended.report is not None and (mended.report.rows, mended.report.dropped) == (6, 3)
    assert "the quotation mark that opens in row 2 is not closed" in refused(
        written(tmp_path, HEAD + '"ann,2025-01-02,10\nbo,2025-01-03,12.5\n')
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"customer_id\nann\nbo\n", "there is one column only ('customer_id')"),
        (b"PK\x03\x04nothing", "this is no Excel workbook"),
        (b"PAR1nothing", "the Parquet file cannot be read"),
        (b"\xd0\xcf\x11\xe0old", "an old Excel file (.xls); save it as .xlsx"),
        (b"\x1f\x8bpacked", "a compressed file"),
        (bytes(range(256)) * 8, "not text in UTF-8"),
        (b"customer_id,datetime\n" + b"9" * 300 + b",2025-01-02\nann,2025-01-02\n", "more than 200 characters"),
    ],
)  # fmt: skip
def test_what_is_no_log_is_refused_in_a_sentence(content: bytes, said: str, tmp_path: Path) -> None:
    assert said in refused(written(tmp_path, content))
    assert "this is a folder" in refused(tmp_path)


def test_long_whole_numbers_stay_exact_as_ids(tmp_path: Path) -> None:
    ids = ["12345678901234567890123", "12345678901234567890124", "007", "7"]
    text = HEAD + "".join(f"{one},2025-01-02,10\n" for one in ids)
    assert read_transactions(written(tmp_path, text)).names.tolist() == sorted(ids)


def test_a_damaged_file_is_refused_in_sentences_or_read_soundly(tmp_path: Path) -> None:
    """120 mutants of the plain log: bytes taken out, put in and changed (seed 8)."""
    luck = np.random.default_rng(8)
    sound = csv_file(tmp_path, by_day().head(40)).read_bytes()
    bits = (
        b'"',
        b"\n",
        b";",
        b"\0",
        b"\xff",
        "中".encode(),
        b"+99:99",
        b"Z",
        b"1e400",
        b"9999-12-31",
        b"44928",
        b",,",
        b"(",
    )
    outcomes = []
    for _ in range(120):
        content = bytearray(sound)
        for at in luck.integers(0, len(sound) - 50, 3):
            content[at : at + int(luck.integers(0, 4))] = bits[luck.integers(len(bits))]
        try:
            log = read_transactions(written(tmp_path, bytes(content)), mend=["drop-unread", "drop-outliers", "sort"])
        except LogRefusedError as error:
            outcomes.append("refused")
            assert all(0 < len(fault) < 1000 for fault in error.faults)
        else:
            outcomes.append("read")
            assert np.isfinite(log.week).all() and (np.diff(log.week) >= 0).all() and len(log.names) > 1
    assert set(outcomes) == {"read", "refused"}


@pytest.mark.parametrize("grain", ["instant", "day", "week"])
def test_the_chunks_in_which_a_file_is_read_do_not_show(
    grain: Grain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = pd.to_timedelta(np.arange(len(purchases())) % 600, unit="min")
    table = purchases().assign(datetime=lambda t: t["datetime"] + minutes)
    path = csv_file(tmp_path, table)
    whole = read_transactions(path, grain=grain)
    monkeypatch.setattr("sim.experiments.transaction_logs.text_file.CHUNK", 7)
    assert equal(read_transactions(path, grain=grain), whole)
    with path.open("a") as file:
        file.write("c001,2023-12-30T10:00,1,2\n" * 9 + "c001,soon,1\n")
    rows = len(table)
    said = refused(path, grain=grain)
    assert f"9 rows ({rows + 2}, {rows + 3}," in said and f"row {rows + 11}: no date" in said

"""Reading a text file of purchases: its encoding, its separator, the lines that its rows stand in."""

from __future__ import annotations

import codecs
import csv
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.transaction_log import LogRefusedError

if TYPE_CHECKING:
    import pandas as pd

PIECE = 1 << 24
"""Bytes looked at in one go."""
SAMPLE = 1 << 16
"""Characters from which the separator is told."""
CHUNK = 400_000
"""Rows held as text at one time."""
LONGEST_CELL = 1 << 30
"""Characters of one cell."""
SEPARATORS = ",;\t|"
CJK = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
"""Chinese characters and signs of everyday text."""


@dataclass(kw_only=True)
class TextFile:
    """A text file, and what was found out about it."""

    path: Path
    encoding: str
    lines: int
    quoted: bool
    """Whether it has quotation marks, so that a row may run over several lines."""
    notes: list[str] = field(default_factory=list)

    @property
    def head(self) -> str:
        """The beginning of the text."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            return file.read(SAMPLE)


def opened(path: Path, encoding: str | None) -> TextFile:
    """Find the encoding of a text file: the one asked for, a byte-order mark's, UTF-8, UTF-16, or else GB18030.

    Raises :class:`LogRefusedError` for a file that is no such text.
    """
    with path.open("rb") as file:
        begin = file.read(4096)
    if encoding is not None:
        tried: list[str] = [encoding]
    elif begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ["utf-16"]
    elif b"\0" in begin:
        tried = ["utf-16-le" if begin[1::2].count(0) > begin[::2].count(0) else "utf-16-be"]
    else:
        tried = ["utf-8-sig", "gb18030"]
    for one in tried:
        found = _decoded(path, one)
        if found is not None:
            return found
    if encoding is not None:
        raise LogRefusedError([f"this is not text in {encoding}; give the encoding that it was saved in"], str(path))
    raise LogRefusedError(
        ["this is not text in UTF-8 (nor UTF-16 or GB18030); save it as CSV in UTF-8, or give its encoding, such as "
         "cp1252"], str(path)
    )  # fmt: skip


def _decoded(path: Path, encoding: str) -> TextFile | None:
    """The file if all of it is strictly text in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, quoted, last, wide, chinese = 0, False, "", 0, 0
    with path.open("rb") as file:
        while True:
            piece = file.read(PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeError:
                return None
            lines += text.count("\n") or text.count("\r")
            quoted = quoted or '"' in text
            if encoding == "gb18030":
                wide += sum(character > "\x7f" for character in text[:SAMPLE])
                chinese += len(CJK.findall(text[:SAMPLE]))
            if not piece:
                break
            last = text[-1:] or last
    if encoding == "gb18030" and 2 * chinese < max(wide, 1):
        return None
    found = TextFile(path=path, encoding=encoding, lines=lines + (last not in ("\n", "\r", "")), quoted=quoted)
    if encoding == "gb18030":
        found.notes.append("the text is not UTF-8; it is read as GB18030")
    return found


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the rows of a text file are written."""

    mark: str | None
    """What separates the columns; ``None`` for blanks."""
    skip: int
    """Records above the first row of purchases."""
    headings: tuple[str, ...]
    """The first record, with headings or, in a plain text, the first row."""


def layout_of(text: TextFile, known: Callable[[Sequence[str]], int]) -> Layout:
    """Separator and headings, where most headings are ``known`` and most rows have as many cells as there are headings.

    Quotation marks are respected; a line ``sep=;`` as Excel writes it is followed. Raises :class:`LogRefusedError` for
    a file without any text.
    """
    head = text.head
    first = next((line for line in head.splitlines() if line.strip()), "")
    if not first:
        raise LogRefusedError(["the file is empty; it has to hold at least two customers' purchases"], str(text.path))
    told = re.fullmatch(r'"?sep=(.)"?', first.strip())
    lines = head.splitlines(keepends=True)
    lines = lines if len(head) < SAMPLE or len(lines) < 2 else lines[:-1]
    best: tuple[tuple[int, float, int], Layout] | None = None
    for mark in told[1] if told else SEPARATORS:
        records = _records(lines, mark)
        filled = [place for place, record in enumerate(records) if any(cell.strip() for cell in record)]
        at = filled[bool(told)] if len(filled) > bool(told) else None
        if at is None or len(records[at]) < 2:
            continue
        headings = tuple(cell.strip() for cell in records[at])
        alike = float(np.mean([len(records[place]) == len(headings) for place in filled]))
        fit = (known(headings), alike, len(headings))
        if best is None or fit > best[0]:
            best = fit, Layout(mark=mark, skip=at + 1, headings=headings)
    above = head[: head.index(first)].count("\n")
    return best[1] if best else Layout(mark=None, skip=above, headings=tuple(first.split()))


def _records(lines: list[str], mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=mark))
    except csv.Error:
        return []


def chunks(text: TextFile, layout: Layout) -> Iterator[tuple[pd.DataFrame, list[int]]]:
    """The rows as text, so many at a time, and the numbers of rows with too many cells to be read.

    Columns are numbered from 0, with one more for a cell beyond the headings; the index is the number of the record in
    the file, from 1. Raises :class:`LogRefusedError` for a quotation mark that is not closed.
    """
    import pandas as pd
    from pandas.errors import ParserError

    first = layout.skip + 1
    try:
        reader = pd.read_csv(
            text.path, sep=layout.mark or r"\s+", header=None, names=list(range(len(layout.headings) + 1)),
            skiprows=layout.skip, index_col=False, dtype=str, na_filter=False, skip_blank_lines=False,
            on_bad_lines="warn", chunksize=CHUNK, encoding=text.encoding, engine="c", low_memory=False,
        )  # fmt: skip
        with reader:
            while True:
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    table = next(reader, None)
                ragged = [int(line) for said in caught for line in re.findall(r"line (\d+)", str(said.message))]
                if table is None:
                    break
                numbers = np.setdiff1d(np.arange(first, first + len(table) + len(ragged)), ragged)
                first += len(table) + len(ragged)
                table.index = pd.Index(numbers)
                yield table, ragged
    except pd.errors.EmptyDataError:
        return
    except ParserError as error:
        at = re.search(r"EOF inside string starting at row (\d+)", str(error))
        told = f"the quotation mark that opens in row {int(at[1]) + 1} is not closed" if at else str(error).strip()
        raise LogRefusedError([f"the rows cannot be told apart: {told}; put that right"], str(text.path)) from None


def line_numbers(text: TextFile, layout: Layout, records: int) -> NDArray[np.int64] | None:
    """The line in which each record begins (place 0 is empty); nothing where each record is one line."""
    if not text.quoted or layout.mark is None or text.lines == records:
        return None
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        with text.path.open(encoding=text.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=layout.mark)
            ends = np.fromiter((reader.line_num for _ in reader), dtype=np.int64)
    except csv.Error:
        return None
    finally:
        csv.field_size_limit(limit)
    return np.concatenate([[0, 1], ends + 1])

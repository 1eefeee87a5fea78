"""CSV that people wrote by hand or saved from Excel: in UTF-8 or GB18030, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import os

from sim.files.regular_file import UnreadableFileError, read_bytes
from sim.language.messages import _

ENCODINGS = ("utf-8-sig", "gb18030")
"""What a file may be written in, in the order in which it is tried; Chinese Excel writes the second one."""
SEPARATORS = ",;\t"


def csv_rows(path: str | os.PathLike[str], largest: int) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file.

    Args:
        path: The file.
        largest: Bytes that are read at most.

    Returns:
        For each row the number of its last line, from 1, and its cells; an empty line has none.

    Raises:
        UnreadableFileError: For a file that cannot be read, is no text in these encodings, or is no CSV.
    """
    text = decoded(path, read_bytes(path, largest))
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        said = _("line {line}: this CSV cannot be read: {reason}").format(line=reader.line_num, reason=error)
        raise UnreadableFileError(path, said) from None


def decoded(path: str | os.PathLike[str], content: bytes) -> str:
    """The text of a file in one of ``ENCODINGS``. Raises :class:`UnreadableFileError` where it is in none of them."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(path, _("this is neither UTF-8 nor GB18030 text; save it as CSV (UTF-8)"))

"""Files that are read whole: ordinary files up to a size, never a device or a pipe, which may have no end; and JSON."""

from __future__ import annotations

import errno
import json
import os
import stat
from os import PathLike
from pathlib import Path
from typing import Any

from sim.errors import WITHOUT_REASON, SentenceError
from sim.language.messages import _, mark, translate
from sim.language.system_errors import system_reason

LONGEST_SHOWN = 200
"""Characters of a name that a message shows."""
_WHY = {
    errno.ENOENT: mark("there is no such file; check the path"),
    errno.ENOTDIR: mark("there is no such file: a part of its path is a file and not a folder; check the path"),
    errno.ENAMETOOLONG: mark("the name of the file is too long; check the path"),
    errno.ELOOP: mark("the links in its path lead back to themselves; check the path"),
    errno.EACCES: mark("you may not read this file; ask for the right to read it, or copy it"),
}


class UnreadableFileError(SentenceError, ValueError):
    """A file cannot be read. The message says why, and what to do."""

    def __init__(self, path: str | PathLike[str], why: str) -> None:
        """``why`` without the name of the file, which the message puts in front."""
        self.path = Path(path)
        self.why = why
        super().__init__(f"{shown(path)}: {why.strip() or WITHOUT_REASON}")


def read_bytes(path: str | PathLike[str], largest: int) -> bytes:
    """The content of an ordinary file of at most ``largest`` bytes. Raises :class:`UnreadableFileError`."""
    try:
        with open(_opened(path), "rb") as source:
            kind = os.fstat(source.fileno())
            if not stat.S_ISREG(kind.st_mode):
                raise UnreadableFileError(path, _not_ordinary(kind.st_mode))
            content = b"" if kind.st_size > largest else source.read(min(kind.st_size, largest) + 1)
    except OSError as error:
        raise UnreadableFileError(path, _why(error)) from None
    size = max(kind.st_size, len(content))
    if size > largest:
        raise UnreadableFileError(
            path,
            _("the file has {size} bytes; at most {largest} are read").format(size=f"{size:,}", largest=f"{largest:,}"),
        )
    return content


def read_text(path: str | PathLike[str], largest: int) -> str:
    """The same as text in UTF-8, with or without a byte-order mark. Raises :class:`UnreadableFileError`."""
    try:
        return read_bytes(path, largest).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = _("byte {n} is not text in UTF-8; save the file as UTF-8").format(n=f"{error.start + 1:,}")
        raise UnreadableFileError(path, why) from None


def check_ordinary(path: str | PathLike[str], largest: int | None = None) -> None:
    """Do nothing for a file that others may read on. Raises :class:`UnreadableFileError` for what cannot be read whole.

    For readers that want a path: a table in Parquet, a database.
    """
    try:
        descriptor = _opened(path)
        try:
            kind = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UnreadableFileError(path, _why(error)) from None
    if not stat.S_ISREG(kind.st_mode):
        raise UnreadableFileError(path, _not_ordinary(kind.st_mode))
    if largest is not None and kind.st_size > largest:
        raise UnreadableFileError(
            path,
            _("the file has {size} bytes; at most {largest} are read").format(
                size=f"{kind.st_size:,}", largest=f"{largest:,}"
            ),
        )


def is_there(path: str | PathLike[str]) -> bool:
    """Whether there is something of that name; a name that no file can have is not there.

    >>> is_there("/"), is_there("a" * 5000), is_there("a" + chr(0))
    (True, False, False)
    """
    try:
        return os.path.exists(path)
    except (OSError, ValueError):
        return False


def shown(name: str | PathLike[str]) -> str:
    """A name as a message shows it: cut in the middle where it is very long, never empty.

    >>> shown(""), len(shown("a" * 5000))
    ("''", 200)
    """
    return shortened(os.fspath(name).replace("\0", "\\0")) or "''"


def shortened(text: str, most: int = LONGEST_SHOWN) -> str:
    """The text in so many letters at most: the middle of a longer one is left out.

    >>> shortened("a" * 500, 20)
    'aaaaaaaa ... aaaaaaa'
    """
    if len(text) <= most:
        return text
    end = (most - 5) // 2
    return f"{text[: most - 5 - end]} ... {text[-end:]}"


def _opened(path: str | PathLike[str]) -> int:
    """A descriptor of the file: a pipe that nobody writes to is not waited for, a device is not touched."""
    try:
        kind = os.stat(path).st_mode
        if not stat.S_ISREG(kind):
            raise UnreadableFileError(path, _not_ordinary(kind))
        return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except UnicodeEncodeError:
        raise UnreadableFileError(path, _("this system cannot hold such a name; use plain letters")) from None
    except UnreadableFileError:
        raise
    except ValueError:
        raise UnreadableFileError(path, _("a name of a file holds no NUL character; check the path")) from None


def _not_ordinary(kind: int) -> str:
    if stat.S_ISDIR(kind):
        return _("this is a folder; give a file")
    return _("this is not an ordinary file; devices and pipes may have no end and are not read")


def _why(error: OSError) -> str:
    known = _WHY.get(error.errno or 0)
    if known is not None:
        return translate(known)
    return _("the file cannot be read: {reason}").format(reason=system_reason(error))


def parse_json(text: str | bytes) -> Any:
    """What a text in JSON holds. Raises ``ValueError`` for what is none, also where it is nested too deep to be read.

    >>> parse_json('{"price": 0.9}')
    {'price': 0.9}
    >>> parse_json("[" * 100_000)
    Traceback (most recent call last):
        ...
    ValueError: it is nested too deep to be read
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError(_("it is nested too deep to be read")) from None

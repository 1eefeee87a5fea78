"""Renames that one system call does whole, or the nearest thing where there is no such call.

Source: renameat2(2), Linux 3.15.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_NO_REPLACE, _EXCHANGE = 1, 2
_HERE = -100
"""AT_FDCWD: paths are taken from the working folder."""
_UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM)


def exchange(one: Path, other: Path) -> bool:
    """Let two entries of one file system change places. False where that cannot be done in one step.

    Raises ``OSError`` where one of them is missing, or the folder cannot be written.
    """
    return renameat2(one, other, _EXCHANGE)


def rename_to_free_name(source: Path, target: Path) -> None:
    """Rename a file. Raises ``FileExistsError`` where the name is taken, and ``OSError`` for what else fails."""
    if renameat2(source, target, _NO_REPLACE):
        return
    if sys.platform == "win32":
        os.rename(source, target)  # Windows refuses a name that is taken
        return
    os.link(source, target)
    os.unlink(source)


def renameat2(source: Path, target: Path, flags: int) -> bool:
    """The system call of that name, which Python lacks: whether it was done. Raises ``OSError`` where it fails."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        return False
    if call(_HERE, os.fsencode(source), _HERE, os.fsencode(target), flags) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(target))

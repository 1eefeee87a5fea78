"""Where compiled rules are kept on disk: a folder named by a hash of all their sources and the Numba version.

So an edit of any rule, in whatever file, makes a new kernel; a stale one is never used.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import llvmlite
import numba
from numba import njit

_HERE = Path(__file__).resolve().parent.parent
_COMPILED = ("draws.py", "log.py", "market/*.py", "clocks/*.py")


def sources(root: Path = _HERE) -> list[Path]:
    """All files whose text enters the kernel."""
    return sorted(path for pattern in _COMPILED for path in root.glob(pattern))


def fingerprint(root: Path = _HERE) -> str:
    """Hash of the rules' sources and the compiler's version, 16 hexadecimal digits."""
    digest = hashlib.sha256(f"{numba.__version__}/{llvmlite.__version__}".encode())
    for path in sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """The user's cache folder for this version of the rules; ``GUANXI_CACHE`` moves it."""
    base = os.environ.get("GUANXI_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "guanxi" / fingerprint()


def is_warm() -> bool:
    """Whether the kernel has been compiled before on this machine."""
    return any(cache_folder().rglob("*.nbc"))


def announce() -> None:
    """Say in one line that rules are being compiled, when they are."""
    if not is_warm():
        print("Guanxi: compiling the rules once, about a minute; later runs start at once.", file=sys.stderr)


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function without the interpreter lock, keeping the result in :func:`cache_folder`.

    Rules only read and write columns that are there, so reference counts are not kept (``_nrt``): with some forty
    columns handed from rule to rule, keeping them takes thirty times as long as the rules themselves.
    """
    folder = cache_folder()
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a machine without a writable home compiles anew in each process
        return cast(Callable[..., Any], njit(**options)(function))
    settings: Any = numba.config
    usual, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
    try:
        return cast(Callable[..., Any], njit(cache=True, **options)(function))
    finally:
        settings.CACHE_DIR = usual

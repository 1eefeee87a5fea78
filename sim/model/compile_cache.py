"""Compiling rules: what makes a function a rule, and where compiled rules are kept on disk.

A rule runs as plain Python in the reference and is compiled into the kernel. The folder of compiled rules is named by a
hash of all their sources and the Numba version.
So an edit of any rule, in whatever file, makes a new kernel; a stale one is never used.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
from numba import njit
from numba.core import caching
from numba.extending import register_jitable

Function = TypeVar("Function", bound=Callable[..., object])

_HERE = Path(__file__).resolve().parent
_COMPILED = (
    "random_numbers.py",
    "batch_draws.py",
    "events.py",
    "event_log.py",
    "compile_cache.py",
    "row_order.py",
    "state/*.py",
    "customers/*.py",
    "engine/*.py",
)


def sources(root: Path = _HERE) -> list[Path]:
    """All files whose text enters the kernel, in the folder ``sim/model``.

    Raises ``FileNotFoundError`` for a pattern that finds no file: a rule that was moved would go stale in silence.
    """
    found = {pattern: sorted(root.glob(pattern)) for pattern in _COMPILED}
    for pattern, paths in found.items():
        if not paths:
            raise FileNotFoundError(f"{root / pattern}: no compiled rule has this name; mend the list in {__name__}")
    return sorted(path for paths in found.values() for path in paths)


def fingerprint(root: Path = _HERE) -> str:
    """Hash of the rules' sources and the compiler's version, 16 hexadecimal digits."""
    digest = hashlib.sha256(f"{numba.__version__}/{llvmlite.__version__}".encode())
    for path in sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """The user's cache folder for this version of the rules; ``GUANXI_CACHE`` moves it.

    Where that folder cannot be written to, a folder of the user in the machine's folder for temporary files; this is
    said once on the error channel.
    """
    return _usable(os.environ.get("GUANXI_CACHE") or os.environ.get("XDG_CACHE_HOME") or "") / "guanxi" / fingerprint()


@lru_cache
def _usable(base: str) -> Path:
    """That folder (the user's own for an empty name) if files can be made in it, else a temporary one."""
    usual = Path(base or os.path.join("~", ".cache"))
    try:
        usual = usual if base else usual.expanduser()
        why = _refusal(usual / "guanxi" / fingerprint())
    except RuntimeError as error:  # nobody knows where the user's home is
        why = str(error)
    if why is None:
        return usual
    try:
        instead = _temporary()
    except OSError:  # rules are compiled anew in each process, see kernel()
        return usual
    if parent_process() is None:  # its worker processes find the same folder and need not say it again
        print(f"Guanxi: the cache folder {usual} cannot be used ({why}); compiled rules are kept in {instead}.",
              file=sys.stderr)  # fmt: skip
    return instead


def _refusal(folder: Path) -> str | None:
    """Why no file can be made in a folder, which is made if need be; None where one can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror or str(error)


def _temporary() -> Path:
    """A folder of this user alone among the temporary files. Raises ``OSError`` where there can be none.

    Compiled rules are code, so it is used only where nobody else can write to it. It is the same in each process, so
    that rules are compiled once; a new one where its name is taken.
    """
    user = os.getuid() if hasattr(os, "getuid") else None
    place = Path(tempfile.gettempdir()) / f"guanxi-cache-{'user' if user is None else user}"
    if not os.path.lexists(place):
        place.mkdir(mode=0o700, exist_ok=True)
    held = place.lstat()
    alone = user is None or (held.st_uid == user and not held.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
    if stat.S_ISDIR(held.st_mode) and alone and _refusal(place) is None:
        return place
    return Path(tempfile.mkdtemp(prefix="guanxi-cache-"))


def is_warm() -> bool:
    """Whether the kernel has been compiled before on this machine."""
    return any(cache_folder().rglob("*.nbc"))


def announce_compilation() -> None:
    """Say in one line that rules are being compiled, when they are."""
    if not is_warm():
        print("Guanxi: compiling the rules once, about a minute; later runs start at once.", file=sys.stderr)


_UserFolder: Any = getattr(caching, "UserProvidedCacheLocator", object)
"""Numba's finder of what is compiled in a given folder; ``object`` where an older Numba has none by that name."""


class RuleLocator(_UserFolder):  # type: ignore[misc]  # not typed by numba
    """Finds a compiled rule by its place in ``sim/model``, so that another copy of the same rules need not be compiled.

    Numba itself looks under the whole path of the source. That is not needed: the folder of compiled rules is named by
    the text of all rules.
    """

    @classmethod
    def get_suitable_cache_subpath(cls, py_file: str) -> str:
        """The folder of a source within ``sim/model``; what Numba takes for a source elsewhere.

        Args:
            py_file: Path of the source.

        Returns:
            A relative path.
        """
        folder = Path(py_file).resolve().parent
        if not folder.is_relative_to(_HERE):
            return str(super().get_suitable_cache_subpath(py_file))
        return str(Path("rules") / folder.relative_to(_HERE))


def compile_kernel(function: Function) -> Function:
    """Compile a function without the interpreter lock, keeping the result in :func:`cache_folder`.

    Rules only read and write columns that are there, so reference counts are not kept (``_nrt``): with some forty
    columns handed from rule to rule, keeping them takes thirty times as long as the rules themselves.
    """
    folder = cache_folder()
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}  # numba has no type for _nrt
    if _refusal(folder) is not None:  # not even a temporary folder can be written to: compile anew in each process
        return cast(Function, njit(**options)(function))
    settings: Any = numba.config  # not typed by numba
    usual = settings.CACHE_DIR, getattr(settings, "CACHE_LOCATOR_CLASSES", "")
    settings.CACHE_DIR = str(folder)
    if _UserFolder is not object:
        settings.CACHE_LOCATOR_CLASSES = f"{__name__}.{RuleLocator.__name__}"
    try:
        return cast(Function, njit(cache=True, **options)(function))
    finally:
        settings.CACHE_DIR, settings.CACHE_LOCATOR_CLASSES = usual


def compiled_rule(function: Function) -> Function:
    """Let the kernel compile the function; called from Python it stays what it is."""
    return register_jitable(function)


def inlined_rule(function: Function) -> Function:
    """A rule that runs at almost every event: the compiler puts it in the place where it is called.

    A call hands over the whole market, some forty columns; what happens rarely can afford that, a purchase cannot.
    """
    return register_jitable(forceinline=True)(function)

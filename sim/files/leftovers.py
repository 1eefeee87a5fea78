"""What a killed process leaves beside the file or folder that it was writing: known by its name, put right, and named.

While something is written it lies beside its place as ``.NAME.XXXXXXXX.unfinished`` and is locked by its writer; the
system drops the lock when the writer ends, however it ends. Where a folder cannot be exchanged in one step, the former
one lies there as ``.NAME.XXXXXXXX.replaced`` for a moment; it is whole.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import time
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from fnmatch import fnmatch
from pathlib import Path

from sim.files.interrupts import uninterrupted
from sim.language.messages import _, comma

UNFINISHED, REPLACED = ".unfinished", ".replaced"
HAS_LOCKS = os.name == "posix"
LONGEST_NAME = 200
"""Bytes of a name up to which it is part of the hidden one; a longer one stands there as its digest."""
SECONDS_UNTIL_ABANDONED = 86_400.0
"""Age from which a leftover counts as abandoned on a system without locks of this kind (Windows)."""
SECONDS_TO_LOCK = 1.0
"""Age up to which an empty entry without a lock is left alone: its writer may be about to lock it."""
JOURNAL = "-journal"
"""What SQLite appends to the name of a file that it is changing."""


class LeftoverWarning(UserWarning):
    """An earlier write was cut off; what it left behind was removed, or brought back."""


def fresh_name(target: Path) -> Path:
    """A hidden name beside the target that nothing has."""
    return target.with_name(f".{_stem(target)}.{secrets.token_hex(4)}{UNFINISHED}")


@contextmanager
def claimed(target: Path, make: Callable[[Path], object]) -> Iterator[Path]:
    """A new entry under a hidden name beside the target, made by ``make`` and locked.

    What is still under that name at the end is removed. It has the permissions of the target, where that is there.
    Raises ``OSError`` where it cannot be made.
    """
    with ExitStack() as stack:
        while True:
            fresh = fresh_name(target)
            stack.callback(_remove, fresh)
            make(fresh)
            # who looks for leftovers may have locked it first, and then lets go of it or removes it
            if stack.enter_context(held(fresh, wait=True)) or fresh.exists():
                break
        with suppress(FileNotFoundError):
            fresh.chmod(stat.S_IMODE(target.stat().st_mode))
        yield fresh


def settle(target: Path, own: Collection[str] = ()) -> None:
    """Put right what killed processes have left beside the target, and name it in a :class:`LeftoverWarning`.

    A former folder that was not yet followed by its new one is brought back. Everything else is removed, but what does
    not match a name of ``own`` in it goes into the target, because a former folder may hold things of others.
    """
    known = re.compile(rf"\.{re.escape(_stem(target))}(\.\w{{8}})?\.(unfinished|replaced)({JOURNAL})?")
    with suppress(OSError):
        found = [target.with_name(name) for name in os.listdir(target.parent) if known.fullmatch(name)]
        _say(_removed(found, target, own))


def settle_within(folder: Path) -> None:
    """Remove what killed processes have left anywhere in a folder, and name it in a :class:`LeftoverWarning`."""
    _say(_removed(sorted(folder.rglob(f".*{UNFINISHED}")), None, ()))


def discard(folder: Path, target: Path, own: Collection[str]) -> None:
    """Remove a former folder; what does not match a pattern of ``own`` goes into the target before."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if not any(fnmatch(name, one) for one in own):
                place = target / name
                with suppress(OSError):
                    os.rename(folder / name, target / f"{name}.former" if os.path.lexists(place) else place)
        if folder.suffix == REPLACED:  # a folder under such a name is whole, so it may not stay while it is removed
            folder = folder.rename(fresh_name(target))
    _remove(folder)


@contextmanager
def held(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether this process has the entry for itself, as long as the block goes on.

    False where it is gone, where nothing can be locked, or, unless the block is to ``wait``, where another one has it.
    """
    handle = _lock(path, wait)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _stem(target: Path) -> str:
    name = os.fsencode(target.name)
    return target.name if len(name) <= LONGEST_NAME else hashlib.sha256(name).hexdigest()[:32]


def _lock(path: Path, wait: bool) -> int | None:
    if not HAS_LOCKS:
        return None
    import fcntl

    while True:
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            same = os.path.samestat(os.fstat(handle), os.stat(path))
        except OSError:
            os.close(handle)
            return None
        if same:
            return handle
        os.close(handle)
        if not wait:
            return None


def _removed(found: Iterable[Path], target: Path | None, own: Collection[str]) -> list[str]:
    """What was done about each, in a few words."""
    done = []
    for path in found:
        with _abandoned(path) as nobodys, suppress(OSError):
            if not nobodys:
                continue
            if target is not None and path.suffix == REPLACED and not target.exists():
                os.rename(path, target)
                done.append(_("{target} brought back from {name}").format(target=target, name=path.name))
                continue
            if own and target is not None and path.is_dir():
                discard(path, target, own)
            _remove(path)
            if not os.path.lexists(path):
                done.append(_("{path} removed").format(path=path))
    return done


@contextmanager
def _abandoned(path: Path) -> Iterator[bool]:
    """Whether no writer is at the entry, or about to lock it; it is locked as long as the block goes on."""
    owner = path.with_name(path.name.removesuffix(JOURNAL))  # a journal is as abandoned as its file
    with held(owner) as mine:
        found = False
        with suppress(FileNotFoundError):
            if not HAS_LOCKS:
                found = time.time() - path.stat().st_mtime >= SECONDS_UNTIL_ABANDONED
            elif mine:
                found = not _just_made(owner)
            else:
                found = path != owner and not owner.exists()
        yield found


def _just_made(path: Path) -> bool:
    """Whether it is as a writer leaves it between making and locking it."""
    state = path.stat()
    empty = not any(path.iterdir()) if stat.S_ISDIR(state.st_mode) else state.st_size == 0
    return empty and abs(time.time() - state.st_mtime) < SECONDS_TO_LOCK


def _remove(path: Path) -> None:
    """Remove a file or a folder, as far as that can be done."""
    with uninterrupted():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _say(done: list[str]) -> None:
    if done:
        warnings.warn(
            _("An earlier write was cut off: {done}.").format(done=comma().join(done)), LeftoverWarning, stacklevel=3
        )

"""Files and folders that appear whole or not at all, whatever ends the process that writes them.

Everything is written under a hidden name beside its place (:mod:`sim.files.leftovers`), put to rest on the disk, and
only then renamed in one step. When the writing fails or is interrupted, what was there before stays as it was and the
hidden entry is removed; when the process is killed, the next write to the same place removes it and says so.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sim.files.interrupts import uninterrupted
from sim.files.leftovers import REPLACED, claimed, discard, held, settle
from sim.files.one_step_rename import exchange, rename_to_free_name
from sim.language.messages import _
from sim.language.system_errors import system_reason

Content = bytes | Callable[[Path], object]
"""What a file holds, or a function that writes it to the path it is given."""
MOST_TRIES = 100
"""How often the lock of a former folder is asked for; then it is replaced without, as where nothing can be locked."""


def write_file(path: str | os.PathLike[str], content: Content, *, overwrite: bool = True, mode: int = 0o666) -> Path:
    """Write a file, whole or not at all. Folders above it are made. Returns its path.

    ``mode``: the permissions of a new file, less the umask; one that is there keeps its own. Raises ``FileExistsError``
    for a file that is there where it must not be overwritten, and ``OSError``, which names the file, for a full disk,
    a place that cannot be written, or one that holds something other than a file.
    """
    target = Path(os.path.realpath(path))
    with _named_in_errors(target), _written(target, content, overwrite=overwrite, mode=mode) as fresh, uninterrupted():
        if overwrite:
            os.replace(fresh, target)
        else:
            rename_to_free_name(fresh, target)
        _sync_name(target)
    return Path(path)


def write_new_files(contents: Mapping[Path, Content]) -> None:
    """Write new files, wherever they are: all of them appear, or none. Folders above them are made.

    Only a process that is killed in the instant between two renames leaves a part of them, each of those whole. Raises
    ``FileExistsError`` where one is there already, and ``OSError``, which names the file, where it cannot be written.
    """
    with ExitStack() as stack:
        ready = []
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            with _named_in_errors(target):
                ready.append((target, stack.enter_context(_written(target, content, overwrite=False))))
        with uninterrupted():
            for number, (target, fresh) in enumerate(ready):
                try:
                    with _named_in_errors(target):
                        rename_to_free_name(fresh, target)
                except OSError:
                    for placed, _fresh in ready[:number]:
                        placed.unlink(missing_ok=True)
                    raise
                _sync_name(target)


@contextmanager
def _written(target: Path, content: Content, *, overwrite: bool, mode: int = 0o666) -> Iterator[Path]:
    """A file with this content under a hidden name beside its place, at rest on the disk."""
    _refuse_special(target)
    if not overwrite and target.exists():
        raise _taken(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    settle(target)

    def make(fresh: Path) -> None:
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))

    with claimed(target, make) as fresh:
        if callable(content):
            content(fresh)
        else:
            _write(fresh, content)
        _sync(fresh)
        yield fresh


def write_files(folder: str | os.PathLike[str], contents: Mapping[str, bytes], own: Collection[str]) -> None:
    """Write files that belong together into a folder: all of them appear, in the place of all former ones, or none.

    ``own``: patterns of the names that former ones may have, such as ``("runs.csv", "*.png")``; whatever else is in
    the folder stays. Raises ``OSError``, which names the folder, where it cannot be written.
    """
    with write_folder(folder, own=own) as place:
        for name, content in contents.items():
            _write(place / name, content)


@contextmanager
def write_folder(folder: str | os.PathLike[str], *, own: Collection[str] = ()) -> Iterator[Path]:
    """A fresh folder to write into, which takes its place when all has been written.

    ``own``: patterns of the names of files that are replaced in a folder that is there; whatever else is in it goes
    into the new one. Without them the place has to be free, or an empty folder, else ``FileExistsError`` is raised.
    Raises ``OSError``, which names the folder, where it cannot be written.
    """
    target = Path(os.path.realpath(folder))
    with _named_in_errors(target):
        settle(target, own)
        check_place(folder, empty=not own)
        target.parent.mkdir(parents=True, exist_ok=True)
        with claimed(target, Path.mkdir) as fresh:
            yield fresh
            for path in (*fresh.rglob("*"), fresh):
                _sync(path)
            with uninterrupted():
                _put_in_place(fresh, target, own)
                _sync_name(target)


@contextmanager
def new_folder(folder: str | os.PathLike[str], refusal: type[Exception]) -> Iterator[Path]:
    """As :func:`write_folder` for a place that has to be free or empty; raises ``refusal``, with a sentence, else."""
    try:
        with write_folder(folder) as place:
            yield place
    except FileExistsError:
        raise refusal(
            _("{folder} is there already; choose a new folder, or one that is empty").format(folder=folder)
        ) from None
    except OSError as error:
        why = system_reason(error)
        raise refusal(
            _("{place} cannot be written: {why}; choose another place").format(place=error.filename or folder, why=why)
        ) from None


def check_place(folder: str | os.PathLike[str], *, empty: bool = False) -> None:
    """Do nothing where a folder can be written whole, and with ``empty`` where nothing is in it.

    For a look before long work. Raises ``OSError``, which names the folder and says why not.
    """
    place = Path(os.path.realpath(folder))
    with suppress(FileNotFoundError):
        if not stat.S_ISDIR(os.lstat(place).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, _("it is not a folder"), str(folder))
    if place == Path.cwd() or place in Path.cwd().parents:
        told = _("it is the folder you are working in, or one around it; choose one below it")
        raise OSError(errno.EBUSY, told, str(folder))
    if os.path.ismount(place):
        raise OSError(errno.EBUSY, _("a disk or volume is mounted there; choose a folder below it"), str(folder))
    with suppress(FileNotFoundError):
        if empty and any(place.iterdir()):
            raise _taken(Path(folder))
    above = next(one for one in place.parents if one.exists())
    probe = above / place.name
    with _named_in_errors(place):
        if above != place.parent:
            settle(probe)  # an earlier look that was cut off; what lies beside the place itself is for its writer
        with claimed(probe, Path.mkdir):
            pass


def _put_in_place(fresh: Path, target: Path, own: Collection[str]) -> None:
    """Rename the fresh folder; a former one changes places with it, or steps aside where one step cannot do that."""
    for tries in itertools.count(1):
        if _renamed(fresh, target):
            return
        # locked, it is no leftover under any name, and one writer at a time replaces it
        with held(target, wait=True) as mine:
            if (mine or tries > MOST_TRIES) and _replaced(fresh, target, own):
                return


def _renamed(fresh: Path, target: Path) -> bool:
    """Whether the fresh folder could take its place, which was free or an empty folder."""
    occupied = (errno.ENOTEMPTY, errno.EEXIST, *((errno.EACCES,) if os.name == "nt" else ()))
    try:
        os.rename(fresh, target)
    except OSError as error:
        if error.errno not in occupied:
            raise
        with suppress(FileNotFoundError):  # free again: another writer is at it
            if not stat.S_ISDIR(os.lstat(target).st_mode):
                raise
        return False
    return True


def _replaced(fresh: Path, target: Path, own: Collection[str]) -> bool:
    """Whether the fresh folder took the place of the former one; False where another writer was quicker."""
    if not own:
        with suppress(OSError):
            target.rmdir()  # an empty one is in the way on Windows
        if target.exists():
            raise _taken(target)
        return False
    try:
        if exchange(fresh, target):
            discard(fresh, target, own)
            return True
        former = target.rename(fresh.with_suffix(REPLACED))
    except FileNotFoundError:
        if not fresh.exists():
            raise
        return False  # another writer has let the former one step aside, and is about to put its own there
    try:
        placed = _renamed(fresh, target)
    except OSError:
        former.rename(target)
        raise
    if placed:
        discard(former, target, own)
    else:  # another writer took the name while it was free; what others have put into the former one goes to his
        with held(target, wait=True):
            discard(former, target, own)
    return placed


@contextmanager
def _named_in_errors(target: Path) -> Iterator[None]:
    """Let an ``OSError`` that names no file, or a hidden one beside the target, name the target."""
    try:
        yield
    except OSError as error:
        if error.filename is None or str(target.with_name(f".{target.name}.")) in str(error.filename):
            error.filename, error.filename2 = str(target), None
        raise


def _refuse_special(target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, _("it is a folder"), str(target))
    if os.path.lexists(target) and not target.is_file():
        raise OSError(errno.EINVAL, _("it is not an ordinary file"), str(target))


def _taken(target: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, _("it is there already"), str(target))


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)


def _sync(path: Path) -> None:
    """Put a file or folder to rest on the disk."""
    if path.is_symlink() or (os.name == "nt" and path.is_dir()):
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_name(target: Path) -> None:
    """Put a new name to rest; it is there for all to see, so that a disk which cannot confirm it changes nothing."""
    with suppress(OSError):
        _sync(target.parent)

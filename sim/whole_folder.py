"""A folder of results appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.sentence import SentenceError

MARK = "summary.json"
"""The file by which a folder of results is known; it is written last."""
FILES = (MARK, "events.parquet", "events.csv.gz", "weekly.csv", "scenario.yaml", "report.html")
"""Everything that a folder of results may hold."""


class NotAResultsFolder(SentenceError, ValueError):
    """The folder holds something else, which must not be overwritten."""


@contextmanager
def whole_folder(target: str | os.PathLike[str]) -> Iterator[Path]:
    """A fresh folder to write into, which takes the place of ``target`` when all has been written.

    It lies beside the target under a hidden name that ends in ``.unfinished``. When the writing fails or is
    interrupted it is removed, and a folder that was there before stays as it was; when the process is killed, the
    ``.unfinished`` folder is all that is left. Results that are there already are replaced whole: the new folder
    is put in their place and only then are they deleted; what somebody has put beside them meanwhile is kept.
    Raises :class:`NotAResultsFolder` for a target that holds anything but results.
    """
    place = Path(os.path.realpath(target))
    refuse_unless_results(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".unfinished", dir=place.parent))
    former = fresh.with_suffix(".replaced")
    try:
        yield fresh
        fresh.chmod(0o777 & ~_umask())
        if place.exists():
            place.rename(former)
        try:
            fresh.rename(place)
        except BaseException:
            if former.exists():
                former.rename(place)
            raise
        _keep_foreign(former, place)
        shutil.rmtree(former, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def refuse_unless_results(target: Path) -> None:
    """Do nothing where results may be written. Raises :class:`NotAResultsFolder` elsewhere."""
    place = Path(os.path.realpath(target))
    if place.is_dir():
        if place == Path.cwd() or place in Path.cwd().parents:
            raise NotAResultsFolder(f"{target} is the folder you are working in, or one around it; choose one below it")
        content = set(os.listdir(place))
        foreign = sorted(content - set(FILES)) or ([] if MARK in content else sorted(content))
        if foreign:
            some = ", ".join(foreign[:3]) + ", ..." * (len(foreign) > 3)
            raise NotAResultsFolder(
                f"{target} holds something other than results ({some}); choose another folder, or take that out of it"
            )
    elif place.exists() or place.is_symlink():
        raise NotAResultsFolder(f"{target} is not a folder; choose another place")


def _keep_foreign(former: Path, place: Path) -> None:
    """What somebody put into the former folder while the new one was being written goes into the new one."""
    for found in former.iterdir() if former.is_dir() else ():
        if found.name not in FILES:
            found.rename(place / found.name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

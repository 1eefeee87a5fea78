"""A folder of results appears whole or not at all, and takes the place of nothing but results."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import SentenceError
from sim.files.atomic_write import check_place, write_folder
from sim.language.messages import _
from sim.language.system_errors import system_reason

MARK = "summary.json"
"""The file by which a folder of results is known."""
FILES = (
    MARK, "events.parquet", "events.csv.gz", "weekly.csv", "decisions.csv", "scenario.yaml", "report.html",
    "contrasts.csv",
)  # fmt: skip
"""Everything that a folder of results may hold."""


class NotAResultsFolderError(SentenceError, ValueError):
    """The folder holds something else, which must not be overwritten."""


@contextmanager
def whole_folder(target: str | os.PathLike[str]) -> Iterator[Path]:
    """A fresh folder to write results into, which takes the place of ``target`` when all has been written.

    Results that are there already are replaced whole (:mod:`sim.files.atomic_write`); what is put beside them while the
    new ones are written is kept. Raises :class:`NotAResultsFolderError` for a target that holds anything but
    results, and ``OSError`` where it cannot be written.
    """
    refuse_unless_results(Path(target))
    with write_folder(target, own=FILES) as fresh:
        yield fresh


def refuse_unless_results(target: Path) -> None:
    """Do nothing where results may be written. Raises :class:`NotAResultsFolderError` elsewhere, or ``OSError``."""
    place = Path(os.path.realpath(target))
    if place.is_dir() and place != Path.cwd() and place not in Path.cwd().parents:
        content = set(os.listdir(place))
        foreign = sorted(content - set(FILES)) or ([] if MARK in content else sorted(content))
        if foreign:
            some = ", ".join(foreign[:3]) + ", ..." * (len(foreign) > 3)
            raise NotAResultsFolderError(
                _(
                    "{target} holds something other than results ({some}); choose another folder, or take that "
                    "out of it"
                ).format(target=target, some=some)
            )
    try:
        check_place(target)
    except OSError as error:
        told = _("{folder} cannot hold results: {reason}; choose another folder").format(
            folder=error.filename, reason=system_reason(error)
        )
        raise NotAResultsFolderError(told) from None

"""Reading the event log from a folder of results."""

from __future__ import annotations

from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from sim.files.leftovers import settle
from sim.files.regular_file import is_there, parse_json, read_text
from sim.language.messages import _
from sim.model.event_log import Names
from sim.results.storage.event_log_file import read_log
from sim.results.storage.results_folder_rules import FILES, MARK, NotAResultsFolderError
from sim.scenario.market.tiers import TIERS

if TYPE_CHECKING:
    import pandas as pd

LARGEST_MARK = 100_000_000
"""Bytes that the summary of a run may have; it names each firm, segment and cause."""


def read_events(folder: str | PathLike[str]) -> pd.DataFrame:
    """The event log that a run left in a folder, with the columns of :data:`sim.model.event_log.COLUMNS`.

    Reads Parquet or compressed CSV, whichever is there.

    Args:
        folder: Folder with the results of a run.

    Returns:
        One row per event.

    Raises:
        NotAResultsFolderError: Where there are no results, or none that can be read.
    """
    place = Path(folder)
    if not is_there(place):
        with suppress(OSError, ValueError):  # a name that no file can have
            settle(place, FILES)  # results that were being replaced when the process was killed are brought back
    if not is_there(place / MARK):
        raise NotAResultsFolderError(
            _("{place} holds no results; give the folder that 'guanxi run' or sim.save wrote").format(place=place)
        )
    try:
        return read_log(place, _names(place / MARK))
    except (LookupError, TypeError, ValueError, OSError) as error:
        raise NotAResultsFolderError(
            _("the results in {place} cannot be read ({kind}: {error}); run the scenario again").format(
                place=place, kind=type(error).__name__, error=error
            )
        ) from error


def _names(mark: Path) -> Names:
    names = parse_json(read_text(mark, LARGEST_MARK))["names"]
    causes, details = tuple(names["causes"]), tuple(names.get("details", ()))
    if "details" not in names and TIERS[0] in causes:  # until version 0.3, one list held both; tiers came after causes
        first = causes.index(TIERS[0])
        causes, details = causes[:first], causes[first:]
    return Names(
        segments=tuple(names["segments"]),
        sizes=tuple(names["sizes"]),
        firms=tuple(names["firms"]),
        causes=causes,
        details=details,
        programmes=tuple(names["programmes"]),
        start=names["start"],
    )

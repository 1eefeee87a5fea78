"""A table of a study: its file, what it is about, and what each of its columns means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiments.synthetic_data.observable_events import ObservableEvents

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class StudyTable:
    """A table that a firm could hand over. Its columns are those of the codebook, in that order."""

    file: str
    """Name of the CSV file."""
    about: str
    """One sentence: what a row is."""
    columns: Mapping[str, str]
    """The codebook: what each column means, with its unit."""
    of: Callable[[ObservableEvents], pd.DataFrame]
    """The rows, from what is on record."""

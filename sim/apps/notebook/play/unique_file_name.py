"""Names of files and folders that are not taken yet."""

from __future__ import annotations

from pathlib import Path


def unique_file_name(wanted: Path) -> Path:
    """The path, or the first with a number behind its name where nothing is yet."""
    number, found = 2, wanted
    while found.exists():
        found = wanted.with_name(f"{wanted.stem}_{number}{wanted.suffix}")
        number += 1
    return found

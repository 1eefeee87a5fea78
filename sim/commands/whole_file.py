"""A file that appears whole or not at all."""

from __future__ import annotations

from pathlib import Path


def write_whole(place: Path, content: bytes) -> None:
    """Write a file, under another name until all of it is written. Raises ``OSError``, as on a full disk."""
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.unfinished")
    try:
        fresh.write_bytes(content)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)

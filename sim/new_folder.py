"""A new folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_folder(folder: str | os.PathLike[str], refusal: type[Exception]) -> Iterator[Path]:
    """A fresh folder to write into, which takes its place when all has been written, or is gone when that failed.

    Raises ``refusal`` for a place where something is already.
    """
    target = Path(folder)
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise refusal(f"{target} is there already; choose a new folder, or one that is empty")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".unfinished", dir=target.parent.resolve()))
    try:
        yield fresh
        fresh.chmod(0o755)
        if target.exists():
            target.rmdir()
        os.rename(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)

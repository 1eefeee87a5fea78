"""Where the record of CDNOW's buyers lies: inside the ``lifetimes`` wheel, which is never imported.

Source: Fader & Hardie (2001), *Forecasting Repeat Sales at CDNOW*; 2,357 buyers whose first purchase fell in the first
quarter of 1997, followed to the end of June 1998.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path


def cdnow_file(name: str = "CDNOW_sample.txt") -> Path | None:
    """The text file with the purchases, or nothing when the wheel that holds it is not installed."""
    found = importlib.util.find_spec("lifetimes")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / "datasets" / name
    return path if path.is_file() else None

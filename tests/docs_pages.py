"""The pages of ``docs`` that people write; what is generated for the site stands in folders below these."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT


def pages_of_docs() -> dict[str, Path]:
    """Each page under its name without ending, wherever in ``docs`` it lies; a name stands for one page only."""
    found = [path for path in sorted(ROOT.glob("docs/*/*.md")) if path.name != "index.md"]
    pages = {path.stem: path for path in found}
    assert len(pages) == len(found), "two pages of docs have one name"
    return pages

"""Notebooks that are written from data: their cells, and their files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def text_cell(name: str, text: str) -> dict[str, Any]:
    """A cell of Markdown; ``name`` is its id in the notebook."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.splitlines(keepends=True)}


def code_cell(name: str, code: str) -> dict[str, Any]:
    """A cell of code that has not been run."""
    return {
        "cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": [],
        "source": code.splitlines(keepends=True),
    }  # fmt: skip


def notebook(cells: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A notebook of these cells."""
    return {"cells": list(cells), "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def as_text(written: Mapping[str, Any]) -> str:
    """The content of the file of a notebook."""
    return json.dumps(written, indent=1, ensure_ascii=False) + "\n"


def write_all(contents: Mapping[Path, str]) -> None:
    """Write files by their paths inside the project, and print each path."""
    for path, text in contents.items():
        place = ROOT / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        print(path)

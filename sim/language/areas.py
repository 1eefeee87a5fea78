"""Areas of the product, each with a catalogue of its own, and the files whose messages belong to it."""

from __future__ import annotations

AREAS: dict[str, tuple[str, ...]] = {
    "cli": ("apps/cli",),
    "terminal": ("apps/terminal",),
    "course": ("glossary/course.py",),
    "classroom": ("apps/classroom", "files/workbook.py"),
    "page": ("apps/classroom/page/*.js",),
}
"""Areas that are converted: name, and folders, files or patterns in ``sim``. A folder stands for its Python files."""
NOT_YET: dict[str, tuple[str, ...]] = {
    "notebook": ("apps/notebook",),
    "game": ("game",),
    "charts": ("charts",),
    "reports": ("reports",),
    "scenario": ("scenario",),
    "experiments": ("experiments", "metrics", "results", "reproduction"),
}
"""Areas whose texts are English only so far."""

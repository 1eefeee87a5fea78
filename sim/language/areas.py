"""Areas of the product, each with a catalogue of its own, and the files whose messages belong to it."""

from __future__ import annotations

AREAS: dict[str, tuple[str, ...]] = {
    "cli": ("apps/cli",),
    "terminal": ("apps/terminal",),
    "course": ("glossary/course.py",),
    "decisions": (
        "registry.py", "glossary/glossary.py", "scenario/decisions", "scenario/files/validation_messages.py",
        "scenario/firm/programmes", "scenario/market/exit_causes.py", "scenario/market/shocks",
        "scenario/market/story.py", "scenario/market/tiers.py",
    ),
    "game": ("game",),
    "debrief": ("charts/debrief", "reports/debrief"),
    "notebook": ("apps/notebook",),
    "classroom": ("apps/classroom",),
    "page": ("apps/classroom/page/*.js",),
}  # fmt: skip
"""Areas that are converted: name, and folders, files or patterns in ``sim``. A folder stands for its Python files."""
NOT_YET: dict[str, tuple[str, ...]] = {
    "charts": ("charts",),
    "reports": ("reports",),
    "scenario": ("scenario",),
    "experiments": ("experiments", "metrics", "results", "reproduction"),
}
"""Areas whose texts are English only so far."""

"""Figures drawn for a student in place of those of runs, so that many students can be tested in a moment."""

from __future__ import annotations

from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.check import BothLanguages
from sim.course.chapters.figures import Figure, Figures
from sim.course.chapters.parts import Reading
from sim.course.text import Language, drawn

SPAN = 2**64
SIGN: dict[Reading, float] = {"more": 1.0, "less": -1.0, "unclear": 0.0}


def drawn_figures(
    chapter: CourseChapter, student: int, language: Language = "en", reading: Reading | None = None
) -> Figures:
    """A figure for each name: any reading, or the same for all."""
    found = {}
    for name in chapter.figures:
        part = drawn(f"figure/{chapter.number}/{name}/{student}") / SPAN
        size, half = 10 + 80 * part, 4 + 4 * part
        sign = SIGN[reading] if reading else (1.0, -1.0, 0.0)[drawn(f"sign/{name}/{student}") % 3]
        value = sign * size if sign else (part - 0.5)
        found[name] = Figure(
            value=value, low=value - half, high=value + half, shown_as="percent", difference=True, language=language
        )
    return found


def both_languages(en: CourseChapter, zh: CourseChapter, student: int) -> BothLanguages:
    """A chapter with drawn figures in both languages."""
    return BothLanguages(en=en, zh=zh, figures=drawn_figures(en, student), figures_zh=drawn_figures(en, student, "zh"))

"""The table of chapters on the pages about the course, in both languages: ``python -m docs.course_table`` writes it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docs.page_parts import write
from sim.course.chapters.reader import course_chapters
from sim.course.text import LANGUAGES, Language, Text

PART = "chapters"
PAGES: dict[Language, str] = {"en": "take_the_course", "zh": "take_the_course.zh"}
HEAD = Text(en="| chapter | minutes | ideas of the course |", zh="| 章 | 分钟 | 课程要点 |")
TO = Text(en="{first} to {last}", zh="{first} 至 {last}")
LONG = 4
"""So many ids in a row are written as a range."""


def ids_in_words(ids: Sequence[str], language: Language) -> str:
    """Ids of the course in short.

    >>> ids_in_words(["A13", "C1", "C2", "C3", "C4", "D1", "D2"], "en")
    'A13, C1 to C4, D1, D2'
    """
    found: list[str] = []
    rows = groupby(enumerate(ids), lambda one: (one[1][:1], int(one[1][1:] or 0) - one[0]))
    for _key, members in rows:
        row = [name for _place, name in members]
        short = TO.said(language).format(first=row[0], last=row[-1])
        found += [short] if len(row) >= LONG else row
    return ", ".join(found)


def lines(language: Language) -> list[str]:
    """The lines of the table.

    Args:
        language: Language of the page.

    Returns:
        Head and one line for each chapter.
    """
    rows = [
        f"| {one.number} {one.title} | {one.minutes.total} | {ids_in_words(one.course, language)} |"
        for one in course_chapters(language)
    ]
    return [HEAD.said(language), "|---|---|---|", *rows]


if __name__ == "__main__":
    for known in LANGUAGES:
        write(PAGES[known], PART, lines(known))

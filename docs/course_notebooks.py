"""The notebooks of the course, English and Chinese: ``python -m docs.course_notebooks`` writes them from the chapters.

Code cells are the same in both languages; all texts come from ``scenarios/course``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docs.written_notebooks import as_text, code_cell, notebook, text_cell, write_all
from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.headings import HEADINGS, case_lines, heading, runs_text
from sim.course.chapters.reader import course_chapters
from sim.course.text import LANGUAGES, Language

FOLDERS: dict[Language, str] = {"en": "notebooks/course", "zh": "notebooks/course/zh"}


def notebook_of(chapter: CourseChapter, language: Language) -> dict[str, Any]:
    """The notebook of a chapter.

    Args:
        chapter: The chapter, with texts in that language.
        language: Language of the headings.

    Returns:
        A notebook without outputs.
    """
    cells: list[dict[str, Any]] = []
    for place, (text, code) in enumerate(_parts(chapter, language)):
        cells.append(text_cell(f"text-{place}", text))
        if code:
            cells.append(code_cell(f"code-{place}", code))
    return notebook(cells)


def _parts(chapter: CourseChapter, language: Language) -> list[tuple[str, str]]:
    """Texts, each with the code that follows it."""

    def said(name: str, **values: object) -> str:
        return HEADINGS[name].said(language).format(**values)

    def head(name: str) -> str:
        return f"## {heading(chapter, name, language)}"

    title = f"# {said('chapter', number=chapter.number, title=chapter.title)}"
    objectives = "\n".join(f"{place}. {one}" for place, one in enumerate(chapter.objectives, start=1))
    opening = [title, said("minutes", minutes=chapter.minutes.total), said("objectives"), objectives]
    tasks = "\n".join(f"{place}. {one}" for place, one in enumerate(chapter.try_out.tasks, start=1))
    reading = "\n".join(f"* {one.source} {one.about}" for one in chapter.reading)
    return [
        (_text(*opening), f"import sim\n\nchapter = sim.chapter({chapter.number})\nchapter"),
        (_text(head("question"), *chapter.question), ""),
        (_text(head("predict"), said("predict_text")), "chapter.predict()"),
        (_text(head("try_out"), chapter.try_out.text, tasks), "chapter.try_out()"),
        (_text(head("happened"), runs_text(chapter, language)), "chapter.result()"),
        (_text(head("follow"), chapter.follow.text), "chapter.follow()"),
        (_text(head("ideas")), "chapter.ideas()"),
        (_case(chapter, head("case"), language), ""),
        (_text(head("check"), said("check_text")), "chapter.check()"),
        (_text(head("reflect"), chapter.reflection), "chapter.reflect()"),
        (_text(f"## {said('hand_in')}", said("hand_in_text")), "chapter.hand_in()"),
        (_text(f"## {said('reading')}", reading), ""),
    ]


def _case(chapter: CourseChapter, head: str, language: Language) -> str:
    case = chapter.case
    asked = "\n".join(f"{place}. {one}" for place, one in enumerate(case.asked, start=1))
    return _text(head, *case.text, asked, *case_lines(chapter, language))


def _text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def contents() -> dict[Path, str]:
    """The notebooks as they should be.

    Returns:
        Text of each notebook by its path inside the project.
    """
    return {
        Path(FOLDERS[language]) / f"{chapter.number:02}_{chapter.name}.ipynb":
            as_text(notebook_of(chapter, language))
        for language in LANGUAGES for chapter in course_chapters(language)
    }  # fmt: skip


if __name__ == "__main__":
    write_all(contents())

"""A chapter from its file, in English, or in Chinese with the texts of the side file in their places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sim.course.chapters.chapter import CourseChapter
from sim.course.text import Language
from sim.scenario.files.load import document_of, from_document, shipped
from sim.scenario.files.side_texts import side_file
from sim.scenario.files.validation_errors import Fault, ScenarioError, Steps

TEXT_KEYS = frozenset({
    "about", "alt", "answer", "ask", "asked", "because", "explain", "facts", "key", "label", "less", "look", "more",
    "objectives", "other", "question", "reflection", "says", "tasks", "text", "title", "unclear", "unit", "wrong",
})  # fmt: skip
"""Keys whose texts are in the reader's language; all other values are the same in every language."""


def read_course_chapter(path: Path, language: Language = "en", *, names: bool = True) -> CourseChapter:
    """The chapter of a file.

    Args:
        path: A file such as those of ``scenarios/course``.
        language: ``en``, or ``zh`` for the texts of the side file ``NAME.zh.yaml``.
        names: Whether names of scenarios, contrasts, figures and questions are looked up, which takes a second.

    Returns:
        The chapter, with all texts in that language.

    Raises:
        ScenarioError: With file, line and column of every fault, in the file and in the side file.
    """
    found = document_of(path)
    chapter = from_document(CourseChapter, found, str(path), as_file=names)
    if language == "en":
        return chapter
    beside = side_file(path, language)
    side = document_of(beside)
    faults = [*side.faults]
    content = _laid_over(found.content, side.content, (), faults)
    faults += [
        Fault(path=".".join(map(str, steps)), steps=steps, message=f"no text in {language}; {path.name} has one here")
        for steps in _missing(found.content, side.content, ())
    ]
    if faults:
        placed = [one if one.line else one.at(str(beside), *side.place(one.steps)) for one in faults]
        raise ScenarioError(sorted(placed, key=lambda fault: (fault.line, fault.column)))
    found.content = content
    return from_document(CourseChapter, found, str(beside), as_file=names)


def chapter_files() -> dict[int, Path]:
    """Files of the shipped chapters, by number."""
    files = sorted((shipped() / "course").glob("*.yaml"))
    return {int(path.stem.partition("_")[0]): path for path in files if "." not in path.stem}


@cache
def course_chapter(number: int, language: Language = "en") -> CourseChapter:
    """A shipped chapter. Its names are not looked up again; a test does that.

    Args:
        number: 1 to 8.
        language: ``en`` or ``zh``.

    Returns:
        The chapter.

    Raises:
        ValueError: For a number without a chapter.
    """
    files = chapter_files()
    if number not in files:
        raise ValueError(f"there is no chapter {number!r}; give one of {', '.join(map(str, files))}")
    return read_course_chapter(files[number], language, names=False)


def course_chapters(language: Language = "en") -> tuple[CourseChapter, ...]:
    """The shipped chapters, by number.

    Args:
        language: ``en`` or ``zh``.

    Returns:
        Chapters 1 to 8.
    """
    return tuple(course_chapter(number, language) for number in sorted(chapter_files()))


def _laid_over(own: object, side: object, steps: Steps, faults: list[Fault]) -> object:
    """The content with the texts of the side file in their places; what does not fit becomes a fault."""
    if isinstance(own, dict) and isinstance(side, dict):
        for key in side:
            if key not in own:
                message = "the chapter has no such key here; remove it, or correct its name"
                path = ".".join(map(str, (*steps, key)))
                faults.append(Fault(path=path, steps=(*steps, key), message=message, at_key=True))
        return {
            key: _laid_over(value, side[key], (*steps, key), faults) if key in side else value
            for key, value in own.items()
        }
    if isinstance(own, list) and isinstance(side, list):
        if len(own) != len(side):
            message = f"{len(side)} entries; the chapter has {len(own)} here, in the same order"
            faults.append(Fault(path=".".join(map(str, steps)), steps=steps, message=message))
            return own
        return [_laid_over(one, side[place], (*steps, place), faults) for place, one in enumerate(own)]
    if isinstance(own, str) and isinstance(side, str) and _is_text(steps):
        return side
    if own != side:
        message = "only texts have a translation; leave this key out of the side file"
        faults.append(Fault(path=".".join(map(str, steps)), steps=steps, message=message))
    return own


def _missing(own: object, side: object, steps: Steps) -> Iterator[Steps]:
    """Where the chapter has a text and the side file none."""
    if isinstance(own, dict):
        for key, value in own.items():
            yield from _missing(value, side.get(key) if isinstance(side, dict) else None, (*steps, key))
    elif isinstance(own, list):
        for place, value in enumerate(own):
            inner = side[place] if isinstance(side, list) and place < len(side) else None
            yield from _missing(value, inner, (*steps, place))
    elif isinstance(own, str) and _is_text(steps) and not isinstance(side, str):
        yield steps


def _is_text(steps: Steps) -> bool:
    """Whether a value at this place is a text: by its key, or by that of the list it stands in."""
    names = [step for step in steps if isinstance(step, str)]
    if "set" in names:
        return False
    if len(names) >= 2 and names[-2] == "options" and names[0] in ("predict", "check"):
        return True
    return bool(names) and names[-1] in TEXT_KEYS

"""The instructor's sheet and the student's worksheet of a chapter."""

from __future__ import annotations

from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.parts import NumberPrediction
from sim.course.chapters.predictions import options_of, right_option
from sim.course.figure_text import with_figures
from sim.kit.chapter_material import ChapterMaterial, ChapterWords, LessonStep, lesson_minutes, read_words
from sim.kit.pages import page, paragraphs, render, sheet_page
from sim.kit.sheet import Part, Sheet, Table
from sim.language.choice import current_language
from sim.language.messages import _, pgettext
from sim.reports.html_page import pictures


def instructor_sheet(material: ChapterMaterial) -> str:
    """The instructor's sheet: minutes, what to say, pictures, misunderstandings, keys, discussion.

    Args:
        material: The chapter in one market.

    Returns:
        HTML that needs no other file.
    """
    chapter, words = material.chapter, read_words()
    drawn = material.pictures()
    before, after = material.around()
    figures = {
        "number": str(chapter.number), "notebook": notebook_of(chapter), "student": str(material.student),
        "runs": str(max(one.runs for one in chapter.experiments.values())),
    }  # fmt: skip
    values = {
        "chapter": chapter, "title": chapter_title(chapter), "paragraphs": paragraphs,
        "evening": with_figures(words.evening, figures), "market": with_figures(words.market, figures),
        "plans": [(pgettext("kit", "90 minutes"), _plan(words.plan_90, words, chapter, 90)),
                  (pgettext("kit", "45 minutes"), _plan(words.plan_45, words, chapter, 45))],
        "results": _prediction_results(material),
        "happened": [material.said(told) for told in chapter.happened],
        "ideas": [(idea.id, idea.says, material.said(idea.seen)) for idea in chapter.ideas],
        "pictures": [(pictures([one.drawing]), one.look, one.alt) for one in drawn],
        "misunderstandings": [
            (one.wrong, one.answer, "" if one.picture is None else _("picture {n}").format(n=one.picture + 1))
            for one in chapter.misunderstandings
        ],
        "check": material.check(), "before": before, "after": after, "labels": _labels(),
    }  # fmt: skip
    return page(chapter_title(chapter), [render("chapter.html.j2", values)])


def worksheet(material: ChapterMaterial) -> str:
    """What a student fills in during the chapter; it holds no answer and needs no run.

    Args:
        material: The chapter in one market.

    Returns:
        HTML that needs no other file.
    """
    chapter, words = material.chapter, read_words()
    numbers = [one for one in chapter.predict if isinstance(one, NumberPrediction)]
    choices = [one for one in chapter.predict if not isinstance(one, NumberPrediction)]
    parts = [
        Part(text=words.name_line),
        Part(heading=_("1 The question"), text="\n\n".join(chapter.question)),
        Part(
            heading=_("2 Predict, before you run anything"),
            table=Table(
                columns=words.result_columns,
                rows=tuple((f"{one.ask} ({one.unit})", "", "", "", "", "") for one in numbers),
            )
            if numbers
            else None,
        ),
        *(
            Part(text=one.ask, bullets=tuple(options_of(one).values()), note=words.choice_line)
            for one in choices
        ),
        Part(heading=pgettext("kit", "3 Try"), text=chapter.try_out.text),
        *(
            Part(text=_("Task {n}. {task}").format(n=number, task=task), lines=2)
            for number, task in enumerate(chapter.try_out.tasks, start=1)
        ),
        Part(heading=_("4 What happened, in my own words"), lines=4),
        Part(heading=_("5 One customer"), text=f"{chapter.follow.text}\n\n{words.follow_lines}"),
        Part(heading=_("6 Case: {title}").format(title=chapter.case.title), text="\n\n".join(chapter.case.text)),
        *(Part(text=question, lines=2) for question in chapter.case.asked),
        Part(heading=_("7 Reflection, to hand in"), text=chapter.reflection, lines=5),
    ]  # fmt: skip
    return sheet_page(Sheet(title=chapter_title(chapter), parts=tuple(parts)))


def notebook_of(chapter: CourseChapter) -> str:
    """The file of a chapter's notebook in the language in use, from the folder of the project."""
    folder = "notebooks/course/zh" if current_language() == "zh" else "notebooks/course"
    return f"{folder}/{chapter.number:02}_{chapter.name}.ipynb"


def chapter_title(chapter: CourseChapter) -> str:
    """Number and title of a chapter."""
    return _("Chapter {n}: {title}").format(n=chapter.number, title=chapter.title)


def _plan(steps: tuple[LessonStep, ...], words: ChapterWords, chapter: CourseChapter, whole: int) -> Table:
    minutes = lesson_minutes(steps, chapter, whole)
    rows = tuple((length, words.names[step.part], step.say) for length, step in zip(minutes, steps, strict=True))
    return Table(
        columns=(pgettext("kit", "minutes"), pgettext("kit", "part"), _("what to do")), rows=rows, minutes=whole
    )


def _prediction_results(material: ChapterMaterial) -> list[tuple[str, str]]:
    """Each prediction with what came out in this market."""
    found = []
    for one in material.chapter.predict:
        if isinstance(one, NumberPrediction):
            figure = material.figures[one.figure]
            told = _("{value} (95% interval {interval})") if figure.half else "{value}"
            result = told.format(value=figure, interval=figure.interval)
        else:
            result = options_of(one)[right_option(one, material.figures)]
        found.append((one.ask, result))
    return found


def _labels() -> dict[str, str]:
    return {
        "objectives": _("Afterwards students can"),
        "evening": _("The evening before"),
        "plan": _("Minute by minute"),
        "say": _("What to say"),
        "results": _("Predictions and what came out"),
        "ideas": _("The course, and the run"),
        "course": pgettext("kit", "course"),
        "run": pgettext("kit", "run"),
        "pictures": pgettext("kit", "Pictures"),
        "picture": _("Picture {n}"),
        "misunderstandings": pgettext("kit", "Usual misunderstandings"),
        "wrong": pgettext("kit", "students say"),
        "answer": pgettext("kit", "answer"),
        "shown": pgettext("kit", "shown by"),
        "check": _("Key of the check questions"),
        "key": pgettext("kit", "right"),
        "case": pgettext("kit", "Case"),
        "discussion": pgettext("kit", "Discussion"),
        "good": _("A good answer"),
        "before": pgettext("kit", "Questions before"),
        "after": pgettext("kit", "Questions after"),
        "reflection": _("Reflection, to hand in"),
        "reading": pgettext("kit", "To read"),
        "facts": _("Source of the facts"),
    }

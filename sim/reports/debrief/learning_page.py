"""What a class has learned as one HTML page, and as a table. Nobody is named: it may be shown to the class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.charts.debrief.learning_charts import gain_chart, items_chart
from sim.course.bank import bank_questions, chapters
from sim.course.learning.gain import Gain
from sim.course.learning.items import Item
from sim.course.learning.learning import ChapterLearning, Forecasts, Learning, MistakeCount
from sim.course.text import language_of_course
from sim.files.csv_export import rows_bytes
from sim.game.decisions.prediction import FEW
from sim.language.messages import _, ngettext
from sim.number_text import decimal, percent
from sim.reports.html_page import contents, heading, page, paragraph, pictures, table, title

if TYPE_CHECKING:
    import pandas as pd

MOST_MISTAKES = 12
"""Mistakes of a chapter on the page; the table has all."""


def learning_text(heading_of_class: str, found: Learning) -> str:
    """The page as text.

    Args:
        heading_of_class: Title of the class.
        found: What it has learned.

    Returns:
        HTML that stands by itself.
    """
    name = _("What the class has learned: {title}").format(title=heading_of_class)
    parts = [*_gains(found), *(part for one in found.chapters for part in _chapter(one)), *_forecasts(found)]
    if found.empty:
        parts = [paragraph(_("No test was answered and no range was predicted yet, so there is nothing to be seen."))]
    said = _("Counts over the class, without names.")
    return page(name, [title(name), paragraph(said, "note"), contents(parts), *parts])


def learning_table(found: Learning) -> bytes:
    """All counts as CSV: a row for each gain, question, mistake and source of predictions. Ids stay English."""
    heads = ["chapter", "what", "id", "detail", "before", "later", "answered_before", "answered_later", "value", "low",
             "high"]  # fmt: skip
    rows: list[list[object]] = []
    for one in found.chapters:
        gain = one.gain
        if gain is not None:
            rows.append([one.number, "gain", "", gain.level, gain.before, gain.after, gain.students, gain.students,
                         gain.gain, gain.low, gain.high])  # fmt: skip
        for item in one.items:
            rows.append([one.number, "facility", item.question, item.verdict, None, None, None, item.answers,
                         item.facility, None, None])  # fmt: skip
            rows.append([one.number, "discrimination", item.question, item.verdict, None, None, None, item.answers,
                         item.discrimination, None, None])  # fmt: skip
        for each in one.mistakes:
            answer = each.mistake.answer.said(language_of_course())
            rows.append([one.number, "mistake", each.mistake.question, answer, each.before, each.later,
                         each.answered_before, each.answered_later, None, None, None])  # fmt: skip
    for source in found.forecasts:
        rows.append(["", "ranges_inside", source.source, "", None, source.inside, None, source.ranges,
                     source.inside / source.ranges, None, None])  # fmt: skip
    return rows_bytes(heads, [[round(cell, 4) if isinstance(cell, float) else cell for cell in row] for row in rows])


def _gains(found: Learning) -> list[Markup]:
    held = [one for one in found.chapters if one.gain is not None]
    if not held:
        return []
    note = _(
        "Normalised gain: (after − before) / (100 − before), with the means of those who answered both tests; it is "
        "the part of what could still be gained. Below 0.3 it is low, from 0.3 medium, from 0.7 high (Hake 1998, "
        "American Journal of Physics 66, 64–74). The interval is that of the jackknife over students, 95%."
    )
    return [heading(_("Before and after"), anchor="gain"), pictures([gain_chart(held)]), paragraph(note, "note")]


def gain_words(gain: Gain) -> str:
    """The gain of a chapter in sentences."""
    said = ngettext(
        "{n} student answered both tests: {before} of the points before, {after} after.",
        "{n} students answered both tests: {before} of the points before, {after} after.", gain.students,
    ).format(n=gain.students, before=percent(gain.before / 100, 0), after=percent(gain.after / 100, 0))  # fmt: skip
    if gain.gain is None:
        return said
    levels = {"loss": _("a loss"), "low": _("low"), "medium": _("medium"), "high": _("high")}
    level = levels[gain.level or "low"]
    if gain.low is None or gain.high is None:
        more = _("Normalised gain {gain} ({level}).").format(gain=decimal(gain.gain, 2), level=level)
    else:
        more = _("Normalised gain {gain} ({level}; 95% interval {low} to {high}).").format(
            gain=decimal(gain.gain, 2), level=level, low=decimal(gain.low, 2), high=decimal(gain.high, 2)
        )
    return _("{sentence} {next}").format(sentence=said, next=more)


def _chapter(one: ChapterLearning) -> list[Markup]:
    name = next(each.title.said(language_of_course()) for each in chapters() if each.number == one.number)
    parts = [heading(_("Chapter {n}: {title}").format(n=one.number, title=name), anchor=f"chapter-{one.number}")]
    none = _("Nobody has answered both the test before and the test after.")
    parts.append(paragraph(gain_words(one.gain) if one.gain else none))
    if sum(item.discrimination is not None for item in one.items) > 1:
        parts.append(pictures([items_chart(one.items)]))
    if one.items:
        parts += [
            heading(_("Questions"), 3),
            table(_item_rows(one.items), "", "wordy questions"),
            paragraph(_item_note(), "note"),
        ]
    if one.mistakes:
        parts += [heading(_("Mistakes by count"), 3), table(_mistake_rows(one.mistakes[:MOST_MISTAKES]), "", "wordy")]
    said = _(
        "What helps: the sheet of chapter {n} in the instructor's kit (instructor/chapter_{n}/sheet.html, made by "
        "guanxi kit --chapter {n}), the chapter itself, and guanxi quiz {n}."
    )
    return [*parts, paragraph(said.format(n=one.number))]


def _item_rows(items: tuple[Item, ...]) -> pd.DataFrame:
    import pandas as pd

    bank = bank_questions()
    words = {"too_easy": _("too easy"), "too_hard": _("too hard"), "poor": _("tells little"), "good": ""}
    numbered = [one for one in items if one.discrimination is not None]
    rows = [
        {
            _("number"): str(numbered.index(one) + 1) if one in numbered else "",
            _("question"): bank[one.question].asked(language_of_course()) if one.question in bank else one.question,
            _("answers"): str(one.answers), _("points, mean"): percent(one.facility, 0),
            _("discrimination"): "–" if one.discrimination is None else decimal(one.discrimination, 2),
            _("look at"): words[one.verdict],
        }
        for one in items
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _item_note() -> str:
    return _(
        "Discrimination: correlation of the points of a question with those of all other questions (Ebel and Frisbie "
        "1991: below 0.2 a question tells little). It is shown from ten students on. Too easy: more than 90% of the "
        "points; too hard: less than 30%; these two limits are assumed."
    )


def _mistake_rows(mistakes: tuple[MistakeCount, ...]) -> pd.DataFrame:
    import pandas as pd

    bank, language = bank_questions(), language_of_course()
    rows: list[Mapping[str, str]] = [
        {
            _("question"): bank[one.mistake.question].asked(language),
            _("wrong answer"): one.mistake.answer.said(language),
            _("before"): _of(one.before, one.answered_before), _("after"): _of(one.later, one.answered_later),
            _("what to say"): one.mistake.because.said(language),
        }
        for one in mistakes
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _of(some: int, every: int) -> str:
    return _("{n} of {all}").format(n=some, all=every) if every else "–"


def _forecasts(found: Learning) -> list[Markup]:
    if not found.forecasts:
        return []
    said = [paragraph(forecast_words(one)) for one in found.forecasts]
    return [heading(_("How sure predictions were"), anchor="ranges"), *said]


def forecast_words(one: Forecasts) -> str:
    """How often ranges held, in a sentence."""
    if one.source == "game":
        said = _("In rounds of the game {inside} of {ranges} ranges held the result ({part}); 8 of 10 was the aim.")
    else:
        said = _("In chapters that were handed in {inside} of {ranges} ranges held the result ({part}); 8 of 10 was "
                 "the aim.")  # fmt: skip
    if one.ranges < FEW:
        said = _("{sentence} These are too few to judge.").format(sentence=said)
    return said.format(inside=one.inside, ranges=one.ranges, part=percent(one.inside / one.ranges, 0))

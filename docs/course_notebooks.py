"""The notebooks of the course, English and Chinese: ``python -m docs.course_notebooks`` writes them from the chapters.

Code cells are the same in both languages; all texts come from ``scenarios/course``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docs.written_notebooks import as_text, code_cell, notebook, text_cell, write_all
from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.reader import course_chapters
from sim.course.text import LANGUAGES, Language, Text

FOLDERS: dict[Language, str] = {"en": "notebooks/course", "zh": "notebooks/course/zh"}
HEADINGS = {
    "chapter": Text(en="Chapter {number}. {title}", zh="第 {number} 章　{title}"),
    "minutes": Text(
        en="About {minutes} minutes. Run the cells one after another; no cell has to be edited.",
        zh="约 {minutes} 分钟。请依次运行各单元格，不需要修改任何单元格。",
    ),
    "objectives": Text(en="After this chapter you can:", zh="完成本章后，你能够："),
    "question": Text(en="Question", zh="问题"),
    "predict": Text(en="Predict", zh="预测"),
    "predict_text": Text(
        en="Your answers are saved. They open the parts below, and are shown beside the result.",
        zh="你的回答会被保存。保存后，下面各部分开放，你的预测与结果并列显示。",
    ),
    "try_out": Text(en="Try", zh="尝试"),
    "happened": Text(en="What happened", zh="发生了什么"),
    "happened_text": Text(
        en="Every figure is computed from your own market: {runs} runs of each world, with the same random numbers.",
        zh="所有数字都由你自己的市场计算得出：每个世界运行 {runs} 次，随机数相同。",
    ),
    "follow": Text(en="One customer", zh="一位顾客"),
    "ideas": Text(en="The course and your market", zh="课程与你的市场"),
    "case": Text(en="Case: {title}", zh="案例：{title}"),
    "facts": Text(en="Facts: {facts}", zh="事实来源：{facts}"),
    "more": Text(en="To go on, type in a terminal: `{command}`", zh="想继续的话，请在终端输入：`{command}`"),
    "check": Text(en="Check yourself", zh="自我检查"),
    "check_text": Text(
        en="Each answer is marked at once. The first attempt counts; your answers are kept.",
        zh="每个回答立即评分。以第一次作答为准，你的回答会被保存。",
    ),
    "reflect": Text(en="Reflect", zh="反思"),
    "hand_in": Text(en="Hand in", zh="上交"),
    "hand_in_text": Text(
        en="The button writes a file with your answers, your predictions and the seed of your market.",
        zh="按下按钮生成一个文件，其中有你的回答、预测和你的市场的随机种子。",
    ),
    "reading": Text(en="Reading", zh="阅读"),
}
"""Texts that all chapters share."""


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

    minutes = chapter.minutes

    def head(name: str, **values: object) -> str:
        short = f"{getattr(minutes, name)} min" if language == "en" else f"{getattr(minutes, name)} 分钟"
        brackets = f" ({short})" if language == "en" else f"（{short}）"
        return f"## {said(name, **values)}{brackets}"

    title = f"# {said('chapter', number=chapter.number, title=chapter.title)}"
    objectives = "\n".join(f"{place}. {one}" for place, one in enumerate(chapter.objectives, start=1))
    opening = [title, said("minutes", minutes=minutes.total), said("objectives"), objectives]
    runs = max(one.runs for one in chapter.experiments.values())
    tasks = "\n".join(f"{place}. {one}" for place, one in enumerate(chapter.try_out.tasks, start=1))
    reading = "\n".join(f"* {one.source} {one.about}" for one in chapter.reading)
    return [
        (_text(*opening), f"import sim\n\nchapter = sim.chapter({chapter.number})\nchapter"),
        (_text(head("question"), *chapter.question), ""),
        (_text(head("predict"), said("predict_text")), "chapter.predict()"),
        (_text(head("try_out"), chapter.try_out.text, tasks), "chapter.try_out()"),
        (_text(head("happened"), said("happened_text", runs=runs)), "chapter.result()"),
        (_text(head("follow"), chapter.follow.text), "chapter.follow()"),
        (_text(head("ideas")), "chapter.ideas()"),
        (_case(chapter, head("case", title=chapter.case.title), language), ""),
        (_text(head("check"), said("check_text")), "chapter.check()"),
        (_text(head("reflect"), chapter.reflection), "chapter.reflect()"),
        (_text(f"## {said('hand_in')}", said("hand_in_text")), "chapter.hand_in()"),
        (_text(f"## {said('reading')}", reading), ""),
    ]


def _case(chapter: CourseChapter, heading: str, language: Language) -> str:
    case = chapter.case
    asked = "\n".join(f"{place}. {one}" for place, one in enumerate(case.asked, start=1))
    commands = [f"guanxi run {case.scenario}"] if case.scenario else []
    commands += [f"guanxi play {case.game}"] if case.game else []
    more = [HEADINGS["more"].said(language).format(command=one) for one in commands]
    return _text(heading, *case.text, asked, *more, HEADINGS["facts"].said(language).format(facts=case.facts))


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

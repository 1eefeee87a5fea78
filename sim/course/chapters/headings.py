"""Headings and short texts that all chapters share, in notebooks and on pages, in both languages."""

from __future__ import annotations

from sim.course.chapters.chapter import CourseChapter
from sim.course.text import Language, Text

HEADINGS = {
    "chapter": Text(en="Chapter {number}. {title}", zh="第 {number} 章　{title}"),
    "minutes": Text(
        en="About {minutes} minutes. Run the cells one after another; no cell has to be edited.",
        zh="约 {minutes} 分钟。请依次运行各单元格，不需要修改任何单元格。",
    ),
    "objectives": Text(en="After this chapter you can:", zh="完成本章后，你能够："),
    "question": Text(en="Question", zh="问题"),
    "predict": Text(en="Predict", zh="预测"),
    "minutes_short": Text(en="{heading} ({minutes} min)", zh="{heading}（{minutes} 分钟）"),
    "predict_text": Text(
        en="Saving your answers opens the parts below. They are then shown beside the result, and cannot be changed.",
        zh="保存回答后，下面各部分开放，你的预测与结果并列显示，不能再更改。",
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
"""By name; ``minutes`` and the texts to hand in are those of a notebook."""


def heading(chapter: CourseChapter, name: str, language: Language) -> str:
    """The heading of a part with its minutes, such as ``Predict (6 min)``.

    Args:
        chapter: The chapter, with texts in that language.
        name: Name of the part, as in :class:`sim.course.chapters.chapter.Minutes`.
        language: Language of the heading.

    Returns:
        The heading.
    """
    said = HEADINGS[name].said(language).format(title=chapter.case.title)
    return HEADINGS["minutes_short"].said(language).format(heading=said, minutes=getattr(chapter.minutes, name))


def case_lines(chapter: CourseChapter, language: Language) -> list[str]:
    """What stands below the questions of the case: commands to go on with, and where its facts come from.

    Args:
        chapter: The chapter, with texts in that language.
        language: Language of the sentences.

    Returns:
        One text for each.
    """
    case = chapter.case
    commands = [f"guanxi run {case.scenario}"] if case.scenario else []
    commands += [f"guanxi play {case.game}"] if case.game else []
    more = [HEADINGS["more"].said(language).format(command=one) for one in commands]
    return [*more, HEADINGS["facts"].said(language).format(facts=case.facts)]


def runs_text(chapter: CourseChapter, language: Language) -> str:
    """The sentence that says from how many runs the figures come."""
    runs = max(one.runs for one in chapter.experiments.values())
    return HEADINGS["happened_text"].said(language).format(runs=runs)

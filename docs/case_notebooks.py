"""A short notebook for each scenario that is in no chapter: ``python -m docs.case_notebooks`` writes them.

All is made from the scenario's own question, contrasts and pictures, in English and Chinese, by one template.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from docs.written_notebooks import as_text, code_cell, notebook, text_cell, write_all
from sim import charts
from sim.course.chapters.reader import course_chapters
from sim.course.text import LANGUAGES, Language, Text
from sim.language.choice import in_language
from sim.scenario.contrasts import BASE, ScenarioPicture
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.files.side_texts import side_texts
from sim.scenario.scenario import Scenario

FOLDERS: dict[Language, str] = {"en": "notebooks/cases", "zh": "notebooks/cases/zh"}
MOST_PICTURES = 3
OPENING = Text(en="10 to 20 minutes. Question: ", zh="10 至 20 分钟。问题：")
PREDICT = Text(
    en="**Predict.** Before you run anything, write down for each contrast what it changes, and in which direction:",
    zh="**预测**：运行之前，写下每个对照会改变什么、朝哪个方向变化：",
)
TRY = Text(
    en="**Try.** Each market is run several times, all with the same customers and the same luck. A difference is "
    "clear where its 95% interval leaves out zero.",
    zh="**尝试**：每个市场运行多次，顾客相同、运气相同。差异的 95% 置信区间不包含零时，差异才是明显的。",
)
PICTURE = Text(en="**Look.** {look}", zh="**看图**：{look}")
ANSWER = Text(en="What the case teaches", zh="案例的结论")
CHECK = Text(en="**Check yourself.**", zh="**自我检查**")
QUESTIONS = (
    Text(
        en="Which differences of the table are clear, and which are not? How do you see it?",
        zh="表中哪些差异是明显的，哪些不是？你是怎么看出来的？",
    ),
    Text(
        en='Compare "{label}" with the market as it is. Is its effect on profit the same in the first year and later?',
        zh="把“{label}”与原来的市场比较。它对利润的影响，第一年和以后一样吗？",
    ),
    Text(
        en="Which assumption would you change first to see whether the answer holds? Try it: `market.but(...)`.",
        zh="你会先改变这个市场的哪一项假定，看答案是否仍然成立？请试一试：`market.but(...)`。",
    ),
)


def case_scenarios() -> list[str]:
    """Scenarios that have contrasts and are in no chapter, in alphabetical order."""
    chapters = course_chapters()
    used = {experiment.scenario for one in chapters for experiment in one.experiments.values()}
    return [name for name in shipped_scenarios() if name not in used and load(name).contrasts]


def picture_code(picture: ScenarioPicture) -> str:
    """The call that draws a picture of a scenario from ``found``."""
    first, *others = inspect.signature(getattr(charts, picture.chart)).parameters
    base = f'found.results["{picture.contrast}"]' if picture.contrast != BASE else "found.base"
    drawn = "found" if first == "found" else base
    if "without" in others:
        drawn = f'found.base, found.results["{picture.contrast}"]'
    options = "".join(f", {name}={value!r}" for name, value in picture.options.items())
    return f"sim.charts.{picture.chart}({drawn}{options})".replace("'", '"')


def case_notebook(name: str, language: Language) -> dict[str, Any]:
    """The notebook of a scenario.

    Args:
        name: Name of the scenario.
        language: Language of the texts.

    Returns:
        A notebook without outputs.
    """
    scenario = load(name)
    with in_language(language):
        own = side_texts(name)
    labels = {contrast: own.contrasts.get(contrast) or one.label for contrast, one in scenario.contrasts.items()}
    title, question = own.title or scenario.title, own.question or scenario.question
    listed = "\n".join(f"* {labels[contrast]}" for contrast in scenario.contrasts)
    cells = [
        (text_cell, f"# {title}\n\n{OPENING.said(language)}**{question}**\n\n{PREDICT.said(language)}\n\n{listed}"),
        (code_cell, f'import sim\n\nmarket = sim.load("{name}")'),
        (text_cell, TRY.said(language)),
        (code_cell, "found = sim.run_contrasts(market)\nfound"),
    ]
    for number, picture in enumerate(_pictures(scenario)):
        look = own.pictures[number] if number < len(own.pictures) else picture.look
        cells += [(text_cell, PICTURE.said(language).format(look=look)), (code_cell, picture_code(picture))]
    first = labels[next(iter(scenario.contrasts))]
    asked = "\n".join(f"{n}. {one.said(language).format(label=first)}" for n, one in enumerate(QUESTIONS, start=1))
    answer = (
        f"<details><summary><b>{ANSWER.said(language)}</b></summary>\n\n{own.teaches or scenario.teaches}\n\n</details>"
    )
    cells.append((text_cell, f"{CHECK.said(language)}\n\n{asked}\n\n{answer}"))
    return notebook([made(f"cell-{place}", text) for place, (made, text) in enumerate(cells)])


def _pictures(scenario: Scenario) -> tuple[ScenarioPicture, ...]:
    return tuple(scenario.pictures)[:MOST_PICTURES]


def contents() -> dict[Path, str]:
    """The notebooks as they should be.

    Returns:
        Text of each notebook by its path inside the project.
    """
    return {
        Path(FOLDERS[language]) / f"{name}.ipynb":
            as_text(case_notebook(name, language))
        for language in LANGUAGES for name in case_scenarios()
    }  # fmt: skip


if __name__ == "__main__":
    write_all(contents())

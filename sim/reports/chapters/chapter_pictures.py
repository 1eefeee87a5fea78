"""The pictures of a chapter of the course in a student's market, and the two worlds in which a customer is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.charts.style.canvas import png
from sim.course.chapters.chapter import CourseChapter, scenario_of
from sim.experiments.contrast_results import BASE_LABEL, ContrastResults
from sim.experiments.counterfactuals import CounterfactualPair
from sim.language.messages import translate
from sim.reports.answer_section import draw
from sim.results.simulate import simulate
from sim.scenario.contrasts import BASE, ScenarioPicture, world
from sim.scenario.files.side_texts import scenario_text

DPI = 110


def chapter_pictures(chapter: CourseChapter, found: Mapping[str, ContrastResults]) -> list[tuple[bytes, str, str]]:
    """The pictures of the part "What happened".

    Args:
        chapter: The chapter in the language of the reader.
        found: Results of each experiment by name.

    Returns:
        For each picture PNG, the text for those who do not see it, and what to look at.
    """
    drawn = []
    named = {name: _in_language_of(chapter, name, one) for name, one in found.items()}
    for one in chapter.pictures:
        plain = ScenarioPicture(chart=one.chart, contrast=one.contrast, look=one.look, options=one.options)
        drawn.append((png(draw(named[one.run], plain), DPI), one.alt, one.look))
    return drawn


def _in_language_of(chapter: CourseChapter, name: str, found: ContrastResults) -> ContrastResults:
    """The results with the labels that the chapter itself gives to markets and measures."""
    scenario = scenario_of(chapter.experiments[name])
    return replace(found, scenario=scenario, measures=scenario.measures)


def followed_worlds(chapter: CourseChapter, seed: int) -> CounterfactualPair:
    """The two worlds of the part "One customer", one run of each with the student's luck.

    Args:
        chapter: The chapter.
        seed: Seed of the student's market.

    Returns:
        The two worlds, first the one from which the outcome of a customer is seen.
    """
    asked = chapter.follow
    scenario = scenario_of(chapter.experiments[asked.run])
    labels = {BASE: translate(BASE_LABEL), **{name: one.label for name, one in scenario.contrasts.items()}}
    one, two = (BASE, asked.contrast) if asked.from_base else (asked.contrast, BASE)
    first, second = (simulate(world(scenario, name), seed=seed, replications=1) for name in (one, two))
    names = scenario_text(scenario, labels[one]), scenario_text(scenario, labels[two])
    return CounterfactualPair(names=names, first=first, second=second, firm=scenario.focal_firm)

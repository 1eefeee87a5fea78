"""A chapter of the course as its file declares it; every name in it is checked."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import Field

from sim.course.bank import chapters as bank_chapters
from sim.course.chapters.own_questions import BankItem, CheckItem, OwnNumber, OwnReading
from sim.course.chapters.parts import (
    ChapterPicture,
    Experiment,
    FigureOf,
    Follow,
    LargestPrediction,
    Prediction,
    Sentence,
    Told,
    TryOut,
)
from sim.registry import unknown
from sim.scenario.contrasts import ShortName
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.files.validation_errors import Fault, ScenarioError, Steps
from sim.scenario.scenario import Scenario

CourseId = Annotated[str, Field(pattern=r"^([A-E]\d+|F|G\d+)$")]


class Minutes(Declaration):
    """How long a student needs for each part."""

    question: int = Field(ge=1)
    predict: int = Field(ge=1)
    try_out: int = Field(ge=1)
    happened: int = Field(ge=1)
    follow: int = Field(ge=1)
    ideas: int = Field(ge=1)
    case: int = Field(ge=1)
    check: int = Field(ge=1)
    reflect: int = Field(ge=1)

    @property
    def total(self) -> int:
        """Minutes of the whole chapter."""
        return sum(self.model_dump().values())


class Idea(Declaration):
    """An idea of the course: what the course says, and what the student's run shows of it."""

    id: CourseId
    says: Sentence
    """The idea in a sentence, as the course has it."""
    seen: Told
    """What the simulator shows; where it disagrees, both and why."""


class Case(Declaration):
    """A case to discuss."""

    title: Sentence
    text: tuple[Sentence, ...] = Field(min_length=1)
    """Paragraphs."""
    asked: tuple[Sentence, ...] = Field(min_length=1)
    """Questions on it."""
    scenario: str | None = None
    """The scenario that plays it, for those who want to go on."""
    game: str | None = None
    """The exercise or game that belongs to it."""
    facts: Sentence
    """Where its facts come from."""


class Misunderstanding(Declaration):
    """What is usually misunderstood, and what to say to it."""

    wrong: Sentence
    answer: Sentence
    picture: int | None = Field(default=None, ge=0)
    """Place of the picture that shows it, from 0."""


class Discussion(Declaration):
    """A question for the class, and what a good answer has in it."""

    ask: Sentence
    key: Sentence


class Reading(Declaration):
    """What to read, and why."""

    source: str = Field(min_length=1)
    about: Sentence


class CourseChapter(Declaration):
    """One chapter; texts are those of one language."""

    number: int = Field(ge=1, le=8)
    name: ShortName
    title: Sentence
    course: tuple[CourseId, ...] = Field(min_length=1)
    """Ids of the course that it covers; each has its entry in ``ideas``."""
    minutes: Minutes
    objectives: tuple[Sentence, ...] = Field(min_length=3, max_length=3)
    """What a student can do afterwards; each can be tested."""
    question: tuple[Sentence, ...] = Field(min_length=1)
    """The question of the chapter, in paragraphs."""
    experiments: Mapping[ShortName, Experiment] = Field(min_length=1)
    figures: Mapping[ShortName, FigureOf] = Field(min_length=1)
    predict: tuple[Prediction, ...] = Field(min_length=1)
    try_out: TryOut
    happened: tuple[Told, ...] = Field(min_length=1)
    pictures: tuple[ChapterPicture, ...] = Field(min_length=1)
    follow: Follow
    ideas: tuple[Idea, ...] = Field(min_length=1)
    case: Case
    check: tuple[CheckItem, ...] = Field(min_length=4)
    misunderstandings: tuple[Misunderstanding, ...] = Field(min_length=2)
    discussion: tuple[Discussion, ...] = Field(min_length=1)
    reflection: Sentence
    reading: tuple[Reading, ...] = Field(min_length=1)

    def costly_faults(self) -> list[Fault]:
        """Names that are not there: scenarios, contrasts, measures, figures, questions, ids of the course."""
        if faults := list(_experiment_faults(self)):
            return faults
        return [*_figure_faults(self), *_named_figure_faults(self), *_world_faults(self), *_other_faults(self)]


@cache
def shipped_scenario(name: str) -> Scenario:
    """A shipped scenario, read once; reading checks all of its contrasts, which takes a second."""
    return load(name)


def scenario_of(experiment: Experiment) -> Scenario:
    """The scenario of an experiment, with its changed values, its own and its further contrasts and measures.

    Args:
        experiment: Part of a chapter.

    Returns:
        A :class:`sim.Scenario` that :func:`sim.run_contrasts` can run.

    Raises:
        ScenarioError: For a scenario that is not there or values that it cannot have.
    """
    scenario = shipped_scenario(experiment.scenario)
    content = scenario.model_dump(mode="json", exclude_unset=True)
    changes: dict[str, Any] = {"findings": [], "pictures": []}
    further = {name: contrast.model_dump(mode="json") for name, contrast in experiment.further.items()}
    measures = [one.model_dump(mode="json", exclude_unset=True) for one in experiment.measures]
    changes["contrasts"] = {**content.get("contrasts", {}), **further}
    changes["measures"] = [*content.get("measures", ()), *measures]
    return scenario.but({**changes, **experiment.set}, replications=experiment.runs)


def _fault(steps: Steps, message: str) -> Fault:
    return Fault(path=".".join(map(str, steps)), steps=steps, message=message)


def _experiment_faults(chapter: CourseChapter) -> Iterator[Fault]:
    for name, experiment in chapter.experiments.items():
        steps: Steps = ("experiments", name)
        if experiment.scenario not in shipped_scenarios():
            yield _fault((*steps, "scenario"), unknown("scenario", experiment.scenario, shipped_scenarios()))
            continue
        own = shipped_scenario(experiment.scenario).contrasts
        for place, contrast in enumerate(experiment.contrasts):
            if contrast not in own:
                yield _fault((*steps, "contrasts", place), unknown("contrast", contrast, own))
        try:
            scenario_of(experiment)
        except ScenarioError as error:
            for fault in error.faults:
                yield _fault((*steps, "set"), f"{fault.path}: {fault.message}")


def _figure_faults(chapter: CourseChapter) -> Iterator[Fault]:
    measures_of = {
        name: [measure.name for measure in scenario_of(one).measures] for name, one in chapter.experiments.items()
    }
    for name, figure in chapter.figures.items():
        steps: Steps = ("figures", name)
        for part in figure.made_of:
            if part not in chapter.figures or chapter.figures[part].made_of:
                plain = [other for other, one in chapter.figures.items() if not one.made_of]
                yield _fault(
                    (*steps, "part" if figure.part else "lifetime"),
                    unknown("figure with 'of' or 'between'", part, plain),
                )
        if figure.run is None:
            continue
        if figure.run not in chapter.experiments:
            yield _fault((*steps, "run"), unknown("experiment", figure.run, chapter.experiments))
            continue
        experiment = chapter.experiments[figure.run]
        measures = measures_of[figure.run]
        if figure.on not in measures:
            yield _fault((*steps, "on"), unknown("measure", str(figure.on), measures))
        worlds = [world for world in (figure.of, *(figure.between or ())) if world is not None]
        for world in worlds:
            if world not in experiment.worlds:
                yield _fault((*steps, "of" if figure.of else "between"), unknown("market", world, experiment.worlds))


def _named_figures(chapter: CourseChapter) -> Iterator[tuple[Steps, str]]:
    """Every place where a figure is named."""
    for place, one in enumerate(chapter.predict):
        names = tuple(one.options) if isinstance(one, LargestPrediction) else (one.figure,)
        yield from ((("predict", place), name) for name in names)
    for place, item in enumerate(chapter.check):
        if isinstance(item, BankItem):
            continue
        names = (item.figure,) if isinstance(item, OwnNumber | OwnReading) else tuple(item.options)
        slips = item.slips if isinstance(item, OwnNumber) else ()
        yield from ((("check", place), name) for name in (*names, *(slip.figure for slip in slips)))
        yield from ((("check", place, "explain"), name) for name in named_in(item.explain))
    for where, told in _told(chapter):
        if told.by is not None:
            yield (*where, "by"), told.by
        for key, said in told.sentences.items():
            yield from (((*where, key), name) for name in named_in(said))


def _told(chapter: CourseChapter) -> Iterator[tuple[Steps, Told]]:
    yield from ((("happened", place), told) for place, told in enumerate(chapter.happened))
    yield from ((("ideas", place, "seen"), idea.seen) for place, idea in enumerate(chapter.ideas))


def named_in(template: str) -> set[str]:
    """Names of the figures that a sentence holds in braces.

    >>> sorted(named_in("{late} points ({late.interval}), {early.size} before"))
    ['early', 'late']
    """
    found = (field for _, field, _, _ in string.Formatter().parse(template) if field)
    return {field.partition(".")[0] for field in found}


def _named_figure_faults(chapter: CourseChapter) -> Iterator[Fault]:
    for steps, name in _named_figures(chapter):
        if name not in chapter.figures:
            yield _fault(steps, unknown("figure", name, chapter.figures))


def _world_faults(chapter: CourseChapter) -> Iterator[Fault]:
    named: list[tuple[Steps, str, str]] = [
        (("try_out",), chapter.try_out.run, chapter.try_out.against),
        (("follow",), chapter.follow.run, chapter.follow.contrast),
        *((("pictures", place), one.run, one.contrast) for place, one in enumerate(chapter.pictures)),
    ]
    for steps, run, world in named:
        if run not in chapter.experiments:
            yield _fault((*steps, "run"), unknown("experiment", run, chapter.experiments))
        elif world not in chapter.experiments[run].worlds:
            yield _fault(steps, unknown("market", world, chapter.experiments[run].worlds))


def _other_faults(chapter: CourseChapter) -> Iterator[Fault]:
    bank = [question.id for one in bank_chapters() for question in one.questions]
    for place, item in enumerate(chapter.check):
        if isinstance(item, BankItem) and item.id not in bank:
            yield _fault(("check", place, "id"), unknown("question", item.id, bank))
    for place, idea in enumerate(chapter.ideas):
        if idea.id not in chapter.course:
            yield _fault(("ideas", place, "id"), unknown("id of this chapter", idea.id, chapter.course))
    missing = [name for name in chapter.course if name not in [idea.id for idea in chapter.ideas]]
    if missing:
        yield _fault(("course",), f"{', '.join(missing)}: no entry in 'ideas' says what the student sees of it")
    for place, one in enumerate(chapter.misunderstandings):
        if one.picture is not None and one.picture >= len(chapter.pictures):
            message = f"there is no picture {one.picture}; give a number from 0 to {len(chapter.pictures) - 1}"
            yield _fault(("misunderstandings", place, "picture"), message)

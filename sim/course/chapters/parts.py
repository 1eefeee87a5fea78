"""The small parts of a chapter: experiments, figures, sentences, predictions, controls, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, model_validator

from sim.scenario.contrasts import BASE, Contrast, ContrastMeasure, ScenarioPicture, ShortName
from sim.scenario.declaration import Declaration

Sentence = Annotated[str, Field(min_length=1)]
Reading: TypeAlias = Literal["more", "less", "unclear"]


class Experiment(Declaration):
    """A shipped scenario with the contrasts that a chapter runs, in the market of the student."""

    scenario: str
    """Name of the scenario."""
    set: Mapping[str, Any] = {}
    """Values that differ from the file, by path, such as a smaller population."""
    contrasts: tuple[str, ...] = ()
    """Contrasts of the scenario that are run."""
    further: Mapping[ShortName, Contrast] = {}
    """Contrasts that the scenario does not have."""
    measures: tuple[ContrastMeasure, ...] = ()
    """Measures that the scenario does not have."""
    runs: int = Field(default=5, ge=2, le=40)
    """Runs of each market."""

    @property
    def worlds(self) -> tuple[str, ...]:
        """Names of the markets, ``base`` first."""
        return (BASE, *self.contrasts, *self.further)


class FigureOf(Declaration):
    """A figure that is computed from runs: a mean (``of``), a difference (``between``) or a ratio of two (``part``)."""

    run: ShortName | None = None
    """Name of the experiment; not for ``part``."""
    on: ShortName | None = None
    """Measure of the experiment; not for ``part``."""
    of: ShortName | None = None
    """Market whose mean it is."""
    between: tuple[ShortName, ShortName] | None = None
    """First market less second, in pairs with the same random numbers."""
    part: tuple[ShortName, ShortName] | None = None
    """Two figures: the first as % of the second."""
    lifetime: ShortName | None = None
    """A churn rate in % a year; the figure is the mean lifetime in years, 100 / churn."""

    @model_validator(mode="after")
    def _one_kind(self) -> FigureOf:
        given = [name for name in ("of", "between", "part", "lifetime") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of: of, between, part, lifetime; {len(given)} were given")
        if bool(self.made_of) == (self.run is not None and self.on is not None):
            raise ValueError(
                "a figure with 'of' or 'between' needs 'run' and 'on'; one with 'part' or 'lifetime' has neither"
            )
        return self

    @property
    def made_of(self) -> tuple[str, ...]:
        """Figures from which it is computed; none where it is read from runs."""
        return self.part or ((self.lifetime,) if self.lifetime else ())


class Told(Declaration):
    """A sentence whose figures are computed, as ``text``, or with one reading for each sign of the figure ``by``.

    ``{name}`` stands for a figure, ``{name.size}`` for its amount without sign, ``{name.interval}`` for its interval.
    """

    text: Sentence | None = None
    by: ShortName | None = None
    """The figure whose sign decides which sentence is read."""
    more: Sentence | None = None
    less: Sentence | None = None
    unclear: Sentence | None = None
    """Read where the interval contains zero."""

    @model_validator(mode="after")
    def _whole(self) -> Told:
        readings = (self.more, self.less, self.unclear)
        if self.by is None and (self.text is None or any(readings)):
            raise ValueError("give 'text', or 'by' with 'more', 'less' and 'unclear'")
        if self.by is not None and (self.text is not None or not all(readings)):
            raise ValueError("a sentence with 'by' has 'more', 'less' and 'unclear', and no 'text'")
        return self

    @property
    def sentences(self) -> dict[str, str]:
        """The sentences by key."""
        keys = ("text", "more", "less", "unclear")
        return {key: said for key in keys if (said := getattr(self, key)) is not None}


class Readings(Declaration):
    """What a student may choose: one answer for each way in which a difference can come out."""

    more: Sentence
    less: Sentence
    unclear: Sentence


class NumberPrediction(Declaration):
    """A number, with a range in which the student is sure to find it 8 times out of 10."""

    kind: Literal["number"]
    id: ShortName
    ask: Sentence
    unit: Sentence
    figure: ShortName
    low: float
    """Lowest value of the slider."""
    high: float
    step: float = Field(default=0.5, gt=0)


class ChoicePrediction(Declaration):
    """One of three answers; the sign of a figure decides which is right."""

    kind: Literal["choice"]
    id: ShortName
    ask: Sentence
    figure: ShortName
    options: Readings


class LargestPrediction(Declaration):
    """Which of several figures is largest?"""

    kind: Literal["largest"]
    id: ShortName
    ask: Sentence
    options: Mapping[ShortName, Sentence] = Field(min_length=2)
    """Figures by name, each with its label."""


Prediction: TypeAlias = Annotated[NumberPrediction | ChoicePrediction | LargestPrediction, Field(discriminator="kind")]


class Slider(Declaration):
    """A control of the trial: a number that is put into the market where ``set`` has ``$value``."""

    id: ShortName
    label: Sentence
    low: float
    high: float
    step: float = Field(gt=0)
    start: float
    set: Mapping[str, Any] = Field(min_length=1)
    """Values by path; the text ``$value`` anywhere in them stands for the number."""

    @model_validator(mode="after")
    def _in_order(self) -> Slider:
        if not self.low <= self.start <= self.high or self.low == self.high:
            raise ValueError(f"low {self.low:g}, start {self.start:g} and high {self.high:g} must rise in this order")
        return self


class TryOut(Declaration):
    """Controls, one picture, and tasks: the changed market against another one, with the same customers and luck."""

    run: ShortName
    """Experiment whose market is changed."""
    against: ShortName = BASE
    """The market that the changed one is compared with: ``base`` or a contrast."""
    label: Sentence
    """What the changed market is called."""
    other: Sentence
    """What the market it is compared with is called."""
    figure: Literal["share", "profit", "customers", "exits", "revenue"] = "share"
    """What the picture shows week by week."""
    sliders: tuple[Slider, ...] = Field(min_length=1, max_length=3)
    text: Sentence
    tasks: tuple[Sentence, ...] = Field(min_length=1)


class ChapterPicture(ScenarioPicture):
    """A chart of an experiment, with what to look at and a text for those who do not see it."""

    run: ShortName
    alt: Sentence
    """What the picture shows, for a screen reader."""


class Follow(Declaration):
    """One customer in two worlds."""

    run: ShortName
    contrast: ShortName
    """The other world; one of the two is ``base``."""
    from_base: bool = False
    """Whether the contrast is what the firm changes, so that "saved" means saved by it; else the base is."""
    text: Sentence

"""What a strategy is judged by: one figure of one firm, taken from each run."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from pydantic import Field

from sim.experiments.errors import ExperimentError
from sim.files.regular_file import parse_json
from sim.language.messages import _, mark
from sim.registry import registered, unknown
from sim.results.results import LogLevel, Results
from sim.scenario.declaration import Declaration


class Measure(Declaration):
    """One figure of one firm in one run, in a window of weeks.

    To write a new one, give it a ``kind``, the words below and :meth:`value`, in a file of its own in
    :mod:`sim.experiments.measures`.
    """

    unit: ClassVar[str] = ""
    """What it is counted in, such as ``money per customer and year``."""
    says: ClassVar[str] = mark("{one} has {size} {more} than {other}")
    """How a difference is said."""
    more: ClassVar[tuple[str, str]] = (mark("more"), mark("less"))
    """Words for a difference above and below zero."""
    scale: ClassVar[float] = 1.0
    """By which a value is multiplied before it is said: 100 for shares, said in points."""
    better: ClassVar[Literal["more", "less"]] = "more"
    log: ClassVar[LogLevel] = "exits"
    """What it needs of the log: ``exits``, or ``all`` events where it looks at single purchases."""

    kind: str
    since: int = Field(default=0, ge=0)
    """First week of the window."""
    until: int | None = Field(default=None, gt=0)
    """The week before which it ends; the end of the run when left out."""

    @abstractmethod
    def value(self, results: Results, firm: str) -> float:
        """The figure of this firm in a run; ``results`` hold one replication. Not a number where there is none."""


Figure: TypeAlias = str | Measure | Callable[[Results], float]
"""A measure by name, a measure, or a function of results that returns a number."""


@dataclass(frozen=True, kw_only=True)
class Judge:
    """A measure made ready: whom it looks at, how it reads a run, how its differences are said."""

    name: str
    unit: str
    says: str
    more: tuple[str, str]
    scale: float
    better: Literal["more", "less"]
    log: LogLevel
    firm: str
    asked: str
    """The measure as JSON, to be asked again; empty for a user's own function."""
    read: Callable[[Results], float]

    def __call__(self, results: Results) -> float:
        """The figure of a run. Raises ``ExperimentError`` where it is no number, or not finite."""
        found = self.read(results)
        try:
            value = float(found)
        except (TypeError, ValueError):
            told = _("{measure} gave {value}, which is no number")
            raise ExperimentError(told.format(measure=self.name, value=repr(found))) from None
        if not math.isfinite(value):
            told = _(
                "{measure} is {value} there, as where a firm has no customers or nobody buys; choose a measure that "
                "has a value in every run, or another window"
            )
            raise ExperimentError(told.format(measure=self.name, value=f"{value:g}"))
        return value


def judge(figure: Figure, firm: str) -> Judge:
    """Make a measure ready for a firm. Raises ``ExperimentError`` for one that is not there, with the nearest name."""
    if isinstance(figure, str):
        kinds = registered("measure")
        if figure not in kinds:
            told = _("{fault}; or give a function that takes results and returns a number")
            raise ExperimentError(told.format(fault=unknown("measure", figure, kinds)))
        figure = kinds[figure]()  # type: ignore[operator]
    if isinstance(figure, Measure):
        return Judge(
            name=figure.kind, unit=figure.unit, says=figure.says, more=figure.more, scale=figure.scale,
            better=figure.better, log=figure.log, firm=firm, asked=figure.model_dump_json(),
            read=_Reading(figure, firm),
        )  # fmt: skip
    if not callable(figure):
        told = _(
            "{given} is no measure; give the name of one, such as 'profit', or a function that takes results and "
            "returns a number"
        )
        raise ExperimentError(told.format(given=repr(figure)))
    name = getattr(figure, "__name__", type(figure).__name__)
    return Judge(
        name=name, unit="", says=f"{name} is {{size}} {{more}} for {{one}} than for {{other}}",
        more=(mark("higher"), mark("lower")), scale=1.0, better="more", log="all", firm=firm, asked="", read=figure,
    )  # fmt: skip


def judge_again(asked: str, firm: str) -> Judge:
    """The measure that was written out as JSON. Raises ``ExperimentError`` where this version does not know it."""
    content = parse_json(asked)
    kinds = registered("measure")
    if content["kind"] not in kinds:
        raise ExperimentError(unknown("measure", content["kind"], kinds))
    return judge(kinds[content["kind"]](**content), firm)  # type: ignore[operator]


@dataclass(frozen=True)
class _Reading:
    measure: Measure
    firm: str

    def __call__(self, results: Results) -> float:
        return self.measure.value(results, self.firm)


def part(above: float, below: float) -> float:
    """A ratio, not a number where there is nothing below the line."""
    return above / below if below else math.nan

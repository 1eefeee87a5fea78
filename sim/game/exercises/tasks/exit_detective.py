"""The task of the exit detective: the files of one firm, and why its customers really left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
from pydantic import Field as Setting

from sim.game.exercises.exercise_sections import framed
from sim.game.exercises.exit_case import DISCOUNT, LOWERING, Case, open_case
from sim.game.exercises.exit_detective import bracket, score
from sim.game.exercises.exit_report import Report
from sim.game.exercises.marking import MOST, Marks
from sim.game.exercises.task import ExerciseRun, Task
from sim.game.forms.expectations import MOST_MEANT
from sim.game.forms.field import Field
from sim.game.presentation.section import Section
from sim.number_text import decimal, percent
from sim.registry import register
from sim.results.simulate import simulate
from sim.scenario.market.population import Name
from sim.scenario.scenario import Scenario


class ExitDetectiveRun(ExerciseRun):
    """A firm's files on the desk, and the report that is asked for."""

    def __init__(self, case: Case) -> None:
        """The case; its truth stays in it."""
        self.case = case

    def sections(self) -> tuple[Section, ...]:
        """The firm, what its leavers said, which files there are, and how the report is marked."""
        handout = self.case.handout
        said = handout.interviews["stated"].value_counts()
        causes = handout.causes.itertuples(index=False)
        rows = [(cause, meaning, f"{int(said.get(cause, 0)):,}") for cause, meaning in causes]
        files = [(name, f"{len(table):,}", ", ".join(table.columns)) for name, table in handout.tables().items()]
        text = (
            f"In {handout.weeks:g} weeks {handout.left:,} customers left {handout.firm}; "
            f"{len(handout.interviews):,} of them said why. Why did they really leave, what did it cost, and what "
            "would you pay to keep more of them?"
        )
        return (
            Section(heading=f"{handout.title}: who left {handout.firm}, and why?", text=text),
            Section(heading="What they said", columns=("cause", "meaning", "said by"), rows=tuple(rows)),
            Section(heading="Your files", text="Each is a table; export them as CSV and look for yourself.",
                    columns=("file", "rows", "columns"), rows=tuple(files)),
            Section(heading="Your report", text=ASKED.format(lowering=_part(handout.lowering))),
        )  # fmt: skip

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Causes, books, records, purchases, interviews."""
        return self.case.handout.tables()

    def questions(self) -> tuple[Field, ...]:
        """Shares, churn, profit lost, what a measure is worth, and which causes nobody can stop."""
        handout = self.case.handout
        causes = tuple(str(cause) for cause in handout.causes["cause"])
        found = [
            Field(path=f"shares.{cause}", label=f"share of {cause}", sort="number", least=0, most=1,
                  percent=True, help="Its share in all exits; the shares sum to 100%", unit="of all exits")
            for cause in causes
        ]  # fmt: skip
        found += [
            Field(path=f"churn.{segment}", label=f"churn of {segment}", sort="number", least=0,
                  most=MOST_MEANT["churn"], percent=True, help="Exits a year as a part of the customers: for 100 "
                  "customers, how many leave in a year", unit="of its customers lost in a year")
            for segment in handout.segments
        ]  # fmt: skip
        found += [
            Field(path=f"profit_lost.{cause}", label=f"profit lost by {cause}", sort="number", least=-MOST, most=MOST,
                  help="Profit lost by those who left for it, over the whole time", unit="money")
            for cause in causes
        ]  # fmt: skip
        found += [
            Field(path=f"measures.{cause}", label=f"worth of a measure against {cause}", sort="number", least=0,
                  most=MOST, unit="money a year",
                  help=f"The most that you would pay a year to lower its exits by {_part(handout.lowering)}; the "
                  "highest counts as the first in your order")
            for cause in causes
        ]  # fmt: skip
        unstoppable = Field(path="unstoppable", label="causes nobody can stop", sort="many", options=causes, present=(),
                            help="Causes against which no measure helps")  # fmt: skip
        return (*found, unstoppable)

    def answer(self, values: Mapping[str, object]) -> dict[str, Any]:
        """The report; causes left out count 0, measures come in the order of what they are worth."""
        given: dict[str, dict[str, Any]] = {"shares": {}, "churn": {}, "profit_lost": {}, "measures": {}}
        unstoppable: Any = ()
        for path, value in self.read(values).items():
            part, _, name = path.partition(".")
            if part in given and value is not None:
                given[part][name] = value
            elif part == "unstoppable":
                unstoppable = value or ()
        measures = sorted(given.pop("measures").items(), key=lambda one: -one[1])
        answer = {**given, "measures": [[cause, worth] for cause, worth in measures if worth],
                  "unstoppable": list(unstoppable)}  # fmt: skip
        _report(answer)
        return answer

    def marks(self, answer: Mapping[str, Any]) -> Marks:
        """Six parts, see :func:`sim.game.exercises.exit_detective.score`."""
        return score(self.case, _report(answer))

    def truth(self) -> tuple[Section, ...]:
        """By cause: what was stated, what is true, what was lost, what a measure is worth; churn; known reports."""
        true = self.case.truth
        rows = tuple(
            (cause, percent(true.stated[cause], 1), percent(share, 1), decimal(true.profit_lost[cause]),
             "nobody can stop it" if cause in true.unstoppable else decimal(true.break_even[cause]))
            for cause, share in true.shares.items()
        )  # fmt: skip
        churn = tuple((segment, percent(rate, 1)) for segment, rate in true.churn.items())
        return (
            Section(heading="Why they really left", rows=rows,
                    columns=("cause", "stated", "true", "profit lost", "a measure is worth, a year")),
            Section(heading="How fast they left", columns=("segment", "churn a year"), rows=churn),
            framed("What known reports get", bracket(self.case)),
        )  # fmt: skip


ASKED = (
    "Say for each cause its share in all exits, the profit lost by it, and the most that you would pay a year for a "
    "measure that lowers its exits by {lowering}; for each segment its churn; and which causes nobody can stop. A "
    "cause left out counts 0. Each part has 100 points, and the mean counts."
)


def _part(part: float) -> str:
    return f"{100 * part:g}%"


def _report(answer: Mapping[str, Any]) -> Report:
    return Report(
        shares=answer["shares"], churn=answer["churn"], profit_lost=answer["profit_lost"],
        measures=[(cause, worth) for cause, worth in answer["measures"]], unstoppable=answer["unstoppable"],
    )  # fmt: skip


@register("exercise", "exit_detective")
class ExitDetective(Task):
    """Exit detective: records and exit interviews in, causes and measures out (C7 to C11)."""

    kind: Literal["exit_detective"]
    firm: Name | None = None
    """Whose customers left; the firm in focus if left out."""
    lowering: float = Setting(default=LOWERING, gt=0, le=1)
    """A measure lowers the exits for one cause by this part. Assumed .1."""
    discount: float = Setting(default=DISCOUNT, ge=0, le=10)
    """A year's discount on money still to come. Assumed .1."""

    def open(self, scenario: Scenario | None, seed: int) -> ExitDetectiveRun:
        """Run the scenario once, and take one firm's files out of it."""
        if scenario is None:
            raise ValueError("the exit detective needs a scenario; give its name in the task")
        run = simulate(scenario, seed=seed, replications=1)
        return ExitDetectiveRun(open_case(run, self.firm, lowering=self.lowering, discount=self.discount))

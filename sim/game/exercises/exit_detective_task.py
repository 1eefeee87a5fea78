"""The exit detective as it is played: files on the desk, the report asked for, the truth afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
from pydantic import Field as Setting

from sim.game.exercises.exercise import ExerciseRun, Task
from sim.game.exercises.exit_case import DISCOUNT, LOWERING, Case, open_case
from sim.game.exercises.exit_detective import bracket, score
from sim.game.exercises.exit_report import Report
from sim.game.exercises.marking import MOST, Marks, framed, part_words
from sim.game.forms.expectations import MOST_MEANT
from sim.game.forms.field import Field
from sim.game.presentation.game_texts import scenario_title
from sim.game.presentation.section import Section
from sim.glossary.labels import cause_name
from sim.language.messages import _, mark, translate
from sim.number_text import decimal, percent
from sim.registry import register
from sim.results.simulate import simulate
from sim.scenario.market.population import Name
from sim.scenario.scenario import Scenario


class ExitDetectiveRun(ExerciseRun):
    """A firm's files on the desk, and the report that is asked for."""

    def __init__(self, case: Case, scenario: Scenario | None = None) -> None:
        """The case, whose truth stays in it, and the scenario that it was taken from, for its title."""
        self.case, self.scenario = case, scenario

    @property
    def title(self) -> str:
        """The title of the scenario in the language in use."""
        return self.case.handout.title if self.scenario is None else scenario_title(self.scenario)

    def sections(self) -> tuple[Section, ...]:
        """The firm, what its leavers said, which files there are, and how the report is marked."""
        handout = self.case.handout
        said = handout.interviews["stated"].value_counts()
        causes = handout.causes.itertuples(index=False)
        rows = [(cause_name(cause), translate(meaning), f"{int(said.get(cause, 0)):,}") for cause, meaning in causes]
        files = [(name, f"{len(table):,}", ", ".join(table.columns)) for name, table in handout.tables().items()]
        text = _(
            "In {weeks} weeks {left} customers left {firm}; {heard} of them said why. Why did they really leave, what "
            "did it cost, and what would you pay to keep more of them?"
        )
        text = text.format(weeks=f"{handout.weeks:g}", left=f"{handout.left:,}", firm=handout.firm,
                           heard=f"{len(handout.interviews):,}")  # fmt: skip
        heading = _("{title}: who left {firm}, and why?").format(title=self.title, firm=handout.firm)
        asked = translate(ASKED).format(lowering=_part(handout.lowering))
        return (
            Section(heading=heading, text=text),
            Section(heading=_("What they said"), columns=(_("cause"), _("meaning"), _("said by")), rows=tuple(rows)),
            Section(heading=_("Your files"), text=_("Each is a table; export them as CSV and look for yourself."),
                    columns=(_("file"), _("rows"), _("columns")), rows=tuple(files)),
            Section(heading=_("Your report"), text=asked),
        )  # fmt: skip

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Causes, books, records, purchases, interviews."""
        return self.case.handout.tables()

    def questions(self) -> tuple[Field, ...]:
        """Shares, churn, profit lost, what a measure is worth, and which causes nobody can stop."""
        handout = self.case.handout
        causes = tuple(str(cause) for cause in handout.causes["cause"])
        found = [
            Field(path=f"shares.{cause}", label=_("share of {cause}").format(cause=cause_name(cause)), sort="number",
                  least=0, most=1, percent=True, help=_("Its share in all exits; the shares sum to 100%"),
                  unit=_("of all exits"))
            for cause in causes
        ]  # fmt: skip
        found += [
            Field(path=f"churn.{segment}", label=_("churn of {segment}").format(segment=segment), sort="number",
                  least=0,
                  most=MOST_MEANT["churn"], percent=True, unit=_("of its customers lost in a year"),
                  help=_("Exits a year as a part of the customers: for 100 customers, how many leave in a year"))
            for segment in handout.segments
        ]  # fmt: skip
        found += [
            Field(path=f"profit_lost.{cause}", label=_("profit lost by {cause}").format(cause=cause_name(cause)),
                  sort="number", least=-MOST, most=MOST, unit=_("money"),
                  help=_("Profit lost by those who left for it, over the whole time"))
            for cause in causes
        ]  # fmt: skip
        worth = _(
            "The most that you would pay a year to lower its exits by {part}; the highest counts as the first in your "
            "order"
        )
        found += [
            Field(path=f"measures.{cause}", sort="number", least=0, most=MOST, unit=_("money a year"),
                  label=_("worth of a measure against {cause}").format(cause=cause_name(cause)),
                  help=worth.format(part=_part(handout.lowering)))
            for cause in causes
        ]  # fmt: skip
        unstoppable = Field(path="unstoppable", label=_("causes nobody can stop"), sort="many", options=causes,
                            present=(), help=_("Causes against which no measure helps"),
                            words={cause: cause_name(cause) for cause in causes})  # fmt: skip
        return (*found, unstoppable)

    def answer(self, values: Mapping[str, object]) -> dict[str, Any]:
        """The report; causes left out count 0, measures come in the order of what they are worth."""
        given: dict[str, dict[str, Any]] = {"shares": {}, "churn": {}, "profit_lost": {}, "measures": {}}
        unstoppable: Any = ()
        for path, value in self.read(values).items():
            part, _dot, name = path.partition(".")
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
            (cause_name(cause), percent(true.stated[cause], 1), percent(share, 1), decimal(true.profit_lost[cause]),
             _("nobody can stop it") if cause in true.unstoppable else decimal(true.break_even[cause]))
            for cause, share in true.shares.items()
        )  # fmt: skip
        churn = tuple((segment, percent(rate, 1)) for segment, rate in true.churn.items())
        return (
            Section(heading=_("Why they really left"), rows=rows,
                    columns=(_("cause"), _("stated"), _("true"), _("profit lost"), _("a measure is worth, a year"))),
            Section(heading=_("How fast they left"), columns=(_("segment"), _("churn a year")), rows=churn),
            framed(_("What known reports get"), bracket(self.case), words=report_words()),
        )  # fmt: skip


def report_words() -> dict[str, str]:
    """What people read for the names in :func:`bracket`."""
    return part_words() | {
        "believes what is stated": _("believes what is stated"), "knows the truth": _("knows the truth"),
        "corrects for the assumed bias": _("corrects for the assumed bias"), "report": _("report"),
        "total": _("total"),
    }  # fmt: skip


ASKED = mark(
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
            raise ValueError(_("the exit detective needs a scenario; give its name in the task"))
        run = simulate(scenario, seed=seed, replications=1)
        case = open_case(run, self.firm, lowering=self.lowering, discount=self.discount)
        return ExitDetectiveRun(case, scenario)

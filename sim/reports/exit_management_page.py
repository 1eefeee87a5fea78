"""Exit management as a page: the five steps with their tables, pictures and arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.charts.exits.exit_charts import exit_chart, profit_lost_chart, stated_exits_chart
from sim.files.atomic_write import write_file
from sim.glossary.labels import cause_name
from sim.language.messages import _, mark, translate
from sim.metrics._shared.worked_examples import Figure
from sim.metrics.exits.exit_management import ExitManagement, exit_management
from sim.metrics.retention.churn import Period
from sim.reports import exit_tables as tables
from sim.reports.html_page import bullets, heading, joined, page, paragraph, pictures, table, title
from sim.results.results import Results
from sim.scenario.files.side_texts import scenario_text

if TYPE_CHECKING:
    import pandas as pd

SUPPOSED = mark(
    "Profit lost supposes that rates of leaving are constant, independent of each other and alike for all customers "
    "of a firm, and that a customer goes on bringing what they brought. Discount and prior weeks are assumed; see "
    "guanxi explain profit_lost."
)


@dataclass(frozen=True)
class ExitPage:
    """A page that a notebook shows by itself, and that can be written to a file."""

    name: str
    parts: Sequence[Markup]

    def _repr_html_(self) -> str:
        return str(joined(self.parts, "\n"))

    def write(self, path: str | PathLike[str]) -> None:
        """Write the page to an HTML file that stands by itself. Raises ``OSError`` when it cannot be written."""
        write_file(path, page(self.name, self.parts).encode())


def exit_management_page(
    results: Results,
    period: Period = "year",
    lowering: float = 0.1,
    discount: float = 0.1,
    costs: Mapping[str, float] | None = None,
) -> ExitPage:
    """The five steps of managing exits for the firm in focus, to be shown in a notebook or written to a file.

    Arguments and errors as those of ``sim.exit_management``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        period: ``year``, ``quarter``, ``week`` or a number of weeks; the last period ends with the window and may be
            shorter.
        lowering: Part of the exits of a cause that is prevented, 0 to 1; 0.1 is assumed.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.
        costs: What lowering a cause by that part costs a firm a year, by cause, in money; without it no net figure.

    Returns:
        The page, which a notebook shows; ``.write(path)`` writes a file.
    """
    found = exit_management(results, period, lowering, discount, costs)
    firm = found.focal
    parts = [
        title(_("Why customers leave {firm}, and what to do about it").format(firm=firm)),
        paragraph(scenario_text(results.scenario, results.scenario.title)),
        heading(_("1 How fast customers leave")),
        table(tables.churn_table(found, found.churn_by_period), _("By period")),
        table(tables.churn_table(found, found.churn_by_segment, "segment"), _("By segment, over the whole run")),
        table(
            tables.churn_table(found, found.churn_by_tier, "tier"),
            _("By tier: weeks count for the tier that the customer was in"),
        ),
        bullets([arithmetic_of(found, "churn")]),
        heading(_("2 Why they leave")),
        pictures([exit_chart(results), stated_exits_chart(results)]),
        table(tables.answer_table(found), _("What those said who left for each true cause: number of interviews")),
        heading(_("3 What that costs")),
        pictures([profit_lost_chart(results)]),
        paragraph(translate(SUPPOSED), "note"),
        bullets([arithmetic_of(found, "profit lost", cause) for cause in causes_seen(found)]),
        table(tables.customer_table(found), _("The customers whose loss costs most, in the first replication")),
        heading(_("4 What it is worth to prevent {part} of a cause's exits").format(part=f"{100 * lowering:g}%")),
        table(tables.worth_table(found), _("Break-even spend, money a year")),
        bullets([arithmetic_of(found, "break-even", cause) for cause in causes_seen(found)]),
        heading(_("5 What to do")),
        paragraph(_("The most worthwhile first; what no one can stop comes last.")),
        bullets(tables.measure_lines(found)),
    ]
    name = _("Exits · {title} · Guanxi").format(title=scenario_text(results.scenario, results.scenario.title))
    return ExitPage(name, parts)


def in_report(results: Results) -> list[Markup]:
    """The section of the report of a run: pictures, what acting is worth, and one line of arithmetic."""
    parts = [heading(_("Managing exits"))]
    if results.log_level != "all":
        note = _("What was lost with those who left needs every single purchase; this run kept joins and exits only.")
        return [*parts, pictures([stated_exits_chart(results)]), paragraph(note, "note")]
    found = exit_management(results)
    parts += [pictures([stated_exits_chart(results), profit_lost_chart(results)])]
    lines = [arithmetic_of(found, "profit lost", cause) for cause in causes_seen(found)[:1]]
    lines += [arithmetic_of(found, "break-even", cause) for cause in causes_seen(found)[:1]]
    caption = _("What exits cost {firm}, and what it may spend a year to prevent {part} of them")
    worth = table(tables.value_table(found), caption.format(firm=found.focal, part=f"{100 * found.lowering:g}%"))
    return [*parts, worth, bullets([*lines, *tables.measure_lines(found)]), paragraph(translate(SUPPOSED), "note")]


def causes_seen(found: ExitManagement) -> list[str]:
    """The causes for which anyone left the firm in focus, the most worthwhile to act on first."""
    mine: pd.DataFrame = found.measures[found.measures["firm"] == found.focal]
    return [str(cause) for cause in mine.loc[mine["exits_per_year"] > 0, "cause"]]


def arithmetic_of(found: ExitManagement, figure: Figure, cause: str | None = None) -> str:
    """A line of arithmetic with what it is about."""
    told = _("{figure}: {arithmetic}") if cause is None else _("{figure}, {cause}: {arithmetic}")
    return told.format(
        figure=translate(_FIGURES[figure]), cause=cause_name(cause or ""), arithmetic=found.arithmetic(figure, cause)
    )  # fmt: skip


_FIGURES: dict[str, str] = {
    "churn": mark("churn"), "share": mark("share"), "stated share": mark("stated share"),
    "profit lost": mark("profit lost"), "break-even": mark("break-even"),
}  # fmt: skip

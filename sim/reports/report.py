"""The report of a run: one page that says what was asked, what came out and where the formulas come from."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike

from markupsafe import Markup

from sim.charts.exits.exit_chart import exit_chart
from sim.charts.programmes.gain_chart import gain_chart
from sim.charts.programmes.imitation_timeline import imitation_timeline
from sim.charts.programmes.programme_cost_chart import programme_cost_chart
from sim.charts.purchasing.cdnow_curve_chart import cdnow_curve_chart
from sim.charts.purchasing.cdnow_histogram_chart import cdnow_histogram_chart
from sim.charts.purchasing.customers_chart import customers_chart
from sim.charts.purchasing.double_jeopardy_chart import double_jeopardy_chart
from sim.charts.purchasing.share_chart import share_chart
from sim.charts.retention.churn_chart import churn_chart
from sim.charts.retention.survival_chart import survival_chart
from sim.charts.style.event_selection import launches
from sim.charts.value.profit_chart import profit_chart
from sim.experiments.calibration.cdnow_record import INSTALL, read_record
from sim.files.atomic_write import write_file
from sim.registry import registered
from sim.reports import report_tables as tables
from sim.reports.department_section import in_report as from_inside
from sim.reports.exit_management_page import in_report
from sim.reports.html_page import bullets, facts, heading, page, paragraph, pictures, table, title
from sim.reports.rival_decisions import in_report as decisions_in_report
from sim.results.results import Results
from sim.scenario.firm.department import Department
from sim.scenario.firm.programme import Programme

SAME_LUCK = (
    "The gain is the share less the share in the same market without the programme: the same customers with the same "
    "luck. Purchases in the two worlds are matched by ordinal, not by date."
)


def write_report(results: Results, path: str | PathLike[str], without: Results | None = None) -> None:
    """Write the report of a run to an HTML file that stands by itself: pictures and tables in it, no address.

    ``without`` is the same market without the programme, run with the same luck; given it, the report says what the
    programme gained. Raises ``ValueError`` when the two do not share their luck, ``OSError`` when the file cannot be
    written.
    """
    write_file(path, report(results, without).encode())


def report(results: Results, without: Results | None = None) -> str:
    """The page as text."""
    parts = _opening(results)
    sections: tuple[Callable[[Results, Results | None], list[Markup]], ...] = (
        _real_data,
        _shares,
        _leaving,
        _managing_exits,
        _programmes,
        _decisions,
        _inside,
        _sales,
    )
    for section in sections:
        parts += section(results, without)
    return page(f"{results.scenario.title} · Guanxi", [*parts, *_sources(results)])


def _opening(results: Results) -> list[Markup]:
    scenario = results.scenario
    said = [
        ("scenario", scenario.name),
        ("customers", f"{scenario.population.size:,}"),
        ("firms", ", ".join(scenario.firm_names)),
        ("weeks", f"{scenario.horizon:g}"),
        ("replications", str(len(results.runs))),
        ("seed", str(results.seed)),
        ("version", results.version),
        ("scheduler", results.scheduler),
        *([("course", ", ".join(scenario.course))] if scenario.course else []),
    ]
    parts = [
        title(scenario.title),
        paragraph(scenario.teaches, "teaches"),
        facts(said),
        table(tables.summary_table(results), "How each firm fared over the whole run"),
    ]
    if len(results.runs) == 1:
        parts.append(paragraph("One replication: what it shows holds for this run, chance included.", "note"))
    else:
        parts.append(paragraph(f"Means over {len(results.runs)} replications, with 95% intervals behind them.", "note"))
    return parts


def _shares(results: Results, without: Results | None) -> list[Markup]:
    if len(results.names.firms) == 1:
        return []
    parts = [heading("Market shares over the weeks")]
    if without is not None:
        parts.append(paragraph(SAME_LUCK))
    elif launches(results):
        parts.append(
            paragraph(
                "What a programme gained shows only beside the same market without it; this run stands alone.", "note"
            )
        )
    beside = customers_chart(results) if without is None else gain_chart(results, without)
    return [*parts, pictures([share_chart(results), beside])]


def _leaving(results: Results, without: Results | None) -> list[Markup]:
    drawn = [exit_chart(results), survival_chart(results), churn_chart(results)]
    if without is not None or len(results.names.firms) == 1:
        drawn.append(customers_chart(results))
    return [
        heading("Who stayed, who left and why"),
        pictures(drawn),
        table(tables.exit_table(results), "Exits by cause: number, and share of the firm's exits"),
    ]


def _managing_exits(results: Results, without: Results | None) -> list[Markup]:
    return in_report(results)


def _programmes(results: Results, without: Results | None) -> list[Markup]:
    parts = [heading("Programmes, their cost and their copies")]
    if not launches(results):
        return [*parts, paragraph("No firm launched a programme in this run.")]
    drawn = [programme_cost_chart(results)]
    if len(results.names.firms) > 1:
        drawn.append(imitation_timeline(results))
    parts += [pictures(drawn), table(tables.cost_table(results), "Cost of programmes over the whole run, money")]
    if without is not None:
        parts.append(table(tables.incremental_table(results, without), "Profit with and without the programme, money"))
    return parts


def _decisions(results: Results, without: Results | None) -> list[Markup]:
    return decisions_in_report(results)


def _inside(results: Results, without: Results | None) -> list[Markup]:
    return from_inside(results)


def _sales(results: Results, without: Results | None) -> list[Markup]:
    drawn = [profit_chart(results)]
    if results.log_level == "all" and len(results.names.firms) > 1:
        drawn.append(double_jeopardy_chart(results))
    return [
        heading("Sales and profit"),
        pictures(drawn),
        table(tables.sales_table(results), "Sales and profit over the whole run, money"),
    ]


def _real_data(results: Results, without: Results | None) -> list[Markup]:
    if results.scenario.compare_with != "cdnow":
        return []
    parts = [heading("Beside the real buyers of CDNOW")]
    if read_record() is None:
        return [*parts, paragraph(f"{INSTALL}.")]
    drawn = [cdnow_curve_chart(results)]
    if results.log_level == "all":
        drawn.append(cdnow_histogram_chart(results))
    about = (
        "The real curve is that of 2,357 buyers of an online music shop whose first purchase fell in the first quarter "
        "of 1997 (Fader & Hardie 2001). The model's parameters come from weeks 1 to 39; the later weeks are a test."
    )
    return [*parts, paragraph(about), pictures(drawn)]


def _sources(results: Results) -> list[Markup]:
    firms = results.scenario.firms
    used = {programme.kind for firm in firms for programme in firm.programmes}
    used |= {department.kind for firm in firms for department in firm.departments}
    sources = list(results.scenario.sources)
    for room in ("programme", "department"):
        for kind, part in registered(room).items():
            if kind in used and isinstance(part, type) and issubclass(part, Programme | Department) and part.source:
                sources.append(f"{kind.replace('_', ' ')} {room}: {part.source}")
    sources.append(
        "survival: Kaplan & Meier (1958), J. American Statistical Association 53; share of causes: course C8"
    )
    sources.append("intervals: Student (1908), Biometrika 6; Johnson (1978), J. American Statistical Association 73")
    sources.append("colours: Okabe & Ito (2008), Color Universal Design")
    again = f"To make this run again: Guanxi {results.version}, scenario {results.scenario.name}, seed {results.seed}, "
    again += f"{len(results.runs)} replication{'s' if len(results.runs) > 1 else ''}."
    return [heading("Sources"), bullets(sources), paragraph(again, "note")]

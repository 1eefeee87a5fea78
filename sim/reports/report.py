"""The report of a run: one HTML page with pictures, tables and the firm from inside."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike

from markupsafe import Markup

from sim.charts.exits.exit_charts import exit_chart
from sim.charts.experiments.calibration_charts import cdnow_curve_chart, cdnow_histogram_chart
from sim.charts.programmes.imitation_timeline import imitation_timeline
from sim.charts.programmes.programme_charts import gain_chart, programme_cost_chart
from sim.charts.purchasing.share_charts import customers_chart, double_jeopardy_chart, share_chart
from sim.charts.retention.retention_charts import churn_chart, survival_chart
from sim.charts.style.event_selection import launches
from sim.charts.style.picture_language import font_advice
from sim.charts.value.profit_charts import profit_chart
from sim.experiments.calibration.cdnow import read_record
from sim.experiments.contrast_results import ContrastResults
from sim.files.atomic_write import write_file
from sim.glossary.labels import label
from sim.language.messages import _, comma, mark, ngettext, pgettext, translate
from sim.metrics.summary import summary
from sim.number_text import decimal
from sim.registry import register, registered
from sim.reports import report_tables as tables
from sim.reports.answer_section import answer_section
from sim.reports.club_section import in_report as of_club
from sim.reports.exit_management_page import in_report
from sim.reports.glossary_marks import with_glossary
from sim.reports.html_page import (
    bullets,
    contents,
    details,
    facts,
    heading,
    joined,
    page,
    paragraph,
    pictures,
    table,
    title,
)
from sim.reports.inside_section import firm_from_inside
from sim.reports.next_steps import course_links, course_section, try_next
from sim.reports.page_languages import in_page_languages
from sim.reports.rival_decisions import in_report as decisions_in_report
from sim.reports.two_worlds_section import two_worlds_section
from sim.results.results import Results
from sim.results.tables import COUNTED, count
from sim.scenario.files.side_texts import scenario_text
from sim.scenario.firm.department import Department
from sim.scenario.firm.programme import Programme

BEHIND = mark("Behind this: the base case in detail")


SAME_LUCK = mark(
    "The gain is the share less the share in the same market without the programme: the same customers with the same "
    "random numbers. A customer's n-th purchases in the two worlds belong together, whatever their dates."
)


@register("page", "report")
def write_report(
    results: Results,
    path: str | PathLike[str],
    without: Results | None = None,
    answer: ContrastResults | None = None,
    *,
    research: bool = False,
) -> None:
    """Write the report of a run to an HTML file that stands by itself: pictures and tables in it, no address.

    Args:
        results: Runs to be reported, as from :func:`sim.simulate`.
        path: Path of the file.
        without: The same market without the programme, run with the same luck: the report then shows what the programme
            gained.
        answer: The scenario's contrasts: the page then begins with the scenario's question and its answer.
        research: Whether pictures that only researchers ask for are added, such as double jeopardy.

    Raises:
        ValueError: When the two do not share their luck.
        OSError: When the file cannot be written.
    """
    page = in_page_languages(lambda: report(results, without, answer, research=research))
    write_file(path, page.encode())


def report(
    results: Results, without: Results | None = None, answer: ContrastResults | None = None, *, research: bool = False
) -> str:
    """The page as text; the arguments are those of :func:`write_report`."""
    top, behind = _opening(results, answer is None), _sections(results, without)
    if research:
        behind += _research(results)
    if answer is not None:
        inside = details(translate(BEHIND), joined([*top, *behind]), False)
        top, *behind = [], *answer_section(answer), *two_worlds_section(answer), *try_next(answer), inside
    advice = font_advice()
    end = [*course_section(results.scenario), *_sources(results), *([paragraph(advice, "note")] if advice else [])]
    parts, words = with_glossary([*top, *behind, *end])
    place = next(number for number, part in enumerate(parts) if part.startswith("<h2"))
    return page(
        f"{scenario_text(results.scenario, results.scenario.title)} · Guanxi",
        [*parts[:place], contents(parts), *parts[place:], words],
    )


def _sections(results: Results, without: Results | None) -> list[Markup]:
    """Everything that is told of one market; a section without content is left out."""
    parts: list[Markup] = []
    sections: tuple[Callable[[Results, Results | None], list[Markup]], ...] = (
        _real_data,
        _shares,
        _leaving,
        _managing_exits,
        _programmes,
        of_club,
        _decisions,
        _inside,
        _sales,
    )
    for section in sections:
        parts += section(results, without)
    return parts


def _opening(results: Results, titled: bool) -> list[Markup]:
    scenario = results.scenario
    said = [
        (_("scenario"), scenario.name),
        (_("customers"), decimal(scenario.population.size)),
        (_("firms"), comma().join(scenario.firm_names)),
        (pgettext("length of a run", "weeks"), f"{scenario.horizon:g}"),
        (_("replications"), str(len(results.runs))),
        (_("seed"), str(results.seed)),
        (_("version"), results.version),
        (_("scheduler"), results.scheduler),
        *([(_("course"), course_links(scenario))] if scenario.course else []),
    ]
    parts = [
        *([title(scenario_text(scenario, scenario.title))] if titled else []),
        paragraph(scenario_text(scenario, scenario.teaches), "teaches"),
        facts(said),
        table(tables.summary_table(results), _("How each firm fared over the whole run")),
    ]
    customers = sum(line.customers.mean for line in summary(results))
    parts += [paragraph(words, "note") for words in tables.several_firms(customers, scenario.population.size)]
    if len(results.runs) == 1:
        parts.append(paragraph(_("One replication: what it shows holds for this run, chance included."), "note"))
    else:
        means = _("Means over {n} replications, with 95% intervals behind them.").format(n=len(results.runs))
        parts.append(paragraph(means, "note"))
    return parts


def _shares(results: Results, without: Results | None) -> list[Markup]:
    if len(results.names.firms) == 1:
        return []
    parts = [heading(_("Market shares over the weeks"))]
    if without is not None:
        parts.append(paragraph(translate(SAME_LUCK)))
    elif launches(results):
        parts.append(
            paragraph(
                _("What a programme gained shows only beside the same market without it; this run stands alone."),
                "note",
            )
        )
    beside = customers_chart(results) if without is None else gain_chart(results, without)
    return [*parts, pictures([share_chart(results), beside])]


def _leaving(results: Results, without: Results | None) -> list[Markup]:
    if not _anyone_left(results):
        return []
    drawn = [exit_chart(results), survival_chart(results), churn_chart(results)]
    if without is not None or len(results.names.firms) == 1:
        drawn.append(customers_chart(results))
    return [
        heading(_("Who stayed, who left and why")),
        pictures(drawn),
        table(tables.exit_table(results), _("Exits by cause: number, and share of the firm's exits")),
    ]


def _managing_exits(results: Results, _without: Results | None) -> list[Markup]:
    """What can be done about exits, in scenarios that are about them: those that name an id from C1 to C11."""
    about_exits = any(one.startswith("C") for one in results.scenario.course)
    return in_report(results) if about_exits and _anyone_left(results) else []


def _anyone_left(results: Results) -> bool:
    return any(count(run, COUNTED["exits"]).any() for run in results.runs)


def _programmes(results: Results, without: Results | None) -> list[Markup]:
    if not launches(results):
        return []
    parts = [heading(_("Programmes, their cost and their copies"))]
    drawn = [programme_cost_chart(results)]
    if len(results.names.firms) > 1:
        drawn.append(imitation_timeline(results))
    parts += [pictures(drawn), table(tables.cost_table(results), _("Cost of programmes over the whole run, money"))]
    if without is not None:
        with_and_without = _("Profit with and without the programme, money")
        parts.append(table(tables.incremental_table(results, without), with_and_without))
    return parts


def _decisions(results: Results, _without: Results | None) -> list[Markup]:
    return decisions_in_report(results)


def _inside(results: Results, _without: Results | None) -> list[Markup]:
    return firm_from_inside(results)


def _sales(results: Results, _without: Results | None) -> list[Markup]:
    return [
        heading(_("Sales and profit")),
        pictures([profit_chart(results)]),
        table(tables.sales_table(results), _("Sales and profit over the whole run, money")),
    ]


def _research(results: Results) -> list[Markup]:
    """Pictures that only researchers ask for."""
    if results.log_level != "all" or len(results.names.firms) == 1:
        return []
    return [heading(_("For researchers")), pictures([double_jeopardy_chart(results)])]


def _real_data(results: Results, _without: Results | None) -> list[Markup]:
    if results.scenario.compare_with != "cdnow":
        return []
    parts = [heading(_("Beside the real buyers of CDNOW"))]
    if read_record() is None:
        return [
            *parts,
            paragraph(
                _("The real record is not installed; to lay it beside the run: {command}.").format(
                    command="pip install 'guanxi[validation]'"
                )
            ),
        ]
    drawn = [cdnow_curve_chart(results)]
    if results.log_level == "all":
        drawn.append(cdnow_histogram_chart(results))
    about = _(
        "The real curve is that of 2,357 buyers of an online music shop whose first purchase fell in the first quarter "
        "of 1997 (Fader & Hardie 2001). The model's parameters come from weeks 1 to 39; the later weeks are a test."
    )
    return [*parts, paragraph(about), pictures(drawn)]


def _sources(results: Results) -> list[Markup]:
    firms = results.scenario.firms
    used = {programme.kind for firm in firms for programme in firm.programmes}
    used |= {department.kind for firm in firms for department in firm.departments}
    sources = [scenario_text(results.scenario, source) for source in results.scenario.sources]
    for room in ("programme", "department"):
        for kind, part in registered(room).items():
            if kind in used and isinstance(part, type) and issubclass(part, Programme | Department) and part.source:
                sources.append(_source(room, kind, part.source))
    sources.append(
        _("survival: {source}; share of causes: course C8").format(
            source="Kaplan & Meier (1958), J. American Statistical Association 53"
        )
    )
    student = "Student (1908), Biometrika 6; Johnson (1978), J. American Statistical Association 73"
    sources.append(_("intervals: {source}").format(source=student))
    sources.append(_("colours: {source}").format(source="Okabe & Ito (2008), Color Universal Design"))
    again = ngettext(
        "To make this run again: Guanxi {version}, scenario {scenario}, seed {seed}, {n} replication.",
        "To make this run again: Guanxi {version}, scenario {scenario}, seed {seed}, {n} replications.",
        len(results.runs),
    ).format(version=results.version, scenario=results.scenario.name, seed=results.seed, n=len(results.runs))
    return [heading(_("Sources")), bullets(sources), paragraph(again, "note")]


def _source(room: str, kind: str, source: str) -> str:
    """The source of a programme or department; the names of programmes say what they are in Chinese."""
    told = _("{kind} programme: {source}") if room == "programme" else _("{kind} department: {source}")
    return told.format(kind=label(room, kind), source=translate(source))

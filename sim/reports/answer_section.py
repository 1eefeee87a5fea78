"""The head of a report: the question, the answer with its interval, the main picture, the table of contrasts."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from sim import charts
from sim.charts.experiments.contrast_charts import contrast_chart
from sim.experiments.contrast_results import BASE_LABEL, ContrastResults
from sim.experiments.errors import ExperimentError
from sim.language.messages import _, translate
from sim.registry import unknown
from sim.reports.html_page import block, heading, paragraph, pictures, table, title
from sim.scenario.contrasts import BASE, ScenarioPicture
from sim.scenario.files.side_texts import scenario_text

CLEAR_MARK = "●"
"""Stands behind a difference whose interval leaves out zero."""


def answer_section(found: ContrastResults) -> list[Markup]:
    """The question with its answer, the main picture, the table of contrasts, then the other findings and pictures.

    Raises ``ExperimentError`` for a chart that is not there, or that cannot be drawn with the options given.
    """
    scenario = found.scenario
    drawn = picture_list(found)
    head = [title(scenario_text(scenario, scenario.title))]
    if scenario.question:
        head.append(paragraph(scenario_text(scenario, scenario.question), "question"))
    told = [finding.sentence for finding in found.findings]
    left = [paragraph(sentence, "answer" if number == 0 else "finding") for number, sentence in enumerate(told)]
    right = _with_look(*drawn[0]) if drawn else []
    parts = [*head, block("lead", [block("told", left), block("shown", right)])] if left or right else head
    if len(found.worlds) > 1:
        parts += [
            heading(_("The contrasts")),
            table(contrast_table(found), _caption(found), "two-names", mark=CLEAR_MARK),
        ]
    if drawn[1:]:
        parts.append(heading(_("What to look at next")))
        parts += [block("looks", [block("look", _with_look(figure, look)) for figure, look in drawn[1:]])]
    return parts


def picture_list(found: ContrastResults) -> list[tuple[Figure, str]]:
    """The scenario's pictures with what to look at in each; those of contrasts that were not run are left out.

    A scenario that names none shows its first measure in every market.
    """
    asked = [one for one in found.scenario.pictures if one.contrast in found.worlds]
    if asked:
        return [(draw(found, one), scenario_text(found.scenario, one.look)) for one in asked]
    if len(found.worlds) == 1:
        return []
    return [(contrast_chart(found), _("Each market's mean; the small dots are single runs."))]


def draw(found: ContrastResults, picture: ScenarioPicture) -> Figure:
    """One picture of a scenario. Raises ``ExperimentError`` for a chart or an option that is not there."""
    if picture.chart not in charts.__all__:
        raise ExperimentError(unknown("chart", picture.chart, charts.__all__))
    chart = getattr(charts, picture.chart)
    first, *others = inspect.signature(chart).parameters
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in picture.options.items()}
    for name in options:
        if name not in others or name == "axes":
            allowed = [other for other in others if other not in ("axes", "without")]
            raise ExperimentError(unknown(f"option of the chart {picture.chart!r}", name, allowed))
    if first == "found":
        return _figure(chart(found, **options))
    if "without" in others:  # two markets side by side: the base and the one without what it is about
        return _figure(chart(found.results[BASE], found.results[picture.contrast], **options))
    return _figure(chart(found.results[picture.contrast], **options))


def _figure(drawn: object) -> Figure:
    if not isinstance(drawn, Figure):
        told = _("the chart gave {kind}, which is no picture; choose another chart")
        raise ExperimentError(told.format(kind=type(drawn).__name__))
    return drawn


def _with_look(figure: Figure, look: str) -> Sequence[Markup]:
    return [pictures([figure]), paragraph(_("Look: {look}").format(look=look), "note")]


def contrast_table(found: ContrastResults) -> pd.DataFrame:
    """One row per measure and contrast, written as it shall be read; a dot marks a difference that is clear."""
    several = found.table["firm"].nunique() > 1
    rows, of_firm = [], _("{measure} of {firm}")
    for row in found.table.itertuples():
        mark = f" {CLEAR_MARK}" if row.clear else ""
        rows.append(
            {
                _("measure"): of_firm.format(measure=row.label, firm=row.firm) if several else row.label,
                _("contrast"): found.label(str(row.contrast)),
                translate(BASE_LABEL): row.base_text,
                _("in the contrast"): row.other_text,
                _("difference"): row.difference_text,
                _("95% interval"): f"{row.interval_text}{mark}",
            }
        )
    return pd.DataFrame(rows)


def _caption(found: ContrastResults) -> str:
    counted = any(found.shown_as(number) == "money" for number in range(len(found.measures)))
    told = _(
        "Means of {n} runs of each market, all with the same customers and the same random numbers. Difference: "
        "the contrast less the base case. {mark} marks a difference whose interval leaves out zero."
    ).format(n=found.replications, mark=CLEAR_MARK)
    if not counted:
        return told
    units = _("Amounts of money are in the units of the scenario; k stands for thousand, M for million.")
    return _("{sentence} {next}").format(sentence=told, next=units)

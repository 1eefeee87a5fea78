"""What happened to one customer in both worlds: one whom a contrast keeps for the firm, and one whom it loses."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from sim.charts.experiments.counterfactual_charts import two_lives_chart
from sim.experiments.contrast_results import ContrastResults
from sim.experiments.counterfactuals import COUPLING, CounterfactualPair, customer_outcomes
from sim.language.messages import _, mark, translate
from sim.reports.html_page import block, heading, paragraph, pictures
from sim.scenario.contrasts import BASE

TITLE = mark("What happened to one customer in both worlds")


def two_worlds_section(found: ContrastResults) -> list[Markup]:
    """Two customers of the first run, followed through the base and the first contrast that changes the firm in focus.

    The rule of choice: of those whom the contrast saves, and of those whom it loses, the one in the middle by the
    difference in worth to the firm. Nothing where no contrast changes the firm in focus alone, where single purchases
    were not kept, or where nobody was saved or lost.
    """
    name = contrast_of_focal_firm(found)
    if name is None or "exits" in (found.base.log_level, found.results[name].log_level):
        return []
    first, second = (replace(results, runs=results.runs[:1]) for results in (found.base, found.results[name]))
    names = (found.label(BASE), found.label(name))
    worlds = CounterfactualPair(names=names, first=first, second=second, firm=found.scenario.focal_firm)
    told = customer_outcomes(worlds).sort_values("value_more", kind="stable")
    chosen = [
        (outcome, str(ids.iloc[len(ids) // 2]))
        for outcome in ("saved", "lost")
        if len(ids := told.loc[told["outcome"] == outcome, "customer_id"])
    ]
    if not chosen:
        return []
    drawn = [
        block("look", [pictures([two_lives_chart(worlds, who)]), paragraph(_why(outcome, names[1]), "note")])
        for outcome, who in chosen
    ]
    return [heading(translate(TITLE)), block("looks", drawn), paragraph(translate(COUPLING), "note")]


def contrast_of_focal_firm(found: ContrastResults) -> str | None:
    """The first contrast that was run and changes nothing but the firm in focus."""
    start = f"firms.{found.scenario.focal_firm}."
    for name in found.worlds[1:]:
        if all(path.startswith(start) for path in found.scenario.contrasts[name].set):
            return name
    return None


def _why(outcome: str, label: str) -> str:
    if outcome == "saved":
        told = _(
            "Chosen by rule: of those customers who, in the first run, stay only in the market '{market}', the one "
            "in the middle by the difference in worth."
        )
    else:
        told = _(
            "Chosen by rule: of those customers who, in the first run, leave only in the market '{market}', the one "
            "in the middle by the difference in worth."
        )
    return told.format(market=label)

"""What happened to one customer in both worlds: one whom a contrast keeps for the firm, and one whom it loses."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from sim.charts.experiments.counterfactual_charts import two_lives_chart
from sim.experiments.contrast_results import ContrastResults
from sim.experiments.counterfactuals import COUPLING, CounterfactualPair, outcome_sentence
from sim.language.messages import _, mark, translate
from sim.reports.html_page import block, heading, paragraph, pictures
from sim.scenario.contrasts import BASE

TITLE = mark("What happened to one customer in both worlds")


def two_worlds_section(found: ContrastResults) -> list[Markup]:
    """Two customers of the first run, followed through the base and the first contrast that changes the firm in focus.

    The rule of choice: of those whom the contrast saves, and of those whom it loses, the one whose worth to the firm
    differs most. Nothing where no contrast changes the firm in focus alone, where single purchases were not kept, or
    where nobody was saved or lost.
    """
    name = contrast_of_focal_firm(found)
    if name is None or "exits" in (found.base.log_level, found.results[name].log_level):
        return []
    first, second = (replace(results, runs=results.runs[:1]) for results in (found.base, found.results[name]))
    names = (found.label(BASE), found.label(name))
    worlds = CounterfactualPair(names=names, first=first, second=second, firm=found.scenario.focal_firm)
    told = outcome_sentence(worlds, 1)
    chosen = told.loc[told["outcome"].isin(["saved", "lost"]), ["outcome", "customer_id"]]
    if chosen.empty:
        return []
    drawn = [
        block("look", [pictures([two_lives_chart(worlds, str(who))]), paragraph(_why(str(outcome), names[1]), "note")])
        for outcome, who in chosen.itertuples(index=False, name=None)
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
            "whose worth differs most."
        )
    else:
        told = _(
            "Chosen by rule: of those customers who, in the first run, leave only in the market '{market}', the one "
            "whose worth differs most."
        )
    return told.format(market=label)

"""The section on firms that work things out: what they saw, expected and chose, and how it turned out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.charts.programmes.decision_outcomes_chart import decision_outcomes_chart
from sim.experiments.decision_outcomes import DecisionOutcome, decision_outcomes, option_words
from sim.glossary.labels import label
from sim.language.messages import _, comma, mark, pgettext, translate
from sim.number_text import decimal, money, percent
from sim.reports.html_page import heading, paragraph, pictures, table
from sim.results.results import Results
from sim.scenario.decisions.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd

MOST_OUTCOMES = 6
"""Decisions of which the outcome is worked out; each takes a run."""
MOST_ROWS = 40
"""Rounds that the table shows."""
NOTE = mark(
    "What came of a decision is the firm's profit over the two years after it, or to the end of the run, less what it "
    "would have been with the same random numbers, had the firm left everything as it was from that round on. It is "
    "one run: chance is in it. A price that follows a rule of thumb has no expectation."
)


def in_report(results: Results) -> list[Markup]:
    """The section of a run's report; nothing where no firm works anything out."""
    estimates = results.runs[0].estimates
    if not estimates:
        return []
    outcomes = decision_outcomes(results, most=MOST_OUTCOMES)
    title = _("What firms saw, expected and chose")
    if len(results.runs) > 1:
        told = _("What firms saw, expected and chose (replication {number} of {count})")
        title = told.format(number=results.runs[0].replication + 1, count=len(results.runs))
    return [heading(title), *section(estimates, outcomes)]


def section(estimates: Sequence[Estimate], outcomes: Sequence[DecisionOutcome]) -> list[Markup]:
    """Table of choices, picture of outcomes, and what the figures are."""
    drawn = [pictures([decision_outcomes_chart(outcomes)], "wide")] if outcomes else []
    caption = _("Each row is one choice; the first in which a firm did nothing, and every one in which it acted")
    return [table(choice_table(estimates, outcomes), caption, "spread"), *drawn, paragraph(translate(NOTE), "note")]


def choice_table(estimates: Sequence[Estimate], outcomes: Sequence[DecisionOutcome]) -> pd.DataFrame:
    """What was seen, expected and chosen, and how it turned out: a row for each choice that is told."""
    import pandas as pd

    came = {(one.firm, one.week): one.came for one in outcomes}
    rows = []
    for group in _choices(estimates)[:MOST_ROWS]:
        chosen = next(row for row in group if row.chosen)
        best = max((row for row in group if row.option != "nothing"), key=lambda row: row.expected, default=chosen)
        told = chosen if chosen.option != "nothing" else best
        acted = chosen.option != "nothing"
        rows.append(
            {
                _("week"): f"{chosen.week:g}",
                _("firm"): chosen.firm,
                _("about"): _about(chosen),
                _("saw"): _seen(chosen),
                _("weighed"): comma().join(
                    dict.fromkeys(_option(row.option) for row in group if row.option != "nothing")
                ),
                _("expected of the best"): f"{money(told.expected, sign=True)} ± {money(1.96 * told.expected_error)}"
                if told.expected_error
                else "–",
                _("chance of a gain"): _("{chance} (asked for {needed})").format(
                    chance=percent(told.chance), needed=percent(told.needed)
                ),
                _("chose"): option_words(chosen).strip() if acted else pgettext("choice of a firm", "nothing"),
                _("came"): money(came[chosen.firm, chosen.week], sign=True)
                if acted and (chosen.firm, chosen.week) in came
                else "–",
            }
        )
    return pd.DataFrame(rows)


def _seen(row: Estimate) -> str:
    if not math.isfinite(row.loss):
        return _("share before the first move {share}").format(share=percent(row.share_before, 1))
    if row.loss >= 0:
        told = _(
            "share before the first move {share}, lost {points} ± {error} points; programmes move customers {strength} "
            "times as strongly as believed at first"
        )
    else:
        told = _(
            "share before the first move {share}, gained {points} ± {error} points; programmes move customers "
            "{strength} times as strongly as believed at first"
        )
    return told.format(
        share=percent(row.share_before, 1), points=decimal(abs(row.loss) * 100, 1),
        error=decimal(1.96 * row.loss_error * 100, 1), strength=decimal(row.strength, 2),
    )  # fmt: skip


_OPTIONS: dict[str, str] = {
    "copy": mark("copy"), "better copy": mark("better copy"), "another programme": mark("another programme"),
    "improve": mark("improve"), "cut back": mark("cut back"), "closing": mark("closing"),
    "retaliation": mark("retaliation"), "price": mark("price"),
}  # fmt: skip


def _option(option: str) -> str:
    """What a firm weighed, in a word or two."""
    return translate(_OPTIONS[option]) if option in _OPTIONS else option


def _about(row: Estimate) -> str:
    """What a choice is about: a rival, a rival's programme, or what the firm itself does."""
    if not row.programme:
        return row.about
    return _("{firm}'s {programme}").format(
        firm=row.about, programme=label("programme", row.programme, row.programme)
    )  # fmt: skip


def _choices(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    """Rows of one choice each; of a firm's choices to do nothing about the same thing only the first is told."""
    groups: dict[tuple[float, str, str, str], list[Estimate]] = {}
    for row in estimates:
        about = (
            row.programme if row.step == "review" else "answer" if row.expected_error or row.option == "nothing" else ""
        )
        groups.setdefault((row.week, row.firm, row.step, about or row.option), []).append(row)
    told, still = [], set()
    for (_week, firm, step, about), group in groups.items():
        if not any(row.chosen for row in group):
            continue
        quiet = next(row for row in group if row.chosen).option == "nothing"
        if quiet and (firm, step, about) in still:
            continue
        if quiet:
            still.add((firm, step, about))
        told.append(group)
    return told

"""Claims about a boycott that grows and fades, and the answers of the firm (C6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.experiments.claims.bound import above, between, holds, mean_above, mean_below, mean_between
from sim.experiments.claims.claim import (
    Claim,
    Figure,
    Floats,
    Look,
    Paired,
    PooledReading,
    change,
    more,
    pooled,
    runs_in_which,
    value,
)
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import exits_of
from sim.metrics._shared.interval import Interval, ratio_of_means
from sim.metrics.exits.stories import stories
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results

ANSWERS = "firms.Harbour.departments.public_affairs.answers"
AT = 26
HARBOUR = exits_of("Harbour", "political")


def answered(*answers: dict[str, Any]) -> dict[str, Any]:
    """The firm's answers to the scandal."""
    return {ANSWERS: list(answers)}


SCANDAL = ClaimMarket(
    scenario="the_scandal", replications=None,
    worlds={
        "none": {"shocks": []}, "silence": {}, "apology at once": answered({"what": "apology", "after": 1}),
        "apology late": answered({"what": "apology", "after": 12}),
        "all answers": answered(
            {"what": "apology"}, {"what": "repair", "cost": 20_000}, {"what": "compensation", "each": 10}
        ),
        "denial believed": {**answered({"what": "denial"}), "shocks.scandal.found_out": 0.0},
        "denial found out": {**answered({"what": "denial"}), "shocks.scandal.found_out": 1.0},
    },
)  # fmt: skip


def bought(results: Results) -> Floats:
    """Purchases at Harbour week by week, mean over replications."""
    return np.asarray(np.mean([run.weekly[:, 0, RANK["purchase"], 0] for run in results.runs], axis=0))


def sales_lost(pick: Callable[[Floats, Floats], float]) -> Look:
    """Part of the purchases that silence costs, by weekly purchases with the scandal and without."""
    return lambda worlds: pooled(pick(bought(worlds["silence"]), bought(worlds["none"])))


def at_the_peak(silence: Floats, none: Floats) -> float:
    """Part lost in the worst week of the first half year."""
    return float(1 - (silence / none)[AT : AT + 26].min())


def in_half_a_year(silence: Floats, none: Floats) -> float:
    """Part lost in the first half year."""
    return float(1 - silence[AT : AT + 26].sum() / none[AT : AT + 26].sum())


def in_the_end(silence: Floats, none: Floats) -> float:
    """Part lost from week 104 on."""
    return float(1 - (silence / none)[104:].mean())


def peak_over_usual(worlds: Worlds) -> Interval:
    """Political exits of the first quarter over those without a scandal."""
    read = exits_of("Harbour", "political", 26, 39)
    return pooled(np.mean(np.asarray(read(worlds["silence"]))) / np.mean(np.asarray(read(worlds["none"]))))


def late_is_no_worse(worlds: Worlds) -> Floats:
    """Whether a late apology loses no more than silence."""
    late, silence = (np.asarray(HARBOUR(worlds[name])) for name in ("apology late", "silence"))
    return np.asarray(late <= silence, dtype=float)


def believed_saves(worlds: Worlds) -> Interval:
    """Mean exits that a denial found out adds, less five times those that one believed saves."""
    found, silence, believed = (
        np.asarray(HARBOUR(worlds[name])).mean() for name in ("denial found out", "silence", "denial believed")
    )
    return pooled(found - silence - 5 * (silence - believed))


def more_in_half_a_year(firm: str) -> Paired:
    """Political exits of a firm in the half year after the scandal, silence less no scandal."""
    return change(exits_of(firm, "political", AT, AT + 26), "silence", "none")


def likened(worlds: Worlds) -> Interval:
    """More political exits of the firm it is likened to, over those of Harbour, in half a year."""
    return ratio_of_means(more_in_half_a_year("Delta")(worlds), more_in_half_a_year("Harbour")(worlds))


def faded(name: str) -> PooledReading:
    """A figure of the story in the last week over its highest."""

    def read(results: Results) -> Interval:
        series = stories(results).groupby("week")[name].mean()
        return pooled(series.iloc[-1] / series.max())

    return read


CLAIMS = {
    "sales_fall_in_a_boycott_and_come_back": Claim(
        claim="Sales fall in a boycott as in that of 2003, by about 26% at the peak and 13% in half a year, and come "
        "back.",
        source="Chavis & Leslie (2009), Quantitative Marketing and Economics 7(1), 37-67; the size is fitted",
        course=("C6",),
        market=SCANDAL,
        put_in="the size, which was fitted",
        figures=(
            Figure(what="sales lost in the worst week", look=sales_lost(at_the_peak), expected=mean_between(0.2, 0.3),
                   unit="percent"),
            Figure(what="sales lost in half a year", look=sales_lost(in_half_a_year), expected=mean_between(0.1, 0.16),
                   unit="percent"),
            Figure(what="sales lost from week 104 on", look=sales_lost(in_the_end), expected=mean_between(-0.02, 0.02),
                   unit="percent"),
        ),
    ),
    "political_exits_peak_and_return": Claim(
        claim="Political exits are highest in the first quarter after the scandal and return to what they were.",
        source="course, C6",
        course=("C6",),
        market=SCANDAL,
        figures=(
            Figure(what="exits of the first quarter over the usual", look=peak_over_usual, expected=mean_above(2.5),
                   unit="times"),
            Figure(what="exits from week 78 on, silence less no scandal",
                   look=change(exits_of("Harbour", "political", 78), "silence", "none"), expected=holds(0)),
        ),
    ),
    "the_sooner_the_apology_the_fewer_leave": Claim(
        claim="The sooner the apology the fewer leave, and all answers together keep most.",
        source="course, C6",
        course=("C6",),
        market=SCANDAL,
        figures=(
            more("political exits, silence less apology at once", HARBOUR, "silence", "apology at once"),
            more("apology late less at once", HARBOUR, "apology late", "apology at once"),
            more("apology at once less all answers", HARBOUR, "apology at once", "all answers"),
            runs_in_which("a late apology loses no more than silence", late_is_no_worse, mean_above(0.4999)),
        ),
    ),
    "a_denial_found_out_costs_more_than_it_saves": Claim(
        claim="A denial that is found out costs far more customers than one that is believed saves.",
        source="course, C6; the sizes are a finding of the model",
        course=("C6", "A3"),
        market=SCANDAL,
        figures=(
            more("political exits, denial found out less silence", HARBOUR, "denial found out", "silence"),
            Figure(what="those exits less five times those that a believed denial saves", look=believed_saves,
                   expected=mean_above(0)),
        ),
    ),
    "a_likened_firm_loses_a_little": Claim(
        claim="A firm that the public likens to the guilty one loses some customers too.",
        source="course, C6; how alike they are is assumed",
        course=("C6",),
        market=SCANDAL,
        figures=(
            Figure(what="political exits of Delta in half a year, silence less no scandal",
                   look=more_in_half_a_year("Delta"), expected=above(0)),
            Figure(what="more political exits of Delta over those of Harbour", look=likened,
                   expected=between(0, 0.4), unit="times"),
        ),
    ),
    "anger_fades_while_most_still_know": Claim(
        claim="Anger fades while most people still know of the scandal.",
        source="course, C6; the rate is assumed",
        course=("C6",),
        market=SCANDAL,
        figures=(
            Figure(what="indignation at the end over its highest", look=value(faded("indignation"), "silence"),
                   expected=mean_below(0.05), unit="percent"),
            Figure(what="part who have heard at the end over its highest", look=value(faded("heard"), "silence"),
                   expected=mean_above(0.7), unit="percent"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

"""Claims about ties that come first, favours, and what goes with the person (G8, A8)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above
from sim.experiments.claims.claim import Claim, Figure, Floats, Reading, change, less, more
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, column, profit_of
from sim.metrics.key_accounts.ties import ties
from sim.registry import register

TIES, BENEFIT = "Ties", "Benefit"
OF = "firms.{}.departments.ties.{}"
NOBODY: dict[str, object] = {OF.format(firm, "people"): 0 for firm in (TIES, BENEFIT)}
WEST: dict[str, object] = {"behaviour.pulls.social": 0.5, OF.format(TIES, "given"): {}}
FIRMS = ClaimMarket(
    scenario="ties_first",
    worlds={
        "ties first": {}, "no ties": NOBODY, "benefit first": WEST, "benefit first, no ties": {**WEST, **NOBODY},
        "no favours": {OF.format(TIES, "favours"): 0.0}, "nobody hired away": {OF.format(BENEFIT, "hires"): []},
    },
    replications=20,
)  # fmt: skip
EARNED = profit_of(TIES)
SINCE = 104
"""Week in which the best connected person goes to the rival."""


def counted(name: str) -> Reading:
    """A column of the metric ``ties`` at the firm with ties."""
    return column(ties, TIES, name)


def half_less(worlds: Worlds) -> Floats:
    """Half of what ties bring where they come first, less what they bring where benefit comes first."""
    first = change(EARNED, "ties first", "no ties")(worlds)
    west = change(EARNED, "benefit first", "benefit first, no ties")(worlds)
    return np.asarray(0.5 * first - west, dtype=float)


CLAIMS = {
    "ties_win_with_the_worse_goods": Claim(
        claim="Where ties come first, the better connected firm earns more than the firm with the better goods, which "
        "earns more where nobody has ties.",
        source="course, G8: in the East the tie comes first; Hwang (1987)",
        course=("G8",),
        market=FIRMS,
        figures=(
            more("profit of Ties less that of Benefit, ties first", ahead(EARNED, profit_of(BENEFIT)), "ties first"),
            less("the same where nobody has ties", ahead(EARNED, profit_of(BENEFIT)), "no ties"),
        ),
        put_in="how strong a tie of each origin is, and how much a bond weighs in a choice",
    ),
    "ties_bring_less_where_benefit_comes_first": Claim(
        claim="Where benefit comes first, ties still bring something, but less than half of what they bring elsewhere.",
        source="course, G8: in the West benefit comes first and trust follows",
        course=("G8",),
        market=FIRMS,
        figures=(
            more("profit of Ties beyond no ties, benefit first", EARNED, "benefit first", "benefit first, no ties"),
            Figure(what="half of that beyond no ties, ties first, less it", expected=above(0.0), look=half_less),
        ),
        put_in="how much a bond weighs in a choice, and that no ties are given",
    ),
    "favours_keep_ties_and_make_new_ones": Claim(
        claim="Favours pay for themselves: they make ties stronger and bring introductions.",
        source="Wang (2007): favours owed lead to a lasting relation",
        course=("G8",),
        market=FIRMS,
        figures=(
            more("profit of Ties with favours beyond that without", EARNED, "ties first", "no favours"),
            more("ties by introduction", counted("introduced"), "ties first", "no favours"),
        ),
    ),
    "ties_go_with_the_person": Claim(
        claim="When a rival hires the best connected person, the ties go along, and the firm earns less afterwards.",
        source="course, A8; Palmatier, Scheer & Steenkamp (2007)",
        course=("A8", "G8"),
        market=FIRMS,
        figures=(
            less("profit of Ties from week 104 on, beyond nobody hired away", profit_of(TIES, SINCE), "ties first",
                 "nobody hired away"),
            more("profit of Benefit from week 104 on, beyond nobody hired away", profit_of(BENEFIT, SINCE),
                 "ties first", "nobody hired away"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

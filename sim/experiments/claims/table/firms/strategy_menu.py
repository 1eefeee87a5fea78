"""Claims about the strategy menu: what pays in a quarter, in a year and in three years (B7)."""

from __future__ import annotations

from sim.experiments.claims.bound import above
from sim.experiments.claims.claim import Claim, Figure, change, less, more
from sim.experiments.claims.market import ClaimMarket
from sim.experiments.claims.readings import profit_of
from sim.registry import register

MENU: dict[str, dict[str, object]] = {
    "reach": {
        "firms.Ginkgo.departments.communication.advertising.spend": 60,
        "firms.Ginkgo.departments.communication.sales_promotion.spend": 60,
    },
    "raise use": {"firms.Ginkgo.programmes.frequency.launch": 0},
    "improve": {"firms.Ginkgo.offer": {"product": 1.15}, "firms.Ginkgo.unit_cost": 0.62},
    "new market": {"firms.Ginkgo.programmes.customised.launch": 0},
}
QUARTER, ONE_YEAR, THREE_YEARS = (profit_of("Ginkgo", 0, weeks) for weeks in (13, 52, 156))
FIRM = ClaimMarket(scenario="strategy_menu", worlds={"nothing": {}, **MENU}, replications=16, log="exits")

CLAIMS = {
    "in_a_quarter_only_two_courses_have_paid": Claim(
        claim="In a quarter only reaching out and the better product have paid, reaching out more.",
        source="course, B7: horizon of a quarter",
        course=("B7",),
        market=FIRM,
        figures=(
            more("profit of a quarter, reach less improve", QUARTER, "reach", "improve"),
            more("improve less nothing", QUARTER, "improve", "nothing"),
            less("raise use less nothing", QUARTER, "raise use", "nothing"),
            less("new market less nothing", QUARTER, "new market", "nothing"),
        ),
    ),
    "the_longer_the_horizon_the_deeper_the_course": Claim(
        claim="After a year raising use earns most, after three years the new market.",
        source="course, B7: horizons of a year and of more than two",
        course=("B7",),
        market=FIRM,
        figures=tuple(
            Figure(what=f"profit of {words}, {best} less {other}", look=change(read, best, other), expected=above(0))
            for best, read, words in (("raise use", ONE_YEAR, "a year"), ("new market", THREE_YEARS, "three years"))
            for other in MENU if other != best
        ),
    ),
    "reaching_out_loses_in_the_long_run": Claim(
        claim="To reach those who never bought loses money over three years.",
        source="a finding of the model",
        course=("B7",),
        market=FIRM,
        figures=(less("profit of three years, reach less nothing", THREE_YEARS, "reach", "nothing"),),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

"""Claims about five firms that start alike and are run by five beliefs (A18)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above
from sim.experiments.claims.claim import Claim, Figure, Floats, Reading, less, more, value
from sim.experiments.claims.market import ClaimMarket
from sim.experiments.claims.readings import ahead, profit_of
from sim.registry import register
from sim.results.results import Results

NAMES = ("Production", "Product", "Selling", "Marketing", "Societal")
OTHERS = ("Production", "Product", "Selling", "Societal")
FIRST, FIFTH = (0, 52), (208, 260)
YEAR = ClaimMarket(
    scenario="five_orientations", worlds={"as it is": {}}, horizon=52, replications=24, log="exits"
)  # fmt: skip
YEARS = ClaimMarket(
    scenario="five_orientations",
    worlds={
        "as it is": {}, "people alike": {"population.segments.people.idiosyncrasy": 0.0},
        "all hold": {f"firms.{firm}.policy": {"kind": "hold"} for firm in NAMES},
    },
    replications=6,
)  # fmt: skip
HERE = "as it is"


def lead(best: str, other: str, weeks: tuple[int, int]) -> Reading:
    """Profit of one firm less that of another in some weeks."""
    return ahead(profit_of(best, *weeks), profit_of(other, *weeks))


def grown(firm: str) -> Reading:
    """Profit of the fifth year less that of the first."""
    return ahead(profit_of(firm, *FIFTH), profit_of(firm, *FIRST))


def of_all(results: Results) -> Floats:
    """Profit of all five firms in five years."""
    return np.asarray(np.sum([profit_of(firm, 0, 260)(results) for firm in NAMES], axis=0), dtype=float)


CLAIMS = {
    "selling_earns_most_at_first": Claim(
        claim="The firm that believes in selling earns most in the first year.",
        source="course, A18",
        course=("A18",),
        market=YEAR,
        figures=tuple(
            more(f"profit of the first year, Selling less {firm}", lead("Selling", firm, FIRST), HERE)
            for firm in NAMES if firm != "Selling"
        ),
        put_in="how each of the five orientations decides",
    ),
    "marketing_earns_most_in_time": Claim(
        claim="The firm that finds out needs earns most in the fifth year and is the only one whose profit grows.",
        source="course, A18",
        course=("A18",),
        market=YEARS,
        figures=(
            more("Marketing's profit, fifth year less first", grown("Marketing"), HERE),
            *(less(f"{firm}'s profit, fifth year less first", grown(firm), HERE) for firm in OTHERS),
            *(more(f"profit of the fifth year, Marketing less {firm}", lead("Marketing", firm, FIFTH), HERE)
              for firm in OTHERS),
        ),
    ),
    "where_people_are_alike_selling_stays_ahead": Claim(
        claim="Where people are alike there is no need to find out needs, and selling stays ahead.",
        source="negative control",
        course=("A18",),
        market=YEARS,
        figures=tuple(
            Figure(what=f"profit of the fifth year, Selling less {firm}", expected=above(0),
                   look=value(lead("Selling", firm, FIFTH), "people alike"))
            for firm in NAMES if firm != "Selling"
        ),
    ),
    "five_orientations_waste_together": Claim(
        claim="Together the five firms would earn more by leaving things as they are.",
        source="a finding of the model",
        course=("A18", "A14"),
        market=YEARS,
        figures=(more("profit of all five, all hold less as it is", of_all, "all hold", HERE),),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

"""Claims about promises kept and broken, trust, refused claims, and gain on both sides (A3, G7, G19)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import Bound, above
from sim.experiments.claims.claim import Claim, Figure, Floats, change, less, more
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column, profit_of
from sim.metrics.value.promises import gain_of_both_sides, promises
from sim.registry import register

OAK = "Oak"
OF_OAK = "firms.Oak.departments.promises."
BOLD: dict[str, object] = {OF_OAK + "promised": 1, OF_OAK + "express": 0}
REFUSED: dict[str, object] = {OF_OAK + "guarantee": 0.1, OF_OAK + "claims_paid": 0}
SILENT: dict[str, object] = {OF_OAK + "promised": 0}
SHOPS = ClaimMarket(
    scenario="promises_kept",
    worlds={
        "kept": {}, "no promise": SILENT, "bold": BOLD, "bold, claims refused": {**BOLD, **REFUSED},
    },
    replications=12,
)  # fmt: skip
EARNED = profit_of(OAK)
TRUST = column(promises, OAK, "trust_at_end")
CUSTOMERS = column(gain_of_both_sides, OAK, "customers_gain")
AT_ELM = column(gain_of_both_sides, "Elm", "customers_gain")


def both_gain(worlds: Worlds) -> Floats:
    """The smaller of the two gains beyond a firm that promises nothing: of the firm, and of its customers together."""
    firm, customers = (change(read, "kept", "no promise")(worlds) for read in (EARNED, CUSTOMERS))
    return np.asarray(np.minimum(firm, customers), dtype=float)


CLAIMS = {
    "a_promise_kept_gives_both_sides_a_gain": Claim(
        claim="A promise that is kept pays Oak and Oak's customers together, compared with promising nothing. How much "
        "of this gain is missing at Elm, from which customers come over, is reported, not claimed.",
        source="course, A3: keep promises, both sides gain; Morgan & Hunt (1994)",
        course=("A3", "G7"),
        market=SHOPS,
        figures=(
            more("profit of Oak beyond no promise", EARNED, "kept", "no promise"),
            more("gain of all customers of Oak together, beyond no promise", CUSTOMERS, "kept", "no promise"),
            Figure(what="the smaller of the two", expected=above(0.0), look=both_gain),
            Figure(what="gain of all customers of Elm together, beyond no promise", expected=Bound(),
                   look=change(AT_ELM, "kept", "no promise")),
        ),
        put_in="that a promise attracts as far as it is believed, that people expect 3 weeks where nothing is "
        "promised, and that trust makes commitment",
    ),
    "a_bold_promise_pays_at_first_and_costs_later": Claim(
        claim="A promise that the firm cannot keep brings more in the first quarter, and less in the last year.",
        source="course, G7: honesty, the long term; Slovic (1993)",
        course=("A3", "G7"),
        market=SHOPS,
        figures=(
            more("profit in the first quarter beyond the promise kept", profit_of(OAK, 0, 13), "bold", "kept"),
            less("profit in the last year beyond the promise kept", profit_of(OAK, 156), "bold", "kept"),
            less("trust at the end beyond the promise kept", TRUST, "bold", "kept", unit="points"),
        ),
        put_in="that a broken promise takes more trust than a kept one makes, that people expect 3 weeks where nothing "
        "is promised, and that the bold promise also saves the express",
    ),
    "a_guarantee_refused_leaves_less_trust_than_none": Claim(
        claim="A guarantee whose claims are refused leaves less trust than no guarantee.",
        source="course, G7: honesty",
        course=("G7", "G19"),
        market=SHOPS,
        figures=(
            less("trust at the end beyond no guarantee", TRUST, "bold, claims refused", "bold", unit="points"),
        ),
        put_in="that a refused claim is a promise broken",
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

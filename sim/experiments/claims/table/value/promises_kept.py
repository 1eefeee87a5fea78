"""Claims about promises kept and broken, trust as a memory, compensation, and gain on both sides (A3, G7, G19)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above
from sim.experiments.claims.claim import Claim, Figure, Floats, change, less, more
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column, exits_of, profit_of
from sim.metrics.value.promises import gain_of_both_sides, promises
from sim.registry import register

OAK = "Oak"
OF_OAK = "firms.Oak.departments.promises."
BOLD: dict[str, object] = {OF_OAK + "promised": 1, OF_OAK + "express": 0}
GUARANTEE: dict[str, object] = {OF_OAK + "guarantee": 0.1}
REFUSED: dict[str, object] = {**GUARANTEE, OF_OAK + "claims_paid": 0}
FORGOTTEN: dict[str, object] = {OF_OAK + "trust": {"gain": 0, "loss": 0}}
SILENT: dict[str, object] = {OF_OAK + "promised": 0}
CHEAPER: dict[str, object] = {"firms.Elm.offer.price": 0.95}
MENDED: dict[str, object] = {
    "firms.Oak.policy": {
        "kind": "script", "rounds": [{"promise": 1, "express": 0}, {}, {}, {}, {"promise": 2, "express": 1}],
    },
}  # fmt: skip
SHOPS = ClaimMarket(
    scenario="promises_kept",
    worlds={
        "kept": {}, "no promise": SILENT, "bold": BOLD, "bold, compensated": {**BOLD, **GUARANTEE},
        "bold, claims refused": {**BOLD, **REFUSED}, "kept, nobody remembers": FORGOTTEN,
        "bold, nobody remembers": {**BOLD, **FORGOTTEN}, "bold for a year, then kept": MENDED,
        "cheaper rival": CHEAPER, "cheaper rival, no promise": {**CHEAPER, **SILENT},
    },
    replications=12,
)  # fmt: skip
EARNED = profit_of(OAK)
TRUST = column(promises, OAK, "trust_at_end")
CUSTOMERS = column(gain_of_both_sides, OAK, "customers_gain")


def both_gain(worlds: Worlds) -> Floats:
    """The smaller of the two gains beyond a firm that promises nothing: that of the firm, and that of its customers."""
    firm, customers = (change(read, "kept", "no promise")(worlds) for read in (EARNED, CUSTOMERS))
    return np.asarray(np.minimum(firm, customers), dtype=float)


CLAIMS = {
    "a_promise_kept_gives_both_sides_a_gain": Claim(
        claim="A promise that is kept pays the firm and its customers, compared with a firm that promises nothing.",
        source="course, A3: keep promises, both sides gain; Morgan & Hunt (1994)",
        course=("A3", "G7"),
        market=SHOPS,
        figures=(
            more("profit of Oak beyond no promise", EARNED, "kept", "no promise"),
            more("gain of its customers beyond no promise", CUSTOMERS, "kept", "no promise"),
            Figure(what="the smaller of the two", expected=above(0.0), look=both_gain),
        ),
        put_in="that a promise attracts as far as it is believed, and that trust makes commitment",
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
    ),
    "memory_makes_honesty_pay": Claim(
        claim="Where nobody remembers, a promise that the firm cannot keep earns more than one that it keeps; where "
        "people remember, less.",
        source="a finding of the model; Ganesan (1994): trust rests on experience",
        course=("A3", "G7"),
        market=SHOPS,
        figures=(
            more("profit beyond the promise kept, nobody remembers", EARNED, "bold, nobody remembers",
                 "kept, nobody remembers"),
            less("profit beyond the promise kept", EARNED, "bold", "kept"),
        ),
    ),
    "trust_comes_back_slowly": Claim(
        claim="Three years after a firm has begun to keep its promises, which it broke for one year, it is trusted "
        "less and earns less than if it had kept them from the start.",
        source="Slovic (1993): trust is easier to destroy than to create",
        course=("G7",),
        market=SHOPS,
        figures=(
            less("trust at the end beyond promises kept from the start", TRUST, "bold for a year, then kept", "kept",
                 unit="points"),
            less("profit in the last year beyond that", profit_of(OAK, 156), "bold for a year, then kept", "kept"),
        ),
        put_in="that one promise broken takes more trust than one kept makes",
    ),
    "trust_holds_customers_where_a_rival_is_cheaper": Claim(
        claim="Where a rival is cheaper, fewer customers leave for the price if promises are kept than if there are "
        "none.",
        source="course, A3: keep promises; Morgan & Hunt (1994): trust makes commitment",
        course=("A3", "G7"),
        market=SHOPS,
        figures=(
            less("customers who left for the price beyond no promise", exits_of(OAK, "price"), "cheaper rival",
                 "cheaper rival, no promise"),
            more("profit beyond no promise", EARNED, "cheaper rival", "cheaper rival, no promise"),
        ),
        put_in="that trust makes a social bond, which shields from leaving for the price",
    ),
    "compensation_repairs_a_part_of_trust": Claim(
        claim="Compensation leaves more trust than none, and less than a promise kept: no recovery paradox of trust.",
        source="Tax, Brown & Chandrashekaran (1998); de Matos, Henrique & Rossi (2007)",
        course=("G19",),
        market=SHOPS,
        figures=(
            more("trust at the end beyond no compensation", TRUST, "bold, compensated", "bold", unit="points"),
            less("trust at the end beyond the promise kept", TRUST, "bold, compensated", "kept", unit="points"),
        ),
        put_in="that compensation makes good half of what a broken promise costs in trust",
    ),
    "compensation_pays_for_itself": Claim(
        claim="Compensation for broken promises pays the firm, and a guarantee whose claims are refused earns less.",
        source="course, G19: a promise beforehand, compensation paid; Tax, Brown & Chandrashekaran (1998)",
        course=("G19",),
        market=SHOPS,
        figures=(
            more("profit beyond no compensation", EARNED, "bold, compensated", "bold"),
            less("profit with claims refused beyond compensation", EARNED, "bold, claims refused", "bold, compensated"),
        ),
        outcome="does not come out",
    ),
    "a_guarantee_refused_leaves_less_trust_than_none": Claim(
        claim="A guarantee whose claims are refused leaves less trust than no guarantee.",
        source="course, G7: honesty",
        course=("G7", "G19"),
        market=SHOPS,
        figures=(
            less("trust at the end beyond no guarantee", TRUST, "bold, claims refused", "bold", unit="points"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

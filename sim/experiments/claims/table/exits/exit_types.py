"""Claims about six reasons to leave: each answers to what it is about (C1 to C6)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.experiments.claims.bound import above, mean_above
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, Reading, change, pooled, runs_in_which
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import counted
from sim.language.messages import mark
from sim.metrics._shared.interval import Interval, interval
from sim.model.events import RANK
from sim.registry import register

BEGINS = 52.0
OTHERS = ["Crimson", "Jade"]
HAPPENS: dict[str, dict[str, Any]] = {
    "price": {"kind": "offer", "firms": OTHERS, "attribute": "price", "factor": 0.8},
    "product": {"kind": "offer", "firms": OTHERS, "attribute": "product", "factor": 1.3},
    "service": {"kind": "offer", "firms": ["Azure"], "attribute": "service", "factor": 0.5},
    "market": {"kind": "relocation", "factor": 4.0, "lasts": 52.0},
    "technology": {"kind": "offer", "firms": ["outside"], "attribute": "technology", "factor": 1.6},
    "political": {"kind": "offer", "firms": ["Azure"], "attribute": "conduct", "factor": 0.5},
}
"""What happens to Azure's customers from the second year on, by the cause it ought to work on."""
TOLD = {
    "price": ("C1", mark("for the price when rivals become a fifth cheaper")),
    "product": ("C2", mark("for the product when rivals' goods become better by 30%")),
    "service": ("C3", mark("for the service when Azure's falls by half")),
    "market": ("C4", mark("because they move away when four times as many people move")),
    "technology": ("C5", mark("for a substitute when it becomes better by 60%")),
    "political": ("C6", mark("for Azure's conduct when it falls by half")),
}
QUIET_OUTSIDE: dict[str, object] = {"outside": {"technology": 1.0, "price": 2.0}}
"""The usual market, with a dear alternative outside that a new technology may come from."""
FIRMS = ClaimMarket(
    scenario="first_look", everywhere=QUIET_OUTSIDE, horizon=104.0, log="exits",
    worlds={"quiet": {}} | {cause: {"shocks": [{**what, "at": BEGINS}]} for cause, what in HAPPENS.items()},
)  # fmt: skip


def lost(cause: str) -> Reading:
    """Customers whom Azure lost to a cause from the second year on."""
    return counted("Azure", "exit", cause, BEGINS)


def times_any_other(cause: str) -> Look:
    """How many more leave for the cause, over the largest change of any other cause."""

    def look(worlds: Worlds) -> Interval:
        more = {name: interval(change(lost(name), cause, "quiet")(worlds)).mean for name in HAPPENS}
        others = max(abs(number) for name, number in more.items() if name != cause)
        return pooled(more[cause] / others if others else np.inf)

    return look


def same_movers(cause: str) -> Look:
    """Whether the same people move away at the same instants as in the quiet market."""

    def look(worlds: Worlds) -> Floats:
        here, quiet = (
            [run.rows[run.rows["event"] == RANK["moving away"]][["time", "customer"]] for run in worlds[name].runs]
            for name in (cause, "quiet")
        )
        return np.array([np.array_equal(one, other) for one, other in zip(here, quiet, strict=True)], dtype=float)

    return look


CLAIMS = {
    f"{'moving_away' if cause == 'market' else cause}_exits_answer_to_their_cause": Claim(
        claim=f"More customers leave {words}, at least three times as many more as for any other cause.",
        source=f"course, {idea}",
        course=(idea,),
        market=FIRMS,
        figures=(
            Figure(what="more customers lost for the cause", look=change(lost(cause), cause, "quiet"),
                   expected=above(0)),
            Figure(what="that number over the largest change of another cause", look=times_any_other(cause),
                   expected=mean_above(3.0), unit="times"),
        ),
        put_in="that each cause answers to its attribute; how strongly is assumed",
    )
    for cause, (idea, words) in TOLD.items()
} | {
    "no_firm_keeps_those_who_move_away": Claim(
        claim="No price, product, service, substitute or conduct keeps a person from moving away: the same people move "
        "at the same instants.",
        source="course, C4; by construction",
        course=("C4",),
        market=FIRMS,
        figures=tuple(
            runs_in_which(f"the same people move, {cause}", same_movers(cause))
            for cause in HAPPENS if cause != "market"
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

"""Claims about hotel points: they pay the first who has them while rivals sleep, and hold no one (B1)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above, below
from sim.experiments.claims.claim import Claim, Figure, Floats, change, less, more
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import exits_of, profit_of, share_of
from sim.registry import register

LANTERN = "Lantern"
WAR = (130, 182)
COPIED = 78
"""Week by which both rivals have their points."""
SLEEPY: dict[str, object] = {"firms.Grand Union.imitation": "never", "firms.Waypoint.imitation": "never"}
NO_POINTS: dict[str, object] = {"firms.Lantern.programmes": []}
PEACE: dict[str, object] = {"shocks": []}
HOTELS = ClaimMarket(
    scenario="hotel_points",
    worlds={
        "copied": {}, "sleepy rivals": SLEEPY, "no points": NO_POINTS,
        "sleepy rivals, peace": {**SLEEPY, **PEACE}, "no points, peace": {**NO_POINTS, **PEACE},
    },
)  # fmt: skip
LEFT_FOR_PRICE = exits_of(LANTERN, "price", *WAR)
SHARE = share_of(LANTERN, *WAR)


def share_lost(worlds: Worlds) -> Floats:
    """Share lost to the price war with points, less three quarters of that lost without."""
    lost = [
        np.asarray(SHARE(worlds[f"{name}, peace"])) - np.asarray(SHARE(worlds[name]))
        for name in ("sleepy rivals", "no points")
    ]
    return np.asarray(lost[0] - 0.75 * lost[1], dtype=float)


CLAIMS = {
    "hotel_points_pay_while_rivals_sleep": Claim(
        claim="Points pay the first who has them while rivals sleep, and do not pay once rivals have copied them.",
        source="course, B1: it pays only the first mover",
        course=("B1",),
        market=HOTELS,
        figures=(
            more("Lantern's profit beyond no points, sleepy rivals", profit_of(LANTERN), "sleepy rivals", "no points"),
            less("the same, copied", profit_of(LANTERN), "copied", "no points"),
        ),
        put_in="delays and fidelity of the course's rivals",
    ),
    "hotel_points_burden_all": Claim(
        claim="Once all firms have points, points are a burden on all of them.",
        source="course, B1",
        course=("B1",),
        market=HOTELS,
        figures=tuple(
            Figure(what=f"{firm}'s profit beyond no points from week {COPIED} on", expected=below(0),
                   look=change(profit_of(firm, COPIED), "copied", "no points"))
            for firm in (LANTERN, "Grand Union", "Waypoint")
        ),
    ),
    "points_hold_no_one_against_a_lower_price": Claim(
        claim="Guests with points leave for a lower price all the same.",
        source="course, B1: customers move easily, since only price holds them",
        course=("B1", "C1"),
        market=HOTELS,
        figures=(
            more("exits for the price at war less 1.5 times those in peace, with points", LEFT_FOR_PRICE,
                 "sleepy rivals", "sleepy rivals, peace", 1.5),
            more("the same without points", LEFT_FOR_PRICE, "no points", "no points, peace", 1.5),
            Figure(what="share lost to the war with points less 0.75 times that without", look=share_lost,
                   expected=above(0), unit="points"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

"""Claims about early buyers of a new device who are unhappy with its service (C3, C11, B2)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above
from sim.experiments.claims.claim import Claim, Figure, Floats, change, less, more
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import by_run, exits_of, profit_of
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results, Run

MENDED = 40
LEFT_AS_IT_IS: dict[str, object] = {"shocks.offer.lasts": None}
NO_CLUB: dict[str, object] = {"firms.Lumen.programmes": []}
PLAIN_DESK: dict[str, object] = {
    "firms.Lumen.departments.service_desk.servers": 1, "firms.Lumen.departments.service_desk.recovery": 0.0,
}  # fmt: skip
DEVICES = ClaimMarket(
    scenario="electronics_launch", horizon=104.0, replications=6,
    worlds={
        "all measures": {}, "nothing done": {**LEFT_AS_IT_IS, **NO_CLUB, **PLAIN_DESK},
        "club alone": {**LEFT_AS_IT_IS, **PLAIN_DESK}, "mended alone": {**NO_CLUB, **PLAIN_DESK},
        "mended and club": PLAIN_DESK, "never unhappy": {"shocks": []},
        "never unhappy, nothing done": {"shocks": [], **NO_CLUB, **PLAIN_DESK},
    },
)  # fmt: skip


def kept_of(run: Run, results: Results) -> float:
    """Part of those who first bought from Lumen before it mended its ways who are its customers after two years."""
    here = run.rows[run.rows["firm"] == 0]
    came, went = (here[here["event"] == RANK[event]] for event in ("acquisition", "exit"))
    early = np.unique(came["customer"][came["time"] < MENDED])
    standing = np.zeros(results.scenario.population.size)
    np.add.at(standing, came["customer"], 1)
    np.subtract.at(standing, went["customer"], 1)
    return float(standing[early].mean())


KEPT = by_run(kept_of)


def needed_less_not(worlds: Worlds) -> Floats:
    """What the measures keep where service was bad, less what they keep where it never was."""
    needed = np.asarray(change(KEPT, "all measures", "nothing done")(worlds))
    return needed - np.asarray(change(KEPT, "never unhappy", "never unhappy, nothing done")(worlds))


CLAIMS = {
    "mending_and_a_club_keep_early_buyers": Claim(
        claim="To mend the service and to open a club each keep more of the early buyers, and both keep more than one.",
        source="course, case of the electronics launch; C11",
        course=("C11", "B2", "C3"),
        market=DEVICES,
        figures=(
            more("part of early buyers kept, mended alone less nothing done", KEPT, "mended alone", "nothing done",
                 unit="points"),
            more("club alone less nothing done", KEPT, "club alone", "nothing done", unit="points"),
            more("both less mended alone", KEPT, "mended and club", "mended alone", unit="points"),
            more("both less club alone", KEPT, "mended and club", "club alone", unit="points"),
        ),
    ),
    "mended_service_loses_fewer": Claim(
        claim="Fewer customers leave for the service once it is mended.",
        source="course, C3",
        course=("C3",),
        market=DEVICES,
        figures=(less("exits for the service from week 40 on, mended less not", exits_of("Lumen", "service", MENDED),
                      "mended alone", "nothing done"),),
    ),
    "measures_keep_fewer_where_no_one_was_unhappy": Claim(
        claim="Where no customer was unhappy, the same measures keep fewer.",
        source="negative control",
        course=("C11",),
        market=DEVICES,
        figures=(Figure(what="part kept by the measures, unhappy less happy customers", look=needed_less_not,
                        expected=above(0), unit="points"),),
    ),
    "more_care_at_the_desk_costs_more": Claim(
        claim="More care at the desk costs more than it brings here: most of the wait is the night and the Sunday.",
        source="a finding of the model",
        course=("C3",),
        market=DEVICES,
        figures=(less("profit, with more care less without", profit_of("Lumen"), "all measures", "mended and club"),),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

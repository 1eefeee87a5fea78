"""Claims about the cohort of an online music shop: customers who leave unseen (A9)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above, mean_above, mean_between
from sim.experiments.claims.claim import Claim, Figure, Floats, Reading, pooled, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.purchasing.repeat_buying import cumulative_repeats
from sim.registry import register
from sim.results.results import Results

REAL = {39: 2457, 52: 3183, 78: 4339}
"""Repeat purchases of the 2,357 real buyers by the end of these weeks; Fader, Hardie & Lee (2005), figure 4."""
COHORT = ClaimMarket(
    scenario="cdnow_cohort",
    worlds={"as it is": {}, "no one leaves": {"exits.rows.moving out of the business.base": 0.0}}
)  # fmt: skip


def beyond(week: int) -> Reading:
    """By how much the run's curve of repeat purchases lies above the real one, as a part of it."""

    def read(results: Results) -> Floats:
        table = cumulative_repeats(results)
        curve = table.pivot_table(index="replication", columns="week", values="cumulative_repeats")
        return np.asarray(curve[week - 1], dtype=float) / REAL[week] - 1

    return read


def runs_away(worlds: Worlds) -> Interval:
    """Least step by which the curve runs further away: low end at 78 weeks over high end at 52, and that over 39."""
    found = {week: interval(beyond(week)(worlds["no one leaves"])) for week in REAL}
    return pooled(min(found[78].low - found[52].high, found[52].high - found[39].high))


CLAIMS = {
    "leaving_unseen_gives_the_real_curve": Claim(
        claim="Where customers leave unseen, repeat purchases follow the curve of the real cohort.",
        source="Fader, Hardie & Lee (2005), Marketing Science 24(2), figure 4; course, A9",
        course=("A9",),
        market=COHORT,
        put_in="rates that were estimated from the cohort itself",
        figures=tuple(
            Figure(what=f"repeat purchases after {week} weeks, run over real, less 1", unit="percent",
                   look=value(beyond(week), "as it is"), expected=mean_between(-0.05, 0.05))
            for week in REAL
        ),
    ),
    "if_no_one_leaves_the_curve_runs_away": Claim(
        claim="If no customer left, repeat purchases would run away from the real curve.",
        source="negative control",
        course=("A9",),
        market=COHORT,
        figures=(
            Figure(what="repeat purchases after 39 weeks, run over real, less 1", unit="percent",
                   look=value(beyond(39), "no one leaves"), expected=above(0.5)),
            Figure(what="least step by which it runs further away until week 78", look=runs_away,
                   expected=mean_above(0), unit="points"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

"""Programmes lose power in a saturated market of fixed demand, and less so where demand can grow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import CARD, LAUNCH, YEAR, purchases, race
from sim.metrics._shared.interval import interval
from sim.metrics.value.profit import profit
from sim.number_text import decimal, percent
from sim.registry import register
from sim.results.results import Results
from sim.results.simulate import simulate

ALL = ("Azure", "Beryl", "Cedar")
END = float(LAUNCH + YEAR + 13)


def look() -> Evidence:
    """What the card brings Azure in purchases: alone and among three cards, with fixed and with growing demand."""
    found = []
    gains = {}
    for demand in ("fixed", "expandable"):
        worlds = {
            many: simulate(
                race({firm: CARD for firm in ALL[:many]}, weeks=END, but={"behaviour.demand": demand}),
                replications=REPLICATIONS,
            )
            for many in (0, 1, 3)
        }
        bought = {many: purchases(world, LAUNCH + 13, END)[:, 0] for many, world in worlds.items()}
        for many in (1, 3):
            gains[demand, many] = bought[many] / bought[0] - 1
            who = "alone with a card" if many == 1 else "one of three with cards"
            gained = interval(gains[demand, many])
            found.append(Measured(what=f"purchases, {demand} demand, {who}", value=gained))
        if demand == "fixed":
            cost = _profit(worlds[3]) / _profit(worlds[0]) - 1
    lost = {demand: gains[demand, 1] - gains[demand, 3] for demand in ("fixed", "expandable")}
    return (
        *found,
        Measured(what="lost to saturation, fixed demand", value=interval(lost["fixed"])),
        Measured(what="lost to saturation, expandable demand", value=interval(lost["expandable"])),
        Measured(what="less lost where demand can grow", value=interval(lost["fixed"] - lost["expandable"])),
        Measured(what="profit among three with cards, fixed demand", value=interval(cost)),
    )


def _profit(results: Results) -> NDArray[np.float64]:
    table = profit(results, LAUNCH, int(END))
    return table.loc[table["firm"] == "Azure", "profit"].to_numpy(dtype=float)


def judge(found: Evidence) -> Verdict:
    """The gain shrinks as rivals have the card too, and shrinks less where demand can grow."""
    alone, among, more, grown, lost, still_lost, less, _ = (one.value for one in found)
    if not sure(alone) or not sure(lost):
        return Verdict(outcome="does not come out", sentence="rivals' cards take nothing from the gain of a card")
    if sure(less):
        remains = "" if sure(still_lost) else ", where saturation takes nothing"
        return Verdict(
            outcome="comes out",
            sentence=f"alone the card brings {percent(alone.mean, 1)} more purchases, among three "
            f"{percent(among.mean, 1)}; where demand can grow {decimal(100 * more.mean, 1)} and "
            f"{percent(grown.mean, 1)}{remains}",
        )
    return Verdict(outcome="comes out in part", sentence="saturation costs as much where demand can grow")


register("fact", "saturation")(
    Fact(
        claim="Programmes lose power in a saturated market of fixed demand, and less so when demand can grow.",
        source="Liu & Yang (2009), Journal of Marketing 73(1), 93-108; fixed demand: Sharp & Sharp (1997)",
        runs="imitation race, 1,500 customers, none, one or all three firms with the same card at the same date; the "
        f"year from a quarter after it; {REPLICATIONS} replications of the same luck",
        put_in="that a reward at hand makes people buy sooner in all where demand can grow (goal gradient)",
        run=look,
        evaluate=judge,
        course=("B1",),
    )
)

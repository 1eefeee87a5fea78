"""Large firms gain more from a programme."""

from __future__ import annotations

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import CARD, LAUNCH, YEAR, purchases, race
from sim.metrics._shared.interval import interval
from sim.number_text import decimal
from sim.registry import register
from sim.results.simulate import simulate

SHARES = {"firms.Azure.share": 0.6, "firms.Beryl.share": 0.25, "firms.Cedar.share": 0.15}
END = float(LAUNCH + YEAR + 13)
LARGE, SMALL = "Azure", "Cedar"


def look() -> Evidence:
    """Gain in share of purchases of the largest and the smallest firm, each alone with the card."""
    base = simulate(race(weeks=END, but=SHARES), replications=REPLICATIONS)
    before = purchases(base, LAUNCH + 13, END)
    gain, part = {}, {}
    for firm in (LARGE, SMALL):
        with_card = simulate(race({firm: CARD}, weeks=END, but=SHARES), replications=REPLICATIONS)
        after = purchases(with_card, LAUNCH + 13, END)
        k = base.names.firms.index(firm)
        share, former = (table[:, k] / table.sum(axis=1) for table in (after, before))
        gain[firm], part[firm] = share - former, share / former - 1
    return (
        Measured(what="share gained, firm with 60%", value=interval(gain[LARGE]), unit="points"),
        Measured(what="share gained, firm with 15%", value=interval(gain[SMALL]), unit="points"),
        Measured(what="large less small", value=interval(gain[LARGE] - gain[SMALL]), unit="points"),
        Measured(what="as a part of what it had, firm with 60%", value=interval(part[LARGE])),
        Measured(what="as a part of what it had, firm with 15%", value=interval(part[SMALL])),
        Measured(what="large less small, as a part", value=interval(part[LARGE] - part[SMALL])),
    )


def judge(found: Evidence) -> Verdict:
    """More points of share for the large firm; whether also more in proportion is the harder half."""
    large, small, more, _, _, in_proportion = (one.value for one in found)
    if sure(more) and sure(in_proportion):
        return Verdict(outcome="comes out", sentence="the large firm gains more, in points and in proportion")
    if sure(more):
        return Verdict(
            outcome="comes out in part",
            sentence=f"the large firm gains more points of share ({decimal(100 * large.mean, 1)} against "
            f"{decimal(100 * small.mean, 1)}), yet less in proportion to what it had",
        )
    return Verdict(outcome="does not come out", sentence="the large firm gains no more points of share than the small")


register("fact", "large_firms")(
    Fact(
        claim="Firms with a large share gain more from a programme than firms with a small one.",
        source="Liu & Yang (2009), Journal of Marketing 73(1), 93-108: airlines' programmes",
        runs="imitation race with shares of 60, 25 and 15%, 1,500 customers; the largest or the smallest alone with "
        f"the card; the year from a quarter after its launch; {REPLICATIONS} replications of the same luck",
        put_in="that choice follows shares of weights, so a bettered offer moves p (1 - p): most at a half",
        run=look,
        evaluate=judge,
        course=("B1",),
        outcome="comes out in part",
    )
)

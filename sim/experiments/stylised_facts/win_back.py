"""Who comes back depends on why she left and on what she is offered; second spells differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.stylised_facts.fact import Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import race
from sim.metrics._shared.interval import interval
from sim.metrics.exits.win_backs import win_backs
from sim.registry import register
from sim.results.simulate import simulate

REPLICATIONS = 10
WITHIN = 104.0
"""Weeks of a second spell that are looked at."""
OFFERS = ("price_cut", "upgrade", "both")
WORDS = {"price_cut": "a price cut", "upgrade": "an upgrade", "both": "both"}
WORTH = 40.0
"""What a price cut costs, and an upgrade; both cost twice as much. Assumed."""
MARGIN = 0.4
"""Of the goods of the imitation race."""
LEAVE: list[dict[str, object]] = [
    # five times the usual rates, so that there are enough to be won back: assumed
    {"name": "price", "base": 0.004}, {"name": "product", "base": 0.003}, {"name": "service", "base": 0.004},
]  # fmt: skip


def courted(offer: str, **response: float) -> pd.DataFrame:
    """What came of the offers of one kind, by replication and cause."""
    department = {"kind": "win_back", "every": 2, "worth": WORTH, "offer": offer, "response": response}
    changes = {"exits.rows": LEAVE, "firms.Azure.departments": [department]}
    table = win_backs(simulate(race(weeks=208, but=changes), replications=REPLICATIONS), WITHIN)
    return pd.DataFrame(table[table["firm"] == "Azure"].set_index(["replication", "cause"]))


def _of(table: pd.DataFrame, cause: str, column: str) -> NDArray[np.float64]:
    values: NDArray[np.float64] = np.asarray(table.xs(cause, level="cause")[column], dtype=float)
    return values


def _per_return(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """Mean over all who came back, by replication."""
    weighted = (table[column] * table["accepted"]).groupby("replication").sum()
    counted = table["accepted"].where(table[column].notna(), 0).groupby("replication").sum()
    return np.asarray(weighted / counted, dtype=float)


def _taken(table: pd.DataFrame) -> NDArray[np.float64]:
    sums = table.groupby("replication")[["offers", "accepted"]].sum()
    return np.asarray(sums["accepted"] / sums["offers"], dtype=float)


def _profit(table: pd.DataFrame) -> NDArray[np.float64]:
    """Contribution of a second spell less the cost of all offers, for each return."""
    sums = table.groupby("replication")[["cost", "accepted"]].sum()
    return np.asarray(MARGIN * _per_return(table, "sales") - np.asarray(sums["cost"] / sums["accepted"], dtype=float))


def look() -> Evidence:
    """Offers × causes: who takes it, how long she stays again; and what a return earns, by offer."""
    found, plain = {offer: courted(offer) for offer in OFFERS}, courted("price_cut", scar=0.0)
    cut = found["price_cut"]
    figures = [
        (
            "price leavers less service leavers: part taking a price cut",
            _of(cut, "price", "share") - _of(cut, "service", "share"),
            "points",
        ),
        (
            "price leavers less service leavers: weeks of the second stay",
            _of(cut, "price", "weeks") - _of(cut, "service", "weeks"),
            "number",
        ),
        ("the same without the scar", _of(plain, "price", "weeks") - _of(plain, "service", "weeks"), "number"),
    ]
    pairs = (("both", "price_cut", "taken"), ("both", "upgrade", "taken"), ("upgrade", "price_cut", "weeks"),
             ("price_cut", "both", "weeks"), ("price_cut", "both", "profit"),
             ("upgrade", "both", "profit"))  # fmt: skip
    measures = {"taken": _taken, "weeks": lambda table: _per_return(table, "weeks"), "profit": _profit}
    said = {"taken": ("part who come back", "points"), "weeks": ("weeks of the second stay", "number"),
            "profit": ("profit per return", "number")}  # fmt: skip
    for one, other, what in pairs:
        values = measures[what](found[one]) - measures[what](found[other])
        figures.append((f"{WORDS[one]} less {WORDS[other]}: {said[what][0]}", values, said[what][1]))
    spend = [_of(cut, cause, "sales") / _of(cut, cause, "weeks") for cause in ("service", "price")]
    figures.append(
        ("service leavers less price leavers: sales a week in the second stay", spend[0] - spend[1], "number")
    )
    return tuple(Measured(what=what, value=interval(values), unit=unit) for what, values, unit in figures)  # type: ignore[arg-type]


def judge(found: Evidence) -> Verdict:
    """Returns and second stays by cause, and the order of the offers; that service leavers spend more is open."""
    by_cause, offers = found[:2], found[3:9]
    if all(sure(figure.value) for figure in (*by_cause, *offers)):
        return Verdict(
            outcome="comes out in part",
            sentence="price leavers return more often and stay longer; an upgrade gives the longest second stay, both "
            "win most back and earn least per return; the weights are put in, and that service leavers spend more is "
            "not shown",
        )
    if all(figure.value.mean > 0 for figure in (*by_cause, *offers)):
        return Verdict(
            outcome="comes out in part", sentence="the directions are those of the study, some within chance"
        )
    return Verdict(outcome="does not come out", sentence="at least one direction is the other way round")


register("fact", "win_back")(
    Fact(
        claim="Those who left for the price return more often and stay longer than those who left for the service, who "
        "spend more; an upgrade gives the longest second stay, then a price cut; both win most back and earn least.",
        source="Kumar, Bhagwat & Zhang (2015), Journal of Marketing 79(4), 34-55; course, C11",
        runs="imitation race, 1,500 customers who leave five times as often, no programmes; offers every two weeks, "
        "each of the three kinds; second stays up to 104 weeks; 10 replications of the same luck",
        put_in="the weights of the offers in the chance, and the scar that a bad service leaves: without it service "
        "leavers do not stay shorter",
        run=look,
        evaluate=judge,
        course=("C11",),
        outcome="comes out in part",
    )
)

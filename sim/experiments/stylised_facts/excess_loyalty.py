"""Programme firms show little loyalty beyond what their share lets one expect: double jeopardy."""

from __future__ import annotations

import numpy as np

from sim.experiments.stylised_facts.fact import REPLICATIONS, Evidence, Fact, Measured, Verdict, sure
from sim.experiments.stylised_facts.markets import CARD, LAUNCH
from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.buyers import double_jeopardy
from sim.number_text import decimal, percent
from sim.registry import register
from sim.results.simulate import simulate
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

SHAPE, RATE, CONCENTRATION = 1.5, 0.3, 1.5
"""Spread and mean of purchases a week, and how much tastes differ: those of the imitation race."""
SHARES = {"Azure": 0.25, "Beryl": 0.3, "Cedar": 0.2, "Dune": 0.15, "Ember": 0.1}
SINCE, UNTIL = 52.0, 78.0
LITTLE = 0.10
"""Excess loyalty up to which it counts as little. Assumed."""


def market(with_card: bool) -> Scenario:
    """Five firms, no exits: without the card the NBD-Dirichlet market, in which double jeopardy holds by law."""
    card = [{**CARD, "launch": LAUNCH}] if with_card else []
    people = {
        "name": "buyers",
        "size": 3000,
        "purchase_rate": {"family": "gamma", "shape": SHAPE, "mean": RATE},
        "spend": 30,
        "taste_concentration": CONCENTRATION,
        "sensitivity": 1.0,
    }
    return checked(
        Scenario,
        {
            "name": "excess_loyalty",
            "title": "Loyalty beyond double jeopardy",
            "teaches": "How much more often members buy than a firm of that size may expect.",
            "horizon": UNTIL,
            "population": {"segments": [people]},
            "behaviour": {"satisfaction_step": 0},
            "firms": [
                {"name": firm, "share": share, "programmes": card if firm == "Azure" else []}
                for firm, share in SHARES.items()
            ],
            "exits": {"preset": "none"},
        },
    )


def frequency(share: float) -> float:
    """Purchases per buyer that the NBD-Dirichlet expects of a firm with this share in the window.

    Formula: b = 1 − Σ_n P(n) Π_{i<n} (S (1 − share) + i) / (S + i), P negative binomial; w = share × mean / b.
    Source: Goodhardt, Ehrenberg & Chatfield (1984), Journal of the Royal Statistical Society A 147, 621-655.
    """
    from scipy.stats import nbinom

    mean = RATE * (UNTIL - SINCE)
    n = np.arange(400)
    part = np.concatenate([[1.0], np.cumprod((CONCENTRATION * (1 - share) + n) / (CONCENTRATION + n))[:-1]])
    reached = 1 - float((nbinom.pmf(n, SHAPE, SHAPE / (SHAPE + mean)) * part).sum())
    return share * mean / reached


def look() -> Evidence:
    """Excess loyalty, purchases per buyer / what the Dirichlet expects at that share − 1, with the card and without."""
    excess, share, reached, often = {}, {}, {}, {}
    for with_card in (False, True):
        results = simulate(market(with_card), replications=REPLICATIONS)
        table = double_jeopardy(results, SINCE, UNTIL)
        mine = table[table["firm"] == "Azure"]
        share[with_card] = mine["share"].to_numpy()
        reached[with_card], often[with_card] = mine["penetration"].to_numpy(), mine["frequency"].to_numpy()
        excess[with_card] = np.array(
            [w / frequency(s) - 1 for w, s in zip(mine["frequency"], mine["share"], strict=True)]
        )
    return (
        Measured(what="share gained by the card", value=interval(share[True] - share[False]), unit="points"),
        Measured(what="more buyers (penetration)", value=interval(reached[True] / reached[False] - 1)),
        Measured(what="more purchases per buyer", value=interval(often[True] / often[False] - 1)),
        Measured(what="excess loyalty without the card", value=interval(excess[False]), expected=0.0),
        Measured(what="excess loyalty with the card", value=interval(excess[True])),
    )


def judge(found: Evidence) -> Verdict:
    """The firm grows, and its purchases per buyer exceed what its new share lets one expect by little."""
    grown, _, often, none, excess = (one.value for one in found)
    if none.low > 0.02 or none.high < -0.02:
        return Verdict(outcome="does not come out", sentence="even without a card the market is no Dirichlet market")
    if sure(grown) and excess.high < LITTLE:
        return Verdict(
            outcome="comes out",
            sentence=f"the card gains {decimal(100 * grown.mean, 1)} points of share; of {percent(often.mean, 1)} more "
            f"purchases per buyer {percent(excess.mean, 1)} are more than that share lets one expect",
        )
    return Verdict(
        outcome="does not come out",
        sentence=f"purchases per buyer exceed what the share lets one expect by {percent(excess.mean, 1)}",
    )


register("fact", "excess_loyalty")(
    Fact(
        claim="Programmes bring little excess loyalty: firms grow along the line of double jeopardy.",
        source="Sharp & Sharp (1997), International Journal of Research in Marketing 14(5), 473-486",
        runs="five firms with shares of 10 to 30%, 3,000 buyers, nobody leaves; one of them with a card; half a year "
        f"from half a year after its launch; {REPLICATIONS} replications of the same luck",
        put_in="a market that is NBD-Dirichlet before the card; 'little' means below 10%",
        run=look,
        evaluate=judge,
        course=("B1",),
    )
)

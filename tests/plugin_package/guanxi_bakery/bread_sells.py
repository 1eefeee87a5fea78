"""A stylised fact."""

from __future__ import annotations

from guanxi_bakery.baked_sales import baked_sales
from sim.experiments.stylised_facts.fact import Evidence, Fact, Measured, Verdict, sure
from sim.metrics._shared.interval import interval
from sim.registry import register
from sim.results.simulate import simulate
from sim.scenario.files.load import load


def run() -> Evidence:
    """Purchases in four weeks of a small market."""
    market = load("first_look").but({"population.segments.consumers.size": 50}, horizon=4)
    table = baked_sales(simulate(market, replications=3))
    purchases = table.groupby("replication")["purchases"].sum().to_numpy(dtype=float)
    return (Measured(what="purchases", value=interval(purchases), unit="number"),)


def evaluate(found: Evidence) -> Verdict:
    """It comes out where anything is bought beyond chance."""
    comes_out = sure(found[0].value)
    return Verdict(outcome="comes out" if comes_out else "does not come out", sentence="customers buy bread")


register("fact", "bread_sells")(
    Fact(
        claim="Bread sells.",
        source="an example",
        runs="first_look with 50 customers and 4 weeks; 3 replications",
        put_in="that customers buy",
        run=run,
        evaluate=evaluate,
    )
)

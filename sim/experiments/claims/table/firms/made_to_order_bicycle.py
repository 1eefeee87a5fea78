"""Claims about a bicycle maker that guesses colours and one that takes orders (B3, A3)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import exactly, mean_above, mean_below
from sim.experiments.claims.claim import Claim, Figure, Look, Reading, more, pooled, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column, exits_of, profit_of
from sim.metrics._shared.interval import Interval
from sim.metrics.purchasing.orders import orders, stock
from sim.metrics.value.ledger import ledger
from sim.registry import register
from sim.results.results import Results

LINE = "firms.Roadster.departments.production_line"
MAKERS = ClaimMarket(
    scenario="made_to_order_bicycle", horizon=156, replications=4,
    worlds={
        "guessed": {}, "ordered": {f"{LINE}.works": {"mode": "to_order", "promised": 2}, f"{LINE}.lot": 1},
        "no fashion": {f"{LINE}.fashion": 0.0},
        "a machine less": {"firms.Wheelwright.departments.production_line.machines": 1},
    },
)  # fmt: skip
TAILORED = ClaimMarket(
    scenario="made_to_order_bicycle", replications=None,
    worlds={"premium of a tenth": {"firms.Wheelwright.programmes.customised.premium": 0.1}},
)  # fmt: skip


def ordered(firm: str, name: str) -> Reading:
    """A column of the metric ``orders``."""
    return column(orders, firm, name)


def years_of_both(results: Results) -> Interval:
    """Part of twelve years, three in each of four replications, in which one colour is over and another missing."""
    table = stock(results).query("firm == 'Roadster'")
    table = table.assign(year=table["week"] // 52)
    by_colour = table.groupby(["replication", "year", "kind"]).agg({"short": "sum", "stock": "last"}).reset_index()
    both = [
        year["short"].max() > 50 and year["stock"].max() > 50
        and np.asarray(year["short"])[np.asarray(year["stock"]).argmax()] < 0.1 * year["short"].max()
        for _, year in by_colour.groupby(["replication", "year"])
    ]  # fmt: skip
    return pooled(sum(both) / 12)


def most(name: str, firm: str, world: str) -> Look:
    """The most of a column of ``orders`` in any replication."""
    return lambda worlds: pooled(float(np.max(np.asarray(ordered(firm, name)(worlds[world])))))


def least_lost(worlds: Worlds) -> Interval:
    """Fewest orders that Roadster loses by guessing, over the most that it gets."""
    lost, got = (np.asarray(ordered("Roadster", name)(worlds["guessed"])) for name in ("lost", "orders"))
    return pooled(float(lost.min() / got.max()))


def least_late(worlds: Worlds) -> Interval:
    """Least part of Wheelwright's orders that are late with a machine less."""
    return pooled(float(np.min(np.asarray(ordered("Wheelwright", "late")(worlds["a machine less"])))))


def least_cross_selling(results: Results) -> Interval:
    """Cross-selling in Wheelwright's ledger, the least of all replications."""
    return pooled(float(ledger(results).query("firm == 'Wheelwright'")["cross_selling"].min()))


def no_order_fails(firm: str, world: str, words: str) -> tuple[Figure, ...]:
    """No order lost, none late, and all delivered within two weeks."""
    return (
        Figure(what=f"orders lost, {words}, at most", look=most("lost", firm, world), expected=exactly(0)),
        Figure(what=f"late, {words}, at most", look=most("late", firm, world), expected=exactly(0)),
        Figure(what=f"mean weeks until delivery, {words}, at most", look=most("mean_lead_weeks", firm, world),
               expected=mean_below(2)),
    )  # fmt: skip


CLAIMS = {
    "guessing_leaves_one_colour_over_and_another_missing": Claim(
        claim="A maker that guesses has in most years one colour left over while another is missing.",
        source="course, B3",
        course=("B3",),
        market=MAKERS,
        put_in="that fashion moves between colours",
        figures=(Figure(what="part of twelve years", look=value(years_of_both, "guessed"), expected=mean_above(0.7499),
                        unit="percent"),),
    ),
    "orders_end_surplus_and_shortage": Claim(
        claim="To take orders ends surplus and shortage, within two weeks.",
        source="course, B3",
        course=("B3",),
        market=MAKERS,
        figures=(
            *no_order_fails("Wheelwright", "guessed", "Wheelwright"),
            *no_order_fails("Roadster", "ordered", "Roadster with orders"),
            Figure(what="part of orders lost by guessing, at least", look=least_lost, expected=mean_above(0.1),
                   unit="percent"),
        ),
    ),
    "the_same_maker_earns_more_with_orders": Claim(
        claim="The same maker with the same customers earns more with orders.",
        source="course, B3",
        course=("B3",),
        market=MAKERS,
        figures=(more("profit, orders less guesses", profit_of("Roadster"), "ordered", "guessed"),),
    ),
    "moving_fashion_makes_guesses_wrong": Claim(
        claim="It is the moving fashion that makes guesses go wrong.",
        source="negative control",
        course=("B3",),
        market=MAKERS,
        figures=(more("orders lost, moving fashion less none", ordered("Roadster", "lost"), "guessed", "no fashion"),),
    ),
    "empty_hands_and_late_goods_cost_customers": Claim(
        claim="Customers who go away empty-handed or wait beyond the promised time leave for the service.",
        source="course, A3: keep promises",
        course=("A3", "C3"),
        market=MAKERS,
        figures=(
            more("Roadster's exits for the service, guesses less orders", exits_of("Roadster", "service"), "guessed",
                 "ordered"),
            Figure(what="part of Wheelwright's orders late with a machine less, at least", look=least_late,
                   expected=mean_above(0.5), unit="percent"),
            more("Wheelwright's exits for the service, a machine less", exits_of("Wheelwright", "service"),
                 "a machine less", "guessed"),
        ),
    ),
    "goods_made_to_measure_are_cross_selling": Claim(
        claim="The premium of goods made to measure, less what tailoring costs, is cross-selling in the ledger.",
        source="course, A10",
        course=("A10", "B3"),
        market=TAILORED,
        figures=(Figure(what="cross-selling of the bicycle maker, money, at least",
                        look=value(least_cross_selling, "premium of a tenth"), expected=mean_above(1000)),),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

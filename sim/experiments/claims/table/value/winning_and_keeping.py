"""Claims about winning against keeping, old customers against new, and channels used together (A12, A16)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.experiments.claims.bound import Bound, above, below, between, mean_above
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, Reading, more, pooled, runs_in_which, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, by_run, column
from sim.experiments.stylised_facts.six_fold_cost import market
from sim.metrics._shared.interval import Interval
from sim.metrics.value.acquisition_cost import acquisition_cost, acquisition_to_keeping, incremental_acquisition_cost
from sim.metrics.value.ledger import ledger
from sim.metrics.value.profit import profit, repeat_profit
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results
from sim.scenario.scenario import Scenario

YEAR = 52
BUDGETS = {"no money": 0.0, "an eighth": 0.125, "half": 0.5, "as shipped": 1.0, "twice": 2.0, "four times": 4.0}
"""Times the budget of the shipped scenario."""


def budgeted(times: float) -> Callable[[Scenario], Scenario]:
    """The five channels with so many times the money at Chorus."""
    return lambda _: market(times)


CHANNELS = ClaimMarket(
    scenario="five_channels", worlds={name: budgeted(times) for name, times in BUDGETS.items()}, replications=10
)
BOOKS = ClaimMarket(scenario="five_channels", worlds={"as shipped": {}}, replications=2)
RATIO = column(acquisition_to_keeping, "Chorus", "ratio", YEAR)


def incremental(worlds: Worlds, more_money: str, less_money: str) -> Interval:
    """What one more customer won by the difference of two budgets costs."""
    row = incremental_acquisition_cost(worlds[more_money], worlds[less_money], YEAR).iloc[0]
    return Interval(row["incremental_cost"], row["low"], row["high"], 0.95, int(row["replications"]))


def many_times_the_average(worlds: Worlds) -> Interval:
    """That cost for the whole budget less 2.5 times the mean cost of all who were won."""
    found = incremental(worlds, "as shipped", "no money")
    average = 2.5 * float(np.mean(column(acquisition_cost, "Chorus", "acquisition_cost", YEAR)(worlds["as shipped"])))
    return Interval(found.mean - average, found.low - average, found.high - average, 0.95, found.replications)


def last_less_first(worlds: Worlds) -> Interval:
    """Low end of the cost of the last ones won less three times the high end of that of the first."""
    return pooled(incremental(worlds, "four times", "twice").low - 3 * incremental(worlds, "half", "no money").high)


def more_won(worlds: Worlds) -> Interval:
    """How many more are won by the whole budget."""
    table = incremental_acquisition_cost(worlds["as shipped"], worlds["no money"], YEAR)
    return pooled(table.iloc[0]["more_acquisitions"])


def won_by(place: int) -> Reading:
    """Customers won from the second year on by the firm at this place."""
    return by_run(lambda run, _: float(run.weekly[YEAR:, place, RANK["acquisition"], 0].sum()))


def spent_alike(results: Results) -> Floats:
    """Whether the first two firms spend the same money on communication and the third nothing."""
    spent = np.array([run.weekly[..., RANK["communication"], 1].sum(axis=0) for run in results.runs])
    return np.asarray((spent[:, 0] == spent[:, 1]) & (spent[:, 2] == 0), dtype=float)


def third_year(name: str) -> Reading:
    """A column of what customers bring in the third year of their stay."""
    return column(repeat_profit, "Chorus", name, where={"tenure": 3})


def least_line(results: Results) -> Floats:
    """The smallest of the lines that a ledger of this firm has to have."""
    books = ledger(results).query("firm == 'Chorus'")
    return np.asarray(books[["base_profit", "savings", "acquisition", "rewards", "loss"]].min(axis=1), dtype=float)


def cents_apart(results: Results) -> Floats:
    """By how much the ledger's lines differ from its profit, or its profit from that of the books; the larger."""
    books = ledger(results).query("firm == 'Chorus'")
    cost = books[["acquisition", "rewards", "loss", "serving"]].sum(axis=1)
    here = np.abs(np.asarray(books["contribution"] - cost - books["profit"], dtype=float))
    paid = np.asarray(books["profit"] + books["liability_change"], dtype=float)
    there = np.abs(paid - np.asarray(profit(results).query("firm == 'Chorus'")["profit"], dtype=float))
    return np.asarray(np.maximum(here, there), dtype=float)


def at(name: str) -> Look:
    """Cost of winning over that of keeping at a budget."""
    return value(RATIO, name)


CLAIMS = {
    "winning_costs_four_to_six_times_keeping": Claim(
        claim="Winning a customer costs 4 to 6 times keeping one at one budget only: less at a small one, more at a "
        "large one.",
        source="course, A12",
        course=("A12",),
        market=CHANNELS,
        put_in="diminishing returns of each channel, and what counts as winning and as keeping",
        figures=(
            Figure(what="winning over keeping, an eighth of the budget", look=at("an eighth"), expected=below(4),
                   unit="times"),
            Figure(what="half of the budget", look=at("half"), expected=between(4, 6), unit="times"),
            Figure(what="twice the budget", look=at("twice"), expected=above(6), unit="times"),
        ),
    ),
    "who_would_not_have_come_costs_more": Claim(
        claim="A customer who would not have come anyhow costs many times the average, and the last ones won cost more "
        "than the first.",
        source="Blattberg & Deighton (1996), Harvard Business Review 74(4); course, A12",
        course=("A12",),
        market=CHANNELS,
        figures=(
            Figure(what="cost of one more customer less 2.5 times the average", look=many_times_the_average,
                   expected=above(0)),
            Figure(what="customers more by the whole budget", look=more_won, expected=mean_above(200)),
            Figure(what="least cost of the last ones won less three times the highest cost of the first",
                   look=last_less_first, expected=mean_above(0)),
        ),
    ),
    "channels_together_win_more": Claim(
        claim="Five channels used together win more than one channel with the same money, and one more than none.",
        source="course, A16; it emerges from diminishing returns",
        course=("A16",),
        market=CHANNELS,
        figures=(
            runs_in_which("both spend the same and the third nothing", value(spent_alike, "as shipped")),
            more("customers won from year 2 on, five channels less one", ahead(won_by(0), won_by(1)), "as shipped"),
            more("one channel less none", ahead(won_by(1), won_by(2)), "as shipped"),
        ),
    ),
    "old_customers_bring_more": Claim(
        claim="In the third year of a stay customers bring 20 to 80% more; part of that is who stays.",
        source="course, A12: repeat customers bring 20 to 80% more profit",
        course=("A12",),
        market=CHANNELS,
        figures=(
            Figure(what="more than in the first year, as the books show it", unit="percent",
                   look=value(third_year("lift"), "as shipped"),
                   expected=Bound(low_above=0.0, mean_above=0.2, mean_below=0.8)),
            more("more, of the same customers", third_year("same_lift"), "as shipped", unit="percent"),
            more("the difference, which is who stays", ahead(third_year("lift"), third_year("same_lift")), "as shipped",
                 unit="points"),
        ),
    ),
    "the_ledger_splits_value": Claim(
        claim="The ledger splits value by the lines of the course: base profit, savings, acquisition, rewards, loss; "
        "and all lines add up to the cent.",
        source="course, A10",
        course=("A10",),
        market=BOOKS,
        figures=(
            more("the smallest of the lines, money", least_line, "as shipped"),
            Figure(what="money by which lines and books differ", look=value(cents_apart, "as shipped"),
                   expected=Bound(mean_below=0.005)),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

"""A small real sample of what each chart is drawn from: one entry per chart, each run made once and shared."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim import charts
from sim.experiments.counterfactuals import CounterfactualPair
from sim.results.results import Results
from sim.scenario.scenario import Scenario
from tests.model.firms.test_records import store
from tests.worlds import world

HERE = sim.Execution(workers=1)
NO_CARD = {"firms.Azure.programmes": []}


def small_race() -> Scenario:
    """Azure's points card, copied by both rivals; small enough for tests."""
    return sim.load("first_look").but(
        {
            "population.segments.consumers.size": 400,
            "firms.Azure.programmes.frequency.launch": 13,
            "firms.Crimson.imitation": "course",
            "firms.Jade.imitation": "course",
        },
        horizon=60,
    )


@cache
def race() -> Results:
    """Three replications, so that there are intervals."""
    return sim.simulate(small_race(), replications=3)


@cache
def race_without() -> Results:
    """The same three, without the programme."""
    return sim.simulate(small_race().but(NO_CARD), replications=3)


@cache
def long_race() -> Results:
    """Three years, so that there is more than one of them."""
    return sim.simulate(small_race().but({"population.segments.consumers.size": 200}, horizon=160), replications=3)


@cache
def accounts() -> Results:
    """Key accounts whose best manager leaves."""
    asked = sim.load("seller_who_left").but({"population.segments.workshops.size": 200}, horizon=78)
    return sim.simulate(asked, replications=2)


@cache
def connected() -> Results:
    """Firms whose people have ties, one of whom a rival hires."""
    asked = sim.load("ties_first").but({"population.segments.workshops.size": 100})
    return sim.simulate(asked.but({"firms.Benefit.departments.ties.hires.0.at": 52}, horizon=78), replications=2)


@cache
def promised() -> Results:
    """A shop that keeps its promises for half a year, and promises more than it can keep after that."""
    script = {"kind": "script", "rounds": [{}, {}, {"promise": 1, "express": 0}]}
    asked = sim.load("promises_kept").but({"population.segments.households.size": 150, "firms.Oak.policy": script})
    return sim.simulate(asked.but(horizon=78), replications=2)


@cache
def rewarded() -> Results:
    """Two firms with a workforce, of which one trains its people and loses many of them."""
    asked = sim.load("what_is_rewarded").contrast("many_leave")
    return sim.simulate(asked.but({"population.segments.workshops.size": 100}, horizon=78), replications=2)


@cache
def department_store() -> Results:
    """A shop that knows a part of its customers."""
    return sim.simulate(store(points=True, identified=0.3, renewed=False, ageing={"identity": 0.02}), seed=3)


CLUB: dict[str, object] = {"kind": "club", "quantity": 4, "associate_quantity": 1, "period": 13.0,
                           "benefit_worth": 60.0, "fee": 15.0, "contact_gain": 0.3, "anatomy": {}}  # fmt: skip


def club_market(*, club: bool) -> Scenario:
    """Two firms with a club each, or only the second."""
    firms = [{"name": "Red", "programmes": [CLUB] if club else []}, {"name": "Blue", "programmes": [CLUB]}]
    return world({"size": 300, "purchase_rate": 0.4, "sociability": {"family": "gamma", "shape": 2, "mean": 1}},
                 firms, horizon=78.0)  # fmt: skip


@cache
def club(there: bool = True) -> Results:
    """Four replications of the market with the club, or of that without."""
    return sim.simulate(club_market(club=there), replications=4)


@cache
def line(lot: int = 3, kinds: int = 4) -> Results:
    """One firm that makes for stock, one that makes to order."""
    guess = {"mode": "to_stock", "expects": 30, "cover": 2}
    lines: dict[str, dict[str, Any]] = {
        "Guesser": {"works": guess, "lot": 5},
        "Maker": {"lot": lot, "works": {"mode": "to_order", "promised": 0.05}},
    }
    firms = [
        {
            "name": name,
            "departments": [{"kind": "production_line", "kinds": kinds, "season": 13, "fashion": 1.0, **own}],
        }
        for name, own in lines.items()
    ]
    asked = world([{"name": "people", "size": 150, "purchase_rate": 0.4}], firms, horizon=30.0, focus="Maker")
    return sim.simulate(asked, seed=2, replications=3)


@cache
def scandal() -> Results:
    """A scandal at the firm in focus."""
    return sim.simulate(sim.load("the_scandal").but(_sized("the_scandal", 500), horizon=90), replications=3)


@cache
def technology() -> Results:
    """An invention that one firm sells early, one late, one never."""
    return sim.simulate(sim.load("new_technology").but(_sized("new_technology", 400), horizon=208), replications=3)


@cache
def rivals() -> Results:
    """Rivals that work out what pays."""
    return sim.simulate(sim.load("rivals_that_reckon").but(_sized("rivals_that_reckon", 600), horizon=104))


@cache
def channels(times: float) -> Results:
    """Five channels, at so many times a small budget."""
    asked = sim.load("five_channels").but({"population.segments.households.size": 400}, horizon=52.0)
    budget = {"firms.Chorus.departments.communication.advertising.spend": 30.0 * times}
    none = {"firms.Chorus.departments": [{"kind": "cost_to_serve", "cost": 8}]}
    return sim.simulate(asked.but(budget if times else none), replications=2)


@cache
def hotels() -> Results:
    """Three hotels of different service."""
    return sim.simulate(sim.load("flat_middle").but({"population.segments.guests.size": 300}, horizon=40.0))


def _sized(name: str, size: int) -> dict[str, object]:
    segment = sim.load(name).population.segments[0].name
    return {f"population.segments.{segment}.size": size}


@cache
def contrasts() -> Any:
    """A scenario with its contrasts, three runs of each."""
    return sim.run_contrasts(
        sim.load("imitation_race").but(_sized("imitation_race", 300), horizon=110), replications=3, where=HERE
    )


@cache
def comparison() -> Any:
    """Three strategies, compared."""
    third = {"points": {}, "none": NO_CARD, "dear": {"firms.Azure.unit_cost": 0.9}}
    return sim.compare(small_race(), third, measure="profit", replications=4, where=HERE)


@cache
def warm_up() -> Any:
    """How long the market takes to settle."""
    return sim.warm_up(
        small_race().but(horizon=104), {"points": {}, "none": NO_CARD}, measure="share", replications=3, where=HERE
    )


@cache
def response_map() -> Any:
    """Two strategies in four circumstances."""
    over = (("firms.Azure.offer.price", [0.9, 1.1]), ("horizon", [20, 40]))
    return sim.response_map(small_race(), {"points": {}, "none": NO_CARD}, over, replications=3, where=HERE)


@cache
def sensitivity(method: str = "screen") -> Any:
    """What profit is sensitive to."""
    factors = {"firms.Azure.offer.price": (0.9, 1.1), "firms.Azure.offer.service": (0.3, 0.7)}
    if method == "screen":
        return sim.screen(small_race(), factors, trajectories=6, replications=1, where=HERE)
    return sim.shares_of_variance(small_race(), factors, points=16, where=HERE)


@cache
def calibrated() -> Any:
    """A log of 300 customers, fitted to its first 30 weeks."""
    from tests.experiments.calibration.test_calibrate_command import shop

    return sim.calibrate(sim.read_transactions(shop(300)), 30)


@cache
def calibrated_runs() -> Results:
    """Runs of the fitted market."""
    return sim.simulate(sim.calibrated_scenario(calibrated()), replications=3)


@cache
def stylised_fact() -> Any:
    """One fact of the literature."""
    from sim.experiments.stylised_facts.fact import run_stylised_fact

    return run_stylised_fact("regression_to_mean")


@cache
def two_worlds() -> CounterfactualPair:
    """The race without and with the card."""
    return CounterfactualPair(names=("no card", "card"), first=race_without(), second=race(), firm="Azure")


def saved_customer() -> str:
    """One whom the card saves, or at least one who lives otherwise with it."""
    table = sim.customer_outcomes(two_worlds())
    table = table[(table["replication"] == 0) & table["outcome"].isin(["saved", "lost", "won", "not won"])]
    return str(table["customer_id"].iloc[0])


@cache
def degrees() -> tuple[Results, ...]:
    """Four small markets, each with all five degrees of relationship."""
    return tuple(
        sim.simulate(
            sim.load("five_degrees").but(
                {"population.segments.accounts.size": size, "firms.Harbour.unit_cost": cost,
                 "firms.Harbour.departments.contact.degrees.accounts": degree}, horizon=104,
            ), replications=2, log="exits",
        )
        for size in (30, 120) for cost in (0.5, 0.98)
        for degree in ("basic", "reactive", "accountable", "proactive", "partnership")
    )  # fmt: skip


def someone(results: Results) -> str:
    """A customer of the first segment."""
    return f"{results.names.segments[0]}-1"


Draw = Callable[[Axes | None], Figure]
SAMPLES: dict[str, Draw] = {
    "acquisition_cost_chart": lambda axes: charts.acquisition_cost_chart(
        [channels(t) for t in (1, 2, 4)], channels(0), axes
    ),
    "best_degree_chart": lambda axes: charts.best_degree_chart(degrees()[0], degrees()[1:], axes=axes),
    "calibration_chart": lambda axes: charts.calibration_chart(calibrated(), calibrated_runs(), axes),
    "cdnow_curve_chart": lambda axes: charts.cdnow_curve_chart(race(), axes),
    "cdnow_histogram_chart": lambda axes: charts.cdnow_histogram_chart(race(), axes),
    "churn_chart": lambda axes: charts.churn_chart(race(), axes),
    "comparison_chart": lambda axes: charts.comparison_chart(comparison(), axes),
    "contrast_chart": lambda axes: charts.contrast_chart(contrasts(), axes=axes),
    "contrast_weeks_chart": lambda axes: charts.contrast_weeks_chart(contrasts(), axes=axes),
    "crossover_chart": lambda axes: charts.crossover_chart(long_race(), axes),
    "customers_chart": lambda axes: charts.customers_chart(race(), axes),
    "decision_outcomes_chart": lambda axes: charts.decision_outcomes_chart(outcomes(), axes),
    "doors_chart": lambda axes: charts.doors_chart(accounts(), axes),
    "double_jeopardy_chart": lambda axes: charts.double_jeopardy_chart(race(), axes),
    "exit_chart": lambda axes: charts.exit_chart(race(), axes),
    "gain_chart": lambda axes: charts.gain_chart(race(), race_without(), axes),
    "gallery_chart": lambda axes: charts.gallery_chart(stylised_fact()),
    "indignation_chart": lambda axes: charts.indignation_chart(scandal(), axes),
    "imitation_timeline": lambda axes: charts.imitation_timeline(race(), axes),
    "lead_time_chart": lambda axes: charts.lead_time_chart(line(), axes),
    "ledger_chart": lambda axes: charts.ledger_chart(race(), axes),
    "life_line": lambda axes: charts.life_line(race(), someone(race()), axes),
    "lot_size_chart": lambda axes: charts.lot_size_chart({lot: line(lot) for lot in (1, 3, 20)}, axes),
    "loyalty_chart": lambda axes: charts.loyalty_chart(department_store(), axes),
    "members_chart": lambda axes: charts.members_chart(club(), axes),
    "membership_effect_chart": lambda axes: charts.membership_effect_chart(club(), club(False), 26.0, axes),
    "order_queue_chart": lambda axes: charts.order_queue_chart(line(20), axes),
    "profile_chart": lambda axes: charts.profile_chart(department_store(), axes),
    "profit_analysis_chart": lambda axes: charts.profit_analysis_chart(department_store(), axes),
    "profit_chart": lambda axes: charts.profit_chart(race(), axes),
    "profit_difference_chart": lambda axes: charts.profit_difference_chart(race(), race_without(), axes=axes),
    "profit_lost_chart": lambda axes: charts.profit_lost_chart(race(), axes),
    "programme_cost_chart": lambda axes: charts.programme_cost_chart(race(), axes),
    "records_chart": lambda axes: charts.records_chart(department_store(), axes),
    "renewal_chart": lambda axes: charts.renewal_chart(club(), axes),
    "response_map_chart": lambda axes: charts.response_map_chart(response_map(), axes),
    "rival_decision_chart": lambda axes: charts.rival_decision_chart(rivals(), axes),
    "same_customer_chart": lambda axes: charts.same_customer_chart(race(), race_without(), axes=axes),
    "satisfaction_chart": lambda axes: charts.satisfaction_chart(hotels(), axes, 13.0),
    "saved_and_lost_chart": lambda axes: charts.saved_and_lost_chart(two_worlds()),
    "sensitivity_chart": lambda axes: charts.sensitivity_chart(sensitivity(), axes),
    "share_chart": lambda axes: charts.share_chart(race(), axes),
    "stage_line_chart": lambda axes: charts.stage_line_chart(race(), someone(race()), axes),
    "stages_chart": lambda axes: charts.stages_chart(race(), axes),
    "standing_chart": lambda axes: charts.standing_chart(club(), axes),
    "stated_exits_chart": lambda axes: charts.stated_exits_chart(race(), axes),
    "stock_chart": lambda axes: charts.stock_chart(line(), axes),
    "story_chart": lambda axes: charts.story_chart(scandal(), axes),
    "survival_chart": lambda axes: charts.survival_chart(race(), axes),
    "technology_chart": lambda axes: charts.technology_chart(technology(), axes),
    "ties_chart": lambda axes: charts.ties_chart(connected(), axes),
    "promises_chart": lambda axes: charts.promises_chart(promised(), axes),
    "both_gain_chart": lambda axes: charts.both_gain_chart(promised(), axes),
    "trust_chart": lambda axes: charts.trust_chart(accounts(), axes),
    "two_lives_chart": lambda axes: charts.two_lives_chart(two_worlds(), saved_customer()),
    "warm_up_chart": lambda axes: charts.warm_up_chart(warm_up(), axes),
    "workforce_chart": lambda axes: charts.workforce_chart(rewarded(), axes),
    "yearly_profit_chart": lambda axes: charts.yearly_profit_chart(long_race(), axes),
}


@cache
def outcomes() -> Any:
    """What came of the decisions of the rivals."""
    return sim.decision_outcomes(rivals(), most=3)


@cache
def alone() -> Results:
    """One firm, no rival, no programme."""
    return sim.simulate(small_race().but({"firms": [{"name": "Azure"}], "horizon": 45}), replications=2)

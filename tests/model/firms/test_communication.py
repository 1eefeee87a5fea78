"""Five channels: diminishing returns, memory, whom each moves, and what it costs."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from simpy import Environment

from sim.metrics._shared.interval import interval
from sim.metrics.value.acquisition_cost import channel_cost
from sim.model.events import RANK
from sim.model.firms.communication.channels import stocked
from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.market_process import MarketProcess
from sim.model.state.initialise import initialise_market
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.communication import CHANNELS, Communication
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, of_customers, world

REPLICATIONS = 8
FIELDS = [word.replace(" ", "_") for word in CHANNELS]


def market(size: int = 1000, **channels: Any) -> Scenario:
    """Two firms alike, of which the first communicates; people buy seldom, so not everybody has tried both."""
    speaking = {"kind": "communication", **channels}
    return world(
        {"size": size, "purchase_rate": 0.05},
        [{"name": "Loud", "share": 0.2, "offer": {"conduct": 0.7}, "departments": [speaking]},
         {"name": "Still", "share": 0.8}],
        horizon=60.0,
    )  # fmt: skip


@lru_cache
def won(budget: tuple[tuple[str, float], ...], scale: float | None = None, draws: float | None = None) -> np.ndarray:
    """First purchases at the firm that communicates, one value for each replication; channels alike if it says how."""
    more = {} if scale is None or draws is None else {"scale": scale, "draws": draws, "carry_over": 0.0}
    asked = market(**{name: {"spend": money, **more} for name, money in budget})
    results = simulate(asked, seed=7, replications=REPLICATIONS)
    return np.array([run.weekly[:, 0, RANK["acquisition"], 0].sum() for run in results.runs])


def test_a_mix_wins_more_than_any_channel_alone_at_equal_spend() -> None:
    mix = won(tuple((name, 24.0) for name in FIELDS))
    for name in FIELDS:
        assert interval(mix - won(((name, 120.0),))).low > 0, name


def test_where_returns_do_not_diminish_a_mix_is_no_better() -> None:
    """The advantage of the mix comes from the shape of the response alone: nothing makes channels help each other."""
    drawing = FIELDS[:3]

    def mixed_and_alone(scale: float, draws: float) -> tuple[float, float]:
        none, mix = won(()), won(tuple((name, 40.0) for name in drawing), scale, draws)
        alone = won((("sales_promotion", 120.0),), scale, draws)
        return float((mix - none).mean()), float((alone - none).mean())

    straight, curved = mixed_and_alone(2000.0, 5.0), mixed_and_alone(30.0, 0.8)
    assert straight[1] > 30
    assert straight[0] == pytest.approx(straight[1], rel=0.1)
    assert curved[0] > 1.5 * curved[1]


def test_twice_the_money_wins_less_than_twice_as_many() -> None:
    none, once, twice, often = (won((("advertising", money),)) for money in (0.0, 20.0, 40.0, 400.0))
    assert interval(once - none).low > 0
    assert interval(2 * (once - none) - (twice - none)).low > 0
    assert interval(3 * (twice - none) - (often - none)).low > 0


def test_memory_is_the_geometric_one() -> None:
    stock = 0.0
    for _ in range(7):
        stock = 0.8 * stock + 0.2 * 50.0
    assert stocked(0.0, 50.0, 0.8, 7.0) == pytest.approx(stock)
    assert stocked(stock, 0.0, 0.8, 3.0) == pytest.approx(stock * 0.8**3)
    assert stocked(0.0, 50.0, 0.0, 1.0) == 50.0


def latecomers(**channels: Any) -> Results:
    """People who come only after the money has stopped."""
    asked = market(300, **channels, ends=20.0) if channels else market(300)
    late = asked.but({"population.segments.people.arrival": {"kind": "over_weeks", "counts": [0] * 21 + [1] * 4},
                      "population.segments.people.purchase_rate": 0.3})  # fmt: skip
    return simulate(late, seed=5)


def test_a_promotion_is_forgotten_when_it_ends_and_advertising_is_not() -> None:
    nothing, promoted = latecomers(), latecomers(sales_promotion={"spend": 100.0})
    advertised = latecomers(advertising={"spend": 100.0})
    assert of_customers(by_name(promoted)).equals(of_customers(by_name(nothing)))
    first = {
        name: (happened(results, "acquisition")["firm"][happened(results, "acquisition")["time"] < 30] == 0).sum()
        for name, results in (("nothing", nothing), ("advertised", advertised))
    }
    assert first["advertised"] > first["nothing"]


def test_what_is_spent_is_booked_by_channel_and_week() -> None:
    results = simulate(market(50, advertising={"spend": 10.5}, public_relations={"spend": 3.0}, begins=8.0), seed=1)
    books = weekly(results)
    loud = books[books["firm"] == "Loud"]
    assert (loud.loc[loud["week"] < 8, "communication_cost"] == 0).all()
    assert (loud.loc[loud["week"] >= 8, "communication_cost"] == 13.5).all()
    table = channel_cost(results, since=8)
    spent = table[table["firm"] == "Loud"].set_index("channel")["spend"]
    assert spent["advertising"] == 10.5 * 52 and spent["public relations"] == 3.0 * 52 and spent.sum() == 13.5 * 52


def test_no_money_is_no_communication() -> None:
    mute = simulate(market(100), seed=2)
    none = simulate(market(100).but({"firms.Loud.departments": []}), seed=2)
    assert of_customers(by_name(mute)).equals(of_customers(by_name(none)))


def test_direct_marketing_reaches_as_many_customers_as_its_response_says() -> None:
    people, spend = 2000, 30.0
    asked = world(
        {"size": people, "purchase_rate": 1.0, "first_purchase": "on_arrival"},
        [{"name": "Only", "departments": [{"kind": "communication", "direct_marketing": {"spend": spend}}]}],
        exits=NOBODY_LEAVES, behaviour=FROZEN,
    )  # fmt: skip
    contacts = happened(simulate(asked, seed=3), "contact")
    contacts = contacts[contacts["time"] > 0]
    rounds = len(np.unique(contacts["time"]))
    expected = 1 - math.exp(-spend / (people / 1000) / Communication().direct_marketing.scale)
    size = people * rounds
    assert rounds == 9
    assert abs(len(contacts) / size - expected) < 4 * math.sqrt(expected * (1 - expected) / size)


def exits_of(asked: Scenario, cause: str) -> np.ndarray:
    results = simulate(asked, seed=4, replications=REPLICATIONS)
    number = results.names.words.index(cause)
    return np.array([
        ((run.rows["event"] == RANK["exit"]) & (run.rows["cause"] == number) & (run.rows["firm"] == 0)).sum()
        for run in results.runs
    ])  # fmt: skip


def leaky(**channels: Any) -> Scenario:
    causes = [{"name": name, "base": 0.01} for name in ("price", "service", "political")]
    return market(500, **channels).but({"exits.rows": causes, "population.segments.people.purchase_rate": 0.5})


def test_customers_who_are_written_to_stay_longer() -> None:
    written = exits_of(leaky(direct_marketing={"spend": 50.0, "warms": 0.3}), "service")
    assert interval(exits_of(leaky(), "service") - written).low > 0


def test_public_relations_make_people_overlook_misconduct_and_can_do_no_more() -> None:
    blamed, excused = exits_of(leaky(), "political"), exits_of(leaky(public_relations={"spend": 50.0}), "political")
    assert interval(blamed - excused).low > 0
    spotless = market(100).but({"firms.Loud.offer.conduct": 1.0})
    spoken = spotless.but({"firms.Loud.departments.communication.public_relations.spend": 500.0})
    plain, praised = (of_customers(by_name(simulate(asked, seed=2))) for asked in (spotless, spoken))
    assert praised.equals(plain)


def test_a_scandal_comes_and_goes_and_leaves_the_conduct_as_it_was() -> None:
    asked = market(10)
    place = MarketProcess(Environment(), asked, initialise_market(asked, (1, 0)))
    seen = asked.attributes.index("conduct")
    place.set_goodwill("Loud", 0.5)
    assert place.state.offer[0, seen] == pytest.approx(-0.15)
    place.set_level("Loud", "conduct", 0.7 * 0.5)
    assert place.state.offer[0, seen] == pytest.approx(0.35 + 0.5 * 0.65 - 1)
    place.set_level("Loud", "conduct", 0.7)
    place.set_goodwill("Loud", 0.0)
    assert place.state.offer[0, seen] == pytest.approx(-0.3)
    assert place.level("Loud", "conduct") == 0.7


@pytest.mark.slow
def test_both_schedulers_agree() -> None:
    asked = market(60, **{name: {"spend": 10.0} for name in FIELDS}, begins=5.0, ends=30.0)
    results = both_schedulers(asked.but({"firms.Still.departments": [{"kind": "cost_to_serve", "cost": 3.0}],
                                         "population.segments.people.purchase_rate": 0.6}))  # fmt: skip
    assert len(happened(results, "contact")) > 50


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"advertising": {"spend": -1}}, "advertising.spend: -1 was given; give a number of 0 or more"),
        ({"advertizing": {"spend": 1}}, "did you mean 'advertising'?"),
        ({"radio": {"spend": 1}}, "allowed: kind, advertising, personal_selling"),
        ({"advertising": {"carry_over": 1.0}}, "advertising.carry_over"),
        ({"begins": 9, "ends": 9}, "ends: week 9 is not after week 9"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioError, match=r"firms\.Loud\.departments\.communication") as refused:
        market(**given)
    assert said in str(refused.value)


def test_a_decision_to_spend_otherwise_counts_from_the_next_round() -> None:
    asked = market(10, advertising={"spend": 20.0})
    env = Environment()
    firm = FirmProcess(MarketProcess(env, asked, initialise_market(asked, (1, 0))), asked.firms[0])
    firm.start_departments()
    env.run(until=2)
    firm.apply_settings(asked.firms[0].but({"departments.communication.advertising.spend": 50.0}))
    booked = []
    for week in (3, 5):
        env.run(until=week)
        booked.append(firm.costs["communication", "advertising"])
    assert booked == [20.0, 50.0]

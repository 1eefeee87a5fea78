"""Word of mouth: who talks, how many hear it, and whom it brings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.customer_base.told import told
from sim.model.event_log import event_table
from sim.model.events import RANK
from sim.model.firms.communication.word_of_mouth import reputation
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.market.behaviour import WordOfMouth
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, of_customers, world

TALK: dict[str, object] = {}


def frozen(satisfaction: float, **talk: Any) -> Results:
    """Customers who stay as satisfied as they came, and never leave."""
    asked = world(
        {"size": 200, "purchase_rate": 0.3, "norm": satisfaction, "sociability": 1.5}, [{"name": "A"}, {"name": "B"}],
        exits=NOBODY_LEAVES, behaviour={**FROZEN, "word_of_mouth": talk},
    )  # fmt: skip
    return simulate(asked, seed=3)


@pytest.mark.parametrize(("satisfaction", "word", "part"), [(0.9, "good", 0.02), (0.2, "bad", 0.04)])
def test_each_tells_her_part_of_her_acquaintances(satisfaction: float, word: str, part: float) -> None:
    results = frozen(satisfaction)
    rows = event_table(results.runs[0].rows, results.names)
    heard = rows[(rows["event"] == "told") & (rows["firm"] == "A")]
    assert set(heard["detail"]) == {word}
    assert list(heard["time"]) == [4.0 * n for n in range(1, 10)]
    came = happened(results, "acquisition")
    for week, number in zip(heard["time"], heard["monetary_value"], strict=True):
        customers = ((came["firm"] == 0) & (came["time"] < week)).sum()
        assert number == pytest.approx(customers * 1.5 * 250 * part * 4 / 52, abs=0.01)


def test_those_in_between_keep_still() -> None:
    assert not len(happened(frozen(0.6), "told"))


def test_one_who_leaves_over_the_service_tells_it_once_and_others_do_not() -> None:
    causes = [{"name": "service", "base": 0.02, "slope": 0.0}, {"name": "price", "base": 0.02, "slope": 0.0}]
    asked = world(
        {"size": 300, "purchase_rate": 0.5, "sociability": 1}, [{"name": "A"}, {"name": "B"}],
        exits={"rows": causes}, behaviour={**FROZEN, "word_of_mouth": {}},
    )  # fmt: skip
    results = simulate(asked, seed=3)
    rows = results.runs[0].rows
    over_service = results.names.words.index("service")
    left = (rows["event"] == RANK["exit"]) & (rows["cause"] == over_service) & (rows["time"] < 36)
    moved = (rows["event"] == RANK["moving away"]).sum()
    heard = happened(results, "told")["cents"].sum() / 100
    assert left.sum() > 50
    assert 250 * 0.04 * (left.sum() - moved) <= heard + 0.01 <= 250 * 0.04 * left.sum() + 0.02


def market(**talk: Any) -> Scenario:
    return world(
        {"size": 800, "purchase_rate": 0.05, "newcomers_after": 4.0},
        [{"name": "Kind", "offer": {"service": 0.9}}, {"name": "Cold", "offer": {"service": 0.3}}, {"name": "Plain"}],
        horizon=156.0, exits={"rows": [{"name": "market", "base": 0.004}, {"name": "service", "base": 0.001}]},
        behaviour={"satisfaction_step": 0.4, "word_of_mouth": talk or None},
    )  # fmt: skip


def won(asked: Scenario) -> np.ndarray:
    """First purchases after the first year, shape (replications, firms)."""
    runs = simulate(asked, seed=8, replications=8).runs
    return np.array([run.weekly[52:, :, RANK["acquisition"], 0].sum(axis=0) for run in runs])


def test_the_kind_firm_wins_by_it_and_the_cold_one_loses() -> None:
    more = won(market(pull=1.5)) - won(market())
    assert interval(more[:, 0]).low > 0
    assert interval(more[:, 1]).high < 0


def test_who_minds_bad_news_more_shuns_the_cold_firm_more() -> None:
    more = won(market(pull=1.0, weight_of_bad=3.0)) - won(market(pull=1.0))
    assert interval(more[:, 1]).high < 0


def test_talk_without_pull_changes_nobody() -> None:
    talked, silent = (simulate(asked.but(horizon=52.0), seed=2) for asked in (market(pull=0.0), market()))
    assert len(happened(talked, "told")) > 10
    assert of_customers(by_name(talked)).equals(of_customers(by_name(silent)))


def test_reputation_is_bounded_however_much_is_said() -> None:
    asked = WordOfMouth(pull=0.8, weight_of_bad=2.0)
    assert reputation(asked, 1e9, 0.0) == pytest.approx(0.8)
    assert reputation(asked, 0.0, 1e9) == pytest.approx(-1.6)
    assert reputation(asked, 0.3, 0.0) > reputation(asked, 0.2, 0.0) > 0 > reputation(asked, 0.0, 0.1)


def test_most_acquaintances_are_never_told() -> None:
    table = told(simulate(market(pull=1.0), seed=2))
    assert (table["never_told"] > 0.9).all() and (table["never_told"] < 1).all()
    assert table.loc[0, "good"] > table.loc[0, "bad"]
    assert table.loc[1, "bad"] > table.loc[1, "good"]


@pytest.mark.slow
def test_both_schedulers_agree() -> None:
    asked = market(pull=1.0, every=3.0).but(
        {"population.segments.people.size": 60, "population.segments.people.purchase_rate": 0.5}, horizon=40.0
    )
    assert len(happened(both_schedulers(asked), "told")) > 10


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"unhappy": 0.9}, "0.9 is not below delighted, 0.8"),
        ({"aquaintances": 100}, "did you mean 'acquaintances'?"),
        ({"tells_when_unhappy": 1.5}, "tells_when_unhappy"),
        ({"acquaintances": -5}, "acquaintances"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioError, match=r"behaviour\.word_of_mouth") as refused:
        market(**given)
    assert said in str(refused.value)

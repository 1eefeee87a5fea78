"""Doors, trust, visits and turnover, counted in a story written by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.metrics._shared.windows import IncompleteLogError
from sim.metrics.key_accounts.account_managers import manager_turnover, visits
from sim.metrics.key_accounts.account_steps import account_doors, path_of_trust
from sim.model.event_log import Names
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import DOORS, TRUST
from tests.metrics import hand_made
from tests.metrics.hand_made import Happening, first_purchase, results_of

WORDS = (*DOORS, *TRUST, "revealed", "decided", "failed", "left", "hired")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Results:
    """Red's managers have two accounts, 0 and 2. 0 loses hers in week 10, leaves in week 14 and moves away in 15."""
    monkeypatch.setattr(hand_made, "CAUSES", (*hand_made.CAUSES, *WORDS))

    def at(time: float, who: int, event: str, cause: str, money: float = 0.0) -> Happening:
        return Happening(time, who, "Red", event, money, cause)

    story = [
        *first_purchase(1.0, 0, "Red", 10), *first_purchase(1.5, 2, "Red", 10), *first_purchase(1.5, 3, "Blue", 10),
        at(4.0, 0, "door", "outside"), at(4.0, 0, "door", "stranger"), at(4.0, 2, "door", "outside"),
        at(5.0, 0, "visit", "failed", 20), at(6.0, 0, "visit", "revealed", 20), at(6.0, 0, "door", "on speaking terms"),
        at(7.0, 2, "visit", "failed", 20), at(8.0, 0, "visit", "decided", 20), at(8.0, 0, "door", "gets help inside"),
        at(10.0, -1, "manager", "left"), at(10.0, 0, "manager", "left"),
        at(13.0, -1, "manager", "hired", 500), at(13.0, 0, "manager", "hired"),
        at(13.0, 0, "door", "on speaking terms"), at(14.5, 0, "exit", "price"),
        *first_purchase(16.0, 0, "Red", 10), Happening(18.5, 3, "Blue", "exit", cause="price"),
    ]  # fmt: skip
    results = results_of(story)
    names = {field: getattr(results.names, field) for field in ("segments", "sizes", "firms", "programmes", "start")}
    wide = Names(causes=hand_made.CAUSES, **names)
    return Results(**{**results.__dict__, "names": wide})


def of(table: pd.DataFrame, firm: str = "Red") -> pd.Series:
    return table[table["firm"] == firm].iloc[0]


def test_accounts_stand_at_the_door_last_named_until_she_leaves(told: Results) -> None:
    red = account_doors(told).query("firm == 'Red'").pivot(index="week", columns="door", values="accounts")
    assert red["outside"].to_list() == [0] * 4 + [2, 2] + [1] * 14
    assert red["on speaking terms"].to_list() == [0] * 6 + [1, 1] + [0] * 5 + [1] + [0] * 6
    assert red["gets help inside"].to_list() == [0] * 8 + [1] * 5 + [0] * 7
    assert red["the account calls"].sum() == 0
    assert account_doors(told).query("firm == 'Blue'")["accounts"].sum() == 0


def test_trust_is_counted_apart_from_doors(told: Results) -> None:
    red = path_of_trust(told).query("firm == 'Red'").pivot(index="week", columns="trust", values="accounts")
    assert red["stranger"].to_list() == [0] * 4 + [1] * 10 + [0] * 6
    assert red.drop(columns="stranger").to_numpy().sum() == 0


def test_visits_by_what_became_of_them(told: Results) -> None:
    red = of(visits(told))
    assert red[["visits", "revealed", "decided", "failed"]].to_list() == [4, 1, 1, 2]
    assert (red["failed_share"], red["cost"], red["doors_opened"], red["visits_a_door"]) == (0.5, 80.0, 2, 2.0)
    assert of(visits(told), "Blue")["visits"] == 0
    with pytest.raises(IncompleteLogError, match="visits"):
        visits(Results(**{**told.__dict__, "log_level": "exits"}))


def test_exits_after_a_departure_and_else(told: Results) -> None:
    """0 was an account for 10.5 weeks, 4.5 of them after the departure; 2 for 16 weeks."""
    red = of(manager_turnover(told))
    assert red[["left", "hired", "hiring_cost", "accounts_parted", "lost"]].to_list() == [1, 1, 500, 1, 1]
    assert red["lost_share"] == 1.0
    assert red["exits_after"] == pytest.approx(52 / 4.5)
    assert red["exits_else"] == 0.0
    soon = of(manager_turnover(told, within=2.0))
    assert (soon["lost"], soon["exits_after"]) == (0, 0.0)
    assert soon["exits_else"] == pytest.approx(52 / (10.5 - 2 + 16))

"""With a firm that is looked at from inside, one more customer still changes only her own rows, unless people or
machines are too few for all.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim.results.simulate import simulate
from tests.parity.mechanisms import LEAKY, VARIED
from tests.worlds import by_name, of_customers, world

PEOPLE: dict[str, Any] = {
    **VARIED, "name": "people", "size": 80, "needs": 0.2, "need_at_purchase": 0.4, "purchase_rate": 0.6,
    "newcomers_after": {"family": "exponential", "mean": 2.0},
}  # fmt: skip
OTHERS: dict[str, Any] = {**PEOPLE, "name": "others", "size": 15, "spend": 900.0}
UNCOUPLED: dict[str, list[dict[str, Any]]] = {
    "records": [
        {"kind": "records", "identified": 0.5, "clean_up": {"every": 5, "older_than": 2}},
        {"kind": "win_back", "worth": 10, "every": 2},
    ],
    "contact": [{"kind": "contact", "degrees": {"people": "partnership"}}, {"kind": "cost_to_serve", "cost": 3}],
    "partners": [
        {
            "kind": "channel_partners", "partners": 3, "segments": ["people"], "contract": 9,
            "local_service": {"faults_a_year": 8},
        }
    ],
    "morale": [{"kind": "internal_marketing", "spend": 50, "employees": 5}],
    "a desk for all": [{"kind": "service_desk", "servers": 1000}],
    "machines for all": [{"kind": "production_line", "machines": 1000, "kinds": 3, "fashion": 0.5, "season": 10}],
    "managers for all": [
        {
            "kind": "relationship_managers", "managers": 50, "accounts_each": 10, "visits_a_week": 20,
            "segments": ["people"], "turnover": 0,
        }
    ],
}  # fmt: skip
COUPLED: dict[str, list[dict[str, Any]]] = {
    "one at the desk": [
        {"kind": "service_desk", "servers": 1, "handling_hours": {"family": "exponential", "mean": 5}}
    ],
    "one machine": [{"kind": "production_line", "unit_hours": 5}],
    "few managers": [{"kind": "relationship_managers", "managers": 2, "accounts_each": 10, "visits_a_week": 5}],
}  # fmt: skip


def lived(segments: list[dict[str, Any]], departments: list[dict[str, Any]]) -> pd.DataFrame:
    """What happened to customers where two of three firms have these departments."""
    firms = [{"name": name, "departments": departments if name != "Plain" else []} for name in ("One", "Plain", "Two")]
    forgetting = {"forgetting": {"family": "exponential", "mean": 4.0}}
    return of_customers(by_name(simulate(world(segments, firms, exits=LEAKY, behaviour=forgetting), seed=9)))


def without(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of those who were there anyhow."""
    more = table["customer_id"].str.startswith("others") | (table["customer_id"].str.split(".").str[0] == "people-80")
    assert more.sum() > 10
    return table[~more].reset_index(drop=True)


@pytest.mark.parametrize("departments", UNCOUPLED.values(), ids=UNCOUPLED)
def test_nobody_else_is_touched(departments: list[dict[str, Any]]) -> None:
    usual = lived([PEOPLE], departments)
    for segments in ([PEOPLE, OTHERS], [OTHERS, PEOPLE], [{**PEOPLE, "size": 81}]):
        pd.testing.assert_frame_equal(without(lived(segments, departments)), usual)


@pytest.mark.parametrize("departments", COUPLED.values(), ids=COUPLED)
def test_where_people_or_machines_are_few_others_wait(departments: list[dict[str, Any]]) -> None:
    """Coupled by design: who comes first is served first."""
    assert not without(lived([PEOPLE, OTHERS], departments)).equals(lived([PEOPLE], departments))

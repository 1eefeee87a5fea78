"""Imitation: who copies what, when, at what cost and how well."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim.results.simulate import simulate
from sim.scenario.firm.firm import COURSE_IMITATION
from tests.worlds import FROZEN, by_name, world

ROW: dict[str, Any] = {"aware": 2.0, "decide": 3.5, "build": 6.0, "fidelity": 0.5, "cost_factor": 1.5}
CARD: dict[str, Any] = {"kind": "frequency", "launch": 4.0, "build_cost": 100.0, "threshold": 50.0}
CLUB: dict[str, Any] = {"kind": "club", "launch": 4.0, "build_cost": 300.0}


def steps(firms: list[dict[str, Any]], horizon: float = 60.0, **rest: Any) -> pd.DataFrame:
    """The rows of launches and of steps towards copies."""
    table = by_name(simulate(world(60, firms, horizon=horizon, **rest), seed=3))
    return table.loc[table["event"].isin(["imitation", "launch"]), ["time", "firm", "event", "detail", "programme",
                                                                    "monetary_value"]]  # fmt: skip


def test_the_steps_and_their_dates() -> None:
    """Each after its delay, at the next tick; the copy costs its multiple of the original."""
    copier = {"name": "B", "imitation": {"rows": {"financial": ROW}}}
    found = steps([{"name": "A", "programmes": [CARD]}, copier])
    theirs = found[found["firm"] == "B"]
    assert theirs[["time", "event"]].values.tolist() == [
        [6.0, "imitation"], [10.0, "imitation"], [16.0, "launch"], [16.0, "imitation"], [16.0, "imitation"]
    ]  # fmt: skip
    assert sorted(theirs["detail"].dropna()) == ["aware", "built", "decided", "launched"]
    assert theirs["monetary_value"].sum() == 150.0
    assert set(theirs["programme"]) == {"frequency"}


def test_who_does_not_copy() -> None:
    """Neither he who never does, nor he who has it already, nor he who has no row for its depth."""
    rows = {"rows": {"financial": ROW}}
    firms = [
        {"name": "A", "programmes": [CARD, CLUB]},
        {"name": "asleep"},
        {"name": "has one", "programmes": [{**CARD, "launch": 5.0}], "imitation": rows},
        {"name": "copies cards only", "imitation": rows},
    ]
    found = steps(firms).query("event == 'imitation'")
    assert set(zip(found["firm"], found["programme"], strict=True)) == {("copies cards only", "frequency")}


def test_copies_are_not_copied() -> None:
    """Two copiers of one original copy it once each."""
    rows = {"rows": {"financial": ROW}}
    found = steps(
        [{"name": "A", "programmes": [CARD]}, {"name": "B", "imitation": rows}, {"name": "C", "imitation": rows}]
    )
    assert found.query("event == 'launch'")["firm"].tolist() == ["A", "B", "C"]


def test_improving() -> None:
    """Every quarter the copy comes nearer to what it can become, and customers read it."""
    row = {**ROW, "improves_to": 1.0}
    found = steps(
        [{"name": "A", "programmes": [CARD]}, {"name": "B", "imitation": {"rows": {"financial": row}}}], 100.0
    )
    improved = found[found["detail"] == "improved"]["time"].tolist()
    assert improved == [16.0 + 13.0 * n for n in range(1, 7)]


@pytest.mark.parametrize(("worth", "moves"), [(25.0, True), (0.0, False)])
def test_alarm(worth: float, moves: bool) -> None:
    """He who waits until it hurts decides only when his share has fallen by so much since the launch."""
    habits = {"rows": {"financial": ROW}, "alarm": 0.1}
    segment = {"size": 3_000}
    firms = [
        {"name": "A", "programmes": [{**CARD, "reward_worth": worth, "launch": 20.0}]},
        {"name": "B", "imitation": habits},
    ]
    scenario = world(segment, firms, horizon=80.0, behaviour={**FROZEN, "trouble": 1e-3}, exits={"preset": "none"})
    causes = set(by_name(simulate(scenario, seed=3))["detail"].dropna())
    assert "aware" in causes
    assert ("decided" in causes) == moves


def test_delays_have_addresses_of_their_own() -> None:
    """One more firm, wherever it stands, changes no other's delays."""
    spread = {"family": "gamma", "shape": 4.0, "mean": 5.0}
    rows = {"rows": {"financial": {**ROW, "aware": spread, "decide": spread, "build": spread}}}
    firms = [{"name": "A", "programmes": [CARD]}, {"name": "B", "imitation": rows}, {"name": "C", "imitation": rows}]
    before, after = steps(firms), steps([{"name": "New", "imitation": rows}, *firms])
    for firm in ("B", "C"):
        one, other = (table[table["firm"] == firm]["time"].tolist() for table in (before, after))
        assert one == other and len(one) == 5
    assert before[before["firm"] == "B"]["time"].tolist() != before[before["firm"] == "C"]["time"].tolist()


def test_the_course_s_order() -> None:
    """Points are copied soonest and fully, clubs later and by half, customisation last and least (B1)."""
    rows = [COURSE_IMITATION.rows[depth] for depth in ("financial", "social", "structural")]
    weeks = [row.aware.average + row.decide.average + row.build.average for row in rows]
    assert weeks == sorted(weeks) and weeks[0] < 13 < weeks[1] < weeks[2]
    fidelity = [row.fidelity for row in rows]
    assert fidelity == sorted(fidelity, reverse=True) and fidelity[0] == 1.0

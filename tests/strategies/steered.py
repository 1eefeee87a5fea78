"""Firms that are steered in tests, and the views that their policies got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sim.results.simulate import simulate
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.scenario import Scenario
from sim.strategies.script import Hold
from tests.worlds import world

DRAWER: tuple[dict[str, object], ...] = (
    {"kind": "frequency", "launch": None, "build_cost": 200.0, "reward_worth": 10.0},
    {"kind": "club", "launch": None, "build_cost": 300.0},
    {"kind": "customised", "launch": None, "build_cost": 400.0},
)
DEPARTMENTS: tuple[dict[str, object], ...] = (
    {"kind": "service_desk", "servers": 2, "wage": 20.0},
    {"kind": "budget", "programmes": 50.0},
    {"kind": "win_back", "worth": 10.0},
    {"kind": "contact"},
    {"kind": "communication"},
    {"kind": "internal_marketing", "spend": 15.0},
)
PEOPLE: dict[str, object] = {"size": 150, "purchase_rate": 0.5, "needs": 0.05, "taste_concentration": 2.0}


def firm(name: str, policy: Mapping[str, object] | str | None, **rest: Any) -> dict[str, Any]:
    """A firm with every department that a lever can move, and three programmes in the drawer."""
    made: dict[str, Any] = {"name": name, "departments": list(DEPARTMENTS), "programmes": list(DRAWER), **rest}
    if policy is not None:
        made["policy"] = {"kind": policy} if isinstance(policy, str) else dict(policy)
    return made


def market(
    firms: Sequence[Mapping[str, object]], people: Mapping[str, object] | int | None = None, **rest: Any
) -> Scenario:
    """A market of these firms, a year long unless said otherwise."""
    rest = {"horizon": 56.0, "exits": {"rows": [{"name": "price", "base": 0.003}]}, **rest}
    return world(PEOPLE if people is None else people, firms, **rest)


def views_of(monkeypatch: pytest.MonkeyPatch, asked: Scenario, seed: int = 5) -> list[FirmView]:
    """What firms that are steered by ``hold`` get to see, round by round."""
    seen: list[FirmView] = []

    def look(self: Hold, view: FirmView) -> Decision:
        seen.append(view)
        return Decision()

    monkeypatch.setattr(Hold, "decide", look)
    simulate(asked, seed=seed)
    monkeypatch.undo()
    return seen

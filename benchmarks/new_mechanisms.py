"""What came after version 0.3.0, one mechanism after the other and all together, against the same market without them.

A market of three firms with a points card, a club and imitation as in the course; then purchases that are regular and
have a season, a club whose members weigh what they live through, rivals that reckon, an old town that empties, a
scandal that is answered, and an invention that two firms take up. All figures are assumed, chosen for their load.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import partial
from typing import Any

from benchmarks.markets import FIRMS
from benchmarks.measure import Line, at_most, by_turns, ratio, report
from sim.results.simulate import RunOptions, simulate
from sim.scenario.scenario import Scenario

MECHANISMS = ("rhythm", "anatomy", "reckoning", "districts", "scandal", "invention")
TARGET = 1.4
BENEFITS = [
    {"name": "magazine", "worth": 10, "cost": 6, "bond": "social", "gain": 0.02},
    {"name": "insurance", "worth": 30, "cost": 3, "take_up": 0.3, "bond": "structural", "gain": 0.02},
]
SEASON = [0.9, 0.8, 0.8, 0.9, 1.0, 1.1, 1.3, 1.3, 1.0, 0.8, 0.8, 1.3]


def lines(quick: bool) -> list[Line]:
    """Ratios of processor time on one thread, log of exits."""
    size, weeks, turns = (5_000, 104.0, 3) if quick else (20_000, 104.0, 7)
    tried: list[tuple[str, Sequence[str]]] = [(name, (name,)) for name in MECHANISMS]
    tried += [("scandal and invention", ("scandal", "invention")), ("all of them", MECHANISMS)]
    markets = [market(size, weeks, ()), *(market(size, weeks, on) for _, on in tried)]
    watch = RunOptions(threads=1)
    without, *others = by_turns([partial(simulate, one, log="exits", watch=watch) for one in markets], turns)
    told = []
    for (name, _), taken in zip(tried, others, strict=True):
        what, found = f"mechanisms after 0.3.0: {name} / none", ratio(taken.work, without.work)
        told.append(at_most(what, TARGET, found, "x") if name == "all of them" else report(what, f"{found:.2f} x"))
    return told


def market(size: int, weeks: float, on: Sequence[str]) -> Scenario:
    """The market with these of :data:`MECHANISMS`."""
    content = _without(size, weeks)
    if "rhythm" in on:
        content["population"]["segments"][0].update(regularity=2, season=SEASON)
    if "anatomy" in on:
        content["firms"][2]["programmes"][0]["anatomy"] = {"benefits": BENEFITS}
    if "reckoning" in on:
        content["firms"][0]["policy"] = {"kind": "reckoning"}
        content["firms"][1]["imitation"] = "reckoning"
    if "districts" in on:
        content["districts"] = [{"name": "old town", "share": 0.6}, {"name": "suburb", "share": 0.4}]
        _department(content, 0, {"kind": "branches", "presence": {"suburb": 0}, "rent": {"suburb": 8, "old town": 8}})
        empties = {"kind": "district_change", "at": 26, "district": "old town", "moving_away": 3, "newcomers": 0.1,
                   "flows": {"suburb": 0.012}, "lasts": weeks / 2}  # fmt: skip
        content["shocks"].append(empties)
    if "scandal" in on:
        _department(content, 0, {"kind": "public_affairs", "answers": [{"what": "apology", "after": 4}]})
        content["shocks"].append({"kind": "scandal", "at": 13, "firm": FIRMS[0], "severity": 0.5})
    if "invention" in on:
        for number, at in ((1, 13), (2, 52)):
            adopts = {"invention": "substitute", "at": at, "takes": 13, "success": 1, "cost": 1000, "running_cost": 10}
            _department(content, number, {"kind": "technology", "adopts": [adopts]})
        content["shocks"].append({"kind": "invention", "name": "substitute", "at": 13, "advance": 0.5,
                                  "outside_pull": 0.002, "word_of_mouth": 0.06})  # fmt: skip
    return Scenario.model_validate(content)


def _department(content: dict[str, Any], firm: int, settings: dict[str, Any]) -> None:
    content["firms"][firm].setdefault("departments", []).append(settings)


def _without(size: int, weeks: float) -> dict[str, Any]:
    """Three firms, six causes, newcomers and customers who come back."""
    people = {
        "name": "people", "size": size, "purchase_rate": {"family": "gamma", "shape": 1.5, "mean": 0.3},
        "spend": {"family": "gamma", "shape": 4, "mean": 30}, "taste_concentration": 1.5,
        "idiosyncrasy": {"family": "exponential", "mean": 0.3}, "newcomers_after": {"family": "exponential", "mean": 6},
    }  # fmt: skip
    firms: list[dict[str, Any]] = [
        {"name": FIRMS[0], "programmes": [{"kind": "frequency", "launch": 26, "threshold": 300, "reward_worth": 20}]},
        {"name": FIRMS[1], "imitation": "course"},
        {"name": FIRMS[2], "programmes": [{"kind": "club", "quantity": 5, "fee": 20}]},
    ]
    return deepcopy(
        {
            "name": "new_mechanisms", "title": "Mechanisms after 0.3.0", "teaches": "Speed.", "horizon": weeks,
            "population": {"segments": [people]}, "firms": firms, "shocks": [],
            "behaviour": {
                "forgetting": {"family": "exponential", "mean": 52},
                "choice_weights": {"price": 3, "product": 1, "service": 0.5, "technology": 1, "conduct": 2.5},
            },
        }
    )  # fmt: skip

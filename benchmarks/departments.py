"""Firms from inside: the same market with every department at work, and with none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.markets import FIRMS
from benchmarks.measure import Line, at_most, by_turns, ratio, report
from sim.model.events import RANK
from sim.registry import registered
from sim.results.results import Results
from sim.results.simulate import RunOptions, simulate
from sim.scenario.scenario import Scenario

GIVEN: dict[str, dict[str, Any]] = {
    "budget": {"programmes": 1000},
    "channel_partners": {"segments": ["accounts"]},
    "cost_to_serve": {"cost": 2},
    "internal_marketing": {"spend": 500},
    "production_line": {"makes": "tailored", "kinds": 5, "lot": 5, "unit_hours": 0.02},
    "relationship_managers": {"accounts_each": 60, "visits_a_week": 20, "segments": ["accounts"]},
    "service_desk": {"handling_hours": {"family": "exponential", "mean": 0.1}},
    "win_back": {"worth": 10},
}
"""What a department must be told; one that is not named here works as it is."""
AT_INSTANTS = ("service_desk", "production_line")
"""Departments that act at the very instant at which customers do, not at ticks."""
PER_MILLE: dict[tuple[str, str], float] = {
    ("service_desk", "servers"): 0.4,
    ("relationship_managers", "managers"): 0.5,
    ("channel_partners", "partners"): 1.0,
}
"""Sizes that go with that of the market: so many for a thousand customers. All assumed."""
NEEDS, ACCOUNTS = 0.01, 0.05
"""Needs a week and firm (about one for twenty purchases), and the part of customers who are key accounts. Assumed."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much the lines have to make."""

    premium: float
    """Premium of tailored goods: it decides how many people take them."""
    machines: float
    """Machines for a thousand customers."""


ORDINARY = Load(premium=0.7, machines=0.05)
"""One purchase in twenty-five is made to measure. Assumed."""
HEAVY = Load(premium=0.3, machines=0.5)
"""One in five, on a hundred and fifty machines that hardly work."""


def lines(quick: bool) -> list[Line]:
    """Ratios of processor time on one thread, and what the departments had to do."""
    size, turns = (10_000, 2) if quick else (100_000, 3)
    kinds = registered("department")
    at_ticks = [kind for kind in kinds if kind not in AT_INSTANTS and kind != "budget"]
    runs = [(ORDINARY, list(kinds)), (ORDINARY, at_ticks), (ORDINARY, []), (HEAVY, list(kinds)), (HEAVY, [])]
    markets = [three_firms(size, 52, chosen, load) for load, chosen in runs]
    jobs = [partial(simulate, market, log="exits", watch=RunOptions(threads=1)) for market in markets]
    everything, ticks, nothing, heavy, bare = by_turns(jobs, turns)
    where = f"{size:,} customers x 3 firms x 52 weeks"
    return [
        at_most(f"{where}: all departments / none", 2.0, ratio(everything.work, nothing.work), "x"),
        at_most(f"{where}: those that act at ticks only / none", 2.0, ratio(ticks.work, nothing.work), "x"),
        report(f"{where}: what all did", work(markets[0])),
        report(f"{where}: all / none, a fifth made to measure", f"{ratio(heavy.work, bare.work):.3g} x"),
        report(f"{where}: what all did there", work(markets[3])),
    ]


def work(market: Scenario) -> str:
    """What happened in a market."""
    found = simulate(market, log="exits")
    events = ("purchase", "need", "order", "visit", "contact", "win-back")
    return ", ".join(f"{counted(found, event) / 1000:,.0f} k {event}s" for event in events)


def three_firms(size: int, weeks: float, kinds: list[str], load: Load = ORDINARY) -> Scenario:
    """Three firms with points and tailored goods, and these departments each."""
    people = {
        "purchase_rate": {"family": "gamma", "shape": 1.5, "mean": 0.3}, "taste_concentration": 1.5, "needs": NEEDS,
        "idiosyncrasy": {"family": "exponential", "mean": 0.3},
    }  # fmt: skip
    accounts = max(1, round(size * ACCOUNTS))
    segments = [{"name": "people", "size": size - accounts, **people}, {"name": "accounts", "size": accounts, **people}]
    programmes = [{"kind": "frequency"}, {"kind": "customised", "premium": load.premium}]
    at_work: list[dict[str, Any]] = [{"kind": kind, **GIVEN.get(kind, {})} for kind in kinds]
    for department in at_work:
        for (kind, field), many in {**PER_MILLE, ("production_line", "machines"): load.machines}.items():
            if department["kind"] == kind:
                department[field] = max(1, round(many * size / 1000))
    return Scenario.model_validate(
        {
            "name": "departments", "title": "Firms from inside", "teaches": "Speed.", "horizon": weeks,
            "population": {"segments": segments},
            "firms": [{"name": firm, "programmes": programmes, "departments": at_work} for firm in FIRMS],
        }
    )  # fmt: skip


def counted(results: Results, event: str) -> int:
    """How often something happened."""
    return int(results.runs[0].weekly[:, :, RANK[event], 0].sum())

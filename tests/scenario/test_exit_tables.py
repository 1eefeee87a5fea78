"""Every shipped scenario explains its exit table, and no two cases have the same one."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.market.exit_causes import COURSE_CAUSES

USUAL = {"first_look", "imitation_race", "price_war_calendar", "price_war_retaliation", "rivals_that_reckon"}
"""Scenarios of an ordinary shop, which share the usual table."""
LEAST_DIFFERENCE = 0.04
"""Least total variation between the charts of two cases: half the sum of the differences of all shares."""
PEOPLE = 2_000


def test_each_says_in_one_line_why_its_customers_leave_so() -> None:
    reasons = [load(name).exits.reason for name in shipped_scenarios()]
    assert all(20 < len(reason) <= 300 and reason.endswith(".") for reason in reasons)
    assert len(set(reasons)) == len(reasons)


def test_no_two_cases_share_a_table_but_variants_of_one_market() -> None:
    tables = {name: load(name).exits.causes for name in shipped_scenarios()}
    alike = [{one, other} for one, other in combinations(tables, 2) if tables[one] == tables[other]]
    assert all(pair <= USUAL for pair in alike)
    assert {name for name, table in tables.items() if table == COURSE_CAUSES} == USUAL


def test_what_is_special_about_the_six_exit_types_stands_in_one_table() -> None:
    """A rare name stands for all six: only their table knows it; claims and projects of students are about a case."""
    package = Path(sim.__file__).parent
    sources = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    knowing = {path for path, text in sources.items() if '"political"' in text}
    cases = {path for path in knowing if path.startswith("experiments/claims/table/")} | {"kit/project.py"}
    assert knowing - cases == {"scenario/market/exit_causes.py"}


def chart_of(name: str) -> dict[str, float]:
    """Shares of the causes among those who leave the firm in focus, in a smaller market."""
    scenario = load(name)
    sizes = {f"population.segments.{s.name}.size": min(s.size, PEOPLE) for s in scenario.population.segments}
    table = sim.exits(sim.simulate(scenario.but(sizes), replications=1, log="exits"))
    mine = table[table["firm"] == scenario.focal_firm].set_index("cause")["share"]
    return {str(cause): float(share) for cause, share in mine.items()}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_charts_of_any_two_cases_differ() -> None:
    charts = {name: chart_of(name) for name in shipped_scenarios()}
    for one, other in combinations(charts, 2):
        causes = charts[one].keys() | charts[other].keys()
        apart = 0.5 * np.sum([abs(charts[one].get(c, 0.0) - charts[other].get(c, 0.0)) for c in causes])
        assert apart > LEAST_DIFFERENCE or {one, other} <= USUAL, f"{one} and {other}: {apart:.3f}"

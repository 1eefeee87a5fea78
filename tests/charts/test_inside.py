"""The report shows firms from inside where they have an inside that can be drawn, and only there."""

from __future__ import annotations

import re

import pytest

from sim.reports.inside_section import firm_from_inside
from sim.reports.report import report
from sim.results.simulate import simulate
from sim.scenario.files.load import load

HEADING = "The firm from inside"


def drawn(parts: list[str]) -> int:
    return sum(len(re.findall(r"<svg", part)) for part in parts)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "pictures", "said"),
    [
        pytest.param("toshiba_flexible_line", 2, "Rigid Line held", marks=pytest.mark.slow),
        pytest.param("made_to_order_bicycle", 2, "within the promised 2 weeks", marks=pytest.mark.slow),
        pytest.param("seller_who_left", 4, "trust the person", marks=pytest.mark.slow),
        ("department_store_without_files", 1, "Central can name and find none of its customers"),
    ],
)
def test_what_a_scenario_teaches_is_in_its_report(name: str, pictures: int, said: str) -> None:
    results = simulate(load(name).but(horizon=60), replications=1)
    parts = firm_from_inside(results)
    assert drawn(parts) == pictures
    assert said.replace(" ", "") in re.sub(r"\s|</?tspan[^>]*>|<!--|-->", "", "".join(parts))
    text = report(results)
    assert HEADING in text
    assert "Homburg, Workman" in text or name != "seller_who_left", "departments name their sources too"


@pytest.mark.slow
def test_where_there_is_nothing_to_draw_there_is_no_heading() -> None:
    assert firm_from_inside(simulate(load("word_of_mouth").but(horizon=20), replications=1)) == []
    exits = simulate(load("made_to_order_bicycle").but(horizon=20), replications=1, log="exits")
    assert firm_from_inside(exits) == []
    assert HEADING not in report(exits)

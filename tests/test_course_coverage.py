"""Every idea, programme and exit type of the course has a scenario, a picture and a claim or test on its page."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import NamedTuple

import pytest

import sim
from sim import charts
from sim.experiments.claims.claims import claims_in, claims_of
from sim.scenario.files.load import load, shipped_scenarios
from tests.conftest import ROOT
from tests.docs_pages import pages_of_docs

PARTS = ["G5", "G6", "G7", "G8", "G19"]
"""Parts of section G of the course that are built."""
IDS = [f"{letter}{n}" for letter, last in (("A", 18), ("B", 7), ("C", 11)) for n in range(1, last + 1)] + PARTS
EXERCISES = [f"D{n}" for n in range(1, 8)]
CASES = (
    "harley_owners_group", "haier_club", "airline_miles", "hotel_points", "toshiba_flexible_line",
    "made_to_order_bicycle", "lenovo_key_accounts", "service_is_the_name", "leisure_airline",
    "department_store_without_files", "electronics_launch", "price_war", "imitation_race", "seller_who_left",
    "three_shopkeepers", "cdnow_cohort", "overnight_imitation",
)  # fmt: skip
PAGE = pages_of_docs()["course"].read_text(encoding="utf-8")


class Row(NamedTuple):
    """What the page says of one id."""

    scenarios: list[str]
    pictures: list[str]
    tests: list[str]
    claims: list[str]
    comes_out: str


def rows() -> dict[str, Row]:
    """The page, id by id; an id that stands there twice is refused."""
    found = {}
    for block in re.split(r"^(?=\*\*[A-Z]\d+ )", PAGE, flags=re.MULTILINE)[1:]:
        identity = block[2:].split()[0]
        assert identity not in found, f"{identity} stands there twice"
        items = dict(re.findall(r"^\* ([\w ]+): ((?:.|\n  )+)", block, flags=re.MULTILINE))
        named = [re.findall(r"`([^`]+)`", items.get(item, "")) for item in ("Scenario", "Picture", "Test", "Claims")]
        found[identity] = Row(*named, items.get("Comes out", ""))
    return found


@lru_cache
def asserted_in(path: str) -> set[str]:
    """Names of the tests in a file."""
    assert (ROOT / path).is_file(), f"no file {path}"
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_id_has_one_row_and_no_other() -> None:
    assert list(rows()) == IDS


@pytest.mark.parametrize("identity", IDS)
def test_it_can_be_seen_and_is_asserted(identity: str) -> None:
    row = rows()[identity]
    assert row.scenarios and row.pictures and row.tests + row.claims and row.comes_out.strip()
    assert set(row.claims) == set(claims_of(identity))
    for name in row.scenarios:
        assert name in shipped_scenarios(), f"{identity}: no scenario {name!r}"
        assert identity in load(name).course, f"{name} does not carry {identity} in 'course'"
    for name in row.pictures:
        drawn = getattr(charts if name in charts.__all__ else sim, name, None)
        assert callable(drawn), f"{identity}: no picture {name!r} in sim.charts, no page of that name in sim"
    for test in row.tests:
        path, _, name = test.partition("::")
        assert name in asserted_in(path), f"{identity}: {path} has no test {name!r}"


@pytest.mark.parametrize("name", shipped_scenarios())
def test_scenarios_carry_known_ids_only(name: str) -> None:
    carried = load(name).course
    assert carried, "say which ideas of the course it shows"
    assert set(carried) <= {*IDS, *EXERCISES}
    assert len(set(carried)) == len(carried)


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_a_scenario_with_a_test_of_its_lesson(case: str) -> None:
    assert case in shipped_scenarios()
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{case}` |"))
    paths = re.findall(r"`(tests/[\w/]+\.py)`", line)
    assert claims_in(case) if f"`guanxi claims {case}`" in line else paths and all(map(asserted_in, paths))
    ideas = line.split("|")[3].replace(" ", "").split(",")
    assert set(ideas) <= set(load(case).course), f"{case} does not carry all of {ideas}"

"""The tables and figures on the pages of ``docs`` are those of the code and of the scenarios that ship."""

from __future__ import annotations

import re

import pytest

import sim
from docs import course_table, programme_runs
from docs.club_changes import MARKETS
from docs.page_parts import written
from sim.course.text import LANGUAGES, Language
from sim.metrics.value.ledger import LINES
from sim.model.firms.account_management.visits import BINDING, OPENS, REVEALS, WARMTH
from sim.registry import registered
from sim.scenario.files.load import load
from sim.scenario.firm.departments.contact import DEGREES
from sim.scenario.firm.departments.records import KINDS, Ageing, Coverage
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.firm.firm import Firm
from sim.scenario.market.exit_causes import ASSUMED_ANSWERS
from sim.scenario.market.key_account import KeyAccount
from sim.scenario.scenario import Scenario
from tests.docs_pages import pages_of_docs


def page(name: str) -> str:
    return pages_of_docs()[name].read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """The cells of each line of the page's tables."""
    lines = [line for line in page(name).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_chapters_is_that_of_the_chapters(language: Language) -> None:
    found = written(course_table.PAGES[language], course_table.PART).splitlines()
    assert found == course_table.lines(language) and len(found) == 10


def test_exits_the_table_of_answers_is_the_assumed_one() -> None:
    head, *rows = [row for row in table("exits") if len(row) == 7]
    told = {row[0]: {s: float(n) for s, n in zip(head[1:], row[1:], strict=True) if n} for row in rows}
    assert told == ASSUMED_ANSWERS


def test_records_the_table_of_kinds_is_the_declared_one() -> None:
    rows = [row for row in table("records") if row[0].startswith("`") and len(row) == 4]
    told = {row[0].strip("`"): (float(row[2]), float(row[3])) for row in rows}
    assert told == dict(zip(KINDS, zip(Coverage().by_kind, Ageing().by_kind, strict=True), strict=True))


def test_contact_the_table_of_degrees_is_the_assumed_one() -> None:
    told = {row[0]: row[1:] for row in table("contact") if row[0] in DEGREES}
    assert list(told) == list(DEGREES)
    for name, degree in DEGREES.items():
        calls, after_sale, *numbers = told[name]
        assert after_sale == ("yes" if degree.after_sale else "no")
        expected = (degree.speaks_up, degree.mends, degree.warmth, degree.bond, degree.cost)
        assert [float(n.replace("–", "0")) for n in (calls, *numbers)] == [degree.contacts, *expected]


def test_accounts_the_table_of_doors_is_that_of_the_code() -> None:
    rows = [row for row in table("accounts") if row[0] in DOORS]
    for door, row in enumerate(rows):
        numbers = [float(cell) if cell else 0.0 for cell in row[1:8]]
        assert numbers == [*REVEALS[door], WARMTH[door], BINDING[door]]
        if row[8]:
            assert int(row[8].split()[0]) == OPENS[door]
    assert [row[0] for row in rows] == list(DOORS)


def test_accounts_every_value_of_its_screening_is_that_of_the_scenario() -> None:
    team = next(firm for firm in load("seller_who_left").firms if firm.name == "Roundtable").departments[0]
    team_of_page = (
        page("accounts").split("- kind: relationship_managers", 1)[1].split("```", 1)[0].split("\nkey_accounts:")[0]
    )
    shown = re.findall(r"^    (\w+): ([\d.]+)(?: .*)?$", team_of_page, re.MULTILINE)
    assert len(shown) >= 8
    for field, value in shown:
        said = getattr(team, field)
        assert float(value) == getattr(said, "average", said)


def test_scenarios_every_kind_of_shock_and_every_key_of_a_key_account_is_shown() -> None:
    told = page("scenarios")
    assert set(re.findall(r"{kind: (\w+), at: ", told)) == set(registered("shock"))
    part = told[told.index("key_accounts:\n") :]
    assert set(re.findall(r"^(?:  - |    )(\w+):", part[: part.index("```")], re.MULTILINE)) == set(
        KeyAccount.model_fields
    )


def test_scenarios_its_keys_for_a_game_are_there() -> None:
    for row in table("scenarios")[1:]:
        outer, *inner = re.findall(r"`(\w+)`", row[0])
        assert outer in Scenario.model_fields and all(key in Firm.model_fields for key in inner), row


def test_steering_every_policy_is_named() -> None:
    told = page("steering")
    assert [kind for kind in registered("policy") if f"`{kind}`" not in told] == []


def test_ledger_the_table_of_lines_is_that_of_the_code() -> None:
    assert [row[0] for row in table("ledger")][1:] == [
        line.replace("_", "-" if line == "cross_selling" else " ") for line in LINES
    ]


def test_ledger_its_findings_are_found() -> None:
    first = sim.ledger(sim.simulate(sim.load("first_look"), replications=1)).set_index("firm").loc["Azure"]
    assert first["liability_change"] == pytest.approx(4700, abs=50) and first["rewards"] == pytest.approx(20600, abs=50)
    bicycle = sim.ledger(sim.simulate(sim.load("made_to_order_bicycle"), replications=1)).set_index("firm")
    assert abs(bicycle.loc["Wheelwright", "cross_selling"]) < 1


@pytest.mark.parametrize("name", ["pays", "sweep"])
def test_programmes_the_tables_are_those_of_the_kept_figures(name: str) -> None:
    rows = programme_runs.kept()[name]
    lines = programme_runs.TABLES[name](rows).splitlines()
    assert written("programmes", name).splitlines() == lines
    assert len(lines) > 10


def test_programmes_every_shipped_programme_is_laid_against_none_as_it_pays_and_as_it_does_not() -> None:
    """For each programme there is a condition under which it clearly pays and one under which it clearly does not."""
    rows = programme_runs.kept()["pays"]
    for name, firm, kind in programme_runs.PROGRAMMES:
        mine = [row for key, row in rows.items() if key.startswith(f"{name}/{firm}/{kind}/")]
        assert any(row["low"] > 0 for row in mine), (name, kind)
        assert any(row["high"] < 0 for row in mine), (name, kind)


def test_programmes_every_change_of_a_club_moves_something_as_expected_or_the_page_says_why_not() -> None:
    rows = programme_runs.kept()["sweep"]
    text = page("programmes")
    for market, (_, changes) in MARKETS.items():
        for change in changes:
            row = rows[f"{market}/{change.what}"]
            moved = [m for m, sign in change.expected if sign * row[m]["mean"] > 0 and programme_runs.moves(row[m])]
            assert moved or f"{market}, {change.what}" in text, (market, change.what)

"""``guanxi list`` and ``guanxi show``: what fits on a screen, what is filtered, and the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import sim
from sim.apps.cli.main import app
from sim.glossary.course import COURSE_IDEAS
from sim.scenario.files.load import shipped_scenarios
from tests.docs_pages import pages_of_docs

MOST_LINES = 45


def guanxi(*words: str, columns: int = 80) -> Result:
    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("columns", [80, 120])
def test_list_has_a_line_for_each_scenario_and_fits_the_terminal(columns: int) -> None:
    lines = guanxi("list", columns=columns).stdout.splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(cell_len, lines)) <= columns
    names = [line.split()[0] for line in lines[1:-1]]
    assert names == list(shipped_scenarios())


def test_list_can_be_limited_to_an_id_of_the_course_or_a_subject() -> None:
    loyal = guanxi("list", "--course", "b2").stdout
    assert "harley_owners_group" in loyal and "price_war" not in loyal
    exits = guanxi("list", "--about", "exits").stdout
    assert "emptying_district" in exits and len(exits.splitlines()) < len(guanxi("list").stdout.splitlines())
    assert guanxi("list", "--about", "club").stdout == guanxi("list", "--about", "clubs").stdout
    none = guanxi("list", "--about", "zeppelins")
    assert none.exit_code == 2 and "scenarios is about 'zeppelins'" in none.stderr
    refused = guanxi("list", "--course", "B22")
    assert refused.exit_code == 2 and "unknown id of the course 'B22'" in refused.stderr


def test_list_and_show_as_json_hold_question_and_contrasts() -> None:
    listed = {one["name"]: one for one in json.loads(guanxi("list", "--json").stdout)}
    assert list(listed) == list(shipped_scenarios())
    shown = json.loads(guanxi("show", "first_look", "--json").stdout)
    found = sim.load("first_look")
    assert shown["question"] == listed["first_look"]["question"] == found.question
    assert shown["contrasts"] == {name: one.label for name, one in found.contrasts.items()}
    assert [firm["name"] for firm in shown["firms"]] == list(found.firm_names)


@pytest.mark.parametrize("columns", [40, 80])
def test_show_prints_question_contrasts_findings_and_firms_within_the_terminal(columns: int) -> None:
    printed = guanxi("show", "first_look", columns=columns).stdout
    assert max(map(cell_len, printed.splitlines())) <= columns
    flat = " ".join(printed.split())
    found = sim.load("first_look")
    assert found.question and found.question in flat
    for contrast in found.contrasts.values():
        assert contrast.label in flat
    for firm in found.firm_names:
        assert firm in flat
    assert found.findings[0].more.split("{")[0].strip() in flat
    assert "{" not in flat


def test_show_names_what_is_wrong_in_the_block_with_its_place(tmp_path: Path) -> None:
    text = shipped_scenarios()["first_look"].read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("on: better_offer", "on: better_ofer", 1), encoding="utf-8")
    line = next(number for number, one in enumerate(file.read_text().splitlines(), 1) if "on: better_ofer" in one)
    for command in ("show", "check", "run"):
        refused = guanxi(command, str(file))
        assert refused.exit_code == 2
        fault = "findings.2.on: unknown measure 'better_ofer'; did you mean 'better_offer'?"
        assert f"mine.yaml:{line}:9: {fault}" in refused.stderr


def test_each_id_of_the_course_means_what_its_page_says() -> None:
    page = pages_of_docs()["course"].read_text(encoding="utf-8")
    for one, meaning in COURSE_IDEAS.items():
        if one[0] != "D":
            assert f"**{one} {meaning.split(':')[0].split(' (')[0].rstrip('.')}"[:24] in page, one
    named = {one for name in shipped_scenarios() for one in sim.load(name).course}
    assert named <= set(COURSE_IDEAS)

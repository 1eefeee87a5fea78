"""The command line in a pseudo-language: a word in plain letters is one that no catalogue holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from sim.registry import registered
from tests.conftest import ROOT

SCRIPT = """
import json, sys
from typer.testing import CliRunner
from sim.apps.cli.main import app
said = {}
for words in json.load(sys.stdin):
    said[" ".join(words)] = CliRunner().invoke(app, words).output
json.dump(said, sys.stdout)
"""
MARKET = """\
name: shop
title: 市场
teaches: 演示
horizon: 20
course: [A1, C1]
population: {segments: [{name: 顾客, size: 80}]}
firms: [{name: 海尔}, {name: 长虹}]
"""
WRONG = [
    ["runn"], ["run"], ["run", "x", "--sed", "1"], ["run", "x", "--seed", "x"], ["run", "x", "--seed", "-1"],
    ["list", "--about"], ["list", "--about", "??"], ["list", "--about", "zzz"], ["check", "x", "--max-events", "0"],
    ["run", "x", "--log", "no"], ["compare", "x", "--strategy", "a=", "--confidence", "95"],
    ["compare", "x", "--strategy", "a=", "--confidence", "x,5"],
    ["compare", "x", "--strategy", "a=", "--half-width", "no"], ["reproduce", ""], ["gallery", "--out", "market.yaml"],
    ["serve", "first_look", "--port", "70000"], ["play", "x", "y"],
]  # fmt: skip
"""Commands that are refused before a scenario is read."""
SYMBOLS = re.compile(
    r"--[\w-]+|<[^>]*>|\{[^}]*\}|\[(?:OPTIONS|ARGS)\][.]*|\b[A-Z_=]{2,}\b|'[^']*'|\[đéƒåûļţ: [^\]]*\]"
    r"|[\w/]*[\w-]+\.yaml|\(--.*\)"
)
"""Options, types, places and defaults: they are typed as they stand in each language."""
WORD = re.compile(r"[A-Za-z]{3,}")
KEPT = {"guanxi", "explain", "purchase", "rate", "sim", "Python", "root", "qps"}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pseudo")
    (folder / "market.yaml").write_text(MARKET, encoding="utf-8")
    calls = [["--help"], *([name, "--help"] for name in registered("command")), *WRONG]
    calls += [["list"], ["show", "market.yaml"], ["check", "market.yaml"], ["games"], ["doctor"]]
    here = {**os.environ, "GUANXI_LANG": "qps", "COLUMNS": "400", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], input=json.dumps(calls), capture_output=True, text=True, cwd=folder, env=here,
        check=True, encoding="utf-8",
    )  # fmt: skip
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def plain_words(text: str) -> set[str]:
    """Words in plain letters that are no symbol and no name."""
    arguments = set(re.findall(r"^│ \*?\s+(\w+)", text, re.MULTILINE))
    return set(WORD.findall(SYMBOLS.sub(" ", text))) - KEPT - set(registered("command")) - arguments


@pytest.mark.slow
@pytest.mark.parametrize("command", ["", *registered("command")])
def test_help_is_translated(said: dict[str, str], command: str) -> None:
    text = said[f"{command} --help".strip()]
    assert "Ûšåĝé" in text and plain_words(text) == set()


@pytest.mark.parametrize("call", [" ".join(words) for words in WRONG])
def test_what_is_refused_is_refused_in_the_language(said: dict[str, str], call: str) -> None:
    assert said[call].strip()
    assert plain_words(said[call]) - set(call.split()) == set()


def test_a_scenario_is_shown_and_checked_in_the_language(said: dict[str, str]) -> None:
    assert plain_words(said["show market.yaml"]) == set()
    assert plain_words(said["check market.yaml"]) == set()


def test_lists_have_headings_and_sizes_in_the_language(said: dict[str, str]) -> None:
    first, *_, last = said["list"].strip().splitlines()
    assert plain_words(first) == plain_words(last) == set()
    sizes = re.findall(r"^\w+ \(([^)]*)\)", said["games"], re.MULTILINE)
    assert sizes and all(plain_words(size) == set() for size in sizes)


def test_the_doctor_speaks_the_language(said: dict[str, str]) -> None:
    lines = [line for line in said["doctor"].splitlines() if not re.fullmatch(r"\S+ +\S+ [\w.]+", line)]
    assert any("šçéñåŕîöš" in line for line in lines)
    assert [line for line in lines if plain_words(line.split(" /")[0]) - set(line.split()[1:2])] == []

"""What a reader can copy from the README and ``docs`` runs; declarations are accepted; links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pytest

import sim
from sim.deprecated_names import NAMES
from sim.metrics.purchasing.orders import orders
from sim.registry import registered
from sim.scenario.files.source_positions import document
from sim.scenario.files.validation import checked
from sim.scenario.firm.departments.channel_partners import ChannelPartners
from sim.scenario.firm.departments.production_line import ProductionLine
from sim.scenario.firm.firm import Firm
from sim.scenario.scenario import Scenario
from tests.conftest import ROOT
from tests.docs_pages import FRONT, blocks_of, pages_of_docs
from tests.worlds import world

PATHS = {path.name: path for path in [*(ROOT / name for name in FRONT), *pages_of_docs().values()]}
PAGES = {name: path.read_text(encoding="utf-8") for name, path in PATHS.items()}
ELSEWHERE = {"metrics.md"}
"""Its example is run in ``tests/metrics/test_contract.py``, with a registry of its own."""
LONG = {
    "accounts.md", "calibrate.md", "chapters.md", "communication.md", "compare.md", "contact.md", "debrief.md",
    "design_of_experiments.md", "exercises.md", "exits.md", "export.md", "game.md", "ledger.md", "line.md", "play.md",
}  # fmt: skip
"""Pages whose Python runs for more than a second: with the slow tests."""


def blocks(page: str, language: str) -> list[str]:
    """What stands between fences of this language, but for what is marked as not run."""
    return [block.text for block in blocks_of(PATHS[page]) if block.language == language and not block.not_run]


def best_lot_lies_inside(known: dict[str, Any], said: str) -> None:
    lead = {lot: float(orders(run, 4.0)["mean_lead_weeks"].iloc[0]) for lot, run in known["lots"].items()}
    assert 1 < min(lead, key=lead.__getitem__) < 16, lead


def the_first_mover_was_copied(known: dict[str, Any], said: str) -> None:
    assert "Azure" in said and len(known["world"].runs) == 8


def degrees_were_compared(known: dict[str, Any], said: str) -> None:
    assert said.count("basic") == 2


def there_is_a_file_of_customers(known: dict[str, Any], said: str) -> None:
    assert len(pd.read_csv("customers.csv")) > 1000


def contains(text: str) -> Callable[[dict[str, Any], str], None]:
    def check(known: dict[str, Any], said: str) -> None:
        assert text in said

    return check


PROMISES: dict[str, Callable[[dict[str, Any], str], None]] = {
    "README.md": the_first_mover_was_copied,
    "accounts.md": contains("visits_a_door"),
    "contact.md": degrees_were_compared,
    "exits.md": contains("customers ×"),
    "game.md": contains("price: 4 is 4.12 times 0.97"),
    "line.md": best_lot_lies_inside,
    "records.md": there_is_a_file_of_customers,
    "steering.md": contains("cost to the customer"),
}
"""What a page lets the reader expect of its code, beside that it runs."""


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[pytest.mark.slow] * (page in LONG))
        for page in PAGES if page not in ELSEWHERE and blocks(page, "python")
    ],
)  # fmt: skip
def test_the_python_of_a_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one session, block after block; where a page asks for twenty replications, with two."""
    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    for block in blocks(page, "python"):
        exec(block.replace("replications=20", "replications=2"), known)
    PROMISES.get(page, lambda known, said: None)(known, capsys.readouterr().out)


def as_scenario(block: str) -> Scenario:
    """The market that a page declares, or, of a part, a small one that has it; a bare list is of departments."""
    content = document(block).content
    if isinstance(content, list):
        content = {"departments": content}
    if "population" in content:
        return checked(Scenario, content)
    if "departments" in content:
        segments = [{"name": name, "size": 30} for name in ("key accounts", "shops", "workshops")]
        return world(segments, [{"name": "Only", "departments": content["departments"]}], horizon=208.0)
    return world(30, **content)


@pytest.mark.parametrize(("page", "block"), [(page, block) for page in PAGES for block in blocks(page, "yaml")])
def test_the_yaml_of_a_page_is_accepted(page: str, block: str) -> None:
    """And differs from a market in which nothing was said."""
    assert as_scenario(block) != world(30)


def only(page: str, number: int) -> Firm:
    return as_scenario(blocks(page, "yaml")[number]).firms[0]


def test_what_pages_say_of_their_declarations() -> None:
    line, shared = only("line.md", 0).department(ProductionLine), only("contact.md", 1).department(ChannelPartners)
    assert line is not None and line.name_of(2) == "black"
    assert shared is not None and shared.partners == 1000
    interviews = as_scenario(blocks("exits.md", "yaml")[0]).interviews
    assert interviews.answers("service")["price"] == 0.7


@pytest.mark.parametrize("page", PAGES)
def test_links_and_names_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", PAGES[page]):
        assert (PATHS[page].parent / target).exists(), f"no {target}"
    for name in re.findall(r"sim\.charts\.([a-z]\w*)", PAGES[page]):
        assert hasattr(sim.charts, name), f"no chart {name}"
    for name in re.findall(r"`sim\.(\w+)[(`]", PAGES[page]):
        assert hasattr(sim, name), f"no sim.{name}"
    for name in NAMES:
        assert not re.search(rf"\bsim\.{name}\b|\bfrom sim import {name}\b", PAGES[page]), f"{name} is an old name"
    for path in re.findall(r"`((?:sim|tests|scenarios|docs|benchmarks|notebooks)/[\w/.]+)", PAGES[page]):
        assert (ROOT / path.removesuffix(".")).exists(), f"no {path}"


def test_every_department_has_a_page() -> None:
    """Named, as it is written in a scenario, on the page that begins the tour of the firm, with a link to its own."""
    lines = PAGES["scenarios.md"].splitlines()
    for kind in registered("department"):
        (line,) = (line for line in lines if line.startswith(f"* `{kind}`"))
        pages = re.findall(r"\]\([./\w-]*?(\w+\.md)\)", line)
        assert pages, f"{kind}: link to the page that tells of it"
        assert any(kind in PAGES[page] for page in pages), f"{pages} say nothing of {kind}"

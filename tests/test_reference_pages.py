"""The pages that the site reads off the code: nothing public is left out, nothing old stays."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import sim
from sim.glossary.glossary import Explanation, explanations
from sim.model.events import EVENTS
from sim.registry import registered
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def reference_pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_pages", ROOT / "docs" / "reference_pages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries(page: Path) -> set[str]:
    return set(re.findall(r"^\.\. auto\w+:: ([\w.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_public_name_metric_and_chart_has_an_entry(reference_pages: ModuleType, tmp_path: Path) -> None:
    reference_pages.write(tmp_path)
    modules = {"__version__", "charts", "classroom"}
    assert entries(tmp_path / "api.rst") == {f"sim.{name}" for name in set(sim.__all__) - modules}
    assert entries(tmp_path / "metrics.rst") == {
        f"sim.{name}" for name in [*registered("metric"), *registered("analysis")]
    }
    assert entries(tmp_path / "charts.rst") == {f"sim.charts.{name}" for name in sim.charts.__all__}
    assert entries(tmp_path / "classroom.rst") == {f"sim.apps.classroom.{name}" for name in sim.apps.classroom.__all__}


def test_every_word_that_can_be_explained_stands_on_a_page(reference_pages: ModuleType, tmp_path: Path) -> None:
    reference_pages.write(tmp_path)
    pages = (tmp_path / "glossary.md").read_text(encoding="utf-8") + (tmp_path / "keys.md").read_text(encoding="utf-8")
    told = re.findall(r"^`(.+)`\n: \S", pages, re.MULTILINE)
    assert sorted(told) == sorted(entry.name for entry in explanations())


def test_the_page_of_events_has_a_row_for_each_event(reference_pages: ModuleType, tmp_path: Path) -> None:
    reference_pages.write(tmp_path)
    lines = (tmp_path / "events.md").read_text(encoding="utf-8").splitlines()
    cells = [line[1:-1].split("|") for line in lines if line.startswith("|")]
    assert [row[0].strip(" `") for row in cells[2:]] == list(EVENTS)
    assert {len(row) for row in cells} == {7}


def test_pages_of_an_earlier_build_are_removed(reference_pages: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "gone.rst").write_text("of a metric that was renamed")
    reference_pages.write(tmp_path)
    assert not (tmp_path / "gone.rst").exists()


def test_text_is_shown_as_it_is(reference_pages: ModuleType) -> None:
    entry = Explanation(name="pull", sort="term", meaning="a*b* <i> [x](y) $z$ `q`")
    assert r": a\*b\* \<i\> \[x\](y) \$z\$ \`q\`" in reference_pages.glossary([entry])

"""Plug-ins: kinds that installed packages bring by entry points, without a line in Guanxi that names them."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import TypeAdapter

import sim
from sim import registry
from sim.experiments.synthetic_data.tables import StudyTable
from sim.game.exercises.exercise import ExerciseRun, Task
from sim.game.load_game import exercise_names, is_exercise
from sim.registry import PluginWarning, load_plugins, register, registered, temporary
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.declaration import OneOf
from sim.scenario.firm.policy import Policy
from sim.scenario.scenario import Scenario
from tests.conftest import ROOT


class FakePackage:
    """An installed package called ``guanxi-extra`` with entry points that load what a test gives."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.points: list[Any] = []
        monkeypatch.setattr("importlib.metadata.entry_points", self.entry_points)

    def add(self, group: str, name: str, load: Callable[[], object]) -> None:
        dist = SimpleNamespace(name="guanxi-extra")
        self.points.append(SimpleNamespace(group=group, name=name, value=f"extra:{name}", dist=dist, load=load))

    def entry_points(self, group: str) -> list[Any]:
        return [point for point in self.points if point.group == group]


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePackage]:
    with temporary():
        yield FakePackage(monkeypatch)


def declares(group: str, name: str, kind: object) -> Callable[[], object]:
    return lambda: register(group, name)(kind)


def count_rows(results: object) -> object:
    """Rows of the log."""
    return results


class Wait(Policy):
    """Waits."""

    kind: Literal["wait"] = "wait"

    def decide(self, view: FirmView) -> Decision:
        return Decision()


def test_every_group_has_entry_points() -> None:
    groups = {group.entry_points for group in registry.GROUPS.values()}
    assert all(group.startswith("guanxi.") for group in groups)
    for kind in ("metrics", "programmes", "strategies", "departments", "shocks", "stylised_facts", "exercises"):
        assert f"guanxi.{kind}" in groups


def test_the_page_on_plugins_names_every_group() -> None:
    page = (ROOT / "docs/how-to/plug_ins.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if "| `guanxi." in line]
    named = {cells[1].strip("`"): cells[2].strip("`") for cells in rows}
    assert named.pop(registry.CHART_ENTRY_POINTS) == "the name of the entry point"
    groups: dict[str, str] = {}
    for name, group in registry.GROUPS.items():
        groups.setdefault(group.entry_points, name)  # settings come first, then the processes that go with them
    assert named == groups


def test_plugin_metric_is_a_public_name(package: FakePackage) -> None:
    package.add("guanxi.metrics", "row_count", declares("metric", "row_count", count_rows))
    load_plugins("metric")
    assert registered("metric")["row_count"] is count_rows
    assert "row_count" in dir(sim)


def test_plugin_table_is_written_with_a_study(package: FakePackage) -> None:
    table = StudyTable(
        file="visits.csv", about="A visit.", columns={"customer_id": "number"}, of=lambda record: record.stated
    )
    package.add("guanxi.dataset_tables", "visits", declares("study_table", "visits", table))
    load_plugins("study_table")
    assert registered("study_table")["visits"] is table


def test_plugin_strategy_is_read_in_a_scenario(package: FakePackage) -> None:
    package.add("guanxi.strategies", "wait", declares("policy", "wait", Wait))
    load_plugins("policy")
    read: TypeAdapter[Policy] = TypeAdapter(Annotated[Policy, OneOf("policy")])
    assert read.validate_python({"kind": "wait"}) == Wait()


class Riddle(Task):
    """A riddle."""

    lesson: ClassVar[Mapping[str, object]] = {"title": "A riddle", "teaches": "Nothing."}

    kind: Literal["riddle"]

    def open(self, scenario: Scenario | None, seed: int) -> ExerciseRun:
        raise LookupError("a riddle that is never opened")


def test_exercise_with_a_lesson_needs_no_file(package: FakePackage) -> None:
    package.add("guanxi.exercises", "riddle", declares("exercise", "riddle", Riddle))
    assert not is_exercise("riddle")
    load_plugins("exercise")
    assert is_exercise("riddle") and "riddle" in exercise_names()
    assert is_exercise("exit_detective") and not is_exercise("imitation_race")


def fails() -> object:
    register("metric", "half_done")(count_rows)
    raise ImportError("no module named 'numpie'")


@pytest.mark.parametrize(
    ("group", "load", "why"),
    [
        ("metric", fails, "ImportError: no module named 'numpie'"),
        (
            "metric",
            declares("metric", "orders", count_rows),
            "'orders' is declared twice, in sim.metrics.purchasing.or",
        ),
        ("metric", declares("metric", "none", None), "declare a function"),
        ("policy", declares("policy", "wait", Wait()), "declare a class derived from"),
        ("policy", declares("policy", "linger", Wait), "has no field kind: Literal['linger']"),
        ("fact", declares("fact", "flat", Wait), "declare a sim.experiments.stylised_facts.fact.Fact"),
        ("study_table", declares("study_table", "flat", Wait), "declare a sim.experiments.synthetic_data.tables.Study"),
    ],
)
def test_broken_plugin_is_left_out_with_one_warning(
    package: FakePackage, group: str, load: Callable[[], object], why: str
) -> None:
    before = registered(group)
    package.add(registry.GROUPS[group].entry_points, "broken", load)
    package.add("guanxi.metrics", "row_count", declares("metric", "row_count", count_rows))
    package.add("guanxi.strategies", "wait", declares("policy", "wait", Wait))
    package.add("guanxi.stylised_facts", "sound", lambda: None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        load_plugins(group)
    assert [warning.category for warning in caught] == [PluginWarning]
    said = str(caught[0].message)
    assert "'broken'" in said and "'guanxi-extra'" in said and why in said
    sound = {"metric": {"row_count"}, "policy": {"wait"}}
    assert registered(group).keys() - before.keys() == sound.get(group, set())


def test_names_taken_twice_are_refused_with_both_places() -> None:
    with temporary():
        with pytest.raises(
            ValueError, match=r"metric 'orders' is declared twice, in sim\.metrics\.purchasing\.orders and"
        ):
            register("metric", "orders")(count_rows)
        register("metric", "row_count")(count_rows)
        register("metric", "row_count")(count_rows)  # a notebook's cell that is run again
        assert registered("metric")["row_count"] is count_rows


def test_names_of_values_taken_twice_are_refused() -> None:
    with temporary(), pytest.raises(ValueError, match="declared twice"):
        register("fact", "six_fold_cost")(registered("fact")["saturation"])


def test_temporary_undoes_registrations() -> None:
    before = {group: registered(group) for group in registry.GROUPS}
    with temporary():
        register("policy", "wait")(Wait)
        assert "wait" in registered("policy")
    assert {group: registered(group) for group in registry.GROUPS} == before
    with pytest.raises(RuntimeError), temporary():  # noqa: PT012 (the block is left in the middle)
        register("policy", "wait")(Wait)
        raise RuntimeError
    assert "wait" not in registered("policy")


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group="guanxi.charts")


def test_plugin_chart_is_imported_when_it_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "extra_charts.py").write_text("def row_chart(results):\n    return results\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = [point("row_chart", "extra_charts"), point("bad_chart", "no_such_module"), point("exit_chart", "extra:x")]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [p for p in found if p.group == group])
    with pytest.warns(PluginWarning, match=r"'exit_chart' is declared twice, in sim\.charts and in ext"):
        plugins = sim.charts._plugins()  # noqa: SLF001 (charts are found when the package is imported, which it is)
    assert set(plugins) == {"row_chart", "bad_chart"}
    monkeypatch.setattr(sim.charts, "_PLUGINS", plugins)
    assert "extra_charts" not in sys.modules
    assert sim.charts.row_chart(7) == 7
    monkeypatch.delattr(sim.charts, "row_chart")
    monkeypatch.delitem(sys.modules, "extra_charts")
    with pytest.raises(AttributeError, match=r"'bad_chart' of the package .* ModuleNotFoundError"):
        sim.charts.bad_chart  # noqa: B018


def test_chart_in_a_file_of_its_own_name_is_found_without_a_line_anywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "length_chart.py").write_text("def length_chart(results):\n    return len(results)\n")
    monkeypatch.setattr(sim.charts, "__path__", [*sim.charts.__path__, str(tmp_path)])
    found = sim.charts._new_files()  # noqa: SLF001 (as above)
    assert found == {"length_chart": "sim.charts.length_chart"}
    monkeypatch.setattr(sim.charts, "_NEW_FILES", found)
    assert sim.charts.length_chart("four") == 4
    monkeypatch.delattr(sim.charts, "length_chart")
    monkeypatch.delitem(sys.modules, "sim.charts.length_chart")


def test_stub_of_charts_names_every_chart_of_the_project() -> None:
    stub = (ROOT / "sim/charts/__init__.pyi").read_text(encoding="utf-8")
    drawn = set()
    for found in pkgutil.walk_packages(sim.charts.__path__, "sim.charts."):
        if not found.ispkg and not found.name.startswith("sim.charts.style."):
            functions = vars(importlib.import_module(found.name)).items()
            drawn |= {
                name
                for name, function in functions
                if getattr(function, "__module__", "") == found.name and hasattr(function, "__wrapped__")
            }
    assert drawn == set(re.findall(r" as (\w+)$", stub, flags=re.M))

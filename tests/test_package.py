"""The package as it is installed: light to import, complete, without any address in its pins."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import sim
from sim.deprecated_names import NAMES, VIEWS, look_up
from sim.game.load_game import shipped_games
from sim.model.compile_cache import cache_folder
from sim.registry import registered
from sim.scenario.files.load import shipped_scenarios
from tests.conftest import ROOT


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, sim; heavy = {'pandas', 'numba', 'matplotlib', 'scipy', 'pydantic', 'simpy', 'numpy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("market", "heavy"), [("tests/scenario/market.yaml", "'pandas', 'matplotlib'"), ("first_look", "'matplotlib'")]
)
def test_loading_a_scenario_needs_no_pictures_and_without_measures_no_tables(market: str, heavy: str) -> None:
    code = f"import sys, sim; sim.load({market!r}); print(sorted({{{heavy}}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_is_there() -> None:
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    for name, metric in registered("metric").items():
        assert getattr(sim, name).__wrapped__ is metric
    with pytest.raises(AttributeError, match="did you mean 'simulate'"):
        sim.simulat  # noqa: B018


@pytest.mark.parametrize("old", NAMES)
def test_a_public_name_of_version_0_3_works_and_warns_where_it_is_used(old: str) -> None:
    vars(sim).pop(old, None)
    with pytest.warns(DeprecationWarning, match=f"sim.{old} is now sim.{NAMES[old]}") as caught:
        found = getattr(sim, old)
    assert caught[0].filename == __file__
    if old != "views":
        assert found is getattr(sim, NAMES[old])


def test_what_sim_views_held_is_where_it_belongs_now() -> None:
    with pytest.warns(DeprecationWarning, match="sim.views"):
        views = look_up("views")
    assert all(getattr(views, old) is getattr(sim, new) for old, new in VIEWS.items())
    assert views.exit_chart is sim.charts.exit_chart


def test_pins_are_plain_and_cover_what_is_asked_for() -> None:
    pins = (ROOT / "constraints.txt").read_text().splitlines()
    assert pins and all(re.fullmatch(r"[a-z0-9-]+==[\w.+!]+", pin) for pin in pins)
    pinned = {pin.split("==")[0] for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    names = {re.split(r"[\[><=!~; ]", name)[0].lower().replace("_", "-").replace(".", "-") for name in asked}
    assert names - pinned == {"guanxi"}


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("hatchling"), reason="hatchling builds the wheel")
def test_the_wheel_runs_from_another_folder_with_its_scenarios(tmp_path: Path) -> None:
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    subprocess.run([*wheel, str(ROOT)], check=True)
    (built,) = tmp_path.glob("guanxi-*.whl")
    assert f"guanxi-{sim.__version__}-" in built.name
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "site")
        names = set(archive.namelist())
    assert names >= {f"sim/_scenarios/{name}.yaml" for name in shipped_scenarios()} | {"sim/py.typed"}
    assert names >= {f"sim/_scenarios/games/{name}.yaml" for name in shipped_games()}
    page = {f"sim/apps/classroom/page/{file.name}" for file in (ROOT / "sim/apps/classroom/page").iterdir()}
    assert names >= page and "sim/apps/classroom/page/index.html" in page
    templates = {f"sim/reports/templates/{file.name}" for file in (ROOT / "sim/reports/templates").iterdir()}
    assert names >= templates and "sim/reports/templates/page.html.j2" in templates
    assert not any(name.startswith(("tests", "docs", "benchmarks")) for name in names)
    words = ["run", "first_look", "--set", "horizon=4", "--set", "population.segments.consumers.size=20"]
    done = subprocess.run(
        [sys.executable, "-m", "sim.apps.cli.main", *words], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path), "PATH": "",
             "GUANXI_CACHE": str(cache_folder().parents[1])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results" / "first_look" / "report.html").exists()

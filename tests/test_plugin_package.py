"""A package with one plug-in of each sort is built, installed into a fresh environment and used from there."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from sim.model.compile_cache import cache_folder
from tests.conftest import ROOT

PACKAGE = ROOT / "tests" / "plugin_package"
COMPILED = str(cache_folder().parents[1])
"""Rules are those of this project, so what other tests have compiled serves."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not importlib.util.find_spec("hatchling"), reason="hatchling builds the wheel"),
]


class Installed:
    """A fresh environment with Guanxi, the libraries it needs, and the package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = venv.EnvBuilder(with_pip=False)
        environment.create(folder / "environment")
        self.python = environment.ensure_directories(folder / "environment").env_exe
        self.site = Path(self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
        seen = [str(ROOT), *(path for path in sys.path if path.endswith("-packages"))]
        (self.site / "libraries.pth").write_text("\n".join(seen) + "\n")

    def install(self, source: Path) -> None:
        """Build the wheel of a package and install it, without a network."""
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        wheels = self.folder / "wheels"
        quiet = ["--no-deps", "--no-index"]
        subprocess.run([*pip, "wheel", *quiet, "--no-build-isolation", "-w", str(wheels), str(source)], check=True)
        (wheel,) = wheels.glob("*.whl")
        subprocess.run([*pip, "install", *quiet, "--target", str(self.site), str(wheel)], check=True)

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run the environment's Python with these words, in the folder of the test."""
        done = subprocess.run(
            [self.python, *words], cwd=self.folder, input=typed, capture_output=True, text=True, encoding="utf-8",
            env={"HOME": str(self.folder), "GUANXI_CACHE": COMPILED, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done

    def guanxi(self, *words: str, typed: str = "") -> str:
        """What a command of Guanxi prints; nothing may be said of plug-ins on the error channel."""
        done = self.run("-m", "sim.apps.cli.main", *words, typed=typed)
        assert "plug-in" not in done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("plugins")
    source = folder / "source"
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
    environment = Installed(folder)
    environment.install(source)
    shutil.copy(PACKAGE / "market.yaml", folder)
    shutil.rmtree(source)
    return environment


def test_scenario_with_plugins_runs_from_the_command_line(installed: Installed) -> None:
    assert "Bakery" in installed.guanxi("run", "market.yaml", "--out", "out")
    code = """
import json, sim
events = sim.read_events("out")
fuel = events[events["detail"] == "fuel"]
buns = events[events["programme"] == "free_bun"]
prices = events[(events["firm"] == "Bakery") & (events["event"] == "decision")]
harvest = events[events["detail"] == "harvest"]
print(json.dumps([fuel["monetary_value"].tolist(), buns["event"].value_counts().to_dict(), prices["time"].tolist(),
                  sorted(harvest["firm"]), harvest["time"].tolist()]))
"""
    fuel, buns, rounds, firms, weeks = json.loads(installed.run("-c", code).stdout)
    assert fuel == [7.0] * 12
    assert (buns["launch"], buns["running cost"]) == (1, 10) and buns["join"] > 5 and buns["reward"] > 5
    assert rounds == [0.0, 4.0, 8.0]
    assert (firms, weeks) == (["Bakery", "Rival"], [6.0, 6.0])


def test_metrics_and_charts_of_plugins_are_public_names(installed: Installed) -> None:
    code = """
import json, sys, sim
results = sim.simulate(sim.load("market.yaml"))
known = "baked_sales" in dir(sim), "baked_sales_chart" in dir(sim.charts)
early = "guanxi_bakery.baked_sales_chart" in sys.modules
events, table = sim.events(results), sim.baked_sales(results)
counted = events[events["event"] == "purchase"]["firm"].tolist()
bars = [int(bar.get_height()) for bar in sim.charts.baked_sales_chart(results).axes[0].patches]
print(json.dumps([known, early, table["purchases"].tolist(), [counted.count(firm) for firm in table["firm"]], bars]))
"""
    known, early, table, counted, bars = json.loads(installed.run("-c", code).stdout)
    assert known == [True, True] and not early
    assert table == counted == bars and min(table) > 0


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("baked_sales", "(metric)\nHow many purchases each firm made."),
        ("free_bun", "(programme)\nA stamp at each visit, and a bun for a full card."),
        ("dearer", "(policy)\nRaises the price at each round."),
        ("oven", "(department)\nAn oven that is fired day and night."),
        ("harvest", "(shock)\nA good or bad harvest changes the quality"),
    ],
)
def test_kinds_of_plugins_are_explained(installed: Installed, name: str, meaning: str) -> None:
    assert f"{name} {meaning}" in installed.guanxi("explain", name)


def test_stylised_fact_of_a_plugin_is_in_the_gallery(installed: Installed) -> None:
    assert "bread_sells: comes out: customers buy bread." in installed.guanxi("gallery", "bread_sells")


def test_exercise_of_a_plugin_is_listed_and_played(installed: Installed) -> None:
    assert "bakers_dozen (marked): A baker's dozen" in installed.guanxi("games")
    told = installed.guanxi("play", "bakers_dozen", "--file", "dozen.guanxi", typed="answer\n13\n\nquit\n")
    assert "Loaves: 100 of 100" in told and "13 of 13" in told


def test_broken_plugin_gives_one_line_that_names_its_package(installed: Installed) -> None:
    broken = installed.site / "guanxi_broken-1.0.dist-info"
    broken.mkdir()
    try:
        (installed.site / "guanxi_broken.py").write_text("import no_such_library\n")
        (broken / "METADATA").write_text("Metadata-Version: 2.1\nName: guanxi-broken\nVersion: 1.0\n")
        groups = ("metrics", "charts", "programmes")
        (broken / "entry_points.txt").write_text(
            "".join(f"[guanxi.{group}]\nbroken = guanxi_broken\n" for group in groups)
        )
        done = installed.run("-m", "sim.apps.cli.main", "check", "market.yaml")
        said = [line for line in done.stderr.splitlines() if "plug-in" in line]
        assert len(said) == 1
        assert said[0] == (
            "the plug-in 'broken' of the package 'guanxi-broken' (guanxi.programmes) is left out: ModuleNotFoundError: "
            "No module named 'no_such_library'; mend or uninstall guanxi-broken"
        )
        assert "Traceback" not in done.stderr
    finally:
        shutil.rmtree(broken)

"""The compiled rules on disk: never those of another version of the rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numba
import pytest

import sim
from sim.model import compile_cache as compiled
from sim.results.simulate import simulate
from tests.worlds import world

PACKAGE = Path(sim.__file__).parent
BUY_A_WHILE = """
import sys
import tempfile
from pathlib import Path
import sim
assert Path(sim.__file__).parent == Path(sys.argv[1]), sim.__file__
from sim.results.simulate import simulate
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario
content = {"name": "shop", "title": "A shop", "teaches": "what things cost", "horizon": 20.0,
           "population": {"segments": [{"name": "people", "size": 50}]}, "firms": [{"name": "Only"}]}
print(simulate(checked(Scenario, content), seed=1).runs[0].rows["cents"].sum())
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that a test may edit."""
    place = tmp_path / "place" / "sim"
    shutil.copytree(PACKAGE, place, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def test_every_rule_counts(copy: Path) -> None:
    """Whatever file of the rules changes, comes or is renamed, the folder is another; other files leave it as it is."""
    rules = copy / "model"
    first = compiled.fingerprint(rules)
    assert first == compiled.fingerprint(PACKAGE / "model")
    seen = {first}
    for path in compiled.sources(rules):
        before = path.read_bytes()
        path.write_bytes(before + b"\n# edited\n")
        seen.add(compiled.fingerprint(rules))
        path.write_bytes(before)
    assert len(seen) == len(compiled.sources(rules)) + 1
    assert compiled.fingerprint(rules) == first
    (copy / "metrics" / "exits" / "exits.py").write_text("# not a rule")
    assert compiled.fingerprint(rules) == first
    (rules / "customers" / "ageing.py").write_text("# a new rule")
    assert compiled.fingerprint(rules) not in seen


def test_a_pattern_that_finds_no_rule_is_refused(copy: Path) -> None:
    """A rule that was moved must not go stale in silence."""
    with pytest.raises(FileNotFoundError, match="no compiled rule has this name"):
        compiled.sources(copy)


def test_the_compiler_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of Numba compiles anew."""
    before = compiled.fingerprint()
    monkeypatch.setattr(numba, "__version__", "0.0.1")
    assert compiled.fingerprint() != before


def test_all_that_is_compiled_is_hashed() -> None:
    """Every function and constant that a rule takes from the project stands in a file whose text enters the hash."""
    hashed = set(compiled.sources())
    rules = [
        path
        for path in hashed
        if path.parent.name in ("customers", "engine") and path.stem not in ("reference", "scheduler")
    ]
    rules += [PACKAGE / "model" / "random_numbers.py", PACKAGE / "model" / "state" / "customer_draws.py"]
    assert len(rules) > 12
    for path in rules:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("from sim."):
                source = PACKAGE.joinpath(*line.split()[1].split(".")[1:]).with_suffix(".py")
                assert source in hashed, f"{path.name} takes from {source}, which is not hashed"


def test_where_the_cache_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """GUANXI_CACHE moves it."""
    monkeypatch.setenv("GUANXI_CACHE", str(tmp_path))
    assert compiled.cache_folder() == tmp_path / "guanxi" / compiled.fingerprint()


def test_a_cache_folder_that_cannot_be_written_to_is_replaced_by_a_temporary_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / ("a" * 300)):
        monkeypatch.setenv("GUANXI_CACHE", str(place))
        folder = compiled.cache_folder()
        assert tmp_path in folder.parents and place not in folder.parents
        assert compiled.cache_folder() == folder
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 1 and str(place) in said[0] and str(folder.parents[1]) in said[0]
    assert folder.parents[1].stat().st_mode & 0o777 == 0o700
    folder.parents[1].chmod(0o777)  # others could put code there
    monkeypatch.setenv("GUANXI_CACHE", str(tmp_path / "file" / "again"))
    assert compiled.cache_folder().parents[1] not in (folder.parents[1], tmp_path / "file" / "again")


def test_without_any_folder_to_write_to_rules_are_compiled_without_a_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    monkeypatch.setenv("GUANXI_CACHE", str(tmp_path / "file" / "no temporary files either"))
    assert compiled.compile_kernel(_twice)(21) == 42
    assert os.listdir(tmp_path) == ["file"]


def _twice(number: int) -> int:
    return 2 * number


def test_a_rule_is_found_by_its_place_in_the_package(tmp_path: Path) -> None:
    """Not by the folder of the package, so that copies of the same rules share what is compiled."""
    place = compiled.RuleLocator.get_suitable_cache_subpath
    assert Path(place(str(PACKAGE / "model" / "engine" / "kernel.py"))) == Path("rules", "engine")
    assert place(str(tmp_path / "one" / "rule.py")) != place(str(tmp_path / "other" / "rule.py"))


@pytest.mark.slow
def test_an_edited_rule_is_compiled_anew(copy: Path, tmp_path: Path) -> None:
    """A rule in another file than the compiled loop is edited: the next run follows it. Undone, the old one is back.

    What this project has compiled serves a copy of the same rules elsewhere.
    """
    simulate(world(50, horizon=20.0), seed=1)
    known = tmp_path / "cache" / "guanxi" / compiled.fingerprint()
    shutil.copytree(compiled.cache_folder(), known)
    kernels = sorted((known / "rules" / "engine").glob("*.nbc"))

    def run() -> tuple[int, str]:
        here = {**os.environ, "PYTHONPATH": str(copy.parent), "GUANXI_CACHE": str(tmp_path / "cache")}
        command = [sys.executable, "-c", BUY_A_WHILE, str(copy)]
        done = subprocess.run(command, env=here, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return int(done.stdout), done.stderr

    cents, said = run()
    assert "compiling" not in said and sorted((known / "rules" / "engine").glob("*.nbc")) == kernels != []
    rule = copy / "model" / "customers" / "purchase.py"
    before = rule.read_text(encoding="utf-8")
    edited = before.replace("return float(person.spend)", "return float(person.spend) * 2.0")
    assert edited != before
    rule.write_text(edited, encoding="utf-8")
    doubled, said = run()
    assert doubled == 2 * cents and "compiling" in said
    rule.write_text(before, encoding="utf-8")
    back, said = run()
    assert back == cents and "compiling" not in said

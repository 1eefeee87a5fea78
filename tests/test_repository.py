"""The files around the package agree with each other: workflow, build server, Makefile, packages of the page."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import LONGEST, ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))
YAML_FILES = sorted([*ROOT.glob(".github/**/*.yml"), ROOT / ".pre-commit-config.yaml"])


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.name)
def test_yaml_of_the_repository_is_sound(path: Any) -> None:
    assert YAML(typ="safe").load(path)


def test_the_workflow_tries_each_python_that_is_promised_on_each_system() -> None:
    workflow = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "checks.yml")
    matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "windows", "macos"}
    least = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert least == f">={matrix['python'][0]}"
    assert matrix["python"] == [f"3.{minor}" for minor in range(11, 15)]


def test_the_steps_for_windows_are_those_of_make_test() -> None:
    steps = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "checks.yml")["jobs"]["tests"]["steps"]
    (windows,) = (step["run"] for step in steps if step.get("if") == "runner.os == 'Windows'")
    recipe = re.search(r"^test-python:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert recipe
    for tool in re.findall(r"\$\(BIN\)/([\w-]+)", recipe[1]):
        assert re.search(rf"^{tool}\b", windows, re.MULTILINE), f"{tool} is not run on Windows"


def test_the_files_that_begin_first_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []


@pytest.mark.parametrize("path", [".ci/run", ".github/workflows/checks.yml", ".pre-commit-config.yaml"])
def test_what_is_made_can_be_made(path: str) -> None:
    asked = re.findall(r"(?:^|[:\s])make((?: [a-z-]+)+)$", read(path), re.MULTILINE)
    assert asked and {target for targets in asked for target in targets.split()} <= TARGETS


def test_packages_of_the_page_have_exact_versions_and_no_address() -> None:
    """The page itself has none; they check it. An address in the lock would be that of one registry."""
    package, lock = json.loads(read("package.json")), json.loads(read("package-lock.json"))
    assert "dependencies" not in package
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values())
    assert lock["packages"][""]["devDependencies"] == package["devDependencies"]
    packages = [entry for name, entry in lock["packages"].items() if name]
    assert all(entry["integrity"] and "resolved" not in entry for entry in packages)
    assert "omit-lockfile-registry-resolved=true" in read(".npmrc").splitlines()

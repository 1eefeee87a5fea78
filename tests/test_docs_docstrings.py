"""What docstrings of the package refer to is there: names after ``:class:`` and the like, dotted names of ``sim``."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sim.errors import SentenceError
from sim.scenario.files.scenario_warnings import UnlikelyScenarioWarning
from tests.conftest import ROOT

FILES = sorted({*(ROOT / "sim").rglob("*.py")} - {ROOT / "sim" / "deprecated_names.py"})
ROLE = re.compile(r":(?:class|func|meth|attr|data|exc|mod):`~?([\w.]+)`")
DOTTED = re.compile(r"(?<![\w./])sim(?!\.py\b)(?:\.[A-Za-z_]\w*)+")
RAISED = re.compile(r"(?:Raises ``(?=\w+``)|^ {4,8}(?=\w+(?:Error|Warning): ))(\w+)", re.MULTILINE)
ENDINGS = ("Error", "Warning", "Exception", "Interrupt")


def docstrings(path: Path) -> Iterator[str]:
    """Docstrings of a file, those below attributes too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


@cache
def resolves(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)  # an old public name is no answer
            try:
                for part in parts[length:]:
                    found = getattr(found, part, None) or found.__annotations__[part]  # type: ignore[attr-defined]
            except (AttributeError, KeyError, DeprecationWarning):
                return False
        return True
    return False


@cache
def defined() -> set[str]:
    """Names of all classes, functions, attributes and constants of the package."""
    names = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
    return names


def test_what_docstrings_refer_to_is_there() -> None:
    known, missing = defined(), []
    for path in FILES:
        for text in docstrings(path):
            for name in {*ROLE.findall(text), *DOTTED.findall(text)}:
                found = resolves(name) if name.startswith("sim.") else name.split(".")[-1] in known
                if not found:
                    missing.append(f"{path.relative_to(ROOT)}: {name}")
    assert missing == []


def test_what_docstrings_say_is_raised_is_an_exception_that_is_there() -> None:
    known = defined() | set(dir(builtins))
    said = {name: path for path in FILES for text in docstrings(path) for name in RAISED.findall(text)}
    assert len(said) > 10
    assert {name: path for name, path in said.items() if name not in known or not name.endswith(ENDINGS)} == {}


def test_a_name_that_is_gone_is_noticed() -> None:
    assert resolves("sim.simulate") and not resolves("sim.two_worlds") and not resolves("sim.model.clocks.strike")
    assert {SentenceError.__name__, UnlikelyScenarioWarning.__name__} <= defined()

"""Docstrings of public names tell every argument, what is returned, and every exception that the body raises."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pydoclint.visitor import Visitor

import sim
from sim.registry import registered
from tests.conftest import ROOT

Callable = ast.FunctionDef | ast.AsyncFunctionDef


def public_names() -> dict[Path, set[str]]:
    """Functions and classes by the file in which they are declared: public names, charts, metrics and analyses."""
    named = [getattr(sim, name) for name in sim.__all__] + [getattr(sim.charts, name) for name in sim.charts.__all__]
    found: dict[Path, set[str]] = {}
    for each in (*named, *registered("metric").values(), *registered("analysis").values()):
        if not isinstance(each, ModuleType) and callable(each):
            declared = inspect.unwrap(each)
            file = Path(str(inspect.getsourcefile(declared))).resolve()
            if file.is_relative_to(ROOT):  # not those of other packages
                found.setdefault(file, set()).add(declared.__name__)
    return found


PUBLIC = public_names()


@functools.cache
def linter_settings() -> dict[str, object]:
    """The table of pydoclint in pyproject.toml, as its visitor names the settings."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pydoclint"]
    return {re.sub(r"-(\w)", lambda letter: letter[1].upper(), name): value for name, value in table.items()}


def public_functions(tree: ast.Module, names: set[str]) -> Iterator[tuple[str, Callable]]:
    """Public functions, and the public methods and constructors of public classes, by name."""
    for node in tree.body:
        if isinstance(node, Callable) and node.name in names:
            yield node.name, node
        elif isinstance(node, ast.ClassDef) and node.name in names:
            for part in node.body:
                if isinstance(part, Callable) and (part.name == "__init__" or not part.name.startswith("_")):
                    yield f"{node.name}.{part.name}", part


def undocumented(source: str, names: set[str]) -> list[str]:
    """What the linter finds at the public functions of a module, and exceptions that their docstrings do not tell."""
    tree = ast.parse(source)
    functions = dict(public_functions(tree, names))
    visitor = Visitor(**linter_settings())
    visitor.visit(tree)
    faults = []
    for violation in visitor.violations:
        about = re.match(r"(?:Function|Method) `([\w.]+)`", violation.msg)
        if about is not None and about[1] in functions:
            faults.append(f"line {violation.line}: DOC{violation.code}: {violation.msg}")
    for name, function in functions.items():
        told = ast.get_docstring(function) or ""
        for node in ast.walk(function):
            if isinstance(node, ast.Raise) and node.exc is not None:
                raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                kind = ast.unparse(raised).split(".")[0]
                if kind not in told:
                    faults.append(f"line {node.lineno}: {name} raises {kind} and does not tell")
    return faults


@pytest.mark.parametrize("file", sorted(PUBLIC), ids=lambda file: str(file.relative_to(ROOT)))
def test_public_docstrings_tell_arguments_returns_and_exceptions(file: Path) -> None:
    assert undocumented(file.read_text(encoding="utf-8"), PUBLIC[file]) == []


def test_missing_parts_of_a_docstring_are_found() -> None:
    source = 'def fee(weeks: int) -> int:\n    """The fee."""\n    raise ValueError(weeks)\n'
    found = "\n".join(undocumented(source, {"fee"}))
    assert "DOC101" in found and "DOC201" in found and "fee raises ValueError and does not tell" in found
    assert undocumented(source, {"price"}) == []

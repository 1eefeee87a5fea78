"""Texts that stand where something is declared, and are translated when they are shown.

What a lever is, its unit and its cost; the note of an exit cause; the text under a setting of a programme, of a shock
or of a prediction. The declaration is the one place of the English; forms show the translation.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

KEYWORDS: dict[str, tuple[str, ...]] = {
    "Lever": ("meaning", "unit", "cost"), "Choice": ("unit",), "Cause": ("note",),
}  # fmt: skip
"""Calls whose keyword arguments are texts."""
CLASSES = ("Tiers", "Prediction", "Story")
"""Classes whose fields have texts that forms show."""


def plain_text(text: str) -> str:
    """A text under a field or a class in one line, without the marks of code.

    >>> plain_text("Weeks; leave out\\n    for ``null``.")
    'Weeks; leave out for null.'
    """
    return " ".join(text.replace("``", "").split())


def texts_of_call(node: ast.Call) -> Iterator[ast.expr]:
    """The texts among the arguments of a call that declares something."""
    name = getattr(node.func, "id", "")
    for keyword in node.keywords if name in KEYWORDS else ():
        if keyword.arg in KEYWORDS[name] and not isinstance(keyword.value, ast.Name):  # a name is of a marked text
            yield keyword.value


def texts_of_class(node: ast.ClassDef) -> Iterator[str]:
    """The texts of a class that forms show: of its fields, and of a shock what it is itself."""
    shock = _is_registered(node, "shock")
    settings = _settings(node)
    if shock:
        yield plain_text(inspect.cleandoc(ast.get_docstring(node) or "").split("\n\n")[0])
    for place, part in enumerate(node.body[:-1]):
        if not isinstance(part, ast.AnnAssign) or not isinstance(part.target, ast.Name):
            continue
        text = _text(node.body[place + 1])
        if text and (shock or node.name in CLASSES or part.target.id in settings):
            yield plain_text(text)


def _settings(node: ast.ClassDef) -> tuple[str, ...]:
    """The settings of a programme that are decided while it runs."""
    for part in node.body:
        if not isinstance(part, ast.AnnAssign) or getattr(part.target, "id", "") != "decided":
            continue
        if isinstance(part.value, ast.Tuple):
            return tuple(ast.literal_eval(part.value))
    return ()


def _is_registered(node: ast.ClassDef, group: str) -> bool:
    calls = [
        one for one in node.decorator_list if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "register"
    ]
    return any(isinstance(call.args[0], ast.Constant) and call.args[0].value == group for call in calls)


def _text(node: ast.stmt) -> str:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return node.value.value if is_text else ""  # type: ignore[attr-defined]

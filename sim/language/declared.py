"""Texts that stand where something is declared, and are translated when they are shown.

What a lever is, its unit and its cost; the note of an exit cause; the text under a setting of a programme, of a shock
or of a prediction. The declaration is the one place of the English; forms show the translation.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

from sim.language.field_texts import meaning_in, plain_text

KEYWORDS: dict[str, tuple[str, ...]] = {
    "Lever": ("meaning", "unit", "cost"), "Choice": ("unit",), "Cause": ("note",),
}  # fmt: skip
"""Calls whose keyword arguments are texts."""
COMPOSED: dict[str, tuple[str, ...]] = {
    "Claim": ("claim", "put_in"), "Figure": ("what",), "Fact": ("claim", "runs", "put_in"), "Measured": ("what",),
    "Verdict": ("sentence",),
}  # fmt: skip
"""Calls whose keyword arguments are texts that may be put together of parts (:mod:`sim.language.composed`)."""
FIGURES = {"more": 0, "less": 0, "runs_in_which": 0, "short_above": 3}
"""Calls in the table of claims that name a figure: the place of the name among their arguments."""
DECLARATIONS = ("Declaration", "Lesson", "Department", "Programme", "Shock", "Story")
"""Bases of the parts of scenario and game files."""
CLASSES = ("Tiers", "Prediction", "Story")
"""Classes whose fields have texts that forms show."""


def texts_of_call(node: ast.Call) -> Iterator[ast.expr]:
    """The texts among the arguments of a call that declares something."""
    name = getattr(node.func, "id", "")
    if name in FIGURES and len(node.args) > FIGURES[name]:
        yield from _parts(node.args[FIGURES[name]])
    for keyword in node.keywords:
        if keyword.arg in COMPOSED.get(name, ()):
            yield from _parts(keyword.value)
    for keyword in node.keywords if name in KEYWORDS else ():
        if keyword.arg in KEYWORDS[name] and not isinstance(keyword.value, ast.Name):  # a name is of a marked text
            yield keyword.value


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The texts that a value may be: of an f-string the message with a place for each value, named a, b and so on."""
    if isinstance(node, ast.IfExp):
        yield from _parts(node.body)
        yield from _parts(node.orelse)
    elif isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.JoinedStr):
        names, written = iter("abcdefghij"), ""
        for part in node.values:
            written += str(part.value) if isinstance(part, ast.Constant) else f"{{{next(names)}}}"
        if any(letter.isalpha() for letter in re.sub(r"\{\w\}", "", written)):
            yield ast.Constant(written)


def texts_of_class(node: ast.ClassDef, *, of_files: bool = False) -> Iterator[str]:
    """The texts of a class that people are shown: of fields in forms, of fields that must be given, and of a shock what
    it is itself. ``of_files``: whether files that people write are made of such classes.
    """
    shock = _is_registered(node, "shock")
    settings, declaration = (
        _settings(node),
        of_files and any(getattr(base, "id", "") in DECLARATIONS for base in node.bases),
    )
    if shock:
        yield plain_text(inspect.cleandoc(ast.get_docstring(node) or "").split("\n\n")[0])
    for place, part in enumerate(node.body[:-1]):
        if not isinstance(part, ast.AnnAssign) or not isinstance(part.target, ast.Name):
            continue
        text = _text(node.body[place + 1])
        if text and (shock or node.name in CLASSES or part.target.id in settings):
            yield plain_text(text)
        if text and declaration and _is_required(part):
            yield meaning_in(text)


def _is_required(field: ast.AnnAssign) -> bool:
    """Whether a field of a declaration has no default."""
    if isinstance(field.value, ast.Call) and getattr(field.value.func, "id", "") == "Field":
        return not field.value.args and not {"default", "default_factory"} & {one.arg for one in field.value.keywords}
    return field.value is None


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

"""The messages of the source: calls of ``_``, ``ngettext``, ``pgettext`` and ``mark``, and the help of commands.

What Typer shows as help is written in English where the command is declared; it is translated when it is shown. In
JavaScript the messages are calls of ``t`` and, for plurals, ``tn``.
"""

from __future__ import annotations

import ast
import inspect
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_javascript

from sim.errors import SentenceError
from sim.language.areas import AREAS
from sim.language.declared import texts_of_call, texts_of_class

PACKAGE = Path(__file__).parent.parent
HELP_CALLS = ("Option", "Argument", "Typer")
FILES = ("scenario/", "game/")
"""Where the declarations are that people write in files."""
CALLS = ("_", "mark", "ngettext", "pgettext")
SCRIPT_CALL = re.compile(r"(?<![\w.])tn?\((?!\")")
"""A call of ``t`` or ``tn`` in JavaScript whose first argument is no plain text."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as it stands in the source."""

    text: str
    plural: str = ""
    context: str = ""
    file: str = ""
    """File inside ``sim``, with slashes."""


class ExtractionError(SentenceError, ValueError):
    """A message is not a plain text, so that no catalogue can hold it."""


def messages_of(area: str) -> list[Message]:
    """Every message of an area, in the order of its files, each once. Raises :class:`ExtractionError`."""
    found: dict[tuple[str, str], Message] = {}
    for file in files_of(AREAS[area]):
        reader = messages_in_script if file.suffix == ".js" else messages_in
        for message in reader(file.read_text(encoding="utf-8"), file.relative_to(PACKAGE).as_posix()):
            found.setdefault((message.context, message.text), message)
    return list(found.values())


def files_of(places: tuple[str, ...]) -> list[Path]:
    """The files of these folders, files and patterns in ``sim``; of a folder its Python files."""
    found: list[Path] = []
    for place in places:
        path = PACKAGE / place
        found += (
            sorted(path.rglob("*.py")) if path.is_dir() else sorted(PACKAGE.glob(place)) if "*" in place else [path]
        )
    return found


def messages_in_script(source: str, file: str) -> Iterator[Message]:
    """The messages of a source text in JavaScript. Raises :class:`ExtractionError`."""
    for number, line in enumerate(source.splitlines(), 1):
        if SCRIPT_CALL.search(line) and not line.lstrip().startswith(("//", "export function")):
            raise ExtractionError(f"{file}:{number}: a message must be a plain text in double quotes")
    keywords = {"t": None, "tn": (1, 2)}
    for _line, name, found, _comments in extract_javascript(io.BytesIO(source.encode()), keywords, (), {}):
        parts: object = found  # Babel gives one text, or a tuple with None for what is no text
        texts = [parts] if isinstance(parts, str) else [str(each) for each in found or () if each]
        yield Message(text=texts[0], plural=texts[1] if name == "tn" else "", file=file)


def messages_in(source: str, file: str) -> Iterator[Message]:
    """The messages of a source text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node, file)
            yield from (Message(text=_text(text, file), file=file) for text in texts_of_call(node))
        elif isinstance(node, ast.ClassDef):
            yield from (Message(text=text, file=file) for text in texts_of_class(node, of_files=file.startswith(FILES)))
        elif isinstance(node, ast.FunctionDef) and any(_is_command(one) for one in node.decorator_list):
            text = inspect.cleandoc(ast.get_docstring(node) or "")
            if text:
                yield Message(text=text, file=file)


def _of_call(node: ast.Call, file: str) -> Iterator[Message]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in CALLS and isinstance(node.func, ast.Name):
        wanted = 2 if name in ("ngettext", "pgettext") else 1
        texts = [_text(one, file) for one in node.args[:wanted]]
        if name == "ngettext":
            yield Message(text=texts[0], plural=texts[1], file=file)
        elif name == "pgettext":
            yield Message(text=texts[1], context=texts[0], file=file)
        else:
            yield Message(text=texts[0], file=file)
    elif name in HELP_CALLS:
        for keyword in node.keywords:
            if keyword.arg == "help":
                yield Message(text=_text(keyword.value, file), file=file)


def _text(node: ast.expr, file: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ExtractionError(f"{file}:{node.lineno}: a message must be a plain text, not an expression or an f-string")


def _is_command(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "register"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == "command"
    )

"""A scenario from a file or by its name: read with the place of every key, checked, and written out again."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sim.files.regular_file import UnreadableFileError, is_there, read_bytes, shown
from sim.language.messages import _
from sim.registry import listed, nearest
from sim.scenario.declaration import Declaration
from sim.scenario.files.source_positions import Document, document
from sim.scenario.files.validation import checked, way
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from os import PathLike

Declared = TypeVar("Declared", bound=Declaration)
LARGEST = 1_000_000
"""Bytes a scenario file may have; real ones have a few thousand."""
LONGEST_NAME = 255
"""Bytes that the name of a file may have on common systems."""
ENDINGS = (".yaml", ".yml")


def load(name_or_path: str | PathLike[str]) -> Scenario:
    """Load a scenario, by its name or from a file.

    A bare word such as ``imitation_race`` is one of the scenarios that come with Guanxi; anything with a folder or an
    ending in it is a file.

    Args:
        name_or_path: Name of a scenario that comes with Guanxi, or path of a file.

    Returns:
        The scenario.

    Raises:
        ScenarioError: For everything that is wrong at once: line and column, what was given and what is allowed.
    """
    text = str(name_or_path)
    if Path(text).suffix in ENDINGS or len(Path(text).parts) > 1:
        return read(Path(text))
    shipped = shipped_scenarios()
    if text in shipped:
        return read(shipped[text])
    if text and is_there(text):
        return read(Path(text))
    near = nearest(text, shipped)
    said = _("unknown scenario; allowed: {names}, or a file that ends in .yaml")
    if near:
        said = _("unknown scenario; did you mean {near}? allowed: {names}, or a file that ends in .yaml")
    message = said.format(near=repr(near), names=listed(shipped) or _("none"))
    raise ScenarioError([Fault(path=shown(text), message=message)])


def shipped_scenarios() -> dict[str, Path]:
    """Names and files of the scenarios that come with Guanxi, in alphabetical order, without their translations."""
    return {path.stem: path for path in sorted(shipped().glob("*.yaml")) if "." not in path.stem}


def shipped() -> Path:
    """The folder of the scenarios that come with Guanxi."""
    package = Path(__file__).resolve().parents[2]
    return next((place for place in (package / "_scenarios", package.parent / "scenarios") if place.is_dir()), package)


def read(path: Path) -> Scenario:
    """The scenario in a file. Raises ``ScenarioError`` with the place of every fault."""
    return read_as(Scenario, path)


def read_as(model: type[Declared], path: Path) -> Declared:
    """What a file declares, such as a scenario. Raises ``ScenarioError`` with the place of every fault."""
    return from_text(model, _text(path), str(path), as_file=True)


def from_text(model: type[Declared], text: str, file: str = "", *, as_file: bool = False) -> Declared:
    """What a text declares; ``as_file`` looks for faults, too, that have no bearing on a run.

    Raises ``ScenarioError`` with the place of every fault.
    """
    return from_document(model, document(text, file), file, as_file=as_file)


def document_of(path: Path) -> Document:
    """The plain content of a file with the place of every key. Raises ``ScenarioError`` where it cannot be read."""
    return document(_text(path), str(path))


def from_document(model: type[Declared], found: Document, file: str, *, as_file: bool = True) -> Declared:
    """What a document declares. Raises ``ScenarioError`` with the place of every fault."""
    faults = found.faults
    try:
        declared = checked(model, found.content)
        costly = declared.costly_faults() if as_file else []
        faults = faults + [_placed(fault, file, found) for fault in costly]
    except ScenarioError as error:
        faults = faults + [_placed(fault, file, found) for fault in error.faults]
    if faults:
        raise ScenarioError(sorted(faults, key=lambda fault: (fault.line, fault.column)))
    return declared


def with_places(error: ScenarioError, name_or_path: str | PathLike[str]) -> ScenarioError:
    """The same error, with the places of its keys in the file that :func:`load` reads by that name."""
    text = str(name_or_path)
    path = shipped_scenarios().get(text, Path(text))
    found = document_of(path)

    def at(fault: Fault) -> Fault:
        return fault.at(str(path), *found.place(way(fault.path.split("."), found.content, whole=True) or ()))

    return type(error)(at(fault) for fault in error.faults)


def _placed(fault: Fault, file: str, found: Document) -> Fault:
    """The fault with its place in a file, and that of the other member where two are at odds."""
    placed = fault.at(file, *found.place(fault.steps, at_key=fault.at_key))
    return placed.beside(*found.place(fault.other)) if fault.other else placed


def changes(settings: Iterable[str]) -> dict[str, object]:
    """Changes written as on the command line, ``path=value`` with the value as in a scenario file.

    Raises ``ScenarioError`` for text without ``=`` or a value that cannot be read.

    >>> changes(["horizon=52", "firms.Azure.offer.price=0.9"])
    {'horizon': 52, 'firms.Azure.offer.price': 0.9}
    """
    found: dict[str, object] = {}
    faults: list[Fault] = []
    for setting in settings:
        path, equals, value = setting.partition("=")
        if not equals or not path.strip():
            faults.append(Fault(path=setting, message=_("write it as path=value, such as horizon=52")))
            continue
        try:
            found[path.strip()] = document(value).content
        except ScenarioError as error:
            faults += [Fault(path=path.strip(), message=fault.message) for fault in error.faults]
    if faults:
        raise ScenarioError(faults)
    return found


def dump(scenario: Declaration) -> str:
    """The scenario (or game) as the text of a file that can be loaded again: what was given, without the defaults."""
    from ruamel.yaml import YAML

    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False
    writer.allow_unicode = True
    writer.width = 110
    text = io.StringIO()
    writer.dump(scenario.model_dump(mode="json", exclude_unset=True), text)
    return text.getvalue()


def _text(path: Path) -> str:
    def stop(message: str, line: int = 0, column: int = 0) -> ScenarioError:
        return ScenarioError([Fault(message=message).at(shown(path), line, column)])

    try:
        content = read_bytes(path, LARGEST)
    except UnreadableFileError as error:
        raise stop(_why_unread(path, error)) from error
    if b"\0" in content:
        raise stop(
            _("this is a binary file; a scenario is text in UTF-8"), *_line_and_column(content, content.index(0))
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("byte 0x{byte} is not UTF-8; save the file as UTF-8 text").format(
            byte=f"{content[error.start]:02x}"
        )
        raise stop(message, *_line_and_column(content, error.start)) from error


def _line_and_column(content: bytes, place: int) -> tuple[int, int]:
    before = content[:place]
    return before.count(b"\n") + 1, place - (before.rfind(b"\n") + 1) + 1


def _why_unread(path: Path, error: UnreadableFileError) -> str:
    """Why a file cannot be read, with the file that was perhaps meant."""
    if is_there(path):
        if path.is_dir():
            return _("this is a folder; give a scenario file that ends in .yaml")
        return _("{reason}; give a scenario file that ends in .yaml").format(reason=error.why)
    beside = [found.name for found in path.parent.glob("*.y*ml")] if is_there(path.parent) else []
    near = nearest(path.name, beside)
    if not near:
        return error.why
    return _("there is no such file; did you mean {file}?").format(file=path.parent / near)

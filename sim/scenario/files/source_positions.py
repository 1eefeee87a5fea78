"""A scenario file as plain content with the place of every key: YAML 1.2, no tags, no aliases, no key twice.

The parser's own tree of nodes gives the places. What scenario files do not have is refused as it is met, so that
hostile files (deep nesting, aliases that multiply) are not built up first.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from sim.language.messages import _
from sim.scenario.files.content import DEEPEST, LARGEST_WHOLE
from sim.scenario.files.validation_errors import Fault, ScenarioError, Steps
from sim.scenario.files.yaml_messages import invalid_yaml

MOST_DIGITS = 300
"""Digits beyond which a whole number is too large for any field."""


@dataclass
class Document:
    """Plain content (mappings, lists, text, numbers) and where each part of it stands, as (line, column) from 1."""

    content: object = None
    keys: dict[Steps, tuple[int, int]] = field(default_factory=dict)
    values: dict[Steps, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    """Keys given twice; what the last of them holds is checked."""

    def place(self, steps: Steps, *, at_key: bool = False) -> tuple[int, int]:
        """Line and column of a part, or of the nearest part around it that is in the file."""
        for end in range(len(steps), -1, -1):
            first, second = (self.keys, self.values) if at_key or end < len(steps) else (self.values, self.keys)
            found = first.get(steps[:end]) or second.get(steps[:end])
            if found:
                return found
        return 1, 1


def document(text: str, file: str = "") -> Document:
    """The content of a YAML text. Raises ``ScenarioError`` with the place of what cannot be read."""
    reader = YAML(typ="safe", pure=True)
    reader.Composer = _PlainComposer
    found = Document()

    def content(node: Any, steps: Steps) -> object:
        """What a node holds; notes where it and its keys stand."""
        found.values.setdefault(steps, _place(node.start_mark))
        if isinstance(node, SequenceNode):
            return [content(member, (*steps, number)) for number, member in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return _scalar(reader, node)
        members: dict[str, object] = {}
        for key, value in node.value:
            inner = (*steps, key.value)
            if key.value in members:
                message = _("the key is given twice, first in line {line}; keep one").format(line=found.keys[inner][0])
                path = ".".join(map(str, inner))
                found.faults.append(Fault(message=message, path=path).at(file, *_place(key.start_mark)))
            else:
                found.keys[inner] = _place(key.start_mark)
            members[key.value] = content(value, inner)
        return members

    try:
        root = reader.compose(io.StringIO(text))
        found.content = content(root, ()) if root is not None else None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = _place(mark) if mark else reader.composer.last_place
        raise ScenarioError([Fault(message=_sentence(error)).at(file, *place)]) from error
    except RecursionError as error:
        place = reader.composer.last_place
        raise ScenarioError(
            [Fault(message=_("nested too deep; at most {levels} levels").format(levels=DEEPEST)).at(file, *place)]
        ) from error
    return found


def _place(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _scalar(reader: YAML, node: ScalarNode) -> object:
    try:
        return reader.constructor.construct_object(node)
    except (ValueError, OverflowError):
        if str(node.tag).endswith(":int") and len(node.value) > MOST_DIGITS:
            return -LARGEST_WHOLE if node.value.startswith("-") else LARGEST_WHOLE
        return node.value  # looks like a number or date and is none: the models say what they want


def _sentence(error: YAMLError) -> str:
    if isinstance(error, _RefusedError):
        return str(error.problem)
    if isinstance(error, ComposerError):  # aliases, of which it complains too, are refused before
        return _("a second document begins here; a file holds one scenario")
    return invalid_yaml(getattr(error, "problem", None) or getattr(error, "reason", None) or _("it cannot be read"))


class _RefusedError(YAMLError):
    """Sound YAML that scenario files do not have."""

    def __init__(self, problem: str, mark: Any) -> None:
        self.problem, self.problem_mark = problem, mark


class _PlainComposer(Composer):
    """Makes nodes of mappings, lists and plain values, and of nothing else."""

    levels = 0
    last_place = (1, 1)

    def compose_document(self) -> Any:
        """The one node at the root."""
        event = self.parser.peek_event()
        if event.version not in (None, (1, 2)):
            raise _RefusedError(_("scenario files are YAML 1.2; take the %YAML line out"), event.start_mark)
        return super().compose_document()

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A node and all that it holds; a key has a mapping as its parent and no index."""
        event = self.parser.peek_event()
        self.last_place = _place(event.start_mark)
        is_key, opens_level = isinstance(parent, MappingNode) and index is None, isinstance(event, CollectionStartEvent)
        problem = ""
        if isinstance(event, AliasEvent) or event.anchor:
            problem = _("anchors (&) and aliases (*) are not used in scenario files; write the value out")
        elif str(event.ctag) not in ("", "None"):
            problem = _("the tag {tag} is not used in scenario files; write a plain value").format(tag=event.ctag)
        elif is_key and opens_level:
            problem = _("a list or mapping cannot be a key; use a word")
        elif opens_level and self.levels == DEEPEST:
            problem = _("nested more than {levels} levels deep; a scenario needs about ten").format(levels=DEEPEST)
        if problem:
            raise _RefusedError(problem, event.start_mark)
        self.levels += opens_level
        node = super().compose_node(parent, index)
        self.levels -= opens_level
        return node

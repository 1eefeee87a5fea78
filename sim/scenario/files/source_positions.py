"""A scenario file as plain content with the place of every key: YAML 1.2, no tags, no aliases, no key twice.

The events of the parser are put together here rather than by the parser's own loader, so that hostile files (deep
nesting, aliases that multiply) are refused as they are met and every fault has a line and a column.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.files.content import DEEPEST, LARGEST_WHOLE
from sim.scenario.files.validation_errors import Fault, ScenarioError, Steps

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


@dataclass
class _Level:
    """A mapping or list that is still open."""

    content: Any
    steps: Steps
    key: str | None = None

    def awaits_key(self) -> bool:
        return isinstance(self.content, dict) and self.key is None


def document(text: str, file: str = "") -> Document:
    """The content of a YAML text. Raises ``ScenarioError`` with the place of what cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.nodes import ScalarNode

    reader = YAML(typ="safe", pure=True)
    found = Document()
    levels: list[_Level] = []
    here = (1, 1)

    def stop(message: str) -> ScenarioError:
        return ScenarioError([*found.faults, Fault(message=message).at(file, *here)])

    def scalar(event: Any) -> object:
        tag = reader.resolver.resolve(ScalarNode, event.value, event.implicit)
        try:
            return reader.constructor.construct_object(ScalarNode(tag, event.value, event.start_mark, event.end_mark))
        except (ValueError, OverflowError):
            if str(tag).endswith(":int") and len(event.value) > MOST_DIGITS:
                return -LARGEST_WHOLE if event.value.startswith("-") else LARGEST_WHOLE
            # looks like a number or date and is none: the models say what they want
            return event.value

    def put(value: object) -> Steps:
        """Hang a value into the level that is open; the way to it."""
        if not levels:
            found.content = value
            steps: Steps = ()
        elif isinstance(levels[-1].content, list):
            steps = (*levels[-1].steps, len(levels[-1].content))
            levels[-1].content.append(value)
        else:
            steps = (*levels[-1].steps, str(levels[-1].key))
            levels[-1].content[levels[-1].key] = value
            levels[-1].key = None
        found.values.setdefault(steps, here)
        return steps

    def name(key: str) -> None:
        """Take a key, unless the mapping has it already."""
        level = levels[-1]
        steps = (*level.steps, key)
        if key in level.content:
            first = found.keys[steps][0]
            path = ".".join(map(str, steps))
            message = f"the key is given twice, first in line {first}; keep one"
            found.faults.append(Fault(message=message, path=path).at(file, *here))
        else:
            found.keys[steps] = here
        level.key = key

    documents = 0
    try:
        for event in reader.parse(io.StringIO(text)):
            kind = type(event).__name__
            here = (event.start_mark.line + 1, event.start_mark.column + 1)
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise stop("a second document begins here; a file holds one scenario")
                if event.version not in (None, (1, 2)):
                    raise stop("scenario files are YAML 1.2; take the %YAML line out")
            if kind == "AliasEvent" or getattr(event, "anchor", None):
                raise stop("anchors (&) and aliases (*) are not used in scenario files; write the value out")
            if getattr(event, "ctag", None) is not None and str(event.ctag) not in ("", "None"):
                raise stop(f"the tag {event.ctag} is not used in scenario files; write a plain value")
            if kind in ("MappingStartEvent", "SequenceStartEvent"):
                if levels and levels[-1].awaits_key():
                    raise stop("a list or mapping cannot be a key; use a word")
                if len(levels) == DEEPEST:
                    raise stop(f"nested more than {DEEPEST} levels deep; a scenario needs about ten")
                inner: Any = {} if kind == "MappingStartEvent" else []
                levels.append(_Level(inner, put(inner)))
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                levels.pop()
            elif kind == "ScalarEvent":
                if levels and levels[-1].awaits_key():
                    name(event.value)
                else:
                    put(scalar(event))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        here = (mark.line + 1, mark.column + 1) if mark else here
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        hint = "; indent with spaces, not with tabs" if "'\\t'" in problem else ""
        raise stop(f"not valid YAML: {problem}{hint}") from error
    except RecursionError as error:
        raise stop(f"nested too deep; at most {DEEPEST} levels") from error
    return found

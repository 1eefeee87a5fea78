"""Content against the models: a valid declaration, or every fault in it at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from sim.files.regular_file import shortened
from sim.language.messages import _
from sim.registry import listed
from sim.scenario.files.allowed_keys import Keys, keys_of
from sim.scenario.files.content import plain
from sim.scenario.files.twin_names import OTHER
from sim.scenario.files.validation_errors import Fault, ScenarioError, Steps
from sim.scenario.files.validation_messages import given, meant, sentence
from sim.scenario.paths import label

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)
LONGEST_WORD = 60
"""Letters of a key or name that are shown in the path to a fault; names may have 40."""


def checked(model: type[Model], content: object) -> Model:
    """The declaration that the content makes. Raises ``ScenarioError`` with all faults.

    Numbers must be numbers: neither ``true`` nor ``"3"`` passes for one.
    """
    if not isinstance(content, Mapping):
        said = _("the file is empty; give a mapping with the keys {keys}")
        if content is not None:
            said = _("{given} was given; give a mapping with the keys {keys}")
        keys_there = listed(keys_of(model).whole["properties"])
        raise ScenarioError([Fault(message=said.format(given=given(content), keys=keys_there))])
    strange: list[Fault] = []
    content = plain(content, strange)
    try:
        made = _validated(model, content)
    except ValidationError as error:
        keys = keys_of(model)
        faults = list(_faults(error, content, keys))
        if all(detail["loc"] for detail in error.errors()):
            faults += _hidden(model, content, faults, keys)
        new = [fault for fault in faults if not any(fault.steps == other.steps for other in strange)]
        raise ScenarioError(dict.fromkeys([*strange, *new])) from None
    if strange:
        raise ScenarioError(strange)
    return made


def _validated(model: type[Model], content: object) -> Model:
    return model.model_validate_json(json.dumps(content), strict=True)


def named(steps: Steps, content: object) -> str:
    """The way as a person would write it: ``firms.Azure.offer.price``."""
    words: list[str] = []
    for step in steps:
        if isinstance(step, int) and isinstance(content, list | tuple):
            content = content[step]
            words.append(label(content) or str(step))
        else:
            content = content.get(step) if isinstance(content, Mapping) else None
            words.append(str(step))
    return ".".join(shortened(word, LONGEST_WORD) for word in words)


def _faults(error: ValidationError, content: object, keys: Keys) -> Iterable[Fault]:
    errors = [(detail, *_steps(detail, content)) for detail in error.errors(include_url=False)]
    wrong_keys = [steps for _detail, steps, _value, at_key in errors if at_key]
    misspelt = {(*s[:-1], meant(s, content, keys)) for d, s, *_rest in errors if d["type"] == "extra_forbidden"}
    for detail, steps, value, at_key in errors:
        inside = [
            other for _detail, other, *_rest in errors if len(other) > len(steps) and other[: len(steps)] == steps
        ]
        kind = detail["type"]
        if inside and (kind == "too_short" or (kind == "literal_error" and isinstance(value, Mapping) and not at_key)):
            continue  # the member that counts as missing, or the alternative that was chosen, has faults of its own
        if any(steps[: len(wrong)] == wrong for wrong in wrong_keys) and not at_key:
            continue  # what stands behind an unknown key
        if kind == "missing" and steps in misspelt:
            continue  # it is there under a wrong name, which is reported
        if kind == "model_type" and any(d["type"] == "literal_error" and s == steps for d, s, *_rest in errors):
            continue  # said already with the values that are allowed
        if kind == "value_error":
            yield from _by_line(str(detail["ctx"]["error"]), steps, content)
            continue
        message = sentence(detail, steps, content, keys)
        if kind == "union_tag_invalid":
            tag = str(detail["ctx"]["discriminator"]).strip("'")
            yield Fault(message=message, steps=(*steps, tag), path=named(steps, content))
        else:
            at_key = at_key or kind in ("extra_forbidden", "missing")
            yield Fault(message=message, steps=steps, path=named(steps, content), at_key=at_key)


def _steps(detail: ErrorDetails, content: object) -> tuple[Steps, object, bool]:
    """The place of an error in the content, what stands there, and whether the key itself is at fault.

    The library's own place also names the alternatives it tried; these are left out.
    """
    steps: list[str | int] = []
    last = len(detail["loc"]) - 1
    for number, step in enumerate(detail["loc"]):
        member = isinstance(content, list) and isinstance(step, int) and step < len(content)
        if member or (isinstance(content, Mapping) and step in content):
            content = content[step]  # type: ignore[index]
        elif detail["type"] == "missing" and number == last:
            content = None
        else:
            continue
        steps.append(step)
    return tuple(steps), content, detail["loc"][-1:] == ("[key]",)


def _by_line(text: str, steps: Steps, content: object) -> Iterable[Fault]:
    """The faults that a check across fields found, one a line, each with the path that opens it."""
    for line in text.split("\n"):
        path, colon, said = line.partition(": ")
        inner = way(path.split("."), _inside(steps, content), whole=not steps) if colon else None
        if inner:
            message, _tab, other = said.partition(OTHER)
            beside = way(other.split("."), _inside(steps, content), whole=False) if other else None
            place = (*steps, *inner)
            yield Fault(
                message=message, steps=place, path=named(place, content), other=(*steps, *beside) if beside else ()
            )
        else:
            yield Fault(message=line, steps=steps, path=named(steps, content))


def _inside(steps: Steps, content: Any) -> object:
    """What stands at a place."""
    for step in steps:
        content = content[step]
    return content


def way(words: list[str], content: object, *, whole: bool) -> Steps | None:
    """The place that a path names; of several members of a name, the last. A path may name a key that is left out
    only in the ``whole``."""
    steps: list[str | int] = []
    for word in words:
        if isinstance(content, list | tuple):
            places = [place for place, member in enumerate(content) if label(member) == word]
            if not places and word.isdecimal() and int(word) < len(content):
                places = [int(word)]
            if not places:
                break
            steps.append(places[-1])
            content = content[places[-1]]
        else:
            known = whole or (isinstance(content, Mapping) and word in content)
            if not steps and not (known and word.isidentifier() and word.islower()):
                return None
            steps.append(word)
            content = content.get(word) if isinstance(content, Mapping) else None
    return tuple(steps)


def _hidden(model: type[BaseModel], content: object, faults: list[Fault], keys: Keys) -> list[Fault]:
    """Faults between fields, which the library looks for only where each field is sound by itself.

    Every faulty field is left out, or replaced by a sound one where it is required; what the next check then
    finds is reported unless it speaks of a field that was replaced.
    """
    trial: Any = json.loads(json.dumps(content))
    replaced: list[Steps] = []
    found: list[Fault] = []
    for _round in range(4):
        replaced += _mend(trial, faults, keys)
        try:
            _validated(model, trial)
        except ValidationError as error:
            faults = list(_faults(error, trial, keys))
            found += [fault for fault in faults if not any(_speaks_of(fault, steps) for steps in replaced)]
            if not error.errors()[0]["loc"] or not all(fault.steps for fault in faults):
                break
        else:
            break
    return found


def _mend(trial: Any, faults: list[Fault], keys: Keys) -> list[Steps]:
    """Take the faulty fields out of the content, or put sound ones in their place; which they were."""
    mended: list[Steps] = []
    places = {_around_kind(fault.steps, trial, keys) for fault in faults}
    for steps in sorted(places, reverse=True):
        parent: Any = trial
        for step in steps[:-1]:
            parent = parent.get(step, {}) if isinstance(parent, Mapping) else parent[step]
        last, schema = steps[-1], keys.at(steps[:-1], trial)
        right = None if isinstance(parent, list) or last in schema.get("properties", {}) else meant(steps, trial, keys)
        if isinstance(parent, list):
            parent.pop(int(last))
        elif right is not None and right not in parent:
            parent[right] = parent.pop(last)
        elif last in schema.get("required", ()):
            parent[last] = keys.sample(schema["properties"][last])
        else:
            parent.pop(last, None)
        if isinstance(parent, list) or last in schema.get("properties", {}):
            mended.append(steps)
    return mended


def _around_kind(steps: Steps, content: object, keys: Keys) -> Steps:
    """Where the kind is at fault, the whole that is of that kind."""
    tag = keys.at(steps[:-1], content).get("discriminator", {})
    return steps[:-1] if tag.get("propertyName") == steps[-1] else steps


def _speaks_of(fault: Fault, mended: Steps) -> bool:
    """Whether a fault may come from the mending alone: same place, or around or beside it and named in the message."""
    if mended[: len(fault.steps)] != fault.steps:
        beside = bool(fault.steps) and mended[:-1] == fault.steps[:-1]
        return beside and isinstance(mended[-1], str) and mended[-1] in fault.message
    further = mended[len(fault.steps) :]
    return not further or (len(further) == 1 if isinstance(further[-1], int) else further[-1] in fault.message)

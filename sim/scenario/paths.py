"""Paths into a declaration, such as ``firms.Azure.offer.price``: what stands at each, and how one is changed.

A list is entered by the name or kind of its member, or by its number from 0. What a preset brings has paths too:
``exits.rows.price.shields.social`` is that of a cause of the course, whether or not the scenario has a row for it, and
``firms.Beryl.imitation.rows.social.fidelity`` that of a firm with ``imitation: course``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from sim.errors import SentenceError
from sim.language.messages import _
from sim.registry import unknown

if TYPE_CHECKING:
    from sim.scenario.declaration import Declaration


class NoSuchPathError(SentenceError, LookupError):
    """A path leads nowhere."""


def label(member: object) -> str | None:
    """What the member of a list is called: its name, or its kind."""
    for key in ("name", "kind"):
        found = member.get(key) if isinstance(member, Mapping) else getattr(member, key, None)
        if isinstance(found, str):
            return found
    return None


def leaves(declaration: Declaration | Mapping[str, object]) -> dict[str, object]:
    """Every plain value that is in force, presets and defaults included, by its path, as JSON has it.

    Of plain content, every value that is in it.
    """
    return dict(_leaves(declaration, ()))


def _leaves(value: object, steps: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    members = _members(value)
    if members:
        for step, member in members.items():
            yield from _leaves(member, (*steps, step))
    else:
        yield ".".join(steps), _as_json(value)


def _members(value: object) -> dict[str, object]:
    """What stands in a value, by the steps that lead to it; nothing for a plain or empty one."""
    if isinstance(value, BaseModel):
        return {field: value.in_force(field) for field in type(value).model_fields}  # type: ignore[attr-defined]
    if isinstance(value, Mapping):
        return {str(key): member for key, member in value.items()}
    if isinstance(value, tuple | list):
        labels = [label(member) for member in value]
        return {
            str(number) if name is None or labels.count(name) > 1 else name: member
            for number, (name, member) in enumerate(zip(labels, value, strict=True))
        }
    return {}


def put(content: Any, full: object, steps: list[str], value: object) -> None:
    """Write ``value`` at the path ``steps`` of ``content``, which is what was given of the declaration ``full``.

    Nothing but what the path names changes: what stands beside it is filled in as it is in force. Raises
    :class:`NoSuchPathError` for a path that is not there.
    """
    if isinstance(full, BaseModel):
        _put_in_fields(content, full, steps, value)
    elif isinstance(full, Mapping):
        _put_in_mapping(content, full, steps, value)
    elif isinstance(full, tuple | list):
        _put_in_list(content, full, steps, value)
    else:
        said = _("{value} is a plain value, so there is no {key} in it; give the whole of it")
        if full is None:
            said = _("nothing is given here, so there is no {key} in it; give the whole of it")
        raise NoSuchPathError(said.format(value=repr(_as_json(full)), key=repr(steps[0])))


def _put_in_fields(content: Any, full: BaseModel, steps: list[str], value: object) -> None:
    step = steps[0]
    if len(steps) == 1:
        content[step] = value
        return
    if step not in type(full).model_fields:
        raise NoSuchPathError(unknown("key", step, type(full).model_fields))
    stands = full.in_force(step)  # type: ignore[attr-defined]
    if content.get(step) is None:
        content[step] = _as_json(getattr(full, step))
    if isinstance(content[step], str):  # the name of a preset gives way to what it stands for
        content[step] = _as_json(stands)
    put(content[step], stands, steps[1:], value)


def _put_in_mapping(content: Any, full: Mapping[str, object], steps: list[str], value: object) -> None:
    whole = ".".join(steps)
    if len(steps) == 1 or whole in full:  # a key may hold points itself, as paths do
        content[whole] = value
        return
    step = steps[0]
    if step not in full:
        raise NoSuchPathError(unknown("key", step, full))
    if step not in content:
        content[step] = _as_json(full[step])
    put(content[step], full[step], steps[1:], value)


def _put_in_list(content: list[Any], full: Sequence[object], steps: list[str], value: object) -> None:
    before = len(content)
    place, member = _member(content, full, steps[0])
    if place == before and steps[1:] == ["name"]:
        content.pop()
        raise NoSuchPathError(
            _(
                "{name} comes from the preset, so its name cannot be changed; give a row with the new name instead"
            ).format(name=steps[0])
        )
    if len(steps) == 1:
        content[place] = value
    else:
        put(content[place], member, steps[1:], value)


def _member(content: list[Any], full: Sequence[object], step: str) -> tuple[int, object]:
    """The place of a member in ``content``, where one that only a preset brings is added by its name, and itself."""
    called = [number for number, member in enumerate(full) if label(member) == step]
    given = [number for number, member in enumerate(content) if label(member) == step]
    if len(given) > 1:
        numbers = " or ".join(map(str, given))
        raise NoSuchPathError(
            _("{n} members are called {step}; name one by its number, {numbers}").format(
                n=len(given), step=repr(step), numbers=numbers
            )
        )
    if called:
        if not given:
            content.append({"name": step})
            given = [len(content) - 1]
        return given[0], full[called[0]]
    if step.isdecimal() and int(step) < len(content):
        name = label(content[int(step)])
        same = [member for member in full if name is not None and label(member) == name]
        return int(step), same[0] if len(same) == 1 else full[int(step)]
    names = [label(member) or str(number) for number, member in enumerate(full)]
    raise NoSuchPathError(unknown("member", step, names))


def _as_json(value: object) -> Any:
    """A value as JSON has it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {key: _as_json(member) for key, member in value.items()}
    if isinstance(value, tuple | list):
        return [_as_json(member) for member in value]
    return value.isoformat() if isinstance(value, datetime.date) else value

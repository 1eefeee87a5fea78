"""What pydantic found wrong, in a sentence that says what was given, what is allowed and what to do."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.language.messages import _
from sim.registry import listed, nearest, unknown
from sim.scenario.files.allowed_keys import Keys, amount
from sim.scenario.files.validation_errors import Steps

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def sentence(error: ErrorDetails, steps: Steps, content: object, keys: Keys) -> str:
    """One fault in words. ``steps`` is its place in ``content``."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        near, known = meant(steps, content, keys), keys.at(steps[:-1], content).get("properties", {})
        return f"unknown key;{f' did you mean {near!r}?' if near else ''} allowed: {listed(known) or 'none'}"
    if error["loc"][-1:] == ("[key]",):
        names = keys.at(steps[:-1], content).get("propertyNames", {})
        return (
            f"unknown key; {keys.allowed(names)}" if "enum" not in names else unknown("key", str(value), names["enum"])
        )
    if kind == "value_error":
        return str(context["error"])
    schema = keys.at(steps, content)
    allowed = keys.allowed(schema)
    if kind == "missing":
        meaning = " ".join(str(schema.get("description", "")).split("\n")[0].split()).rstrip(".").replace("``", "")
        return f"is missing; give {allowed}{f' ({meaning})' if meaning else ''}"
    if kind == "union_tag_invalid":
        tag = str(context["discriminator"]).strip("'")
        choices = [choice.strip(" '") for choice in str(context["expected_tags"]).split(",")]
        return unknown(tag, str(context["tag"]), choices)
    if kind == "union_tag_not_found" and isinstance(value, Mapping):
        return f"the {schema['discriminator']['propertyName']} is missing; give {allowed}"
    choices = [*map(str, schema.get("enum", ())), *(str(v) for c in schema.get("anyOf", ()) for v in c.get("enum", ()))]
    if kind == "literal_error" and choices and isinstance(value, str):
        return unknown("value", value, choices)
    if allowed.startswith("one of: ") and isinstance(value, Mapping | list | tuple):
        return f"{given(value)} was given where one word is wanted; give {allowed}"
    hint = (
        "; put it in quotes" if allowed.startswith(("text", "a name")) and isinstance(value, bool | int | float) else ""
    )
    if isinstance(value, str) and "a number" in allowed:
        hint = with_a_point(value)
    return f"{given(value)} was given; give {allowed}{hint}"


def with_a_point(text: str) -> str:
    """What to do with a number that was written with a comma, as in many languages.

    >>> with_a_point("0,95"), with_a_point("1,000"), with_a_point("cheap")
    ('; write it with a point: 0.95', '; write it without the comma: 1000', '')
    """
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+", text.strip(), re.ASCII):
        return _("; write it without the comma: {number}").format(number=text.strip().replace(",", ""))
    comma = re.fullmatch(r"[+-]?\d{1,12},\d{1,12}%?", text.strip(), re.ASCII)
    return _("; write it with a point: {number}").format(number=text.strip().replace(",", ".")) if comma else ""


def meant(steps: Steps, content: object, keys: Keys) -> str | None:
    """The key that an unknown one was meant to be, going by its letters."""
    around = keys.at(steps[:-1], content).get("properties", {})
    return nearest(str(steps[-1]), around)


def given(value: object) -> str:
    """The value that was given, as its writer would call it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f"the text {value if len(value) <= 60 else value[:57] + '...'!r}"
        case int() if abs(value) >= 1 << 1023:
            return "a whole number of more than 300 digits"
        case int() | float():
            return amount(value) if abs(value) < 1e15 else f"{value:g}"
        case datetime.date():
            return f"the date {value}"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
    return str(value)[:60]

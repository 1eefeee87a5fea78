"""What pydantic found wrong, in a sentence that says what was given, what is allowed and what to do."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.language.choice import ENGLISH, current_language
from sim.language.field_texts import meaning_in
from sim.language.messages import _, translate
from sim.registry import listed, nearest, unknown
from sim.scenario.files.allowed_keys import Keys, amount, names_in
from sim.scenario.files.validation_errors import Steps

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def sentence(error: ErrorDetails, steps: Steps, content: object, keys: Keys) -> str:
    """One fault in words. ``steps`` is its place in ``content``."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(steps, content, keys)
    if error["loc"][-1:] == ("[key]",):
        names = keys.at(steps[:-1], content).get("propertyNames", {})
        if "enum" in names:
            return unknown("key", str(value), names["enum"])
        return _("unknown key; {allowed}").format(allowed=keys.allowed(names))
    if kind == "value_error":
        return str(context["error"])
    schema = keys.at(steps, content)
    allowed = keys.allowed(schema)
    if kind == "missing":
        return _missing(schema, allowed)
    if kind == "union_tag_invalid":
        tag = str(context["discriminator"]).strip("'")
        choices = [choice.strip(" '") for choice in str(context["expected_tags"]).split(",")]
        return unknown(tag, str(context["tag"]), choices)
    if kind == "union_tag_not_found" and isinstance(value, Mapping):
        said = _("the {key} is missing; give {allowed}")
        return said.format(key=schema["discriminator"]["propertyName"], allowed=allowed)
    choices = [*map(str, schema.get("enum", ())), *(str(v) for c in schema.get("anyOf", ()) for v in c.get("enum", ()))]
    if kind == "literal_error" and choices and isinstance(value, str):
        return unknown("value", value, choices)
    return _wrong_value(value, schema, keys)


def _unknown_key(steps: Steps, content: object, keys: Keys) -> str:
    near, known = meant(steps, content, keys), keys.at(steps[:-1], content).get("properties", {})
    said = _("unknown key; did you mean {near}? allowed: {names}") if near else _("unknown key; allowed: {names}")
    return said.format(near=repr(near), names=listed(known) or _("none"))


def _missing(schema: Mapping[str, Any], allowed: str) -> str:
    """What a key that has to be given may hold, and what it is, where that is known in the language in use."""
    meaning = meaning_in(str(schema.get("description", "")))
    said = translate(meaning) if meaning else ""
    if not said or (said == meaning and current_language() != ENGLISH):
        return _("is missing; give {allowed}").format(allowed=allowed)
    return _("is missing; give {allowed} ({meaning})").format(allowed=allowed, meaning=said)


def _wrong_value(value: object, schema: Mapping[str, Any], keys: Keys) -> str:
    """What was given where something else is allowed, and what to do where the slip is a usual one."""
    allowed, alternatives = keys.allowed(schema), keys.alternatives(schema)
    if len(names_in(alternatives[0])) > 1 and isinstance(value, Mapping | list | tuple):
        said = _("{given} was given where one word is wanted; give {allowed}")
        return said.format(given=given(value), allowed=allowed)
    is_text = alternatives[0].get("type") == "string" and alternatives[0].get("format") != "date"
    if is_text and not names_in(alternatives[0]) and isinstance(value, bool | int | float):
        return _("{given} was given; give {allowed}; put it in quotes").format(given=given(value), allowed=allowed)
    said = _("{given} was given; give {allowed}").format(given=given(value), allowed=allowed)
    if isinstance(value, str) and any(one.get("type") == "number" for one in alternatives):
        said += with_a_point(value)
    return said


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
            return _("nothing")
        case bool():
            return str(value).lower()
        case str():
            return _("the text {text}").format(text=repr(value if len(value) <= 60 else value[:57] + "..."))
        case int() if abs(value) >= 1 << 1023:
            return _("a whole number of more than 300 digits")
        case int() | float():
            return amount(value) if abs(value) < 1e15 else f"{value:g}"
        case datetime.date():
            return _("the date {date}").format(date=value)
        case Mapping():
            return _("a mapping")
        case list() | tuple():
            return _("a list of {n}").format(n=len(value)) if value else _("an empty list")
    return str(value)[:60]

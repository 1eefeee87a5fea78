"""Which keys and values are allowed at a place of a scenario: read off the JSON schema of the models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from pydantic import BaseModel

from sim.language.messages import _, translate
from sim.registry import listed
from sim.scenario.files.validation_errors import Steps

Schema: TypeAlias = Mapping[str, Any]


class Keys:
    """The JSON schema of a model, walked along with the content that was given."""

    def __init__(self, model: type[BaseModel]) -> None:
        """Work the schema out."""
        self.whole: Schema = model.model_json_schema()

    def at(self, steps: Steps, content: object) -> Schema:
        """What is allowed at a place; an empty schema where nothing is known."""
        schema = self.chosen(self.whole, content)
        for step in steps:
            inner: object
            if isinstance(step, int) and isinstance(content, Sequence):
                inner, schema = content[step], schema.get("items", {})
            else:
                inner = content.get(step) if isinstance(content, Mapping) else None
                further = next(iter(schema.get("patternProperties", {}).values()), schema.get("additionalProperties"))
                schema = schema.get("properties", {}).get(step, further if isinstance(further, dict) else {})
            content, described = inner, schema.get("description")
            schema = self.chosen(schema, content)
            if described:
                schema = {**schema, "description": described}
        return schema

    def chosen(self, schema: Schema, content: object) -> Schema:
        """Follow references and, between alternatives, the one that the content goes for."""
        if "$ref" in schema:
            return self.chosen(self.whole["$defs"][str(schema["$ref"]).rsplit("/", 1)[1]], content)
        tag = schema.get("discriminator")
        if tag and isinstance(content, Mapping):
            target = tag["mapping"].get(str(content.get(tag["propertyName"])))
            return self.chosen({"$ref": target}, content) if target else schema
        choices = [c for c in schema.get("anyOf", ()) if c.get("type") != "null"]
        fitting = [c for c in choices if "$ref" in c or "oneOf" in c or c.get("type") == "object"]
        if len(choices) == 1 or (len(fitting) == 1 and isinstance(content, Mapping)):
            return self.chosen((choices if len(choices) == 1 else fitting)[0], content)
        return schema

    def alternatives(self, schema: Schema) -> list[Schema]:
        """What may stand there, one by one; a single one where there is no choice."""
        schema = self.chosen(schema, None)
        if "anyOf" not in schema or "patternErrorMessage" in schema:
            return [schema]
        return [one for choice in schema["anyOf"] if choice.get("type") != "null" for one in self.alternatives(choice)]

    def allowed(self, schema: Schema) -> str:
        """What may stand there, in words."""
        first, *others = dict.fromkeys(map(self._allowed, self.alternatives(schema)))
        for other in others:
            first = _("{this} or {that}").format(this=first, that=other)
        return first

    def _allowed(self, schema: Schema) -> str:
        if "patternErrorMessage" in schema:
            return translate(schema["patternErrorMessage"])
        values = names_in(schema)
        if values:
            return _("one of: {names}").format(names=listed(values)) if len(values) > 1 else repr(values[0])
        if "discriminator" in schema:
            tag = schema["discriminator"]
            said = _("a mapping with {key} one of: {names}")
            return said.format(key=repr(tag["propertyName"]), names=listed(tag["mapping"]))
        match schema.get("type"):
            case "number" | "integer":
                return _number(schema)
            case "string" if schema.get("format") == "date":
                return _("a date such as 2025-01-06")
            case "string":
                return _text(schema)
            case "array":
                return _list(schema)
            case "boolean":
                return _("true or false")
            case "object" if "properties" in schema:
                return _("a mapping with the keys {keys}").format(keys=listed(schema["properties"]))
        return _("a mapping")

    def sample(self, schema: Schema) -> object:
        """Some value that is allowed there, to try how the rest of a scenario fares."""
        if "default" in schema:
            return schema["default"]
        schema = self.chosen(schema, None)
        if "anyOf" in schema:
            return self.sample(schema["anyOf"][0])
        if "enum" in schema or "const" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        match schema.get("type"):
            case "number" | "integer":
                low, high = schema.get("minimum", 0), schema.get("maximum", schema.get("exclusiveMaximum"))
                return max(low, 1) if high is None or high >= max(low, 1) else low
            case "string":
                return "2025-01-06" if schema.get("format") == "date" else "something"
            case "array":
                return [self.sample(schema["items"])] * int(schema.get("minItems", 0))
        return {key: self.sample(schema["properties"][key]) for key in schema.get("required", ())}


@lru_cache(maxsize=8)
def keys_of(model: type[BaseModel]) -> Keys:
    """The keys of a model, worked out once."""
    return Keys(model)


def amount(value: float) -> str:
    """A number as people write it: thousands apart, no point behind a whole one.

    >>> amount(1e12), amount(0.25)
    ('1,000,000,000,000', '0.25')
    """
    whole = isinstance(value, int) or (abs(value) < 1e15 and value == int(value))
    return f"{int(value) if whole else value:,}"


def names_in(schema: Schema) -> list[str]:
    """The names one of which must stand there; empty where anything else may.

    >>> names_in({"enum": ["full", "exits"]}), names_in({"type": "string"})
    (['full', 'exits'], [])
    """
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    return [str(value) for value in values]


def _number(schema: Schema) -> str:
    kind = _("a whole number") if schema["type"] == "integer" else _("a number")
    least, most = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    said = {
        (False, False): "{kind}",
        (False, True): _("{kind} up to {most}") if below is None else _("{kind} below {most}"),
        (True, False): _("{kind} of {least} or more") if above is None else _("{kind} above {least}"),
        (True, True): _within(above is not None, below is not None),
    }
    low, high = least if above is None else above, most if below is None else below
    return said[low is not None, high is not None].format(
        kind=kind, least=amount(low) if low is not None else "", most=amount(high) if high is not None else ""
    )


def _within(above: bool, below: bool) -> str:
    """The sentence for a number between two bounds, which are allowed themselves where they are not excluded."""
    if above:
        return _("{kind} above {least} and below {most}") if below else _("{kind} above {least} and up to {most}")
    return _("{kind} of {least} or more and below {most}") if below else _("{kind} from {least} to {most}")


def _text(schema: Schema) -> str:
    said = {
        (False, False): _("text"),
        (False, True): _("text of up to {most} letters"),
        (True, False): _("text of {least} or more letters"),
        (True, True): _("text of {least} to {most} letters"),
    }
    return _with_length(said, schema.get("minLength"), schema.get("maxLength"))


def _list(schema: Schema) -> str:
    said = {
        (False, False): _("a list"),
        (False, True): _("a list of up to {most} members"),
        (True, False): _("a list of {least} or more members"),
        (True, True): _("a list of {least} to {most} members"),
    }
    return _with_length(said, schema.get("minItems"), schema.get("maxItems"))


def _with_length(said: Mapping[tuple[bool, bool], str], least: int | None, most: int | None) -> str:
    return said[least is not None, most is not None].format(least=f"{least or 0:,}", most=f"{most or 0:,}")

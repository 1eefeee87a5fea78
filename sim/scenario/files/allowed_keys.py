"""Which keys and values are allowed at a place of a scenario: read off the JSON schema of the models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from pydantic import BaseModel

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

    def allowed(self, schema: Schema) -> str:
        """What may stand there, in words."""
        schema = self.chosen(schema, None)
        if "patternErrorMessage" in schema:
            return str(schema["patternErrorMessage"])
        if "anyOf" in schema:
            return " or ".join(
                dict.fromkeys(self.allowed(choice) for choice in schema["anyOf"] if choice.get("type") != "null")
            )
        values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        if values:
            return "one of: " + listed(map(str, values)) if len(values) > 1 else repr(values[0])
        if "discriminator" in schema:
            tag = schema["discriminator"]
            return f"a mapping with {tag['propertyName']!r} one of: {listed(tag['mapping'])}"
        match schema.get("type"):
            case "number" | "integer":
                return _number(schema)
            case "string":
                dates = schema.get("format") == "date"
                return (
                    "a date such as 2025-01-06"
                    if dates
                    else f"text{_length(schema, 'minLength', 'maxLength', 'letters')}"
                )
            case "array":
                return f"a list{_length(schema, 'minItems', 'maxItems', 'members')}"
            case "boolean":
                return "true or false"
            case "object" if "properties" in schema:
                return f"a mapping with the keys {listed(schema['properties'])}"
        return "a mapping"

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


def _number(schema: Schema) -> str:
    kind = "a whole number" if schema["type"] == "integer" else "a number"
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is not None and high is not None:
        return f"{kind} from {amount(low)} to {amount(high)}"
    bounds = (
        [f"above {amount(above)}"] if above is not None else [f"of {amount(low)} or more"] if low is not None else []
    )
    bounds += [f"below {amount(below)}"] if below is not None else [f"up to {amount(high)}"] if high is not None else []
    return " ".join([kind, " and ".join(bounds)]).strip()


def _length(schema: Schema, least: str, most: str, unit: str) -> str:
    low, high = schema.get(least), schema.get(most)
    if low is not None and high is not None:
        return f" of {low:,} to {high:,} {unit}"
    return (
        f" of {low:,} or more {unit}" if low is not None else f" of up to {high:,} {unit}" if high is not None else ""
    )

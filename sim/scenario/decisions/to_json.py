"""Views in plain numbers, text, lists and mappings, as JSON has them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel


def to_json(value: object) -> Any:
    """The same as JSON has it, with the fields of a frozen value by name; what is no number is null."""
    if isinstance(value, np.ndarray):
        return to_json(value.tolist())
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {name: to_json(member) for name, member in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(member) for member in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

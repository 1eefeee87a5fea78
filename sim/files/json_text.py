"""Text in JSON, of which nobody knows what it holds."""

from __future__ import annotations

import json
from typing import Any


def parse_json(text: str | bytes) -> Any:
    """What a text in JSON holds. Raises ``ValueError`` for what is none, also where it is nested too deep to be read.

    >>> parse_json('{"price": 0.9}')
    {'price': 0.9}
    >>> parse_json("[" * 100_000)
    Traceback (most recent call last):
        ...
    ValueError: it is nested too deep to be read
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep to be read") from None

"""Where something that was saved and the same thing made again differ, in a few words."""

from __future__ import annotations

import pandas as pd


def first_difference(then: str, now: str) -> str:
    """The first line of a text that is not the same, or how many lines there are."""
    lines = zip(then.splitlines(), now.splitlines(), strict=False)
    number, pair = next(((n, p) for n, p in enumerate(lines, start=1) if p[0] != p[1]), (0, ("", "")))
    if number == 0:
        return f"{then.count(chr(10))} lines then, {now.count(chr(10))} now"
    return f"line {number} was {pair[0]!r} and is {pair[1]!r}"


def same_log(then: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether two event logs hold the same rows, however their columns of names are encoded."""
    if len(then) != len(now):
        return False
    for column in now.columns:
        one, other = then[column], now[column]
        if one.dtype == "category" or other.dtype == "category":
            one, other = one.astype(object), other.astype(object)
        if not ((one == other) | (one.isna() & other.isna())).all():
            return False
    return True

"""Numbers in words: one rule for digits, thousands, the minus sign and missing values."""

from __future__ import annotations

import ast
import math
import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.number_text import bounds, concise, decimal, money, percent, points, significant, with_bounds
from tests.conftest import ROOT

WORDS = {
    "decimal": partial(decimal, places=1),
    "significant": significant,
    "concise": concise,
    "percent": partial(percent, places=1),
    "money": money,
    "signed money": partial(money, sign=True),
    "signed points": partial(points, sign=True),
}


@pytest.mark.parametrize("name", WORDS)
@given(value=st.floats(-1e12, 1e12))
def test_a_number_has_a_true_minus_sign_and_zero_has_none(name: str, value: float) -> None:
    word = WORDS[name](value)
    assert "-" not in word and "e" not in word
    assert word.startswith("−") == (value < 0 and bool(re.search("[1-9]", word)))
    assert not re.search(r"\d{4}", word.split(".")[0]), "thousands are set apart"


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_missing_or_infinite_is_a_dash(name: str, value: float) -> None:
    assert WORDS[name](value).split(" ")[0] == "–"


@given(value=st.floats(-1e9, 1e9), digits=st.integers(2, 6))
def test_significant_digits_lose_less_than_half_of_the_last(value: float, digits: int) -> None:
    read = float(significant(value, digits).replace("−", "-").replace(",", ""))
    assert read == pytest.approx(value, rel=0.51 * 10 ** (1 - digits))


@given(part=st.floats(-10, 10), places=st.integers(0, 3))
def test_a_percentage_can_be_read_back(part: float, places: int) -> None:
    read = float(percent(part, places).replace("−", "-").replace(",", "").removesuffix("%"))
    assert abs(read - 100 * part) <= 0.5 * 10**-places + 1e-9


def test_an_interval_stands_behind_its_mean_where_there_is_one() -> None:
    worded = partial(percent, places=1)
    assert with_bounds(0.2, -0.01, 0.41, worded) == "20.0% (−1.0% to 41.0%)"
    assert with_bounds(0.2, math.nan, math.nan, worded) == "20.0%"
    assert bounds(math.nan, math.nan, worded) == "–"
    assert with_bounds(math.nan, math.nan, math.nan, worded) == "–"


def test_percentages_are_worded_in_one_place() -> None:
    """No f-string outside of scenarios formats a percentage itself."""
    found = []
    for file in sorted((ROOT / "sim").rglob("*.py")):
        if file.is_relative_to(ROOT / "sim" / "scenario"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = "".join(str(part.value) for part in node.format_spec.values if isinstance(part, ast.Constant))  # type: ignore[attr-defined]
                if spec.endswith("%"):
                    found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
            if isinstance(node, ast.FunctionDef) and node.name == "percent":
                found += [] if file.name == "number_text.py" else [f"{file.relative_to(ROOT)}:{node.lineno}"]
    assert found == [], "use sim.number_text.percent"

"""Percentages on the command line: given as a person writes them, asked back where they are doubtful, shown as %."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.apps.cli.option_values import amount, confidence, half_width
from tests.apps.cli.calls import market


@pytest.mark.parametrize("given", ["95%", "95 %", "0.95", ".95", " 95.0% "])
def test_a_confidence_is_read_as_a_person_writes_it(given: str) -> None:
    assert confidence(given) == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("95", "write 95% or 0.95"), ("1.5", "between 50% and 100%"), ("150%", "between 50% and 100%"),
        ("100%", "between 50% and 100%"), ("1", "between 50% and 100%"), ("0", "between 50% and 100%"),
        ("-0.95", "between 50% and 100%"), ("5%", "chance of an error"), ("0.05", "chance of an error"),
        ("0,95", "a point, not a comma"), ("nan", "give a number"), ("inf%", "give a number"), ("", "give a number"),
        ("95%%", "give a number"), ("high", "give a number"),
    ],
)  # fmt: skip
def test_a_doubtful_confidence_is_asked_back(given: str, told: str) -> None:
    with pytest.raises(typer.BadParameter, match=told):
        confidence(given)


def test_a_half_width_is_in_the_unit_of_its_measure() -> None:
    assert half_width(amount("0.5%"), "share", 100) == half_width(amount("0.5"), "share", 100) == 0.5
    assert half_width(amount("0.01%"), "share", 100) == 0.01
    assert half_width(amount("1000"), "profit", 1) == 1000


@pytest.mark.parametrize(
    ("given", "measure", "scale", "told"),
    [
        ("0.01", "share", 100, "write 1% or 0.01%"), ("100%", "share", 100, "give less"),
        ("1%", "profit", 1, "profit is no percentage"), ("-1", "profit", 1, "above 0"), ("0%", "share", 100, "above 0"),
    ],
)  # fmt: skip
def test_a_doubtful_half_width_is_asked_back(given: str, measure: str, scale: float, told: str) -> None:
    with pytest.raises(typer.BadParameter, match=told):
        half_width(amount(given), measure, scale)


@pytest.mark.parametrize(("measure", "unit"), [("share", "in %"), ("churn", "in % (exits per 100 customers and year)")])
def test_shares_and_churn_are_compared_in_per_cent(measure: str, unit: str, tmp_path: Path) -> None:
    words = ["compare", market(tmp_path), "--strategy", "as is=", "--strategy", "dear=firms.海尔.offer.price=1.2"]
    more = ["--measure", measure, "--replications", "3", "--confidence", "90%", "--workers", "1"]
    ended = CliRunner(env={"COLUMNS": "200"}).invoke(app, [*words, *more])
    assert ended.exit_code == 0, ended.output
    assert f"{measure} of 海尔 {unit}\n" in ended.stdout
    assert "90% interval" in ended.stdout
    (row,) = [
        cells for line in ended.stdout.splitlines() if (cells := line.split())[:1] == ["dear"] and len(cells) == 5
    ]
    _, mean, _, to, high = row
    assert to == "to" and mean.endswith("%") and high.endswith("%")

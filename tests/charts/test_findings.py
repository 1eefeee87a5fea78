"""Sentences that state a finding: every one of every chart is fed a gain, a loss, no effect, and a single run."""

from __future__ import annotations

import importlib
import pkgutil
import string

import pytest

import sim.charts
from sim.charts.style.finding import UNCLEAR, Finding
from sim.metrics._shared.interval import Interval


def all_findings() -> dict[str, Finding]:
    """Each finding that a file of charts declares, by its name."""
    found = {}
    for module in pkgutil.walk_packages(sim.charts.__path__, "sim.charts."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Finding):
                found[name] = value
    return found


FINDINGS = all_findings()
EFFECTS = {
    "more": Interval(0.4, 0.2, 0.6, 0.95, 9),
    "less": Interval(-0.4, -0.6, -0.2, 0.95, 9),
    "unclear": Interval(0.1, -0.2, 0.4, 0.95, 9),
}


def told(finding: Finding, found: Interval) -> str:
    texts = (finding.more, finding.less, finding.unclear)
    fields = {field for text in texts for _, field, _, _ in string.Formatter().parse(text) if field}
    return finding.told(found, **{field: field.upper() for field in fields - {"size", "interval"}})


@pytest.mark.parametrize("name", FINDINGS)
def test_each_reading_says_what_the_interval_says(name: str) -> None:
    finding = FINDINGS[name]
    sentences = {reading: told(finding, found) for reading, found in EFFECTS.items()}
    assert len(set(sentences.values())) == 3
    assert UNCLEAR in sentences["unclear"] and UNCLEAR not in sentences["more"] + sentences["less"]
    for reading, sentence in sentences.items():
        assert "95% interval" in sentence and "{" not in sentence, sentence
        assert reading == "unclear" or finding.unit(0.4) in sentence
        assert (" −" in sentence) == (reading == "unclear" and finding.unit(0.2).strip("0") != ""), sentence


@pytest.mark.parametrize("name", FINDINGS)
def test_one_run_is_told_to_be_one(name: str) -> None:
    nan = float("nan")
    for mean in (0.4, -0.4):
        sentence = told(FINDINGS[name], Interval(mean, nan, nan, 0.95, 1))
        assert "in this one run" in sentence and "interval" not in sentence and UNCLEAR not in sentence


def test_charts_that_compare_declare_their_findings() -> None:
    assert {
        "BOYCOTT", "CAUSED", "GAIN_AT_THE_END", "GAIN_WHEN_COPIED", "MEMBERS_KEPT", "MORE_EVENTS", "PROFIT_AHEAD",
        "PROFIT_DIFFERENCE", "SHARE_CHANGE", "WEEKS_FINDING", "WEEKS_MONEY", "WORTH_MORE",
    } <= set(FINDINGS)  # fmt: skip

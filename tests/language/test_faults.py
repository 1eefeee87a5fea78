"""Faults of scenario files in Chinese and in the pseudo-language: the same places, paths and keys as in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sim.experiments.claims.claims import claims
from sim.language.choice import in_language
from sim.language.composed import composed
from sim.language.system_errors import REASONS, system_reason
from sim.scenario.files.load import from_text
from sim.scenario.files.scenario_warnings import scenario_warnings
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.scenario import Scenario
from tests.language.test_pseudo_language import MARKET

CHINESE, WORD = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{3,}")
CHANGES = {
    "wrong number": ("horizon: 20", "horizon: many"),
    "out of bounds": ("horizon: 20", "horizon: -1"),
    "comma": ("horizon: 20", 'horizon: "20,5"'),
    "missing": ("horizon: 20\n", ""),
    "unknown key": ("horizon: 20", "horizon: 20\nhorizn: 3"),
    "key twice": ("horizon: 20", "horizon: 20\nhorizon: 30"),
    "no list": ("firms: [", "firms: {a: ["),
    "tab": ("horizon: 20", "\thorizon: 20"),
    "alias": ("title: 市场", "title: &a 市场"),
    "tag": ("title: 市场", "title: !x 市场"),
    "second document": ("horizon: 20", "horizon: 20\n---\na: 1"),
    "same name": ("{name: 长虹}", "{name: 海尔}"),
    "list for text": ("title: 市场", "title: [1]"),
    "number for text": ("title: 市场", "title: 5"),
    "one of": ("{name: 长虹}", "{name: 长虹, programmes: [{kind: clubb}]}"),
    "kind missing": ("{name: 长虹}", "{name: 长虹, programmes: [{}]}"),
    "no desk": ("{name: 长虹}", "{name: 长虹, departments: [{kind: budget, programmes: 10}]}"),
    "twice": ("{name: 长虹}", "{name: 长虹, programmes: [{kind: club}, {kind: club}]}"),
    "outside": ("{name: 长虹}", "{name: outside}"),
    "tick": ("horizon: 20", "horizon: 20\ntick: 30"),
    "date": ("horizon: 20", "horizon: 20\nstart: 2025-13-01"),
    "shares": ("[{name: 海尔}", "[{name: 海尔, share: 0.5}"),
    "empty": (MARKET, ""),
    "a list": (MARKET, "- 1"),
    "deep": (MARKET, "a: " + "[" * 60 + "]" * 60),
}
"""A slip, and what it makes of the market."""


def found(text: str, language: str) -> tuple[Fault, ...]:
    with in_language(language), pytest.raises(ScenarioError) as caught:
        from_text(Scenario, text, "market.yaml", as_file=True)
    return tuple(caught.value.faults)


@pytest.mark.parametrize("slip", CHANGES)
def test_a_fault_has_the_same_place_and_is_told_in_the_language(slip: str) -> None:
    right, wrong = CHANGES[slip]
    text = MARKET.replace(right, wrong)
    assert text != MARKET
    english, chinese, pseudo = (found(text, one) for one in ("en", "zh", "qps"))
    places = [[(fault.file, fault.line, fault.column, fault.path) for fault in one] for one in (english, chinese)]
    assert places[0] == places[1] and english[0].line >= 1
    for fault in chinese:
        assert CHINESE.search(fault.message), fault.message
    for fault in pseudo:
        assert plain(fault.message) == set(), fault.message


def plain(message: str) -> set[str]:
    """Words in plain letters but for quoted ones, and for lists of keys and values."""
    listed = re.sub(r"'[^']*'|[a-z_]+(?:, [a-z_]+)+|[a-z_]+: \w+|%YAML", " ", message)
    return set(WORD.findall(listed)) - {"segments", "service_desk", "kind"}


def test_a_warning_is_told_in_the_language_behind_its_path() -> None:
    late = MARKET.replace("{name: 长虹}", "{name: 长虹, programmes: [{kind: frequency, launch: 60}]}")
    scenario = from_text(Scenario, late)
    with in_language("zh"):
        (said,) = scenario_warnings(scenario)
    assert said.startswith("firms.长虹.programmes.frequency: launch: 第 60 周不早于模拟结束的第 20 周")


def test_reasons_of_the_system_are_told_in_the_language() -> None:
    for code in REASONS:
        with in_language("zh"):
            assert CHINESE.search(system_reason(OSError(code, "Some words of the system")))
        assert system_reason(OSError(code, "Some words of the system")) == "Some words of the system"


def test_every_claim_and_figure_is_told_in_chinese_and_stays_english_as_a_value() -> None:
    def texts() -> Iterator[str]:
        for claim in claims().values():
            yield from (text for text in (claim.claim, claim.put_in, claim.runs) if text)
            for figure in getattr(claim, "figures", ()):
                yield figure.what
                yield figure.expected.said(figure.unit)

    english = list(filter(None, texts()))
    assert not any(map(CHINESE.search, english))
    with in_language("zh"):
        assert [text for text in english if not CHINESE.search(composed(text))] == []
        assert composed("1 of 3 figures not as expected: profit, late less never: 12, expected clearly above 0") == (
            "3 个数值中有 1 个不符合预期：利润：晚采用 − 从不采用：12，预期明显高于 0"
        )

"""Commands in Chinese: what they print is Chinese, what they write is the same in each language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.apps.cli.main import app

SMALL = ["--set", "population.segments.consumers.size=40", "--set", "horizon=8", "--replications", "1"]


def guanxi(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, list(words))


@pytest.mark.slow
def test_a_run_writes_the_same_files_in_each_language(tmp_path: Path) -> None:
    said = {}
    for language in ("en", "zh"):
        place = ["--no-contrasts", "--no-compare", "--out", str(tmp_path / language)]
        said[language] = guanxi("run", "first_look", *SMALL, *place, "--lang", language)
        assert said[language].exit_code == 0, said[language].output
    assert "初识三家企业的市场" in said["zh"].output and "收入" in said["zh"].output and "报告：" in said["zh"].output
    assert "share of" in said["en"].output and "Report: " in said["en"].output
    for name in ("weekly.csv", "summary.json"):
        assert (tmp_path / "en" / name).read_bytes() == (tmp_path / "zh" / name).read_bytes()


@pytest.mark.slow
def test_json_has_the_same_keys_and_ids_in_each_language() -> None:
    english, chinese = (json.loads(guanxi("--lang", one, "list", "--json").output) for one in ("en", "zh"))
    assert english == chinese


@pytest.mark.parametrize("words", [["--lang", "zh", "check", "first_look"], ["check", "first_look", "--lang=zh"]])
def test_the_language_stands_before_or_behind_the_command(words: list[str]) -> None:
    assert "first_look：没有错误（2,000 位顾客，3 家企业，104 周）" in guanxi(*words).output


def test_english_stays_as_it_was() -> None:
    assert guanxi("check", "first_look").output == "first_look: fine (2,000 customers, 3 firms, 104 weeks)\n"


def test_an_unknown_language_is_refused() -> None:
    refused = guanxi("--lang", "fr", "list")
    assert refused.exit_code == 2 and "the language 'fr' is not known; give one of en, zh" in refused.output


def test_a_scenario_is_shown_with_its_chinese_texts_and_found_by_a_chinese_word() -> None:
    shown = guanxi("show", "sell_or_stay", "--lang", "zh").output
    assert "推销还是留住" in shown and "Keeper 也争取新顾客" in shown and "交易营销追求成交" in shown
    assert "harley_owners_group" in guanxi("list", "--lang", "zh", "--about", "俱乐部").output


def test_a_word_is_explained_in_the_language_of_the_command() -> None:
    assert "顾客在购买时积累" in guanxi("explain", "points", "--lang", "zh").output
    assert "Units that a customer collects" in guanxi("explain", "积分").output

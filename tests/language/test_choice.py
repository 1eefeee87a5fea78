"""Which language is used: for a block, a process, a command; and how numbers, money and dates are written."""

from __future__ import annotations

import datetime
import threading

import pytest

import sim
from sim.language import choice, formats
from sim.language.choice import (
    LanguageError,
    LanguageWarning,
    current_language,
    in_language,
    language_of_command_line,
    using_language,
)
from sim.language.messages import _, ngettext, pgettext, translate


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANGUAGE": "zh:en", "LANG": "de_DE"}, "zh"),
        ({"GUANXI_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"GUANXI_LANG": "zh-Hans", "LANG": "en_GB"}, "zh"),
    ],
)
def test_a_command_takes_the_language_of_its_variable_then_of_the_system(
    environment: dict[str, str], language: str
) -> None:
    assert language_of_command_line(environment) == language


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    for ask in (sim.use_language, choice.known_language, lambda tag: sim.explain("points", tag)):
        with pytest.raises(LanguageError, match="'fr' is not known; give one of en, zh"):
            ask("fr")
    with pytest.raises(LanguageError):
        language_of_command_line({"GUANXI_LANG": "fr"})


def test_python_speaks_english_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_LANG", "")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert current_language() == "en" and _("Report: {file}") == "Report: {file}"
    monkeypatch.setenv("GUANXI_LANG", "zh")
    assert _("Report: {file}") == "报告：{file}"
    monkeypatch.setenv("GUANXI_LANG", "xx")
    with pytest.warns(LanguageWarning, match="English is used"):
        assert current_language() == "en"


def test_the_language_of_the_process_can_be_chosen() -> None:
    try:
        sim.use_language("zh_CN")
        assert translate("Arguments") == "参数" and sim.explain("points")[0].name.startswith("积分")
        with in_language("en"):
            assert translate("Arguments") == "Arguments"
    finally:
        sim.use_language("en")
    assert translate("Arguments") == "Arguments"


def test_two_threads_speak_two_languages_at_once() -> None:
    said: dict[str, str] = {}
    assert using_language is in_language
    meet = threading.Barrier(2)

    def speak(language: str) -> None:
        with in_language(language):
            meet.wait()
            said[language] = ngettext("{n} fault", "{n} faults", 2)

    threads = [threading.Thread(target=speak, args=(one,)) for one in ("en", "zh")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {"en": "{n} faults", "zh": "{n} 个错误"}


def test_a_message_without_translation_stays_english() -> None:
    with in_language("zh"):
        assert _("no such message") == "no such message" and _("") == ""
        assert pgettext("button", "no such message") == "no such message"


def test_numbers_money_and_dates_are_those_of_the_language() -> None:
    day = datetime.date(2023, 1, 2)
    for language, written in (
        ("en", ("1,234,567.9", "12.5%", "CN¥1,234.50", "January 2, 2023")),
        ("zh", ("1,234,567.9", "12.5%", "¥1,234.50", "2023年1月2日")),
    ):
        with in_language(language):
            said = (formats.decimal_number(1234567.89, 1), formats.percentage(0.125, 1), formats.money(1234.5, "CNY"))
            assert (*said, formats.date(day)) == written

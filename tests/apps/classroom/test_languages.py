"""The server answers each request in the language that it asks for: states, errors, what the class was told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.language.messages import PSEUDO_LETTERS
from tests.apps.classroom.classes import made, served_class
from tests.apps.classroom.served import asked, class_of, token_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_two_seats_are_answered_in_two_languages_and_the_state_is_computed_once_for_each(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token = token_of(session, address, "Azure")

        def refused(language: str) -> str:
            headers = {"Accept-Language": language}
            return asked(address, "POST", "/api/act/decide", {"decision": 3}, token=token, headers=headers).error

        assert "give a mapping of levers" in refused("en-GB,en;q=0.9")
        assert "各决策项目的键值对" in refused("zh-CN,zh;q=0.9,en;q=0.8")
        assert "give a mapping of levers" in refused("fr, en")
        assert "give a mapping of levers" in refused("zh;q=0.3, en;q=0.8")
        assert "各决策项目的键值对" in refused("en;q=0, zh;q=0.1")
        for language in ("en", "zh", "en"):
            state = asked(address, "GET", "/api/state", token=token, headers={"Accept-Language": language})
            assert state.status == 200 and state.content["round"] == 0


PSEUDO = ("en", "zh", "qps")


def test_nobody_gets_the_pseudo_language_of_the_tests(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (_session, address):
        said = asked(address, "GET", "/nothing", headers={"Accept-Language": "qps, zh;q=0.5"}).error
        assert CHINESE.search(said)
        assert asked(address, "GET", "/messages/qps.json").status == 404


def test_errors_before_a_seat_is_known_are_in_the_language_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.apps.classroom.web.request_language.languages", lambda: PSEUDO)
    with class_of(tmp_path, advance="instructor") as (_session, address):
        for path in ("/api/state", "/nothing", "/api/view"):
            assert CHINESE.search(asked(address, "GET", path, headers={"Accept-Language": "zh"}).error), path
        pseudo = asked(address, "GET", "/nothing", headers={"Accept-Language": "qps"}).error
        assert pseudo == "There is no page at this address; open the address that the server printed.".translate(
            PSEUDO_LETTERS
        )


def test_the_page_gets_its_words_in_each_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.apps.classroom.web.request_language.languages", lambda: PSEUDO)
    with class_of(tmp_path, advance="instructor") as (_session, address):
        chinese = asked(address, "GET", "/messages/zh.json").content
        assert chinese["Submit decision"] == "提交决策" and chinese["Leave the seat"] == "离开席位"
        assert chinese["{n} seat"] == ["{n} 个席位"]
        assert asked(address, "GET", "/messages/en.json").content == {}
        pseudo = asked(address, "GET", "/messages/qps.json").content
        assert set(pseudo) == set(chinese) and len(pseudo["{n} seat"]) == 2
        unknown = asked(address, "GET", "/messages/fr.json")
        assert unknown.status == 404 and "'fr' is not known" in unknown.error


def test_questions_and_results_of_the_console_are_in_the_language(tmp_path: Path) -> None:
    with served_class(made(tmp_path, markets=1)) as found:
        token = found.instructor()
        headers = {"Accept-Language": "zh"}
        question = asked(found.address, "POST", "/api/class/lead/bots", {}, token=token, headers=headers).content
        assert question["slips"] and all(CHINESE.search(slip) for slip in question["slips"])
        again = {"confirmed": question["token"]}
        done = asked(found.address, "POST", "/api/class/lead/bots", again, token=token, headers=headers).content
        assert re.fullmatch(r"已安排 \d 个电脑玩家。", done["results"][0]["said"])


def test_direction_marks_and_control_characters_are_removed_from_what_people_give(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token = token_of(session, address, "Azure")
        reason = "cheap\u202eer\x07 \u2066now\u2069\ttab \U0001f469\u200d\U0001f680"
        body = {"decision": {"price": 0.97}, "reason": reason}
        assert asked(address, "POST", "/api/act/decide", body, token=token).status == 200
        assert session.lines["main"].standing["Azure"].entry.reason == "cheaper now\ttab \U0001f469\u200d\U0001f680"
        teacher = token_of(session, address, "teacher")
        assert asked(address, "POST", "/api/lead/say", {"text": "a\u200eb\x00c\nd"}, token=teacher).status == 200
        assert session.view("Azure").messages == ("abc\nd",)
        state = asked(address, "GET", "/api/state", token=token).content
        assert [(one["text"], one["round"]) for one in state["news"]] == [("abc\nd", 0)]

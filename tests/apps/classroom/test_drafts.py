"""What is typed and not submitted: kept on the server, shared by devices, submitted when a round closes."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from sim.apps.classroom.seats.devices import GONE, Devices
from sim.apps.classroom.seats.drafts import Drafts, Writer
from sim.apps.classroom.web.request_parsing import RequestError
from sim.game.session.session import Session
from tests.apps.classroom.served import Said, asked, class_of, served, token_of
from tests.game.games import begun

PHONE, LAPTOP = "phone", "laptop"


def sends(address: str, token: str, path: str, body: object, device: str = PHONE) -> Said:
    return asked(address, "POST", path, body, token=token, headers={"X-Guanxi-Device": device})


def draft(values: dict[str, Any], base: int = 0, form: str = "decide", number: int = 0, reason: str = "") -> Any:
    return {"line": "main", "round": number, "form": form, "values": values, "base": base, "reason": reason}


def forms(address: str, token: str, device: str = PHONE) -> Any:
    return asked(address, "GET", "/api/draft", token=token, headers={"X-Guanxi-Device": device}).content["forms"]


def test_a_draft_survives_a_reload_another_device_and_a_restart(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as session:
        with served(session) as address:
            token = token_of(session, address, "Azure")
            assert sends(address, token, "/api/draft", draft({"price": 0.93}, reason="to win")).status == 200
            held = forms(address, token, LAPTOP)["decide"]
            assert (held["values"], held["reason"], held["mine"]) == ({"price": 0.93}, "to win", False)
            assert "device" not in held
            other = token_of(session, address, "Beryl")
            assert forms(address, other) == {}
        assert session.lines["main"].standing == {}
    with Session.open(tmp_path / "g.guanxi") as again, served(again) as address:
        assert forms(address, token_of(again, address, "Azure"))["decide"]["mine"] is True


def test_a_change_of_another_device_is_refused_until_it_was_seen(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token = token_of(session, address, "Azure")
        first = sends(address, token, "/api/draft", draft({"price": 0.93})).content["revision"]
        refused = sends(address, token, "/api/draft", draft({"price": 0.8}), LAPTOP)
        assert refused.status == 409 and "changed on another device while you were editing" in refused.error
        assert refused.content["draft"]["values"] == {"price": 0.93}
        assert sends(address, token, "/api/draft", draft({"price": 0.8}, base=first), LAPTOP).status == 200
        assert sends(address, token, "/api/draft", draft({"price": 0.7}, base=first), PHONE).status == 409


def test_a_decision_of_another_device_is_refused_until_it_was_seen(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token = token_of(session, address, "Azure")
        one = sends(address, token, "/api/act/decide", {"decision": {"price": 0.95}, "seen": 0})
        assert one.status == 200
        body = {"decision": {"price": 0.9}, "seen": 0}
        refused = sends(address, token, "/api/act/decide", body, LAPTOP)
        assert refused.status == 409 and refused.content["changed"] and "while you were editing" in refused.error
        assert sends(address, token, "/api/act/decide", {"decision": {"price": 0.94}, "seen": 0}).status == 200
        seen = session.lines["main"].standing["Azure"].entry.number
        assert sends(address, token, "/api/act/decide", body | {"seen": seen}, LAPTOP).status == 200
        state = asked(address, "GET", "/api/state", token=token, headers={"X-Guanxi-Device": PHONE}).content
        assert state["decided_by"]["mine"] is False and state["decision"]["number"] == state["decided_by"]["number"]
        assert sends(address, token, "/api/act/decide", {"decision": {"price": 0.9}}, "script").status == 200


def test_a_second_device_is_told_and_goes_after_a_while(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token = token_of(session, address, "Azure")

        def devices(device: str) -> Any:
            return asked(address, "GET", "/api/state", token=token, headers={"X-Guanxi-Device": device}).content[
                "devices"
            ]

        assert [devices(PHONE), devices(LAPTOP), devices(PHONE)] == [[], [""], [""]]
    now = [0.0]
    here = Devices(lambda: now[0])
    assert here.heard("Azure", PHONE, "Li") and not here.heard("Azure", PHONE, "Li")
    assert here.others("Azure", LAPTOP) == ["Li"] and here.others("Azure", PHONE) == []
    now[0] = GONE
    assert here.others("Azure", LAPTOP) == [] and not here.heard("Azure", "", "")


@pytest.mark.parametrize(
    ("values", "how", "price"),
    [({"price": 0.93}, "submitted", 0.93), ({"price": 50}, "invalid", None), ({"price": 4}, "slip", None)],
)
def test_what_is_typed_counts_when_the_round_closes_if_it_is_valid_and_no_slip(
    tmp_path: Path, values: dict[str, Any], how: str, price: float | None
) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
        assert sends(address, token, "/api/draft", draft(values)).status == 200
        assert sends(address, teacher, "/api/lead/close_round", {"round": 0}).status == 200
        decision = session.lines["main"].closed[0]["Azure"]
        assert decision.decision.model_dump(exclude_unset=True).get("price") == price
        outcome = asked(address, "GET", "/api/state", token=token).content["outcome"]
        assert (outcome["round"], outcome["draft"]) == (0, how)
        assert outcome["by"] == ("human" if price else "default")
        assert set(outcome["why"]) == (set() if price else {"en", "zh"})
        assert forms(address, token) == {}


def test_an_error_with_one_draft_keeps_no_round_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError("an error of the program")

    monkeypatch.setattr("sim.apps.classroom.seats.draft_submission.submit_draft", fails)
    with class_of(tmp_path, advance="instructor") as (session, address):
        token, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
        assert sends(address, token, "/api/draft", draft({"price": 0.93})).status == 200
        assert sends(address, teacher, "/api/lead/close_round", {"round": 0}).status == 200
        outcome = asked(address, "GET", "/api/state", token=token).content["outcome"]
        assert outcome["draft"] == "invalid" and outcome["why"]["zh"] == "服务器出错"


def test_the_time_submits_drafts_too(tmp_path: Path) -> None:
    now = [datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)]
    with begun(tmp_path, advance="timer", seconds=60, clock=lambda: now[0]) as session, served(session) as address:
        token = token_of(session, address, "Azure")
        assert sends(address, token, "/api/draft", draft({"price": 0.93})).status == 200
        now[0] += datetime.timedelta(seconds=61)
        state = asked(address, "GET", "/api/state?since=0&wait=0", token=token).content
        for _again in range(100):
            if state["round"] == 1:
                break
            state = asked(address, "GET", f"/api/state?since={state['revision']}&wait=1", token=token).content
            state = asked(address, "GET", "/api/state", token=token).content
        assert state["round"] == 1 and state["outcome"]["draft"] == "submitted"


def test_the_instructor_can_say_that_drafts_do_not_count(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
        assert sends(address, token, "/api/drafts", {"submits": False}).status == 403
        assert sends(address, teacher, "/api/drafts", {"submits": "no"}).status == 400
        assert sends(address, teacher, "/api/drafts", {"submits": False}).content == {"submits": False}
        assert sends(address, token, "/api/draft", draft({"price": 0.93})).status == 200
        assert sends(address, teacher, "/api/lead/close_round", {}).status == 200
        state = asked(address, "GET", "/api/state", token=token).content
        assert state["outcome"]["draft"] == "kept" and state["submits"] is False
        assert session.lines["main"].closed[0]["Azure"].entry.decided_by == "default"


def test_drafts_are_refused_for_a_closed_round_for_watchers_and_when_they_make_no_sense(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
        assert sends(address, token, "/api/draft", draft({}, number=3)).status == 409
        assert sends(address, token, "/api/draft", draft({}, form="codes")).status == 400
        assert sends(address, token, "/api/draft", {"line": "main", "round": 0, "form": "decide"}).status == 400
        assert sends(address, token, "/api/draft", draft({"price": "9" * 20_000})).status == 413
        assert sends(address, teacher, "/api/draft", draft({})).status == 403
        assert asked(address, "GET", "/api/draft").status == 401


def test_submitting_forgets_the_draft(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        token = token_of(session, address, "Azure")
        sends(address, token, "/api/draft", draft({"price": 0.93}))
        sends(address, token, "/api/draft", draft({"profit": 300}, form="predict"))
        assert set(forms(address, token)) == {"decide", "predict"}
        assert sends(address, token, "/api/act/decide", {"decision": {"price": 0.95}}).status == 200
        assert set(forms(address, token)) == {"predict"}


@pytest.mark.parametrize("held", ["", "{", '{"format": 2}', '{"format": 1, "submits": true, "seats": {"A": 3}}', "[]"])
def test_a_damaged_file_of_drafts_costs_no_more_than_the_drafts(tmp_path: Path, held: str) -> None:
    path = tmp_path / "g.guanxi"
    path.with_name("g.guanxi.drafts.json").write_text(held, encoding="utf-8")
    drafts = Drafts(path)
    assert drafts.of("Azure", "main", 0) == {} and drafts.submits
    drafts.save("Azure", ("main", 0), "decide", {"values": {"price": 1}}, Writer(device=PHONE, name="Li"))
    drafts.write()
    assert json.loads(path.with_name("g.guanxi.drafts.json").read_text(encoding="utf-8"))["format"] == 1
    with pytest.raises(RequestError, match="changed by Li while you were editing"):
        Drafts(path).save("Azure", ("main", 0), "decide", {"values": {}}, Writer(device=LAPTOP))

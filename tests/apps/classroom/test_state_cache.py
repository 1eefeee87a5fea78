"""What seats are sent is computed once for each revision, and shared; decisions of others are sent as a small part."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from sim.apps.classroom import seat
from sim.apps.classroom.markets.session_worker import SessionWorker
from sim.apps.classroom.markets.state_cache import StateCache
from sim.apps.classroom.seats.drafts import Drafts
from tests.apps.classroom.served import asked, class_of, token_of
from tests.game.games import begun


def test_a_state_is_computed_once_however_many_ask_and_not_for_the_decisions_of_others(tmp_path: Path) -> None:
    async def played() -> None:
        with begun(tmp_path, advance="instructor") as session:
            worker = SessionWorker(session)
            cache = StateCache(worker, Drafts(tmp_path / "g.guanxi"))
            same = await asyncio.gather(*(cache.state("Azure", {"market": "1"}) for _ in range(20)))
            first = json.loads(same[0])
            assert cache.computed == 1 and len(set(same)) == 1 and first["market"] == "1"
            await worker.ask(lambda game: game.decide("Beryl", {"price": 0.9}))
            second = json.loads(await cache.state("Azure", {}))
            assert cache.computed == 1
            assert (first["waiting_for"], second["waiting_for"]) == (["Azure", "Beryl"], ["Azure"])
            assert second["revision"] > first["revision"] and second["sections"] == first["sections"]
            await worker.ask(lambda game: game.close_round())
            assert json.loads(await cache.state("Azure", {}))["round"] == 1 and cache.computed == 2
            worker.shut()

    asyncio.run(played())


def test_a_page_that_asks_in_parts_is_sent_only_who_is_missing(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        azure, beryl = token_of(session, address, "Azure"), token_of(session, address, "Beryl")
        since = asked(address, "GET", "/api/state", token=azure).content["revision"]
        assert asked(address, "POST", "/api/act/decide", {"decision": {}}, token=beryl).status == 200
        path = f"/api/state?since={since}&wait=5"
        part = asked(address, "GET", f"{path}&parts=1", token=azure).content
        assert part["part"] == "progress" and part["waiting_for"] == ["Azure"] and "sections" not in part
        assert "sections" in asked(address, "GET", path, token=azure).content
        assert asked(address, "POST", "/api/act/decide", {"decision": {}}, token=azure).status == 200
        own = asked(address, "GET", f"/api/state?since={part['revision']}&parts=1", token=azure).content
        assert own["decided"] and own["sections"]


def test_a_notebook_puts_the_parts_together(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        remote = seat(address, "Azure", session.codes["Azure"])
        first = remote.state()
        other = seat(address, "Beryl", session.codes["Beryl"])
        assert other.decide({})["accepted"]
        second = remote.wait(20)
        assert second["waiting_for"] == ["Azure"] and second["sections"] == first["sections"]
        assert "part" not in second

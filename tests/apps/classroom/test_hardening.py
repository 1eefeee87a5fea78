"""Idle and half-open connections, limits per seat, slow wrong codes, names behind a proxy, encryption."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from sim.apps.classroom.web.access import HostFilter
from sim.apps.classroom.web.act_limit import MOST_ACTS, ActLimit
from sim.apps.classroom.web.certificate import given_certificate, self_signed_certificate
from sim.apps.classroom.web.public_address import PublicAddress, addresses, public_origin
from sim.apps.classroom.web.request_parsing import RequestError
from sim.apps.classroom.web.serving import opened, server
from sim.apps.classroom.web.slow_tries import MOST_WAITING, SlowTries
from sim.game.errors import GameError
from tests.apps.classroom.classes import made, served_class
from tests.apps.classroom.served import asked, class_of, token_of
from tests.game.games import begun

HEAD = "POST /api/act/decide HTTP/1.1\r\nHost: {place}\r\nContent-Type: application/json\r\n"


def heard(address: str, *sent: str) -> bytes:
    """What the server says on a connection over which no more than this is sent, until the server ends it."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=60) as line:
        for part in sent:
            line.sendall(part.format(place=place.netloc).encode())
        found = b""
        try:
            while part_read := line.recv(4096):
                found += part_read
        except ConnectionResetError:
            pass
        return found


def test_connections_over_which_nothing_or_half_a_request_comes_are_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.apps.classroom.web.patient_connection.REQUEST_SECONDS", 0.3)
    monkeypatch.setattr("sim.apps.classroom.web.request_parsing.PATIENCE", 0.3)
    with class_of(tmp_path, advance="instructor") as (session, address):
        token = token_of(session, address, "Azure")
        assert heard(address) == b""
        assert heard(address, "GET /api/game HTTP/1.1\r\nHost: {place}\r\nX-Slow: ") == b""
        whole = "GET /api/game HTTP/1.1\r\nHost: {place}\r\n\r\n"
        assert heard(address, whole, "GET /api/ga").count(b"HTTP/1.1 200") == 1
        body = HEAD + f"Authorization: Bearer {token}\r\nContent-Length: 40\r\n\r\n"
        assert heard(address, body, '{{"decision": ').startswith(b"HTTP/1.1 408")
        assert asked(address, "GET", "/api/game").status == 200


def test_a_seat_may_do_so_much_in_a_minute_and_then_has_to_wait() -> None:
    now = 0.0
    limit = ActLimit(3, lambda: now)
    for _ in range(3):
        limit.count(("1", "Azure"))
    limit.count(("1", "Beryl"))
    with pytest.raises(RequestError, match="3 requests in a minute") as refused:
        limit.count(("1", "Azure"))
    assert refused.value.status == 429 and refused.value.headers["Retry-After"] == "60"
    now = 60.0
    limit.count(("1", "Azure"))


def test_without_a_proxy_nobody_says_from_where_a_request_comes(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (_session, address):
        wrong = {"seat": "Azure", "code": "wrong"}
        away = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(11)]
        said = [asked(address, "POST", "/api/join", wrong, headers=each).status for each in away]
    assert said == [422] * 10 + [429]


def test_too_many_decisions_of_one_seat_change_nothing_and_leave_the_others_alone(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        azure, beryl = token_of(session, address, "Azure"), token_of(session, address, "Beryl")
        said = [asked(address, "POST", "/api/act/nothing", {}, token=azure).status for _ in range(MOST_ACTS + 1)]
        assert set(said[:-1]) == {404} and said[-1] == 429
        before = session.entries
        body = {"decision": {"price": 0.97}}
        assert asked(address, "POST", "/api/act/decide", body, token=azure).status == 429
        assert session.entries == before
        assert asked(address, "POST", "/api/act/decide", body, token=beryl).status == 200


def test_tries_of_an_address_with_many_wrong_codes_come_one_after_the_other() -> None:
    async def tried() -> tuple[int, list[str]]:
        going, order = asyncio.Event(), list[str]()

        async def pause(_seconds: float) -> None:
            order.append("begun")
            await going.wait()

        slow = SlowTries(pause)
        waiting = [asyncio.create_task(slow.turn("a")) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(RequestError, match="wait a moment"):
            await slow.turn("a")
        others = asyncio.create_task(slow.turn("b"))
        await asyncio.sleep(0)
        at_once = len(order)
        going.set()
        await asyncio.gather(*waiting, others)
        return at_once, order

    at_once, order = asyncio.run(tried())
    assert at_once == 2 and len(order) == MOST_WAITING + 1


def test_wrong_codes_of_one_seat_do_not_lock_the_others_out(tmp_path: Path) -> None:
    with served_class(made(tmp_path, markets=1)) as found:
        codes = found.sessions["1"].codes
        wrong = {"market": "1", "seat": "Azure", "code": "wrong"}
        said = [found.post("/api/join", wrong).status for _ in range(11)]
        assert said == [422] * 10 + [429]
        assert found.post("/api/join", {"market": "1", "seat": "Azure", "code": codes["Azure"]}).status == 429
        assert found.post("/api/join", {"market": "1", "seat": "Beryl", "code": codes["Beryl"]}).status == 200


def test_a_public_name_is_good_in_links_in_the_host_and_in_the_origin(tmp_path: Path) -> None:
    public = PublicAddress(origin=public_origin("class.example.org", 1, encrypted=False))
    with begun(tmp_path, advance="instructor") as session, opened(0, lan=False) as listening:
        where = addresses(listening, lan=False, public=public)
        assert where[0] == "https://class.example.org" and where[1].startswith("http://127.0.0.1:")
        running = server(session, address=where[0], public=public)
        thread = Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            teacher = token_of(session, where[1], "teacher")
            links = asked(where[1], "GET", "/api/codes", token=teacher).content["links"]
            assert all(link.startswith("https://class.example.org/#seat=") for link in links.values())

            def status(**headers: str) -> int:
                return asked(where[1], "GET", "/api/game", headers=headers).status

            assert status(Host="class.example.org") == 200 and status(Host="other.example.org") == 421
            assert status(Host="class.example.org", Origin="https://class.example.org") == 200
            assert status(Origin="https://evil.example.org") == 403 and status(Origin="null") == 403

            def tries(address: str) -> int:
                wrong, away = {"seat": "Azure", "code": "wrong"}, {"X-Forwarded-For": address}
                return asked(where[1], "POST", "/api/join", wrong, headers=away).status

            assert [tries("192.0.2.1") for _ in range(11)] == [422] * 10 + [429]
            assert tries("192.0.2.2") == 422, "who else comes through the proxy is not locked out"
        finally:
            running.should_exit = True
            thread.join(20)


@pytest.mark.parametrize(
    "name", ["", "a b", "ftp://x", "https://x/path", "x:99999", "-x", "https://u@x", "x?y", "[::1", "http://[x]"]
)
def test_what_is_no_public_name_is_refused(name: str) -> None:
    with pytest.raises(GameError, match="--host-name"):
        public_origin(name, 8765, encrypted=False)


def test_a_filter_without_a_public_name_knows_this_machine_only() -> None:
    assert not HostFilter(lambda *_: None, lan=False).known("")  # type: ignore[arg-type]
    assert HostFilter(lambda *_: None, lan=False, host="x.org").known("x.org:8443")  # type: ignore[arg-type]


def test_a_server_with_a_certificate_of_its_own_is_reached_encrypted(tmp_path: Path) -> None:
    hosts = ["127.0.0.1", "localhost"]
    certificate = self_signed_certificate(tmp_path, hosts)
    assert certificate.key.stat().st_mode & 0o077 == 0
    held = certificate.certificate.read_bytes()
    assert self_signed_certificate(tmp_path, hosts).certificate.read_bytes() == held, "it is used again"
    public = PublicAddress(certificate=certificate)
    with begun(tmp_path, advance="instructor") as session, opened(0, lan=False) as listening:
        (address,) = addresses(listening, lan=False, public=public)
        assert address.startswith("https://127.0.0.1:")
        running = server(session, address=address, public=public)
        thread = Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            trusting = ssl.create_default_context(cafile=certificate.certificate)
            with urlopen(f"{address}/api/game", timeout=60, context=trusting) as answer:
                assert json.load(answer)["title"]
            digest = certificate.fingerprint.replace(":", "").lower()
            assert len(digest) == 64
        finally:
            running.should_exit = True
            thread.join(20)
    assert self_signed_certificate(tmp_path, [*hosts, "other.local"]).certificate.read_bytes() != held


def test_certificate_and_key_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = (self_signed_certificate(tmp_path / name, ["localhost"]) for name in ("one", "two"))
    assert given_certificate(one.certificate, one.key).fingerprint == one.fingerprint
    with pytest.raises(GameError, match="belong together"):
        given_certificate(one.certificate, two.key)
    (tmp_path / "text.pem").write_text("no certificate", encoding="utf-8")
    with pytest.raises(GameError, match="cannot be used"):
        given_certificate(tmp_path / "text.pem", one.key)

"""A class over HTTP: how long clients wait to join, to submit a decision and to see a closed round, and memory.

The clients run on the same machine as the server and take part of its processors. Each client holds a long poll, as a
page does, and submits one decision in each round; all submit within a few seconds. Where there are more clients than
seats, several clients hold the page of one seat, as a team does.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import Line, at_most, report
from sim.apps.classroom.classes.class_folder import Settings, new_class, open_class

GAME = "imitation_race"
ROUNDS = 3
SPREAD = 3.0
"""Seconds within which all submit."""
IDLE = 4.0
"""Seconds after which a connection is opened anew; the server closes idle ones after five."""


@dataclass
class Waits:
    """Seconds that clients waited."""

    joins: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    reveals: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    processor: float = 0.0
    """Seconds of the processor that the server took for all of it, which other work on the machine lengthens little."""


def lines(quick: bool) -> list[Line]:
    """Seconds by the clock on the wall, and megabytes of the server."""
    found = []
    for markets, clients in ((2, 20),) if quick else ((20, 200), (10, 60)):
        waits, memory, restart = measured(markets, clients)
        where = f"{clients} clients, {markets} markets"
        found += [
            at_most(f"{where}: join, slowest", 1.0, max(waits.joins), "s"),
            at_most(f"{where}: submit, p99", 0.3, quantile(waits.submits, 0.99), "s",
                    f", p50 {quantile(waits.submits, 0.5):.3f} s"),
            at_most(f"{where}: reveal, p99", 1.0, quantile(waits.reveals, 0.99), "s",
                    f", p50 {quantile(waits.reveals, 0.5):.3f} s"),
            at_most(f"{where}: memory of the server, largest", 1000, memory, "MB"),
            report(f"{where}: processor time of the server, joins and {ROUNDS} rounds", f"{waits.processor:.1f} s"),
            report(f"{where}: server started again, until it is ready", f"{restart:.1f} s"),
            at_most(f"{where}: errors", 0, len(waits.errors), "", "".join(f"; {one}" for one in waits.errors[:2])),
        ]  # fmt: skip
    return found


def measured(markets: int, clients: int) -> tuple[Waits, float, float]:
    """What clients waited, megabytes of the server, and seconds until a server that is started again answers."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "class"
        new_class(place, Settings(game=GAME, markets=markets, seed=1))
        file, sessions = open_class(place)
        codes = {name: dict(session.codes) for name, session in sessions.items()}
        for session in sessions.values():
            session.close()
        process, port = started(place)
        try:
            begun = processor_seconds(process.pid)
            waits = asyncio.run(played(port, codes, clients, file.instructor_code))
            waits.processor = processor_seconds(process.pid) - begun
            memory = peak_memory(process.pid)
        finally:
            process.kill()
            process.wait()
        begin = time.perf_counter()
        process, _ = started(place)
        restart = time.perf_counter() - begin
        process.kill()
        process.wait()
    return waits, memory, restart


def started(place: Path) -> tuple[subprocess.Popen[str], int]:
    """A server of its own process, and its port."""
    command = [sys.executable, "-m", "sim.apps.cli.main", "class", str(place), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    port = 0
    for line in process.stdout or ():
        if "Open your console" in line:
            port = int(line.split(":")[3].split("/")[0])
        if "Stop with Ctrl-C" in line:
            return process, port
    raise RuntimeError("the server did not start")


class Client:
    """A connection that is kept open, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self.port, self.token, self._used = port, "", 0.0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """One request; raises ``RuntimeError`` for a refusal."""
        now = time.monotonic()
        if self._streams is None or now - self._used > IDLE:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self._streams
        held = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
        kind = "Content-Type: application/json\r\n" if body is not None else ""
        writer.write(f"{head}{kind}Content-Length: {len(held)}\r\n\r\n".encode() + held)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        length = next(int(line.split(":")[1]) for line in answer if line.lower().startswith("content-length"))
        content = json.loads(await reader.readexactly(length))
        self._used = time.monotonic()
        if not answer[0].split()[1].startswith("2"):
            raise RuntimeError(content["error"])
        return content


async def played(port: int, codes: dict[str, dict[str, str]], clients: int, code: str) -> Waits:
    """Some rounds, closed by the instructor once all have submitted."""
    waits, chance = Waits(), random.Random(1)
    seats = [(market, seat) for market, own in codes.items() for seat in own if seat not in ("instructor", "teacher")]
    teacher = Client(port)
    teacher.token = (await teacher.ask("POST", "/api/class/enter", {"code": code}))["token"]
    first = (await teacher.ask("GET", "/api/class/state"))["markets"][0]
    seats = [(market, seat) for market, seat in seats if seat in first["seats"]]
    places = [seats[number % len(seats)] for number in range(clients)]
    people = await asyncio.gather(*(joined(port, place, codes, waits) for place in places))
    await led(teacher, "open", {})
    for number in range(ROUNDS):
        closed = asyncio.Event()
        moment: list[float] = []
        tasks = [
            asyncio.create_task(one_round(person, first_of_seat, number, chance.uniform(0, SPREAD), waits, moment))
            for person, first_of_seat in zip(people, [at < len(seats) for at in range(clients)], strict=True)
        ]
        await asyncio.sleep(SPREAD + 2.0)
        moment.append(time.perf_counter())
        await led(teacher, "close_round", {})
        closed.set()
        await asyncio.gather(*tasks)
    return waits


async def joined(port: int, place: tuple[str, str], codes: dict[str, dict[str, str]], waits: Waits) -> Client:
    client, (market, seat) = Client(port), place
    await asyncio.sleep(random.Random(seat + market).uniform(0, SPREAD))
    begin = time.perf_counter()
    asked = {"market": market, "seat": seat, "code": codes[market][seat]}
    client.token = (await client.ask("POST", "/api/join", asked))["token"]
    waits.joins.append(time.perf_counter() - begin)
    return client


async def one_round(
    client: Client, decides: bool, number: int, delay: float, waits: Waits, moment: list[float]
) -> None:  # fmt: skip
    """Poll until the round is closed, and submit meanwhile on a second connection."""
    sender = Client(client.port)
    sender.token = client.token
    submitting = asyncio.create_task(submitted(sender, number, delay, waits)) if decides else None
    since, round_ = -1, number
    try:
        while round_ == number:
            state = await client.ask("GET", f"/api/state?since={since}&wait=20&parts=1" if since >= 0 else "/api/state")
            since, round_ = state["revision"], state.get("round", round_)
        waits.reveals.append(time.perf_counter() - moment[0])
    except (RuntimeError, OSError, asyncio.IncompleteReadError, IndexError) as error:
        waits.errors.append(repr(error))
    if submitting is not None:
        await submitting


async def submitted(client: Client, number: int, delay: float, waits: Waits) -> None:
    await asyncio.sleep(delay)
    try:
        with suppress(KeyError):
            await client.ask("GET", "/api/game")  # opens the connection, as the page has done before
        begin = time.perf_counter()
        answer = await client.ask("POST", "/api/act/decide", {"decision": {}, "round": number})
        if not answer["accepted"]:
            raise RuntimeError("asked back")
        waits.submits.append(time.perf_counter() - begin)
    except (RuntimeError, OSError, asyncio.IncompleteReadError) as error:
        waits.errors.append(repr(error))


async def led(teacher: Client, name: str, given: dict[str, object]) -> None:
    answer = await teacher.ask("POST", f"/api/class/lead/{name}", given)
    if not answer["accepted"]:
        await teacher.ask("POST", f"/api/class/lead/{name}", {**given, "confirmed": answer["token"]})


def quantile(values: list[float], part: float) -> float:
    """The value below which that part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def processor_seconds(process: int) -> float:
    """Seconds of the processor that a process has taken, as Linux counts them."""
    parts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory(process: int) -> float:
    """Megabytes of a process at its largest, as Linux counts them."""
    text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmHWM")) / 1024

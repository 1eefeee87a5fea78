"""A small class that is served for a test: markets of three seats at a small game."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from sim.apps.classroom.classes.class_file import ClassFile, read_class_file
from sim.apps.classroom.classes.class_folder import Settings, new_class, open_class
from sim.apps.classroom.web.public_address import addresses
from sim.apps.classroom.web.serving import class_server, opened
from sim.game.session.session import Session
from sim.scenario.files.load import dump
from tests.apps.classroom.served import Said, asked
from tests.game import games


def game_file(folder: Path, **rest: Any) -> str:
    """Path of a file with the small game, and its scenario beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.yaml").write_text(dump(games.scenario()))
    path = folder / "small.yaml"
    path.write_text(dump(games.game(**{"advance": "instructor", "rounds": 3, **rest}).but(scenario="world.yaml")))
    return str(path)


def made(folder: Path, markets: int = 3, **rest: Any) -> Path:
    """The folder of a new class."""
    place = folder / "class"
    new_class(place, Settings(game=game_file(folder / "game"), markets=markets, seed=4, **rest))
    return place


@dataclass
class Served:
    """A class that is served, and requests to it."""

    address: str
    folder: Path
    sessions: Mapping[str, Session]

    @property
    def file(self) -> ClassFile:
        return read_class_file(self.folder)

    def post(self, path: str, body: object, token: str = "") -> Said:
        return asked(self.address, "POST", path, body, token=token)

    def get(self, path: str, token: str = "") -> Said:
        return asked(self.address, "GET", path, token=token)

    def entered(self, code: str) -> str:
        answer = self.post("/api/class/enter", {"code": code})
        assert answer.status == 200, answer.body
        return str(answer.content["token"])

    def instructor(self) -> str:
        return self.entered(self.file.instructor_code)

    def token(self, market: str, seat: str) -> str:
        code = self.sessions[market].codes[seat]
        answer = self.post("/api/join", {"market": market, "seat": seat, "code": code})
        assert answer.status == 200, answer.body
        return str(answer.content["token"])

    def joins(self, **given: str) -> Said:
        return self.post("/api/class/join", {"code": self.file.join_code, **given})

    def leads(self, token: str, name: str, /, **given: object) -> Any:
        """An action of the class; a question is answered with yes."""
        answer = self.post(f"/api/class/lead/{name}", given, token)
        assert answer.status == 200, answer.body
        if not answer.content["accepted"]:
            answer = self.post(f"/api/class/lead/{name}", {**given, "confirmed": answer.content["token"]}, token)
        assert answer.content["accepted"], answer.body
        return answer.content


@contextmanager
def served_class(folder: Path) -> Iterator[Served]:
    """A class that is served by a thread."""
    with opened(0, lan=False) as listening, ExitStack() as stack:
        found, sessions = open_class(folder)
        for session in sessions.values():
            stack.enter_context(session)
        address = addresses(listening, lan=False)[0]
        running = class_server(folder, found, sessions, address=address)
        thread = Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield Served(address, folder, sessions)
        finally:
            running.should_exit = True
            thread.join(20)
            assert not thread.is_alive()

"""The record of a class: who did what and when, without codes; beside the games, which record every decision.

Each act is a line of JSON at the end of ``acts.jsonl`` in the folder of the class. A line that a crash has cut off is
left out when the file is read.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.language.messages import mark, translate

RECORD_FILE = "acts.jsonl"
LARGEST = 50_000_000
"""Bytes up to which the file grows; then only acts of the instructor and of the server are noted, which are few."""
LONGEST_MORE = 300
"""Characters of what belongs to an act."""
Who = Literal["instructor", "projector", "person", "seat", "stranger", "server"]
WHO: dict[str, str] = {
    "instructor": mark("instructor"), "projector": mark("projector page"), "person": mark("person"),
    "seat": mark("seat"), "stranger": mark("unknown device"), "server": mark("server"),
}  # fmt: skip
"""Who did it, in words."""
WHAT: dict[str, str] = {
    "started": mark("class served"), "stopped": mark("server stopped"), "entered": mark("page opened with its code"),
    "joined": mark("joined"), "took_seat": mark("seat taken with its code"), "wrong_code": mark("wrong code"),
    "move": mark("person moved"), "remove": mark("person removed"), "new_code": mark("new code given"),
    "lift": mark("lock-outs lifted"), "renew": mark("code of a page renewed"),
    "open": mark("opened for decisions"), "stop": mark("decisions stopped"), "close_round": mark("round closed"),
    "bots": mark("bots on empty seats"), "say": mark("message sent"), "extend": mark("time added"),
    "shock": mark("event started"), "drafts": mark("rule for drafts set"), "rewind": mark("round played again"),
    "branch": mark("branch begun"), "go_to": mark("other branch played on"), "undo": mark("last act undone"),
    "reveal": mark("results on the projector page"), "reopen": mark("round played again"),
    "carry_on": mark("decisions of a branch repeated"), "subsidise": mark("money given to a firm"),
    "seat_bot": mark("bot on a seat"), "seat_human": mark("seat given back to its player"),
    "pause": mark("time stopped"), "resume": mark("time started"), "weights": mark("weights of marks set"),
    "test": mark("test read in"), "decisions": mark("marks for decisions begun"),
    "debrief": mark("debrief of the class begun"), "handed_in": mark("case handed in"),
    "new_case": mark("new case begun"),
}  # fmt: skip
"""What was done, in words; the file holds the names."""


class Act(BaseModel):
    """One act, as the file holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time: Annotated[str, Field(max_length=40)]
    """UTC, ISO 8601, to the second."""
    who: Who
    what: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=200)] = ""
    """Name of the person, or the network address of an unknown device."""
    market: Annotated[str, Field(max_length=LONGEST_MORE)] = ""
    """The market, or all that were meant, separated by blanks."""
    seat: Annotated[str, Field(max_length=100)] = ""
    more: Annotated[str, Field(max_length=LONGEST_MORE)] = ""
    """What belongs to it, such as the text of a message."""


COLUMNS = tuple(Act.model_fields)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ActRecord:
    """The acts of one class, kept in its folder."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = _utc_now) -> None:
        """Go on with the record in this folder, or begin it."""
        self.path = folder / RECORD_FILE
        self._clock = clock

    def note(self, who: Who, what: str, **more: str) -> None:
        """Add an act at the end. What cannot be written is told in the server's window; the class goes on."""
        cut = {name: text[: (LONGEST_MORE if name in ("more", "market") else 100)] for name, text in more.items()}
        act = Act(time=self._clock().isoformat(timespec="seconds"), who=who, what=what, **cut)
        try:
            if who not in ("instructor", "server") and self._size() > LARGEST:
                return
            self._append(act.model_dump_json(exclude_defaults=True).encode() + b"\n")
        except OSError as error:
            logging.getLogger("uvicorn.error").error("%s cannot be written: %s", self.path, error)

    def acts(self) -> list[Act]:
        """All acts, oldest first; lines that cannot be read are left out."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except OSError:
            return []
        return [act for line in lines if line.strip() and (act := _read(line)) is not None]

    def _append(self, line: bytes) -> None:
        """Add a line in one write; after a line that was cut off it begins a new one."""
        place = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            size = os.fstat(place).st_size
            if size:
                os.lseek(place, size - 1, os.SEEK_SET)
                line = line if os.read(place, 1) == b"\n" else b"\n" + line
            os.write(place, line)
        finally:
            os.close(place)

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0


def shown(acts: Iterable[Act]) -> list[dict[str, str]]:
    """Acts as the console shows them: who and what in the language in use."""
    return [
        act.model_dump() | {"who": translate(WHO[act.who]), "what": translate(WHAT.get(act.what, act.what))}
        for act in acts
    ]


def acts_csv(acts: Iterable[Act]) -> bytes:
    """Acts as CSV for people, with the names of the file in every language."""
    import pandas as pd

    from sim.files.csv_export import csv_bytes

    return csv_bytes(pd.DataFrame([act.model_dump() for act in acts], columns=list(COLUMNS)))


def _read(line: bytes) -> Act | None:
    try:
        found: Any = json.loads(line)
        return Act.model_validate(found)
    except (ValueError, ValidationError, RecursionError):
        return None

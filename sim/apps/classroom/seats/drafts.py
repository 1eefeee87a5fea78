"""What people have typed and not submitted yet, kept beside the game file; and who wrote on a seat last.

A draft belongs to a seat and to the round that is open for it. It survives a reload, a lost line and a restart of the
server, and another device of the seat goes on from it. When a round closes with the time or by the instructor, what was
typed is submitted as it stands if it is valid and no slip; the student is told what counted, and why.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sim.apps.classroom.web.request_parsing import RequestError
from sim.files.atomic_write import write_file
from sim.files.regular_file import UnreadableFileError, parse_json, read_text
from sim.game.session.branches import Branch
from sim.game.session.session import Session
from sim.language.choice import in_language, languages
from sim.language.messages import _

LARGEST = 4_000_000
"""Bytes of a file of drafts that are read."""
LARGEST_DRAFT = 16_000
"""Characters of a draft; a form has some hundred."""
FORMS = ("predict", "decide")


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who sends something: a device, and the name of its person where it is known."""

    device: str
    name: str = ""


class Drafts:
    """The drafts of a market, in memory and in a file that is written anew as a whole."""

    def __init__(self, path: Path) -> None:
        """Take up the drafts beside this game file; none where there are none, or they cannot be read."""
        self._path = path.with_name(f"{path.name}.drafts.json")
        self._lock, self._disk, self._writing = Lock(), Lock(), asyncio.Lock()
        self._wanted = self._written = 0
        held = _read(self._path)
        self.submits: bool = held.get("submits", True)
        """Whether drafts are submitted when a round closes; else the game's rule for those who are late holds."""
        self._seats: dict[str, dict[str, Any]] = held.get("seats", {})
        self._outcomes: dict[str, dict[str, Any]] = held.get("outcomes", {})
        self._writers: dict[str, dict[str, Any]] = held.get("writers", {})

    # What people type

    def of(self, seat: str, line: str, number: int) -> dict[str, Any]:
        """The draft of a seat for an open round, by form; empty where nothing was typed."""
        held = self._seats.get(seat)
        if held is None or (held["line"], held["round"]) != (line, number):
            return {}
        return dict(held["forms"])

    def revision(self, seat: str) -> int:
        """How often something was typed on this seat."""
        return int(self._seats.get(seat, {}).get("revision", 0))

    def save(self, seat: str, place: tuple[str, int], form: str, content: Mapping[str, Any], by: Writer) -> int:
        """Take what was typed into a form; returns its new revision.

        Raises :class:`RequestError` where another device has changed it since ``content["base"]``.
        """
        values, reason, base = content.get("values"), content.get("reason", ""), content.get("base", 0)
        if form not in FORMS or not isinstance(values, dict) or not isinstance(reason, str):
            raise RequestError(400, _("Give the form, which is predict or decide, and its values by path."))
        if len(json.dumps([values, reason])) > LARGEST_DRAFT:
            raise RequestError(413, _("This is too long for a draft."))
        with self._lock:
            forms, revision = self.of(seat, *place), self.revision(seat) + 1
            before = forms.get(form)
            if before and before["device"] != by.device and before["revision"] != base:
                raise RequestError(409, _changed(before["name"]), content={"changed": True, "draft": told(before)})
            forms[form] = {"values": values, "reason": reason, "device": by.device, "name": by.name, "time": _now(),
                           "revision": revision}  # fmt: skip
            self._seats[seat] = {"line": place[0], "round": place[1], "revision": revision, "forms": forms}
            self._wanted += 1
        return revision

    def drop(self, seat: str, form: str) -> None:
        """Forget what was typed into a form, because it was submitted."""
        with self._lock:
            if self._seats.get(seat, {}).get("forms", {}).pop(form, None) is not None:
                self._seats[seat]["revision"] += 1
                self._wanted += 1

    # Who decided

    def decided(self, seat: str, number: int, by: Writer) -> None:
        """Note who wrote the entry of this number in the log."""
        with self._lock:
            self._writers[seat] = {"number": number, "device": by.device, "name": by.name}
            self._wanted += 1

    def last_writer(self, seat: str, by: str) -> dict[str, Any]:
        """Who decided last on a seat, as the device that asks is told."""
        held = self._writers.get(seat)
        return {} if held is None else {"name": held["name"], "mine": held["device"] == by, "number": held["number"]}

    def refuse_conflict(self, session: Session, seat: str, seen: object, by: Writer) -> None:
        """Do nothing where the page has seen the last decision. Raises :class:`RequestError` where another device has
        decided meanwhile."""
        line, held = session.playing.line_of(seat), self._writers.get(seat)
        standing = line.standing.get(seat)
        if standing is None or held is None or held["number"] != standing.entry.number or held["device"] == by.device:
            return
        if isinstance(seen, int) and seen < standing.entry.number:
            raise RequestError(409, _changed(held["name"]), content={"changed": True})

    # When a round closes

    def submit(self, session: Session, line_name: str | None = None, meant: int | None = None) -> None:
        """Submit what was typed on seats that have not decided, before the round of a line closes.

        Args:
            session: The game, in its own thread.
            line_name: The line; that which is played on if left out.
            meant: The round that is to be closed; nothing is done where another one is open.
        """
        line = session.playing.line_of() if line_name is None else session.playing.line(line_name)
        if session.playing.world(line).over or meant not in (None, line.round):
            return
        with self._lock:
            waiting = {name: self.of(name, line.name, line.round) for name in session.playing.missing(line)}
        for seat, forms in waiting.items():
            if not any(forms.get(form) for form in FORMS):
                continue
            outcome = self._submitted(session, line, seat, forms)
            with self._lock:
                self._outcomes[seat] = {"line": line.name, "round": line.round, **outcome}
                self._wanted += 1
        if waiting:
            with suppress(OSError):  # the game itself is safe in its own file
                self.write()

    def _submitted(self, session: Session, line: Branch, seat: str, forms: Mapping[str, Any]) -> dict[str, Any]:
        """What became of the draft of a seat."""
        from sim.apps.classroom.seats.draft_submission import submit_draft

        if not self.submits:
            return {"how": "kept", "why": {}}
        try:
            return submit_draft(session, line, seat, forms)
        except OSError:
            raise  # the disk is full: the round stays open
        except Exception:  # what one seat has typed must not keep the round of all others open
            logging.getLogger("uvicorn.error").exception("what was typed on a seat could not be submitted")
            return {"how": "invalid", "why": _in_each_language(lambda: _("the server made an error"))}

    def outcome(self, session: Session, seat: str) -> dict[str, Any] | None:
        """What counted for a seat in the last closed round, and what became of its draft; None before the first."""
        line = session.playing.line_of(seat)
        if not line.round or seat not in line.closed[-1]:
            return None
        entry, held = line.closed[-1][seat].entry, self._outcomes.get(seat, {})
        mine = (held.get("line"), held.get("round")) == (line.name, line.round - 1)
        return {
            "round": line.round - 1, "by": entry.decided_by, "time": entry.time,
            "rule": session.game.absent, "draft": held["how"] if mine else "",
            "why": held.get("why", {}) if mine else {},
        }  # fmt: skip

    # On the disk

    def write(self) -> None:
        """Put everything on the disk. Raises ``OSError``."""
        with self._disk:
            with self._lock:
                upto = self._wanted
                held = {"format": 1, "submits": self.submits, "seats": self._seats, "outcomes": self._outcomes,
                        "writers": self._writers}  # fmt: skip
                text = json.dumps(held, ensure_ascii=False).encode()
            write_file(self._path, text, mode=0o600)
            self._written = upto

    async def keep(self) -> None:
        """Put what was taken on the disk; those who come while it is written share the next writing."""
        mine = self._wanted
        async with self._writing:
            if self._written < mine:
                await asyncio.to_thread(self.write)


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Answer a request whose draft could not be written with a sentence."""
    try:
        yield
    except OSError:
        raise RequestError(
            503, _("The server cannot save what you type; tell the instructor that its disk is full.")
        ) from None


def told(form: Mapping[str, Any]) -> dict[str, Any]:
    """A draft as another device is told it: without the mark of its device."""
    return {name: value for name, value in form.items() if name != "device"}


def _in_each_language(said: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language in languages():
        with in_language(language):
            found[language] = said()
    return found


def _changed(name: str) -> str:
    if name:
        return _("This was changed by {name} while you were editing.").format(name=name)
    return _("This was changed on another device while you were editing.")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read(path: Path) -> dict[str, Any]:
    """What the file holds; nothing where it is missing or damaged: drafts are worth less than the game."""
    try:
        held = parse_json(read_text(path, LARGEST))
    except (OSError, UnreadableFileError, ValueError, RecursionError):
        return {}
    good = isinstance(held, dict) and held.get("format") == 1 and isinstance(held.get("submits"), bool)
    parts = [held.get(name) for name in ("seats", "outcomes", "writers")] if good else [None]
    return held if all(isinstance(part, dict) and all(isinstance(one, dict) for one in part.values()) for part in parts
                       ) else {}  # fmt: skip

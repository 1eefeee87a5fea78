"""What the page of a game asks of the kernel, and how it is answered: the paths of the class server, and a few more.

A seat's state, acts and drafts are those of the class page (sim/apps/classroom/seats); what belongs to one screen that
several people share (the table, who plays, the debrief beside the game) is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.apps.classroom.markets.actions import run_instructor_action
from sim.apps.classroom.seats.drafts import Writer, full_disk_told
from sim.apps.classroom.seats.seat_actions import act_on_seat, drafts_of, save_draft
from sim.apps.classroom.seats.seat_state import state_of
from sim.apps.classroom.web.request_parsing import RequestError
from sim.apps.notebook.play.branch_figures import final_figures
from sim.apps.notebook.play.page_widget import PageRequest
from sim.apps.notebook.play.table_state import table_of
from sim.game.errors import GameError
from sim.game.log.kept_file import unique_file_name
from sim.game.session.session import Session
from sim.language.messages import _
from sim.reports.debrief.debrief_page import debrief_page, text

if TYPE_CHECKING:
    from sim.apps.notebook.play.hot_seat import HotSeat

MOST_LUCKS = 200
"""Other seeds with which decisions are played again at most."""

TABLE_ACTIONS: dict[str, Callable[[Session, Mapping[str, Any], str | None], object]] = {
    "close_round": lambda session, given, by: session.close_round(line=given.get("line"), by=by),
    "reopen": lambda session, given, by: session.reopen(
        given["round"], name=given.get("name"), line=given.get("line"), by=by
    ),
    "go_to": lambda session, given, by: session.go_to(given["line"], by=by),
    "carry_on": lambda session, given, by: session.carry_on(given["like"], line=given.get("line"), by=by),
    "pause": lambda session, _given, by: session.pause(by=by),
    "resume": lambda session, _given, by: session.resume(by=by),
    "extend": lambda session, given, by: session.extend(given["seconds"], by=by),
}
"""What is done at the table, or by the instructor at this screen: name, and the session's method."""


class GameRequests:
    """Answers what the page of a game asks."""

    def __init__(self, player: HotSeat) -> None:
        """Answer for the game at this screen."""
        self._player = player
        self._session, self._drafts = player.session, player.drafts
        self._paths: dict[str, Callable[[PageRequest], dict[str, Any]]] = {
            "/api/table": lambda request: table_of(player, request.query.get("after", "")),
            "/api/begin": self._begin, "/api/state": self._state, "/api/draft": self._draft,
            "/api/drafts": self._rule, "/api/ending": self._ending, "/api/debrief/read": self._read_debrief,
            "/api/debrief": self._debrief, "/api/export": self._export, "/api/write": self._write,
        }  # fmt: skip
        self._acts: dict[str, Callable[[PageRequest, str], dict[str, Any]]] = {
            "/api/act/": self._act, "/api/lead/": self._lead, "/api/table/": self._at_table,
        }  # fmt: skip

    def answer(self, request: PageRequest) -> dict[str, Any]:
        """The answer to a request, in plain JSON.

        Raises:
            GameError: For what the game does not allow.
            RequestError: For a path that there is not, and a seat at which nobody sits here.
        """
        if request.path in self._paths:
            return self._paths[request.path](request)
        for path, act in self._acts.items():
            if request.path.startswith(path) and request.body is not None:
                return act(request, request.path[len(path) :])
        raise RequestError(404, _("The page asks for {path}, which the game does not know.").format(path=request.path))

    def _seat(self, request: PageRequest) -> str:
        """The seat that asks. Raises :class:`RequestError` for one at which nobody sits here."""
        if request.seat not in self._player.present:
            said = _("Nobody has the seat {seat} at this screen. Go back to the table.")
            raise RequestError(403, said.format(seat=request.seat))
        return request.seat

    def _begin(self, request: PageRequest) -> dict[str, Any]:
        given = (request.body or {}).get("seats", [])
        chosen = tuple(seat.name for seat in self._session.game.seats if seat.name in given)
        if not any(seat.name in chosen for seat in self._session.game.deciding):
            raise GameError(_("Nobody would decide anything; tick at least one seat that does."))
        self._player.begin(chosen)
        return {}

    def _state(self, request: PageRequest) -> dict[str, Any]:
        seat = self._seat(request)
        return state_of(self._session, seat) | {
            "outcome": self._drafts.outcome(self._session, seat), "drafts": self._drafts.revision(seat),
            "decided_by": self._drafts.last_writer(seat, request.device), "submits": self._drafts.submits,
            "devices": [], "people": [], "market": "1", "markets": 1, "open": True, "here": list(self._player.present),
        }  # fmt: skip

    def _act(self, request: PageRequest, name: str) -> dict[str, Any]:
        by = Writer(device=request.device)
        answer = act_on_seat(self._session, self._drafts, self._seat(request), name, request.body or {}, by)
        if answer["accepted"]:
            self._keep_drafts()
        return answer

    def _draft(self, request: PageRequest) -> dict[str, Any]:
        seat, by = self._seat(request), Writer(device=request.device)
        if request.body is None:
            return drafts_of(self._session, self._drafts, seat, by.device)
        saved = save_draft(self._session, self._drafts, seat, request.body, by)
        self._keep_drafts()
        return saved

    def _rule(self, request: PageRequest) -> dict[str, Any]:
        self._leader(request)
        self._drafts.submits = bool((request.body or {}).get("submits"))
        self._keep_drafts()
        return {"submits": self._drafts.submits}

    def _keep_drafts(self) -> None:
        with full_disk_told():
            self._drafts.write()

    def _leader(self, request: PageRequest) -> str:
        seat = self._seat(request)
        if seat not in self._player.leaders:
            raise RequestError(
                403, _("{seat} is not an instructor, and only an instructor can do that.").format(seat=seat)
            )
        return seat

    def _lead(self, request: PageRequest, name: str) -> dict[str, Any]:
        """An instructor at this screen does something; who gets a seat back sits here as well."""
        by, given = self._leader(request), dict(request.body or {})
        if name == "close_round" and isinstance(given.get("line"), str | None):
            self._drafts.submit(self._session, given.get("line"), given.get("round"))
        answer = run_instructor_action(self._session, by, name, given)
        if name == "seat_human" and given.get("seat") not in self._session.playing.record.joined:
            self._session.join(given["seat"], self._session.codes[given["seat"]])
        return answer

    def _at_table(self, request: PageRequest, name: str) -> dict[str, Any]:
        """Done by all together, or by the instructor where one leads at this screen."""
        if name not in TABLE_ACTIONS:
            raise RequestError(404, _("The page asks for {path}, which the game does not know.").format(path=name))
        by = self._leader(request) if self._player.leaders else None
        given = request.body or {}
        if name == "close_round":
            if given.get("round") not in (None, self._session.lines[self._session.line()].round):
                raise GameError(_("This round is closed already."))
            self._drafts.submit(self._session, given.get("line"))
        try:
            TABLE_ACTIONS[name](self._session, given, by)
        except KeyError as error:
            raise RequestError(400, _("{name} is missing.").format(name=error)) from None
        line = self._session.line((self._player.people or self._player.leaders)[0])
        return {"line": line, "round": self._session.lines[line].round}

    # What is taken home, and the end

    def _line(self) -> str:
        return self._session.line((self._player.people or self._player.leaders)[0])

    def _export(self, request: PageRequest) -> dict[str, Any]:
        """The tables of a seat, or of the whole game for an instructor, in a folder beside the game's file."""
        seat = self._seat(request)
        folder = self._folder(seat)
        self._session.export(folder, seat=seat)
        return _said(folder)

    def _debrief(self, request: PageRequest) -> dict[str, Any]:
        """The debrief of a seat as a file beside the game's file."""
        seat = self._seat(request)
        line = request.query.get("line") or self._session.line(seat)
        file = self._player.file
        path = unique_file_name(file.with_name(f"{file.stem}_debrief.html"))
        path.write_bytes(text(self._session.debrief(by=seat, line=line)).encode())
        return _said(path)

    def _read_debrief(self, request: PageRequest) -> dict[str, Any]:
        """The debrief as a page; from here on nothing is hidden at this screen."""
        asked = request.query.get("luck", "0")
        luck = min(MOST_LUCKS, int(asked)) if asked.isdecimal() else 0
        self._player.found = self._session.debrief(line=self._line(), luck=luck)
        return {"html": text(self._player.found)}

    def _ending(self, _request: PageRequest) -> dict[str, Any]:
        line = self._line()
        figures = final_figures(self._session.outcomes(line)).plain() if self._session.lines[line].round else None
        return {"figures": figures, "lines": table_of(self._player, everything=True)["lines"]}

    def _write(self, _request: PageRequest) -> dict[str, Any]:
        """Tables and debrief in a new folder beside the game's file."""
        folder, line = self._folder("tables"), self._line()
        self._session.export(folder, line=line)
        found = self._player.found
        debrief_page(found if found is not None and found.line == line else self._session.debrief(line=line), folder)
        said = _("All is in the folder {folder}: debrief.html, tables, scenario.yaml to replay it.")
        return {"said": said.format(folder=folder.name)}

    def _folder(self, what: str) -> Path:
        file = self._player.file
        return unique_file_name(file.with_name(f"{file.stem}_{what}"))


def _said(path: Path) -> dict[str, Any]:
    return {"said": _("Saved beside the game file as {name}.").format(name=path.name)}

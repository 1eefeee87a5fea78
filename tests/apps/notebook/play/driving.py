"""A page without a browser: what it asks what plays in a notebook, and what it is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sim.apps.notebook.play.page_widget import CellPlayer

DEVICE = "notebook"


class Asking:
    """Sends messages as the page does, with a seat or without one, and keeps all that came back."""

    def __init__(self, player: CellPlayer, seat: str = "") -> None:
        self.player, self.seat = player, seat
        self.count = 0
        self.said: list[dict[str, Any]] = []
        player.page.send = lambda message, **_rest: self.said.append(message)  # type: ignore[method-assign]

    def sit(self, seat: str) -> Asking:
        """The same page after this seat has taken the screen."""
        self.seat = seat
        return self

    def reply(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The whole answer, with its status and language."""
        self.count += 1
        message = {"id": self.count, "path": path, "body": body, "seat": self.seat, "device": DEVICE}
        self.player.page.heard(None, json.loads(json.dumps(message)), [])
        (answer,) = [each for each in self.said if each.get("id") == self.count]
        json.dumps(answer)
        return answer

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What is answered to what is not refused."""
        answer = self.reply(path, body)
        assert answer["status"] == 200, answer["content"]
        found: dict[str, Any] = answer["content"]
        return found

    def refused(self, path: str, body: Mapping[str, Any] | None = None) -> str:
        """The sentence with which something is refused."""
        answer = self.reply(path, body)
        assert answer["status"] in (400, 403, 404, 409, 422), answer
        return str(answer["content"]["error"])

    def table(self, after: str = "") -> dict[str, Any]:
        return self.ask(f"/api/table?after={after}" if after else "/api/table")

    def next(self, after: str = "") -> tuple[str, str]:
        """The page that comes next, and for which seat."""
        found = self.table(after)["next"]
        return found["page"], found["seat"]

    def state(self) -> dict[str, Any]:
        return self.ask("/api/state")

    def decide(self, values: Mapping[str, object] | None = None, **rest: object) -> dict[str, Any]:
        """Send the form of the decision, filled in as it stands but for these values."""
        state = self.state()
        filled = {field["path"]: field["present"] for field in state["form"]["decide"]} | state["form"]["values"]
        seen = state["decision"]["number"] if state["decision"] else 0
        given = {"values": {**filled, **(values or {})}, "round": state["round"], "reason": "", "confirmed": "",
                 "seen": seen, "client": f"mark {self.count}", **rest}  # fmt: skip
        return self.ask("/api/act/decide", given)


def words_of(value: object) -> str:
    """All text in plain JSON, or in HTML without its markup."""
    if isinstance(value, Mapping):
        return " ".join(words_of(each) for each in value.values())
    if isinstance(value, list | tuple):
        return " ".join(words_of(each) for each in value)
    return " ".join(re.sub(r"(?s)<(style|svg).*?</\1>|<[^>]*>", " ", str(value)).split())

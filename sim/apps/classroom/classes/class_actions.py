"""What the instructor of a class does in one, some or all markets, with a question first where something is missing."""

from __future__ import annotations

import asyncio
import hashlib
import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import Field, ValidationError

from sim.apps.classroom.classes.class_keeper import ClassKeeper
from sim.apps.classroom.markets.action import Action, ActionArguments
from sim.apps.classroom.markets.actions import run_instructor_action
from sim.apps.classroom.markets.market import Market
from sim.apps.classroom.web.request_parsing import RequestError
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.language.messages import _, ngettext
from sim.registry import unknown

MOST_NAMED = 8
"""Seats that a question names; of more it gives the number."""
MOST_ASKED = 12
"""Markets that a question tells one by one."""


class MarketAction(ActionArguments):
    """An action in several markets."""

    in_progress: ClassVar[bool] = True
    """Whether it is left out in markets whose game is over."""

    @abstractmethod
    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """What is missing in a market, in a sentence; empty where nothing is."""

    @abstractmethod
    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Do it in one market, in the thread of its game. Returns what was done, in a sentence."""

    def run(self, session: Session, seat: str) -> None:
        """Do it in the one market of a session."""
        self.act(session, seat, "", None)


class OpenMarket(MarketAction):
    """Nothing; the markets are opened for decisions."""

    opens: ClassVar[bool] = True

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Which seats are empty."""
        taken = {*summary["joined"], *summary["bots"]}
        empty = [seat for seat in summary["seats"] if seat not in taken]
        if not empty:
            return ""
        return ngettext("Market {market}: {seats} is empty.", "Market {market}: {seats} are empty.", len(empty)).format(
            market=market, seats=_named(empty)
        )

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Let the time run."""
        if session.seconds_left is not None and session.paused:
            session.resume(by=by)
        return _("Open for decisions.")


class StopMarket(MarketAction):
    """Nothing; the markets take no decisions until they are opened again."""

    opens: ClassVar[bool] = False

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Stop the time."""
        if session.seconds_left is not None and not session.paused:
            session.pause(by=by)
        return _("Stopped: no decisions are accepted.")


class CloseRounds(MarketAction):
    """The rounds that are meant, by market."""

    rounds: dict[str, int] = Field(default_factory=dict)

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Who has not submitted."""
        missing = summary["missing"]
        if not missing:
            return ""
        return ngettext(
            "Market {market}, round {round} of {rounds}: {seats} has not submitted.",
            "Market {market}, round {round} of {rounds}: {seats} have not submitted.",
            len(missing),
        ).format(market=market, round=summary["round"] + 1, rounds=summary["rounds"], seats=_named(missing))

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Close the open round, if it is the one that is meant."""
        if session.game.advance == "own_pace":
            raise GameError(
                _("Each team closes its own rounds in this game; open the market to see the round of each.")
            )
        meant = self.rounds.get(market)
        request = {} if meant is None else {"round": meant}
        run_instructor_action(session, by, "close_round", request | _mark(client))
        return _("Round {round} of {rounds} is closed.").format(
            round=session.playing.line_of().round, rounds=session.game.rounds
        )


class EmptySeatBots(MarketAction):
    """Nothing; bots take all seats at which no person sits."""

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Which seats bots take."""
        empty = [seat for seat in summary["seats"] if seat not in {*summary["joined"], *summary["bots"]}]
        if not empty:
            return ""
        return ngettext(
            "Market {market}: a bot takes {seats}.", "Market {market}: bots take {seats}.", len(empty)
        ).format(market=market, seats=_named(empty))

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Let each empty seat's own bot decide for it."""
        record = session.playing.record
        empty = [
            seat.name
            for seat in session.game.deciding
            if seat.name not in record.joined and seat.name not in record.bots
        ]
        for seat in empty:
            session.seat_bot(seat, by=by)
        return ngettext("{n} bot seated.", "{n} bots seated.", len(empty)).format(n=len(empty))


class SayToAll(MarketAction):
    """A message to all seats."""

    in_progress: ClassVar[bool] = False
    text: str

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Send the message."""
        run_instructor_action(session, by, "say", {"text": self.text} | _mark(client))
        return _("Message sent.")


class DraftRule(MarketAction):
    """Whether what is typed and valid is submitted when a round closes."""

    in_progress: ClassVar[bool] = False
    submits: bool

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Say what holds; the drafts of the market keep it."""
        if self.submits:
            return _("When a round closes, what is typed and valid is submitted.")
        return _("When a round closes, only submitted decisions count.")


class ExtendRounds(MarketAction):
    """The time that is added to the open rounds."""

    seconds: float

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Add the time."""
        run_instructor_action(session, by, "extend", {"seconds": self.seconds} | _mark(client))
        return ngettext("{n} second added.", "{n} seconds added.", round(self.seconds)).format(n=f"{self.seconds:g}")


class ShockMarkets(MarketAction):
    """An event by name, and the firms that it affects."""

    shock: str
    firms: Sequence[str] = ()

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Nothing is asked."""
        return ""

    def act(self, session: Session, by: str, market: str, client: str | None) -> str:
        """Add the event from the open round on."""
        request = {"shock": self.shock, "firms": list(self.firms)}
        if session.game.advance != "own_pace":
            run_instructor_action(session, by, "shock", request | _mark(client))
            return _("The event begins in the open round.")
        for number, line in enumerate(_open_lines(session)):
            own = {} if client is None else {"client": f"{client} {number}"}
            run_instructor_action(session, by, "shock", request | {"line": line} | own)
        return _("The event begins in the open round of each team.")


CLASS_ACTIONS: dict[str, type[MarketAction]] = {
    "open": OpenMarket, "stop": StopMarket, "close_round": CloseRounds, "bots": EmptySeatBots, "say": SayToAll,
    "extend": ExtendRounds, "shock": ShockMarkets, "drafts": DraftRule,
}  # fmt: skip
"""Every action in several markets, by name."""


async def run_class_action(
    keeper: ClassKeeper, markets: Mapping[str, Market], name: str, request: Mapping[str, Any]
) -> dict[str, Any]:
    """Carry out an action in the markets that the request names, or in all.

    Where something is missing, nothing is done before the request is sent again with the token of the question.
    Raises :class:`GameError` and :class:`RequestError` for what cannot be meant.
    """
    action, chosen, client, confirmed = _read(markets, name, request)
    summaries = dict(zip(chosen, await asyncio.gather(*(keeper.summary(market) for market in chosen.values())),
                         strict=True))  # fmt: skip
    if action.in_progress:
        chosen = {each: market for each, market in chosen.items() if not summaries[each]["over"]}
    if not chosen:
        raise GameError(_("The game is over in all of these markets. Open a market to play one of its rounds again."))
    slips = [text for each in chosen if (text := action.question(each, summaries[each]))]
    token = hashlib.sha256(json.dumps([name, *slips]).encode()).hexdigest()
    known = client is not None and any([await market.keeper.ask(_seen(client)) for market in chosen.values()])
    if slips and confirmed != token and not known:
        more = _more(len(slips) - MOST_ASKED)
        return {"accepted": False, "slips": slips[:MOST_ASKED] + more, "token": token}
    results = await asyncio.gather(*(_done(action, market, client) for market in chosen.values()))
    if isinstance(action, DraftRule):
        await asyncio.gather(*(market.keeper.wake() for market in chosen.values()))
    opens = getattr(action, "opens", None)
    if opens is not None:
        done = {result["market"] for result in results if result["done"]}
        await keeper.change(
            lambda file: file.but(open=[each for each in file.markets if (each in done and opens) or
                                        (each in file.open and each not in done)])
        )  # fmt: skip
        await asyncio.gather(*(market.keeper.wake() for market in chosen.values()))
    return {"accepted": True, "results": results}


def _read(
    markets: Mapping[str, Market], name: str, request: Mapping[str, Any]
) -> tuple[MarketAction, dict[str, Market], str | None, str]:
    """The action, the markets in which it is meant, the client's mark and the token of an answered question."""
    if name not in CLASS_ACTIONS:
        raise RequestError(404, unknown("act", name[:40], CLASS_ACTIONS))
    names, client, confirmed = request.get("markets", []), request.get("client"), request.get("confirmed", "")
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise GameError(
            _("markets: give a list of names, such as {example}, or an empty list for all.").format(
                example="['1', '3']"
            )
        )
    for each in names:
        if each not in markets:
            raise GameError(unknown("market", each[:40], markets))
    if not isinstance(confirmed, str) or not (client is None or (isinstance(client, str) and 0 < len(client) <= 100)):
        raise GameError(_("client and confirmed: give texts of up to 100 characters."))
    rest = {key: value for key, value in request.items() if key not in ("markets", "client", "confirmed")}
    found = Action(name=name, role="instructor", arguments=CLASS_ACTIONS[name]).check(rest)
    assert isinstance(found, MarketAction)  # noqa: S101 (for the type checker: the table holds no other)
    return found, {each: markets[each] for each in markets if not names or each in names}, client, confirmed


async def _done(action: MarketAction, market: Market, client: str | None) -> dict[str, Any]:
    try:
        said = await market.keeper.ask(lambda session: _act(session, action, market, client))
        return {"market": market.name, "done": True, "said": said}
    except (GameError, ValidationError) as error:
        return {"market": market.name, "done": False, "said": str(error)}


def _act(session: Session, action: MarketAction, market: Market, client: str | None) -> str:
    """Do it in the thread of the game; before a round closes, what was typed is submitted."""
    if isinstance(action, CloseRounds) and session.game.advance != "own_pace":
        market.drafts.submit(session, meant=action.rounds.get(market.name))
    if isinstance(action, DraftRule):
        market.drafts.submits = action.submits
        market.drafts.write()
    return action.act(session, market.instructor, market.name, client)


def _seen(client: str) -> Any:
    return lambda session: bool({client, f"{client} 0"} & set(session.playing.record.clients))


def _mark(client: str | None) -> dict[str, str]:
    return {} if client is None else {"client": client}


def _named(seats: Sequence[str]) -> str:
    if len(seats) > MOST_NAMED:
        return ngettext("{n} seat", "{n} seats", len(seats)).format(n=len(seats))
    if len(seats) == 1:
        return seats[0]
    return _("{names} and {last}").format(names=_(", ").join(seats[:-1]), last=seats[-1])


def _more(markets: int) -> list[str]:
    """The line below the markets that a question names."""
    if markets <= 0:
        return []
    return [
        ngettext("The same holds in {n} more market.", "The same holds in {n} more markets.", markets).format(n=markets)
    ]


def _open_lines(session: Session) -> list[str]:
    """The lines whose game is not over, in a game in which each team has its own."""
    state = session.playing
    return [line.name for line in state.lines_played() if line.owner and not state.world(line).over]

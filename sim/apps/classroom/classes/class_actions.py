"""What the instructor of a class does in one, some or all markets, with a question first where something is missing."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sim.apps.classroom.classes.branch_actions import BranchAction, BranchMarkets, GoToLine, RewindMarkets, stay_behind
from sim.apps.classroom.classes.class_file import place_key
from sim.apps.classroom.classes.class_keeper import ClassKeeper
from sim.apps.classroom.classes.market_actions import (
    Before,
    CloseRounds,
    DraftRule,
    EmptySeatBots,
    ExtendRounds,
    MarketAction,
    OpenMarket,
    Place,
    SayToAll,
    ShockMarkets,
    StopMarket,
    before_in,
)
from sim.apps.classroom.classes.undo_steps import UndoStep
from sim.apps.classroom.markets.market import Market
from sim.apps.classroom.web.request_parsing import RequestError
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.language.messages import _, ngettext
from sim.registry import unknown

MOST_ASKED = 12
"""Markets that a question tells one by one."""
CLASS_ACTIONS: dict[str, type[MarketAction]] = {
    "open": OpenMarket, "stop": StopMarket, "close_round": CloseRounds, "bots": EmptySeatBots, "say": SayToAll,
    "extend": ExtendRounds, "shock": ShockMarkets, "drafts": DraftRule, "rewind": RewindMarkets,
    "branch": BranchMarkets, "go_to": GoToLine,
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
    places = {each: _place(keeper, market, client) for each, market in chosen.items()}
    opened = {*keeper.file.open}
    found = await asyncio.gather(*(_done(action, place, name in opened) for name, place in places.items()))
    results, before = [result for result, _before in found], {
        result["market"]: state for result, state in found if state is not None
    }  # fmt: skip
    if before and action.undoable and not known:
        keeper.undo.add(name, action, before)
    opens = getattr(action, "opens", None)
    if opens is not None:
        await _open_file(keeper, dict.fromkeys(before, bool(opens)))
    if opens is not None or isinstance(action, DraftRule):
        await asyncio.gather(*(market.keeper.wake() for market in chosen.values()))
    return {"accepted": True, "results": results, "again": known}


async def undo_last(keeper: ClassKeeper, markets: Mapping[str, Market], request: Mapping[str, Any]) -> dict[str, Any]:
    """Undo the act that the request names, which has to be the last one; first a question says what that changes.

    Raises :class:`GameError` where there is nothing to be undone, or another act has come since.
    """
    async with keeper.undoing:
        return await _undo_last(keeper, markets, request)


async def _undo_last(keeper: ClassKeeper, markets: Mapping[str, Market], request: Mapping[str, Any]) -> dict[str, Any]:
    number, confirmed = request.get("step"), request.get("confirmed", "")
    before = keeper.undo.undone(number if isinstance(number, int) else 0)
    if before is not None:
        return {"accepted": True, "results": before, "again": True}
    step = keeper.undo.last
    if step is None:
        raise GameError(_("There is nothing to be undone."))
    if step.number != number:
        raise GameError(_("Another act has come since; look at the console again before you undo it."))
    chosen = {each: markets[each] for each in step.before}
    slips = [*await _undo_questions(keeper, step, chosen), _("The last act is undone; a message cannot be taken back.")]
    token = hashlib.sha256(json.dumps([number, *slips]).encode()).hexdigest()
    if confirmed != token:
        return {"accepted": False, "slips": slips, "token": token}
    places = {each: _place(keeper, market, None) for each, market in chosen.items()}
    results = await asyncio.gather(*(_undone(step, place) for place in places.values()))
    keeper.undo.remove(step, results)
    if getattr(step.action, "opens", None) is not None:
        done = {result["market"] for result in results if result["done"]}
        await _open_file(keeper, {each: step.before[each].open for each in done})
    await asyncio.gather(*(market.keeper.wake() for market in chosen.values()))
    return {"accepted": True, "results": results, "again": False}


async def _undo_questions(keeper: ClassKeeper, step: UndoStep, chosen: Mapping[str, Market]) -> list[str]:
    """What stays behind where undoing begins a branch or leaves one."""
    if not (step.action.undone_by_branch or isinstance(step.action, BranchAction)):
        return []
    summaries = [(each, await keeper.summary(market)) for each, market in chosen.items()]
    found = [stay_behind(each, summary) for each, summary in summaries if summary["submitted"]]
    return found[:MOST_ASKED] + _more(len(found) - MOST_ASKED)


async def _open_file(keeper: ClassKeeper, opened: Mapping[str, bool]) -> None:
    """Keep in the file of the class which markets are open."""
    await keeper.change(
        lambda file: file.but(open=[each for each in file.markets if opened.get(each, each in file.open)])
    )


def _place(keeper: ClassKeeper, market: Market, client: str | None) -> Place:
    """A market, and the seats that its people have left."""
    left = frozenset(seat for seat in market.roles if place_key(market.name, seat) in keeper.file.freed)
    return Place(market=market, client=client, left=left)


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
    found = CLASS_ACTIONS[name].checked(name, rest)
    return found, {each: markets[each] for each in markets if not names or each in names}, client, confirmed


async def _done(action: MarketAction, place: Place, is_open: bool) -> tuple[dict[str, Any], Before | None]:
    """What an action brought in one market, and how the market was before it; None where it was refused."""
    market = place.market.name
    try:
        said, before = await place.market.keeper.ask(lambda session: _act(session, action, place, is_open))
        return {"market": market, "done": True, "said": said}, before
    except (GameError, ValidationError) as error:
        return {"market": market, "done": False, "said": str(error)}, None


async def _undone(step: UndoStep, place: Place) -> dict[str, Any]:
    """What undoing an act brought in one market."""
    market = place.market
    before = step.before[market.name]
    try:
        said = await market.keeper.ask(lambda session: step.action.undo(session, market.instructor, place, before))
        return {"market": market.name, "done": True, "said": said}
    except GameError as error:
        return {"market": market.name, "done": False, "said": str(error)}


def _act(session: Session, action: MarketAction, place: Place, is_open: bool) -> tuple[str, Before]:
    """Do it in the thread of the game; before a round closes, what was typed is submitted."""
    market, before = place.market, before_in(session, place, is_open=is_open)
    if isinstance(action, CloseRounds) and session.game.advance != "own_pace":
        market.drafts.submit(session, meant=action.rounds.get(market.name))
    if isinstance(action, DraftRule):
        market.drafts.submits = action.submits
        market.drafts.write()
    return action.act(session, market.instructor, place), before


def _seen(client: str) -> Any:
    return lambda session: bool({client, f"{client} 0"} & set(session.playing.record.clients))


def _more(markets: int) -> list[str]:
    """The line below the markets that a question names."""
    if markets <= 0:
        return []
    return [
        ngettext("The same holds in {n} more market.", "The same holds in {n} more markets.", markets).format(n=markets)
    ]

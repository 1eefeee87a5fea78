"""What key accounts decided: to whom they gave what, whom they let in, whom they left, and what they said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.number_text import percent
from sim.scenario.decisions.account_decision import CHOICES, AccountDecision
from sim.scenario.firm.departments.relationship_managers import DOORS

WORDS = {
    "wallet": "buys from", "receive": "receives", "tell": "tells", "door": "lets in", "complain": "complains to",
    "close": "leaves", "says": "says to", "reopen": "deals again with",
}  # fmt: skip
NOTICED = 0.01
"""Change of a part of her purchases from which on it is told; bots settle theirs anew in every round."""


@dataclass(frozen=True, kw_only=True)
class AccountMove:
    """A key account's decision of a round; true causes among it."""

    round: int
    account: str
    seat: str
    decided_by: str
    reason: str
    words: str


def account_moves(play: GameState, line: Branch) -> tuple[AccountMove, ...]:
    """What those who sit for key accounts changed on a line, by round; what is said over again is no change."""
    found = []
    stands: dict[str, dict[str, Any]] = {}
    for number, round_ in enumerate(line.closed):
        for seat, said in round_.items():
            if isinstance(said.decision, AccountDecision):
                account = play.game.seat(seat).answers
                words = _words(said.decision, stands.setdefault(account, {}))
                if words:
                    found.append(
                        AccountMove(round=number, account=account, seat=seat, decided_by=said.entry.decided_by,
                                    reason=said.entry.reason, words=words)
                    )  # fmt: skip
    return tuple(found)


def _words(decision: AccountDecision, stands: dict[str, Any]) -> str:
    """What a decision changes, in words; what stands is kept up to date.

    >>> _words(AccountDecision(close={"Azure": "price"}, says={"Azure": "service"}), {})
    'leaves Azure (price); says to Azure (service)'
    >>> stands = {}
    >>> _words(AccountDecision(wallet={"Azure": 0.75, "outside": 0.25}, receive={"Azure": True}), stands)
    'buys from Azure (75%), outside (25%); receives Azure (yes)'
    >>> _words(AccountDecision(wallet={"Azure": 0.75, "outside": 0.25}, receive={"Azure": False}), stands)
    'receives Azure (no)'
    >>> _words(AccountDecision(door={"Azure": 1}), {})
    'lets in Azure (on speaking terms)'
    """
    parts = []
    for name, held in decision.model_dump(mode="json", exclude_none=True).items():
        news = held
        if not CHOICES[name].once and isinstance(held, Mapping):
            before = stands.get(name, {})
            news = {firm: value for firm, value in held.items() if _differs(before.get(firm), value)}
            if news and name == "wallet":
                news = {firm: part for firm, part in held.items() if part >= NOTICED / 2}
            stands[name] = {**before, **held}
        if news:
            parts.append(f"{WORDS[name]} {_said(name, news)}")
    return "; ".join(parts)


def _differs(before: object, value: object) -> bool:
    if isinstance(before, int | float) and isinstance(value, float):
        return abs(before - value) >= NOTICED
    return before != value


def _said(name: str, news: object) -> str:
    if not isinstance(news, Mapping):
        return ", ".join(map(str, news)) if isinstance(news, list) else str(news)
    return ", ".join(f"{firm} ({_value(name, value)})" for firm, value in news.items())


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    if name == "wallet" and isinstance(value, int | float):
        return percent(value)
    return DOORS[value] if name == "door" and isinstance(value, int) else str(value)

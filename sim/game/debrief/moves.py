"""The moves of a game: what firms and key accounts changed in each round, by whom, why, and whether rivals saw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.game.debrief.replay_trace import ReplayTrace
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.number_text import percent, significant
from sim.scenario.decisions.account_decision import CHOICES, AccountDecision
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.decisions.lever import FRAMES
from sim.scenario.firm.departments.relationship_managers import DOORS

SEEN: tuple[str, ...] = ("price", "open", "launch", "revise", "tiers", "close")
"""Levers whose move anyone can see: prices, programmes and their announced terms (``PublicOffer``)."""

SETTLED = {"pay": "points are paid", "forfeit": "points lapse", "run_off": "it runs off"}
"""How points are settled when a programme is closed, in words."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """One lever that a firm moved in a round."""

    round: int
    firm: str
    seat: str
    """Who sat there; empty where a policy of the scenario steers."""
    lever: str
    before: Any
    """Where it stood, in plain numbers, text, lists and mappings; None for what is bought or opened."""
    after: Any
    """Of a mapping only what changed."""
    decided_by: str
    """``human``, ``bot``, ``default`` (nobody decided, the rule did) or ``policy`` (no seat)."""
    reason: str
    seen: bool
    """Whether rivals and customers could see it."""

    def element(self, frame: str) -> str:
        """Where it belongs in a frame of the course (4P, 6P, 11P, 4C, 4R)."""
        return LEVERS[self.lever].element(frame)

    @property
    def elements(self) -> dict[str, str]:
        """Where it belongs in each frame."""
        return {frame: self.element(frame) for frame in FRAMES}

    @property
    def words(self) -> str:
        """What was done, in words: ``price 1 → 0.97``."""
        return said(self.lever, self.before, self.after)


def moves(play: GameState, line: Branch, seen: ReplayTrace) -> tuple[Move, ...]:
    """All moves on a line, by round and firm, those of firms without a seat too."""
    seats = {seat.steers: seat.name for seat in play.game.steering}
    found: list[Move] = []
    for number, decided in enumerate(seen.decided):
        for firm, decision in decided.items():
            by_lever = _who(play, line, number, firm)
            for lever, before, after in changes(decision, seen.stood[number][firm]):
                seat, decided_by, reason = by_lever.get(lever, (seats.get(firm, ""), "policy", ""))
                found.append(
                    Move(round=number, firm=firm, seat=seat, lever=lever, before=before, after=after,
                         decided_by=decided_by, reason=reason, seen=lever in SEEN)
                )  # fmt: skip
    return tuple(found)


def _who(play: GameState, line: Branch, number: int, firm: str) -> dict[str, tuple[str, str, str]]:
    """By lever: the seat that moved it, how that came about, and why; several seats may steer one firm."""
    found = {}
    for seat, said_ in line.closed[number].items():
        if play.game.seat(seat).steers == firm and isinstance(said_.decision, Decision):
            for lever in said_.decision.moved:
                found[lever] = (seat, said_.entry.decided_by, said_.entry.reason)
    return found


def changes(decision: Decision, stood: Decision) -> Iterator[tuple[str, Any, Any]]:
    """Levers that a decision really moves: name, from, to; what it says over again is no move."""
    new = decision.model_dump(mode="json", exclude_none=True)
    old = stood.model_dump(mode="json", exclude_none=True, warnings=False)
    for lever in decision.moved:
        before, after = old.get(lever), new.get(lever)
        if isinstance(after, Mapping) and isinstance(before, Mapping):
            after = {name: value for name, value in after.items() if before.get(name) != value}
            before = {name: before.get(name) for name in after}
        if after != before and after not in ({}, [], None):
            yield lever, before if before not in ((), [], {}) else None, after


def said(lever: str, before: Any, after: Any) -> str:
    """A move in words.

    >>> said("close", None, {"frequency": "pay"}), said("imitate", None, {"club": 1.0})
    ('closes the frequency (points are paid)', 'begins to copy the club')

    >>> said("price", 1.0, 0.97), said("communication", {"advertising": 0.0}, {"advertising": 30.0})
    ('price 1 → 0.97', 'advertising 0 → 30')
    >>> said("open", None, ["club"]), said("research", None, [{"study": "wishes", "people": 300}])
    ('opens the club programme', 'asks 300 people (wishes)')
    """
    if lever in ("open", "launch"):
        kinds = [one if isinstance(one, str) else str(one.get("kind", "programme")) for one in after]
        what = "programme" if len(kinds) == 1 else "programmes"
        return f"{'opens' if lever == 'open' else 'launches'} the {', '.join(kinds)} {what}"
    if lever == "imitate":
        return f"begins to copy the {', '.join(after)}"
    if lever == "close":
        return ", ".join(f"closes the {kind} ({SETTLED[how]})" for kind, how in after.items())
    if lever == "research":
        return "asks " + ", ".join(f"{one['people']} people ({one['study']})" for one in after)
    if isinstance(after, Mapping) and (lever in ("communication", "degrees", "revise")):
        was = before or {}
        return ", ".join(f"{_name(part)} {_arrow(was.get(part), value)}" for part, value in after.items())
    return f"{_name(lever)} {_arrow(before, after)}"


def _arrow(before: Any, after: Any) -> str:
    return _value(after) if before is None else f"{_value(before)} → {_value(after)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return significant(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{_name(part)} {_value(member)}" for part, member in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value))
    return _name(str(value))


def _name(word: str) -> str:
    return word.replace("_", " ")


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
                words = _account_words(said.decision, stands.setdefault(account, {}))
                if words:
                    found.append(
                        AccountMove(round=number, account=account, seat=seat, decided_by=said.entry.decided_by,
                                    reason=said.entry.reason, words=words)
                    )  # fmt: skip
    return tuple(found)


def _account_words(decision: AccountDecision, stands: dict[str, Any]) -> str:
    """What a decision changes, in words; what stands is kept up to date.

    >>> _account_words(AccountDecision(close={"Azure": "price"}, says={"Azure": "service"}), {})
    'leaves Azure (price); says to Azure (service)'
    >>> stands = {}
    >>> _account_words(AccountDecision(wallet={"Azure": 0.75, "outside": 0.25}, receive={"Azure": True}), stands)
    'buys from Azure (75%), outside (25%); receives Azure (yes)'
    >>> _account_words(AccountDecision(wallet={"Azure": 0.75, "outside": 0.25}, receive={"Azure": False}), stands)
    'receives Azure (no)'
    >>> _account_words(AccountDecision(door={"Azure": 1}), {})
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
            parts.append(f"{WORDS[name]} {_account_said(name, news)}")
    return "; ".join(parts)


def _differs(before: object, value: object) -> bool:
    if isinstance(before, int | float) and isinstance(value, float):
        return abs(before - value) >= NOTICED
    return before != value


def _account_said(name: str, news: object) -> str:
    if not isinstance(news, Mapping):
        return ", ".join(map(str, news)) if isinstance(news, list) else str(news)
    return ", ".join(f"{firm} ({_account_value(name, value)})" for firm, value in news.items())


def _account_value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    if name == "wallet" and isinstance(value, int | float):
        return percent(value)
    return DOORS[value] if name == "door" and isinstance(value, int) else str(value)

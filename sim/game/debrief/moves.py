"""The moves of a game: what firms and key accounts changed in each round, by whom, why, and whether rivals saw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.game.debrief.replay_trace import ReplayTrace
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.game.words import clauses, door_word, listed, need_word, option_word, word
from sim.glossary.labels import cause_name
from sim.language.messages import _
from sim.number_text import percent, significant
from sim.scenario.decisions.account_decision import CHOICES, AccountDecision
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.decisions.lever import FRAMES
from sim.scenario.firm.departments.relationship_managers import DOORS

SEEN: tuple[str, ...] = ("price", "open", "launch", "revise", "tiers", "close")
"""Levers whose move anyone can see: prices, programmes and their announced terms (``PublicOffer``)."""


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
        return _opened(lever, after)
    if lever == "imitate":
        return _("begins to copy the {programmes}").format(programmes=listed(map(word, after)))
    if lever == "close":
        return listed(settled(how).format(programme=word(kind)) for kind, how in after.items())
    if lever == "research":
        asked = _("{people} people ({study})")
        studies = listed(asked.format(people=one["people"], study=word(one["study"])) for one in after)
        return _("asks {studies}").format(studies=studies)
    if isinstance(after, Mapping) and (lever in ("communication", "degrees", "incentive", "revise")):
        was = before or {}
        return listed(f"{_name(part)} {_arrow(was.get(part), value)}" for part, value in after.items())
    return f"{_name(lever)} {_arrow(before, after)}"


def _opened(lever: str, after: Any) -> str:
    kinds = [one if isinstance(one, str) else str(one.get("kind", "programme")) for one in after]
    one_opens, one_launches = _("opens the {programmes} programme"), _("launches the {programmes} programme")
    opens, launches = _("opens the {programmes} programmes"), _("launches the {programmes} programmes")
    if len(kinds) == 1:
        opens, launches = one_opens, one_launches
    return (opens if lever == "open" else launches).format(programmes=listed(map(word, kinds)))


def settled(how: str) -> str:
    """How a programme is closed, and what becomes of its points, with a place for the programme."""
    words = {
        "pay": _("closes the {programme} (points are paid)"), "forfeit": _("closes the {programme} (points lapse)"),
        "run_off": _("closes the {programme} (it runs off)"),
    }  # fmt: skip
    return words[how]


def _arrow(before: Any, after: Any) -> str:
    return _value(after) if before is None else f"{_value(before)} → {_value(after)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, float | int):
        return significant(value)
    if isinstance(value, Mapping):
        return listed(f"{_name(part)} {_value(member)}" for part, member in value.items())
    if isinstance(value, list | tuple):
        return listed(map(_value, value))
    return _name(str(value))


def _name(path: str) -> str:
    """A lever, a member of one, or a setting of a programme by its path."""
    kind, dot, setting = path.partition(".")
    return _("{programme}.{setting}").format(programme=word(kind), setting=word(setting)) if dot else word(path)


def account_phrase(name: str, whom: str) -> str:
    """What an account did, such as ``leaves Azure (price)``."""
    words = {
        "wallet": _("buys from {firms}"), "receive": _("receives {firms}"), "tell": _("tells {firms}"),
        "door": _("lets in {firms}"), "complain": _("complains to {firms}"), "close": _("leaves {firms}"),
        "says": _("says to {firms}"), "reopen": _("deals again with {firms}"),
    }  # fmt: skip
    return words[name].format(firms=whom)


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
    changes: tuple[tuple[str, Any], ...]
    """What changed, by part of the decision."""

    @property
    def words(self) -> str:
        """What changed, in words."""
        return clauses(account_phrase(name, _account_said(name, news)) for name, news in self.changes)


def account_moves(play: GameState, line: Branch) -> tuple[AccountMove, ...]:
    """What those who sit for key accounts changed on a line, by round; what is said over again is no change."""
    found = []
    stands: dict[str, dict[str, Any]] = {}
    for number, round_ in enumerate(line.closed):
        for seat, said in round_.items():
            if isinstance(said.decision, AccountDecision):
                account = play.game.seat(seat).answers
                changes = _account_changes(said.decision, stands.setdefault(account, {}))
                if changes:
                    found.append(
                        AccountMove(round=number, account=account, seat=seat, decided_by=said.entry.decided_by,
                                    reason=said.entry.reason, changes=changes)
                    )  # fmt: skip
    return tuple(found)


def _account_changes(decision: AccountDecision, stands: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """What a decision changes, by part; what stands is kept up to date.

    >>> _account_changes(AccountDecision(close={"Azure": "price"}, says={"Azure": "service"}), {})
    (('close', {'Azure': 'price'}), ('says', {'Azure': 'service'}))
    >>> stands = {}
    >>> _account_changes(AccountDecision(wallet={"Azure": 0.75, "outside": 0.25}, receive={"Azure": True}), stands)
    (('wallet', {'Azure': 0.75, 'outside': 0.25}), ('receive', {'Azure': True}))
    >>> _account_changes(AccountDecision(wallet={"Azure": 0.75, "outside": 0.25}, receive={"Azure": False}), stands)
    (('receive', {'Azure': False}),)
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
            parts.append((name, news))
    return tuple(parts)


def _differs(before: object, value: object) -> bool:
    if isinstance(before, int | float) and isinstance(value, float):
        return abs(before - value) >= NOTICED
    return before != value


def _account_said(name: str, news: object) -> str:
    if not isinstance(news, Mapping):
        return listed(map(str, news)) if isinstance(news, list) else str(news)
    pair = _("{firm} ({what})")
    return listed(pair.format(firm=option_word(firm), what=_account_value(name, value)) for firm, value in news.items())


def _account_value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, list):
        return listed(map(need_word, value)) or _("nothing")
    if name in ("close", "says"):
        return cause_name(str(value))
    if name == "wallet" and isinstance(value, int | float):
        return percent(value)
    return door_word(DOORS[value]) if name == "door" and isinstance(value, int) else str(value)

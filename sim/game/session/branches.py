"""Lines of play, as the log tells them: which rounds are closed, what was decided in them, where lines part.

A line begins at a round of another one and shares all that was closed before. No line is ever cut short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from sim.game.decisions.decisions import AnyDecision, decision_in
from sim.game.decisions.prediction import Prediction
from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError, reason_of
from sim.game.log.decision_log import Entry
from sim.scenario.declaration import Declaration
from sim.scenario.files.validation import checked
from sim.scenario.firm.account_policy import AccountPolicy
from sim.scenario.firm.policy import Policy
from sim.scenario.kinds import OneOf
from sim.scenario.market.shock import Shock

OF_THE_OPEN_ROUND = ("predicted", "decided", "withdrew", "strategy", "believed", "noted", "closed", "shocked")
"""Acts that only make sense in the round that is open on their line."""
MAIN = "main"
"""The line on which a game begins."""


class ShockEntry(Declaration):
    """A shock that an instructor deals out."""

    shock: Annotated[Shock, OneOf("shock")]


class BotEntry(Declaration):
    """A bot that takes the seat of a firm."""

    bot: Annotated[Policy, OneOf("policy")]


class AccountBotEntry(Declaration):
    """A bot that takes the seat of a key account."""

    bot: Annotated[AccountPolicy, OneOf("account_policy")]


@dataclass(frozen=True, kw_only=True)
class RecordedDecision:
    """A decision, and the entry of the log that holds it."""

    decision: AnyDecision
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class StrategyStatement:
    """A strategy, and when and by whom it was stated."""

    round: int
    seat: str
    strategy: str
    text: str


@dataclass
class Branch:
    """One line of play; round ``len(closed)`` is open."""

    name: str
    parent: str = ""
    start: int = 0
    """The first round that is its own."""
    owner: str = ""
    """The seat whose own line it is, where each team plays at its own pace."""
    closed: list[Mapping[str, RecordedDecision]] = field(default_factory=list)
    """What counted in each closed round, by seat; those before ``start`` are the parent's."""
    standing: dict[str, RecordedDecision] = field(default_factory=dict)
    """What stands for the open round."""
    predictions: dict[tuple[int, str], Prediction] = field(default_factory=dict)
    """What was expected, by round and seat."""
    strategies: list[StrategyStatement] = field(default_factory=list)
    """What seats said they live by, oldest first."""
    beliefs: dict[tuple[int, str], Mapping[str, float]] = field(default_factory=dict)
    """Why customers left, as seats believe: parts by cause, by the round that it is about and seat."""
    notes: list[Entry] = field(default_factory=list)
    """Visits as seats wrote them up."""
    shocks: list[tuple[int, Shock]] = field(default_factory=list)
    """What an instructor dealt out, with the round that was open."""

    @property
    def round(self) -> int:
        """The round that is open, counted from 0."""
        return len(self.closed)

    def at(self, number: int, name: str, owner: str) -> Branch:
        """A new line that begins at a round of this one."""
        return Branch(
            name=name, parent=self.name, start=number, owner=owner, closed=self.closed[:number],
            predictions={key: held for key, held in self.predictions.items() if key[0] < number},
            strategies=[stated for stated in self.strategies if stated.round < number],
            beliefs={key: held for key, held in self.beliefs.items() if key[0] < number - 1},
            notes=[note for note in self.notes if note.round < number],
            shocks=[(given, shock) for given, shock in self.shocks if given < number],
        )  # fmt: skip


class GameRecord:
    """What a log has come to, act by act."""

    def __init__(self) -> None:
        """Nothing has happened yet; there is one line."""
        self.entries: list[Entry] = []
        self.lines: dict[str, Branch] = {MAIN: Branch(MAIN)}
        self.on: dict[str, str] = {"": MAIN}
        """The line that is played on, for each seat that has one of its own, and for all others under ""."""
        self.joined: set[str] = set()
        self.bots: dict[str, Policy | AccountPolicy] = {}
        """Bots that sit in for people now."""
        self.clients: dict[str, Entry] = {}
        self.messages: list[Entry] = []

    def apply(self, entries: Iterable[Entry]) -> None:
        """Take these acts in. Raises :class:`Refused` for a log that makes no sense."""
        for entry in entries:
            try:
                self._take(entry)
            except (LookupError, TypeError, ValueError, ArithmeticError, AssertionError) as error:
                raise GameError(f"row {entry.number} ({entry.act}) makes no sense: {reason_of(error)}") from None
            self.entries.append(entry)
            if entry.client is not None:
                self.clients[entry.client] = entry

    def _take(self, entry: Entry) -> None:
        line, seat, content = self.lines.get(entry.line), entry.seat, entry.content
        if entry.act in OF_THE_OPEN_ROUND:
            assert line is not None and entry.round == line.round, "its round is not open"
        if line is not None and entry.act == "decided":
            line.standing[seat] = RecordedDecision(decision=decision_in(content), entry=entry)
        elif line is not None and entry.act == "predicted":
            line.predictions[entry.round, seat] = checked(Prediction, content["prediction"])
        elif line is not None and entry.act == "strategy":
            text, strategy = _text(content, "text", ""), _text(content, "strategy")
            assert strategy in STRATEGIES, f"there is no strategy {strategy!r}"
            line.strategies.append(StrategyStatement(round=entry.round, seat=seat, strategy=strategy, text=text))
        elif line is not None and entry.act == "believed":
            line.beliefs[_whole(content, "about"), seat] = _parts(content, "causes")
        elif line is not None and entry.act == "noted":
            assert {"about", "account", "know", "conclude", "decide", "visits"} <= set(content), "a part is missing"
            line.notes.append(entry)
        elif line is not None and entry.act == "withdrew":
            del line.standing[seat]
        elif line is not None and entry.act == "closed":
            line.closed.append(dict(line.standing))
            line.standing.clear()
        elif line is not None and entry.act == "shocked":
            line.shocks.append((entry.round, checked(ShockEntry, content).shock))
        elif line is not None and entry.act == "branched":
            name, owner = _text(content, "name"), _text(content, "owner", "")
            assert name and name not in self.lines and 0 <= entry.round <= line.round, "it branches where nothing is"
            self.lines[name] = line.at(entry.round, name, owner)
            self.on[owner] = name
        elif line is not None and entry.act == "went":
            self.on[line.owner] = line.name
        elif entry.act == "joined":
            self.joined.add(seat)
        elif entry.act == "bot":
            whose = {name: held for name, held in content.items() if name != "account"}
            self.bots[seat] = (
                checked(AccountBotEntry, whose) if "account" in content else checked(BotEntry, whose)
            ).bot
        elif entry.act == "human":
            self.bots.pop(seat, None)
        elif entry.act == "said":
            self.messages.append(entry)
        elif entry.act not in ("paused", "resumed", "extended"):
            raise LookupError("nobody knows such an act")


def _text(content: Mapping[str, Any], name: str, otherwise: str | None = None) -> str:
    """A text of an entry's content. Raises ``TypeError`` for anything else."""
    held = content[name] if otherwise is None else content.get(name, otherwise)
    if not isinstance(held, str):
        raise TypeError(f"its {name} is {held!r} and no text")
    return held


def _whole(content: Mapping[str, Any], name: str) -> int:
    held = content[name]
    if isinstance(held, bool) or not isinstance(held, int):
        raise TypeError(f"its {name} is {held!r} and no whole number")
    return held


def _parts(content: Mapping[str, Any], name: str) -> dict[str, float]:
    held = content[name]
    if not isinstance(held, dict) or not all(type(part) in (int, float) for part in held.values()):
        raise TypeError(f"its {name} is {held!r}, and no mapping of names to numbers")
    return held

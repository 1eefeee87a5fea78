"""What the log of a game has come to, act by act, and whether its acts are acts of that game.

:data:`APPLY_ON_BRANCH` and :data:`APPLY` hold what each act of the log changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from sim.files.regular_file import shortened
from sim.game.decisions.decisions import AnyPolicy, bot_in, decision_in
from sim.game.decisions.prediction import Prediction
from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError, reason_of
from sim.game.game import Game
from sim.game.log.entries import Entry, Opening
from sim.game.session.branches import MAIN, Branch, RecordedDecision, ShockEntry, StrategyStatement
from sim.language.messages import _
from sim.scenario.files.load import from_text
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

OF_THE_OPEN_ROUND = ("predicted", "decided", "withdrew", "strategy", "believed", "noted", "closed", "shocked")
"""Acts that only make sense in the round that is open on their line."""


class GameRecord:
    """What a log has come to, act by act."""

    def __init__(self) -> None:
        """Nothing has happened yet; there is one branch."""
        self.entries: list[Entry] = []
        self.lines: dict[str, Branch] = {MAIN: Branch(MAIN)}
        self.on: dict[str, str] = {"": MAIN}
        """The branch that is played on, for each seat that has one of its own, and for all others under ""."""
        self.joined: set[str] = set()
        self.bots: dict[str, AnyPolicy] = {}
        """Bots that sit in for people now."""
        self.clients: dict[str, Entry] = {}
        self.messages: list[Entry] = []

    def apply(self, entries: Iterable[Entry]) -> None:
        """Take these acts in. Raises :class:`GameError` for a log that makes no sense."""
        for entry in entries:
            try:
                self._take(entry)
            except (LookupError, TypeError, ValueError, ArithmeticError) as error:
                raise _senseless(entry, reason_of(error)) from None
            self.entries.append(entry)
            if entry.client is not None:
                self.clients[entry.client] = entry

    def _take(self, entry: Entry) -> None:
        line = self.lines.get(entry.line)
        if entry.act in OF_THE_OPEN_ROUND and (line is None or entry.round != line.round):
            raise ValueError(_("its round is not open"))
        if line is not None and entry.act in APPLY_ON_BRANCH:
            APPLY_ON_BRANCH[entry.act](self, line, entry)
        elif entry.act in APPLY:
            APPLY[entry.act](self, entry)
        else:
            raise LookupError(_("there is no act of that name"))


def _decided(_record: GameRecord, line: Branch, entry: Entry) -> None:
    line.standing[entry.seat] = RecordedDecision(decision=decision_in(entry.content), entry=entry)


def _predicted(_record: GameRecord, line: Branch, entry: Entry) -> None:
    line.predictions[entry.round, entry.seat] = checked(Prediction, entry.content["prediction"])


def _strategy(_record: GameRecord, line: Branch, entry: Entry) -> None:
    text, strategy = _text(entry.content, "text", ""), _text(entry.content, "strategy")
    if strategy not in STRATEGIES:
        raise ValueError(_("there is no strategy {strategy}").format(strategy=repr(strategy)))
    line.strategies.append(StrategyStatement(round=entry.round, seat=entry.seat, strategy=strategy, text=text))


def _believed(_record: GameRecord, line: Branch, entry: Entry) -> None:
    line.beliefs[_whole(entry.content, "about"), entry.seat] = _parts(entry.content, "causes")


def _noted(_record: GameRecord, line: Branch, entry: Entry) -> None:
    parts = {"about", "account", "know", "conclude", "decide", "visits"}
    if not parts <= set(entry.content):
        raise ValueError(_("a part is missing"))
    line.notes.append(entry)


def _withdrew(_record: GameRecord, line: Branch, entry: Entry) -> None:
    del line.standing[entry.seat]


def _closed(_record: GameRecord, line: Branch, _entry: Entry) -> None:
    line.closed.append(dict(line.standing))
    line.standing.clear()


def _shocked(_record: GameRecord, line: Branch, entry: Entry) -> None:
    line.shocks.append((entry.round, checked(ShockEntry, entry.content).shock))


def _branched(record: GameRecord, line: Branch, entry: Entry) -> None:
    name, owner = _text(entry.content, "name"), _text(entry.content, "owner", "")
    if not name or name in record.lines or not 0 <= entry.round <= line.round:
        raise ValueError(_("it branches where nothing is"))
    record.lines[name] = line.at(entry.round, name, owner)
    record.on[owner] = name


def _went(record: GameRecord, line: Branch, _entry: Entry) -> None:
    record.on[line.owner] = line.name


def _joined(record: GameRecord, entry: Entry) -> None:
    record.joined.add(entry.seat)


def _bot(record: GameRecord, entry: Entry) -> None:
    record.bots[entry.seat] = bot_in(entry.content)


def _human(record: GameRecord, entry: Entry) -> None:
    record.bots.pop(entry.seat, None)


def _said(record: GameRecord, entry: Entry) -> None:
    record.messages.append(entry)


def _timer(record: GameRecord, entry: Entry) -> None:
    """The timer of the session reads these acts from the log by itself."""


APPLY_ON_BRANCH: dict[str, Callable[[GameRecord, Branch, Entry], None]] = {
    "decided": _decided, "predicted": _predicted, "strategy": _strategy, "believed": _believed, "noted": _noted,
    "withdrew": _withdrew, "closed": _closed, "shocked": _shocked, "branched": _branched, "went": _went,
}  # fmt: skip
"""What an act changes on the branch that its entry names, by act."""
APPLY: dict[str, Callable[[GameRecord, Entry], None]] = {
    "joined": _joined, "bot": _bot, "human": _human, "said": _said, "paused": _timer, "resumed": _timer,
    "extended": _timer,
}  # fmt: skip
"""What an act changes that belongs to the whole game, by act."""


def _text(content: Mapping[str, Any], name: str, otherwise: str | None = None) -> str:
    """A text of an entry's content. Raises ``TypeError`` for anything else."""
    held = content[name] if otherwise is None else content.get(name, otherwise)
    if not isinstance(held, str):
        raise TypeError(_("its {name} is {held} and no text").format(name=name, held=shortened(repr(held), 60)))
    return held


def _whole(content: Mapping[str, Any], name: str) -> int:
    held = content[name]
    if isinstance(held, bool) or not isinstance(held, int):
        raise TypeError(_("its {name} is {held} and no whole number").format(name=name, held=shortened(repr(held), 60)))
    return held


def _parts(content: Mapping[str, Any], name: str) -> dict[str, float]:
    held = content[name]
    if not isinstance(held, dict) or not all(type(part) in (int, float) for part in held.values()):
        said = _("its {name} is {held}, and no mapping of names to numbers")
        raise TypeError(said.format(name=name, held=shortened(repr(held), 60)))
    return held


def _senseless(entry: Entry, why: str) -> GameError:
    said = _("row {number} ({act}) makes no sense: {reason}")
    return GameError(said.format(number=entry.number, act=shortened(entry.act, 40), reason=shortened(why, 400)))


OF_DECIDING_SEATS = ("predicted", "decided", "withdrew", "strategy", "believed", "noted", "bot", "human")
"""Acts of, or about, a seat that decides."""


def take_all(game: Game, record: GameRecord, entries: Iterable[Entry]) -> None:
    """Take the acts of a log into a record. Raises :class:`GameError` at the first that cannot be one of this game."""
    for entry in entries:
        why = _foreign(game, record, entry)
        if why:
            raise _senseless(entry, why)
        record.apply([entry])


def count_sensible(opening: Opening, entries: Iterable[Entry]) -> int:
    """How many of these acts, from the first, make sense as acts of the game that a file began with."""
    game, _scenario, record = *declared(opening), GameRecord()
    with suppress(GameError):  # up to there
        take_all(game, record, entries)
    return len(record.entries)


def declared(opening: Opening) -> tuple[Game, Scenario]:
    """The game that a file began with, and its scenario. Raises :class:`GameError` where they do not go together."""
    try:
        game, scenario = _read(opening.declaration, opening.scenario)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise GameError(_("the game in it cannot be read: {reason}").format(reason=reason_of(error))) from None
    known = [account.name for account in scenario.key_accounts]
    missing = [seat.name for seat in game.seats if seat.name not in opening.codes]
    missing += [seat.steers for seat in game.steering if seat.steers not in scenario.firm_names]
    missing += [seat.answers for seat in game.of_accounts if seat.answers not in known]
    if missing:
        said = _("the game in it does not go with its scenario and pass codes: {name} is missing")
        raise GameError(said.format(name=missing[0]))
    return game, scenario


@contextmanager
def equal_declarations_read_once() -> Iterator[None]:
    """While this is open, a game and a scenario that several files begin with are read once and shared.

    They are frozen. The markets of a class begin with the same ones, and reading takes most of the time of opening.
    """
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


_READ: ContextVar[dict[tuple[str, str], tuple[Game, Scenario]] | None] = ContextVar("declarations", default=None)


def _read(declaration: str, scenario: str) -> tuple[Game, Scenario]:
    kept = _READ.get()
    if kept is not None and (declaration, scenario) in kept:
        return kept[declaration, scenario]
    found = from_text(Game, declaration), from_text(Scenario, scenario)
    if kept is not None:
        kept[declaration, scenario] = found
    return found


def _foreign(game: Game, record: GameRecord, entry: Entry) -> str:
    """Why an act cannot be one of this game; empty where it can."""
    seats, deciding = {seat.name: seat for seat in game.seats}, {seat.name for seat in game.deciding}
    seat = seats.get(entry.seat)
    if entry.seat and seat is None:
        return _("the game has no seat {seat}").format(seat=repr(entry.seat))
    if entry.act in OF_DECIDING_SEATS and entry.seat not in deciding:
        return _("{seat} decides nothing in this game").format(seat=entry.seat or "–")
    if seat is not None and entry.act in ("decided", "bot") and ("account" in entry.content) != bool(seat.answers):
        said = _("{seat} is a key account") if seat.answers else _("{seat} is no key account")
        return said.format(seat=entry.seat)
    line = record.lines.get(entry.line)
    if entry.act == "closed" and line is not None:
        undecided = sorted(deciding - set(line.standing))
        if undecided:
            return _("{seats} had not decided").format(seats=", ".join(undecided))
        if line.round >= game.rounds:
            return _("all {rounds} rounds were closed before").format(rounds=game.rounds)
    if entry.act == "branched" and entry.content.get("owner", "") not in ("", *game.teams):
        return _("the new line belongs to no team of the game")
    return ""

"""What a seat may state beside its decisions, as forms: its strategy, why customers left, what a visit brought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError
from sim.game.forms.field import Field, Value
from sim.game.forms.form import taken
from sim.game.presentation.seat_view import SeatView
from sim.game.words import door_word, need_word, paragraph, strategy_word
from sim.glossary.labels import cause_name
from sim.language.messages import _, mark, translate
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.key_account import NEED_NAMES

if TYPE_CHECKING:
    from sim.game.session.session import Session
    from sim.game.session.submissions import Accepted


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A form for something that is stated."""

    word: str
    """What is typed for it in a terminal."""
    title: str
    about: str
    """What it is for, in a line of a list."""
    teaches: str
    fields: Callable[[Session, SeatView], tuple[Field, ...]]
    """Its fields now; none where there is nothing to be stated."""
    given: Callable[[Mapping[str, Value]], dict[str, Any]]
    """What was filled in, as the session takes it."""
    send: Callable[[Session, str, Mapping[str, Any]], Accepted]
    """States it for a seat, with what ``given`` returned."""


def statements(session: Session, view: SeatView) -> list[dict[str, Any]]:
    """All that a seat can state now, by act, as JSON has it."""
    found = []
    for act, statement in STATEMENTS.items():
        fields = fields_now(statement, session, view)
        if fields:
            told = [field.plain() for field in fields]
            said = {"title": translate(statement.title), "teaches": translate(statement.teaches)}
            found.append({"act": act, **said, "fields": told})
    return found


def stated(session: Session, view: SeatView, act: str, values: Mapping[str, object]) -> dict[str, Any]:
    """What was filled in to the form of an act, as the session takes it. Raises ``GameError``."""
    statement = STATEMENTS[act]
    fields = {field.path: field for field in fields_now(statement, session, view)}
    if not fields:
        raise GameError(_("{seat}: there is nothing to be said here in this round").format(seat=view.seat))
    return statement.given({path: field.present for path, field in fields.items()} | taken(fields, values))


def fields_now(statement: Statement, session: Session, view: SeatView) -> tuple[Field, ...]:
    """The fields of a statement as they are now; none where there is nothing to be stated."""
    return () if view.firm is None or view.over else statement.fields(session, view)


def _strategy(_session: Session, view: SeatView) -> tuple[Field, ...]:
    said = _("{strategy}: {meaning}")
    meanings = paragraph(
        said.format(strategy=strategy_word(name)[:1].upper() + strategy_word(name)[1:], meaning=translate(each.meaning))
        for name, each in STRATEGIES.items()
    )
    mine = view.strategy
    return (
        Field(path="name", label=_("strategy"), help=meanings, sort="choice", options=tuple(STRATEGIES),
              words={name: strategy_word(name) for name in STRATEGIES},
              present=mine.strategy if mine else None),
        Field(path="text", label=_("in your words"), help=_("How you will do it."), sort="text",
              present=mine.text if mine else ""),
    )  # fmt: skip


def _beliefs(session: Session, view: SeatView) -> tuple[Field, ...]:
    if not view.round:
        return ()
    said = view.believed or {}
    return tuple(
        Field(path=cause.name, label=cause_name(cause.name),
              help=translate(cause.note) or _("Its part among those who left"),
              sort="number", least=0, most=1, percent=True, unit=_("of those who left"),
              present=float(said.get(cause.name, 0.0)))
        for cause in session.scenario.exits.causes
    )  # fmt: skip


def _visit(_session: Session, view: SeatView) -> tuple[Field, ...]:
    visited = tuple(known.name for known in view.firm.accounts if known.visits) if view.firm else ()
    if not visited:
        return ()
    return (
        Field(path="account", label=_("visit to"), help=_("Which account the visit was to"), sort="choice",
              options=visited, present=visited[0]),
        Field(path="know", label=_("what do we know now that we did not?"),
              help=_("Needs that the visit revealed."), sort="many", options=NEED_NAMES,
              words=need_words(), present=()),
        Field(path="conclude", label=_("what do we conclude?"), help=_("The door at which the account stands."),
              sort="choice", options=DOORS, present=DOORS[0], words={door: door_word(door) for door in DOORS}),
        Field(path="decide", label=_("what do we decide?"), help=_("The need to be acted upon, or none."),
              sort="choice", options=NEED_NAMES, words=need_words(), present=None),
        Field(path="text", label=_("in your words"), help=_("Other remarks"), sort="text", present=""),
    )  # fmt: skip


def need_words() -> dict[str, str]:
    """What the needs of key accounts are called."""
    return {need: need_word(need) for need in NEED_NAMES}


def _causes(values: Mapping[str, Value]) -> dict[str, Any]:
    return {"causes": {name: value for name, value in values.items() if value}}


def _given(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _send_strategy(session: Session, seat: str, content: Mapping[str, Any]) -> Accepted:
    return session.strategy(seat, content["name"], content["text"])


def _send_beliefs(session: Session, seat: str, content: Mapping[str, Any]) -> Accepted:
    return session.believe(seat, content["causes"])


def _send_visit(session: Session, seat: str, content: Mapping[str, Any]) -> Accepted:
    return session.note_visit(seat, content["account"], know=content["know"], conclude=content["conclude"],
                              decide=content["decide"], text=content["text"])  # fmt: skip


STATEMENTS: dict[str, Statement] = {
    "strategy": Statement(
        word="strategy", title=mark("What is your strategy?"),
        about=mark("name your firm's strategy; decisions at odds with it bring a remark"),
        fields=_strategy, given=_given, send=_send_strategy,
        teaches=mark("A decision that is at odds with it counts all the same, and brings a remark."),
    ),
    "believe": Statement(
        word="believe", title=mark("Why did they leave?"),
        about=mark("say why customers left in the last round"), fields=_beliefs, given=_causes, send=_send_beliefs,
        teaches=mark("The part of each cause among those who left in the last round; the parts sum to 100%."),
    ),
    "note_visit": Statement(
        word="visit", title=mark("The visit"),
        about=mark("write up a visit to a key account, by the three questions"),
        fields=_visit, given=_given, send=_send_visit,
        teaches=mark("Write up the visits to a key account in the last round, by the three questions."),
    ),
}  # fmt: skip

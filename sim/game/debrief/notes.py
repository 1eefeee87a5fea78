"""What people wrote down while they played: strategies, what was at odds with them, marked visits (A7, D7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sim.game.decisions.strategy_statements import STRATEGIES, Strategy, remarks
from sim.game.exercises.marking import Marks
from sim.game.exercises.visit_record import LoggedVisit, Outcome
from sim.game.exercises.well_led_visit import VisitReport, score
from sim.game.log.entries import Entry
from sim.game.session.branch_run import BranchRun
from sim.game.session.branches import Branch, StrategyStatement
from sim.game.session.game_state import GameState
from sim.game.words import listed, need_word, strategy_word, word
from sim.language.messages import _
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView, KnownAccount
from sim.scenario.firm.departments.relationship_managers import DOORS


@dataclass(frozen=True, kw_only=True)
class MarkedVisit:
    """What a seat wrote about the visits of a round to one account, and what it is worth."""

    round: int
    """The closed round in which the visits were made."""
    seat: str
    firm: str
    account: str
    report: VisitReport
    text: str
    """What it wrote in its own words."""
    marks: Marks


def marked_visits(play: GameState, line: Branch) -> tuple[MarkedVisit, ...]:
    """All that was written up on a line, in the order in which it was; a second note of the same visits counts too.

    A round's visits to an account are taken as one: what the firm knows of it after the round and did not before was
    revealed, whatever needs it still knows were known before.
    """
    if not line.notes:
        return ()
    firms = {play.game.seat(note.seat).steers for note in line.notes}
    world, seen = BranchRun(play.scenario_on_branch(line), play.seed), dict[tuple[str, int], FirmView]()
    rounds = play.rounds(line)
    for number in range(line.round + 1):
        seen |= {(firm, number): world.view(firm) for firm in firms}
        if number < line.round:
            world.play(*rounds[number])
    world.close()
    return tuple(_marked(play, note, seen) for note in line.notes)


def _marked(play: GameState, note: Entry, seen: dict[tuple[str, int], FirmView]) -> MarkedVisit:
    firm, content = play.game.seat(note.seat).steers, note.content
    number, name = int(content["about"]), str(content["account"])
    before, after = (_known(seen[firm, place], name) for place in (number, number + 1))
    report = VisitReport(learned=content["know"], concluded=content["conclude"], decided=content["decide"])
    visited = _as_it_was(before, after, [(float(week), str(how)) for week, how in content["visits"]])
    return MarkedVisit(round=number, seat=note.seat, firm=firm, account=name, report=report,
                       text=str(content.get("text", "")), marks=score(visited, report))  # fmt: skip


def _known(view: FirmView, name: str) -> KnownAccount | None:
    return next((account for account in view.accounts if account.name == name), None)


def _as_it_was(before: KnownAccount | None, after: KnownAccount | None, visits: list[tuple[float, str]]) -> LoggedVisit:
    if after is None:
        raise ValueError(_("an account that was visited is not known to the firm"))
    knew = set(before.needs if before else ()) & set(after.needs)
    new = set(after.needs) - knew
    opened = any(how == "decided" for _week, how in visits)
    outcome: Outcome = "revealed" if new else "decided" if opened else "failed"
    return LoggedVisit(account=after.customer, week=visits[-1][0], before=knew, revealed=new,
                       door=DOORS[before.door if before else 0], outcome=outcome, after=DOORS[after.door])  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that a seat wrote down, or that was not as it had written."""

    round: int
    seat: str
    sort: str
    """``strategy``, ``at odds`` or ``visit``."""
    say: Callable[[], str]
    """Says it in the language in use."""

    @property
    def text(self) -> str:
        """What was written down, or was not as it had been written."""
        return self.say()

    @property
    def sort_word(self) -> str:
        """What sort of note it is, in the language in use."""
        words = {"strategy": _("strategy"), "at odds": _("at odds"), "visit": _("visit")}
        return words[self.sort]


def notes(play: GameState, line: Branch) -> tuple[Note, ...]:
    """What seats wrote down on a line, by round."""
    found = [
        Note(round=stated.round, seat=stated.seat, sort="strategy", say=partial(_stated, stated))
        for stated in line.strategies
    ]
    found += _at_odds(play, line) if line.strategies else ()
    found += [
        Note(round=visit.round, seat=visit.seat, sort="visit", say=partial(_visit, visit))
        for visit in marked_visits(play, line)
    ]
    return tuple(sorted(found, key=lambda note: note.round))


def _at_odds(play: GameState, line: Branch) -> Iterator[Note]:
    """Decisions that were at odds with the strategy that held when they were made."""
    firms = {stated.seat: play.game.seat(stated.seat).steers for stated in line.strategies}
    world = BranchRun(play.scenario_on_branch(line), play.seed)
    for number, (said, accounts) in enumerate(zip(play.decisions(line), play.account_decisions(line), strict=True)):
        for firm in dict.fromkeys(firms.values()):
            held = [one for one in line.strategies if firms[one.seat] == firm and one.round <= number]
            if held and firm in said:
                last = held[-1]
                held_against = (STRATEGIES[last.strategy], said[firm], world.view(firm), last.seat)
                for place in range(len(remarks(*held_against))):
                    yield Note(round=number, seat=last.seat, sort="at odds", say=partial(_remark, held_against, place))
        world.play(said, accounts)
    world.close()


def _visit(visit: MarkedVisit) -> str:
    report, marks = visit.report, visit.marks
    said = _("{account}: learned {needs}; it stands at {door}; to be acted upon: {need} ({points} of 100 points)")
    nothing = _("nothing")
    said = said.format(
        account=visit.account, needs=listed(map(need_word, report.learned)) or nothing, door=word(report.concluded),
        need=need_word(report.decided) if report.decided else nothing, points=f"{marks.total:.0f}",
    )  # fmt: skip
    return _ended(said, visit.text)


def _stated(stated: StrategyStatement) -> str:
    return _ended(strategy_word(stated.strategy), stated.text)


def _remark(held_against: tuple[Strategy, Decision, FirmView, str], place: int) -> str:
    """The remark in that place on a decision that is at odds with a strategy."""
    return remarks(*held_against)[place]


def _ended(said: str, text: str) -> str:
    return _("{said}: {text}").format(said=said, text=text) if text else said

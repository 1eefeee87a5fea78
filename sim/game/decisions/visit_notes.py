"""Visits to key accounts as relationship managers wrote them up, marked against what the visits brought (A7, D7)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.game.exercises.marking import Marks
from sim.game.exercises.visit_record import LoggedVisit, Outcome
from sim.game.exercises.well_led_visit import VisitReport, score
from sim.game.log.decision_log import Entry
from sim.game.session.branch_run import BranchRun
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
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
    assert after is not None, "an account that was visited is known"
    knew = set(before.needs if before else ()) & set(after.needs)
    new = set(after.needs) - knew
    opened = any(how == "decided" for _, how in visits)
    outcome: Outcome = "revealed" if new else "decided" if opened else "failed"
    return LoggedVisit(account=after.customer, week=visits[-1][0], before=knew, revealed=new,
                       door=DOORS[before.door if before else 0], outcome=outcome, after=DOORS[after.door])  # fmt: skip

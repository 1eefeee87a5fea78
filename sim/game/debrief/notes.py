"""What people wrote down while they played: their strategies, what was at odds with them, and visits to accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.game.decisions.strategy_statements import STRATEGIES, remarks
from sim.game.decisions.visit_notes import MarkedVisit, marked_visits
from sim.game.session.branch_run import BranchRun
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that a seat wrote down, or that was not as it had written."""

    round: int
    seat: str
    sort: str
    """``strategy``, ``at odds`` or ``visit``."""
    text: str


def notes(play: GameState, line: Branch) -> tuple[Note, ...]:
    """What seats wrote down on a line, by round."""
    found = [
        Note(round=stated.round, seat=stated.seat, sort="strategy", text=_ended(stated.strategy, stated.text))
        for stated in line.strategies
    ]
    found += _at_odds(play, line) if line.strategies else ()
    found += [
        Note(round=visit.round, seat=visit.seat, sort="visit", text=_visit(visit))
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
                for remark in remarks(STRATEGIES[last.strategy], said[firm], world.view(firm), last.seat):
                    yield Note(round=number, seat=last.seat, sort="at odds", text=remark)
        world.play(said, accounts)
    world.close()


def _visit(visit: MarkedVisit) -> str:
    report, marks = visit.report, visit.marks
    learned = ", ".join(report.learned) or "nothing"
    said = f"{visit.account}: learned {learned}; it stands at {report.concluded}; to be acted upon: "
    return _ended(f"{said}{report.decided or 'nothing'} ({marks.total:.0f} of 100 points)", visit.text)


def _ended(said: str, text: str) -> str:
    return f"{said.replace('_', ' ')}: {text}" if text else said.replace("_", " ")

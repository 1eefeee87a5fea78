"""What the instructor of a class does with the branches of its markets: play a round again, begin one, go to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sim.apps.classroom.classes.market_actions import Before, MarketAction, Place, mark_of
from sim.apps.classroom.markets.actions import run_instructor_action
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.language.messages import _, ngettext


class BranchAction(MarketAction):
    """An action after which a market is played on another branch."""

    in_progress: ClassVar[bool] = False

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """How many decisions of the open round stay behind."""
        if not summary["submitted"] or summary["over"] or summary["advance"] == "own_pace":
            return ""
        return stay_behind(market, summary)

    def undo(self, session: Session, by: str, place: Place, before: Before) -> str:
        """Play on where it was played before."""
        session.go_to(before.line, by=by)
        return _("The game goes on with the branch {line}.").format(line=before.line)


class RewindMarkets(BranchAction):
    """The closed round that is played again, counted from 0; the last one if left out."""

    round: int | None = None

    def question(self, market: str, summary: Mapping[str, Any]) -> str:
        """Which round is played again, and how many decisions stay behind."""
        if not summary["round"] or summary["advance"] == "own_pace":
            return ""
        again = summary["round"] - 1 if self.round is None else self.round
        if summary["over"] or not summary["submitted"]:
            return _("Market {market}: round {round} is decided anew.").format(market=market, round=again + 1)
        return ngettext(
            "Market {market}: round {round} is decided anew; {n} decision of round {open} stays on the former branch.",
            "Market {market}: round {round} is decided anew; {n} decisions of round {open} stay on the former branch.",
            summary["submitted"],
        ).format(market=market, round=again + 1, n=summary["submitted"], open=summary["round"] + 1)

    def act(self, session: Session, by: str, place: Place) -> str:
        """Begin a branch at the closed round."""
        _refuse_own_pace(session)
        line = session.playing.line_of()
        if not line.round:
            raise GameError(_("No round is closed yet."))
        again = line.round - 1 if self.round is None else self.round
        run_instructor_action(session, by, "reopen", {"round": again} | mark_of(place))
        return _("Round {round} is open again, on a new branch.").format(round=again + 1)


class BranchMarkets(BranchAction):
    """Name of the new branch, and the round at which it begins; the open one if left out."""

    name: str
    round: int | None = None

    def act(self, session: Session, by: str, place: Place) -> str:
        """Begin the branch."""
        _refuse_own_pace(session)
        run_instructor_action(session, by, "branch", {"name": self.name, "round": self.round} | mark_of(place))
        return _("The game goes on with the new branch {line}.").format(line=self.name)


class GoToLine(BranchAction):
    """Name of the branch that is played on."""

    line: str

    def act(self, session: Session, by: str, place: Place) -> str:
        """Go on with it."""
        _refuse_own_pace(session)
        run_instructor_action(session, by, "go_to", {"line": self.line} | mark_of(place))
        return _("The game goes on with the branch {line}.").format(line=self.line)


def stay_behind(market: str, summary: Mapping[str, Any]) -> str:
    """How many decisions of the open round stay on the branch that is left."""
    return ngettext(
        "Market {market}: {n} decision of round {round} stays on the former branch.",
        "Market {market}: {n} decisions of round {round} stay on the former branch.",
        summary["submitted"],
    ).format(market=market, n=summary["submitted"], round=summary["round"] + 1)


def _refuse_own_pace(session: Session) -> None:
    if session.game.advance == "own_pace":
        raise GameError(_("Each team plays its own rounds in this game; open the market to play one of them again."))

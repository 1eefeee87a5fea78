"""One market in a row of the instructor's console: how far it is, who is missing, what the last round brought."""

from __future__ import annotations

from typing import Any

from sim.game.presentation.round_outcome import round_outcomes
from sim.game.session.branches import Branch
from sim.game.session.session import Session

PAST = ("shares", "profits")
"""Figures of all closed rounds."""


class FigureCache:
    """The figures of closed rounds, which are computed once for each round that closes and not at each entry."""

    def __init__(self) -> None:
        """Nothing is computed yet."""
        self._key: tuple[tuple[str, int], ...] = ()
        self._figures: list[dict[str, Any]] = []
        self.past: list[dict[str, Any]] = []
        """Share and profit of each firm, round by round, as the projector page shows them at a reveal."""
        self.computed = 0
        """How often figures were computed."""

    def of(self, session: Session) -> list[dict[str, Any]]:
        """What the last closed round brought each firm that has a seat, on each line that is played on."""
        key = tuple((line.name, line.round) for line in _lines(session))
        if key != self._key:
            self._key, found = key, _figures(session)
            self._figures = [{name: value for name, value in one.items() if name not in PAST} for one in found]
            self.past = [{name: one[name] for name in ("firm", *PAST)} for one in found]
            self.computed += 1
        return self._figures


def summary_of(session: Session, figures: FigureCache) -> dict[str, Any]:
    """How far a market has come, in plain JSON: nothing in it is for players."""
    state, game = session.playing, session.game
    lines, bots = _lines(session), state.record.bots
    open_lines = [line for line in lines if not state.world(line).over]
    people = {seat.name for line in open_lines for seat in state.by_people(line)}
    missing = [name for line in open_lines for name in state.missing(line)]
    return {
        "round": min(line.round for line in lines),
        "rounds": game.rounds,
        "over": not open_lines,
        "advance": game.advance,
        "submitted": len(people) - len(missing),
        "of": len(people),
        "missing": missing,
        "joined": [seat.name for seat in game.deciding if seat.name in state.record.joined],
        "seats": [seat.name for seat in game.deciding],
        "bots": sorted(bots),
        "line": state.line_of().name,
        "lines": [*state.record.lines],
        "figures": figures.of(session),
        "past": figures.past,
    }


def _known(share: float) -> float | None:
    """A share; None where it is not a number, because there were no purchases."""
    return share if share == share else None


def _lines(session: Session) -> list[Branch]:
    """The lines that are played on; where each team has its own, those."""
    played = session.playing.lines_played()
    return [line for line in played if line.owner] or played


def _figures(session: Session) -> list[dict[str, Any]]:
    """What the last closed round brought each firm that has a seat, on each line that is played on."""
    state, found = session.playing, []
    with_seat = {seat.steers for seat in session.game.steering}
    for line in _lines(session):
        if not line.round:
            continue
        own = {seat.steers for seat in session.game.teams.get(line.owner, ()) if seat.steers} or with_seat
        results = state.world(line).results()
        whole = round_outcomes(results.runs[0], results.names.firms, line.round, results.scenario.round)
        for firm in (name for name in results.names.firms if name in own):
            mine = [outcome for outcome in whole if outcome.firm == firm]
            last = mine[-1]
            found.append({"firm": firm, "share": _known(last.share), "profit": round(last.profit, 2),
                          "customers": last.customers,
                          "profit_in_all": round(sum(outcome.profit for outcome in mine), 2),
                          "shares": [_known(outcome.share) for outcome in mine],
                          "profits": [round(outcome.profit, 2) for outcome in mine]})  # fmt: skip
    return found

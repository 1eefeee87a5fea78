"""A line of play apart from its log, played again: under its own luck or another, as it was or with a change."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from sim.game.debrief.instructor_acts import money_given
from sim.game.errors import GameError
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.language.messages import _
from sim.model.event_log import ROW
from sim.model.state.initialise import names_of
from sim.progress import ProgressBar
from sim.results.results import LogLevel, Results, Run
from sim.results.simulate import Replication, RunOptions, whole_number
from sim.results.tables import COUNTED, INCOME, count, money, profit_cents
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.scenario import Scenario
from sim.version import VERSION


@dataclass(frozen=True, kw_only=True, eq=False)
class RecordedGame:
    """Scenario, seed and what each team decided in each closed round. Plain values: it goes to other processes."""

    scenario: Scenario
    """As long as the rounds that were played, with the shocks of the line."""
    seed: int
    teams: tuple[str, ...]
    """Firms that have seats, in order of the seats. All others are steered by policies of the scenario, or not at all,
    and answer to what happens."""
    rounds: tuple[Mapping[str, Decision], ...]
    """What counted, by round and firm."""
    accounts: tuple[Mapping[str, AccountDecision], ...]
    """What key accounts decided, by round and account."""
    given: Mapping[str, float] = field(default_factory=dict)
    """Money that the instructor gave, by firm; in its profit, and taken out where luck and skill are told apart."""

    @property
    def weeks(self) -> int:
        """Weeks of a round."""
        return round(self.scenario.round)

    def but(self, firm: str, number: int, decision: Decision) -> RecordedGame:
        """The same, but this firm decides otherwise in this round."""
        rounds = list(self.rounds)
        rounds[number] = {**rounds[number], firm: decision}
        return replace(self, rounds=tuple(rounds))

    def held(self, firm: str) -> RecordedGame:
        """The same, but this firm leaves everything as it stood from the first round to the last."""
        return replace(self, rounds=tuple({**said, firm: Decision()} for said in self.rounds))

    def moved(self, firm: str) -> bool:
        """Whether this firm ever decided anything."""
        return any(said[firm].moved for said in self.rounds if firm in said)


def recorded_game(play: GameState, line: Branch) -> RecordedGame:
    """What was played on a line so far. Raises :class:`GameError` before the first round is closed."""
    if not line.round:
        said = _("no round of line {line} is closed yet, so there is nothing to look back on")
        raise GameError(said.format(line=line.name))
    asked = play.scenario_on_branch(line)
    teams = tuple(dict.fromkeys(seat.steers for seat in play.game.steering))
    held: dict[str, object] = {f"firms.{firm}.policy": {"kind": "hold"} for firm in teams}
    return RecordedGame(
        scenario=asked.but(held, horizon=line.round * asked.round, replications=1),
        seed=play.seed, teams=teams, rounds=tuple(dict(said) for said in play.decisions(line)),
        accounts=tuple(dict(said) for said in play.account_decisions(line)),
        given=money_given(line, line.round * asked.round),
    )  # fmt: skip


Counts = NDArray[np.int64]
HANG_ON_LUCK = ("open", "launch", "revise", "tiers", "imitate", "close")
"""Levers that can be moved or not as programmes happen to run, which hangs on luck and on what was decided before."""
ONCE = ("open", "launch", "imitate", "close", "says", "reopen")
"""What is left out first of a decision that cannot be made again as it was."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tally:
    """What each round brought each firm: whole numbers of shape (rounds, firms)."""

    profit: Counts
    """Cents."""
    revenue: Counts
    """Cents."""
    exits: Counts
    customers: Counts
    """At the end of the round."""
    not_again: tuple[str, ...]
    """Decisions that could not be made again as they were, in words."""


class _Nameplate(NamedTuple):
    """Stands where a firm would look around whose decisions are written down: looking takes a fifth of a run."""

    firm: str


def replayed(what: RecordedGame, replication: int = 0, *, strict: bool = False) -> Tally:
    """Play it again under the luck (seed, replication); 0 is the game's own.

    ``strict`` is for decisions that nobody has made yet: then every lever is looked at whether it can be moved so.
    """
    with _again(what, replication, "exits", strict) as (market, not_again):
        run = Run(replication=replication, rows=np.zeros(0, dtype=ROW), weekly=market.market.weekly())
    return tally(run, len(what.rounds), what.weeks, tuple(not_again))


def results_of(what: RecordedGame, replication: int = 0, log: LogLevel = "exits") -> Results:
    """Play it again, and return what happened as the results of a run."""
    with _again(what, replication, log) as (market, _not_again):
        run = market.run()
    return Results(scenario=what.scenario, seed=what.seed, version=VERSION, scheduler="kernel", log_level=log,
                   names=names_of(what.scenario), runs=(run,))  # fmt: skip


def tally(run: Run, rounds: int, weeks: int, not_again: tuple[str, ...] = ()) -> Tally:
    """Sums of a run's weekly series by round."""

    def summed(series: Counts) -> Counts:
        return np.add.reduceat(series, np.arange(rounds) * weeks, axis=0)

    won, lost = count(run, COUNTED["acquisitions"]), count(run, ("exit",))
    last = np.minimum((np.arange(rounds) + 1) * weeks, len(won)) - 1
    return Tally(
        profit=summed(profit_cents(run)), revenue=summed(money(run, INCOME["revenue"])), exits=summed(lost),
        customers=np.cumsum(won - lost, axis=0)[last], not_again=not_again,
    )  # fmt: skip


@contextmanager
def _again(
    what: RecordedGame, replication: int, log: LogLevel, strict: bool = False
) -> Iterator[tuple[Replication, list[str]]]:
    """The market when all rounds have been played again; one thread, since others may play beside it."""
    market = Replication(what.scenario, (what.seed, replication), log=log, watch=RunOptions(threads=1))
    not_again: list[str] = []
    try:
        table = market.market.decision_inbox
        while not table.look:  # who steers sits down in the first steps of the calendar
            market.market.env.step()
        written = {firm for said in what.rounds for firm in said}
        table.look = {name: _blind(name) if name in written else look for name, look in table.look.items()}
        for number, said in enumerate(what.rounds):
            market.run_to_next_decision()
            table.decisions = {
                firm: possible(decision, table.stands[firm], f"{firm} in round {number}", not_again)
                if strict or any(getattr(decision, lever) is not None for lever in HANG_ON_LUCK)
                else decision
                for firm, decision in said.items()
            }
            table.account_decisions = {
                name: possible(decision, table.account_stands[name], f"{name} in round {number}", not_again)
                for name, decision in what.accounts[number].items()
            }
        market.run_to_end()
        yield market, not_again
    finally:
        market.close()


Made = TypeVar("Made", Decision, AccountDecision)


def possible(decision: Made, stands: Callable[[Made], object], who: str, not_again: list[str]) -> Made:
    """As much of a decision as can be done here: all of it, or without what can be done once only, or nothing."""
    if not decision.moved:
        return decision
    once = {name: None for name in ONCE if name in type(decision).model_fields}
    for part, note in ((decision, ""), (decision.model_copy(update=once), "opens, launches, leaves nothing")):
        try:
            stands(part)
        except ImpossibleDecisionError:
            continue
        if note:
            not_again.append(f"{who} {note}")
        return part
    not_again.append(f"{who} changes nothing")
    return type(decision)()


def _blind(firm: str) -> Callable[[int], FirmView]:
    return lambda _number: cast(FirmView, _Nameplate(firm))


Asked = TypeVar("Asked")
Found = TypeVar("Found")

FEW = 16
"""Replays up to which it takes longer to start processes than to do without. Measured on 2 cores."""


def parallel_replays(
    work: Callable[[Asked], Found], asked: Sequence[Asked], what: str, *, workers: int | None = None,
    quiet: bool = False,
) -> list[Found]:  # fmt: skip
    """Do this work for each that is asked, and return the results in the same order.

    ``workers``: how many processes; as many as there are cores if left out, one for few. What comes does not depend
    on it. An interrupt ends all of them, and nothing has been changed, since replays write nothing.
    """
    if workers is None:
        workers = 1 if len(asked) <= FEW else min(os.cpu_count() or 1, len(asked))
    whole_number("workers", workers, 1)
    found: list[Found] = []
    with ProgressBar(what, len(asked), quiet=quiet or len(asked) <= FEW) as bar:
        if workers == 1:
            for one in asked:
                found.append(work(one))
                bar.advance()
            return found
        from joblib import Parallel, delayed

        with warnings.catch_warnings():  # a worker that has grown is sent home and replaced; nobody need be told
            warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given to the executor")
            coming = Parallel(n_jobs=workers, return_as="generator")(delayed(work)(one) for one in asked)
            try:
                for one_found in coming:
                    found.append(one_found)
                    bar.advance()
            except BaseException:
                _stop()
                raise
    return found


def _stop() -> None:
    """End the processes at once: what they were at is of no use to anyone any more."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=False, kill_workers=True)

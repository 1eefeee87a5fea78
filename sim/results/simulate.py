"""The main job: from a scenario and a seed to results."""

from __future__ import annotations

import math
import operator
import warnings
from collections.abc import Callable, Iterable
from typing import Literal, Protocol, SupportsIndex, cast

import numpy as np
from numpy.typing import NDArray
from simpy import Environment

from sim.deprecated_names import renamed_attribute, with_old_keywords
from sim.language.messages import _
from sim.model.engine.scheduler import Customers, at
from sim.model.event_log import concatenate_rows
from sim.model.events import EVENTS, ranks_logged
from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.firms.market_process import MarketProcess
from sim.model.row_order import sort_rows
from sim.model.state.initialise import initialise_market, names_of
from sim.model.state.market import Market
from sim.model.state.size_guard import refuse_too_large
from sim.registry import registered
from sim.results.results import LogLevel, Results, Run
from sim.scenario.files.scenario_warnings import UnlikelyScenarioWarning, scenario_warnings
from sim.scenario.scenario import Scenario
from sim.version import VERSION

MAX_WEEKS_BETWEEN_FLUSHES = 13.0
"""Weeks after which rows are put in order and handed on, even when no news needs it."""
MAX_CUSTOMER_WEEKS_IN_MEMORY = 3_000_000
"""Customer-weeks after which they are, so that a large market's rows never stand in memory all together."""


class RowSink(Protocol):
    """Something that takes ordered blocks of the log while the run goes on, such as a file."""

    def append(self, rows: NDArray[np.void], replication: int) -> None:
        """Take a block; blocks of one replication come in order of time."""


@with_old_keywords(heard="on_progress", sink="event_sink")
class RunOptions:
    """How a run is watched: who hears of its progress, where its log goes, how many threads it may use."""

    def __init__(
        self,
        *,
        threads: int | None = None,
        on_progress: Callable[[int, float], None] | None = None,
        event_sink: RowSink | None = None,
    ) -> None:
        """Options that are left out stay as a plain run has them.

        Args:
            threads: Number of threads; all cores if left out.
            on_progress: Function that is told the number of the replication and the week that it has reached.
            event_sink: Function that takes all rows of the log; the results then keep only joins and exits.
        """
        self.threads, self.on_progress, self.event_sink = threads, on_progress, event_sink

    heard = renamed_attribute("heard", "on_progress")
    sink = renamed_attribute("sink", "event_sink")


def simulate(
    scenario: Scenario,
    *,
    seed: int | None = None,
    replications: int | None = None,
    scheduler: Literal["kernel", "reference"] = "kernel",
    log: LogLevel = "all",
    watch: RunOptions | None = None,
) -> Results:
    """Simulate a market.

    Warns with :class:`sim.scenario.files.scenario_warnings.UnlikelyScenarioWarning` of what looks like a slip, such as
    rewards beyond the margin.

    Args:
        scenario: The market, as from :func:`sim.load`.
        seed: Replaces the scenario's seed; replication r of a seed has the luck (seed, r).
        replications: Replaces the scenario's number of replications.
        scheduler: ``kernel`` (compiled, the default) or ``reference`` (every customer a SimPy process).
        log: ``all`` events, or ``exits`` for joins and exits only.
        watch: Options of the run: a function that is told how far it has come, threads, a receiver of the log as it
            grows.

    Returns:
        What happened: the event log and the books of each firm, for each replication.

    Raises:
        TypeError: For something that is no scenario.
        ScenarioError: For a run beyond the limits of :func:`sim.size_limits`, before anything is run.
        ValueError: For a seed or a number of replications out of range, or an unknown scheduler.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(
            _("simulate runs a scenario, not {scenario}; give sim.load(name or file)").format(scenario=repr(scenario))
        )
    seed = whole_number("seed", scenario.seed if seed is None else seed, 0)
    replications = whole_number("replications", scenario.replications if replications is None else replications, 1)
    if scheduler not in ("kernel", "reference"):
        raise ValueError(
            _("unknown scheduler {scheduler}; allowed: kernel, reference").format(scheduler=repr(scheduler))
        )
    if log not in ("all", "exits"):
        raise ValueError(_("unknown log {log}; allowed: all, exits").format(log=repr(log)))
    for remark in scenario_warnings(scenario):
        warnings.warn(remark, UnlikelyScenarioWarning, stacklevel=2)
    watch = watch or RunOptions()
    refuse_too_large(scenario, replications=replications, kept=log if watch.event_sink is None else "exits")
    runs = tuple(_replicate(scenario, (seed, r), scheduler, log, watch) for r in range(replications))
    kept = log if watch.event_sink is None else "exits"
    names = names_of(scenario)
    return Results(
        scenario=scenario, seed=seed, version=VERSION, scheduler=scheduler, log_level=kept, names=names, runs=runs
    )


def whole_number(what: str, given: object, least: int) -> int:
    """A whole number from ``least`` to 2^63 - 1. Raises ``ValueError`` for anything else, 1.5 and True included.

    >>> whole_number("seed", 3, 0)
    3
    """
    if isinstance(given, SupportsIndex) and not isinstance(given, bool) and least <= operator.index(given) < 2**63:
        return operator.index(given)
    raise ValueError(
        _("{what} {given} will not do; give a whole number from {least} to 2^63 - 1").format(
            what=what, given=repr(given), least=least
        )
    )


def _replicate(scenario: Scenario, luck: tuple[int, int], scheduler: str, log: LogLevel, watch: RunOptions) -> Run:
    replication = Replication(scenario, luck, scheduler=scheduler, log=log, watch=watch)
    try:
        replication.run_to_end()
        return replication.run()
    finally:
        replication.close()


class Replication:
    """A market with one seed's luck, which lives on as far as it is told: to the next round, or to its end.

    However it is halted on the way, what happens in it is the same.
    """

    def __init__(
        self, scenario: Scenario, luck: tuple[int, int], *, scheduler: str = "kernel", log: LogLevel = "all",
        watch: RunOptions | None = None,
    ) -> None:  # fmt: skip
        """The market as it stands at the very beginning. ``luck`` is (seed, replication)."""
        self._env, self._watch, self._luck = Environment(), watch or RunOptions(), luck
        refuse_too_large(scenario, kept=log if self._watch.event_sink is None else "exits")
        state = initialise_market(scenario, luck)
        self.market = market = MarketProcess(self._env, scenario, state, only_exits=log == "exits")
        firms = [FirmProcess(market, firm) for firm in scenario.firms]
        for begin in cast(dict[str, Callable[[list[FirmProcess]], Iterable[Process]]], registered("process")).values():
            for calendar in begin(firms):
                self._env.process(calendar)
        for firm in firms:
            firm.start_departments()
        self._customers = market.customers = _customers(scheduler, self._env, state, market.hides_rows, self._watch)
        if state.has_service_clock or state.has_line.any():
            self._customers.tell = market.dispatch
        self._written: list[NDArray[np.void]] = []
        self._env.process(_ticks(firms, self._customers, self._written, self._watch))

    def run_to_next_decision(self) -> bool:
        """Live on until firms that are steered have looked and are to decide; False where the end comes first."""
        table, horizon = self.market.decision_inbox, float(self.market.scenario.horizon)
        table.waits = False
        while self._env.peek() < horizon:
            self._env.step()
            if table.waits:
                _flush_events(self.market, self._customers, self._written, self._watch, float(self._env.now))
                return True
        self.run_to_end()
        return False

    def run_to_end(self) -> None:
        """Live on to the horizon."""
        self._env.run(until=float(self.market.scenario.horizon))
        _flush_events(self.market, self._customers, self._written, self._watch, math.inf)
        _say_progress(self.market, self._watch)

    def run(self) -> Run:
        """The log and the weekly series as far as it has come; rows of this very tick wait for what firms still do."""
        rows = concatenate_rows(self._written)
        self._written.append(rows)
        return Run(replication=self._luck[1], rows=rows, weekly=self.market.weekly(), estimates=self.market.estimates)

    def close(self) -> None:
        """Send any workers home."""
        self._customers.close()


def _customers(scheduler: str, env: Environment, state: Market, only_exits: bool, watch: RunOptions) -> Customers:
    if scheduler == "reference":
        from sim.model.engine.reference import ReferenceCustomers

        return ReferenceCustomers(env, state, only_exits=only_exits)
    from sim.model.engine.kernel import KernelCustomers

    return KernelCustomers(state, only_exits=only_exits, threads=watch.threads)


def _ticks(
    firms: list[FirmProcess], customers: Customers, written: list[NDArray[np.void]], watch: RunOptions
) -> Process:
    """The rules of time: at a tick firms act first; then customers live, on what was published, up to the next."""
    market, flushed = firms[0].market, 0.0
    env, tick = market.env, market.scenario.tick
    calm = max(
        1, int(min(MAX_WEEKS_BETWEEN_FLUSHES, MAX_CUSTOMER_WEEKS_IN_MEMORY / market.scenario.population.size) / tick)
    )
    while True:
        while env.peek() <= env.now:
            yield env.timeout(0)
        now = float(env.now)  # a calendar begins at 0 and not at 0.0, for which all rules would be compiled once more
        market.update_diffusion()
        number = round(now / tick)
        due = (number + 1) * tick if market.acts_every_tick else min(env.peek(), (number + calm) * tick)
        until = float(min(due, market.scenario.horizon))
        _book_running_costs(firms, number, until)
        customers.live(now, until)
        yield at(env, until)
        if market.remembered.is_read or round((until - flushed) / tick) >= calm:
            _flush_events(market, customers, written, watch, until)
            flushed = until
        _say_progress(market, watch)


def _book_running_costs(firms: list[FirmProcess], number: int, until: float) -> None:
    market = firms[0].market
    tick = market.scenario.tick
    while number * tick < until:
        weeks = min(tick, market.scenario.horizon - number * tick)
        for firm in firms:
            for (event, cause), cost in firm.costs.items():
                if cost:
                    market.write(event, firm=firm.name, cause=cause, money=cost * weeks, time=number * tick)
            for kind, cost in firm.running_cost().items():
                if cost:
                    market.write("running cost", firm=firm.name, programme=kind, money=cost * weeks, time=number * tick)
        number += 1


def _say_progress(market: MarketProcess, watch: RunOptions) -> None:
    if watch.on_progress is not None:
        watch.on_progress(market.state.stream_key[1], float(market.env.now))


_WITH_EXITS = np.isin(np.arange(len(EVENTS)), ranks_logged("exits"))
"""Whether a log kept to joins and exits holds an event, by rank: looked up, since it is asked at each tick."""


def _flush_events(
    market: MarketProcess, customers: Customers, written: list[NDArray[np.void]], watch: RunOptions, until: float
) -> None:
    """Rows before ``until`` go out in order; those of that very instant wait for what firms still do at it."""
    rows = concatenate_rows([*market.collect(), *customers.collect()])
    if market.hides_rows:
        rows = rows[_WITH_EXITS[rows["event"]]]
    rows = sort_rows(rows)
    ready = np.searchsorted(rows["time"], until)
    market.keep(rows[ready:].copy())
    rows = rows[:ready]
    market.remembered.append(rows)
    if market.only_exits and not market.hides_rows:
        rows = rows[_WITH_EXITS[rows["event"]]]
    if watch.event_sink is not None:
        watch.event_sink.append(rows, market.state.stream_key[1])
        rows = rows[_WITH_EXITS[rows["event"]]]
    written.append(rows)

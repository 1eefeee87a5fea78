"""The size of a run, reckoned before it: events and memory, and the refusal of what a machine could not run.

Limits are raised by :func:`size_limits`, by the options ``--max-events`` and ``--max-memory``, or in the environment by
``GUANXI_MAX_EVENTS`` (events) and ``GUANXI_MAX_MEMORY`` (gigabytes), which worker processes inherit.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.model.event_log import ROW
from sim.model.state.columns import CLOCK, MEMBERSHIP, PERSON, RELATION
from sim.model.state.initialise import has_club_anatomy
from sim.scenario.expected_events import Load, loads
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.scenario import Scenario

MOST_EVENTS = 1e9
"""Events that a run may have unless the limit is raised: some minutes of work, and 30 GB where all are kept."""
EVENTS_VARIABLE, MEMORY_VARIABLE = "GUANXI_MAX_EVENTS", "GUANXI_MAX_MEMORY"
LOOKS_AN_EVENT = 100
"""Customers who look at the news of a tick in the time of one event. Assumed."""
PART_OF_MEMORY = 0.8
"""Part of the machine's memory that a run may take unless the limit is raised."""
GIGABYTE = 1e9
USUAL_MEMORY = 16 * GIGABYTE
"""Memory that is assumed where the machine does not tell."""
COPIES = 2.5
"""How often rows of the log stand in memory at most, while they are put in order and read."""
ORDINARY_RATE, ORDINARY_PEOPLE, ORDINARY_WEEKS, ORDINARY_REPLICATIONS = 1.0, 1e6, 520.0, 100.0
"""What is usual at most (events per customer and week, customers, weeks, replications): beyond it lies the cause."""


class TooLargeError(ScenarioError):
    """A run would have more events, or take more memory, than the limit allows; its fault names the key."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """What a run is to be expected to need, at most."""

    events: float
    """Events in all replications."""
    memory: float
    """Bytes of memory."""
    looks: float
    """Customers × ticks, in all replications."""
    largest: Load
    """The part of the scenario that brings the most events."""
    key: str
    """The key that causes the size."""


def size_of(scenario: Scenario, *, replications: int = 1, kept: str = "all", at_a_time: int = 1) -> Size:
    """What the run of a scenario needs, reckoned without running it.

    ``kept`` is ``all`` where every event stays in memory, ``exits`` where joins and exits do; ``at_a_time`` runs go on
    in different processes.
    """
    found = loads(scenario)
    each = sum(load.events for load in found)
    people, ticks = float(scenario.population.size), scenario.horizon / scenario.tick
    rows = each if kept == "all" else sum(load.events for load in found if load.what not in EVERYDAY)
    memory = people * _bytes_each(scenario) + rows * ROW.itemsize * COPIES * (replications if at_a_time == 1 else 1)
    return Size(
        events=each * replications, memory=memory * at_a_time, looks=people * ticks * replications, largest=found[0],
        key=_key(scenario, found[0], replications),
    )  # fmt: skip


EVERYDAY = ("purchases", "needs and answers", "orders and deliveries", "full cards", "visits", "contacts",
            "contacts after sales", "commissions", "visits of partners")  # fmt: skip
"""What a log of joins and exits leaves out."""


def _bytes_each(scenario: Scenario) -> float:
    """Bytes of memory for one place of the population: her columns, those of her relations, and her clocks."""
    firms, causes = len(scenario.firms), scenario.exits.causes
    movers = sum(cause.ends == "all_relations" for cause in causes)
    invites = any(firm.programmes or firm.policy for firm in scenario.firms)
    wants = any(firm.departments for firm in scenario.firms)
    clocks = 2 + movers + firms * (invites + wants + len(causes) - movers)
    traits = 8 * len(causes) * (1 + any(cause.at_purchase for cause in causes)) + 8 * len(scenario.attributes)
    member = firms * MEMBERSHIP.itemsize if has_club_anatomy(scenario) else 0
    return float(PERSON.itemsize + firms * RELATION.itemsize + member + clocks * CLOCK.itemsize + traits)


def _key(scenario: Scenario, largest: Load, replications: int) -> str:
    """Of the rate, the customers, the weeks and the replications, the key of that which is most beyond the usual."""
    people, weeks = scenario.population.size, scenario.horizon
    segment = max(scenario.population.segments, key=lambda segment: segment.size)
    beyond = {
        largest.path: largest.events / people / weeks / ORDINARY_RATE,
        f"population.segments.{segment.name}.size": people / ORDINARY_PEOPLE,
        "horizon": weeks / ORDINARY_WEEKS,
        "replications": replications / ORDINARY_REPLICATIONS,
    }
    return max(beyond, key=lambda path: beyond[path])


def refuse_too_large(scenario: Scenario, *, replications: int = 1, kept: str = "all", at_a_time: int = 1) -> None:
    """Do nothing where a run fits the limits. Raises :class:`TooLargeError`, with the figures and the key, if not."""
    size = size_of(scenario, replications=replications, kept=kept, at_a_time=at_a_time)
    most, room = most_events(), most_memory()
    if size.events > most:
        largest = size.largest
        raise _refusal(
            size.key, f"the run would have about {_about(size.events)} events ({_about(largest.events)} of them "
            f"{largest.what}, by {largest.path}), and the limit is {_about(most)}; change {size.key}, or "
            f"raise the limit by --max-events, sim.size_limits(events=...) or {EVENTS_VARIABLE}",
        )  # fmt: skip
    if size.looks > most * LOOKS_AN_EVENT:
        raise _refusal(
            "tick", f"{_about(size.looks)} times a customer would read the news of a tick, and the limit is "
            f"{_about(most * LOOKS_AN_EVENT)}; give a longer tick, or raise the limit by --max-events, "
            f"sim.size_limits(events=...) or {EVENTS_VARIABLE}",
        )  # fmt: skip
    if size.memory > room:
        raise _refusal(
            size.key, f"the run would take about {size.memory / GIGABYTE:,.1f} GB of memory for {_about(size.events)} "
            f"events and {scenario.population.size:,} customers, and the limit is {room / GIGABYTE:,.1f} GB; "
            f"change {size.key}, keep joins and exits only (--log exits), or raise the limit by "
            f"--max-memory, sim.size_limits(memory=...) or {MEMORY_VARIABLE}",
        )  # fmt: skip


def _refusal(key: str, message: str) -> TooLargeError:
    return TooLargeError([Fault(path=key, message=message)])


def _about(number: float) -> str:
    """A figure in three digits, with thousands apart.

    >>> _about(1234567.0), _about(1.56e9), _about(2.5e19)
    ('1,230,000', '1,560,000,000', '2.5e+19')
    """
    if not math.isfinite(number) or number >= 1e15:
        return f"{number:.3g}"
    return f"{float(f'{number:.3g}'):,.0f}"


@contextmanager
def size_limits(*, events: float | None = None, memory: float | None = None) -> Iterator[None]:
    """Other limits to the size of runs while the block lasts, for this process and the workers that it starts.

    A limit that is left out stays as it is. It holds for all threads of the process.

    Args:
        events: Most events of a run.
        memory: Most memory of a run, gigabytes.
    """
    wanted = {EVENTS_VARIABLE: events, MEMORY_VARIABLE: memory}
    before = {name: os.environ.get(name) for name in wanted}
    for name, value in wanted.items():
        if value is not None:
            _positive(name, str(value))
            os.environ[name] = str(value)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = old


def most_events() -> float:
    """Most events that a run may have. Raises ``ScenarioError`` where the environment holds no number."""
    given = os.environ.get(EVENTS_VARIABLE)
    return MOST_EVENTS if given is None else _positive(EVENTS_VARIABLE, given)


def most_memory() -> float:
    """Most bytes that a run may take. Raises ``ScenarioError`` where the environment holds no number."""
    given = os.environ.get(MEMORY_VARIABLE)
    return PART_OF_MEMORY * memory_of_machine() if given is None else _positive(MEMORY_VARIABLE, given) * GIGABYTE


def _positive(name: str, given: str) -> float:
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if value > 0:
        return value
    unit = "events" if name == EVENTS_VARIABLE else "gigabytes"
    raise ScenarioError.of(name, f"{given[:60]!r} was given; give a number of {unit} above 0")


def memory_of_machine() -> float:
    """Bytes of memory of this machine, or of the container that this process runs in."""
    try:
        whole = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        whole = USUAL_MEMORY
    try:
        return min(whole, float(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    except (OSError, ValueError):
        return whole

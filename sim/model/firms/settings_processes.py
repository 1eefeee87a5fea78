"""The process of each setting, found by kind: what a department, a programme or a shock does in a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from sim.errors import SentenceError
from sim.model.firms.interface import FirmActions, Process, ShockedMarket
from sim.registry import registered
from sim.scenario.firm.department import Department
from sim.scenario.firm.programme import Programme
from sim.scenario.market.shock import Shock


class MissingProcessError(SentenceError, LookupError):
    """A kind of department or shock has settings, but no process is registered for it."""


def department_process(settings: Department, firm: FirmActions) -> Process:
    """What a department does from week 0 on. Raises :class:`MissingProcessError`."""
    run = cast("Callable[[Department, FirmActions], Process]", _process("department", settings.kind))
    return run(settings, firm)


def apply_department_change(settings: Department, firm: FirmActions) -> None:
    """Do what has to be done at once when a decision has put these settings in the place of what they were."""
    change = registered("department_change").get(settings.kind)
    if change is not None:
        cast("Callable[[Department, FirmActions], None]", change)(settings, firm)


def programme_process(settings: Programme, firm: FirmActions) -> Process:
    """What the firm does for a programme from its launch on; nothing, where no process is registered for the kind."""
    run = registered("programme_process").get(settings.kind)
    if run is not None:
        yield from cast("Callable[[Programme, FirmActions], Process]", run)(settings, firm)


def shock_process(settings: Shock, market: ShockedMarket) -> Process:
    """What a shock does, as a process that waits for its week. Raises :class:`MissingProcessError`."""
    run = cast("Callable[[Shock, ShockedMarket], Process]", _process("shock", settings.kind))
    return run(settings, market)


def _process(family: str, kind: str) -> object:
    found = registered(f"{family}_process").get(kind)
    if found is None:
        raise MissingProcessError(
            f"the {family} {kind!r} has settings but no process; put @register({f'{family}_process'!r}, {kind!r}) on a "
            f"function that says what it does in a run, or leave the {family} out of the scenario"
        )
    return found

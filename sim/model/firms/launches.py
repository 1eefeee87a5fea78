"""Launches and shocks on the scenario's timetable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.firms.settings_processes import shock_process
from sim.registry import register
from sim.scenario.firm.programme import Programme


@register("process", "launches")
def launches(firms: Sequence[FirmProcess]) -> Iterable[Process]:
    """Every firm launches its programmes in the week the scenario gives."""
    for firm, declared in zip(firms, firms[0].market.scenario.firms, strict=True):
        for programme in declared.programmes:
            if programme.launch is not None and programme.terms():
                yield _launch(firm, programme, programme.launch)


def _launch(firm: FirmProcess, programme: Programme, week: float) -> Process:
    yield firm.wait(week)
    if programme.kind not in firm.running:
        firm.launch(programme, programme.build_cost)


@register("process", "shocks")
def shocks(firms: Sequence[FirmProcess]) -> Iterable[Process]:
    """What befalls the market, in the week the scenario gives."""
    market = firms[0].market
    for shock in market.scenario.shocks:
        yield shock_process(shock, market)

"""Launches and shocks on the scenario's timetable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.firms.settings_processes import shock_process
from sim.registry import register
from sim.scenario.firm.programme import Programme


@register("process", "launches")
def launches(houses: Sequence[FirmProcess]) -> Iterable[Process]:
    """Every firm launches its programmes in the week the scenario gives."""
    for house, firm in zip(houses, houses[0].place.scenario.firms, strict=True):
        for programme in firm.programmes:
            if programme.launch is not None and programme.terms():
                yield _launch(house, programme, programme.launch)


def _launch(house: FirmProcess, programme: Programme, week: float) -> Process:
    yield house.wait(week)
    if programme.kind not in house.running:
        house.launch(programme, programme.build_cost)


@register("process", "shocks")
def shocks(houses: Sequence[FirmProcess]) -> Iterable[Process]:
    """What befalls the market, in the week the scenario gives."""
    place = houses[0].place
    for shock in place.scenario.shocks:
        yield shock_process(shock, place)

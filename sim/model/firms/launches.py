"""Launches and shocks on the scenario's timetable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.model.firms.firm_process import FirmHouse
from sim.registry import declare
from sim.scenario.firm.interface import Calendar
from sim.scenario.firm.programme import Programme


@declare("process", "launches")
def launches(houses: Sequence[FirmHouse]) -> Iterable[Calendar]:
    """Every firm launches its programmes in the week the scenario gives."""
    for house, firm in zip(houses, houses[0].place.scenario.firms, strict=True):
        for programme in firm.programmes:
            if programme.launch is not None and programme.terms():
                yield _launch(house, programme, programme.launch)


def _launch(house: FirmHouse, programme: Programme, week: float) -> Calendar:
    yield house.wait(week)
    if programme.kind not in house.running:
        house.launch(programme, programme.build_cost)


@declare("process", "shocks")
def shocks(houses: Sequence[FirmHouse]) -> Iterable[Calendar]:
    """What befalls the market, in the week the scenario gives."""
    place = houses[0].place
    for shock in place.scenario.shocks:
        yield shock.befall(place)

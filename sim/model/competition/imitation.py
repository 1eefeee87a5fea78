"""Imitation: how a rival comes to copy a programme, and how well.

Steps: unaware, aware, decided, built, launched, improving. How long each takes, what the copy costs and how much
of what makes the programme work it catches depends on the depth of its bond: points are bought off the shelf,
a community must grow, and knowledge of customers cannot be bought at all (cf. Dierickx & Cool 1989, Management
Science 35, on assets that time alone accumulates).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.firms.market_process import Launch
from sim.model.random_numbers import digest, sample_distribution
from sim.model.state.columns import distribution_record
from sim.registry import register
from sim.scenario.firm.firm import Copying, Imitation
from sim.scenario.market.distribution import Amount

REVIEW = 13.0
"""Weeks between two improvements of a copy, and YEAR the time constant of improving (assumed)."""
YEAR = 52.0


@register("process", "imitation")
def imitation(houses: Sequence[FirmProcess]) -> Iterable[Process]:
    """Every firm that imitates watches what its rivals launch."""
    for house, firm in zip(houses, houses[0].place.scenario.firms, strict=True):
        if firm.copying is not None:
            yield _watch(house, firm.copying)


def _watch(house: FirmProcess, habits: Imitation) -> Process:
    seen = 0
    place = house.place
    while True:
        while seen < len(place.launches):
            launch = place.launches[seen]
            seen += 1
            row = habits.rows.get(launch.programme.depth)
            if row and launch.firm != house.name and not launch.is_copy:
                place.env.process(_copy(house, launch, row, habits.alarm))
        yield place.next_launch


def _copy(house: FirmProcess, launch: Launch, row: Copying, alarm: float) -> Process:
    """From unaware to improving."""
    place, kind = house.place, launch.programme.kind
    share_before = place.recent_share(house.name, 13)
    yield house.wait(_delay(house, launch, "aware", row.aware))
    if kind in house.running:
        return
    _step(house, kind, "aware")
    yield house.wait(_delay(house, launch, "decide", row.decide))
    while alarm > 0 and share_before - place.recent_share(house.name, 13) < alarm:
        yield house.wait(4)
    _step(house, kind, "decided")
    yield house.wait(_delay(house, launch, "build", row.build))
    if kind in house.running:
        return
    _step(house, kind, "built")
    original, fidelity = launch.programme, row.fidelity
    house.launch(original.copied(fidelity), original.build_cost * row.cost_factor, is_copy=True)
    _step(house, kind, "launched")
    while row.improves_to is not None and row.improves_to > fidelity:
        yield house.wait(REVIEW)
        fidelity += (row.improves_to - fidelity) * (1 - math.exp(-REVIEW / YEAR))
        house.revise(original.copied(fidelity))
        _step(house, kind, "improved")


def _step(house: FirmProcess, kind: str, step: str) -> None:
    house.place.write("imitation", firm=house.name, cause=step, programme=kind)


def _delay(house: FirmProcess, launch: Launch, step: str, of: Amount) -> float:
    """Weeks that a step takes this rival, drawn at an address of its own."""
    purpose = digest(f"imitation/{step}/{launch.programme.kind}/{launch.firm}")
    return sample_distribution(
        house.place.m.stream_key, digest(house.name), purpose, 0, 0, distribution_record(of.code)[0]
    )

"""Imitation by reflex: how a rival comes to copy a programme without working out whether that pays.

Steps: unaware, aware, decided, built, launched, improving. How long each takes, what the copy costs and how much
of what makes the programme work it catches depends on the depth of its bond: points are bought off the shelf,
a community must grow, and knowledge of customers cannot be bought at all (cf. Dierickx & Cool 1989, Management
Science 35, on assets that time alone accumulates).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.firms.copying import build_copy, delay, write_step
from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.firms.market_process import Launch
from sim.model.random_numbers import digest
from sim.registry import register
from sim.scenario.firm.imitation import Copying, Imitation


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
            if row and launch.firm != house.name and not launch.is_copy and _answers(house, launch, habits.chance):
                place.env.process(_copy(house, launch, row, habits.alarm))
        yield place.next_launch


def _answers(house: FirmProcess, launch: Launch, chance: float) -> bool:
    """Whether the firm answers this launch at all."""
    if chance >= 1.0:
        return True
    purpose = digest(f"imitation/ever/{launch.programme.kind}/{launch.firm}")
    return bool(draw_uniforms_of_one(house.place.m.stream_key, digest(house.name), purpose, 0, 0)[0] < chance)


def _copy(house: FirmProcess, launch: Launch, row: Copying, alarm: float) -> Process:
    """From unaware to improving."""
    place, kind = house.place, launch.programme.kind
    share_before = place.recent_share(house.name, 13)
    yield house.wait(delay(house, launch, "aware", row.aware))
    if kind in house.running:
        return
    write_step(house, kind, "aware")
    yield house.wait(delay(house, launch, "decide", row.decide))
    while alarm > 0 and share_before - place.recent_share(house.name, 13) < alarm:
        yield house.wait(4)
    yield from build_copy(house, launch, row)

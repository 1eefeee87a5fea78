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
def imitation(firms: Sequence[FirmProcess]) -> Iterable[Process]:
    """Every firm that imitates watches what its rivals launch."""
    for firm, declared in zip(firms, firms[0].market.scenario.firms, strict=True):
        if declared.copying is not None:
            yield _watch(firm, declared.copying)


def _watch(firm: FirmProcess, habits: Imitation) -> Process:
    seen = 0
    market = firm.market
    while True:
        while seen < len(market.launches):
            launch = market.launches[seen]
            seen += 1
            row = habits.rows.get(launch.programme.depth)
            if row and launch.firm != firm.name and not launch.is_copy and _answers(firm, launch, habits.chance):
                market.env.process(_copy(firm, launch, row, habits.alarm))
        yield market.next_launch


def _answers(firm: FirmProcess, launch: Launch, chance: float) -> bool:
    """Whether the firm answers this launch at all."""
    if chance >= 1.0:
        return True
    purpose = digest(f"imitation/ever/{launch.programme.kind}/{launch.firm}")
    return bool(draw_uniforms_of_one(firm.market.state.stream_key, digest(firm.name), purpose, 0, 0)[0] < chance)


def _copy(firm: FirmProcess, launch: Launch, row: Copying, alarm: float) -> Process:
    """From unaware to improving."""
    market, kind = firm.market, launch.programme.kind
    share_before = market.recent_share(firm.name, 13)
    yield firm.wait(delay(firm, launch, "aware", row.aware))
    if kind in firm.running:
        return
    write_step(firm, kind, "aware")
    yield firm.wait(delay(firm, launch, "decide", row.decide))
    while alarm > 0 and share_before - market.recent_share(firm.name, 13) < alarm:
        yield firm.wait(4)
    yield from build_copy(firm, launch, row)

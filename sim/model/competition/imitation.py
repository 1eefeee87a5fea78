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
            if row and launch.firm != firm.name and not launch.is_copy:
                market.env.process(_copy(firm, launch, row, habits.alarm))
        yield market.next_launch


def _copy(firm: FirmProcess, launch: Launch, row: Copying, alarm: float) -> Process:
    """From unaware to improving."""
    market, kind = firm.market, launch.programme.kind
    share_before = market.recent_share(firm.name, 13)
    yield firm.wait(_delay(firm, launch, "aware", row.aware))
    if kind in firm.running:
        return
    _step(firm, kind, "aware")
    yield firm.wait(_delay(firm, launch, "decide", row.decide))
    while alarm > 0 and share_before - market.recent_share(firm.name, 13) < alarm:
        yield firm.wait(4)
    _step(firm, kind, "decided")
    yield firm.wait(_delay(firm, launch, "build", row.build))
    if kind in firm.running:
        return
    _step(firm, kind, "built")
    original, fidelity = launch.programme, row.fidelity
    firm.launch(original.copied(fidelity), original.build_cost * row.cost_factor, is_copy=True)
    _step(firm, kind, "launched")
    while row.improves_to is not None and row.improves_to > fidelity:
        yield firm.wait(REVIEW)
        fidelity += (row.improves_to - fidelity) * (1 - math.exp(-REVIEW / YEAR))
        firm.revise(original.copied(fidelity))
        _step(firm, kind, "improved")


def _step(firm: FirmProcess, kind: str, step: str) -> None:
    firm.market.write("imitation", firm=firm.name, cause=step, programme=kind)


def _delay(firm: FirmProcess, launch: Launch, step: str, of: Amount) -> float:
    """Weeks that a step takes this rival, drawn at an address of its own."""
    purpose = digest(f"imitation/{step}/{launch.programme.kind}/{launch.firm}")
    return sample_distribution(
        firm.market.state.stream_key, digest(firm.name), purpose, 0, 0, distribution_record(of.code)[0]
    )

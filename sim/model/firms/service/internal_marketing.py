"""Internal marketing at work: morale follows what is spent on the staff, and service follows morale."""

from __future__ import annotations

import math

from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.service import InternalMarketing

NOTICED = 4.0
"""Weeks between two moments at which a change of the service is noticed: weekly, all would look anew every week."""


@register("department_process", "internal_marketing")
def run_internal_marketing(settings: InternalMarketing, firm: FirmActions) -> Process:
    """Every four weeks morale has moved a little, and service with it."""
    factor, morale = 1.0, settings.morale
    while True:
        own = firm.settings.department(InternalMarketing) or settings
        spend_on_staff(own, firm)
        firm.morale = morale
        firm.extra_failure_rate = own.carelessness * max(0.0, 1.0 - 2.0 * morale)
        factor = serve(firm, factor, 1.0 + own.swing * (2.0 * morale - 1.0))
        before = firm.now
        yield firm.wait(NOTICED)
        morale += (own.target - morale) * -math.expm1((before - firm.now) / own.slowness)


@register("department_change", "internal_marketing")
def spend_on_staff(settings: InternalMarketing, firm: FirmActions) -> None:
    """Spend on the staff there is, as decided."""
    firm.spend("relations cost", settings.spend * settings.staff(firm.settings), "morale")


def serve(firm: FirmActions, before: float, wanted: float) -> float:
    """Let the service level be ``wanted`` times what it would be, instead of ``before`` times; returns what it is now.

    Whatever else has changed the level meanwhile stays in it. A level of 1 is not exceeded.
    """
    market, name = firm.market, firm.name
    level = market.level(name, "service")
    if level <= 0.0:
        return before
    plain = level / before
    served = min(1.0, plain * wanted)
    if abs(served - level) > 1e-12:
        market.set_level(name, "service", served)
    return served / plain

"""Win-back at work: round by round, offers to customers who left."""

from __future__ import annotations

import numpy as np

from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.service import WinBack
from sim.scenario.weeks import WEEKS_A_QUARTER


@register("department_process", "win_back")
def win_back(settings: WinBack, house: FirmActions) -> Process:
    """Round by round, court those who have left since the last."""
    place = house.place
    yield house.wait(settings.begins)
    since, number = house.now, 0
    while True:
        yield house.wait(settings.every)
        number += 1
        own = house.firm.department(WinBack) or settings
        lost = house.identifiable_customers(house.lost(since))
        since = house.now
        if len(lost) == 0:
            continue
        person, causes = place.m.person, place.scenario.exits.causes
        forgiven = np.array([own.forgiveness.get(cause.name, 0.0) for cause in causes])
        quarterly = person["purchase_rate"][lost] * person["spend"][lost] * WEEKS_A_QUARTER
        pull = 1 - np.exp(-own.worth / np.maximum(own.ease * quarterly, 1e-9))
        fresh = np.exp(-(house.now - house.left_at(lost)) / own.memory)
        taken = house.luck(lost, "win-back", number) < forgiven[house.left_for(lost)] * pull * fresh
        taken &= ~place.decide_themselves(lost)
        house.log_winback_offer(lost[taken], own.contact_cost + own.worth, "accepted")
        house.log_winback_offer(lost[~taken], own.contact_cost, "declined")
        house.invite_back(lost[taken])

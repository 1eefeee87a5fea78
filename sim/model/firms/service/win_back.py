"""Win-back at work: round by round, offers to customers who left."""

from __future__ import annotations

import numpy as np

from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.service import WinBack
from sim.scenario.weeks import WEEKS_A_QUARTER


@register("department_process", "win_back")
def win_back(settings: WinBack, firm: FirmActions) -> Process:
    """Round by round, court those who have left since the last."""
    market = firm.market
    yield firm.wait(settings.begins)
    since, number = firm.now, 0
    while True:
        yield firm.wait(settings.every)
        number += 1
        own = firm.settings.department(WinBack) or settings
        lost = firm.identifiable_customers(firm.lost(since))
        since = firm.now
        if len(lost) == 0:
            continue
        person, causes = market.state.person, market.scenario.exits.causes
        forgiven = np.array([own.forgiveness.get(cause.name, 0.0) for cause in causes])
        quarterly = person["purchase_rate"][lost] * person["spend"][lost] * WEEKS_A_QUARTER
        pull = 1 - np.exp(-own.worth / np.maximum(own.ease * quarterly, 1e-9))
        fresh = np.exp(-(firm.now - firm.left_at(lost)) / own.memory)
        taken = firm.luck(lost, "win-back", number) < forgiven[firm.left_for(lost)] * pull * fresh
        taken &= ~market.decide_themselves(lost)
        firm.log_winback_offer(lost[taken], own.contact_cost + own.worth, "accepted")
        firm.log_winback_offer(lost[~taken], own.contact_cost, "declined")
        firm.invite_back(lost[taken])

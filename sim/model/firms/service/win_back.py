"""Win-back at work: round by round, offers to customers who left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.service import WinBack
from sim.scenario.weeks import WEEKS_A_QUARTER

USUAL_STAY = 26.0
"""Weeks of a first spell that neither raise nor lower the chance of coming back. Assumed."""


@register("department_process", "win_back")
def win_back(settings: WinBack, firm: FirmActions) -> Process:
    """Round by round, court those who have left since the last."""
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
        chances = _chances(own, firm, lost) if own.offer is None else _chances_by_offer(own, firm, lost)
        taken = firm.luck(lost, "win-back", number) < chances
        taken &= ~firm.market.decide_themselves(lost)
        firm.log_winback_offer(lost[taken], own.contact_cost + own.cost, "accepted")
        firm.log_winback_offer(lost[~taken], own.contact_cost, "declined")
        firm.invite_back(lost[taken])
        if own.offer is not None:
            _begin_second_spell(own, firm, lost[taken])


def _forgiveness(own: WinBack, firm: FirmActions, lost: CustomerIds) -> NDArray[np.float64]:
    forgiven = np.array([own.forgiveness.get(cause.name, 0.0) for cause in firm.market.scenario.exits.causes])
    return forgiven[firm.left_for(lost)]


def _chances(own: WinBack, firm: FirmActions, lost: CustomerIds) -> NDArray[np.float64]:
    """Chances of an offer of no particular kind."""
    person = firm.market.state.person
    quarterly = person["purchase_rate"][lost] * person["spend"][lost] * WEEKS_A_QUARTER
    pull = 1 - np.exp(-own.worth / np.maximum(own.ease * quarterly, 1e-9))
    fresh = np.exp(-(firm.now - firm.left_at(lost)) / own.memory)
    return np.asarray(_forgiveness(own, firm, lost) * pull * fresh)


def _compared(firm: FirmActions, lost: CustomerIds) -> NDArray[np.str_]:
    """The attribute that the cause of each of these compares, empty for none."""
    return np.array([cause.attribute or "" for cause in firm.market.scenario.exits.causes])[firm.left_for(lost)]


def _chances_by_offer(own: WinBack, firm: FirmActions, lost: CustomerIds) -> NDArray[np.float64]:
    """Chances of a price cut, an upgrade, or both; a cause that is not forgiven has none."""
    response, attributes, m = own.response, firm.market.scenario.attributes, firm.market.state
    forgiven = _forgiveness(own, firm, lost)
    cut, upgrade = own.offer in ("price_cut", "both"), own.offer in ("upgrade", "both")
    compared, relation = _compared(firm, lost), firm.relation[lost]
    match = response.price_match * cut * (compared == "price")
    match = match + upgrade * (response.service_match * (compared == "service"))
    match = match + upgrade * (response.product_match * (compared == "product"))
    offered = [attributes.index(name) for name, given in (("price", cut), ("service", upgrade)) if given]
    minds = m.sensitivity[lost][:, offered].mean(axis=1)
    with np.errstate(divide="ignore"):
        logit = np.log(forgiven) - np.log1p(-forgiven)
    logit = logit + response.both * (cut and upgrade) + match + response.sensitivity * (minds - 1.0)
    logit = logit + response.stay * (relation["left_at"] - relation["joined"] - USUAL_STAY)
    logit = logit + response.gone * (firm.now - relation["left_at"])
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def _begin_second_spell(own: WinBack, firm: FirmActions, customers: CustomerIds) -> None:
    """What the first spell and the offer leave behind."""
    response = own.response
    hurt = np.isin(_compared(firm, customers), ("service", "conduct"))
    of_offer = {"upgrade": response.scar_of_upgrade, "both": response.scar_of_both}.get(own.offer or "", 0.0)
    firm.scar(customers, response.scar * hurt + of_offer)
    if own.offer in ("upgrade", "both"):
        firm.raise_social_bond(customers, response.upgrade_bond)

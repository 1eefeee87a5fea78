"""Win-back at work: round by round, offers to customers who left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.win_back import WinBack
from sim.scenario.weeks import WEEKS_A_QUARTER

USUAL_STAY = 26.0
"""Weeks of a first spell that neither raise nor lower the chance of coming back. Assumed."""


@register("department_process", "win_back")
def win_back(settings: WinBack, house: FirmActions) -> Process:
    """Round by round, court those who have left since the last."""
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
        chances = _chances(own, house, lost) if own.offer is None else _chances_by_offer(own, house, lost)
        taken = house.luck(lost, "win-back", number) < chances
        taken &= ~house.place.decide_themselves(lost)
        house.log_winback_offer(lost[taken], own.contact_cost + own.cost, "accepted")
        house.log_winback_offer(lost[~taken], own.contact_cost, "declined")
        house.invite_back(lost[taken])
        if own.offer is not None:
            _begin_second_spell(own, house, lost[taken])


def _forgiveness(own: WinBack, house: FirmActions, lost: CustomerIds) -> NDArray[np.float64]:
    forgiven = np.array([own.forgiveness.get(cause.name, 0.0) for cause in house.place.scenario.exits.causes])
    return forgiven[house.left_for(lost)]


def _chances(own: WinBack, house: FirmActions, lost: CustomerIds) -> NDArray[np.float64]:
    """Chances of an offer of no particular kind."""
    person = house.place.m.person
    quarterly = person["purchase_rate"][lost] * person["spend"][lost] * WEEKS_A_QUARTER
    pull = 1 - np.exp(-own.worth / np.maximum(own.ease * quarterly, 1e-9))
    fresh = np.exp(-(house.now - house.left_at(lost)) / own.memory)
    return np.asarray(_forgiveness(own, house, lost) * pull * fresh)


def _compared(house: FirmActions, lost: CustomerIds) -> NDArray[np.str_]:
    """The attribute that the cause of each of these compares, empty for none."""
    return np.array([cause.attribute or "" for cause in house.place.scenario.exits.causes])[house.left_for(lost)]


def _chances_by_offer(own: WinBack, house: FirmActions, lost: CustomerIds) -> NDArray[np.float64]:
    """Chances of a price cut, an upgrade, or both; a cause that is not forgiven has none."""
    response, attributes, m = own.response, house.place.scenario.attributes, house.place.m
    forgiven = _forgiveness(own, house, lost)
    cut, upgrade = own.offer in ("price_cut", "both"), own.offer in ("upgrade", "both")
    compared, relation = _compared(house, lost), house.relation[lost]
    match = response.price_match * cut * (compared == "price")
    match = match + upgrade * (response.service_match * (compared == "service"))
    match = match + upgrade * (response.product_match * (compared == "product"))
    offered = [attributes.index(name) for name, given in (("price", cut), ("service", upgrade)) if given]
    minds = m.sensitivity[lost][:, offered].mean(axis=1)
    with np.errstate(divide="ignore"):
        logit = np.log(forgiven) - np.log1p(-forgiven)
    logit = logit + response.both * (cut and upgrade) + match + response.sensitivity * (minds - 1.0)
    logit = logit + response.stay * (relation["left_at"] - relation["joined"] - USUAL_STAY)
    logit = logit + response.gone * (house.now - relation["left_at"])
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def _begin_second_spell(own: WinBack, house: FirmActions, customers: CustomerIds) -> None:
    """What the first spell and the offer leave behind."""
    response = own.response
    hurt = np.isin(_compared(house, customers), ("service", "conduct"))
    of_offer = {"upgrade": response.scar_of_upgrade, "both": response.scar_of_both}.get(own.offer or "", 0.0)
    house.scar(customers, response.scar * hurt + of_offer)
    if own.offer in ("upgrade", "both"):
        house.raise_social_bond(customers, response.upgrade_bond)

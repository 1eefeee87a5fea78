"""Win-back: offers to customers who left; what they left for decides how many return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.clocks.bonds import QUARTER
from sim.firm.house import FirmHouse
from sim.registry import declare
from sim.scenario.stage import Calendar
from sim.scenario.winback import WinBack


@declare("process", "win-back")
def win_back(houses: Sequence[FirmHouse]) -> Iterable[Calendar]:
    """Every firm that courts its lost customers does so round by round."""
    for house, firm in zip(houses, houses[0].place.scenario.firms, strict=True):
        if firm.win_back is not None:
            yield _rounds(house, firm.win_back)


def _rounds(house: FirmHouse, offer: WinBack) -> Calendar:
    place = house.place
    yield house.wait(offer.begins)
    since, number = float(place.env.now), 0
    while True:
        yield house.wait(offer.every)
        number += 1
        now = float(place.env.now)
        lost = house.lost(since)
        since = now
        if len(lost) == 0:
            continue
        person, causes = place.m.person, place.scenario.exits.causes
        forgiven = np.array([offer.forgiveness.get(cause.name, 0.0) for cause in causes])
        quarterly = person["purchase_rate"][lost] * person["spend"][lost] * QUARTER
        pull = 1 - np.exp(-offer.worth / np.maximum(offer.ease * quarterly, 1e-9))
        chance = forgiven[house.left_for(lost)] * pull * np.exp(-(now - house.left_at(lost)) / offer.memory)
        taken = house.luck(lost, "win-back", number) < chance
        house.court(lost[taken], offer.contact_cost + offer.worth, "accepted")
        house.court(lost[~taken], offer.contact_cost, "declined")
        house.invite_back(lost[taken])

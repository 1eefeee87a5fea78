"""The path of trust: stranger, familiar, trust in the person, trust in the organisation (the course, A8).

Read off the social bond and who owns it; thresholds assumed. Doney & Cannon (1997, Journal of Marketing 61) measure
trust in the seller and in the seller's firm as two things.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import FirmActions
from sim.scenario.firm.departments.relationship_managers import TRUST

FAMILIAR = 0.1
"""Social bond from which an account is no stranger."""
TRUSTS = 0.3
"""Social bond from which there is trust: in the person while more of the bond is hers, else in the organisation."""


def trust(social: NDArray[np.float64], personal: NDArray[np.float64]) -> NDArray[np.int64]:
    """The station of each account, as a place in :data:`TRUST`, from its social bond and the manager's part of it.

    >>> trust(np.array([0.0, 0.2, 0.5, 0.5]), np.array([0.0, 0.2, 0.4, 0.1])).tolist()
    [0, 1, 2, 3]
    """
    deep = np.where(personal > social - personal, 2, 3)
    return np.where(social < FAMILIAR, 0, np.where(social < TRUSTS, 1, deep))


def log_trust(firm: FirmActions, accounts: NDArray[np.void]) -> NDArray[np.int64]:
    """Log where on the path each account now is, if it has moved; returns the stations."""
    who = accounts["customer"]
    now = trust(firm.relation["social"][who], firm.relation["personal"][who])
    for station, name in enumerate(TRUST):
        moved = who[(now == station) & (accounts["trust"] != station)]
        if len(moved):
            firm.market.write_for_customers("door", moved, firm=firm.name, money=0.0, cause=name)
    return now

"""Key accounts as a firm knows them: what they bought, what its managers found out, what they said when they left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.events import RANK
from sim.model.firms.key_accounts.account_gain import on_the_book
from sim.model.state.columns import CUSTOMER, LEFT
from sim.scenario.decisions.firm_view import KnownAccount

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.scenario.market.key_account import KeyAccount


def known_accounts(firm: FirmProcess) -> tuple[KnownAccount, ...]:
    """The key accounts that are customers of a firm and on its file, or have left it, in the scenario's order."""
    market, found = firm.market, []
    for account, row in zip(market.scenario.key_accounts, market.remembered.watched.tolist(), strict=True):
        status = int(firm.relation["status"][row])
        on_file = status == CUSTOMER and len(firm.identifiable_customers(np.array([row])))
        if on_file or status == LEFT:
            found.append(_known(firm, account, row, "customer" if status == CUSTOMER else "left"))
    return tuple(found)


def _known(firm: FirmProcess, account: KeyAccount, row: int, status: str) -> KnownAccount:
    market = firm.market
    rows = market.remembered.events_of(row)
    rows = rows[rows["firm"] == firm.index]
    lately = rows[rows["time"] >= firm.now - market.scenario.round]
    visits, bought = lately[lately["event"] == RANK["visit"]], lately[lately["event"] == RANK["purchase"]]
    said = rows[rows["event"] == RANK["stated"]]
    door, needs = on_the_book(firm, row) or (None, ())
    return KnownAccount(
        name=account.name,
        customer=row,
        segment=account.segment,
        status=status,
        sales=float(bought["cents"].sum() / 100),
        purchases=int(firm.relation["purchases"][row]),
        looked_after=door is not None,
        door=door or 0,
        needs={need: account.needs[need].text for need in needs if need in account.needs},
        visits=tuple((float(row["time"]), market.names.words[row["cause"]]) for row in visits),
        says=market.names.words[said["cause"][-1]] if status == "left" and len(said) else None,
    )

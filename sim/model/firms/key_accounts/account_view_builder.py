"""What a key account can know at a moment: what she lived through round by round, and what anyone sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.events import RANK
from sim.model.firms.decision_rounds.firm_view_builder import public_offer
from sim.model.firms.key_accounts.account_gain import (
    degree_of,
    meets,
    on_the_book,
    quality,
    worth_of_goods,
    worth_of_needs,
)
from sim.model.firms.key_accounts.account_history import account_history, seen_quality
from sim.scenario.decisions.account_view import AccountRound, AccountView
from sim.scenario.market.offers import OUTSIDE
from sim.scenario.weeks import WEEKS_A_YEAR

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.model.firms.key_accounts.steered_account import SteeredAccount


class AccountViewBuilder:
    """What an account has come to know in the course of a run."""

    def __init__(self, chair: SteeredAccount) -> None:
        """Nothing yet."""
        self._chair, self._market = chair, chair.market
        self._closed: list[AccountRound] = []
        self._since, self._wallet = 0.0, chair.present.wallet or {}
        self._number = 0

    def began(self) -> None:
        """Decisions of the round have been carried out: what she lives through from now on belongs to it."""
        self._since = float(self._market.env.now)
        self._wallet = self._chair.present.wallet or {}

    def view(self, number: int) -> AccountView:
        """What she can know now; ``number`` rounds were decided before, and what has come of them is written down."""
        chair, market, account = self._chair, self._market, self._chair.account
        if number > self._number:
            self._closed += self._close(number - 1)
            self._number = number
        person = market.columns.person[chair.row]
        return AccountView(
            account=account.name,
            brief=account.brief,
            week=float(market.env.now),
            number=number,
            weeks=market.scenario.round,
            steered=chair.steered,
            needs=dict(account.needs),
            value=account.value,
            visit_cost=account.visit_cost,
            purchases_a_year=float(person.purchase_rate * WEEKS_A_YEAR),
            spend=float(person.spend),
            outside=account.outside,
            present=chair.present,
            status=chair.status,
            causes=tuple(cause.name for cause in market.scenario.exits.causes if cause.ends == "this_relation"),
            invited_back=self._invited_back(),
            market=tuple(public_offer(market, firm) for firm in market.firms()),
            quality=self._qualities(),
            rounds=tuple(self._closed),
            gain=sum(row.gain for row in self._closed),
            decisions=tuple(chair.decisions),
        )

    def _invited_back(self) -> tuple[str, ...]:
        rows = self._market.remembered.events_of(self._chair.row)
        asked = rows["firm"][(rows["event"] == RANK["win-back"]) & (rows["time"] >= self._since)]
        return tuple(f for k, f in enumerate(self._market.firms()) if k in asked and self._chair.status[f] == "left")

    def _qualities(self) -> dict[str, float]:
        market, row, now = self._market, self._chair.row, float(self._market.env.now)
        seen = {firm: seen_quality(market, row, k, now) for k, firm in enumerate(market.firms())}
        offer = self._chair.account.outside
        if offer is not None:
            seen[OUTSIDE] = quality(offer.product, float(market.columns.person[row].idiosyncrasy), 0.0)
        return seen

    def _close(self, number: int) -> list[AccountRound]:
        """The round that ends now, firm by firm, and outside."""
        wallet = self._wallet
        if not self._chair.steered:
            wallet = self._chair.present.wallet or {}
        rows = [self._with(firm, number, wallet[firm.name]) for firm in self._chair.firms]
        return [*rows, self._outside(number, wallet[OUTSIDE])]

    def _with(self, firm: FirmProcess, number: int, part: float) -> AccountRound:
        chair, account, weeks = self._chair, self._chair.account, float(self._market.env.now) - self._since
        what = account_history(self._market, chair.row, firm.index, account.value, self._since)
        door, told = on_the_book(firm, chair.row) or (0, ())
        met = meets(door, degree_of(firm, account.segment), tuple(need for need in told if need in account.needs))
        needs = worth_of_needs(account.needs, met, part, weeks)
        refused = sum(name == firm.name and week >= self._since for week, name in chair.refused)
        received = what.visits - refused
        return AccountRound(
            number=number, week=self._since, weeks=weeks, firm=firm.name, status=chair.status[firm.name],
            purchases=what.purchases, quantity=what.quantity, paid=what.paid, visits=received, refused=refused,
            complaints=what.complaints, answered=what.answered, failed=what.failed, wait_hours=what.wait_hours,
            satisfaction=float(firm.relation["satisfaction"][chair.row]), door=door,
            told=tuple(need for need in told if need in account.needs), needs_met=met,
            goods_worth=what.goods_worth, needs_worth=needs,
            gain=what.goods_worth + needs - what.paid - received * account.visit_cost,
        )  # fmt: skip

    def _outside(self, number: int, part: float) -> AccountRound:
        """What is to be expected of what she buys elsewhere: rate × spend × weeks × part, at the offer there."""
        chair, offer = self._chair, self._chair.account.outside
        person, weeks = self._market.columns.person[chair.row], float(self._market.env.now) - self._since
        quantity = float(person.purchase_rate * person.spend * weeks * part) if offer else 0.0
        seen = self._qualities().get(OUTSIDE, 0.0)
        worth, paid = worth_of_goods(quantity, seen, chair.account.value), quantity * (offer.price if offer else 0.0)
        return AccountRound(
            number=number, week=self._since, weeks=weeks, firm=OUTSIDE, status=OUTSIDE, purchases=0,
            quantity=quantity, paid=paid, visits=0, refused=0, complaints=0, answered=0, failed=0, wait_hours=None,
            satisfaction=None, door=0, told=(), needs_met=(), goods_worth=worth, needs_worth=0.0, gain=worth - paid,
        )  # fmt: skip

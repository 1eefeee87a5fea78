"""The figures of the paper game, worked out from the scenario of the key-account game: gains, margins, wages in coins.

One quarter of an account's purchases is ten order cards. Money is counted in coins, so that sums can be done by head.
What is assumed for the paper game alone is said with each constant; everything else is the scenario's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from sim.game.game import Game
from sim.game.load_game import load_game
from sim.model.firms.key_accounts.account_gain import NEEDED_DOOR, quality
from sim.scenario.firm.departments.relationship_managers import RelationshipManagers
from sim.scenario.firm.departments.service import ServiceDesk
from sim.scenario.firm.firm import Firm
from sim.scenario.market.key_account import NEED_NAMES, KeyAccount, NeedName
from sim.scenario.market.offers import OUTSIDE
from sim.scenario.market.population import Segment
from sim.scenario.scenario import Scenario

GAME = "key_account_game"
FIRM = "Azure"
QUARTERS = 6
CARDS = 10
"""Order cards of an account in a quarter."""
COIN = 100.0
"""Money of the scenario that one coin stands for."""
Price: TypeAlias = Literal["low", "full", "high"]
Goods: TypeAlias = Literal["ordinary", "better"]
PRICES: Mapping[Price, float] = {"low": 0.94, "full": 1.0, "high": 1.06}
"""Price levels that group A chooses from. Assumed."""
BETTER_GOODS = 0.05
"""By how much better goods exceed Azure's own, in units of ordinary quality. Assumed."""
VISITS_EACH = 3
"""Visits of one relationship manager in a quarter on paper. Assumed: what fits into a minute and a half."""
UNANSWERED = 5
"""Coins that an account loses by a problem that no person at the desk answers. Assumed."""
SUPPLIERS = (FIRM, "Beryl", "Cedar", OUTSIDE)


@dataclass(frozen=True, kw_only=True)
class AccountTerms:
    """What an account counts with, in coins."""

    seat: str
    """Name of the seat in the game, such as ``dairy``."""
    account: KeyAccount
    order: float
    """Price of an order card at price level 1."""
    azure: Mapping[tuple[Price, Goods], float]
    """Gain of an order card at Azure, goods only, by price and goods."""
    others: Mapping[str, float]
    """The same at the other suppliers; one that the account does not know is left out."""
    needs: Mapping[NeedName, float]
    """Gain in a quarter if all ten order cards go to a supplier that meets the need."""
    visit: float
    """What receiving a visit costs."""


@dataclass(frozen=True, kw_only=True)
class PaperTerms:
    """The figures of the whole paper game, in coins."""

    accounts: tuple[AccountTerms, ...]
    margin: Mapping[tuple[Price, Goods], float]
    """What Azure earns by an order card."""
    manager: float
    """Wage of a relationship manager in a quarter, for the part of the time that these accounts take."""
    desk: float
    """The same of a person at the service desk."""
    visit: float
    """What a visit costs Azure."""

    def account(self, seat: str) -> AccountTerms:
        """The terms of the account of a seat."""
        return next(one for one in self.accounts if one.seat == seat)


@cache
def paper_terms() -> PaperTerms:
    """The figures of the paper game, from the scenario as the key-account game plays it."""
    game, scenario = load_game(GAME)
    firm = next(one for one in scenario.firms if one.name == FIRM)
    kinds: tuple[Goods, ...] = ("ordinary", "better")
    margins = {
        (price, goods): order_price(scenario) * (level - firm.unit_cost * _cost_factor(firm, goods))
        for price, level in PRICES.items()
        for goods in kinds
    }
    managers, desk = firm.department(RelationshipManagers), firm.department(ServiceDesk)
    if managers is None or desk is None:
        raise ValueError(f"{FIRM} of {scenario.name} needs relationship managers and a service desk for the paper game")
    part = scenario.round * len(scenario.key_accounts) / _large(scenario).size / COIN
    return PaperTerms(
        accounts=tuple(_account(game, scenario, firm, one) for one in scenario.key_accounts),
        margin=margins,
        manager=part * managers.wage,
        desk=part * desk.wage,
        visit=managers.visit_cost / COIN,
    )


def seat_of(game: Game, account: str) -> str:
    """The seat that plays an account."""
    return next(seat.name for seat in game.of_accounts if seat.answers == account)


def order_price(scenario: Scenario) -> float:
    """Price of an order card at price level 1, coins: mean purchases of a quarter / 10."""
    segment = _large(scenario)
    return segment.purchase_rate.average * segment.spend.average * scenario.round / CARDS / COIN


def _large(scenario: Scenario) -> Segment:
    name = scenario.key_accounts[0].segment
    return next(segment for segment in scenario.population.segments if segment.name == name)


def _cost_factor(firm: Firm, goods: Goods) -> float:
    before = firm.offer
    now = before if goods == "ordinary" else before.but(product=before.product + BETTER_GOODS)
    return firm.steering_costs.factor(before, now)


def _account(game: Game, scenario: Scenario, firm: Firm, account: KeyAccount) -> AccountTerms:
    order, apart = order_price(scenario), _large(scenario).idiosyncrasy.average

    def gain(product: float, price: float) -> float:
        return order * (account.value * quality(product, apart, 0.0) - price)

    products: dict[Goods, float] = {"ordinary": firm.offer.product, "better": firm.offer.product + BETTER_GOODS}
    others = {one.name: gain(one.offer.product, one.offer.price) for one in scenario.firms if one.name != FIRM}
    if account.outside is not None:
        others[OUTSIDE] = gain(account.outside.product, account.outside.price)
    return AccountTerms(
        seat=seat_of(game, account.name), account=account, order=order,
        azure={(p, g): gain(product, level) for p, level in PRICES.items() for g, product in products.items()},
        others=others,
        needs={name: need.worth * scenario.round / 52.0 / COIN for name, need in account.needs.items()},
        visit=account.visit_cost / COIN,
    )  # fmt: skip


def coins(value: float) -> str:
    """An amount as it is printed: whole coins; halves are rounded up.

    >>> coins(20.5), coins(0.6), coins(-3.2)
    ('21', '1', '−3')
    """
    whole = int(abs(value) + 0.5)
    return f"−{whole}" if value < 0 and whole else str(whole)


def rounded(value: float) -> int:
    """An amount in whole coins, as it is printed and paid."""
    return int(coins(value).replace("−", "-"))


def rule_figures() -> Mapping[str, str]:
    """The figures that stand in the rules."""
    terms = paper_terms()
    found = {f"margin_{p}": coins(terms.margin[p, "ordinary"]) for p in PRICES}
    found |= {f"margin_better_{p}": coins(terms.margin[p, "better"]) for p in PRICES}
    found |= {f"price_{p}": f"{level:.2f}" for p, level in PRICES.items()}
    found |= {f"door_{need}": str(NEEDED_DOOR[need]) for need in NEED_NAMES}
    return found | {
        "quarters": str(QUARTERS), "cards": str(CARDS), "coin": f"{COIN:.0f}", "manager": coins(terms.manager),
        "desk": coins(terms.desk), "visit": coins(terms.visit), "visits_each": str(VISITS_EACH),
        "unanswered": str(UNANSWERED), "order": coins(terms.accounts[0].order),
    }  # fmt: skip

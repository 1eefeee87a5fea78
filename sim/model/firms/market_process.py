"""The firms' side of the market: what the firms publish, book and know together, at ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from simpy import Environment, Event

from sim.model.engine.scheduler import at
from sim.model.events import RANK
from sim.model.firms.decision_rounds.decision_inbox import DecisionInbox
from sim.model.firms.event_writer import EventHistory
from sim.model.firms.interface import AccountBook, CustomerIds, PeopleWithTies
from sim.model.firms.request_dispatch import RequestDispatch
from sim.model.state.initialise import members_of, names_of, perceived_levels
from sim.model.state.market import Market, with_named_fields
from sim.scenario.firm.programme import Programme
from sim.scenario.market.offers import AT_MOST_ONE, OUTSIDE, Offer

if TYPE_CHECKING:
    from sim.model.firms.key_accounts.steered_account import SteeredAccount
    from sim.scenario.decisions.estimate import Estimate
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Launch:
    """A programme that a firm has launched, for all to see."""

    firm: str
    programme: Programme
    is_copy: bool
    week: float = 0.0


class MarketProcess(RequestDispatch):
    """One market in the course of a run: calendar, columns, what firms publish, and the firms' own log."""

    def __init__(self, env: Environment, scenario: Scenario, state: Market, *, only_exits: bool = False) -> None:
        super().__init__(env, state, names_of(scenario), EventHistory(members_of(scenario)), only_exits=only_exits)
        self.scenario = scenario
        self.offers = {firm.name: firm.offer for firm in scenario.firms}
        self.offers[OUTSIDE] = scenario.outside or Offer()
        self.columns = with_named_fields(state)
        """The same columns, for rules that the firms' side calls as plain Python."""
        self.steered_accounts: dict[int, SteeredAccount] = {}
        """Key accounts that are steered, by their rows of the population."""
        self.books: dict[str, AccountBook] = {}
        """The account books of firms with relationship managers."""
        self.tie_keepers: dict[str, PeopleWithTies] = {}
        """The people of each firm who keep ties with customers."""
        self.products = {firm.name: [(-math.inf, firm.offer.product)] for firm in scenario.firms}
        """The product level of each firm, week by week of a change."""
        self.price_changes: list[tuple[float, str, float, float]] = []
        """Week, firm, new price and the price before, of each change of a price."""
        self.programme_ends: list[tuple[float, str, str]] = []
        """Week, firm and kind of each programme that ended."""
        self.estimates: tuple[Estimate, ...] = ()
        """What firms have worked out before they decided, in order."""
        self.launches: list[Launch] = []
        self.next_launch: Event = env.event()
        self._goodwill: dict[str, float] = {}
        self.stories: dict[str, object] = {}
        """The state of each story that someone has asked for, by its name."""
        self.decision_inbox = DecisionInbox()
        self._rows_of: dict[tuple[str, ...], CustomerIds] = {}

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""
        tick = self.scenario.tick
        number = math.ceil((self.env.now + max(0.0, weeks)) / tick - 1e-9)
        return at(self.env, max(self.env.now, number * tick))

    def bump_offer_version(self) -> None:
        """Let everybody in the market look at the offers anew at this tick."""
        self.state.offer_version[0] += 1

    def level(self, firm: str, attribute: str) -> float:
        """What a firm (or ``"outside"``) offers on an attribute now."""
        return self.offers[firm].level(attribute)

    def set_level(self, firm: str, attribute: str, level: float) -> None:
        """Let customers read a new level of a firm's (or the outside alternative's) offer from this tick on.

        Service and conduct end at 1, not beyond it by the rounding of what is multiplied and put back.
        """
        offer, level = self.offers[firm], min(1.0, level) if attribute in AT_MOST_ONE else level
        own = attribute in Offer.model_fields
        self.offers[firm] = offer.but({attribute if own else f"further.{attribute}": level})
        if attribute == "product" and firm in self.products:
            self.products[firm].append((float(self.env.now), level))
        place = len(self.names.firms) if firm == OUTSIDE else self.names.firms.index(firm)
        self.state.offer[place] = perceived_levels(self._perceived_offer(firm), self.scenario.attributes)
        if firm != OUTSIDE:
            if attribute == "price":
                self.price_changes.append((float(self.env.now), firm, level, offer.price))
            self.state.price[place] = self.offers[firm].price
            self.state.service[place] = self.offers[firm].service
        self.bump_offer_version()

    def set_goodwill(self, firm: str, part: float) -> None:
        """Let people overlook this part of what is blameworthy in a firm's conduct from this tick on."""
        if self._goodwill.get(firm, 0.0) != part:
            self._goodwill[firm] = part
            self.state.offer[self.names.firms.index(firm)] = perceived_levels(
                self._perceived_offer(firm), self.scenario.attributes
            )
            self.bump_offer_version()

    def _perceived_offer(self, firm: str) -> Offer:
        """A firm's offer with the goodwill that its public relations have won it."""
        offer, part = self.offers[firm], self._goodwill.get(firm, 0.0)
        return offer.but(conduct=offer.conduct + part * (1.0 - offer.conduct)) if part else offer

    def multiply_moving(self, factor: float) -> None:
        """Change the rate of moving away for everybody by this factor."""
        self.state.moving[:] *= factor
        self.bump_offer_version()
        self.state.offer_version[1] += 1

    def rows_of(self, segments: tuple[str, ...]) -> CustomerIds:
        """The rows of everybody of these segments, ascending; who takes a place is of the same segment."""
        if segments not in self._rows_of:
            numbers = [self.names.segments.index(name) for name in segments]
            self._rows_of[segments] = np.flatnonzero(np.isin(self.state.person["segment"], numbers))
        return self._rows_of[segments]

    def firms(self) -> tuple[str, ...]:
        """Names of the firms."""
        return self.names.firms

    def announce_launch(self, launch: Launch) -> None:
        """Let rivals see a launch."""
        self.launches.append(launch)
        heard, self.next_launch = self.next_launch, self.env.event()
        heard.succeed()

    def is_subscribed(self, event: str, firm: str) -> bool:
        """Whether a firm hears of such events."""
        return (RANK[event], self.names.firms.index(firm)) in self._listeners

    @property
    def acts_every_tick(self) -> bool:
        """Whether the firms' side has to act at each tick: it hears of needs or orders, or of who has come.

        What fades from tick to tick needs no call: customers live through such ticks by themselves.
        """
        spreads = (self.state.segment["word_of_mouth"] > 0) & (self.state.arrived < 1)
        return bool(self._listeners) or bool(spreads.any())

    def update_diffusion(self) -> None:
        """Let prospects hear how many have come."""
        size = self.state.segment["size"]
        came = sum(desk.arrivals for desk in self._desks()) / size
        if (self.state.segment["word_of_mouth"] > 0).any() and (came != self.state.arrived).any():
            self.state.arrived[:] = came
            self.state.offer_version[1] += 1

    def subsidise(self, firm: str, money: float, why: str) -> None:
        """Let a firm have this money now, from outside the market: it counts against what else the firm spends."""
        self.write("spending", firm=firm, cause=why, money=-money)

    def decide_themselves(self, customers: CustomerIds) -> NDArray[np.bool_]:
        """Which of these are key accounts who decide themselves whether to come back."""
        steered = [row for row, chair in self.steered_accounts.items() if chair.steered]
        return np.isin(customers, steered) if steered else np.zeros(len(customers), dtype=bool)

"""What the processes of departments, programmes and shocks may read of a firm and of the market, and do to them.

All of it happens at ticks, and reaches customers at the tick, except where a request is answered at its instant.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from simpy import Environment, Event

from sim.model.event_log import Names
from sim.model.firms.service_requests import Request, RequestHandler
from sim.model.state.market import Market, WorkerBuffer
from sim.scenario.firm.firm import Firm
from sim.scenario.firm.programme import Programme
from sim.scenario.scenario import Scenario

Process: TypeAlias = Generator[Event, object, None]
"""The life of a process on the calendar: it yields the events it waits for."""
CustomerIds: TypeAlias = NDArray[np.int64]
"""Customers, as rows of the population, ascending."""


class ShockedMarket(Protocol):
    """The whole market, as a shock may act on it."""

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""

    def announce(self, kind: str, firm: str | None) -> None:
        """Log the shock, at a firm or at all."""

    def firms(self) -> tuple[str, ...]:
        """Names of the firms."""

    def level(self, firm: str, attribute: str) -> float:
        """What a firm (or ``"outside"``) offers on an attribute now."""

    def set_level(self, firm: str, attribute: str, level: float) -> None:
        """Let customers read a new level of a firm's (or the outside alternative's) offer from this tick on."""

    def subsidise(self, firm: str, money: float, why: str) -> None:
        """Let a firm have this money now, from outside the market; ``why`` is the cause that the log names."""

    def multiply_moving(self, factor: float) -> None:
        """Change the rate of moving away for everybody by this factor."""


class StoryMarket(ShockedMarket, Protocol):
    """The whole market, as a story or a change of its districts may read it and act on it."""

    env: Environment
    state: Market
    """Columns and constants that customers read."""
    columns: Market
    """The same columns, for rules that the firms' side calls as plain Python."""
    names: Names
    scenario: Scenario
    stories: dict[str, object]
    """The state of each story that someone has asked for, by its name."""

    @property
    def desk(self) -> WorkerBuffer:
        """Where rules write that the firms' side calls."""

    def bump_offer_version(self) -> None:
        """Let everybody in the market look at the offers anew at this tick."""

    def write(self, event: str, *, firm: str | None = None, cause: str | None = None, programme: str | None = None,
              money: float = 0.0, time: float | None = None) -> None:  # fmt: skip
        """A row of the log at this tick, that concerns no customer. Money in full units."""


class VisitedAccount(Protocol):
    """A key account, as a visiting manager meets her."""

    refused: list[tuple[float, str]]
    """Visits that she did not receive: week and firm."""

    @property
    def steered(self) -> bool:
        """Whether she decides for herself."""

    def receives(self, firm: str) -> bool:
        """Whether she lets the firm's managers in."""

    def disclosed_needs(self, firm: str) -> list[bool]:
        """For each of the five needs, whether she speaks of it when that firm visits."""

    def step(self, firm: str, door: int, opens: bool) -> int:
        """Doors that a visit moves."""


class AccountBook(Protocol):
    """The accounts of one firm's relationship managers."""

    accounts: NDArray[np.void]
    """One row for each account, :data:`sim.model.firms.account_management.account_list.ACCOUNT`."""

    def drop_lost(self) -> None:
        """A customer who has left the firm since the last tick is an account no more."""


class PeopleWithTies(Protocol):
    """The people of one firm who keep ties with customers."""

    people: list[int]
    """Their numbers."""

    def release_best(self) -> NDArray[np.void]:
        """The best connected person goes to a rival; returns the ties that go along."""


class MarketActions(StoryMarket, Protocol):
    """The whole market, as a firm's processes may read it and write its log."""

    env: Environment
    state: Market
    """Columns and constants that customers read."""
    names: Names
    scenario: Scenario
    books: dict[str, AccountBook]
    """Accounts of firms with relationship managers."""
    tie_keepers: dict[str, PeopleWithTies]
    """The people of each firm who keep ties."""

    @property
    def steered_accounts(self) -> Mapping[int, VisitedAccount]:
        """Key accounts that are steered, by their rows of the population."""

    def rows_of(self, segments: tuple[str, ...]) -> CustomerIds:
        """The rows of everybody of these segments, ascending."""

    def subscribe(self, event: str, firm: str, read: RequestHandler) -> None:
        """Let a firm hear of each such event: it reads what comes up to the next tick, and acts at the instants."""

    def apply_experience(self, need: Request, experience: float) -> None:
        """Let her feel at the next tick how she was treated, unless she has left since."""

    def set_goodwill(self, firm: str, part: float) -> None:
        """Let people overlook this part of what is blameworthy in a firm's conduct from this tick on."""

    def decide_themselves(self, customers: CustomerIds) -> NDArray[np.bool_]:
        """Which of these are key accounts who decide themselves whether to come back."""

    def write(self, event: str, *, firm: str | None = None, cause: str | None = None, programme: str | None = None,
              money: float = 0.0, time: float | None = None) -> None:  # fmt: skip
        """A row of the log at this tick, that concerns no customer. Money in full units."""

    def write_about(self, need: Request, event: str, cause: str | None, money: float = 0.0) -> None:
        """A row about a customer's need or order, now. Money in full units."""

    def write_for_requests(self, needs: Iterable[Request], event: str, cause: str | None, money: float = 0.0) -> None:
        """A row about each of these needs or orders, now. Money in full units, for each."""

    def write_for_customers(
        self, event: str, customers: CustomerIds, *, firm: str, money: ArrayLike, programme: str | None = None,
        cause: str | None = None,
    ) -> None:  # fmt: skip
        """A row for each of these customers at this tick. Money in full units, for each: one amount, or one apiece."""


class CustomersOfFirm(Protocol):
    """The relations of one firm with everybody in the market, as its processes may read and change them."""

    @property
    def person(self) -> NDArray[np.void]:
        """The columns of everybody in the market, :data:`sim.model.state.columns.PERSON`; read, never written."""

    @property
    def relation(self) -> NDArray[np.void]:
        """The columns of everybody's relation with this firm, :data:`sim.model.state.columns.RELATION`."""

    def people(self) -> int:
        """Number of people in the market, counting all who may ever arrive."""

    def people_present(self) -> int:
        """Number of people who are in the market now."""

    def customers(self, segments: Sequence[str] | None = None) -> CustomerIds:
        """Customers now, of these segments or of all."""

    def luck(self, customers: CustomerIds, purpose: str, ordinal: int) -> NDArray[np.float64]:
        """A uniform draw for each of these customers, addressed by firm, purpose and ordinal."""

    def sociability(self, customers: CustomerIds) -> NDArray[np.float64]:
        """How readily each of these customers takes part, κ."""

    def raise_social_bond(self, customers: CustomerIds, gain: ArrayLike, *, personal: bool = False) -> None:
        """Their social bond rises by ``gain`` × (1 - bond); the rise may belong to a manager instead of the firm."""

    def lower_social_bond(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of their social bond is gone, a manager's part of it and the firm's alike."""

    def remove_manager_bond(self, customers: CustomerIds) -> None:
        """Their manager leaves, and takes her part of the social bond along."""

    def transfer_bond_to_firm(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of what belongs to their manager becomes a bond with the firm."""

    def raise_structural_bond(self, customers: CustomerIds, gain: ArrayLike) -> None:
        """Their structural bond rises by ``gain`` × (1 - bond)."""

    def lower_structural_bond(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of their structural bond is gone."""

    def learn(self, customers: CustomerIds, gain: ArrayLike) -> None:
        """The firm learns this part of what it does not know of them yet."""

    def forget(self, customers: CustomerIds, part: ArrayLike) -> None:
        """This part of what the firm knows of them is gone."""

    def update_satisfaction(self, customers: CustomerIds, experience: ArrayLike) -> None:
        """They live through something of this worth, between 0 and 1; their satisfaction moves towards it."""

    def let_believe(self, customers: CustomerIds, levels: ArrayLike) -> None:
        """From now on these believe so much of the firm's promises, in units of perceived service."""

    def entertain(self, guests: CustomerIds, gain: NDArray[np.float64], cost: float, kind: str) -> None:
        """Guests attend: their social bond rises by ``gain`` × (1 - bond), each costs ``cost`` (money)."""

    def lost(self, since: float) -> CustomerIds:
        """Customers who have left the firm since that week (and not the market), ascending."""

    def left_for(self, customers: CustomerIds) -> NDArray[np.int64]:
        """The cause for which each of these left, as a place in the scenario's table."""

    def left_at(self, customers: CustomerIds) -> NDArray[np.float64]:
        """The week in which each of these left."""

    def log_winback_offer(self, customers: CustomerIds, cost: float, outcome: str) -> None:
        """Log an offer to each of these, what it cost, and whether she took it."""

    def scar(self, customers: CustomerIds, scars: ArrayLike) -> None:
        """In the spell that comes, the rates at which these leave are multiplied by exp(scar)."""

    def invite_back(self, customers: CustomerIds) -> None:
        """These may choose the firm again from this tick on."""


class FirmActions(CustomersOfFirm, Protocol):
    """One firm, as its own processes may read it and act on it."""

    name: str
    index: int
    """Place among the firms of the market."""
    settings: Firm
    """Its settings as they now are: a decision puts changed departments into them."""
    staff_desk: Callable[[int], None]
    """Have so many people at the service desk from now on."""
    identifiable_customers: Callable[[CustomerIds], CustomerIds]
    """Those of these customers whom the firm could name and find."""
    believed_segment: Callable[[CustomerIds], NDArray[np.int64]]
    """Number of the segment that the firm takes each of these customers to be of, -1 where it has no idea."""
    believed_worth: Callable[[CustomerIds], NDArray[np.float64]]
    """Sales a week that the firm expects of each of these customers, money; 0 where it has no idea."""
    extra_failure_rate: float
    """Further chance that an answer at the desk fails."""
    morale: float
    """Morale of the staff between 0 and 1."""

    @property
    def market(self) -> MarketActions:
        """The market."""

    @property
    def now(self) -> float:
        """The week it is."""

    @property
    def keeps_records(self) -> bool:
        """Whether the firm keeps records."""

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""

    def current(self, kind: str) -> Programme:
        """The programme of that kind as the firm runs it now."""

    def members(self, kind: str) -> CustomerIds:
        """Members of the programme now, associates included."""

    def membership(self, kind: str) -> tuple[int, int]:
        """Number of associate and of full members."""

    def rival_members(self, kind: str) -> int:
        """Number of full members of programmes of that kind at all other firms."""

    def publish(self, term: str, value: float) -> None:
        """Let customers read a new value of a term from this tick on."""

    def appeal(self, source: str, strength: float) -> None:
        """Let people who are not customers be drawn to the firm by this, as much as its strength says from now on."""

    def spend(self, event: str, money: float, cause: str | None = None) -> None:
        """Spend so much a week on this from now on, booked at each tick under that event and cause of the log."""

    def spent(self, events: Sequence[str]) -> float:
        """Money of these events at this firm so far."""

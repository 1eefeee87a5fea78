"""What a firm can know when it decides: its books and file, what those who left said, what all see, what it paid for.

Plain values and arrays only. Nothing here leads back to the market, and nothing is told that has not shown itself.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from sim.scenario.decisions.decision import Decision
from sim.scenario.market.offers import SteeringCosts


def to_json(value: object) -> Any:
    """The same as JSON has it, with the fields of a frozen value by name; what is no number is null."""
    if isinstance(value, np.ndarray):
        return to_json(value.tolist())
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {name: to_json(member) for name, member in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(member) for member in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


Column: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerFile:
    """Customers whom the firm has on file, one place in each column for each."""

    customer: Numbers
    """Number on file."""
    segment: Numbers
    """Number of the segment the firm takes her to be of, -1 where it has no idea."""
    purchases: Numbers
    """Purchases since she became a customer."""
    member: Numbers
    """1 for a member of one of the firm's programmes."""
    tier: Numbers
    """Tier reached in the points programme."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Interviews:
    """Reasons given by customers who left, in the order in which they left."""

    left: int
    """Customers who left so far, whether they answered or not."""
    week: Column
    """Week of the exit of each who answered."""
    stated: tuple[str, ...]
    """The cause that each of them stated."""
    segment: Numbers
    """Number of her segment."""

    def counts(self, since: float = 0.0) -> dict[str, int]:
        """How often each cause was stated from that week on, most stated first."""
        said = [cause for cause, week in zip(self.stated, self.week.tolist(), strict=True) if week >= since]
        return {cause: said.count(cause) for cause in sorted(set(said), key=lambda cause: (-said.count(cause), cause))}


@dataclass(frozen=True, kw_only=True)
class KnownAccount:
    """A key account as the firm knows it: what it bought and said, nothing that it has kept to itself."""

    name: str
    customer: int
    """Number on file."""
    segment: str
    status: str
    """``customer``, or ``left``."""
    sales: float
    """Sales to it since the round before, money."""
    purchases: int
    """Purchases since it became a customer."""
    looked_after: bool
    """Whether it is in the book of a relationship manager."""
    door: int
    """The door that the firm has reached (place in ``DOORS``); 0 where nobody looks after it."""
    needs: Mapping[str, str]
    """Needs that it has told and that are still known: name and text."""
    visits: tuple[tuple[float, str], ...]
    """Visits made to it since the round before: week, and what became of it."""
    says: str | None
    """The cause that it stated when it left last; None for an account that has not left, or said nothing."""


@dataclass(frozen=True, kw_only=True)
class PublicOffer:
    """Public information of another firm."""

    firm: str
    price: float
    programmes: tuple[str, ...]
    """Kinds of the programmes that it runs."""
    terms: tuple[tuple[str, float], ...]
    """Terms it has announced, by name."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A study that was paid for: an estimate for each name, with its standard error."""

    study: str
    week: float
    people: int
    """People who answered."""
    names: tuple[str, ...]
    """Firms, or attributes."""
    estimates: tuple[float, ...]
    """Share of last quarter's purchases; mean satisfaction (0 to 1); importance of an attribute (parts of 1). Not a
    number where nobody could be asked."""
    errors: tuple[float, ...]
    """Standard errors of the estimates, as the sample itself shows them."""


@dataclass(frozen=True, kw_only=True)
class SeenLaunch:
    """A launch that the firm has taken notice of, or its own."""

    week: float
    """Week of the launch."""
    firm: str
    programme: str
    """Kind of the programme."""
    is_copy: bool
    """Whether it is a copy of another firm's programme."""
    terms: Mapping[str, float]
    """Terms as they were announced."""
    ended: float | None = None
    """Week in which the programme ended; None while it runs."""


@dataclass(frozen=True, kw_only=True)
class PriceChange:
    """A price that a firm has changed, for all to see."""

    week: float
    firm: str
    price: float
    """The new price."""
    before: float


@dataclass(frozen=True, kw_only=True, eq=False)
class FirmView:
    """What a firm can know at the moment of its decision. Week w of the books covers the time from w to w + 1."""

    firm: str
    week: float
    number: int
    """Rounds decided before this one."""
    weeks: float
    """Weeks until the next decision."""
    segments: tuple[str, ...]
    present: Decision
    """Where each lever stands; a lever that this firm does not have is left out. What the market does to it besides
    (a price war, a scandal) is in ``level``."""
    level: Mapping[str, float]
    """The offer as it stands in the market, by attribute."""
    unit_cost: float
    """Cost of goods per unit of spend at price 1."""
    costs: SteeringCosts
    room: int
    """People for whom the service desk has room; 0 without a desk."""
    running: Mapping[str, Mapping[str, float]]
    """Programmes that run: their terms and running cost, as the firm itself knows them."""
    drawer: Mapping[str, Mapping[str, float]]
    """Programmes in the drawer: terms, build cost and running cost."""
    books: Mapping[str, Column]
    """The firm's weekly books so far: the columns of ``sim.weekly`` but members, by name, one place for each week."""
    file: CustomerFile
    interviews: Interviews
    rivals: tuple[PublicOffer, ...]
    reports: tuple[Report, ...]
    """Studies made so far, oldest first."""
    accounts: tuple[KnownAccount, ...] = ()
    """Key accounts that are its customers, or were."""
    decisions: tuple[tuple[float, Decision], ...]
    """Its own decisions so far, with their weeks."""
    lots: tuple[float, ...]
    """Eight random numbers of its own for this round, between 0 and 1, for strategies that decide by chance."""

    launches: tuple[SeenLaunch, ...] = ()
    """Launches of rivals that it has taken notice of, and its own, oldest first."""
    price_changes: tuple[PriceChange, ...] = ()
    """Changes of prices so far, its own too, oldest first."""
    copies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Programmes of rivals that it could copy: announced terms, and what its own people quote: the cost of rewards and
    benefits, ``build_cost``, ``running_cost`` and ``weeks`` of building. Nobody can tell how well a copy will work."""
    building: tuple[str, ...] = ()
    """Kinds of copies that are being built."""
    ending: tuple[str, ...] = ()
    """Kinds of its programmes that run off."""
    market: Column | None = None
    """Purchases in the whole market, week by week from week 0 on, as the trade publishes them: late and not exact. None
    where the trade publishes nothing."""
    accrued: Column = field(default_factory=lambda: np.zeros(0))
    """Expected cost of the points given in each week, money."""
    owed: float = 0.0
    """Expected cost of all points that members hold, money."""

    def has(self, lever: str) -> bool:
        """Whether this firm has that lever."""
        return getattr(self.present, lever) is not None

    def total(self, column: str, weeks: float) -> float:
        """Sum of a column of the books over the last weeks."""
        return float(self.books[column][max(0, len(self.books[column]) - round(weeks)) :].sum())

    def latest(self, study: str) -> Report | None:
        """The latest report of that study."""
        return next((report for report in reversed(self.reports) if report.study == study), None)

    def plain(self) -> dict[str, Any]:
        """The same in plain numbers, text, lists and mappings, as JSON has them; what is no number is null."""
        found: dict[str, Any] = to_json(self)
        return found

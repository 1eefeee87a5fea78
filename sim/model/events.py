"""The one table of events: what can happen in a run, what its row in the log says, and where its money is booked.

A new event is one row of :data:`EVENT_TABLE`. Its place there is its rank: events of one customer at one instant happen
in the order of the table, and stand in the log in this order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

LogLevel: TypeAlias = Literal["all", "exits"]
"""What a log keeps: ``all`` events, or ``exits``: who came, joined and left, and what firms did."""
ValueLine: TypeAlias = Literal["base_profit", "cross_selling", "savings", "acquisition", "rewards", "loss", "serving"]
"""A line of lifetime value, as the course splits it; ``serving`` is what belongs to none of the course's lines."""

INCOME_LINES = ("revenue", "fees")
"""Lines of a firm's weekly books that add up income, in the order of the books."""
COST_LINES = (
    "goods_cost", "tailoring_cost", "reward_cost", "benefit_cost", "event_cost", "running_cost", "build_cost",
    "desk_cost", "win_back_cost", "handling_cost", "communication_cost", "relations_cost", "partners_cost", "line_cost",
    "records_cost", "research_cost", "other_cost",
)  # fmt: skip
"""Lines that add up costs, in the order of the books. Profit = income − costs, nothing else."""
COUNT_LINES = ("purchases", "acquisitions", "exits", "joins", "memberships_ended")
"""Lines that count events, in the order of the books."""


class ValueEntry(NamedTuple):
    """Where the amount of an event is booked in lifetime value."""

    line: ValueLine
    sign: int
    """1 where it is the firm's gain, -1 where it is the firm's cost."""
    sort: Literal["cash", "accrued", "moved"] = "cash"
    """``cash`` is paid; ``accrued`` changes what the firm owes in points; ``moved`` is taken out of base profit."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One kind of event. Columns of the log that it leaves empty are not mentioned."""

    name: str
    """What the log calls it; never changed, since old logs have it."""
    meaning: str
    amount: str = ""
    """What ``monetary_value`` says; empty where it is always 0."""
    cause: str = ""
    """What the column ``cause`` says: only events of leaving have one."""
    detail: str = ""
    """What the column ``detail`` says."""
    logged: tuple[LogLevel, ...] = ("all", "exits")
    """Levels of the log at which it has a row; at none, it is counted in the weekly series only."""
    read_by_firms: bool = False
    """Whether departments of firms act on it, so that rows of it are made whatever the log keeps."""
    counted: str = ""
    """The line of the weekly books that counts it, of :data:`COUNT_LINES`."""
    line: str = ""
    """The line of the weekly books that adds up its money, of :data:`INCOME_LINES` or :data:`COST_LINES`."""
    value: ValueEntry | None = None
    """Where its amount is booked in lifetime value; None for an amount that is no money of its own."""

    def __str__(self) -> str:
        """The meaning, and what the columns say."""
        columns = {"money": self.amount, "cause": self.cause, "detail": self.detail}
        said = [f"{column}: {words}" for column, words in columns.items() if words]
        return "; ".join([self.meaning, *said, *(() if self.logged else ("no row in the log, weekly series only",))])


_SMALL: tuple[LogLevel, ...] = ("all",)
_WEEKLY_ONLY: tuple[LogLevel, ...] = ()
_GAIN, _COST = 1, -1

EVENT_TABLE: tuple[Event, ...] = (
    Event(name="launch", meaning="a firm launches a programme", amount="the cost of building it",
          line="build_cost", value=ValueEntry("rewards", _COST)),
    Event(name="imitation", meaning="a rival takes a step towards a copy of a programme", detail="the step"),
    Event(name="closing", meaning="a firm closes a programme, or announces that it will",
          amount="what it owed in points; a figure, not money", detail="how points are settled"),
    Event(name="estimate", meaning="a firm works out what an option would bring it",
          amount="the estimate; not money", detail="the option"),
    Event(name="shock", meaning="something changes the market from outside", detail="the kind of shock"),
    Event(name="running cost", meaning="fixed cost of a programme, booked each tick", amount="the cost",
          line="running_cost", value=ValueEntry("rewards", _COST)),
    Event(name="decision", meaning="the player or strategy of a firm decides something", amount="the cost of deciding",
          detail="the lever", line="other_cost", value=ValueEntry("serving", _COST)),
    Event(name="account", meaning="a key account decides something about a firm",
          amount="a part of the wallet, a door or a number; not money", detail="what is decided"),
    Event(name="manager", meaning="a relationship manager is hired or leaves", amount="the cost of it",
          detail="hired or left", line="relations_cost", value=ValueEntry("serving", _COST)),
    Event(name="employee", meaning="an employee of the workforce is hired or leaves", amount="the cost of it",
          detail="hired or left", line="relations_cost", value=ValueEntry("serving", _COST)),
    Event(name="workforce", meaning="what the workforce of a firm is like",
          amount="the figure in per cent; not money", detail="the figure"),
    Event(name="partner", meaning="a channel partner signs, renews or leaves", amount="the cost of it",
          detail="signed, renewed or left", line="partners_cost", value=ValueEntry("serving", _COST)),
    Event(name="communication", meaning="cost of a channel of communication, booked each tick", amount="the cost",
          detail="the channel", line="communication_cost", value=ValueEntry("acquisition", _COST)),
    Event(name="relations cost", meaning="fixed cost of managers, of the workforce and of morale, booked each tick",
          amount="the cost", detail="its purpose", line="relations_cost", value=ValueEntry("serving", _COST)),
    Event(name="records cost", meaning="cost of keeping and cleaning customer records", amount="the cost",
          detail="its purpose", line="records_cost", value=ValueEntry("serving", _COST)),
    Event(name="line cost", meaning="cost of a production line, booked each tick", amount="the cost",
          detail="its purpose, or the kind of goods made", line="line_cost", value=ValueEntry("serving", _COST)),
    Event(name="surplus", meaning="goods made for stock are written off", amount="the loss", detail="the kind of goods",
          line="line_cost", value=ValueEntry("loss", _COST)),
    Event(name="research", meaning="a firm pays for market research", amount="the cost", detail="research",
          line="research_cost", value=ValueEntry("serving", _COST)),
    Event(name="told", meaning="people hear of a firm from its customers", amount="the number of people; not money",
          detail="good or bad"),
    Event(name="trust", meaning="how far the customers of a firm trust it, every four weeks",
          amount="mean trust of its customers in percent; not money", detail="customers, or what people hear of it"),
    Event(name="heard", meaning="people in the market have heard of a story", detail="the story",
          amount="the number of people who know of it; not money"),
    Event(name="indignant", meaning="people are indignant at a story", detail="the story",
          amount="the sum of their indignation; not money"),
    Event(name="spending", meaning="other spending of a firm; a subsidy counts as negative", amount="the cost",
          detail="its purpose", line="other_cost", value=ValueEntry("serving", _COST)),
    Event(name="revaluation", meaning="points already given change in worth, as the terms of their programme change",
          amount="the change in what the firm owes; not paid", value=ValueEntry("rewards", _COST, "accrued")),
    Event(name="win-back", meaning="a firm makes an offer to a customer who left", amount="the cost of the offer",
          detail="whether the customer accepts", line="win_back_cost", value=ValueEntry("loss", _COST)),
    Event(name="staffing", meaning="the number of people at a service desk changes",
          amount="their wages a week from now on; booked as desk cost"),
    Event(name="desk cost", meaning="cost of the people at a service desk, booked each tick", amount="the cost",
          line="desk_cost", value=ValueEntry("serving", _COST)),
    Event(name="arrival", meaning="a customer comes to the market"),
    Event(name="moves home", meaning="the customer moves to another district of this market", detail="the district"),
    Event(name="return", meaning="the customer may choose a firm again after having left it"),
    Event(name="expiry", meaning="points of the customer expire", amount="what they would have cost the firm; not paid",
          value=ValueEntry("rewards", _GAIN, "accrued")),
    Event(name="tier", meaning="the tier of the customer is reviewed and changes", detail="the new tier"),
    Event(name="renewal", meaning="the customer renews a membership", amount="the fee",
          line="fees", value=ValueEntry("cross_selling", _GAIN)),
    Event(name="visit", meaning="a relationship manager visits the customer", amount="the cost of the visit",
          detail="the outcome", logged=_SMALL, line="relations_cost", value=ValueEntry("serving", _COST)),
    Event(name="door", meaning="the relationship level of an account changes", detail="the door that is reached"),
    Event(name="tie", meaning="a tie between one of the firm's people and the customer begins or ends",
          detail="its origin, or how it ends"),
    Event(name="favour", meaning="a favour between one of the firm's people and the customer",
          amount="what it costs the firm", detail="whether it is done, returned or forgotten",
          logged=_SMALL, line="relations_cost", value=ValueEntry("serving", _COST)),
    Event(name="contact", meaning="the firm contacts the customer, as the degree of relationship asks",
          amount="the cost", detail="the degree, or the kind of contact",
          logged=_SMALL, line="relations_cost", value=ValueEntry("serving", _COST)),
    Event(name="recorded", meaning="the firm enters the customer in its records, or checks the entry",
          detail="the kind of record"),
    Event(name="attendance", meaning="the customer attends a club event", amount="the cost to the firm",
          logged=_SMALL, line="event_cost", value=ValueEntry("rewards", _COST)),
    Event(name="acquisition", meaning="the first purchase at a firm in this spell makes the customer a customer of it",
          counted="acquisitions"),
    Event(name="purchase", meaning="the customer buys", amount="the price paid",
          logged=_SMALL, counted="purchases", line="revenue", value=ValueEntry("base_profit", _GAIN)),
    Event(name="goods", meaning="cost of the goods of a purchase", amount="the cost",
          logged=_WEEKLY_ONLY, line="goods_cost", value=ValueEntry("base_profit", _COST)),
    Event(name="tailoring", meaning="further cost of goods made for one customer", amount="the cost",
          logged=_WEEKLY_ONLY, line="tailoring_cost", value=ValueEntry("cross_selling", _COST)),
    Event(name="handling", meaning="cost of handling an order", amount="the cost",
          logged=_WEEKLY_ONLY, line="handling_cost", value=ValueEntry("base_profit", _COST)),
    Event(name="saved", meaning="handling an order costs less than for a newcomer", amount="the difference; not paid",
          logged=_WEEKLY_ONLY, value=ValueEntry("savings", _GAIN, "moved")),
    Event(name="points earned", meaning="points are given", amount="their expected cost; not paid",
          logged=_WEEKLY_ONLY, value=ValueEntry("rewards", _COST, "accrued")),
    Event(name="points used", meaning="a full card is handed in", amount="its expected cost; not paid",
          logged=_WEEKLY_ONLY, value=ValueEntry("rewards", _GAIN, "accrued")),
    Event(name="order", meaning="what the customer bought has to be made or taken from stock",
          amount="the price paid; booked as purchase", logged=_SMALL, read_by_firms=True),
    Event(name="shortage", meaning="what the customer bought cannot be delivered", detail="the kind of goods",
          amount="what the firm pays back, less the goods it keeps",
          line="line_cost", value=ValueEntry("loss", _COST)),
    Event(name="delivery", meaning="what the customer ordered is delivered", detail="the kind of goods", logged=_SMALL),
    Event(name="commission", meaning="a channel partner is paid for a sale", amount="the commission",
          logged=_SMALL, line="partners_cost", value=ValueEntry("serving", _COST)),
    Event(name="need", meaning="the customer has a need and turns to the service desk",
          detail="the tier in which the customer is served", logged=_SMALL, read_by_firms=True),
    Event(name="answer begins", meaning="a person at the service desk begins to answer a need", logged=_SMALL),
    Event(name="answer", meaning="the service desk is done with a need",
          detail="answered, recovered, failed or given up", logged=_SMALL),
    Event(name="reward", meaning="the customer gets a reward", amount="the cost to the firm",
          logged=_SMALL, line="reward_cost", value=ValueEntry("rewards", _COST)),
    Event(name="benefit", meaning="the benefits of a member are provided", amount="the cost to the firm",
          logged=_SMALL, line="benefit_cost", value=ValueEntry("rewards", _COST)),
    Event(name="refund", meaning="a part of the fee is paid back because the programme closes", amount="how much",
          logged=_SMALL, line="benefit_cost", value=ValueEntry("cross_selling", _COST)),
    Event(name="delivery late", meaning="an order made for the customer came after the promised time", logged=_SMALL),
    Event(name="promise", meaning="a promise to the customer is kept or broken, or a claim is refused",
          amount="what keeping it cost the firm beyond the usual", detail="kept, broken, honoured or refused",
          logged=_SMALL, line="relations_cost", value=ValueEntry("serving", _COST)),
    Event(name="compensation", meaning="the firm compensates the customer for a broken promise or faulty goods",
          amount="what is paid back", detail="late delivery or faulty goods",
          logged=_SMALL, line="relations_cost", value=ValueEntry("loss", _COST)),
    Event(name="customer gain", meaning="what the customer gains by an order, compared with the usual goods at price 1",
          amount="worth of the goods less price and waiting, with what is paid back; not money of the firm",
          logged=_SMALL),
    Event(name="join", meaning="the customer joins a programme", amount="the fee",
          counted="joins", line="fees", value=ValueEntry("cross_selling", _GAIN)),
    Event(name="end of membership", meaning="the customer's membership of a programme ends",
          counted="memberships_ended"),
    Event(name="exit", meaning="the customer leaves a firm", cause="why the customer leaves", counted="exits"),
    Event(name="stated", meaning="a key account states why it has left", cause="the cause that is stated"),
    Event(name="moving away", meaning="the customer leaves the market", cause="why the customer leaves"),
)  # fmt: skip
"""Every event, in the order of ranks."""

EVENTS: tuple[str, ...] = tuple(event.name for event in EVENT_TABLE)
"""The names of the events, in the order of their ranks."""
RANK: dict[str, int] = {name: rank for rank, name in enumerate(EVENTS)}
"""The number of each event: its place in the table."""
WITH_CAUSE: tuple[int, ...] = tuple(RANK[event.name] for event in EVENT_TABLE if event.cause)
"""Ranks of the events that have a cause; what the field ``cause`` of other rows names is a detail."""


def ranks_logged(level: LogLevel) -> tuple[int, ...]:
    """Ranks of the events that have rows in a log of this level.

    >>> RANK["purchase"] in ranks_logged("all"), RANK["purchase"] in ranks_logged("exits")
    (True, False)
    """
    return tuple(rank for rank, event in enumerate(EVENT_TABLE) if level in event.logged)


def _events_by(lines: tuple[str, ...], field: Literal["counted", "line"]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({line: tuple(e.name for e in EVENT_TABLE if getattr(e, field) == line) for line in lines})


COUNTED = _events_by(COUNT_LINES, "counted")
"""Columns of the weekly books that count events, and which events each counts."""
INCOME = _events_by(INCOME_LINES, "line")
"""Columns of the weekly books that add up income, and the events whose money each adds."""
COST = _events_by(COST_LINES, "line")
"""Columns of the weekly books that add up costs, and the events whose money each adds."""

"""What the head of a firm decides in a round: which levers to move, and where to; and the table of all levers.

People, bots and research policies decide in this one form. A field that is left out leaves its lever as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from pydantic import Field

from sim.language.messages import mark
from sim.registry import UnknownNameError, unknown
from sim.scenario.decisions.lever import FRAMES, Lever
from sim.scenario.declaration import Declaration, OneOf
from sim.scenario.firm.programme import Programme
from sim.scenario.market.population import Name
from sim.scenario.market.tiers import Tiers

if TYPE_CHECKING:
    import pandas as pd

Degree: TypeAlias = Literal["basic", "reactive", "accountable", "proactive", "partnership"]
"""The five degrees of a relationship (Kotler), thinnest first."""
Channel: TypeAlias = Literal[
    "advertising", "personal_selling", "sales_promotion", "public_relations", "direct_marketing"
]
CHANNEL_NAMES: tuple[str, ...] = get_args(Channel)
"""The five tools of communication."""
Task: TypeAlias = Literal["winning", "keeping"]
"""What the people of a workforce do: win new customers, and keep those whom the firm has."""
TASKS: tuple[Task, ...] = get_args(Task)
Study: TypeAlias = Literal["shares", "satisfaction", "wishes"]
Money: TypeAlias = Annotated[float, Field(ge=0, le=1e9)]
Setting: TypeAlias = bool | int | float | str | None
Settlement: TypeAlias = Literal["pay", "forfeit", "run_off"]
"""What becomes of members' points when a programme is closed."""
SETTLEMENTS: tuple[Settlement, ...] = get_args(Settlement)
Generosity: TypeAlias = Annotated[float, Field(ge=0.1, le=3)]

UNIT_COST = mark("through the unit cost of goods (steering_costs)")


class Research(Declaration):
    """A study to be bought. It is made when it is ordered and read before the next decision."""

    study: Study
    """``shares``: at which firm people bought last quarter; ``satisfaction``: how customers of each firm feel;
    ``wishes``: how much each attribute counts in people's choices (a conjoint study)."""
    people: int = Field(default=200, ge=10, le=100_000)
    """People asked. The more, the smaller the error."""


def _promotion(of_4c: str, of_4r: str, of_11p: str = "promotion") -> tuple[tuple[str, str], ...]:
    return (("4P", "promotion"), ("11P", of_11p), ("4C", of_4c), ("4R", of_4r))


class Decision(Declaration):
    """A decision for one round; fields that are left out change nothing."""

    price: Annotated[float | None, Lever(
        meaning="price level of the offer", unit="times the ordinary price", least=0.2, most=5,
        cost="margin on every sale",
        frames=(("4P", "price"), ("4C", "cost to the customer"), ("4R", "return")),
    )] = None  # fmt: skip
    """Price level of the offer."""
    product: Annotated[float | None, Lever(
        meaning="quality of the product", unit="times the ordinary quality", least=0.5, most=2, cost=UNIT_COST,
        frames=(("4P", "product"), ("4C", "customer's needs"), ("4R", "relativity")),
    )] = None  # fmt: skip
    """Quality of the product."""
    service: Annotated[float | None, Lever(
        meaning="service at a purchase", unit="mean experience, 0 to 1", least=0, most=1, cost=UNIT_COST,
        frames=(("4P", "product"), ("11P", "people"), ("4C", "convenience"), ("4R", "reaction")),
    )] = None  # fmt: skip
    """Service level: the mean experience of a purchase."""
    technology: Annotated[float | None, Lever(
        meaning="state of the technology", unit="times the ordinary state", least=0.5, most=2, cost=UNIT_COST,
        frames=(("4P", "product"), ("4C", "customer's needs"), ("4R", "relativity")),
    )] = None  # fmt: skip
    """State of the technology."""
    conduct: Annotated[float | None, Lever(
        meaning="conduct in public matters", unit="1 is blameless", least=0, most=1, cost=UNIT_COST,
        frames=(("6P", "public relations"), ("4C", "communication"), ("4R", "relation")),
    )] = None  # fmt: skip
    """Conduct in public matters."""
    open: Annotated[tuple[Name, ...] | None, Lever(
        meaning="programmes taken from the drawer", unit="kinds", cost="build and running cost of the programme",
        frames=_promotion("cost to the customer", "relation", "positioning"),
    )] = None  # fmt: skip
    """Kinds of programmes to take from the drawer and launch."""
    launch: Annotated[tuple[Annotated[Programme, OneOf("programme")], ...] | None, Lever(
        meaning="programmes of your own design", unit="programmes", cost="build and running cost of the programme",
        frames=_promotion("cost to the customer", "relation", "positioning"),
    )] = None  # fmt: skip
    """Programmes to launch as given here."""
    revise: Annotated[dict[str, Setting] | None, Lever(
        meaning="settings of programmes that run", unit="value by path", cost="rewards and benefits given from then on",
        frames=_promotion("cost to the customer", "return", "positioning"),
    )] = None  # fmt: skip
    """New settings of programmes that run, by path: ``{"frequency.reward_worth": 12}``."""
    tiers: Annotated[Tiers | None, Lever(
        meaning="standing by spend in the points programme", unit="money spent in a period", least=0,
        cost="further points", frames=_promotion("customer's needs", "return", "prioritising"), members=True,
        part="frequency", setting="tiers",
    )] = None  # fmt: skip
    """Standing by spend in the points programme that runs."""
    priority: Annotated[Literal["none", "tier"] | None, Lever(
        meaning="who is served first at the desk", unit="rule", cost="longer waits for the others",
        frames=(("4P", "product"), ("11P", "prioritising"), ("4C", "convenience"), ("4R", "reaction")),
        part="service_desk", setting="priority",
    )] = None  # fmt: skip
    """Who is served first at the service desk."""
    staff: Annotated[int | None, Lever(
        meaning="people at the service desk", unit="people", least=1, most=100_000, cost="a wage each, per week",
        frames=(("4P", "product"), ("11P", "people"), ("4C", "convenience"), ("4R", "reaction")),
        part="service_desk", setting="servers",
    )] = None  # fmt: skip
    """People at the service desk."""
    managers: Annotated[int | None, Lever(
        meaning="relationship managers", unit="people", least=0, most=10_000, cost="a wage each, per week, and hiring",
        frames=_promotion("communication", "relation", "people"), part="relationship_managers", setting="managers",
    )] = None  # fmt: skip
    """Relationship managers."""
    internal_marketing: Annotated[float | None, Lever(
        meaning="internal marketing", unit="money per employee and week", least=0, most=1e6, cost="what is spent",
        frames=(("4P", "product"), ("11P", "people"), ("4C", "convenience"), ("4R", "reaction")),
        part="internal_marketing", setting="spend",
    )] = None  # fmt: skip
    """Money for the staff."""
    degrees: Annotated[dict[Name, Degree] | None, Lever(
        meaning="degree of relationship with each segment", unit="basic, reactive, accountable, proactive, partnership",
        cost="a price per contact, dearer with the degree",
        frames=_promotion("communication", "relation", "partitioning"),
        part="contact", setting="degrees",
    )] = None  # fmt: skip
    """Degree of relationship by segment."""
    communication: Annotated[dict[Channel, Money] | None, Lever(
        meaning="spend on the five channels of communication", unit="money per week", least=0, most=1e9, members=True,
        cost="what is spent", frames=(*_promotion("communication", "relation"), ("6P", "promotion")),
        part="communication", setting="{}.spend",
    )] = None  # fmt: skip
    """Spend by channel of communication, money per week."""
    budget: Annotated[float | None, Lever(
        meaning="budget for programmes", unit="money per week", least=0, most=1e9,
        cost="none; programmes that cost more are paid by cutting service", frames=_promotion("convenience", "return"),
        part="budget", setting="programmes",
    )] = None  # fmt: skip
    """Budget for programmes."""
    when_overrun: Annotated[Literal["cut_service", "bear"] | None, Lever(
        meaning="who pays when programmes cost more than their budget", unit="rule", cost="service, or profit",
        frames=(("4P", "product"), ("11P", "people"), ("4C", "convenience"), ("4R", "return")),
        part="budget", setting="when_overrun",
    )] = None  # fmt: skip
    """Who pays when programmes cost more than their budget."""
    win_back: Annotated[float | None, Lever(
        meaning="offer to those who left", unit="money, worth to the customer", least=0.01, most=1e6,
        cost="its worth where it is taken, and a contact each", frames=_promotion("cost to the customer", "relation"),
        part="win_back", setting="worth",
    )] = None  # fmt: skip
    """Worth of the offer made to those who left."""
    research: Annotated[tuple[Research, ...] | None, Lever(
        meaning="market research", unit="people asked", least=10, most=100_000, members=True,
        cost="research_fixed for a study + research_each for a person (steering_costs)",
        frames=(("11P", "probing"), ("4C", "customer's needs"), ("4R", "reaction")),
    )] = None  # fmt: skip
    """Studies to buy."""
    imitate: Annotated[dict[Name, Generosity] | None, Lever(
        meaning="programmes of rivals to copy", unit="times what the original gives, by kind", least=0.1, most=3,
        cost="build and running cost of the copy", frames=_promotion("cost to the customer", "relation", "positioning"),
        members=True,
    )] = None  # fmt: skip
    """Kinds of rivals' programmes to copy, and how much the copy shall give compared with the original: 1 as much."""
    close: Annotated[dict[Name, Settlement] | None, Lever(
        meaning="programmes to close", unit="what becomes of points, by kind", cost="points paid, bonds of the members",
        frames=_promotion("cost to the customer", "return", "positioning"), members=True,
    )] = None  # fmt: skip
    """Kinds of programmes to close: ``pay`` pays what members have collected at once, ``forfeit`` lets it lapse,
    ``run_off`` takes no new members and ends the programme some weeks later."""

    promise: Annotated[float | None, Lever(
        meaning="delivery time that is promised", unit="weeks; 0 for no promise", least=0, most=520,
        cost="trust of those to whom it is broken",
        frames=(("4P", "product"), ("11P", "positioning"), ("4C", "convenience"), ("4R", "reaction")),
        part="promises", setting="promised",
    )] = None  # fmt: skip
    """Weeks within which delivery is promised; 0 for no promise."""
    express: Annotated[float | None, Lever(
        meaning="orders sent by express that would be late", unit="part of these orders", least=0, most=1,
        cost="express_cost for each order",
        frames=(("4P", "place"), ("4C", "convenience"), ("4R", "reaction")),
        part="promises", setting="express",
    )] = None  # fmt: skip
    """Part of the orders that would be late which is sent by express."""
    guarantee: Annotated[float | None, Lever(
        meaning="guarantee for late or faulty goods", unit="part of the price paid back", least=0, most=1,
        cost="what is paid back", frames=_promotion("cost to the customer", "relation", "positioning"),
        part="promises", setting="guarantee",
    )] = None  # fmt: skip
    """Part of the price that the firm promises to pay back for late or faulty goods."""
    honour: Annotated[float | None, Lever(
        meaning="claims under the guarantee that are paid", unit="part of the claims", least=0, most=1,
        cost="what is paid back, or trust", frames=_promotion("communication", "relation", "people"),
        part="promises", setting="claims_paid",
    )] = None  # fmt: skip
    """Part of the claims under the guarantee that the firm pays."""
    training: Annotated[float | None, Lever(
        meaning="training of the workforce", unit="money per employee and week", least=0, most=1e6,
        cost="what is spent", frames=(("4P", "product"), ("11P", "people"), ("4C", "convenience"), ("4R", "reaction")),
        part="workforce", setting="training",
    )] = None  # fmt: skip
    """Money for training the workforce."""
    appraisal: Annotated[float | None, Lever(
        meaning="appraisal of the workforce", unit="money per employee and week", least=0, most=1e6,
        cost="what is spent", frames=(("4P", "product"), ("11P", "people"), ("4C", "convenience"), ("4R", "reaction")),
        part="workforce", setting="appraisal",
    )] = None  # fmt: skip
    """Money for finding out how well the workforce keeps customers."""
    incentive: Annotated[dict[Task, Money] | None, Lever(
        meaning="incentive for winning or for keeping customers", unit="money per employee and week", least=0, most=1e6,
        cost="what is paid", members=True, frames=_promotion("communication", "relation", "people"),
        part="workforce", setting="incentive",
    )] = None  # fmt: skip
    """What the workforce is paid for winning and for keeping customers."""
    autonomy: Annotated[float | None, Lever(
        meaning="how much of a say the workforce has", unit="0 orders only, 1 employees decide", least=0, most=1,
        cost="none; quality then depends on skill",
        frames=(("4P", "product"), ("11P", "people"), ("4C", "convenience"), ("4R", "relation")),
        part="workforce", setting="autonomy",
    )] = None  # fmt: skip
    """How much of a say the workforce has in how it treats customers."""

    @property
    def moved(self) -> tuple[str, ...]:
        """Names of the levers that it moves.

        >>> Decision(price=0.95, staff=3).moved
        ('price', 'staff')
        """
        return tuple(name for name in LEVERS if getattr(self, name) is not None)


LEVERS: dict[str, Lever] = {
    name: next(part for part in field.metadata if isinstance(part, Lever))
    for name, field in Decision.model_fields.items()
}
"""The lever that each field moves, by the name of the field."""
LATER_LEVERS = ("imitate", "close")
"""Levers added after version 0.3.0: their words stand at the end of the log's table, so that older ones keep their
numbers."""
WORKFORCE_LEVERS = ("training", "appraisal", "incentive", "autonomy")
"""Levers of the department ``workforce``."""
PROMISE_LEVERS = ("promise", "express", "guarantee", "honour")
"""Levers of the department ``promises``."""
NEWER_LEVERS = (*WORKFORCE_LEVERS, *PROMISE_LEVERS)
"""Levers whose words stand after those of the departments."""
LEVER_WORDS: tuple[str, ...] = tuple(
    name.replace("_", " ") for name in LEVERS if name not in (*LATER_LEVERS, *NEWER_LEVERS)
)
"""What the log calls them, but for the later ones, which it calls by their names."""


def levers() -> pd.DataFrame:
    """The levers that the head of a firm can move: what they are, their unit, range and cost.

    Returns:
        One row per field of :class:`sim.scenario.decisions.decision.Decision`: lever, meaning, unit, range, cost, the
        part of the firm that it moves (``offer``, ``market`` or a department or programme by kind), and a column for
        each frame: 4P, 6P, 11P, 4C, 4R.
    """
    import pandas as pd

    rows = []
    for name, lever in LEVERS.items():
        row = {"lever": name, "meaning": lever.meaning, "unit": lever.unit, "range": lever.range, "cost": lever.cost}
        rows.append({**row, "moves": lever.part or "", **{frame: lever.element(frame) for frame in FRAMES}})
    return pd.DataFrame(rows)


def of(lever: str, frame: str) -> str:
    """Where a lever belongs in a frame.

    >>> of("price", "4C")
    'cost to the customer'
    >>> of("research", "4P")
    'beyond the 4P'

    Raises ``UnknownNameError`` for a lever or a frame that is not there.
    """
    if lever not in LEVERS:
        raise UnknownNameError(unknown("lever", lever, LEVERS))
    if frame not in FRAMES:
        raise UnknownNameError(unknown("frame", frame, FRAMES))
    return LEVERS[lever].element(frame)

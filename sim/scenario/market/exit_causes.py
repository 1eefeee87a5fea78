"""Why customers leave: the table of exit causes, one row each."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.market.distribution import Amount, Chance, Constant
from sim.scenario.market.population import Name

Compared: TypeAlias = Literal["best_rival", "norm", "blameless", "nothing"]


def cause_label(name: str) -> str:
    """What a page calls a cause: its own name, but "moved away" for the cause whose id is ``market``.

    >>> cause_label("market"), cause_label("price")
    ('moved away', 'price')
    """
    return "moved away" if name == "market" else name


class Shields(Declaration):
    """How much each bond protects against a cause: the rate is divided by exp(shield × bond)."""

    financial: float = Field(default=0.0, ge=0)
    social: float = Field(default=0.0, ge=0)
    structural: float = Field(default=0.0, ge=0)


class AtPurchase(Declaration):
    """The bad moment: a chance of leaving right after a purchase, her own for each customer."""

    chance: Chance
    from_purchase: int = Field(default=1, ge=1)
    """The purchase at this firm, counted from 1, after which the first bad moment may come."""


class Cause(Declaration):
    """One reason to leave. Rate per week = base × sensitivity × exp(slope × gap − Σ shield × bond).

    The gap is how much better the best rival is on the attribute, or how far the service falls short of her
    norm, or how blameworthy the firm is. A norm is one of service, whatever the attribute; a cause that compares with
    nothing has no gap, and one that ends all relations neither gap nor shield.
    """

    name: Name
    base: Amount = Constant(value=0.0)
    """Rate of leaving per week where firms are alike and no bond holds; may be spread over customers."""
    attribute: Name | None = None
    """What she compares: price, product, service, technology, conduct, or a further one that the offers name."""
    compared_with: Compared = "nothing"
    slope: float = Field(default=0.0, ge=0)
    """How steeply the rate rises with the gap."""
    shields: Shields = Shields()
    at_purchase: AtPurchase | None = None
    ends: Literal["this_relation", "all_relations"] = "this_relation"
    """Whether she leaves one firm or the market."""
    note: str = ""


COURSE_CAUSES: tuple[Cause, ...] = (
    # The six exit types of the course. All rates, slopes and shields are assumed: they give a yearly loss of
    # about 15% between equal firms, spread over the causes, and let each deeper bond shield more.
    Cause(name="price", base=Constant(value=0.0008), attribute="price", compared_with="best_rival", slope=5.0,
          shields=Shields(financial=1.0, social=0.5, structural=1.0), note="a lower price elsewhere"),
    Cause(name="product", base=Constant(value=0.0006), attribute="product", compared_with="best_rival", slope=4.0,
          shields=Shields(financial=0.3, social=0.7, structural=1.5), note="a better product elsewhere"),
    Cause(name="service", base=Constant(value=0.0008), attribute="service", compared_with="norm", slope=2.0,
          shields=Shields(financial=0.3, social=1.0, structural=1.0), note="dissatisfied with the service"),
    Cause(name="market", base=Constant(value=0.0006), ends="all_relations",
          note="moved away; nothing the firm does would have kept her"),
    Cause(name="technology", base=Constant(value=0.0003), attribute="technology", compared_with="best_rival",
          slope=4.0, shields=Shields(financial=0.2, social=0.3, structural=1.0),
          note="a substitute of more advanced technology"),
    Cause(name="political", base=Constant(value=0.0002), attribute="conduct", compared_with="blameless", slope=6.0,
          shields=Shields(social=0.3), note="disapproves of the firm's conduct"),
)  # fmt: skip


class Exits(Declaration):
    """The causes in force: those of the course, changed and extended by rows of the scenario."""

    preset: Literal["course", "none"] = "course"
    """``course`` starts from the six exit types, ``none`` from an empty table."""
    reason: str = Field(default="", max_length=300)
    """In one line, why customers of this market leave for these causes in these parts."""
    rows: tuple[Annotated[Cause, Field()], ...] = ()
    """Further causes; a row with the name of one that is there changes the fields it gives."""

    def in_force(self, field: str) -> object:
        """The whole table stands for its rows."""
        return self.causes if field == "rows" else super().in_force(field)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The whole table, in order."""
        table = {cause.name: cause for cause in (COURSE_CAUSES if self.preset == "course" else ())}
        for row in self.rows:
            known = table.get(row.name)
            given = {field: getattr(row, field) for field in row.model_fields_set}
            table[row.name] = known.model_copy(update=given) if known else row
        return tuple(table.values())

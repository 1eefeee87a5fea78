"""Why customers leave: the table of exit causes, one row each; and what those who leave say in exit interviews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, model_validator

from sim.language.messages import _
from sim.scenario.declaration import Declaration
from sim.scenario.market.distribution import Amount, Chance, Constant
from sim.scenario.market.population import Name

Compared: TypeAlias = Literal["best_rival", "norm", "blameless", "nothing"]


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


class ExitType(NamedTuple):
    """One of the six exit types of the course: its row of the table, and what else is assumed of those who leave."""

    cause: Cause
    answers: Mapping[str, float]
    """The part of those who answer in an exit interview that names each cause; the parts sum to 1."""
    forgiveness: float = 0.0
    """Chance that one who left for it returns for a handsome offer made at once; 0 for one who is out of reach."""
    label: str = ""
    """What a page calls it; its own name where this is empty."""


EXIT_TYPES: tuple[ExitType, ...] = (
    # All rates, slopes and shields are assumed: they give a yearly loss of about 15% between equal firms, spread over
    # the causes, and let each deeper bond shield more.
    # Answers, assumed throughout: price is the easy answer and is named too often; the firm's service and its conduct
    # are embarrassing to speak of and are named too seldom; one who moves away has no reason to say much else.
    # Forgiveness, all assumed; the order follows Stauss & Friege (1999, Journal of Service Research 1): one who was
    # pulled away returns sooner than one who was pushed, and one who disapproves of the firm hardly ever.
    ExitType(
        Cause(name="price", base=Constant(value=0.0008), attribute="price", compared_with="best_rival", slope=5.0,
              shields=Shields(financial=1.0, social=0.5, structural=1.0), note="a lower price elsewhere"),
        answers={"price": 0.90, "product": 0.05, "service": 0.05}, forgiveness=0.3,
    ),
    ExitType(
        Cause(name="product", base=Constant(value=0.0006), attribute="product", compared_with="best_rival", slope=4.0,
              shields=Shields(financial=0.3, social=0.7, structural=1.5), note="a better product elsewhere"),
        answers={"product": 0.60, "price": 0.35, "service": 0.05}, forgiveness=0.15,
    ),
    ExitType(
        Cause(name="service", base=Constant(value=0.0008), attribute="service", compared_with="norm", slope=2.0,
              shields=Shields(financial=0.3, social=1.0, structural=1.0), note="dissatisfied with the service"),
        answers={"service": 0.55, "price": 0.35, "product": 0.10}, forgiveness=0.2,
    ),
    ExitType(
        Cause(name="market", base=Constant(value=0.0006), ends="all_relations",
              note="moved away; nothing the firm does would have kept the customer"),
        answers={"market": 0.95, "price": 0.05}, label="moved away",
    ),
    ExitType(
        Cause(name="technology", base=Constant(value=0.0003), attribute="technology", compared_with="best_rival",
              slope=4.0, shields=Shields(financial=0.2, social=0.3, structural=1.0),
              note="a substitute of more advanced technology"),
        answers={"technology": 0.60, "product": 0.25, "price": 0.15}, forgiveness=0.1,
    ),
    ExitType(
        Cause(name="political", base=Constant(value=0.0002), attribute="conduct", compared_with="blameless", slope=6.0,
              shields=Shields(social=0.3), note="disapproves of the firm's conduct"),
        answers={"political": 0.40, "price": 0.40, "service": 0.20}, forgiveness=0.03,
    ),
)  # fmt: skip
"""The one table of what is special about the six exit types of the course."""
COURSE_CAUSES: tuple[Cause, ...] = tuple(row.cause for row in EXIT_TYPES)
ASSUMED_ANSWERS: dict[str, dict[str, float]] = {row.cause.name: dict(row.answers) for row in EXIT_TYPES}
ASSUMED_FORGIVENESS: dict[str, float] = {row.cause.name: row.forgiveness for row in EXIT_TYPES if row.forgiveness}
_LABELS = {row.cause.name: row.label for row in EXIT_TYPES if row.label}


def cause_label(name: str) -> str:
    """What a page calls a cause: its own name, unless the table of exit types has another word for it.

    >>> cause_label("market"), cause_label("price")
    ('moved away', 'price')
    """
    return _LABELS.get(name, name)


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

    @property
    def cause_names(self) -> tuple[str, ...]:
        """Names of the causes, in order."""
        return tuple(cause.name for cause in self.causes)


Part: TypeAlias = Annotated[float, Field(ge=0, le=1)]


class ExitInterviews(Declaration):
    """Asking those who leave for their reason: not all answer, and some name another reason than the true one."""

    response: Part = 0.4
    """Part of those who leave who answer. Assumed 0.4."""
    preset: Literal["assumed", "honest"] = "assumed"
    """``assumed`` starts from a table in which price is named too often; in ``honest`` everybody says the truth."""
    stated: dict[Name, dict[Name, Part]] = Field(default={})
    """For a true cause, the part of those who answer that names each cause; a row sums to 1 and replaces the preset's.
    A cause without a row is stated as it is."""

    @model_validator(mode="after")
    def _whole_rows(self) -> ExitInterviews:
        wrong = {cause: sum(row.values()) for cause, row in self.stated.items() if abs(sum(row.values()) - 1) > 1e-6}
        if wrong:
            raise ValueError(
                "; ".join(
                    f"stated.{cause}: "
                    + _("the parts sum to {total}; the answers to one true cause must sum to 1").format(
                        total=f"{total:g}"
                    )
                    for cause, total in wrong.items()
                )
            )
        return self

    def in_force(self, field: str) -> object:
        """The rows of the preset stand beside those that are given."""
        if field == "stated" and self.preset == "assumed":
            return {**ASSUMED_ANSWERS, **self.stated}
        return super().in_force(field)

    def answers(self, cause: str) -> Mapping[str, float]:
        """What is said by those who left for this cause: stated causes with their parts, which sum to 1."""
        preset = ASSUMED_ANSWERS if self.preset == "assumed" else {}
        return self.stated.get(cause) or preset.get(cause) or {cause: 1.0}

"""The anatomy of a club: its benefits one by one, and what members live through and weigh."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.language.messages import _
from sim.scenario.declaration import Declaration
from sim.scenario.files.twin_names import twins
from sim.scenario.market.population import Name

Part = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0)]


class Benefit(Declaration):
    """One benefit of membership, such as a magazine, insurance or hotel rates. Money per membership period."""

    name: Name
    worth: Amount
    """Worth of a period's use to a member who uses it, money."""
    cost: Amount = 0.0
    """Cost of a period's use to the firm, money."""
    take_up: Part = 1.0
    """Part of the members who use it."""
    bond: Literal["none", "financial", "social", "structural"] = "financial"
    """The bond that it feeds. Worth that feeds the financial bond is forfeited by leaving; a social or structural
    benefit adds its gain."""
    gain: Part = 0.0
    """Social or structural bond gained at each purchase by a member who uses it, as a part of what is missing."""
    associates: bool = False
    """Whether associate members have it too."""

    @model_validator(mode="after")
    def _gain_has_a_bond(self) -> Benefit:
        if self.gain > 0 and self.bond not in ("social", "structural"):
            raise ValueError(
                "gain: "
                + _(
                    "{gain} is given for the bond {bond}; a gain needs the bond social or structural, so give "
                    "one of these or leave the gain out"
                ).format(gain=f"{self.gain:g}", bond=repr(self.bond))
            )
        return self


class Anatomy(Declaration):
    """What members weigh when they join and renew, and what membership does to them. Each value has an off.

    Worth of a period to a member of sociability κ = benefits × use + κ × (belonging × standing + company ×
    acquaintance + event × events attended), all times exp(-devotion × her own base rate of leaving, per year). She
    joins if what she expects, less the fee, exceeds her bother; she renews by what she has lived: belief moves by
    ``learning`` towards the worth of the period that ends, and she pays again with chance 1 / (1 + exp(-(belief -
    fee) / renewal_noise)). Standing counts full members of all clubs among the people who are present.
    """

    benefits: tuple[Benefit, ...] = ()
    """Benefits one by one; leave out for one nameless benefit of the club's ``benefit_worth`` and ``benefit_cost``."""
    company_worth: Amount = 15.0
    """Worth of a period among members a person of sociability 1 knows, money. Assumed 15."""
    event_worth: Amount = 8.0
    """Worth of an event to a guest of sociability 1, money. Assumed 8."""
    rival_members: Amount = 1.0
    """How much a full member of another firm's club counts in standing, beside one of this club; 0 for not at all.
    Elites dilute status as they grow: Drèze & Nunes (2009), J. Consumer Research 35. Value assumed."""
    honour: Amount = 0.5
    """By how much more standing is worth to a member who was invited. The course (B2): those who were invited felt
    honoured. Value assumed."""
    foresight: Part = 0.5
    """How well people know before joining how sociable they will be: they take themselves for foresight × κ +
    (1 - foresight). Assumed 0.5."""
    usual_purchases: Amount = 3.0
    """Purchases in a period from which the benefits are fully used; 0 where use does not depend on purchases.
    Assumed 3."""
    foreseen_use: bool = True
    """Whether people foresee at joining how much they will use the benefits, so that heavy buyers join: Leenheer, van
    Heerde, Bijmolt & Smidts (2007), Int. J. Research in Marketing 24."""
    devotion: Amount = 2.0
    """By how much membership is worth less to those who would leave the firm anyhow: worth × exp(-devotion × yearly
    base rate of leaving). The relation to the brand precedes the community: Algesheimer, Dholakia & Herrmann (2005),
    J. Marketing 69. Form and value assumed."""
    learning: Part = 0.6
    """How far the belief about a period's worth moves towards the period that ends; 0 for members who weigh what they
    expect as if they had never been members. Assumed 0.6."""
    renewal_noise: Amount = 12.0
    """Spread of what else counts on the day of renewal, money; 0 for none. Taking part lowers lapsing: Bhattacharya
    (1998), J. Marketing 62. Value assumed."""
    sunk_fee: Amount = 2.0
    """Part of the fee paid for this period that counts as forfeited by leaving. Sunk cost: two thirds of the effect of
    a fee are not economic in Iyengar, Park & Yu (2022), J. Marketing Research 59. Value assumed."""
    eagerness: Amount = 0.5
    """By how much a fee just paid raises the wish to attend; it is halved every nine weeks. Payment depreciation:
    Gourville & Soman (1998), J. Consumer Research 25. Values assumed."""
    event_bond: Part = 0.7
    """Part of the bond gained at purchases that depends on events attended in this period and the last, up to two.
    McAlexander, Schouten & Koenig (2002), J. Marketing 66. Value assumed."""
    owners_only: bool = True
    """Whether only customers of the firm are invited."""
    return_after: float | None = Field(default=52.0, gt=0)
    """Weeks after which one who let her membership lapse may join again; ``null`` for never. Assumed a year."""

    @model_validator(mode="after")
    def _one_name_each(self) -> Anatomy:
        faults = twins("benefits", [row.name for row in self.benefits])
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def total(self, column: Literal["worth", "cost"], *, bond: str = "", associates: bool = False) -> float:
        """Sum over benefits of take-up × worth or cost, money: of all, of those that feed a bond, or of associates'."""
        rows = [row for row in self.benefits if bond in ("", row.bond) and (row.associates or not associates)]
        return sum(row.take_up * (row.worth if column == "worth" else row.cost) for row in rows)

    def shares(self) -> tuple[float, float, float, float]:
        """Parts of the benefits' worth that feed the financial bond of full members and of associates, that associates
        have, and of the cost that associates cause."""
        worth, cost = self.total("worth"), self.total("cost")
        parts = (
            self.total("worth", bond="financial"),
            self.total("worth", bond="financial", associates=True),
            self.total("worth", associates=True),
        )
        forfeited, associate_forfeited, associates = (part / worth if worth > 0 else 0.0 for part in parts)
        return forfeited, associate_forfeited, associates, self.total("cost", associates=True) / cost if cost else 0.0

    def gain(self, bond: Literal["social", "structural"]) -> float:
        """Bond gained by a member at each purchase through benefits, on average over those who use them or not."""
        return sum(row.take_up * row.gain for row in self.benefits if row.bond == bond)

    def copied(self, fidelity: float) -> Anatomy:
        """The anatomy of a copy: the same benefits; what members are to each other it catches in part."""
        return self.but(company_worth=self.company_worth * fidelity, event_worth=self.event_worth * fidelity)

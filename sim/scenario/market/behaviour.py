"""How customers of this market choose, feel, bind themselves and talk: the constants of the rules."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.language.messages import _
from sim.scenario.declaration import Declaration
from sim.scenario.market.distribution import Amount

Part = Annotated[float, Field(ge=0, le=1)]
TOLD = ("good", "bad")
"""What the log calls what customers tell of a firm."""


class WordOfMouth(Declaration):
    """Delighted and unhappy customers talk, those in between keep still; what people hear draws them or keeps them off.

    That the very satisfied and the very dissatisfied talk most, the latter more, though less so than is commonly
    supposed: Anderson (1998, Journal of Service Research 1(1), 5-17).
    """

    acquaintances: float = Field(default=250.0, gt=0)
    """People each customer knows: about 250 in the course; surveys by McCarty et al. (2001) found some 290."""
    every: float = Field(default=4.0, gt=0)
    """Weeks between two moments at which people notice what is said."""
    delighted: Part = 0.8
    """Satisfaction from which she is delighted. Assumed."""
    unhappy: Part = 0.4
    """Satisfaction up to which she is unhappy. Assumed."""
    tells_when_delighted: Part = 0.02
    """Part of her acquaintances that a delighted customer of sociability 1 tells in a year: 5 of 250. Assumed."""
    tells_when_unhappy: Part = 0.04
    """The same of an unhappy one: 10 of 250. Assumed."""
    tells_on_leaving: Part = 0.04
    """Part of her acquaintances whom one who leaves over the service tells, once. Assumed."""
    memory: float = Field(default=26.0, gt=0)
    """Weeks after which two thirds of what was heard is forgotten. Assumed."""
    weight_of_bad: float = Field(default=1.0, ge=0)
    """How much bad news counts against good. Assumed alike: East, Hammond & Lomax (2008, International Journal of
    Research in Marketing 25) found that good news moves purchases no less than bad, against common belief."""
    pull: float = Field(default=0.8, ge=0, le=5)
    """What is added to the inclination of people who are not customers once all of them remember good news. Assumed."""

    @model_validator(mode="after")
    def _in_order(self) -> WordOfMouth:
        if self.unhappy >= self.delighted:
            raise ValueError(
                "unhappy: "
                + _("{unhappy} is not below delighted, {delighted}; nobody can be both at once").format(
                    unhappy=f"{self.unhappy:g}", delighted=f"{self.delighted:g}"
                )
            )
        return self


Weight = Annotated[float, Field(ge=0)]


class BondWeights(Declaration):
    """How much each bond draws her to a firm when she chooses where to buy. All assumed."""

    financial: Weight = 0.4
    social: Weight = 0.8
    structural: Weight = 0.8


class Experiences(Declaration):
    """What a need answered, failed or given up is worth as an experience, between 0 and 1. All assumed."""

    answered: float = Field(default=0.9, ge=0, le=1)
    recovered: float = Field(default=0.8, ge=0, le=1)
    failed: float = Field(default=0.1, ge=0, le=1)
    given_up: float = Field(default=0.0, ge=0, le=1)


class Delight(Declaration):
    """A delighted, not merely satisfied, customer grows fond of the firm: her social bond rises at each purchase.

    The distinction is that of Oliver, Rust & Varki (1997), Journal of Retailing 73; the values are assumed.
    """

    above: float = Field(default=0.8, ge=0, lt=1)
    """Satisfaction beyond which she is delighted. Assumed 0.8, where service begins to feel better again."""
    gain: float = Field(default=0.05, ge=0, le=1)
    """Social bond gained at each purchase, as a part of what is missing. Assumed 0.05."""


class ProgrammeClosing(Declaration):
    """How members take it when a firm closes a programme. All assumed; that ending a programme hurts the relationship
    is found by Melnyk & Bijmolt (2015, European Journal of Marketing 49)."""

    bond_loss: Part = 0.3
    """Part of the social and of the structural bond that members lose when they are told. Assumed 0.3."""
    experience: Part = 0.3
    """Experience of being told, 0 to 1, towards which satisfaction moves. Assumed 0.3."""
    experience_forfeited: Part = 0.0
    """The same where points lapse. Assumed 0."""
    run_off: float = Field(default=13.0, gt=0)
    """Weeks from the announcement to the end, where a programme runs off. Assumed 13."""


class Behaviour(Declaration):
    """Constants that hold for all customers. Rates of fading per week; all values assumed unless said."""

    demand: Literal["fixed", "expandable"] = "fixed"
    """Whether a near reward makes her buy more in all, or only more often here."""
    choice_weights: dict[str, Weight] = Field(
        default={"price": 3.0, "product": 1.0, "service": 0.5, "technology": 1.0, "conduct": 0.5}
    )
    """How much each attribute counts in choosing, by name; one that is missing counts 0."""
    pulls: BondWeights = BondWeights()
    satisfaction_step: float = Field(default=0.15, ge=0, le=1)
    """How far satisfaction moves towards each new experience, ρ; 0 freezes it."""
    experience_spread: float = Field(default=0.3, ge=0)
    """Half-width of the spread of experiences around the firm's service level."""
    service_experiences: Experiences = Experiences()
    """How needs at a service desk are felt."""
    delight: Delight | None = None
    """What delight does to the social bond; leave out for satisfaction that leaves no bond behind."""
    social_fade: Weight = 0.01
    """Rate per week at which the social bond fades."""
    structural_fade: Weight = 0.004
    """Rate per week at which the structural bond fades."""
    knowledge_fade: Weight = 0.006
    """Rate per week at which what a firm knows of a customer goes stale."""
    trouble: float = Field(default=20.0, gt=0)
    """Mean yearly worth, in money, below which people do not bother to join a programme (exponential spread)."""
    forgetting: Amount | None = None
    """Weeks until a firm that she left may be chosen again; leave out for never."""
    closing: ProgrammeClosing = ProgrammeClosing()
    """How members take it when a firm closes a programme."""
    word_of_mouth: WordOfMouth | None = None
    """What customers tell their acquaintances of a firm; leave out for people who keep it to themselves."""

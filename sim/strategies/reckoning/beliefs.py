"""What a firm that reckons believes before it has seen anything; every value can be set, none is told by the market."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.firm.programme import Depth
from sim.scenario.market.population import Name

Chance: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Weeks: TypeAlias = Annotated[float, Field(gt=0)]


class Beliefs(Declaration):
    """How the firm believes that customers answer."""

    price_elasticity: float = Field(default=2.62, gt=0)
    """Elasticity of own sales to own price, as a positive number. 2.62 is the mean of 1,851 estimates: Bijmolt, van
    Heerde & Pieters (2005), Journal of Marketing Research 42 (abstract read)."""
    reward_factor: float = Field(default=0.5, ge=0)
    """Effect of a reward against a price cut of the same worth. Assumed 0.5; effects exist (Belli et al. 2022, JAMS 50,
    abstract read), their size is disputed."""
    belonging: float = Field(default=0.08, ge=0)
    """Attraction of belonging to a club, in logarithms of choice weight. Assumed 0.08."""
    fit: float = Field(default=0.15, ge=0)
    """Attraction of goods made for the customer, in logarithms of choice weight. Assumed 0.15."""
    service: float = Field(default=0.5, ge=0)
    """Attraction of a rise of service from 0 to 1, in logarithms of choice weight. Assumed 0.5."""
    product_factor: float = Field(default=0.33, ge=0)
    """Effect of better goods against a price cut by the same part. Assumed 0.33."""
    build_up: dict[Depth, Weeks] = Field(default={"financial": 6.0, "social": 52.0, "structural": 52.0})
    """Weeks in which a programme reaches 63% of its effect, by depth of bond. Assumed."""
    fidelity: dict[Depth, Chance] = Field(default={"financial": 1.0, "social": 0.5, "structural": 0.33})
    """Part of an original's attraction that a copy catches, by depth of bond, as the trade says. Assumed."""
    members_part: Chance = 0.8
    """Part of sales that go to members. Assumed 0.8."""
    follow: Chance = 0.5
    """Chance that the other rivals copy as well. Assumed 0.5."""
    answered: Chance = 0.25
    """Chance that a change of price, service or product is answered in kind. Assumed 0.25; most do not react
    (Steenkamp, Nijs, Hanssens & Dekimpe 2005, Marketing Science 24, abstract read)."""
    strengths: dict[Name, Annotated[float, Field(ge=0)]] = Field(default={})
    """How strongly programmes of a kind work, by kind, against what their terms say; 1 where a kind is left out."""
    no_effect: Chance = 0.1
    """Chance that programmes move nobody. Assumed 0.1."""
    spread: float = Field(default=0.8, gt=0)
    """Standard deviation of the logarithm of how strongly programmes move customers. Assumed 0.8."""


class PriceAnswer(Declaration):
    """How the firm moves its price."""

    rule: Literal["none", "profit", "match", "undercut"] = "none"
    """``none`` leaves the price alone; ``profit`` moves it where that pays by the firm's beliefs; ``match`` goes down
    to the cheapest rival, ``undercut`` below it."""
    initiative: bool = False
    """Whether ``profit`` moves the price without any rival's move, too."""
    steps: tuple[Annotated[float, Field(gt=0, lt=0.5)], ...] = (0.03, 0.06, 0.1)
    """Parts by which the price may be cut at once, or put back towards the ordinary one."""
    below: float = Field(default=0.03, ge=0, lt=0.5)
    """Part by which ``undercut`` goes below the cheapest rival. Assumed 0.03."""
    sureness: Chance = 0.9
    """Chance that share has been lost before ``match`` acts, or the firm retaliates: the norm of Leeflang & Wittink
    (1996, Int. J. of Research in Marketing 13, abstract read). ``undercut`` does not wait."""
    truce: bool = True
    """Whether the firm goes up a step towards its ordinary price in a round in which no rival is cheaper."""
    least_margin: float = Field(default=0.1, ge=0, lt=1)
    """Least margin on the price. Assumed 0.1."""
    learns: bool = True
    """Whether the firm learns from rivals' answers how likely its cuts are to be answered."""
    prior_weight: float = Field(default=2.0, gt=0)
    """Answers that the belief about being answered counts for when it is learned. Assumed 2."""
    share_counts: float = Field(default=0.0, ge=0)
    """Money that a point of share is worth to it a year beyond its profit: above 0 it over-reacts."""
    retaliates: bool = False
    """Whether it answers a rival's programme with a price cut once it is sure of having lost share."""
    retaliation_cut: float = Field(default=0.1, gt=0, lt=0.5)
    """Part by which it then cuts its price. Assumed 0.1."""
    retaliation_weeks: float = Field(default=26.0, gt=0)
    """Weeks for which it keeps that price at least. Assumed 26."""

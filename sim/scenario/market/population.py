"""Who the customers are: segments, how they come to the market, how they are spread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from sim.language.messages import _, mark
from sim.scenario.declaration import Declaration
from sim.scenario.market.distribution import Amount, Chance, Constant, LogNormal

if TYPE_CHECKING:
    from sim.scenario.market.distribution import Spread

Name: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[^\W_][\w -]{0,39}$",
        json_schema_extra={
            "patternErrorMessage": mark(
                "a name of up to 40 letters, digits, spaces, _ and -, beginning with a letter or digit"
            )
        },
    ),
]
"""A name of up to 40 letters, digits, spaces, ``_`` and ``-``, in any script, beginning with a letter or digit."""
SEASONS = (12, 52)
"""Numbers of factors that a season may have: months or weeks of a year."""
SEASON_ROUNDING = 1e-3
"""How far the mean of a season may be from 1, so that factors can be written with few digits."""


def regular_enough(given: Spread) -> Spread:
    """The same spread. Raises ``ValueError`` where customers would buy less regularly than at random.

    Single customers of a gamma spread may have a k below 1, as in the Pareto/GGG model; their mean may not.
    """
    least = getattr(given, "value", getattr(given, "low", given.average))
    if least < 1:
        raise ValueError(
            _("regularity k is 1 (purely random) or more, but {least} was given; use 1 or leave it out").format(
                least=f"{least:g}"
            )
        )
    return given


def whole_year(given: tuple[float, ...]) -> tuple[float, ...]:
    """The same factors. Raises ``ValueError`` unless they are 12 or 52 and their mean is 1."""
    if len(given) not in SEASONS:
        raise ValueError(_("a season has 12 factors (months) or 52 (weeks), but {n} were given").format(n=len(given)))
    mean = math.fsum(given) / len(given)
    if abs(mean - 1) > SEASON_ROUNDING:
        raise ValueError(
            _("the mean of a season is 1, but that of these factors is {mean}; divide each by {mean}").format(
                mean=f"{mean:.4g}"
            )
        )
    return given


Regularity: TypeAlias = Annotated[Amount, AfterValidator(regular_enough)]
"""A spread of regularities with a mean of 1 or more; a plain number is at least 1."""
Season: TypeAlias = Annotated[tuple[Annotated[float, Field(ge=0)], ...], AfterValidator(whole_year)]
"""Factors on the purchase rate for each part of the year, with a mean of 1."""


class AtStart(Declaration):
    """Everybody is in the market from the first instant."""

    kind: Literal["at_start"] = "at_start"


class OverWeeks(Declaration):
    """So many arrivals in each week from the start; within the week any day is as likely as another.

    The counts are relative: they are scaled to the size of the segment.
    """

    kind: Literal["over_weeks"]
    counts: tuple[Annotated[float, Field(ge=0)], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _someone(self) -> OverWeeks:
        if sum(self.counts) <= 0:
            raise ValueError(_("all counts are 0; give a count above 0 for at least one week"))
        return self


class ByPull(Declaration):
    """People come by outside pull (advertising) and by word of mouth: the hazard of Bass (1969).

    Rate of arrival of each prospect = outside_pull + word_of_mouth × share of her segment that has arrived.
    """

    kind: Literal["by_pull"]
    outside_pull: float = Field(ge=0)
    """Rate per week at which each prospect comes without being told (Bass's p)."""
    word_of_mouth: float = Field(default=0.0, ge=0)
    """Rate per week when everybody has come already (Bass's q)."""


Arrival: TypeAlias = Annotated[AtStart | OverWeeks | ByPull, Field(discriminator="kind")]


class Segment(Declaration):
    """A group of customers whose traits are drawn from the same spreads. Rates per week, money per purchase."""

    name: Name
    size: int = Field(ge=1, le=20_000_000)
    """Number of customers, counting all who may ever arrive."""
    arrival: Arrival = AtStart()
    first_purchase: Literal["by_clock", "on_arrival"] = "by_clock"
    """Whether the first purchase waits for her purchase clock or is made the moment she arrives."""
    purchase_rate: Amount = Constant(value=0.3)
    """Category purchases per week, λ. Assumed 0.3, once in about three weeks."""
    regularity: Regularity = Constant(value=1.0)
    """How even her purchases are, k: her gaps are gamma of shape k, for whole k Erlang. 1 is purely random. A log of
    grocery purchases has k near 2 (Platzer & Reutterer 2016, Marketing Science 35)."""
    season: Season | None = None
    """Factors on the purchase rate for the 12 months, or the 52 weeks, of a year that begins on 1 January and has 52
    weeks; their mean is 1. Leave out for no season."""
    spend: Amount = Constant(value=30.0)
    """Her mean spend per purchase at price 1, ν. Assumed 30."""
    spend_shape: float | None = Field(default=None, gt=0)
    """Shape of the gamma spread of single spends around her mean; leave out for equal spends."""
    taste_concentration: float | None = Field(default=None, gt=0)
    """Dirichlet concentration S of tastes over firms; leave out when all share the same taste."""
    idiosyncrasy: Amount = Constant(value=0.0)
    """How far her ideal lies from the standard product, e (in units of ln quality)."""
    sociability: Amount = Constant(value=1.0)
    """How readily she takes part and talks, κ; 1 is the average person."""
    norm: Chance = Constant(value=0.7)
    """The service she expects, between 0 and 1."""
    sensitivity: Amount = LogNormal(family="lognormal", mean=1.0, sigma=0.5)
    """How strongly she minds each attribute, σ, drawn for each attribute apart. Assumed lognormal, mean 1."""
    renewal_reluctance: Chance = Constant(value=0.2)
    """Her chance of not renewing a yearly membership when nothing else holds her. Assumed 0.2."""
    needs: Amount = Constant(value=0.0)
    """Service needs per week that come by themselves, at each firm with a desk that she is a customer of."""
    need_at_purchase: float = Field(default=0.0, ge=0, le=1)
    """Chance that a purchase at a firm with a desk brings a need with it."""
    residence: Literal["from_start", "from_arrival"] = "from_start"
    """When the clock of moving away begins to run."""
    newcomers_after: Amount | None = None
    """Weeks until a newcomer takes the place of one who moved away; leave out for no newcomers."""


class Population(Declaration):
    """All customers who may ever arrive, by segment."""

    segments: tuple[Segment, ...] = Field(min_length=1)

    @property
    def size(self) -> int:
        """Number of customers in all segments."""
        return sum(segment.size for segment in self.segments)

    @property
    def segment_names(self) -> tuple[str, ...]:
        """Names of the segments, in order."""
        return tuple(segment.name for segment in self.segments)

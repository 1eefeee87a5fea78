"""How a trait or a delay is spread: a family of distributions with its parameters."""

from __future__ import annotations

import sys
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from sim.language.messages import _
from sim.scenario.declaration import Declaration


class Constant(Declaration):
    """Everybody alike."""

    family: Literal["constant"] = "constant"
    value: float

    @property
    def average(self) -> float:
        """The mean of the distribution, in the unit of the trait."""
        return self.value

    @property
    def code(self) -> tuple[int, float, float]:
        """Number of the family and its two parameters, as the rules read them."""
        return 0, self.value, 0.0


class Gamma(Declaration):
    """Positive and skewed: the usual spread of purchase rates (Ehrenberg 1959) and of leaving rates."""

    family: Literal["gamma"]
    shape: float = Field(gt=0)
    rate: float | None = Field(default=None, gt=0)
    mean: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_scale(self) -> Gamma:
        if (self.rate is None) == (self.mean is None):
            raise ValueError(_("a gamma distribution takes a shape and either a rate or a mean; give one of the two"))
        return self

    @property
    def average(self) -> float:
        """The mean of the distribution, in the unit of the trait."""
        return self.shape / self.rate if self.rate is not None else float(self.mean or 0.0)

    @property
    def code(self) -> tuple[int, float, float]:
        """Number of the family and its two parameters, as the rules read them."""
        return 1, self.shape, self.average / self.shape


class InverseGamma(Declaration):
    """One divided by a gamma: the spread of mean spends in the Gamma-Gamma model (Fader & Hardie 2013)."""

    family: Literal["inverse_gamma"]
    shape: float = Field(gt=1)
    scale: float = Field(gt=0)

    @property
    def average(self) -> float:
        """The mean of the distribution, in the unit of the trait."""
        return self.scale / (self.shape - 1)

    @property
    def code(self) -> tuple[int, float, float]:
        """Number of the family and its two parameters, as the rules read them."""
        return 2, self.shape, self.scale


class Beta(Declaration):
    """A chance between 0 and 1 that differs from customer to customer."""

    family: Literal["beta"]
    a: float = Field(gt=0)
    b: float = Field(gt=0)

    @property
    def average(self) -> float:
        """The mean of the distribution, in the unit of the trait."""
        return self.a / (self.a + self.b)

    @property
    def code(self) -> tuple[int, float, float]:
        """Number of the family and its two parameters, as the rules read them."""
        return 3, self.a, self.b


class Exponential(Declaration):
    """A waiting time without memory."""

    family: Literal["exponential"]
    mean: float = Field(ge=0)

    @property
    def average(self) -> float:
        """The mean of the distribution, in the unit of the trait."""
        return self.mean

    @property
    def code(self) -> tuple[int, float, float]:
        """Number of the family and its two parameters, as the rules read them."""
        return 1, 1.0, self.mean


class Uniform(Declaration):
    """Any value between two bounds, all alike."""

    family: Literal["uniform"]
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.high < self.low:
            raise ValueError(
                _("high ({high}) lies below low ({low}); exchange them").format(
                    high=f"{self.high:g}", low=f"{self.low:g}"
                )
            )
        return self

    @property
    def average(self) -> float:
        """The mean of the distribution, in the unit of the trait."""
        return (self.low + self.high) / 2

    @property
    def code(self) -> tuple[int, float, float]:
        """Number of the family and its two parameters, as the rules read them."""
        return 4, self.low, self.high


class LogNormal(Declaration):
    """Positive, with most below the mean: given by its mean and the standard deviation of its logarithm."""

    family: Literal["lognormal"]
    mean: float = Field(gt=0)
    sigma: float = Field(ge=0)

    @property
    def average(self) -> float:
        """The mean of the distribution, in the unit of the trait."""
        return self.mean

    @property
    def code(self) -> tuple[int, float, float]:
        """Number of the family and its two parameters, as the rules read them."""
        return 5, self.mean, self.sigma


def _number_means_constant(given: object) -> object:
    if isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= sys.float_info.max:
        return {"family": "constant", "value": float(given)}
    return given


Spread: TypeAlias = Annotated[
    Constant | Gamma | InverseGamma | Beta | Exponential | Uniform | LogNormal,
    Field(discriminator="family"),
]
AnySpread: TypeAlias = Annotated[Spread, BeforeValidator(_number_means_constant, json_schema_input_type=float | Spread)]
"""A plain number (everybody alike) or one of the families."""


def _not_negative(given: Spread) -> Spread:
    low = given.value if isinstance(given, Constant) else given.low if isinstance(given, Uniform) else 0.0
    if low < 0:
        raise ValueError(_("must not be negative, but {low} was given; use 0 or more").format(low=f"{low:g}"))
    return given


def _chance(given: Spread) -> Spread:
    _not_negative(given)
    if isinstance(given, Beta):
        return given
    high = given.value if isinstance(given, Constant) else given.high if isinstance(given, Uniform) else None
    if high is None:
        raise ValueError(
            _("a chance lies between 0 and 1; use a number, beta or uniform, not {family}").format(family=given.family)
        )
    if high > 1:
        raise ValueError(_("a chance lies between 0 and 1, but {high} was given").format(high=f"{high:g}"))
    return given


Amount: TypeAlias = Annotated[AnySpread, AfterValidator(_not_negative)]
"""A spread over values of zero and more: rates, spends, delays."""
Chance: TypeAlias = Annotated[AnySpread, AfterValidator(_chance)]
"""A spread over values between zero and one."""

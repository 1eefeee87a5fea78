"""What the simulator says to the course's exercises: figures of claims, of trials, and of the kit's own worlds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from sim.experiments.claims.claim import Floats, Look, change
from sim.experiments.claims.claims import run_claim
from sim.experiments.claims.market import ClaimMarket, Worlds, worlds_of
from sim.experiments.claims.readings import profit_of
from sim.experiments.stylised_facts.fact import Evidence
from sim.game.exercises.true_or_false import statement
from sim.language.formats import decimal_number, percentage
from sim.language.messages import _
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.purchasing.share import share
from sim.metrics.retention.churn import churn
from sim.number_text import decimal_places
from sim.results.results import Results
from sim.results.tables import weekly
from sim.scenario.declaration import Declaration

Outcome: TypeAlias = Literal["above", "below", "unclear"]
TRIAL_RUNS = {4: 16}
"""Replications of a trial by number of the statement; the others have ``USUAL_TRIAL_RUNS``."""
USUAL_TRIAL_RUNS = 8
NO_MANAGERS = {"firms.Azure.departments.relationship_managers.managers": 0}
ACCOUNTS = ClaimMarket(scenario="key_accounts", worlds={"as it is": {}, "no managers": NO_MANAGERS}, replications=8)
TWO_FIRMS = ClaimMarket(scenario="sell_or_stay", worlds={"as it is": {}}, replications=6)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A figure and its unit."""

    value: Interval
    unit: Literal["percent", "number"] = "number"

    @property
    def outcome(self) -> Outcome:
        """Whether it lies clearly above zero, clearly below, or neither; without an interval its sign decides."""
        low, high = (self.value.mean if math.isnan(end) else end for end in (self.value.low, self.value.high))
        if low > 0:
            return "above"
        return "below" if high < 0 else "unclear"

    @property
    def figures(self) -> Mapping[str, str]:
        """What stands in a sentence about it: value, ends of the interval, the same without sign, number of runs."""
        sizes = sorted((abs(self.value.low), abs(self.value.high)))
        given = {
            "value": self.value.mean, "low": self.value.low, "high": self.value.high, "size": abs(self.value.mean),
            "size_low": sizes[0], "size_high": sizes[1],
        }  # fmt: skip
        return {name: self._written(value) for name, value in given.items()} | {"n": str(self.value.replications)}

    def _written(self, value: float) -> str:
        if math.isnan(value):
            return "–"
        if self.unit == "percent":
            return percentage(value)
        half = 0.0 if math.isnan(self.value.low) else (self.value.high - self.value.low) / 2
        return decimal_number(value, min(decimal_places(half, self.value.mean), 3)).replace("-", "−")


class Source(Declaration):
    """Where a figure of an exercise comes from: a claim, the trial of a statement, or worlds of the kit's own."""

    claim: str | None = None
    number: int = Field(default=0, ge=0)
    """Place of the figure in the claim, from 0."""
    scale: float = 1.0
    """What a figure of a claim is multiplied by: 52,000 tells a rate per week per 1,000 customers and year."""
    trial: int | None = Field(default=None, ge=1, le=5)
    """Number of the statement that is tried."""
    own: Literal["managers_keep_sales", "managers_pay"] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Source:
        given = [name for name in ("claim", "trial", "own") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of: claim, trial, own; {len(given)} were given")
        return self

    def said(self) -> Said:
        """The figure; its runs are made when it is first asked for."""
        if self.claim is not None:
            measured = _claim(self.claim)[self.number]
            percent = measured.unit == "percent"
            return Said(value=_scaled(measured.value, self.scale), unit="percent" if percent else "number")
        if self.trial is not None:
            return _trial(self.trial)
        looks: dict[str, Callable[[], Said]] = {
            "managers_keep_sales": _managers_share,
            "managers_pay": _managers_profit,
        }
        return looks[str(self.own)]()


@cache
def _claim(name: str) -> Evidence:
    return run_claim(name).evidence


@cache
def _trial(number: int) -> Said:
    return Said(value=statement(number).trial(TRIAL_RUNS.get(number, USUAL_TRIAL_RUNS)).difference)


def _managers_share() -> Said:
    def read(results: Results) -> Floats:
        table = share(results, 52)
        mine = table[table["firm"] == "Azure"].groupby("replication")["share_of_revenue"].sum()
        return mine.to_numpy(dtype=float)

    return _own(change(read, "as it is", "no managers"), 100.0)


def _managers_profit() -> Said:
    return _own(change(profit_of("Azure", 0, 104), "as it is", "no managers"), 1.0)


def _own(look: Look, scale: float) -> Said:
    value = look(worlds_of(ACCOUNTS))
    return Said(value=_scaled(value if isinstance(value, Interval) else interval(value), scale))


def _scaled(value: Interval, scale: float) -> Interval:
    mean, low, high = (scale * bound for bound in value[:3])
    return value._replace(mean=mean, low=low, high=high)


@cache
def two_firm_figures() -> dict[str, tuple[Interval, str]]:
    """What sets Hunter and Keeper apart in ``sell_or_stay``, with the unit of each: ``number`` or ``percent``."""
    results = Worlds(TWO_FIRMS)["as it is"]
    books = weekly(results)
    years = results.scenario.horizon / 52
    table = churn(results, results.scenario.horizon)
    found: dict[str, tuple[Interval, str]] = {}
    for name in ("Hunter", "Keeper"):
        mine = books[books["firm"] == name]
        by_run = mine.groupby("replication")
        ends = mine[mine["week"] == mine["week"].max()]
        customer_years = by_run["customers"].sum() / 52
        first, last = (
            mine[(mine["week"] >= since) & (mine["week"] < since + 52)].groupby("replication")["profit"].sum()
            for since in (0, (years - 1) * 52)
        )
        lifetime = table[table["firm"] == name].groupby("replication")["mean_lifetime_weeks"].mean()
        key = name.lower()
        numbers = {
            "profit_first": first, "won": by_run["acquisitions"].sum(), "customers": ends["customers"],
            "contact": by_run["relations_cost"].sum() / customer_years, "profit_fifth": last,
        }  # fmt: skip
        found |= {
            f"{key}_{what}": (interval(values.to_numpy(dtype=float)), "number") for what, values in numbers.items()
        }
        found[f"{key}_churn"] = (interval(52 / lifetime.to_numpy(dtype=float)), "percent")
    return found


def two_firm_texts() -> Mapping[str, str]:
    """The same as they are read, with their intervals."""
    texts = {}
    for name, (value, unit) in two_firm_figures().items():
        figures = Said(value=value, unit="percent" if unit == "percent" else "number").figures
        texts[name] = _("{mean} ({low} to {high})").format(
            mean=figures["value"], low=figures["low"], high=figures["high"]
        )
    return texts | {"n_two": str(TWO_FIRMS.replications)}

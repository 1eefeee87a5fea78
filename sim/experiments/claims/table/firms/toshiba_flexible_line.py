"""Claims about a line that makes 29 kinds in small lots because it is set up anew in no time (B3)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.experiments.claims.bound import above, below, exactly, mean_above
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, Reading, more, pooled, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import ahead, column, profit_of
from sim.metrics._shared.interval import Interval
from sim.metrics.purchasing.orders import orders, stock
from sim.registry import register
from sim.results.results import Results

FLEXIBLE, RIGID = "Flexible Line", "Rigid Line"
FAST, SLOW = (f"firms.{firm}.departments.production_line" for firm in (FLEXIBLE, RIGID))
HERE = "as it is"
LINES = ClaimMarket(
    scenario="toshiba_flexible_line", horizon=104, replications=5,
    worlds={
        HERE: {}, "small lots, long set-ups": {f"{SLOW}.lot": 15},
        "set up in half an hour": {f"{SLOW}.setup_hours": 0.5, f"{SLOW}.lot": 15},
        "flexible, set up in 16 hours": {f"{FAST}.setup_hours": 16.0},
    },
)  # fmt: skip


def _of_firm(table: pd.DataFrame, firm: str) -> pd.DataFrame:
    return pd.DataFrame(table[table["firm"] == firm])


def short(firm: str) -> Reading:
    """Part of orders that found none of their kind."""

    def read(results: Results) -> Floats:
        table = _of_firm(orders(results), firm)
        return np.asarray((table["lost"] + table["another"]) / table["orders"], dtype=float)

    return read


def held(firm: str) -> Reading:
    """Mean units in stock."""

    def read(results: Results) -> Floats:
        table = _of_firm(stock(results), firm)
        by_week = table.groupby(["replication", "week"])["stock"].sum()
        return np.asarray(by_week.groupby("replication").mean(), dtype=float)

    return read


def kinds(results: Results) -> Interval:
    """Number of kinds that the flexible line makes."""
    return pooled(stock(results).query("firm == @FLEXIBLE")["kind"].nunique())


def least_made(results: Results) -> Interval:
    """Units of the kind made least in a year."""
    table = stock(results).query("firm == @FLEXIBLE")
    return pooled(float(table.groupby(["replication", "kind", table["week"] // 52])["made"].sum().min()))


def apart(one: Reading, world: str, other: Reading, times: float) -> Look:
    """One reading of a world less ``times`` another of the scenario as it is."""

    def look(worlds: Worlds) -> Floats:
        return np.asarray(one(worlds[world]), dtype=float) - times * np.asarray(other(worlds[HERE]), dtype=float)

    return look


def scaled_lead(read: Callable[[str], Reading], times: float) -> Reading:
    """A reading of the rigid line, ``times`` itself, less that of the flexible line."""
    rigid, flexible = read(RIGID), read(FLEXIBLE)
    return lambda results: times * np.asarray(rigid(results), dtype=float) - np.asarray(flexible(results), dtype=float)


def short_above(firm: str, world: str, times: float, what: str) -> Figure:
    """Orders unmet at a firm in a world, beyond so many times those of the same firm as it is."""
    return Figure(what=what, look=apart(short(firm), world, short(firm), times), expected=above(0), unit="points")


CLAIMS = {
    "flexible_line_has_more_with_less_in_stock": Claim(
        claim="The flexible line has more of what is asked for with less in stock, has less left over and earns more.",
        source="course, B3: 9 kinds of word processor and 20 of computer, in lots of 10 to 20",
        course=("B3",),
        market=LINES,
        figures=(
            more("part of orders unmet, a fifth of Rigid Line's less Flexible Line's",
                 scaled_lead(short, 0.2), HERE, unit="points"),
            more("units in stock, 0.4 times Rigid Line's less Flexible Line's", scaled_lead(held, 0.4), HERE),
            more("units written off, Rigid Line less Flexible Line",
                 ahead(column(stock, RIGID, "surplus"), column(stock, FLEXIBLE, "surplus")), HERE),
            more("profit, Flexible Line less Rigid Line", ahead(profit_of(FLEXIBLE), profit_of(RIGID)), HERE),
        ),
    ),
    "all_kinds_are_made_every_year": Claim(
        claim="All 29 kinds are made in each year.",
        source="course, B3",
        course=("B3",),
        market=LINES,
        figures=(
            Figure(what="number of kinds", look=value(kinds, HERE), expected=exactly(29)),
            Figure(what="units of the kind made least in a year", look=value(least_made, HERE), expected=mean_above(0)),
        ),
    ),
    "small_lots_need_short_set_ups": Claim(
        claim="Small lots without short set-ups swamp the machine.",
        source="a finding of the model",
        course=("B3",),
        market=LINES,
        figures=(
            short_above(RIGID, "small lots, long set-ups", 3.0,
                        "part of orders unmet with small lots, less three times that without"),
            short_above(FLEXIBLE, "flexible, set up in 16 hours", 20.0,
                        "the same at Flexible Line set up in 16 hours, less twenty times that as it is"),
        ),
    ),
    "short_set_ups_make_small_lots_possible": Claim(
        claim="Short set-ups alone bring small lots within reach, and pay.",
        source="course, B3",
        course=("B3",),
        market=LINES,
        figures=(
            Figure(what="part of orders unmet with short set-ups, less 0.3 times that without",
                   look=apart(short(RIGID), "set up in half an hour", short(RIGID), 0.3), expected=below(0),
                   unit="points"),
            more("profit, short set-ups less as it is", profit_of(RIGID), "set up in half an hour", HERE),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

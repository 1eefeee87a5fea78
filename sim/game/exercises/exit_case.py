"""The case of the exit detective: what a team is handed, and, apart from it, why customers really left."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.game.exercises.exercise import write_tables
from sim.language.messages import _
from sim.metrics._shared.customer_database_view import cards, firm_at, on_file
from sim.metrics._shared.windows import require_purchases
from sim.metrics.customer_base.customer_records import customer_records
from sim.metrics.exits.exit_measures import weighed
from sim.metrics.exits.exits import exit_interviews
from sim.metrics.exits.profit_lost import profit_lost_by_cause
from sim.metrics.retention.churn import churn, churn_rate
from sim.model.firms.income_lines import firm_income_statement
from sim.model.random_numbers import digest
from sim.results.results import Results

LOWERING = 0.1
"""A measure lowers the exits for one cause by this part. Assumed."""
DISCOUNT = 0.1
"""A year's discount on money still to come. Assumed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Handout:
    """What the team gets: what this firm could have, and nothing else. Each table can be read as a file."""

    title: str
    firm: str
    weeks: float
    """Length of the time looked at; the books cover all of it."""
    segments: tuple[str, ...]
    left: int
    """Customers who left, whether they answered or not."""
    lowering: float
    """By which part a measure lowers the exits for its cause."""
    discount: float
    """A year's discount on money still to come."""
    causes: pd.DataFrame
    """The reasons that there are: cause, meaning."""
    books: pd.DataFrame
    """The firm's weekly books: week, then the columns of ``sim.weekly``."""
    records: pd.DataFrame
    """Customers on file, as ``sim.customer_records`` gives them."""
    purchases: pd.DataFrame
    """Purchases on file: card, week, money."""
    interviews: pd.DataFrame
    """Those who left and answered: week, segment, stated, card (missing for who is not on file)."""

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: getattr(self, name) for name in ("causes", "books", "records", "purchases", "interviews")}

    def export(self, folder: str | Path) -> list[Path]:
        """Write each table as CSV into a folder, which is made if need be; returns the files."""
        return write_tables(folder, self.tables())


@dataclass(frozen=True, kw_only=True, eq=False)
class Truth:
    """What really happened, by cause or by segment."""

    shares: dict[str, float]
    """Share of each cause in all exits."""
    churn: dict[str, float]
    """Exits per customer and year, by segment."""
    customer_weeks: dict[str, float]
    """By segment."""
    profit_lost: dict[str, float]
    """Money, over the whole time."""
    break_even: dict[str, float]
    """Money a year up to which a measure against the cause pays; 0 where nobody can stop it."""
    unstoppable: tuple[str, ...]
    stated: dict[str, float]
    """Share of each cause in the interviews; all 0 where nobody answered."""
    heard: dict[str, float]
    """Share of each true cause among those who answered: what honest answers would have shown."""
    answers: pd.DataFrame
    """Interviews by true cause (rows) and stated cause (columns)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A handout for the team, and the truth for the person who marks it."""

    handout: Handout
    truth: Truth = dataclasses.field(repr=False)


def open_case(
    results: Results,
    firm: str | None = None,
    replication: int = 0,
    lowering: float = LOWERING,
    discount: float = DISCOUNT,
) -> Case:
    """A case out of a run: one firm (the one in focus if left out) in one replication.

    Truth is that of ``sim.stated_exits``, ``sim.churn``, ``sim.profit_lost_by_cause`` and ``sim.exit_break_even``.
    Raises ``IncompleteLogError`` for a log without purchases and ``ValueError`` for an unknown firm or replication, or
    a firm that nobody left.
    """
    require_purchases(results, "the exit detective")
    number = firm_at(results, firm)
    found = [run for run in results.runs if run.replication == replication]
    if not found:
        there = ", ".join(str(run.replication) for run in results.runs)
        said = _("replication {replication} is not in this run; give one of {known}")
        raise ValueError(said.format(replication=repr(replication), known=there))
    one = dataclasses.replace(results, runs=tuple(found))
    name = results.names.firms[number]
    exits = exit_interviews(one)
    exits = exits[exits["firm"] == name]
    if not len(exits):
        said = _("nobody left {firm}, so there is nothing to find out; give another firm or a longer run")
        raise ValueError(said.format(firm=name))
    return Case(
        handout=_handout(one, number, exits, lowering, discount), truth=_truth(one, name, exits, lowering, discount)
    )


def _handout(one: Results, number: int, exits: pd.DataFrame, lowering: float, discount: float) -> Handout:
    name, run, scenario = one.names.firms[number], one.runs[0], one.scenario
    known = on_file(one, run, number, float(scenario.horizon))
    on_cards = cards(one, known)
    heard = exits[exits["answered"]]
    hers = pd.Series([digest(f"card/{who}", bits=53) for who in heard["customer_id"]], dtype="Int64")
    causes = scenario.exits.causes
    books = firm_income_statement(run.weekly[:, number], len(run.weekly))
    return Handout(
        title=scenario.title, firm=name, weeks=float(scenario.horizon), segments=one.names.segments,
        left=len(exits), lowering=lowering, discount=discount,
        causes=pd.DataFrame({"cause": [c.name for c in causes], "meaning": [c.note for c in causes]}),
        books=pd.DataFrame({"week": np.arange(len(run.weekly)), **books}),
        records=customer_records(one, name).drop(columns="replication"),
        purchases=pd.DataFrame(
            {"card": on_cards[known.whose], "week": known.purchases["time"], "money": known.purchases["cents"] / 100}
        ),
        interviews=pd.DataFrame(
            {
                "week": heard["week"].to_numpy(),
                "segment": heard["segment"].to_numpy(dtype=object),
                "stated": heard["stated"].to_numpy(dtype=object),
                "card": hers.where(hers.isin(on_cards.tolist())).to_numpy(),
            }
        ),
    )  # fmt: skip


def _truth(one: Results, firm: str, exits: pd.DataFrame, lowering: float, discount: float) -> Truth:
    names = [cause.name for cause in one.scenario.exits.causes]
    lost = profit_lost_by_cause(one, discount)
    worth = weighed(lost, lowering, None)
    lost, worth = lost[lost["firm"] == firm], worth[worth["firm"] == firm]
    rates = churn(one, one.scenario.horizon, by_segment=True)
    rates = rates[(rates["firm"] == firm) & (rates["customer_weeks"] > 0)]
    segments = [str(segment) for segment in rates["segment"]]
    yearly = churn_rate(rates["exits"].to_numpy(), rates["customer_weeks"].to_numpy())
    heard = exits[exits["answered"]]
    pairs = pd.crosstab(heard["cause"].astype(object), heard["stated"].astype(object))
    stoppable = dict(zip(names, worth["stoppable"].tolist(), strict=True))
    return Truth(
        shares=_shares(exits["cause"], names),
        churn=dict(zip(segments, yearly.tolist(), strict=True)),
        customer_weeks=dict(zip(segments, rates["customer_weeks"].tolist(), strict=True)),
        profit_lost=dict(zip(names, lost["profit_lost"].tolist(), strict=True)),
        break_even=dict(zip(names, worth["break_even"].tolist(), strict=True)),
        unstoppable=tuple(name for name in names if not stoppable[name]),
        stated=_shares(heard["stated"], names),
        heard=_shares(heard["cause"], names),
        answers=pairs.reindex(index=names, columns=names, fill_value=0),
    )


def _shares(causes: pd.Series[str], names: list[str]) -> dict[str, float]:
    counts = causes.astype(object).value_counts()
    whole = max(int(counts.sum()), 1)
    return {name: float(counts.get(name, 0)) / whole for name in names}

"""A market with and without one change under the same luck: what became of each customer, and who was saved or lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.comparison.strategies import Strategy, firm_of, worlds_of
from sim.experiments.errors import ExperimentError
from sim.experiments.provenance import Provenance, provenance_of
from sim.language.messages import _, comma, mark, ngettext, pgettext
from sim.metrics._shared.windows import require_common_random_numbers, require_purchases, segment_of
from sim.metrics.value.lifetime_value import accounts
from sim.model.event_log import decode_names, labels
from sim.number_text import decimal
from sim.object_view import ObjectView, ShowsItself
from sim.results.event_filters import customer_key
from sim.results.results import Results, Run
from sim.results.simulate import simulate, whole_number
from sim.results.spells import relationship_spells
from sim.scenario.scenario import Scenario

COUPLING = mark(
    "What becomes of one customer in two worlds is counterfactual: it holds under the coupling of luck that is used "
    "here (the customer's n-th purchase, patience with each cause and so on share their draws). The totals of each "
    "world are free of it; who was saved and who was lost is not."
)
"""What has to be said wherever a customer's two fates are shown side by side."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CounterfactualPair(ShowsItself):
    """The same people with the same luck in two worlds.

    Budgets of clocks are shared as in Gibson & Bruck (2000, J. Physical Chemistry A 104) and Rathinam, Sheppard &
    Khammash (2010, J. Chemical Physics 132: common reaction paths).
    """

    names: tuple[str, str]
    """What each world is called."""
    first: Results
    second: Results
    firm: str
    """The firm whose customers are looked at."""

    @property
    def stamp(self) -> Provenance:
        """Where its tables and pictures come from."""
        worlds = dict(zip(self.names, (self.first.scenario, self.second.scenario), strict=True))
        return provenance_of(worlds, self.first.seed, len(self.first.runs))

    def view(self) -> ObjectView:
        """The two worlds, and in a small table what the second made of the customers; means over replications."""
        first, second = self.names
        runs = len(self.first.runs)
        rows: tuple[tuple[str, ...], ...] = ()
        if self.first.log_level == self.second.log_level == "all":
            counts = customer_outcomes(self)["outcome"].value_counts()
            rows = tuple((outcome_word(one), decimal(counts.get(one, 0) / runs)) for one in OUTCOMES)
        return ObjectView(
            title=_("Customers of {firm} in two worlds: {first}, and {second}").format(
                firm=self.firm, first=first, second=second
            ),
            facts=(
                ngettext(
                    "{people} people, {weeks} weeks, {n} replication, seed {seed}",
                    "{people} people, {weeks} weeks, {n} replications (means are shown), seed {seed}",
                    runs,
                ).format(
                    people=decimal(self.first.scenario.population.size), weeks=f"{self.first.scenario.horizon:g}",
                    n=runs, seed=self.first.seed,
                ),
            ),
            columns=(_("in '{second}', seen from '{first}'").format(first=first, second=second), _("customers")),
            rows=rows,
            next_steps=("sim.customer_outcomes(worlds)", "sim.outcome_sentence(worlds)",
                        "sim.charts.saved_and_lost_chart(worlds)"),
        )  # fmt: skip


def counterfactual_pair(
    scenario: Scenario,
    strategies: Mapping[str, Strategy],
    *,
    firm: str | None = None,
    seed: int | None = None,
    replications: int | None = None,
) -> CounterfactualPair:
    """Run a market under two strategies with the same customers and the same luck.

    Args:
        scenario: The market, as from :func:`sim.load`.
        strategies: Two strategies by name: changes by path, programmes, a policy, or a scenario of its own.
        firm: Name of the firm whose customers are followed; the one in focus if left out.
        seed: Seed of the random numbers; the scenario's own if left out.
        replications: Number of runs of each world; the scenario's own if left out.

    Returns:
        The two worlds, whose customers can be compared one by one.

    Raises:
        ExperimentError: Unless there are two strategies that differ and share their people, firms and weeks.
    """
    if not isinstance(strategies, Mapping):
        told = _(  # type: ignore[unreachable]  # a caller may give anything
            "strategies are given by name, as {example}, not {given}"
        )
        raise ExperimentError(told.format(example="{'points': ..., 'none': ...}", given=repr(strategies)))
    if len(strategies) != 2:
        told = _("two worlds need two strategies; {n} given: {strategies}")
        raise ExperimentError(told.format(n=len(strategies), strategies=comma().join(strategies) or "–"))
    followed = firm_of(scenario, firm)
    worlds = worlds_of(scenario, strategies, followed)
    (name, one), (other_name, other) = worlds.items()
    if one.population != other.population:
        raise ExperimentError(_("two worlds need the same people; leave the population as it is in both strategies"))
    if one.firm_names != other.firm_names:
        told = _("two worlds need the same firms; '{name}' has {firms} and '{other}' {others}")
        raise ExperimentError(
            told.format(name=name, firms=comma().join(one.firm_names), other=other_name,
                        others=comma().join(other.firm_names))
        )  # fmt: skip
    luck = scenario.seed if seed is None else seed
    size = whole_number("replications", scenario.replications if replications is None else replications, 1)
    first, second = (simulate(world, seed=luck, replications=size) for world in (one, other))
    require_common_random_numbers(first, second)
    return CounterfactualPair(names=(name, other_name), first=first, second=second, firm=followed)


OUTCOMES = ("saved", "lost", "kept in both", "gone in both", "won", "not won")
"""What the second world made of a customer, seen from the first. ``saved``: she left the firm in the first world and is
with it at the end of the second; ``lost``: the other way round; ``won``: only in the second she ever was its customer;
``not won``: only in the first."""


def outcome_word(outcome: str) -> str:
    """One of :data:`OUTCOMES` in the language in use."""
    words = {
        "saved": pgettext("outcome", "saved"), "lost": pgettext("outcome", "lost"), "won": pgettext("outcome", "won"),
        "kept in both": _("kept in both"), "gone in both": _("gone in both"), "not won": _("not won"),
    }  # fmt: skip
    return words[outcome]


NEVER, STAYS, LEFT = 0, 1, 2
_OUTCOME = np.array([[-1, 4, 4], [5, 2, 1], [5, 0, 3]])  # by fate in the first world and in the second


class _Fate(NamedTuple):
    """What became of customers in one world: columns of equal length, one entry per customer in ascending order."""

    who: NDArray[np.int64]
    opening: NDArray[np.void]
    fate: NDArray[np.int64]
    cause: NDArray[np.int64]
    week: NDArray[np.float64]
    value: NDArray[np.float64]


def customer_outcomes(worlds: CounterfactualPair, discount: float = 0.1) -> pd.DataFrame:
    """What became of each customer of the firm in either world, and what she was worth to it.

    Her fate is that at the end of the run: still a customer, or left, with the cause and week of her last exit.
    Lifetime value as in the metric of that name, realised by the end.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.

    Returns:
        One row per replication and customer of the firm in at least one world: customer_id, segment, outcome (one of
        :data:`OUTCOMES`), and for each world ``cause_first``/``cause_second`` (none where she did not leave),
        ``left_first``/``left_second`` (week), ``value_first``/``value_second``; ``value_more`` is second less first.

    Raises:
        IncompleteLogError: Without purchases.
    """
    for results in (worlds.first, worlds.second):
        require_purchases(results, "who was saved and who was lost")
    tables = [
        _side_by_side(worlds, one, other, discount)
        for one, other in zip(worlds.first.runs, worlds.second.runs, strict=True)
    ]
    return worlds.stamp.on(pd.concat(tables, ignore_index=True))


def _side_by_side(worlds: CounterfactualPair, one: Run, other: Run, discount: float) -> pd.DataFrame:
    first, second = _fate(worlds.first, one, worlds.firm, discount), _fate(worlds.second, other, worlds.firm, discount)
    who = np.union1d(first.who, second.who)
    opening = np.zeros(len(who), first.opening.dtype)
    columns: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}
    for world, found in (("first", first), ("second", second)):
        at = np.searchsorted(who, found.who)
        opening[at] = found.opening
        for name, blank in (("fate", NEVER), ("cause", -1), ("week", np.nan), ("value", 0.0)):
            column = np.full(len(who), blank)
            column[at] = getattr(found, name)
            columns[f"{name}_{world}"] = column
    names = worlds.first.names
    outcome = _OUTCOME[columns["fate_first"].astype(int), columns["fate_second"].astype(int)]
    return pd.DataFrame(
        {
            "replication": np.full(len(who), one.replication),
            "customer_id": np.asarray(labels(opening, names), dtype=object),
            "segment": decode_names(segment_of(opening["customer"], names), names.segments),
            "outcome": decode_names(outcome, OUTCOMES),
            "cause_first": decode_names(columns["cause_first"], names.causes),
            "cause_second": decode_names(columns["cause_second"], worlds.second.names.causes),
            "left_first": columns["week_first"],
            "left_second": columns["week_second"],
            "value_first": columns["value_first"],
            "value_second": columns["value_second"],
            "value_more": columns["value_second"] - columns["value_first"],
        }
    )


def _fate(results: Results, run: Run, firm: str, discount: float) -> _Fate:
    """The last stay of each customer of the firm, and all that she brought."""
    k = results.names.firms.index(firm)
    found, books = relationship_spells(run, results.scenario.horizon), accounts(run, discount)
    here = found.firm == k
    opening, ended = found.start_event[here], found.ended[here]
    whose = customer_key(opening)
    who, back = np.unique(whose[::-1], return_index=True)
    last = len(whose) - 1 - back
    hers = books.opening["firm"] == k
    value = dict(zip(customer_key(books.opening[hers]).tolist(), books.value[hers].tolist(), strict=True))
    return _Fate(
        who=who,
        opening=opening[last],
        fate=np.where(ended[last], LEFT, STAYS),
        cause=found.cause[here][last],
        week=np.where(ended[last], found.end[here][last], np.nan),
        value=np.array([value.get(one, 0.0) for one in who.tolist()]),
    )


def saved_and_lost(worlds: CounterfactualPair) -> pd.DataFrame:
    """Customers by what the second world made of them, with the cause for which they left in one world.

    A saved customer is counted under the cause for which she left in the first world, a lost one under that of the
    second; who has gone in both under the cause of the first. Means over replications.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.

    Returns:
        One row per outcome and cause that occurs: outcome, cause (none where nobody left), customers, value_more
        (money, all of them together; customers' accounts only, without what programmes cost for those who join).
    """
    table = customer_outcomes(worlds)
    cause = table["cause_first"].astype(object).where(table["outcome"] != "lost", table["cause_second"].astype(object))
    cause = cause.where(~table["outcome"].isin(["kept in both", "won", "not won"]), None).fillna("")
    runs = len(worlds.first.runs)
    grouped = table.assign(cause=cause).groupby(["outcome", "cause"], observed=True)["value_more"]
    found = grouped.agg(["count", "sum"]).reset_index()
    found.columns = pd.Index(["outcome", "cause", "customers", "value_more"])
    found[["customers", "value_more"]] /= runs
    found["outcome"] = pd.Categorical(found["outcome"], categories=list(OUTCOMES), ordered=True)
    found = found.sort_values(["outcome", "customers"], ascending=[True, False], ignore_index=True)
    return worlds.stamp.on(found)


def outcome_sentence(worlds: CounterfactualPair, most: int = 5) -> pd.DataFrame:
    """Customers worth following through both worlds: those whose two lives differ most in value, of each outcome.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.
        most: Most customers of each outcome.

    Returns:
        Rows of :func:`~sim.experiments.counterfactuals.customer_outcomes` of the first replication, at most ``most`` of
        each outcome, largest difference first.

    Raises:
        ValueError: For fewer than one customer of each outcome.
    """
    if most < 1:
        raise ValueError(f"most={most}: ask for one customer at least")
    table = customer_outcomes(worlds)
    table = table[table["replication"] == worlds.first.runs[0].replication]
    table = table.assign(size=table["value_more"].abs()).sort_values("size", ascending=False, kind="stable")
    found = table.groupby("outcome", observed=True, sort=True).head(most).drop(columns="size")
    return worlds.stamp.on(found.sort_values("outcome", kind="stable").reset_index(drop=True))

"""What customers went on to bring, beside what two ways of reckoning had said they would."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.bg_nbd import FEWEST, History, expected_purchases, fitted
from sim.metrics._shared.windows import customer_columns, ratio, require_purchases
from sim.metrics.exits.profit_lost import per_week
from sim.metrics.retention.churn import churn_rate, exits_and_weeks
from sim.metrics.value.lifetime_value import bookings
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, relation_key
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells

Column = NDArray[np.float64]


class Books(NamedTuple):
    """One row for each customer and firm that had done business by a date: columns of equal length."""

    opening: NDArray[np.void]
    history: History
    """As it was known at the date."""
    brought: Column
    """By the date, after her first purchase."""
    squares: Column
    """Sum of the squares of what each of those rows brought."""
    later: Column
    """What she brought after the date, discounted to it."""
    here: NDArray[np.bool_]
    """Whether she was still a customer at the date, which the firm need not know."""


@register("metric", "lifetime_value_forecast")
def lifetime_value_forecast(results: Results, at: float | None = None, discount: float = 0.1) -> pd.DataFrame:
    """What each customer brought after a date, beside the forecasts of the formula and the estimate at that date.

    Formula: realised = Σ contribution after the date · (1 + d)^(−age / 52). By formula, the same for all customers
    still here: m (1 − exp(−(μ + δ) W)) / (μ + δ), 0 for those who have left; m = what the firm's customers brought
    after their first purchases per customer-week, μ its churn, both up to the date, W weeks left, δ = ln(1 + d) / 52.
    Estimated from transactions alone, not knowing who has left: expected purchases in W weeks (BG/NBD, fitted to the
    firm's customers) × her margin per purchase, drawn towards the mean of all (credibility) × (1 − exp(−δ W)) / (δ W).
    Source: Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1), 9-24; Fader, Hardie & Lee (2005), Marketing
    Science 24(2), 275-284; Bühlmann (1967), ASTIN Bulletin 4(3), 199-207. The yearly discount of 0.10 is assumed.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        at: Week of the forecast; half of the horizon if left out.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.

    Returns:
        One row per replication, customer and firm that did business by then: segment, here (still a customer),
        realised, formula, estimated, in full units of money; not a number where a firm had too little business to
        reckon with.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a date outside the run or a discount that is not above 0.
    """
    require_purchases(results, "lifetime_value_forecast")
    horizon = float(results.scenario.horizon)
    date = horizon / 2 if at is None else float(at)
    if not 0 < date < horizon or not discount > 0:
        raise ValueError(f"at={date:g}, discount={discount:g}: give 0 < at < {horizon:g} weeks, and a discount above 0")
    names, parts = results.names, []
    for run in results.runs:
        books = _books(run, date, horizon, per_week(discount))
        firm = books.opening["firm"].astype(np.int64)
        formula, estimated = np.full(len(firm), np.nan), np.full(len(firm), np.nan)
        for number in range(len(names.firms)):
            mine = firm == number
            margin, churned = _so_far(run, number, date, horizon, float(books.brought[mine].sum()))
            rate = churned + per_week(discount)
            value = margin * -np.expm1(-rate * (horizon - date)) / rate
            formula[mine] = np.where(books.here[mine], value, 0.0)
            estimated[mine] = _estimate(books, mine, horizon - date, per_week(discount))
        parts.append(
            pd.DataFrame(
                {
                    **customer_columns(results, run, books.opening),
                    "here": books.here,
                    "realised": books.later,
                    "formula": formula,
                    "estimated": estimated,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _books(run: Run, date: float, horizon: float, discount: float) -> Books:
    rows, contribution = bookings(run)
    whose = relation_key(rows)
    bought = rows["event"] == RANK["purchase"]
    accounts, first = np.unique(whose[bought & (rows["time"] <= date)], return_index=True)
    opening = rows[bought & (rows["time"] <= date)][first]
    place = np.minimum(np.searchsorted(accounts, whose), max(len(accounts) - 1, 0))
    known = accounts[place] == whose if len(accounts) else np.zeros(len(rows), dtype=bool)
    rows, contribution, place, bought = rows[known], contribution[known], place[known], bought[known]
    time, start = rows["time"].astype(np.float64), opening["time"].astype(np.float64)
    early = (time <= date) & (time > start[place])
    late = time > date

    def total(chosen: NDArray[np.bool_], amounts: Column) -> Column:
        return np.bincount(place[chosen], weights=amounts[chosen], minlength=len(accounts)).astype(np.float64)

    last = start.copy()
    np.maximum.at(last, place[early & bought], time[early & bought])
    found = relationship_spells(run, horizon)
    lived = (found.start <= date) & (found.end > date)
    standing = customer_key(found.start_event[lived]) << 8 | found.firm[lived]
    repeats = total(early & bought, np.ones(len(rows)))
    return Books(
        opening,
        History(repeats, last - start, date - start),
        total(early, contribution),
        total(early & bought, contribution**2),
        total(late, contribution * np.exp(-discount * (time - date))),
        np.isin(accounts, standing),
    )


def _so_far(run: Run, firm: int, date: float, horizon: float, brought: float) -> tuple[float, float]:
    """Margin per customer-week and churn per week of a firm up to the date; not numbers where it had no customers."""
    found = relationship_spells(run, horizon)
    exits, weeks = exits_and_weeks(found, found.firm == firm, np.array([0.0, date]))
    lived = float(weeks[0])
    return (brought / lived, float(churn_rate(exits, weeks, 1.0)[0])) if lived > 0 else (float("nan"), float("nan"))


def _estimate(books: Books, mine: NDArray[np.bool_], weeks: float, discount: float) -> Column:
    """What each customer of a firm will bring in the weeks to come, from her transactions alone."""
    seen = History(*(column[mine] for column in books.history))
    if (seen.repeats > 0).sum() < FEWEST:
        return np.full(int(mine.sum()), np.nan)
    worth = _worth_of_a_purchase(seen.repeats, books.brought[mine], books.squares[mine])
    purchases = expected_purchases(fitted(seen), seen, weeks)
    return np.asarray(purchases * worth * (-np.expm1(-discount * weeks) / (discount * weeks)))


def _worth_of_a_purchase(repeats: Column, brought: Column, squares: Column) -> Column:
    """What one purchase of each customer brings: her own mean drawn to that of all, the less she bought the more.

    Formula: Z · own + (1 − Z) · all, Z = n / (n + within / between), n her repeat purchases, with the variances within
    and between customers as Bühlmann & Straub (1970) estimate them; where nothing differs between customers, Z = 0.
    """
    n, customers = repeats.sum(), float((repeats > 0).sum())
    everybody = brought.sum() / n
    own = np.where(repeats > 0, brought / np.maximum(repeats, 1), everybody)
    freedom = n - customers
    within = max(float((squares - repeats * own**2).sum()), 0.0) / freedom if freedom > 0 else 0.0
    spread = float((repeats * (own - everybody) ** 2).sum())
    scale = n - float((repeats**2).sum()) / n
    between = (spread - (customers - 1) * within) / scale if scale > 0 else 0.0
    weight = repeats * between / (repeats * between + within) if between > 0 else np.zeros(len(repeats))
    return np.asarray(weight * own + (1 - weight) * everybody)


@register("metric", "lifetime_value_error")
def lifetime_value_error(results: Results, at: float | None = None, discount: float = 0.1) -> pd.DataFrame:
    """How far the forecasts of the formula and of the estimate from transactions were off, segment by segment.

    Formula: bias = Σ (said − realised) / Σ realised, whether a segment is over- or undervalued; error = Σ abs(said −
    realised) / Σ realised, how far off single customers are.
    Source: Malthouse & Blattberg (2005), Can we predict customer lifetime value?, Journal of Interactive Marketing
    19(1), 2-16, for judging such forecasts by customers; the forecasts are those of ``lifetime_value_forecast``.

    Raises as ``lifetime_value_forecast`` does.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        at: Week of the forecast; half of the horizon if left out.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.

    Returns:
        One row per replication, firm and segment: customers, realised (mean, full units of money), formula_bias,
        formula_error, estimate_bias, estimate_error; not a number where a segment brought nothing or a forecast is
        missing.
    """
    require_purchases(results, "lifetime_value_error")
    table = lifetime_value_forecast(results, at, discount)
    off = {
        f"{way}_{sign}": table[way] - table["realised"] for way in ("formula", "estimated") for sign in ("off", "away")
    }
    table = table.assign(**{name: gap.abs() if name.endswith("away") else gap for name, gap in off.items()})
    grouped = table.groupby(["replication", "firm", "segment"], observed=False)
    sums = grouped[list(off)].sum(min_count=1)
    size = grouped.size().to_numpy()
    whole = grouped["realised"].sum().to_numpy(dtype=float)
    frame = sums.index.to_frame(index=False)
    frame["customers"] = size
    frame["realised"] = ratio(whole, size.astype(np.float64))
    for name, column in (
        ("formula_bias", "formula_off"),
        ("formula_error", "formula_away"),
        ("estimate_bias", "estimated_off"),
        ("estimate_error", "estimated_away"),
    ):
        frame[name] = ratio(sums[column].to_numpy(dtype=float), np.maximum(whole, 0.0))
    return frame

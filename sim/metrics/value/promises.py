"""Promises of firms to customers: how many are kept, how far the firms are trusted, and whether both sides gain."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import cents, earned_cents, per_cell, per_firm, ratio, require_purchases, whole_weeks
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.results.tables import money, profit_cents
from sim.scenario.firm.departments.promises import BROKEN, CUSTOMERS, FAULTY, HONOURED, KEPT, LATE, REFUSED, TALK
from sim.scenario.weeks import WEEKS_A_QUARTER

GIVEN_TO_CUSTOMERS = ("customer gain", "reward", "benefit", "attendance")
"""Events whose amount customers gain; what a reward, a benefit or a guest at a club event costs the firm counts as
worth that to them. Fees of members are not taken off."""


def _number(results: Results, rows: NDArray[np.void], word: str) -> NDArray[np.int64]:
    """How many of these rows each firm has with the word."""
    words = results.names.words
    chosen = rows["firm"][rows["cause"] == words.index(word)] if word in words else rows["firm"][:0]
    return np.bincount(chosen, minlength=len(results.names.firms))


def _trust_rows(results: Results, run: Run, word: str) -> NDArray[np.void]:
    """Rows of trust, of customers or of what people hear; none in logs of versions without them."""
    words = results.names.words
    rows = select_events(run, ("trust",))
    return rows[rows["cause"] == words.index(word)] if word in words else rows[:0]


@register("metric", "promises")
def promises(results: Results) -> pd.DataFrame:
    """Promises of each firm that were kept and broken, claims paid and refused, and the trust of its customers.

    Formula: kept_share = promises kept / (promises kept + broken); trust = mean over the rows of the log, each the mean
    trust of the firm's customers, on average over the run, and trust_at_end the last of them.
    Source: Morgan & Hunt (1994), The commitment-trust theory of relationship marketing, J. Marketing 58(3), 20-38.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`, with ``log="all"``.

    Returns:
        One row per replication and firm: kept, broken, kept_share, honoured (claims paid for faulty goods that
        came in time), refused (claims), compensated_late, compensated_faulty (how often), compensation (money), trust,
        trust_at_end (0 to 1, not a number where the firm has no department of promises).

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    require_purchases(results, "promises")
    runs, firms = len(results.runs), len(results.names.firms)
    words = {"kept": KEPT, "broken": BROKEN, "honoured": HONOURED, "refused": REFUSED, "compensated_late": LATE,
             "compensated_faulty": FAULTY}  # fmt: skip
    found = {name: np.zeros((runs, firms), dtype=np.int64) for name in words}
    trust, last = np.full((runs, firms), np.nan), np.full((runs, firms), np.nan)
    for place, run in enumerate(results.runs):
        rows = select_events(run, ("promise", "compensation"))
        for name, word in words.items():
            found[name][place] = _number(results, rows, word)
        told = _trust_rows(results, run, CUSTOMERS)
        for firm in np.unique(told["firm"]):
            mine = told["cents"][told["firm"] == firm] / 1e4
            trust[place, firm], last[place, firm] = mine.mean(), mine[-1]
    return per_firm(
        results,
        {
            "kept": found["kept"],
            "broken": found["broken"],
            "kept_share": ratio(found["kept"], found["kept"] + found["broken"]),
            **{name: found[name] for name in ("honoured", "refused", "compensated_late", "compensated_faulty")},
            "compensation": cents(results, ("compensation",)) / 100,
            "trust": trust,
            "trust_at_end": last,
        },
    )


@register("metric", "trust_by_week")
def trust_by_week(results: Results) -> pd.DataFrame:
    """Trust in each firm every four weeks: the mean of its customers, and what other people hear of it.

    Formula: mean over customers of their trust, 0 to 1; what people hear follows it at the rate of the settings.
    Source: as the metric ``promises``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week and firm with a department of promises: trust, talk (both 0 to 1).

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    require_purchases(results, "trust_by_week")
    tables = []
    for run in results.runs:
        both = [_trust_rows(results, run, word) for word in (CUSTOMERS, TALK)]
        tables.append(
            pd.DataFrame(
                {
                    "replication": run.replication,
                    "week": both[0]["time"].astype(float),
                    "firm": [results.names.firms[firm] for firm in both[0]["firm"]],
                    "trust": both[0]["cents"] / 1e4,
                    "talk": both[1]["cents"] / 1e4,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def has_customer_gain(results: Results) -> NDArray[np.bool_]:
    """For which firms what customers gain by an order is in the log: those with a department of promises."""
    return np.asarray(sum(run.weekly[:, :, RANK["customer gain"], 0].sum(axis=0) for run in results.runs) > 0)


@register("metric", "gain_of_both_sides")
def gain_of_both_sides(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What each firm and its customers gain from one week to another: do both sides gain?

    Formula: firm_gain = profit; customers_gain = Σ over orders delivered of (quantity × product level − price paid −
    quantity × cost of a week of waiting × weeks beyond the usual + what is paid back) + rewards, benefits and
    attendance at club events at what they cost the firm; fees of members are not taken off. Goods of level 1 at price 1
    after the usual time are the zero of customers' gain.
    customers_part = customers_gain / (firm_gain + customers_gain), where both are above 0.
    Source: the course, A3 and G7 (互惠, both sides gain); consumer surplus: Marshall (1890), Principles of Economics.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week.
        until: The week before which it ends; the end of the run if left out.

    Returns:
        One row per replication and firm: firm_gain, customers_gain (money; not a number for a firm without a
        department of promises), both_gain (1 where both are above 0), customers_part.

    Raises:
        ValueError: For parts of weeks, or no weeks.
    """
    weeks = whole_weeks(results, since, until)
    firm = earned_cents(results, weeks) / 100
    theirs = np.where(has_customer_gain(results), cents(results, GIVEN_TO_CUSTOMERS, weeks) / 100, np.nan)
    both = (firm > 0) & (theirs > 0)
    return per_firm(
        results,
        {
            "firm_gain": firm,
            "customers_gain": theirs,
            "both_gain": np.where(np.isnan(theirs), np.nan, both),
            "customers_part": ratio(np.where(both, theirs, np.nan), firm + theirs),
        },
    )


@register("metric", "gains_by_quarter")
def gains_by_quarter(results: Results) -> pd.DataFrame:
    """What each firm and its customers gain a week, quarter by quarter.

    Formula: as the metric ``gain_of_both_sides``, over 13 weeks, divided by 13: attendance at club events is counted,
    and fees of members are not taken off. Weeks after the last full quarter are left out.
    Source: as there.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week (that in which the quarter begins) and firm: firm_gain, customers_gain (money a
        week; customers_gain not a number for a firm without a department of promises).
    """
    quarter = round(WEEKS_A_QUARTER)
    number = results.runs[0].weekly.shape[0] // quarter

    def by_quarter(weekly: NDArray[np.int64]) -> NDArray[np.float64]:
        whole = weekly[: number * quarter]
        return np.asarray(whole.reshape(number, quarter, -1).sum(axis=1) / (100 * quarter))

    firm = np.stack([by_quarter(profit_cents(run)) for run in results.runs])
    theirs = np.stack([by_quarter(money(run, GIVEN_TO_CUSTOMERS)) for run in results.runs])
    theirs = np.where(has_customer_gain(results), theirs, np.nan)
    levels = {"week": range(0, number * quarter, quarter), "firm": results.names.firms}
    return per_cell(results, levels, {"firm_gain": firm, "customers_gain": theirs})

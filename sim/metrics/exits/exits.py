"""Why customers left, and whom a firm lost by moving."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.survival_curves import aalen_johansen
from sim.metrics._shared.windows import (
    JUST_AFTER,
    curve_weeks,
    customer_columns,
    firm_rows,
    per_cell,
    per_firm,
    ratio,
    row_window,
    stays_by_firm,
)
from sim.model.event_log import decode_names
from sim.model.firms.decision_rounds.exit_interviewing import addresses as addresses
from sim.model.firms.decision_rounds.exit_interviewing import stated_causes
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run
from sim.scenario.market.district import moving_cause


@register("metric", "exits")
def exits(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Why customers left: how many for each cause, and its share of all who left the firm; step 2 of managing exits.

    Formula: share_c = exits for cause c / all exits of the firm in the window; with constant rates h_c it tends to
    h_c / Σ h.
    Source: Keaveney (1995), Customer switching behavior in service industries, Journal of Marketing 59(2), 71-82;
    the course's exit distribution chart.

    Causes are the true ones, not those stated in an interview.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication, firm and cause, those without an exit too: exits, share (not a number where nobody
        left).

    Raises:
        ValueError: For an empty window.
    """
    start, end = row_window(results, since, until)
    names = results.scenario.exits.cause_names
    codes = np.array([results.names.causes.index(name) for name in names], dtype=np.int64)
    firms, size = len(results.names.firms), len(results.runs)
    counts = np.zeros((size, firms, len(names)), dtype=np.int64)
    for number, run in enumerate(results.runs):
        rows = select_events(run, ("exit",), start, end)
        table = np.zeros((firms, len(results.names.causes)), dtype=np.int64)
        np.add.at(table, (rows["firm"], rows["cause"]), 1)
        counts[number] = table[:, codes]
    levels = {"firm": results.names.firms, "cause": names}
    return per_cell(results, levels, {"exits": counts, "share": ratio(counts, counts.sum(axis=2, keepdims=True))})


@register("metric", "stated_exits")
def stated_exits(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Why customers left, beside why they said they did: the exit distribution, true and as stated in interviews.

    Formula: stated_share_c = interviews that name c / all interviews of the firm; share_c = exits for c / all exits.
    Source: the course's exit distribution chart; Keaveney (1995), Journal of Marketing 59(2), 71-82, who asked people
    for their reasons as a firm must.

    What a firm knows is the stated column alone.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication, firm and cause: exits, share (true), answers (of those who left for this cause, how
        many were heard), stated (interviews that name this cause), stated_share.

    Raises:
        ValueError: For an empty window.
    """
    table = exits(results, since, until)
    start, end = row_window(results, since, until)
    names = results.names
    codes = [names.causes.index(cause.name) for cause in results.scenario.exits.causes]
    answers: list[NDArray[np.int64]] = []
    stated: list[NDArray[np.int64]] = []
    for run in results.runs:
        rows, said = interviewed(results, run)
        heard = (said >= 0) & (rows["time"] >= start) & (rows["time"] < end)
        for counts, cause in ((answers, rows["cause"][heard]), (stated, said[heard])):
            grid = np.zeros((len(names.firms), len(names.causes)), dtype=np.int64)
            np.add.at(grid, (rows["firm"][heard], cause), 1)
            counts.append(grid[:, codes])
    said_so = np.stack(stated)
    table["answers"] = np.stack(answers).ravel()
    table["stated"] = said_so.ravel()
    table["stated_share"] = ratio(said_so, said_so.sum(axis=2, keepdims=True)).ravel()
    return table


@register("metric", "exit_interviews")
def exit_interviews(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Who left and for which true cause, whether they answered the exit interview, and which cause they stated.

    Formula: she answers with chance ``interviews.response`` and then names cause s with the chance that the row of her
    true cause in ``interviews.stated`` gives it. One who would name a cause that this market does not have says the
    true one; a key account that is steered says what she decides to. Luck is a customer's own (seed, replication,
    customer, firm, spell): a further cause, firm or customer changes nobody else's answer.
    Source: Nisbett & Wilson (1977), Telling more than we can know, Psychological Review 84(3), 231-259, for people not
    reporting why they did something; the default table is assumed.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per exit: replication, customer_id, segment, firm, week, cause, answered, stated (missing where she did
        not answer).

    Raises:
        ValueError: For an empty window.
    """
    start, end = row_window(results, since, until)
    parts = []
    for run in results.runs:
        rows, stated = interviewed(results, run)
        inside = (rows["time"] >= start) & (rows["time"] < end)
        rows, stated = rows[inside], stated[inside]
        parts.append(
            pd.DataFrame(
                {
                    **customer_columns(results, run, rows),
                    "week": rows["time"].astype(np.float64),
                    "cause": decode_names(rows["cause"].astype(np.int64), results.names.causes),
                    "answered": stated >= 0,
                    "stated": decode_names(stated, results.names.causes),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def interviewed(results: Results, run: Run) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """The exits of one replication and, for each, the number of the cause stated, -1 where she did not answer."""
    rows, said = select_events(run, ("exit",)), select_events(run, ("stated",))
    luck = (results.seed, run.replication)
    return rows, stated_causes(rows, results.names, results.scenario, luck, said=said)


@register("metric", "cumulative_incidence")
def cumulative_incidence(results: Results, step: float = 1.0) -> pd.DataFrame:
    """Share of a firm's customers who have left for each cause within so many weeks of their first purchase.

    Formula: F_c(t) = Σ_{t_i <= t} S(t_i−) d_ci / n_i; the causes add up to 1 − S(t), the survival. With constant
    rates h_c it tends to (h_c / h)(1 − exp(−h t)), h = Σ h_c.
    Source: Aalen & Johansen (1978), Scandinavian Journal of Statistics 5, 141-150.

    Read off every ``step`` weeks from 0 to the horizon.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        step: Weeks from one tenure at which the curve is read to the next.

    Returns:
        One row per replication, firm, cause and tenure: week, incidence.

    Raises:
        ValueError: For a step that is not above 0.
    """
    weeks = curve_weeks(results, step)
    names = results.scenario.exits.cause_names
    place = np.full(len(results.names.causes) + 1, -1)
    place[[results.names.causes.index(name) for name in names]] = np.arange(len(names))
    parts = []
    for run, firm, stays in stays_by_firm(results):
        curve = aalen_johansen(stays.weeks, place[stays.cause], len(names)).at(weeks + JUST_AFTER)
        cause = decode_names(np.tile(np.arange(len(names)), len(weeks)), names)
        columns = {"cause": cause, "week": np.repeat(weeks, len(names)), "incidence": curve.ravel()}
        parts.append(firm_rows(results, run, firm, columns))
    return pd.concat(parts, ignore_index=True)


@register("metric", "moved_away")
def moved_away(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How many of those who moved away left the market, and how many only left the firm's reach.

    Formula: exits for the cause of moving = out of the market (she ends all relations at that instant; nothing helps) +
    out of reach (she lives where the firm is not to be found; it can follow).
    Source: the course, C4; trading areas after Huff (1964), Journal of Marketing 28(3), 34-38.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: out_of_market, out_of_reach.

    Raises:
        ValueError: For an empty window.
    """
    start, end = row_window(results, since, until)
    cause = moving_cause(results.scenario)
    number = results.names.causes.index(cause.name) if cause is not None else -2
    firms = len(results.names.firms)
    counts = np.zeros((2, len(results.runs), firms), dtype=np.int64)
    for place, run in enumerate(results.runs):
        lost = select_events(run, ("exit",), start, end)
        lost = lost[lost["cause"] == number]
        gone = select_events(run, ("moving away",), start, end)
        moved = set(zip(customer_key(gone).tolist(), gone["time"].tolist(), strict=True))
        for row, key in zip(lost, customer_key(lost).tolist(), strict=True):
            counts[int((key, float(row["time"])) not in moved), place, row["firm"]] += 1
    return per_firm(results, {"out_of_market": counts[0], "out_of_reach": counts[1]})

"""The table of customers that a firm has on file, to be exported and segmented."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.customer_database_view import (
    Habits,
    OnFile,
    at_week,
    cards,
    entries_at,
    firm_at,
    on_file,
)
from sim.metrics._shared.windows import firms_column, ratio, require_purchases, segment_of
from sim.metrics.exits.exits import interviewed
from sim.model.event_log import decode_names, labels
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells
from sim.scenario.firm.departments.records import DEALINGS, KINDS, PRODUCTS, PROMOTIONS
from sim.scenario.firm.firm import kinds_with_members_by

PROMOTED = ("win-back", "contact", "visit", "attendance")
"""What is promoted to a customer: offers, contacts, visits, invitations to events."""
ANSWERED_WITHIN = 4.0
"""Weeks within which a purchase counts as the effect of a promotion. Assumed."""


@register("metric", "customer_records")
def customer_records(
    results: Results, firm: str | None = None, week: float | None = None, truth: bool = False
) -> pd.DataFrame:
    """What a firm has on file about its customers in a week: the four kinds of record, their age, and what it believes.

    Formula: purchase_rate = purchases on file / weeks on file; spend = their money / their number; satisfaction = part
    of her needs at the desk that ended well; a promotion is answered when a purchase on file follows within 4 weeks.
    Source: the course's four kinds of record (B4); Shaw & Stone (1988), Database Marketing.

    A firm without the department ``records`` knows all its customers by sight. With ``truth`` further customer_id,
    identity_right ... products_right, true_segment, true_purchases, true_money and true_cause.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        firm: Name of the firm; the one in focus if left out.
        week: Week at which the customers are looked at; the end of the run if left out.
        truth: Whether columns with the truth are added, which the firm does not know.

    Returns:
        One row per replication and customer on file: card (a number that gives nothing away), identity_age,
        dealings_age, promotions_age, products_age (weeks; missing: not on file), segment (as believed), first_seen,
        last_seen, purchases, purchase_rate, money, spend, complaints, satisfaction, promotions, promotions_answered,
        takes (standard or tailored), programmes, stated_cause (if she left and said so).

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For an unknown firm or a week outside the run.
    """
    require_purchases(results, "customer_records")
    number, at = firm_at(results, firm), at_week(results, week)
    return pd.concat([_table(results, run, number, at, truth) for run in results.runs], ignore_index=True)


def _table(results: Results, run: Run, firm: int, week: float, truth: bool) -> pd.DataFrame:
    known, names = on_file(results, run, firm, week), results.names
    has_dealings = ~np.isnan(known.age[DEALINGS])
    count = len(known.customer)
    habits = Habits(known)
    complaints, satisfaction = _answers(results, run, firm, known)
    offered, answered = _promotions(run, firm, known)
    takes, programmes = _products(results, run, firm, known)
    columns: dict[str, object] = {
        "replication": np.full(count, run.replication),
        "card": cards(results, known),
        **{f"{kind}_age": age for kind, age in zip(KINDS, known.age, strict=True)},
        "segment": decode_names(known.segment, names.segments),
        "first_seen": habits.first,
        "last_seen": habits.last,
        "purchases": habits.purchases,
        "purchase_rate": known.purchase_rate,
        "money": habits.money,
        "spend": habits.spend,
        "complaints": np.where(has_dealings, complaints, 0),
        "satisfaction": np.where(has_dealings, satisfaction, np.nan),
        "promotions": offered,
        "promotions_answered": answered,
        "takes": takes,
        "programmes": programmes,
        "stated_cause": decode_names(np.where(has_dealings, _causes(results, run, firm, known)[1], -1), names.causes),
    }
    if truth:
        every = on_file(results, run, firm, week, "truth")
        hers = known.of(every.purchases)
        mine = hers >= 0
        columns |= {
            "customer_id": np.asarray(labels(_as_rows(known), names), dtype=object),
            **{f"{kind}_right": right for kind, right in zip(KINDS, known.right, strict=True)},
            "true_segment": decode_names(segment_of(known.customer.astype(np.int32), names), names.segments),
            "true_purchases": np.bincount(hers[mine], minlength=count),
            "true_money": np.bincount(hers[mine], weights=every.purchases["cents"][mine] / 100, minlength=count),
            "true_cause": decode_names(_causes(results, run, firm, known)[0], names.causes),
        }
    return pd.DataFrame(columns).sort_values("card", kind="stable").reset_index(drop=True)


def _as_rows(known: OnFile) -> NDArray[np.void]:
    rows = np.zeros(len(known.customer), dtype=[("customer", "i4"), ("generation", "i2")])
    rows["customer"], rows["generation"] = known.customer, known.generation
    return rows


def _before(run: Run, events: tuple[str, ...], firm: int, known: OnFile) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """Rows of these events at the firm before the week, of those on file, and whose they are."""
    rows = select_events(run, events, until=known.week)
    rows = rows[rows["firm"] == firm]
    whose = known.of(rows)
    return rows[whose >= 0], whose[whose >= 0]


def _answers(results: Results, run: Run, firm: int, known: OnFile) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Complaints (answers that failed, or were given up) and the part of all that ended well."""
    rows, whose = _before(run, ("answer",), firm, known)
    bad = [number for number, cause in enumerate(results.names.words) if cause in ("failed", "given up")]
    count = len(known.customer)
    complaints = np.bincount(whose[np.isin(rows["cause"], bad)], minlength=count)
    total = np.bincount(whose, minlength=count)
    return complaints, ratio(total - complaints, total)


def _promotions(run: Run, firm: int, known: OnFile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Promotions made since there is an entry for them, and how many were followed by a purchase on file."""
    rows, whose = _before(run, PROMOTED, firm, known)
    noted = rows["time"] >= np.where(np.isnan(known.since[PROMOTIONS]), np.inf, known.since[PROMOTIONS])[whose]
    rows, whose = rows[noted], whose[noted]
    count, span = len(known.customer), known.week + ANSWERED_WITHIN + 1.0
    times = np.sort(known.whose * span + known.purchases["time"])
    promoted = whose * span + rows["time"]
    followed = np.searchsorted(times, promoted + ANSWERED_WITHIN, side="right") > np.searchsorted(times, promoted)
    return np.bincount(whose, minlength=count), np.bincount(whose[followed], minlength=count)


def _products(results: Results, run: Run, firm: int, known: OnFile) -> tuple[object, object]:
    """What she took, and the programmes she belonged to, when the entry of products was last made or renewed."""
    rows, whose = _before(run, ("join", "end of membership"), firm, known)
    entered = known.week - known.age[PRODUCTS]
    seen = rows["time"] < np.where(np.isnan(entered), -np.inf, entered)[whose]
    rows, whose = rows[seen], whose[seen]
    kinds = list(results.names.programmes)
    belongs = np.zeros((len(known.customer), len(kinds)), dtype=bool)
    belongs[whose, rows["programme"]] = rows["event"] == RANK["join"]  # in order of time: the last one stays
    told = ~np.isnan(entered)
    tailors = kinds_with_members_by("tailored_open", results.scenario.firms)
    tailored = belongs[:, [kind in tailors for kind in kinds]].any(axis=1)
    takes = decode_names(np.where(told, tailored.astype(np.int64), -1), ("standard", "tailored"))
    texts = [", ".join(kind for kind, yes in zip(kinds, row, strict=True) if yes) for row in belongs.tolist()]
    return takes, [text if there else None for text, there in zip(texts, told.tolist(), strict=True)]


def _causes(results: Results, run: Run, firm: int, known: OnFile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For customers who have left and not come back: number of the true cause, and of the one she stated; else -1."""
    exits, stated = interviewed(results, run)
    here = (exits["firm"] == firm) & (exits["time"] < known.week)
    exits, stated = exits[here], stated[here]
    whose = known.of(exits)
    mine = whose >= 0
    count = len(known.customer)
    true, said, left = np.full(count, -1), np.full(count, -1), np.full(count, -np.inf)
    true[whose[mine]], said[whose[mine]] = exits["cause"][mine], stated[mine]  # in order of time
    left[whose[mine]] = exits["time"][mine]
    won, whose = _before(run, ("acquisition",), firm, known)
    back = whose[won["time"] > left[whose]]
    true[back] = said[back] = -1
    return true, said


@register("metric", "record_quality")
def record_quality(results: Results, every: float = 13.0) -> pd.DataFrame:
    """How many of its customers a firm has on file, and how much of the file is still right, over time.

    Formula: coverage = customers with an entry / customers; share_right = of those entries, the part that is still
    right; reachable = customers with a right entry / customers = coverage × share_right.
    Source: Redman (1998), The impact of poor data quality on the typical enterprise, Communications of the ACM 41(2).

    Only those who are customers at that moment are counted; ``every`` is in weeks. A firm without the department
    ``records`` knows its customers by sight: all of it 1.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        every: Weeks from one look at the records to the next.

    Returns:
        One row per replication, week (the last is the end of the run), firm, segment (true) and kind of record:
        customers, on_file, right, coverage, share_right, reachable; not a number where there are none.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For ``every`` not above 0.
    """
    require_purchases(results, "record_quality")
    if not every > 0:
        raise ValueError(f"every={every:g}: give weeks between two counts, above 0")
    horizon = at_week(results, None)
    weeks = [*np.arange(every, horizon - 1e-9, every).tolist(), horizon]
    return pd.concat([_quality(results, run, weeks) for run in results.runs], ignore_index=True)


def _quality(results: Results, run: Run, weeks: list[float]) -> pd.DataFrame:
    names = results.names
    shape = (len(names.firms), len(weeks), len(names.segments), len(KINDS))
    counts = np.stack([_counts(results, run, firm, weeks) for firm in range(len(names.firms))])
    customers, on_file, right = (counts[:, :, place].ravel() for place in range(counts.shape[2]))
    firm, week, segment, _ = (places.ravel() for places in np.indices(shape))
    return pd.DataFrame(
        {
            "replication": run.replication,
            "week": np.asarray(weeks)[week],
            "firm": firms_column(firm, results),
            "segment": decode_names(segment, names.segments),
            "kind": pd.Categorical(list(KINDS) * (len(firm) // len(KINDS)), categories=list(KINDS)),
            "customers": customers,
            "on_file": on_file,
            "right": right,
            "coverage": ratio(on_file, customers),
            "share_right": ratio(right, on_file),
            "reachable": ratio(right, customers),
        }
    )


def _counts(results: Results, run: Run, firm: int, weeks: list[float]) -> NDArray[np.int64]:
    """Customers, those on file, and those of whom the file is right; shape (weeks, 3, segments, kinds)."""
    spells = relationship_spells(run, results.scenario.horizon)
    mine = spells.firm == firm
    rows, start, end = spells.start_event[mine], spells.start[mine], np.where(spells.ended, spells.end, np.inf)[mine]
    segment = segment_of(rows["customer"], results.names)
    counts = np.zeros((len(weeks), 3, len(results.names.segments), len(KINDS)), dtype=np.int64)
    for count, week, entries in zip(counts, weeks, entries_at(results, run, firm, weeks), strict=True):
        here = (start < week) & (end >= week)
        count[:] = np.bincount(segment[here], minlength=count.shape[1])[
            :, np.newaxis
        ]  # by sight: all of them, all right
        if entries is not None:
            place = entries.of(rows[here])
            there = place >= 0
            for kind in range(len(KINDS)):
                for number, flags in ((1, ~np.isnan(entries.age[kind])), (2, entries.right[kind])):
                    count[number, :, kind] = np.bincount(
                        segment[here][there], weights=flags[place[there]], minlength=count.shape[1]
                    )
    return counts

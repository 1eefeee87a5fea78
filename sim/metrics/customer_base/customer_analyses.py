"""The three analyses of a customer database: profile, loyalty and profit."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.customer_database_view import Habits, Of, OnFile, at_week, cards, firm_at, on_file
from sim.metrics._shared.windows import ratio, require_purchases, whole_weeks
from sim.metrics.value.lifetime_value import bookings
from sim.model.event_log import decode_names
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.results.tables import COST, INCOME, money, profit_cents

LEVELS = ("high", "middle", "low")
HIGH, MIDDLE = 0.2, 0.5
"""The best fifth of customers is of high worth, the next 30% of middle worth: the fifth of the course's A11."""
RISKS = ("low", "middle", "high", "unknown")
DOUBTFUL, ALARMING = 0.8, 0.95
"""Of customers who have not left, one in five is taken to be at middle risk or more, and one in twenty at high risk."""


@register("metric", "profile_analysis")
def profile_analysis(
    results: Results, firm: str | None = None, week: float | None = None, of: Of = "records"
) -> pd.DataFrame:
    """Who a firm's customers are: what each is worth, how likely it is that each has left, and what they buy.

    Formula: weekly_sales = purchases a week × spend a purchase; level by rank of it: the best fifth, the next 30%, the
    rest; risk = 1 − (tenure / (tenure + weeks silent)) ^ repeats, the chance that she would have been seen since if she
    went on buying as before, at random.
    Source: the course's profile analysis (A17: level, risk, habits); purchases at random: Ehrenberg (1959), Applied
    Statistics 8(1), 26-41; the next gap, given those before: Lawless (1982), Statistical Models for Lifetime Data.

    For a customer who has not left the risk is uniform between 0 and 1; hence the bounds of risk_level, 0.8 and 0.95.
    It is unknown for a customer seen once.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        firm: Name of the firm; the one in focus if left out.
        week: Week at which the customers are looked at; the end of the run if left out.
        of: Whose knowledge counts: ``records`` for what the firm has on file, ``truth`` for the whole log.

    Returns:
        One row per replication and customer seen: card, segment, weekly_sales, level, risk, risk_level, gap_weeks,
        spend, spend_spread (standard deviation / mean), needs (per purchase).

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    require_purchases(results, "profile_analysis")
    number, at = firm_at(results, firm), at_week(results, week)
    return pd.concat([_profile(results, run, number, at, of) for run in results.runs], ignore_index=True)


def _profile(results: Results, run: Run, firm: int, week: float, of: Of) -> pd.DataFrame:
    known = on_file(results, run, firm, week, of)
    habits, count = Habits(known), len(known.customer)
    needs = select_events(run, ("need",), until=week)
    whose = known.of(needs[needs["firm"] == firm])
    asked = np.bincount(whose[whose >= 0], minlength=count)
    sales = known.purchase_rate * habits.spend
    risk = habits.risk(week)
    table = pd.DataFrame(
        {
            "replication": np.full(count, run.replication),
            "card": cards(results, known),
            "segment": decode_names(known.segment, results.names.segments),
            "weekly_sales": sales,
            "level": levels(sales),
            "risk": risk,
            "risk_level": decode_names(np.where(np.isnan(risk), 3, np.digitize(risk, (DOUBTFUL, ALARMING))), RISKS),
            "gap_weeks": habits.gap,
            "spend": habits.spend,
            "spend_spread": habits.spread,
            "needs": ratio(asked, habits.purchases),
        }
    )
    return table[habits.purchases > 0].reset_index(drop=True)


def levels(worth: NDArray[np.float64]) -> pd.Categorical[str]:
    """High, middle or low by rank; missing where the worth is."""
    order = np.argsort(np.argsort(-np.nan_to_num(worth, nan=-np.inf), kind="stable"), kind="stable")
    count = int(np.count_nonzero(~np.isnan(worth)))
    bounds = [np.ceil(round(HIGH * count, 9)), np.ceil(round(MIDDLE * count, 9))]
    return decode_names(np.where(np.isnan(worth), -1, np.digitize(order, bounds)), LEVELS)


LOYALTIES = ("steady", "varying", "new", "once", "silent")


@register("metric", "loyalty_analysis")
def loyalty_analysis(
    results: Results, firm: str | None = None, week: float | None = None, of: Of = "records"
) -> pd.DataFrame:
    """How long each customer has been with a firm, how often the customer buys again, and how regular the gaps are.

    Formula: tenure = weeks from the first purchase seen to the last; repeat_share = repeats / purchases; gap_variation
    = standard deviation of her gaps / their mean, from three purchases on (1: she buys at random, less: by habit).
    Source: the course's loyalty analysis (A17: how lasting, how varying); regularity of buying: Platzer & Reutterer
    (2016), Ticking away the moments, Marketing Science 35(5), 779-799.

    ``loyalty``: ``once`` (one purchase), else ``silent`` where few customers who buy as she does would have been away
    so long (a risk above 0.95 in ``profile_analysis``), else ``new`` (two purchases), ``steady`` (gaps vary less than
    at random) or ``varying``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        firm: Name of the firm; the one in focus if left out.
        week: Week at which the customers are looked at; the end of the run if left out.
        of: Whose knowledge counts: ``records`` for what the firm has on file, ``truth`` for the whole log.

    Returns:
        One row per replication and customer seen: card, segment, tenure_weeks, silent_weeks, purchases, repeat_share,
        gap_weeks, gap_variation, loyalty.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    require_purchases(results, "loyalty_analysis")
    number, at = firm_at(results, firm), at_week(results, week)
    return pd.concat([_loyalty(results, run, number, at, of) for run in results.runs], ignore_index=True)


def _loyalty(results: Results, run: Run, firm: int, week: float, of: Of) -> pd.DataFrame:
    known = on_file(results, run, firm, week, of)
    habits = Habits(known)
    silence = week - habits.last
    gone = habits.risk(week) > ALARMING
    by_habit = np.select([gone, habits.purchases == 2, habits.gap_variation < 1.0], [4, 2, 0], 1)
    code = np.where(habits.purchases == 1, 3, by_habit)
    table = pd.DataFrame(
        {
            "replication": np.full(len(code), run.replication),
            "card": cards(results, known),
            "segment": decode_names(known.segment, results.names.segments),
            "tenure_weeks": habits.last - habits.first,
            "silent_weeks": silence,
            "purchases": habits.purchases,
            "repeat_share": ratio(habits.repeats, habits.purchases),
            "gap_weeks": habits.gap,
            "gap_variation": habits.gap_variation,
            "loyalty": decode_names(code, LOYALTIES),
        }
    )
    return table[habits.purchases > 0].reset_index(drop=True)


GOODS = (*COST["goods_cost"], *COST["tailoring_cost"])
ON_HER_ACCOUNT = tuple(event for events in COST.values() for event in events if event not in GOODS)
"""Costs that count against a customer wherever the log says whom they were for."""
NO_CARD = "no card"


@register("metric", "profit_analysis")
def profit_analysis(
    results: Results, firm: str | None = None, week: float | None = None, of: Of = "records"
) -> pd.DataFrame:
    """What each customer brings a firm: one more purchase, all purchases, and what is left after all costs.

    Formula: marginal = (paid − goods) / purchases; total = paid + fees − goods; net = total − what was spent on her
    (rewards, benefits, events, offers, visits, contacts, ...) − the firm's other costs × her part of its revenue.
    Source: the course's profit analysis (A17: marginal, total, net); Kaplan & Cooper (1998), Cost & Effect, for
    customers who cost more than they bring; other costs are spread over revenue, a convention.

    With ``of="truth"`` the nets of all customers sum to the profit of the books; with ``of="records"`` only what is on
    file counts, and the rest of revenue stays nobody's.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        firm: Name of the firm; the one in focus if left out.
        week: Whole week at which the customers are looked at; the end of the run if left out.
        of: Whose knowledge counts: ``records`` for what the firm has on file, ``truth`` for the whole log.

    Returns:
        One row per replication and customer seen: card, segment, tier (``no card``, ``tier 0``, ...), level (by total:
        the best fifth, the next 30%, the rest), purchases, revenue, marginal, total, spent_on_her, other_costs, net, in
        money.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a part of a week.
    """
    require_purchases(results, "profit_analysis")
    number, at = firm_at(results, firm), at_week(results, week)
    weeks = whole_weeks(results, 0.0, week)
    return pd.concat([_profits(results, run, number, at, weeks, of) for run in results.runs], ignore_index=True)


def _profits(results: Results, run: Run, firm: int, week: float, weeks: slice, of: Of) -> pd.DataFrame:
    known = on_file(results, run, firm, week, of)
    every = known if of == "truth" else on_file(results, run, firm, week, "truth")
    habits = Habits(known)
    margin, total = _brought(run, firm, known, "purchase"), _total(run, firm, known)
    spent = _spent(run, firm, known)
    revenue = float(money(run, INCOME["revenue"])[weeks, firm].sum()) / 100
    other = float(_total(run, firm, every).sum() - _spent(run, firm, every).sum())
    other -= float(profit_cents(run)[weeks, firm].sum()) / 100
    overheads = other * (habits.money / revenue if revenue else habits.money)
    tiers = [NO_CARD, *[cause for cause in results.names.words if cause.startswith("tier ")]]
    table = pd.DataFrame(
        {
            "replication": np.full(len(total), run.replication),
            "card": cards(results, known),
            "segment": decode_names(known.segment, results.names.segments),
            "tier": decode_names(_tiers(results, run, firm, known, tiers), tiers),
            "level": levels(np.where(habits.purchases > 0, total, np.nan)),
            "purchases": habits.purchases,
            "revenue": habits.money,
            "marginal": ratio(margin, habits.purchases),
            "total": total,
            "spent_on_her": spent,
            "other_costs": overheads,
            "net": total - spent - overheads,
        }
    )
    return table[habits.purchases > 0].reset_index(drop=True)


def _total(run: Run, firm: int, known: OnFile) -> NDArray[np.float64]:
    parts = [_brought(run, firm, known, event) for events in INCOME.values() for event in events]
    return np.asarray(np.sum(parts, axis=0), dtype=float)


def _brought(run: Run, firm: int, known: OnFile, event: str) -> NDArray[np.float64]:
    """What purchases on file (goods taken off), joins or renewals of each customer on file brought the firm, money."""
    rows, brought = bookings(run)
    here = (rows["firm"] == firm) & (rows["event"] == RANK[event])
    rows, brought = rows[here], brought[here]
    if event == "purchase":
        brought, whose = brought[known.number], known.whose
    else:
        whose = np.where(rows["time"] < known.week, known.of(rows), -1)
    mine = whose >= 0
    return np.asarray(np.bincount(whose[mine], weights=brought[mine], minlength=len(known.customer)), dtype=float)


def _spent(run: Run, firm: int, known: OnFile) -> NDArray[np.float64]:
    rows = select_events(run, ON_HER_ACCOUNT, until=known.week)
    rows = rows[(rows["firm"] == firm) & (rows["customer"] >= 0)]
    whose = known.of(rows)
    mine = whose >= 0
    cents = np.bincount(whose[mine], weights=rows["cents"][mine], minlength=len(known.customer))
    return np.asarray(cents / 100, dtype=float)


def _tiers(results: Results, run: Run, firm: int, known: OnFile, tiers: list[str]) -> NDArray[np.int64]:
    """Place of each customer's tier among these: as the log last says, without a card where she holds none."""
    kinds, causes = results.names.programmes, results.names.words
    terms = [p for p in results.scenario.firms[firm].programmes if p.takes_members_by("points_open")]
    cards_of = [kinds.index(p.kind) for p in terms]
    rows = select_events(run, ("join", "tier", "end of membership"), until=known.week)
    rows = rows[(rows["firm"] == firm) & np.isin(rows["programme"], cards_of)]
    whose = known.of(rows)
    rows, whose = rows[whose >= 0], whose[whose >= 0]
    place = np.array([tiers.index(cause) if cause in tiers else 1 for cause in causes], dtype=np.int64)
    now = np.where(rows["event"] == RANK["tier"], place[rows["cause"]], rows["event"] == RANK["join"])
    tier = np.zeros(len(known.customer), dtype=np.int64)
    tier[whose] = now  # in order of time: the last one stays
    return tier

"""The formulas by which keys of number questions are computed; money and rates in the units of the docs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

WEEKS = 52.0
Values = Mapping[str, float]


@dataclass(frozen=True)
class Formula:
    """A formula and the values it needs."""

    needs: tuple[str, ...]
    """Names of the values."""
    of: Callable[[Values], float]
    """The formula."""


def _discount(given: Values) -> float:
    """A yearly discount in % as a rate per week."""
    return math.log(1 + given["discount"] / 100) / WEEKS


FORMULAS: dict[str, Formula] = {
    "churn_rate": Formula(
        ("exits", "customer_weeks"), lambda g: 100 * WEEKS * g["exits"] / g["customer_weeks"]
    ),
    "churn_per_week": Formula(("exits", "customer_weeks"), lambda g: 100 * g["exits"] / g["customer_weeks"]),
    "exits_by_customers": Formula(("exits", "customers"), lambda g: 100 * g["exits"] / g["customers"]),
    "mean_lifetime": Formula(("churn",), lambda g: 100 / g["churn"]),
    "mean_lifetime_by_retention": Formula(("churn",), lambda g: 100 / (100 - g["churn"])),
    "cause_share": Formula(("exits", "others"), lambda g: 100 * g["exits"] / (g["exits"] + g["others"])),
    "cause_to_others": Formula(("exits", "others"), lambda g: 100 * g["exits"] / g["others"]),
    "profit_lost": Formula(
        ("margin", "other_exits", "customer_weeks", "discount"),
        lambda g: g["margin"] / (g["other_exits"] / g["customer_weeks"] + _discount(g)),
    ),
    "profit_lost_undiscounted": Formula(
        ("margin", "other_exits", "customer_weeks"), lambda g: g["margin"] * g["customer_weeks"] / g["other_exits"]
    ),
    "break_even": Formula(
        ("prevented", "exits", "worth"), lambda g: g["prevented"] / 100 * g["exits"] * g["worth"]
    ),
    "break_even_all": Formula(("exits", "worth"), lambda g: g["exits"] * g["worth"]),
    "lifetime_value": Formula(
        ("profit", "retention", "discount"),
        lambda g: g["profit"] * g["retention"] / (100 + g["discount"] - g["retention"]),
    ),
    "lifetime_value_undiscounted": Formula(
        ("profit", "retention"), lambda g: g["profit"] * g["retention"] / (100 - g["retention"])
    ),
    "reward_rate": Formula(("reward", "threshold"), lambda g: 100 * g["reward"] / g["threshold"]),
    "reward_cost": Formula(
        ("sales", "reward", "threshold", "members", "cost_part"),
        lambda g: g["sales"] * g["members"] / 100 * g["reward"] / g["threshold"] * g["cost_part"] / 100,
    ),
    "reward_cost_all": Formula(
        ("sales", "reward", "threshold", "cost_part"),
        lambda g: g["sales"] * g["reward"] / g["threshold"] * g["cost_part"] / 100,
    ),
    "break_even_sales": Formula(
        ("rate", "margin", "sales"), lambda g: g["rate"] * g["sales"] / (g["margin"] - g["rate"])
    ),
    "break_even_sales_old_only": Formula(
        ("rate", "margin", "sales"), lambda g: g["rate"] * g["sales"] / g["margin"]
    ),
    "effect": Formula(("with_programme", "without"), lambda g: g["with_programme"] - g["without"]),
    "before_after": Formula(("with_programme", "before"), lambda g: g["with_programme"] - g["before"]),
    "left_of_lead": Formula(("lead", "later"), lambda g: 100 * g["later"] / g["lead"]),
    "lost_of_lead": Formula(("lead", "later"), lambda g: 100 * (g["lead"] - g["later"]) / g["lead"]),
    "club_profit": Formula(
        ("members", "fee", "benefit_cost", "kept", "worth", "fixed"),
        lambda g: g["members"] * (g["fee"] - g["benefit_cost"]) + g["kept"] * g["worth"] - g["fixed"],
    ),
    "club_fees_only": Formula(
        ("members", "fee", "benefit_cost", "fixed"),
        lambda g: g["members"] * (g["fee"] - g["benefit_cost"]) - g["fixed"],
    ),
    "caused_retention": Formula(("members_kept", "same_without"), lambda g: g["members_kept"] - g["same_without"]),
    "member_gap": Formula(("members_kept", "others_kept"), lambda g: g["members_kept"] - g["others_kept"]),
    "newsvendor_ratio": Formula(
        ("margin", "loss"), lambda g: 100 * g["margin"] / (g["margin"] + g["loss"])
    ),
    "loss_ratio": Formula(("margin", "loss"), lambda g: 100 * g["loss"] / (g["margin"] + g["loss"])),
    "weeks_of_stock": Formula(("lots", "lot", "orders"), lambda g: g["lots"] * g["lot"] / g["orders"]),
    "visits_needed": Formula(
        ("weekly", "monthly", "quarterly"),
        lambda g: g["weekly"] + (12 * g["monthly"] + 4 * g["quarterly"]) / WEEKS,
    ),
    "visits_all_weekly": Formula(
        ("weekly", "monthly", "quarterly"), lambda g: g["weekly"] + g["monthly"] + g["quarterly"]
    ),
    "average_cost": Formula(("spend", "won"), lambda g: g["spend"] / g["won"]),
    "cost_of_one_more": Formula(("spend", "won", "won_without"), lambda g: g["spend"] / (g["won"] - g["won_without"])),
    "contact_worth": Formula(("margin", "sales", "lift"), lambda g: g["margin"] * g["sales"] * g["lift"] / 10_000),
    "contact_worth_sales": Formula(("sales", "lift"), lambda g: g["sales"] * g["lift"] / 100),
    "top_share": Formula(("top", "rest"), lambda g: 100 * g["top"] / (g["top"] + g["rest"])),
    "gain_of_account": Formula(
        ("goods", "needs", "paid", "visits", "visit_cost"),
        lambda g: g["goods"] + g["needs"] - g["paid"] - g["visits"] * g["visit_cost"],
    ),
    "gain_without_visits": Formula(("goods", "needs", "paid"), lambda g: g["goods"] + g["needs"] - g["paid"]),
    "share_right": Formula(("right", "asked"), lambda g: 100 * g["right"] / g["asked"]),
    "own_run": Formula(("own_run",), lambda g: g["own_run"]),
    "own_slip_0": Formula(("own_slip_0",), lambda g: g["own_slip_0"]),
    "own_slip_1": Formula(("own_slip_1",), lambda g: g["own_slip_1"]),
    "own_slip_2": Formula(("own_slip_2",), lambda g: g["own_slip_2"]),
}  # fmt: skip
"""All formulas by name."""

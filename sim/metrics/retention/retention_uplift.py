"""What keeping more customers is worth."""

from __future__ import annotations

import pandas as pd

from sim.metrics._shared.common_random_numbers import require_common_random_numbers
from sim.metrics._shared.ratio_of_means import ratio_of_means
from sim.metrics._shared.windows import require_purchases
from sim.metrics.retention.retention import retention
from sim.metrics.value.lifetime_value import lifetime_value
from sim.metrics.value.profit import profit
from sim.registry import register
from sim.results.results import Results


@register("metric", "retention_uplift")
def retention_uplift(results: Results, without: Results, discount: float = 0.1, level: float = 0.95) -> pd.DataFrame:
    """By how much profit and the worth of a customer rise in a world in which a firm keeps more of its customers.

    Formula: uplift = Σ profit / Σ profit without − 1, over replications of the same luck; the same for the mean
    lifetime value realised within the run. With constant margins and no acquisition cost, the textbook's lifetime
    value rises by .05 / (i + d − .05) when 5 points of customers more are kept a year, i the discount, d the part that
    left: 25% where i + d = .25, and never more than .05 / i.
    Source: Reichheld & Sasser (1990), Harvard Business Review 68(5), 105-111, whose figures are such calculations and
    not measured profits; interval of a ratio: Cochran (1977), Sampling Techniques, ch. 6.

    Returns one row per firm: retention and retention_without (a year, of all years together), profit_uplift with low
    and high, value_uplift, replications. Raises ``IncompleteLogError`` for a log without purchases, ``ValueError``
    unless both worlds share seed, replications, firms and weeks.
    """
    require_purchases(results, "retention_uplift")
    require_purchases(without, "retention_uplift")
    require_common_random_numbers(results, without)
    rows = []
    kept, kept_without = (_kept(world) for world in (results, without))
    worth, worth_without = (
        lifetime_value(world, discount).groupby("firm", observed=False)["lifetime_value"].mean()
        for world in (results, without)
    )
    earned, earned_without = profit(results), profit(without)
    for firm in results.names.firms:
        more = earned.loc[earned["firm"] == firm, "profit"].to_numpy()
        less = earned_without.loc[earned_without["firm"] == firm, "profit"].to_numpy()
        uplift = ratio_of_means(more - less, less, level)
        rows.append(
            {
                "firm": firm,
                "retention": kept[firm],
                "retention_without": kept_without[firm],
                "profit_uplift": uplift.mean,
                "low": uplift.low,
                "high": uplift.high,
                "value_uplift": worth[firm] / worth_without[firm] - 1.0,
                "replications": len(more),
            }
        )
    return pd.DataFrame(rows)


def _kept(results: Results) -> pd.Series[float]:
    table = retention(results, "year").groupby("firm", observed=False)[["kept", "standing"]].sum()
    return table["kept"] / table["standing"]

"""How far the two ways of reckoning lifetime value are off, segment by segment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import ratio, require_purchases
from sim.metrics.value.lifetime_value_forecast import lifetime_value_forecast
from sim.registry import register
from sim.results.results import Results


@register("metric", "lifetime_value_error")
def lifetime_value_error(results: Results, at: float | None = None, discount: float = 0.1) -> pd.DataFrame:
    """How far the formula and the estimate from transactions were off, segment by segment, once the future had come.

    Formula: bias = Σ (said − realised) / Σ realised, whether a segment is over- or undervalued; error = Σ abs(said −
    realised) / Σ realised, how far off single customers are.
    Source: Malthouse & Blattberg (2005), Can we predict customer lifetime value?, Journal of Interactive Marketing
    19(1), 2-16, for judging such forecasts by customers; the forecasts are those of ``lifetime_value_forecast``.

    Returns one row per replication, firm and segment: customers, realised (mean, full units of money), formula_bias,
    formula_error, estimate_bias, estimate_error; not a number where a segment brought nothing or a forecast is
    missing. Raises as ``lifetime_value_forecast`` does.
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

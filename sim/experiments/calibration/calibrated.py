"""A market that buys as a shop's log says: the fit written as a scenario."""

from __future__ import annotations

import re

import numpy as np

from sim.experiments.calibration.calibrate import Calibration
from sim.experiments.calibration.identification_warnings import NO_MEAN
from sim.experiments.transaction_logs.transaction_log import SAME_DAY
from sim.metrics._shared.bg_nbd import BgNbd
from sim.number_text import decimal, percent
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario
from sim.version import VERSION

DIGITS = 6
"""Digits of a parameter that are written out."""
SOURCES = {
    "BG/NBD": "Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284",
    "MBG/NBD": "Batislam, Denizel & Filiztekin (2007), International Journal of Research in Marketing 24(3), 201-209",
}
NO_AMOUNTS = 1.0
"""Spend per purchase where a log has no amounts: money then counts purchases."""


def calibrated_scenario(
    found: Calibration, *, name: str = "calibrated", title: str | None = None, firm: str = "Shop",
    horizon: float | None = None,
) -> Scenario:  # fmt: skip
    """A scenario with one firm and these customers: as many each week, rates, chances of leaving and spends as fitted.

    Each customer buys on arrival and leaves for good after each repeat purchase (MBG/NBD: after each purchase) with a
    chance of that customer. Rates are those of purchases in continuous time, also where the log has days: to compare a
    run with the log, count its days with a purchase. It is the market as it was: rivals, programmes and causes of
    leaving are not in a log, and margins are assumed. To try a programme on it, use ``.but(...)`` with what you assume
    of them.

    Args:
        found: The fit, as from :func:`sim.calibrate`.
        name: Name of the scenario.
        title: Title of the scenario; made from the log if left out.
        firm: Name of the firm.
        horizon: Length of the run in weeks; that of the log if left out.

    Returns:
        The scenario.
    """
    of, log = found.cohort, found.log
    counts = np.bincount((of.first + SAME_DAY).astype(np.int64))
    content = {
        "name": name,
        "title": title or f"Calibrated on {log.source}: {len(of.number):,} customers"[:120],
        "teaches": (
            "What these customers will buy if they go on as they did. One firm, no programme, and one cause of "
            "leaving, whose reason the log does not say."
        ),
        "sources": _sources(found),
        "horizon": float(horizon or np.ceil(log.length - SAME_DAY)),
        "start": log.start.isoformat(),
        **customers_of(found.model, counts.tolist(), _spends(found), firm),
    }
    return checked(Scenario, content)


def customers_of(model: BgNbd, arrivals: list[int], spends: dict[str, object], firm: str = "Shop") -> dict[str, object]:
    """The part of a scenario that says who buys: so many new customers in each week, their rates and why they stop."""
    r, alpha, a, b = (_rounded(value) for value in model)
    return {
        "population": {
            "segments": [
                {
                    "name": "customers",
                    "size": sum(arrivals),
                    "arrival": {"kind": "over_weeks", "counts": arrivals},
                    "first_purchase": "on_arrival",
                    "residence": "from_arrival",
                    "purchase_rate": {"family": "gamma", "shape": r, "rate": alpha},
                    **spends,
                }
            ]
        },
        "behaviour": {"satisfaction_step": 0},
        "firms": [{"name": firm}],
        "exits": {
            "preset": "none",
            "rows": [
                {
                    "name": "stops buying",
                    "at_purchase": {
                        "chance": {"family": "beta", "a": a, "b": b},
                        "from_purchase": 1 if model.dropout_at_first else 2,
                    },
                    "ends": "all_relations",
                    "note": "for whatever reason: the log does not say",
                }
            ],
        },
    }


def _spends(found: Calibration) -> dict[str, object]:
    if found.log.money is None:
        return {"spend": NO_AMOUNTS}
    if found.spending is None or found.spending.values[1] <= NO_MEAN:
        paid = found.log.money[found.log.money > 0]
        return {"spend": _rounded(float(paid.mean())) if len(paid) else NO_AMOUNTS}
    p, q, gamma = found.spending.values
    return {
        "spend": {"family": "inverse_gamma", "shape": _rounded(q), "scale": _rounded(p * gamma)},
        "spend_shape": _rounded(p),
    }


def _sources(found: Calibration) -> list[str]:
    of, log = found.cohort, found.log
    said = [
        f"Fitted by guanxi {VERSION} to {log.source}: {len(of.number):,} customers, {of.repeaters:,} of whom bought "
        f"again, weeks 1 to {of.weeks:g} from {log.start}",
        f"{found.buying.model}: {SOURCES[found.buying.model]}; standard errors "
        + ", ".join(f"{e.name} {e.error:.2g}" for e in found.buying.estimates),
    ]
    if log.by_day and not of.periods:
        said.append(f"Each {log.grain} of the log was taken for an exact instant, as it was asked for")
    if found.spending is not None:
        said.append(
            "Gamma-Gamma spend: Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430; standard "
            "errors " + ", ".join(f"{e.name} {e.error:.2g}" for e in found.spending.estimates)
        )
    if found.judged is not None:
        said.append(
            f"Hold-out of {decimal(found.judged.weeks)} weeks: {of.counted} "
            f"{percent(found.judged.mean_error, 1)} off on average, "
            f"{percent(found.judged.last_error, 1, sign=True)} at the end"
        )
    said.append("The margin of the firm is assumed")
    said += [f"Log: {one}" for one in (log.report.sentences if log.report else ())]
    return said + [f"Mended in the log: {one}" for one in log.mended] + [f"Doubt: {one}" for one in found.doubts]


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def scenario_name(text: str) -> str:
    """A name that a scenario may have, from the name of a file.

    >>> scenario_name("CDNOW_sample.txt"), scenario_name("2025 shop.csv")
    ('cdnow_sample', 'log_2025_shop')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", text.rsplit(".", 1)[0].lower()).strip("_")[:50]
    return plain if re.match(r"[a-z]", plain) else f"log_{plain}".rstrip("_")

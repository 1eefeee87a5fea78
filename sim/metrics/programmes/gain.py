"""What a programme gains in share, how fast the gain erodes, and what being first is worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.metrics._shared.interval import over_replications
from sim.metrics._shared.windows import firms_column, require_common_random_numbers
from sim.metrics.purchasing.share import ShareOf, share_curve
from sim.registry import register, unknown
from sim.results.event_filters import select_events
from sim.results.results import Results, Run


@register("metric", "gain")
def gain(
    results: Results, without: Results, span: int = 1, of: ShareOf = "purchases", level: float = 0.95
) -> pd.DataFrame:
    """What a programme gains a firm in share, week by week, against the same customers with the same luck without it.

    Formula: gain_k(w) = share_k(w) − share_k(w) of the world without, each over the ``span`` weeks that end with w;
    mean over replications, with the paired interval.
    Source: Glasserman & Yao (1992), Some guidelines and guarantees for common random numbers, Management Science 38,
    884-908; interval: :mod:`sim.metrics._shared.interval`.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        without: The same market run with the same luck and without the programme.
        span: Weeks over which each share is taken, ending with the week.
        of: Share of ``purchases`` or of ``revenue``.
        level: Confidence level of the intervals, between 0 and 1.

    Returns:
        One row per week and firm: gain, low, high, replications; ``attrs["note"]`` says why bounds are missing.

    Raises:
        ValueError: Unless both worlds share seed, replications, firms and weeks.
    """
    curves = gain_curves(results, without, span, of)
    size, weeks, firms = curves.shape
    table = pd.DataFrame(
        {
            "week": np.tile(np.repeat(np.arange(weeks), firms), size),
            "firm": firms_column(np.tile(np.arange(firms), size * weeks), results),
            "gain": curves.ravel(),
        }
    )
    return over_replications(table, "gain", ["week", "firm"], level)


def gain_curves(results: Results, without: Results, span: int, of: ShareOf = "purchases") -> NDArray[np.float64]:
    """Gain in share of each replication, shape (replications, weeks, firms)."""
    require_common_random_numbers(results, without)
    return np.stack(
        [
            share_curve(run, of, span) - share_curve(other, of, span)
            for run, other in zip(results.runs, without.runs, strict=True)
        ]
    )


def half_life(gains: ArrayLike, at: int) -> float:
    """Weeks from the date of copying until a gain has fallen to half of what it was then.

    Formula: min { w − at : gain(w) <= gain(at) / 2, w > at }, with a straight line between weeks.
    Source: the half-life of decay (Rutherford 1900), applied to the advantage of Lieberman & Montgomery (1988),
    First-mover advantages, Strategic Management Journal 9, 41-58.

    ``gains`` by the week, shape (weeks,); ``at`` is the last week before the copy. Not a number where there was no
    gain to lose or it does not fall that far while we look. Raises ``IndexError`` for a week outside the curve.

    >>> half_life([0.0, 0.8, 0.8, 0.6, 0.5, 0.1], at=2)
    2.25
    """
    curve = np.asarray(gains, dtype=float)
    if not 0 <= at < len(curve):
        raise IndexError(f"at={at}: the curve has the weeks 0 to {len(curve) - 1}")
    half = curve[at] / 2
    fallen = np.flatnonzero(curve[at + 1 :] <= half)
    if not curve[at] > 0 or len(fallen) == 0:
        return float("nan")
    place = at + 1 + int(fallen[0])
    before, after = curve[place - 1], curve[place]
    return float(place - 1 - at + (before - half) / (before - after))


@register("metric", "erosion")
def erosion(
    results: Results, without: Results, firm: str | None = None, span: int = 4, level: float = 0.95
) -> pd.DataFrame:
    """How a first mover's gain falls after the first copy: mean over replications, by weeks since the copy.

    Formula: gain(u) = mean over replications of the gain u weeks after the replication's own date of copying, each
    over the ``span`` weeks that end there; remaining(u) = gain(u) / gain(0); interval of the gain: paired t.
    Source: Lieberman & Montgomery (1988), First-mover advantages, Strategic Management Journal 9, 41-58; pairing:
    Glasserman & Yao (1992), Management Science 38, 884-908.

    Replications in which nobody copied are left out; the curve is as long as the shortest of the others. No rows where
    nobody copied. Raises as ``first_mover_advantage`` does.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        without: The same market run with the same luck and without the programme.
        firm: Name of the first mover; the firm in focus if left out.
        span: Weeks over which each share is taken, ending with the week.
        level: Confidence level of the intervals, between 0 and 1.

    Returns:
        One row per week: weeks_since_copying, gain, low, high, replications, remaining; ``attrs["half_life_weeks"]`` is
        the half-life of the mean curve, not a number if not reached.
    """
    mover = number_of(results, firm)
    curves = gain_curves(results, without, span)[:, :, mover]
    pieces = []
    for run, curve in zip(results.runs, curves, strict=True):
        copied = race(run, mover).copied
        if copied >= 1:
            pieces.append(curve[int(copied) - 1 :])
    length = min((len(piece) for piece in pieces), default=0)
    table = pd.DataFrame(
        {
            "weeks_since_copying": np.tile(np.arange(length), len(pieces)),
            "gain": np.concatenate([piece[:length] for piece in pieces]) if pieces else np.zeros(0),
        }
    )
    found = over_replications(table, "gain", ["weeks_since_copying"], level)
    start = found["gain"].iloc[0] if length else np.nan
    found["remaining"] = found["gain"] / start if start > 0 else np.nan
    found.attrs["half_life_weeks"] = half_life(found["gain"], 0) if length else float("nan")
    return found


class Race(NamedTuple):
    """When a firm launched a programme, and when the first rival launched its copy; not a number for never."""

    programme: int
    launched: float
    copied: float


def race(run: Run, firm: int) -> Race:
    """The firm's first launch and the first launch of the same kind by another firm at that date or later."""
    launches = select_events(run, ("launch",))
    own = launches[launches["firm"] == firm]
    if len(own) == 0:
        return Race(-1, np.nan, np.nan)
    kind, launched = int(own["programme"][0]), float(own["time"][0])
    rival = launches[(launches["firm"] != firm) & (launches["programme"] == kind) & (launches["time"] >= launched)]
    return Race(kind, launched, float(rival["time"][0]) if len(rival) else np.nan)


@register("metric", "first_mover_advantage")
def first_mover_advantage(results: Results, without: Results, firm: str | None = None, span: int = 4) -> pd.DataFrame:
    """What it is worth to a firm to be first with a programme, and how fast rivals' copies remove that gain.

    Formula: advantage = Σ_w gain(w) over the weeks from the launch to the horizon (share-weeks), gain = share − share
    of the same-luck world without the programme; half-life = weeks from the first copy until the gain, over ``span``
    weeks, has fallen to half of what it was at the copy.
    Source: Lieberman & Montgomery (1988), First-mover advantages, Strategic Management Journal 9, 41-58.

    The half-life of one replication is at the mercy of chance: for many of them see ``erosion``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        without: The same market run with the same luck and without the programme.
        firm: Name of the first mover; the firm in focus if left out.
        span: Weeks over which each share is taken, ending with the week.

    Returns:
        One row per replication: firm, programme, launched, copied (weeks), advantage, gain_at_copying, half_life_weeks;
        not a number for what never happened, as when the gain is not halved before the horizon.

    Raises:
        LookupError: For an unknown firm.
        ValueError: As ``gain`` does.
    """
    mover = number_of(results, firm)
    weekly = np.nan_to_num(gain_curves(results, without, 1)[:, :, mover])
    smooth = gain_curves(results, without, span)[:, :, mover]
    found = []
    for run, single, curve in zip(results.runs, weekly, smooth, strict=True):
        programme, launched, copied = race(run, mover)
        at = -1 if np.isnan(copied) else int(copied) - 1
        found.append(
            {
                "replication": run.replication,
                "firm": results.names.firms[mover],
                "programme": results.names.programmes[programme] if programme >= 0 else None,
                "launched": launched,
                "copied": copied,
                "advantage": np.nan if programme < 0 else float(single[int(launched) :].sum()),
                "gain_at_copying": np.nan if at < 0 else float(curve[at]),
                "half_life_weeks": np.nan if at < 0 else half_life(curve, at),
            }
        )
    return pd.DataFrame(found)


def number_of(results: Results, firm: str | None) -> int:
    """Number of the firm of that name, or of the firm in focus. Raises ``LookupError``, which says what is near."""
    name = results.scenario.focal_firm if firm is None else firm
    if name not in results.names.firms:
        raise LookupError(unknown("firm", name, results.names.firms))
    return results.names.firms.index(name)

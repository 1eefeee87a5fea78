"""What being first is worth, and how long it lasts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.metrics.programmes.gain import gain_curves
from sim.metrics.programmes.half_life import half_life
from sim.registry import register, unknown
from sim.results.event_filters import select_events
from sim.results.results import Results, Run


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
    """What it is worth to a firm to be first with a programme, and how fast rivals' copies take that away.

    Formula: advantage = Σ_w gain(w) over the weeks from the launch to the horizon (share-weeks), gain = share − share
    of the same-luck world without the programme; half-life = weeks from the first copy until the gain, over ``span``
    weeks, has fallen to half of what it was at the copy.
    Source: Lieberman & Montgomery (1988), First-mover advantages, Strategic Management Journal 9, 41-58.

    ``firm``: the first mover, the firm in focus if left out. Returns one row per replication: firm, programme,
    launched, copied (weeks), advantage, gain_at_copying, half_life_weeks; not a number for what never happened, as
    when the gain is not halved before the horizon. The half-life of one replication is at the mercy of chance: for
    many of them see ``erosion``. Raises ``LookupError`` for an unknown firm, ``ValueError`` as ``gain`` does.
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

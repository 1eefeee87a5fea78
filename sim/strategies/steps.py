"""Small moves that many ways of steering share: a step on a lever, a budget over channels, a programme opened."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import get_args

from sim.scenario.decisions.decision import Channel, Degree
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.weeks import WEEKS_A_QUARTER


def stepped(view: FirmView, lever: str, factor: float, least: float = 0.0, most: float = 2.0) -> float | None:
    """The level of a lever of the offer, times a factor, within bounds; None where that would not move it."""
    stands = float(getattr(view.present, lever))
    wanted = round(min(most, max(least, stands * factor)), 6)
    return None if abs(wanted - stands) < 1e-9 or (wanted - stands) * (factor - 1) < 0 else wanted


def budgeted(view: FirmView, money: float, parts: Mapping[str, float]) -> dict[Channel, float] | None:
    """So much money a week over channels in these parts, nothing for the others; None without communication."""
    if not view.has("communication"):
        return None
    return {channel: round(money * parts.get(channel, 0.0), 2) for channel in view.present.communication or {}}


def weekly_revenue(view: FirmView) -> float:
    """Revenue per week in the last quarter; 0 before anything was sold."""
    weeks = min(WEEKS_A_QUARTER, float(len(view.books["revenue"])))
    return view.total("revenue", weeks) / weeks if weeks else 0.0


def first_in_drawer(view: FirmView, kinds: Sequence[str]) -> tuple[str, ...] | None:
    """The first of these kinds of programmes that lies in the drawer, to be opened; None where there is none."""
    return next(((kind,) for kind in kinds if kind in view.drawer), None)


def related(view: FirmView, degree: Degree) -> dict[str, Degree] | None:
    """That degree of relationship with every segment; None where nobody keeps in touch, or it is kept already."""
    wanted = dict.fromkeys(view.segments, degree)
    return wanted if view.has("degrees") and view.present.degrees != wanted else None


def staffed(view: FirmView, factor: float) -> int | None:
    """So many times the people at the service desk, rounded up, as far as there is room; None without a desk."""
    return min(view.room, math.ceil((view.present.staff or 0) * factor)) if view.has("staff") else None


def afforded(view: FirmView, care: float) -> dict[str, Degree] | None:
    """Degrees of relationship by segment, one step nearer to what a part of the margin pays; None for no step.

    Where keeping in touch cost more than the part ``care`` of what the last quarter's sales left after the goods, the
    group whose customers on file buy least steps down; where it cost less than half of that, the group whose customers
    buy most among those below ``proactive`` steps up, unless it has been there and come back. It begins with
    ``reactive`` for all.
    """
    if not view.has("degrees"):
        return None
    if view.number == 0:
        return related(view, "reactive")
    ladder: tuple[Degree, ...] = get_args(Degree)[:4]
    stands = {segment: (view.present.degrees or {}).get(segment, ladder[0]) for segment in view.segments}
    place = {segment: ladder.index(degree) if degree in ladder else len(ladder) for segment, degree in stands.items()}
    buys = {segment: _purchases_each(view, number) for number, segment in enumerate(view.segments)}
    best_first = sorted(view.segments, key=lambda segment: (-buys[segment], segment))
    margin = view.total("revenue", WEEKS_A_QUARTER) - view.total("goods_cost", WEEKS_A_QUARTER)
    cost = view.total("relations_cost", WEEKS_A_QUARTER)
    if cost > care * margin:
        moved = next((segment for segment in reversed(best_first) if place[segment] > 0), None)
        step = -1
    elif cost < care / 2 * margin:
        moved = next(
            (
                segment
                for segment in best_first
                if place[segment] < len(ladder) - 1 and ladder[place[segment] + 1] not in _given_up(view, segment)
            ),
            None,
        )
        step = 1
    else:
        return None
    return None if moved is None else {**stands, moved: ladder[place[moved] + step]}


def _given_up(view: FirmView, segment: str) -> set[str]:
    """Degrees that were kept with the segment and given up for a lower one."""
    order: tuple[str, ...] = get_args(Degree)
    chosen = [decision.degrees or {} for _, decision in view.decisions]
    kept = [degrees[segment] for degrees in chosen if segment in degrees]
    return {one for one, other in pairwise(kept) if order.index(one) > order.index(other)}


def _purchases_each(view: FirmView, segment: int) -> float:
    """Mean purchases of the segment's customers on file; 0 for none."""
    theirs = view.file.purchases[view.file.segment == segment]
    return float(theirs.mean()) if len(theirs) else 0.0

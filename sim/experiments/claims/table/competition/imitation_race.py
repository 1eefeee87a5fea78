"""Claims about what becomes of points, a club and customised goods once rivals copy them (A2, B1, C4)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.experiments.claims.bound import Bound, above, below, mean_below
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, pooled, runs_in_which, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column
from sim.metrics._shared.interval import Interval, jackknife_bounds, ratio_of_means
from sim.metrics.programmes.gain import gain_curves, race
from sim.metrics.programmes.programme_cost import programme_cost
from sim.model.events import RANK
from sim.registry import register
from sim.results.results import Results
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

LAUNCH = 26
YEAR = 52
SPAN = 8
"""Weeks over which a share is measured."""
LONG = 234.0
"""Weeks of the runs in which erosion is measured: customised goods are copied late."""
PROGRAMMES: dict[str, dict[str, object]] = {
    # One knob of each programme, found by trying, makes all three cost the firm the same money over the run.
    "none": {},
    "points": {"kind": "frequency", "launch": LAUNCH, "reward_worth": 20.0},
    "club": {"kind": "club", "launch": LAUNCH, "benefit_cost": 5.3},
    "customised": {"kind": "customised", "launch": LAUNCH, "unit_cost_rise": 0.085},
    "empty card": {"kind": "frequency", "launch": LAUNCH, "reward_worth": 0.0},
}
IN_THE_COURSES_WORLD = {"points": {"reward_worth": 20.6}, "customised": {"unit_cost_rise": 0.075}}
"""Copied sooner or later, more or fewer goods and rewards are given; the same money buys other terms."""


def same_for_all_depths(aware: float, decide: float, build: float, fidelity: float) -> dict[str, object]:
    """Habits of a rival who copies whatever there is equally fast and equally fully."""
    row = {"aware": aware, "decide": decide, "build": build, "fidelity": fidelity}
    return {"rows": {"financial": row, "social": row, "structural": row}}


RIVALS: dict[str, object] = {
    "asleep": "never",
    "quick": same_for_all_depths(2, 3, 7, 1.0),
    "after a year": same_for_all_depths(26, 13, 13, 1.0),
    "as in the course": "course",
}


def race_changes(programme: str, rivals: str) -> dict[str, object]:
    """What this programme in Azure's hands and these habits of its rivals change in the imitation race."""
    terms = PROGRAMMES[programme]
    if rivals == "as in the course":
        terms = {**terms, **IN_THE_COURSES_WORLD.get(programme, {})}
    return {
        "population.segments.consumers.size": 2000,
        "firms.Azure.programmes": [terms] if terms else [],
        "firms.Beryl.imitation": RIVALS[rivals],
        "firms.Cedar.imitation": RIVALS[rivals],
    }


def race_scenario(programme: str, rivals: str, horizon: float = 156.0) -> Scenario:
    """The imitation race with this programme in Azure's hands and these habits in its rivals'."""
    return load("imitation_race").but(race_changes(programme, rivals), horizon=horizon)


def worlds_for(*pairs: tuple[str, str]) -> dict[str, dict[str, object]]:
    """Worlds by programme and habits of rivals."""
    return {f"{programme}, {rivals}": race_changes(programme, rivals) for programme, rivals in pairs}


NONE = "none, asleep"
THREE_YEARS = ClaimMarket(
    scenario="imitation_race", horizon=156.0, seed=11,
    worlds=worlds_for(("none", "asleep"), ("points", "quick"), ("points", "asleep"), ("empty card", "asleep")),
)  # fmt: skip
YEARS = ClaimMarket(
    scenario="imitation_race", horizon=LONG, seed=11,
    worlds=worlds_for(
        ("none", "asleep"), ("club", "asleep"), ("customised", "asleep"),
        *((programme, rivals) for rivals in ("after a year", "as in the course")
          for programme in ("points", "club", "customised")),
    ),
)  # fmt: skip


def gains(worlds: Worlds, name: str, week: int) -> Floats:
    """Azure's gain in share over the weeks that end there."""
    return np.asarray(gain_curves(worlds[name], worlds[NONE], SPAN)[:, week - 1, 0], dtype=float)


def first_copies(results: Results) -> list[int]:
    """Week of the first copy in each replication."""
    return [int(race(run, 0).copied) for run in results.runs]


def from_copy(worlds: Worlds, name: str, weeks: int) -> Floats:
    """Gain so many weeks after each replication's own date of copying."""
    curves = gain_curves(worlds[name], worlds[NONE], SPAN)
    return np.array([curves[r, week + weeks - 1, 0] for r, week in enumerate(first_copies(worlds[name]))])


def gain_from_copy(weeks: int) -> Look:
    """The gain of points that are copied quickly, so many weeks after the copy."""
    return lambda worlds: from_copy(worlds, "points, quick", weeks)


def half_is_gone(worlds: Worlds) -> Floats:
    """The gain a year after the copy less half of that at the copy."""
    return from_copy(worlds, "points, quick", YEAR) - 0.5 * from_copy(worlds, "points, quick", 0)


def cost_from_copy(results: Results, weeks: int) -> Floats:
    """Cost of Azure's programme over 8 weeks, from so many weeks after each replication's own date of copying."""
    copies = first_copies(results)
    by_date = {at: column(programme_cost, "Azure", "cost", at + weeks, at + weeks + SPAN)(results) for at in {*copies}}
    return np.array([by_date[at][place] for place, at in enumerate(copies)], dtype=float)


def cost_goes_on(results: Results) -> Interval:
    """Weekly cost a year after the copy over that just before it, mean over replications of each."""
    return ratio_of_means(cost_from_copy(results, YEAR), cost_from_copy(results, -SPAN))


def lasts(worlds: Worlds) -> Floats:
    """The gain a year and a quarter after the launch less 0.8 times that after a quarter, rivals asleep."""
    then, later = (gains(worlds, "points, asleep", LAUNCH + 13 + weeks) for weeks in (0, YEAR))
    return later - 0.8 * then


def gap(deeper: str, shallower: str, rivals: str) -> Look:
    """How much more of one programme's gain is left a year after the copy than of another's, with the same luck."""

    def look(worlds: Worlds) -> Interval:
        pairs = [[from_copy(worlds, f"{name}, {rivals}", weeks) for weeks in (YEAR, 0)] for name in (deeper, shallower)]

        def difference(kept: NDArray[np.bool_]) -> Floats:
            one, other = (later[kept].mean() / at_once[kept].mean() for later, at_once in pairs)
            return np.asarray(one - other)

        size = len(pairs[0][0])
        found, low, high = (float(bound) for bound in jackknife_bounds(difference, size))
        return Interval(found, low, high, 0.95, size)

    return look


def left(programme: str, rivals: str) -> Callable[[Worlds], Interval]:
    """Part of the gain at the date of copying that is left a year later."""
    name = f"{programme}, {rivals}"
    return lambda worlds: ratio_of_means(from_copy(worlds, name, YEAR), from_copy(worlds, name, 0))


def dearest_over_cheapest(rivals: str) -> Look:
    """Mean cost of the dearest of three programmes over that of the cheapest."""

    def look(worlds: Worlds) -> Interval:
        spent = [
            np.asarray(column(programme_cost, "Azure", "cost")(worlds[f"{name}, {rivals}"])).mean()
            for name in ("points", "club", "customised")
        ]
        return pooled(max(spent) / min(spent))

    return look


def same_movers(name: str) -> Look:
    """Whether the same people move away at the same instants as without a programme."""

    def look(worlds: Worlds) -> Floats:
        found = []
        for run, other in zip(worlds[name].runs, worlds[NONE].runs, strict=True):
            moved, moved_there = (
                r.rows[r.rows["event"] == RANK["moving away"]][["customer", "generation", "time"]] for r in (run, other)
            )
            found.append(len(moved) > 50 and np.array_equal(moved, moved_there))
        return np.array(found, dtype=float)

    return look


def same_customers(worlds: Worlds) -> Floats:
    """Whether every row of every customer is the same with an empty card and without a card."""
    found = []
    for run, other in zip(worlds["empty card, asleep"].runs, worlds[NONE].runs, strict=True):
        hers, there = run.rows[run.rows["customer"] >= 0], other.rows[other.rows["customer"] >= 0]
        found.append(len(hers) > 10_000 and np.array_equal(hers, there))
    return np.array(found, dtype=float)


def weeks_to_copy(results: Results) -> Floats:
    """Weeks from the launch to the first copy, the most of all replications."""
    return np.array(first_copies(results), dtype=float) - LAUNCH


def gaps(rivals: str, *pairs: tuple[str, str]) -> tuple[Figure, ...]:
    """What is left of each gain, and the differences that have to be clear."""
    known = tuple(
        Figure(
            what=f"part of the gain of {name} left a year after the copy",
            look=left(name, rivals),
            unit="percent",
            expected=Bound(),
        )
        for name in ("points", "club", "customised")
    )
    return known + tuple(
        Figure(what=f"part left of the gain of {deeper} less that of {shallower}", look=gap(deeper, shallower, rivals),
               expected=above(0.0), unit="points")
        for deeper, shallower in pairs
    )  # fmt: skip


CLAIMS = {
    "copied_points_lose_their_gain_not_their_cost": Claim(
        claim="A points card gains share; copied perfectly within 13 weeks, at least half of the gain is gone a year "
        "later, and its cost stays.",
        source="course, B1",
        course=("B1", "A2"),
        market=THREE_YEARS,
        figures=(
            Figure(what="weeks from launch to copy", look=value(weeks_to_copy, "points, quick"),
                   expected=mean_below(13.001)),
            Figure(what="gain in share at the copy", look=gain_from_copy(0), expected=above(0.01), unit="points"),
            Figure(what="gain a year later less half of it", look=half_is_gone, expected=below(0), unit="points"),
            Figure(what="weekly cost a year later over that before the copy", look=value(cost_goes_on, "points, quick"),
                   expected=above(0.8), unit="times"),
        ),
    ),
    "with_sleepy_rivals_the_gain_lasts": Claim(
        claim="With sleepy rivals the gain of points lasts.",
        source="course, B1: it pays the first mover, above all when rivals react slowly",
        course=("B1",),
        market=THREE_YEARS,
        figures=(
            Figure(what="gain a year and a quarter after the launch less 0.8 times that after a quarter", look=lasts,
                   expected=above(0), unit="points"),
        ),
    ),
    "empty_card_changes_nothing": Claim(
        claim="A programme with no benefit is, customer by customer, the world without it.",
        source="negative control",
        course=("B1",),
        market=THREE_YEARS,
        figures=(runs_in_which("each row of each customer is the same", same_customers),),
    ),
    "movers_are_the_same_with_points": Claim(
        claim="The same people move away at the same instants with a points card and without.",
        source="course, C4; by construction",
        course=("C4",),
        market=THREE_YEARS,
        figures=(runs_in_which("the same people move", same_movers("points, quick")),),
    ),
    "movers_are_the_same_with_deeper_bonds": Claim(
        claim="The same people move away at the same instants with a club or customised goods and without.",
        source="course, C4; by construction",
        course=("C4",),
        market=YEARS,
        figures=(
            runs_in_which("the same people move, club", same_movers("club, asleep")),
            runs_in_which("the same people move, customised goods", same_movers("customised, asleep")),
        ),
    ),
    "programmes_cost_the_same": Claim(
        claim="Points, club and customised goods are compared at nearly equal cost over the run.",
        source="set by one knob of each programme",
        course=("A2",),
        market=YEARS,
        figures=tuple(
            Figure(what=f"cost of the dearest over that of the cheapest, copied {rivals}",
                   look=dearest_over_cheapest(rivals), expected=mean_below(1.07), unit="times")
            for rivals in ("after a year", "as in the course")
        ),
    ),
    "deeper_bonds_erode_more_slowly": Claim(
        claim="Deeper bonds erode more slowly even when rivals copy all equally fast and fully: points, then club, "
        "then customised goods.",
        source="course, A2; it emerges from bonds that outlive the offer that made them",
        course=("A2", "B1", "B2", "B3"),
        market=YEARS,
        figures=gaps("after a year", ("club", "points"), ("customised", "club")),
    ),
    "deeper_bonds_erode_more_slowly_in_the_courses_world": Claim(
        claim="With the course's delays and fidelities both deeper bonds erode more slowly than points, too.",
        source="course, A2",
        course=("A2",),
        market=YEARS,
        put_in="the order of delays and fidelities",
        figures=gaps("as in the course", ("club", "points"), ("customised", "points")),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

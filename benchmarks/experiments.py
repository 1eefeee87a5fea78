"""Experiments: what common luck is worth, what a second worker is worth, and what the layer itself costs.

The variance ratio is (variance of one strategy's runs + that of the other's) / variance of their differences: how many
times as many replications independent luck would take for the same interval.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from statistics import median

from benchmarks.measure import Line, at_least, at_most, report
from sim.experiments.comparison.compare import compare, replicate
from sim.experiments.execution.execution import Execution
from sim.experiments.execution.one_run import Job, live
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.scenario import Scenario

LARGE = 20_000
"""Customers above which a scenario is left out here: its runs take too long for many of them."""
MEASURES = ("profit_per_customer_year", "share")


def lines(quick: bool) -> list[Line]:
    """Ratios of variances, and of times by the clock on the wall."""
    found = [_common_luck("imitation_race", measure, 10 if quick else 40, 5.0) for measure in MEASURES]
    if not quick:
        others = [name for name in shipped_scenarios() if name != "imitation_race" and _makes_sense(load(name))]
        found += [_common_luck(name, MEASURES[0], 10, None) for name in others]
    found += _workers(quick)
    found.append(_overhead(quick))
    return found


def _makes_sense(scenario: Scenario) -> bool:
    firm = next(firm for firm in scenario.firms if firm.name == scenario.focal_firm)
    return bool(firm.programmes) and scenario.population.size <= LARGE


def _common_luck(name: str, measure: str, replications: int, target: float | None) -> Line:
    market = load(name)
    bare = {f"firms.{market.focal_firm}.programmes": []}
    found = compare(
        market, {"with": {}, "without": bare}, measure=measure, replications=replications, where=Execution(quiet=True)
    )
    ratio = float(found.pairs["variance_ratio"].iloc[0])
    what = f"{name}, with and without programmes: {measure}, variance ratio"
    if target is not None:
        return at_least(what, target, ratio)
    return report(what, f"{ratio:.0f} x" if math.isfinite(ratio) else "the same difference in every run")


def second(name: str, seconds: float) -> Scenario:
    """The market so large that one run takes about so long on one thread."""
    market = load(name)
    path = f"population.segments.{market.population.segments[0].name}.size"
    took = _took(lambda: live(Job(world=name, scenario=market, luck=(1, 0), log="exits")))
    took = min(took, _took(lambda: live(Job(world=name, scenario=market, luck=(1, 0), log="exits"))))
    return market.but({path: max(100, int(market.population.size * seconds / took))})


def _workers(quick: bool) -> list[Line]:
    market = second("imitation_race", 1.0)
    runs = 8 if quick else 16
    times = {1: [0.0], 2: [0.0]}
    for _ in range(1 if quick else 3):
        for workers in times:
            where = Execution(workers=workers, quiet=True)
            replicate({"warm": market.but(horizon=30)}, earned, replications=4, log="exits", where=where)
            job = _took(lambda where=where: replicate(  # type: ignore[misc]
                {"it": market}, earned, replications=runs + 1, log="exits", where=where))  # fmt: skip
            times[workers].append(job)
    ratio = median(times[1][1:]) / median(times[2][1:])
    return [at_least(f"two workers against one, {runs + 1} runs of about 1 s, workers at hand", 1.7, ratio)]


def _overhead(quick: bool) -> Line:
    """Runs made and read by the layer, on one worker, against the same runs in a loop; they take turns."""
    market = second("imitation_race", 1.0)
    where = Execution(workers=1, quiet=True)
    runs = 3 if quick else 8
    bare, layered = [], []
    for number in range(runs):
        job = Job(world="it", scenario=market, luck=(1, number), log="exits")
        bare.append(_took(lambda job=job: earned(live(job))))  # type: ignore[misc]
        layered.append(_took(lambda number=number: replicate(  # type: ignore[misc]
            {"it": market}, earned, replications=range(number, number + 1), log="exits", where=where)))  # fmt: skip
    more = 100 * (median(layered) / median(bare) - 1)
    return at_most(f"the layer on top of a run of {median(bare):.1f} s", 5.0, more, "%")


def earned(results: Results) -> float:
    """What the first firm earns."""
    return float(profit(results)["profit"].iloc[0])


def _took(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start

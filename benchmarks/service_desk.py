"""A need through the service desk, against the same queue written plainly in SimPy."""

from __future__ import annotations

from functools import partial
from random import Random

import simpy

from benchmarks.measure import Line, at_most, by_turns, ratio, report
from sim.results.simulate import RunOptions, simulate
from sim.scenario.scenario import Scenario

AN_HOUR, PEOPLE = 4.0, 5
HOUR = {"family": "exponential", "mean": 1.0}


def lines(quick: bool) -> list[Line]:
    """Ratio of processor time for as many needs; the desk's includes its customers and its log."""
    weeks = 10 if quick else 40
    asked = Scenario.model_validate(
        {
            "name": "desk", "title": "A desk alone", "teaches": "what a need costs", "horizon": weeks,
            "population": {"segments": [{"name": "callers", "size": 1000, "purchase_rate": 0.0001,
                                         "first_purchase": "on_arrival", "needs": AN_HOUR * 168 / 1000}]},
            "behaviour": {"satisfaction_step": 0.0}, "exits": {"preset": "none"},
            "firms": [
                {"name": "Desk", "departments": [{"kind": "service_desk", "servers": PEOPLE, "handling_hours": HOUR}]}
            ],
        }
    )  # fmt: skip
    needs = int(AN_HOUR * 168 * weeks)
    through_the_desk = partial(simulate, asked, watch=RunOptions(threads=1))
    ours, source, at_once = by_turns([through_the_desk, partial(from_a_source, needs), partial(plain_queue, needs)], 3)
    what = "a need through the desk / through plain SimPy"
    return [
        at_most(f"{what}, customers from one source", 1.0, ratio(ours.work, source.work), "x"),
        report(f"{what}, all on the calendar at once", f"{ratio(ours.work, at_once.work):.3g} x"),
    ]


def from_a_source(needs: int) -> None:
    """An M/M/c queue: a source sends customers one after the other, so that the calendar holds few events."""
    env, luck = simpy.Environment(), Random(1)
    people = simpy.PriorityResource(env, PEOPLE)

    def customer() -> simpy.events.ProcessGenerator:
        with people.request(priority=0) as turn:
            yield turn
            yield env.timeout(luck.expovariate(1.0))

    def source() -> simpy.events.ProcessGenerator:
        for _ in range(needs):
            yield env.timeout(luck.expovariate(AN_HOUR))
            env.process(customer())

    env.process(source())
    env.run()


def plain_queue(needs: int) -> None:
    """The same queue: a process for each customer from the start, who comes, waits her turn and is served."""
    env, luck = simpy.Environment(), Random(1)
    people = simpy.PriorityResource(env, PEOPLE)

    def customer(comes: float) -> simpy.events.ProcessGenerator:
        yield env.timeout(comes)
        with people.request(priority=0) as turn:
            yield turn
            yield env.timeout(luck.expovariate(1.0))

    comes = 0.0
    for _ in range(needs):
        comes += luck.expovariate(AN_HOUR)
        env.process(customer(comes))
    env.run()

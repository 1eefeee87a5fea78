"""Pareto/NBD as most people would write it in SimPy: every customer a process, luck from ``random``.

Schmittlein, Morrison & Colombo (1987, Management Science 33): she buys at a rate of her own and stays for an
exponential time; both rates are spread over customers as gammas.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import simpy

from benchmarks.markets import DROPOUT_MEAN, DROPOUT_SHAPE, PURCHASE_MEAN, PURCHASE_SHAPE, WAVE

Log = list[tuple[float, int, str]]


def shop(size: int, weeks: float, *, weekly_news: bool = False, keep: bool = True) -> tuple[int, Log]:
    """Number of purchases, and the log (week, customer, event) if it is to be kept."""
    env, log, count = simpy.Environment(), [], [0]
    luck = random.Random(1)
    news = [1.0]
    for number in range(size):
        buying = luck.gammavariate(PURCHASE_SHAPE, PURCHASE_MEAN / PURCHASE_SHAPE)
        going = luck.gammavariate(DROPOUT_SHAPE, DROPOUT_MEAN / DROPOUT_SHAPE)
        life = restless_customer if weekly_news else customer
        env.process(life(env, luck, number, (buying, going), (news, count, log if keep else None)))
    if weekly_news:
        env.process(waves(env, news))
    env.run(until=weeks)
    return count[0], log


def customer(env: simpy.Environment, luck: random.Random, number: int, rates: tuple[float, float], shared: tuple) -> Iterator:
    """She buys until she leaves."""
    _, count, log = shared
    leaves_at = luck.expovariate(rates[1])
    while True:
        pause = luck.expovariate(rates[0])
        if env.now + pause > leaves_at:
            yield env.timeout(leaves_at - env.now)
            if log is not None:
                log.append((env.now, number, "moving away"))
            return
        yield env.timeout(pause)
        count[0] += 1
        if log is not None:
            log.append((env.now, number, "purchase"))


def waves(env: simpy.Environment, news: list[float]) -> Iterator:
    """In every other week more people go than usual."""
    while True:
        news[0] = WAVE if news[0] == 1.0 else 1.0
        yield env.timeout(1.0)


def restless_customer(
    env: simpy.Environment, luck: random.Random, number: int, rates: tuple[float, float], shared: tuple
) -> Iterator:
    """The same customer, who each week reads the news and reckons anew at which rate she is about to leave.

    Waiting times have no memory, so at each news she may draw afresh.
    """
    news, count, log = shared
    while True:
        going = rates[1] * news[0]
        next_news = env.now // 1.0 + 1.0
        leaves_at = env.now + luck.expovariate(going)
        buys_at = env.now + luck.expovariate(rates[0])
        soonest = min(leaves_at, buys_at)
        while soonest < next_news and soonest == buys_at:
            yield env.timeout(buys_at - env.now)
            count[0] += 1
            if log is not None:
                log.append((env.now, number, "purchase"))
            buys_at = env.now + luck.expovariate(rates[0])
            soonest = min(leaves_at, buys_at)
        if soonest < next_news:
            yield env.timeout(leaves_at - env.now)
            if log is not None:
                log.append((env.now, number, "moving away"))
            return
        yield env.timeout(next_news - env.now)

"""Pareto/NBD as most people would write it in SimPy: every customer a process, luck from ``random``.

Schmittlein, Morrison & Colombo (1987, Management Science 33): she buys at a rate of her own and stays for an
exponential time; both rates are spread over customers as gammas.
"""

from __future__ import annotations

import random
from collections.abc import Generator

import simpy

from benchmarks.markets import DROPOUT_MEAN, DROPOUT_SHAPE, PURCHASE_MEAN, PURCHASE_SHAPE, WAVE

Log = tuple[list[float], list[int], list[str]]
"""Columns: lists of numbers and words cost the collector of garbage nothing, a list of tuples doubles the time."""
Rates = tuple[float, float]
Life = Generator[simpy.Event, object, None]


def shop(size: int, weeks: float, *, weekly_news: bool = False, keep: bool = True) -> tuple[int, Log]:
    """Number of purchases, and the log (week, customer, event) if it is to be kept."""
    env = simpy.Environment()
    book = Book(keep)
    luck = random.Random(1)
    for number in range(size):
        buying = luck.gammavariate(PURCHASE_SHAPE, PURCHASE_MEAN / PURCHASE_SHAPE)
        going = luck.gammavariate(DROPOUT_SHAPE, DROPOUT_MEAN / DROPOUT_SHAPE)
        life = restless_customer if weekly_news else customer
        env.process(life(env, luck, number, (buying, going), book))
    if weekly_news:
        env.process(waves(env, book))
    env.run(until=weeks)
    return book.purchases, book.log


class Book:
    """What all customers share: what has happened, and by how much more of them leave at present."""

    def __init__(self, keep: bool) -> None:
        self.purchases, self.keep, self.wave = 0, keep, 1.0
        self.log: Log = ([], [], [])

    def note(self, week: float, number: int, event: str) -> None:
        """Count it, and write it down if a log is kept."""
        self.purchases += event == "purchase"
        if self.keep:
            weeks, numbers, events = self.log
            weeks.append(week)
            numbers.append(number)
            events.append(event)


def customer(env: simpy.Environment, luck: random.Random, number: int, rates: Rates, book: Book) -> Life:
    """She buys until she leaves."""
    buying, going = rates
    leaves_at = luck.expovariate(going)
    while True:
        pause = luck.expovariate(buying)
        if env.now + pause > leaves_at:
            yield env.timeout(leaves_at - env.now)
            book.note(env.now, number, "moving away")
            return
        yield env.timeout(pause)
        book.note(env.now, number, "purchase")


def waves(env: simpy.Environment, book: Book) -> Life:
    """In every other week more people go than usual."""
    while True:
        book.wave = WAVE if book.wave == 1.0 else 1.0
        yield env.timeout(1.0)


def restless_customer(env: simpy.Environment, luck: random.Random, number: int, rates: Rates, book: Book) -> Life:
    """The same customer, who each week reads the news and reckons anew at which rate she is about to leave.

    Waiting times have no memory, so at each news she may draw afresh.
    """
    buying, going = rates
    while True:
        next_news = env.now // 1.0 + 1.0
        leaves_at = env.now + luck.expovariate(going * book.wave)
        buys_at = env.now + luck.expovariate(buying)
        while buys_at < next_news and buys_at < leaves_at:
            yield env.timeout(buys_at - env.now)
            book.note(env.now, number, "purchase")
            buys_at = env.now + luck.expovariate(buying)
        if leaves_at < next_news:
            yield env.timeout(leaves_at - env.now)
            book.note(env.now, number, "moving away")
            return
        yield env.timeout(next_news - env.now)

"""Results written by hand, so that every metric has a known answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sim.model.event_log import ROW, Names
from sim.model.events import EVENTS, RANK, ranks_logged
from sim.model.row_order import sort_rows
from sim.results.results import LogLevel, Results, Run
from sim.scenario.scenario import Scenario

FIRMS = ("Red", "Blue")
CAUSES = (
    "price", "product", "service", "market", "technology", "political", "trust of customers",
    "what people hear", "aware",
)  # fmt: skip
PROGRAMMES = ("club", "frequency")
PEOPLE, OTHERS = 4, 2
IN_THE_BOOKS_ONLY = ("goods", "tailoring")
GOODS = 60
"""Cost of goods in parts of a hundred of what is paid."""


class Happening(NamedTuple):
    """One line of a story; the customer is a place (0 to 3 people, 4 and 5 others) or -1."""

    time: float
    customer: int
    firm: str
    event: str
    money: float = 0.0
    cause: str = ""
    programme: str = ""
    generation: int = 0


def market(horizon: float = 20.0) -> Scenario:
    """Four people there from the start and two others who come by themselves; two firms."""
    return Scenario.model_validate(
        {
            "name": "hand_made",
            "title": "Hand-made",
            "teaches": "what metrics should answer",
            "horizon": horizon,
            "population": {
                "segments": [
                    {"name": "people", "size": PEOPLE},
                    {"name": "others", "size": OTHERS, "arrival": {"kind": "by_pull", "outside_pull": 0.01}},
                ]
            },
            "firms": [{"name": name} for name in FIRMS],
        }
    )


def run_of(story: Iterable[Happening], horizon: float, replication: int = 0, kept: LogLevel = "all") -> Run:
    """A replication in which just this happened."""
    rows, weekly = [], np.zeros((int(np.ceil(horizon)), len(FIRMS), len(EVENTS), 2), dtype=np.int64)
    for line in story:
        cents = round(100 * line.money)
        firm = FIRMS.index(line.firm) if line.firm else -1
        cause = CAUSES.index(line.cause) if line.cause else -1
        programme = PROGRAMMES.index(line.programme) if line.programme else -1
        event = RANK[line.event]
        if line.event not in IN_THE_BOOKS_ONLY:
            rows.append((line.time, cents, line.customer, line.generation, firm, event, cause, programme))
        if firm >= 0:
            weekly[int(line.time), firm, event] += (1, cents)
        if line.event == "purchase":
            weekly[int(line.time), firm, RANK["goods"]] += (1, cents * GOODS // 100)
    table = sort_rows(np.array(rows, dtype=ROW))
    if kept == "exits":
        table = table[np.isin(table["event"], ranks_logged("exits"))]
    return Run(replication=replication, rows=table, weekly=weekly)


def results_of(*stories: Iterable[Happening], horizon: float = 20.0, kept: LogLevel = "all", seed: int = 1) -> Results:
    """Results with one replication for each story."""
    return Results(
        scenario=market(horizon),
        seed=seed,
        version="0",
        scheduler="kernel",
        log_level=kept,
        names=Names(
            segments=("people", "others"),
            sizes=(PEOPLE, OTHERS),
            firms=FIRMS,
            causes=CAUSES,
            programmes=PROGRAMMES,
            start="2025-01-06",
        ),
        runs=tuple(run_of(story, horizon, number, kept) for number, story in enumerate(stories)),
    )


def first_purchase(time: float, customer: int, firm: str, money: float, generation: int = 0) -> list[Happening]:
    """She becomes a customer and buys."""
    return [
        Happening(time, customer, firm, "acquisition", generation=generation),
        Happening(time, customer, firm, "purchase", money, generation=generation),
    ]


STORY: tuple[Happening, ...] = (
    # Customer 0 comes, collects points, leaves for the price and comes back. 1 buys of both and moves away. 2 is true
    # to Blue and a member of its club. 3 never buys. 4 arrives late and is soon gone. 5 never arrives.
    *first_purchase(1.0, 0, "Red", 10),
    Happening(3.0, 0, "Red", "purchase", 10),
    Happening(4.0, -1, "Red", "launch", 50, programme="frequency"),
    Happening(5.0, 0, "Red", "purchase", 20),
    Happening(5.0, 0, "Red", "reward", 2, programme="frequency"),
    Happening(5.0, 0, "Red", "join", programme="frequency"),
    Happening(8.0, 0, "Red", "end of membership", programme="frequency"),
    Happening(8.0, 0, "Red", "exit", cause="price"),
    Happening(11.0, 0, "Red", "return"),
    *first_purchase(12.0, 0, "Red", 10),
    *first_purchase(2.5, 1, "Red", 10),
    *first_purchase(6.5, 1, "Blue", 30),
    Happening(15.0, 1, "Red", "exit", cause="market"),
    Happening(15.0, 1, "Blue", "exit", cause="market"),
    Happening(15.0, 1, "", "moving away", cause="market"),
    *first_purchase(0.5, 2, "Blue", 30),
    Happening(4.5, 2, "Blue", "purchase", 30),
    Happening(4.5, 2, "Blue", "join", 5, programme="club"),
    Happening(4.5, 2, "Blue", "benefit", 4, programme="club"),
    Happening(6.0, 2, "Blue", "attendance", 3, programme="club"),
    Happening(9.5, 2, "Blue", "purchase", 30),
    Happening(9.5, 2, "Blue", "tailoring", 6),
    Happening(14.5, 2, "Blue", "renewal", 5, programme="club"),
    Happening(2.0, 4, "", "arrival"),
    Happening(6.0, -1, "Red", "heard", 2, cause="political"),
    Happening(6.0, -1, "Red", "indignant", 1.5, cause="political"),
    *first_purchase(7.0, 4, "Blue", 20),
    Happening(9.0, 4, "Blue", "exit", cause="service"),
    Happening(9.0, -1, "Blue", "imitation", cause="aware", programme="frequency"),
    Happening(10.0, -1, "Blue", "launch", 30, programme="frequency"),
    *(Happening(float(week), -1, "Red", "running cost", 1, programme="frequency") for week in range(4, 20)),
)


def sales_story(red: list[int], blue: list[int], *launches: Happening) -> list[Happening]:
    """So many purchases of 10 in each week at each firm, and these launches."""
    story = list(launches)
    for firm, sold in (("Red", red), ("Blue", blue)):
        story += [Happening(w + 0.5, 0, firm, "purchase", 10) for w, number in enumerate(sold) for _ in range(number)]
    return story

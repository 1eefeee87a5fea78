"""The event log: what happened to whom, when and why, as a table. It is the truth of a run.

Rows are appended in blocks of plain columns and put in order once, by (time, customer, rank, firm).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pandas as pd

EVENT_MEANINGS: dict[str, str] = {
    # In the order in which events of one customer at one instant happen: the rank of an event is its place here.
    "launch": "a firm launches a programme; money: what building it cost",
    "imitation": "a rival takes a step towards a copy; the cause names the step",
    "shock": "something befalls the market; the cause names the kind",
    "running cost": "what a programme costs a firm whoever joins, booked each tick",
    "decision": "whoever steers a firm decides something; the cause names the lever",
    "account": "a key account decides about a firm; the cause names what; not money: the part, door or number",
    "manager": "a relationship manager comes or leaves; the cause says which; money: what it cost",
    "partner": "a channel partner comes or leaves; the cause says which; money: what it cost",
    "communication": "what a channel of communication costs, booked each tick; the cause names it",
    "relations cost": "what managers and morale cost whoever is met, booked each tick; the cause says for what",
    "records cost": "what keeping and cleaning customer records costs; the cause says for what",
    "line cost": "what a production line costs, booked each tick",
    "surplus": "goods made for stock are written off; money: what is lost",
    "research": "market research that a firm pays for",
    "told": "people hear of a firm from its customers; the cause says good or bad; not money: how many of them",
    "heard": "people in the market have heard of a story; the cause names it; not money: how many know of it",
    "indignant": "people are indignant at a story; the cause names it; not money: the sum of their indignation",
    "spending": "what else a firm spends; the cause says for what",
    "revaluation": "not spent: points already given change in worth because the terms of their programme change",
    "win-back": "a customer who left is made an offer; money: what it cost; the cause says whether she took it",
    "staffing": "the number of people at a service desk changes; money: their wages a week from now on",
    "desk cost": "what the people at a service desk cost, booked each tick",
    "arrival": "a customer comes to the market",
    "moves home": "she moves to another district of this market; the cause names it",
    "return": "a firm that she left may be chosen again",
    "expiry": "her points expire; money: their worth",
    "tier": "her tier is reviewed and changes; the cause names the new one",
    "renewal": "she renews her membership; money: the fee",
    "visit": "her relationship manager visits her; the cause says what became of it; money: what it cost",
    "door": "her account opens another door to the firm; the cause names it",
    "contact": "the firm gets in touch with her, as the degree of the relationship asks; money: what it cost",
    "recorded": "the firm puts her on file, or looks her up again; the cause names the kind of record",
    "attendance": "she attends a club event; money: what it cost the firm",
    "acquisition": "her first purchase here since she came or came back: she becomes a customer",
    "purchase": "she buys; money: what she pays",
    "goods": "not logged: cost of the goods of a purchase, kept in the weekly series only",
    "tailoring": "not logged: further cost of goods made for a customer, kept in the weekly series only",
    "handling": "not logged: cost of handling an order, kept in the weekly series only",
    "saved": "not logged, not money: what handling cost less than for a newcomer, kept in the weekly series only",
    "points earned": "not logged, not money: expected cost of points given, kept in the weekly series only",
    "points used": "not logged, not money: expected cost of full cards handed in, kept in the weekly series only",
    "order": "what she bought has to be made or taken from stock; money: what she paid",
    "shortage": "what she bought is not to be had; money: what the firm pays back less the goods it keeps",
    "delivery": "what she ordered is delivered",
    "commission": "a channel partner's part of what she paid",
    "need": "she has a need and turns to the service desk; the cause names the tier in which she is served",
    "answer begins": "somebody at the desk turns to her need",
    "answer": "the desk is done with her need; the cause says how: answered, recovered, failed or given up",
    "reward": "she gets a reward; money: what it cost the firm",
    "benefit": "a member's benefits are provided; money: what they cost the firm",
    "delivery late": "an order made for her came after the promised time",
    "join": "she joins a programme; money: the fee",
    "end of membership": "her membership of a programme ends",
    "exit": "she leaves a firm; the cause says why",
    "stated": "a key account says why she has left; the cause names what she says",
    "moving away": "she leaves the market",
}
TALLIED = ("goods", "tailoring", "handling", "saved", "points earned", "points used")
"""Events that make no row: they are counted in the weekly series only."""
EVENTS: tuple[str, ...] = tuple(EVENT_MEANINGS)
"""The names of the events, in the order of their ranks."""
RANK: dict[str, int] = {event: rank for rank, event in enumerate(EVENTS)}

ROW = np.dtype(
    [("time", "f8"), ("cents", "i8"), ("customer", "i4"), ("generation", "i2"), ("firm", "i1"), ("event", "i1"),
     ("cause", "i2"), ("programme", "i1")],
    align=True,
)  # fmt: skip
"""One row: weeks, money in cents, place and generation of the customer, firm, event, cause, programme (-1: none)."""
_PADDING = slice(sum(ROW[name].itemsize for name in ROW.names or ()), ROW.itemsize)
"""Bytes of a row that belong to no field; all of them are at its end."""

COLUMNS = (
    "replication", "time", "datetime", "customer_id", "firm", "event", "cause", "programme", "monetary_value",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the numbers in a log stand for."""

    segments: tuple[str, ...]
    sizes: tuple[int, ...]
    firms: tuple[str, ...]
    causes: tuple[str, ...]
    programmes: tuple[str, ...]
    start: str
    """Date of week 0, ISO."""


def sort_rows(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The rows ordered by (time, customer, generation, rank of event, firm), and else as they were written.

    Bytes between the fields are zero, so that equal rows are equal in memory too.
    """
    time = rows["time"]
    order = np.argsort(time)
    time = time[order]
    same = time[1:] == time[:-1]
    if same.any():
        tied = np.zeros(len(rows), dtype=bool)
        tied[1:] |= same
        tied[:-1] |= same
        written = order[tied]
        block = _plain(rows).take(written).view(ROW)
        keys = (written, block["firm"], block["event"], block["generation"], block["customer"], block["time"])
        order[tied] = written[np.lexsort(keys)]
    ordered = _plain(rows).take(order).view(ROW)
    ordered.view(np.uint8).reshape(len(ordered), ROW.itemsize)[:, _PADDING] = 0
    return ordered


def concatenate_rows(blocks: list[NDArray[np.void]]) -> NDArray[np.void]:
    """Blocks of rows as one; the list is emptied on the way, so that memory holds most rows once."""
    rows = np.empty(sum(map(len, blocks)), ROW)
    start = len(rows)
    while blocks:
        block = blocks.pop()
        start -= len(block)
        _plain(rows)[start : start + len(block)] = _plain(block)
    return rows


def _plain(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The same rows without names: NumPy copies nameless bytes a hundred times as fast as fields."""
    return rows.view(np.dtype((np.void, ROW.itemsize)))


def customer_ids(names: Names) -> NDArray[np.str_]:
    """Names of the places, such as ``consumers-17``, in the order of the rows of the population."""
    sizes = zip(names.segments, names.sizes, strict=True)
    return np.concatenate([np.char.add(f"{segment}-", np.arange(size).astype(str)) for segment, size in sizes])


_SMALL = (
    "purchase", "goods", "tailoring", "reward", "benefit", "attendance", "delivery late", "need", "answer",
    "answer begins", "handling", "saved", "points earned", "points used", "order", "delivery", "commission", "visit",
    "contact",
)  # fmt: skip
KEPT_WITH_EXITS = tuple(RANK[event] for event in EVENTS if event not in _SMALL)
"""Ranks of the events that a log kept to joins and exits holds: who came, joined and left, and what firms did."""


def decode_names(codes: ArrayLike, names: Iterable[str]) -> pd.Categorical[str]:
    """A column of names from their numbers; -1 stands for none."""
    import pandas as pd

    return pd.Categorical.from_codes(np.asarray(codes, dtype=np.int64), pd.Index(list(names)))


def labels(rows: NDArray[np.void], names: Names) -> pd.Categorical[str]:
    """Who each row is about, by name: ``consumers-17``, or ``consumers-17.1`` for the next to live in her place."""
    import pandas as pd

    places = customer_ids(names)
    later = rows["generation"] > 0
    if not later.any():
        return decode_names(rows["customer"], places)
    text = places[np.maximum(rows["customer"], 0)].astype(object)
    text[later] = [f"{t}.{g}" for t, g in zip(text[later], rows["generation"][later], strict=True)]
    text[rows["customer"] < 0] = None
    return pd.Categorical(text)


def event_table(rows: NDArray[np.void], names: Names, replication: int = 0) -> pd.DataFrame:
    """The rows as a data frame with the columns of :data:`COLUMNS`; names as categories, money in full units."""
    import pandas as pd

    start = np.datetime64(names.start, "us")
    return pd.DataFrame(
        {
            "replication": np.full(len(rows), replication, dtype=np.int32),
            "time": rows["time"],
            "datetime": start + (rows["time"] * (7 * 86_400e6)).astype("timedelta64[us]"),
            "customer_id": labels(rows, names),
            "firm": decode_names(rows["firm"], names.firms),
            "event": decode_names(rows["event"], EVENTS),
            "cause": decode_names(rows["cause"], names.causes),
            "programme": decode_names(rows["programme"], names.programmes),
            "monetary_value": rows["cents"] / 100,
        }
    )

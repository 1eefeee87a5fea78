"""What happened at one firm that the firm could see, with customers numbered so that the number says nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.language.messages import _
from sim.metrics.exits.exits import interviewed
from sim.model.events import RANK
from sim.registry import unknown
from sim.results.event_filters import customer_key
from sim.results.results import Results, Run

SEEN = (
    "purchase", "reward", "expiry", "join", "renewal", "tier", "end of membership", "need", "answer begins", "answer",
    "contact", "visit", "win-back", "attendance", "delivery", "delivery late", "shortage",
)  # fmt: skip
"""Events of customers that their firm sees. Arrivals, exits and their causes, and moving away it does not."""
SECONDS = "datetime64[s]"


@dataclass(frozen=True, kw_only=True)
class ObservableEvents:
    """One firm's records of one replication."""

    rows: NDArray[np.void]
    """What the firm saw, in the order of the log; an end of membership that is an exit is not among it."""
    stated: pd.DataFrame
    """Exit interviews that were answered: week, person, cause (as stated)."""
    people: NDArray[np.int64]
    """Who each number stands for: place 0 is customer c000001. This is truth, and stays out of the open part."""
    firm: str
    start: str
    """Date of week 0, ISO."""
    weeks: float
    causes: tuple[str, ...]
    programmes: tuple[str, ...]

    def of(self, *events: str) -> NDArray[np.void]:
        """The rows of these events."""
        chosen: NDArray[np.void] = self.rows[np.isin(self.rows["event"], [RANK[event] for event in events])]
        return chosen

    def ids(self, people: NDArray[np.int64]) -> NDArray[np.str_]:
        """Customers' numbers, such as ``c000017``."""
        order = np.argsort(self.people, kind="stable")
        number = order[np.searchsorted(self.people, people, sorter=order)] + 1
        return np.array([f"c{one:06d}" for one in number.tolist()], dtype=str)

    def who(self, rows: NDArray[np.void]) -> NDArray[np.str_]:
        """The number of the customer of each row."""
        return self.ids(customer_key(rows))

    def when(self, weeks: NDArray[np.float64]) -> NDArray[np.str_]:
        """Dates with the time of day, to the second: ``2025-01-31 14:05:59``."""
        moment = np.datetime64(self.start, "us") + (weeks * (7 * 86_400e6)).astype("timedelta64[us]")
        text: list[str] = np.datetime_as_string(moment.astype(SECONDS)).tolist()
        return np.array([one.replace("T", " ") for one in text], dtype=str)

    def when_end(self) -> str:
        """The last day of the window."""
        last = np.datetime64(self.start, "D") + np.timedelta64(int(np.ceil(7 * self.weeks)) - 1, "D")
        return str(last)

    def words(self, rows: NDArray[np.void]) -> NDArray[np.str_]:
        """The cause of each row, empty for none."""
        return np.array(["", *self.causes])[rows["cause"].astype(np.int64) + 1]

    def programme(self, rows: NDArray[np.void]) -> NDArray[np.str_]:
        """The programme of each row, empty for none."""
        return np.array(["", *self.programmes])[rows["programme"].astype(np.int64) + 1]


def on_record(results: Results, run: Run | None = None, firm: str | None = None) -> ObservableEvents:
    """What a firm has on record of a replication: the firm in focus and the first replication if left out.

    Customers are numbered in the order in which the firm first saw them, so a number tells neither segment nor place.
    Raises ``ExperimentError`` for an unknown firm, or a log without purchases.
    """
    names = results.names
    name = firm or results.scenario.focal_firm
    if name not in names.firms:
        raise ExperimentError(unknown("firm", name, names.firms))
    if results.log_level != "all":
        raise ExperimentError(
            _("the log was kept to joins and exits; simulate again with {option} to export a study").format(
                option="log='all'"
            )
        )
    run = run or results.runs[0]
    number = names.firms.index(name)
    mine = run.rows[(run.rows["firm"] == number) & (run.rows["customer"] >= 0)]
    seen = mine[np.isin(mine["event"], [RANK[event] for event in SEEN])]
    seen = seen[~_by_leaving(mine, seen)]
    exits, said = interviewed(results, run)
    answered = (said >= 0) & (exits["firm"] == number)
    stated = pd.DataFrame(
        {"week": exits["time"][answered], "person": customer_key(exits[answered]), "cause": said[answered]}
    )
    stated["cause"] = np.array([*names.words, ""])[stated["cause"].to_numpy(dtype=np.int64)]
    people, first = np.unique(customer_key(seen), return_index=True)
    return ObservableEvents(
        rows=seen,
        stated=stated,
        people=people[np.argsort(first, kind="stable")],
        firm=name,
        start=names.start,
        weeks=results.scenario.horizon,
        causes=names.words,
        programmes=names.programmes,
    )


def _by_leaving(mine: NDArray[np.void], seen: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which rows come of an exit at the same instant: memberships that end and points that lapse with it."""
    exits = mine[mine["event"] == RANK["exit"]]
    gone = set(zip(customer_key(exits).tolist(), exits["time"].tolist(), strict=True))
    ending = np.isin(seen["event"], [RANK["end of membership"], RANK["expiry"]])
    found = np.zeros(len(seen), dtype=bool)
    for place in np.flatnonzero(ending):
        row = seen[place]
        found[place] = (int(customer_key(seen[place : place + 1])[0]), float(row["time"])) in gone
    return found

"""The tables of an exported study, each with its codebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiments.synthetic_data.observable_events import SEEN, ObservableEvents
from sim.language.messages import mark
from sim.model.events import EVENTS
from sim.registry import register


@dataclass(frozen=True, kw_only=True)
class StudyTable:
    """A table that a firm could hand over. Its columns are those of the codebook, in that order."""

    file: str
    """Name of the CSV file."""
    about: str
    """One sentence: what a row is."""
    columns: Mapping[str, str]
    """The codebook: what each column means, with its unit; in English, marked for the catalogue."""
    of: Callable[[ObservableEvents], pd.DataFrame]
    """The rows, from what is on record."""


def study_table(
    name: str, *, about: str, columns: Mapping[str, str]
) -> Callable[[Callable[[ObservableEvents], pd.DataFrame]], StudyTable]:
    """Declare a function that makes the rows of a table as the table of that name, a CSV file of the same name.

    ``about`` and ``columns`` are those of :class:`StudyTable`.
    """

    def put(of: Callable[[ObservableEvents], pd.DataFrame]) -> StudyTable:
        return register("study_table", name)(StudyTable(file=f"{name}.csv", about=about, columns=columns, of=of))

    return put


@study_table(
    "transactions",
    about=mark("A purchase. In the order of time; read by `rfm_summary` of pymc-marketing as it stands."),
    columns={
        "customer_id": mark("number of the customer; it tells nothing else"),
        "datetime": mark("date and time of day, to the second"),
        "monetary_value": mark("what the customer paid, in units of money"),
    },
)
def _transactions(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of("purchase")
    return pd.DataFrame(
        {"customer_id": record.who(rows), "datetime": record.when(rows["time"]), "monetary_value": rows["cents"] / 100}
    )


@study_table(
    "contacts",
    about=mark("A time at which the firm got in touch with a customer, or the customer came to an event of its club."),
    columns={
        "customer_id": mark("number of the customer"),
        "datetime": mark("date and time of day, to the second"),
        "kind": mark("contact (by the plan), visit (of the relationship manager), win-back (an offer), attendance"),
        "outcome": mark("what became of it, as noted by the firm; of a contact its degree or means"),
        "cost": mark("what it cost the firm, in units of money"),
    },
)
def _contacts(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of("contact", "visit", "win-back", "attendance")
    return pd.DataFrame(
        {
            "customer_id": record.who(rows),
            "datetime": record.when(rows["time"]),
            "kind": [EVENTS[event] for event in rows["event"]],
            "outcome": record.words(rows),
            "cost": rows["cents"] / 100,
        }
    )


GIVEN_UP = "given up"


def service_cases(record: ObservableEvents) -> pd.DataFrame:
    """One row per need: who, tier, weeks of opening, beginning and end (missing while open), outcome.

    The n-th need of a customer is taken to be the n-th that is begun or given up, which is wrong only where she has two
    at once and the later one is served first.
    """
    needs, begun, ends = (_numbered(record, event) for event in ("need", "answer begins", "answer"))
    given_up = ends["word"] == GIVEN_UP
    met = pd.concat([begun, ends[given_up].assign(time=np.nan, at=ends["time"][given_up])])
    met["at"] = met["at"].fillna(met["time"])
    met = met.sort_values(["who", "at"], kind="stable")
    met["number"] = met.groupby("who").cumcount()
    table = needs.merge(met[["who", "number", "time"]], on=["who", "number"], how="left", suffixes=("", "_begun"))
    ends = ends[["who", "number", "time", "word"]]
    table = table.merge(ends, on=["who", "number"], how="left", suffixes=("", "_end"))
    return table.sort_values("time", kind="stable").reset_index(drop=True)


def _numbered(record: ObservableEvents, event: str) -> pd.DataFrame:
    rows = record.of(event)
    table = pd.DataFrame({"who": record.who(rows), "time": rows["time"].astype(float), "word": record.words(rows)})
    return table.assign(number=table.groupby("who").cumcount(), at=np.nan)


@study_table(
    "service_log",
    about=mark("A need that a customer brought to the service desk. Empty where the firm has no desk."),
    columns={
        "case_id": mark("number of the case"),
        "customer_id": mark("number of the customer"),
        "tier": mark("tier in which the customer is served"),
        "opened": mark("when the customer came"),
        "begun": mark("when an employee turned to the customer; empty if none did"),
        "closed": mark("when it ended; empty if it is open"),
        "outcome": mark("answered, recovered (wrong at first, then put right), failed, given up (lost patience), open"),
    },
)
def _service_log(record: ObservableEvents) -> pd.DataFrame:
    cases = service_cases(record)
    moments = {
        name: np.where(cases[column].isna(), "", record.when(cases[column].fillna(0.0).to_numpy()))
        for name, column in {"opened": "time", "begun": "time_begun", "closed": "time_end"}.items()
    }
    return pd.DataFrame(
        {
            "case_id": [f"s{number:06d}" for number in range(1, len(cases) + 1)],
            "customer_id": cases["who"],
            "tier": cases["word"],
            **moments,
            "outcome": cases["word_end"].fillna("open"),
        }
    )


STEPS = {
    "join": "joined", "renewal": "renewed", "tier": "tier reviewed", "end of membership": "ended",
    "expiry": "points expired", "reward": "rewarded",
}  # fmt: skip


@study_table(
    "memberships",
    about=mark(
        "A step in a membership: joined, renewed, tier reviewed, ended, points expired, rewarded. An end that is "
        "only an exit in disguise is left out: a firm does not see a card go into a drawer."
    ),
    columns={
        "customer_id": mark("number of the customer"),
        "datetime": mark("date and time of day, to the second"),
        "programme": mark("kind of programme"),
        "step": mark("what happened"),
        "tier": mark("the new tier, where one was reviewed"),
        "amount": mark("units of money: the fee of joining or renewing, the worth of points, the cost of a reward"),
    },
)
def _memberships(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of(*STEPS)
    return pd.DataFrame(
        {
            "customer_id": record.who(rows),
            "datetime": record.when(rows["time"]),
            "programme": record.programme(rows),
            "step": [STEPS[EVENTS[event]] for event in rows["event"]],
            "tier": record.words(rows),
            "amount": rows["cents"] / 100,
        }
    )


@study_table(
    "exit_interviews",
    about=mark(
        "An exit interview that was answered. Most who leave do not answer, and of those who do not nothing is "
        "here; who answers does not always give the true reason."
    ),
    columns={
        "customer_id": mark("number of the customer"),
        "datetime": mark("when the customer left, as the customer says"),
        "stated_cause": mark("the reason that the customer gave"),
    },
)
def _exit_interviews(record: ObservableEvents) -> pd.DataFrame:
    said = record.stated
    return pd.DataFrame(
        {
            "customer_id": record.ids(said["person"].to_numpy()),
            "datetime": record.when(said["week"].to_numpy(dtype=float)),
            "stated_cause": said["cause"].to_numpy(),
        }
    )


@study_table(
    "event_log",
    about=mark(
        "Something that happened to a customer, all kinds together: a case is a customer. Columns are named as in "
        "the XES standard (IEEE 1849), as pm4py has them; rows of one instant stand in the order in which they "
        "happened."
    ),
    columns={
        "case:concept:name": mark("case: number of the customer"),
        "concept:name": mark("activity: purchase, join, need, answer, contact, ..."),
        "time:timestamp": mark("ISO 8601, to the second, in UTC"),
        "org:group": mark("the firm"),
        "detail": mark("tier, outcome or programme, where there is one"),
        "amount": mark("units of money: price, fee, cost"),
    },
)
def _event_log(record: ObservableEvents) -> pd.DataFrame:
    rows = record.of(*SEEN)
    return pd.DataFrame(
        {
            "case:concept:name": record.who(rows),
            "concept:name": np.array(EVENTS)[rows["event"]],
            "time:timestamp": [f"{one.replace(' ', 'T')}Z" for one in record.when(rows["time"]).tolist()],
            "org:group": np.full(len(rows), record.firm),
            "detail": np.where(record.words(rows) != "", record.words(rows), record.programme(rows)),
            "amount": rows["cents"] / 100,
        }
    )

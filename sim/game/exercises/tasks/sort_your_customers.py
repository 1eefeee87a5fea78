"""The task of sorting customers: a base without labels, and of which kinds its customers are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field as Setting

from sim.files.csv_export import as_given_table
from sim.files.regular_file import UnreadableFileError, read_bytes, shown
from sim.game.errors import GameError, reason_of
from sim.game.exercises.exercise_sections import framed
from sim.game.exercises.marking import AnswerError, Marks
from sim.game.exercises.sorting import bracket, by_rfm, checked, read_sort, score, treated
from sim.game.exercises.sorting_case import SortingCase, open_base
from sim.game.exercises.task import ExerciseRun, Task
from sim.game.forms.field import Field, Value
from sim.game.presentation.section import Section
from sim.registry import register
from sim.scenario.market.population import Name
from sim.scenario.scenario import Scenario

RFM = "recency, frequency, money"
"""A sort by all three, as mail-order firms make it."""
NOT_TWICE = "not cut again"
MOST_GROUPS = 12
LARGEST_SORT = 50_000_000
"""Bytes that the file of a sort may have: a line for each customer."""
BY_HABIT = ("purchases", "money", "spend", "purchase_rate", "first_seen", "last_seen", "complaints", "satisfaction")
"""What a sort by form may cut by; a sort of one's own, by whatever it was made, comes in a file."""


class SortingRun(ExerciseRun):
    """A base on the desk."""

    def __init__(self, case: SortingCase) -> None:
        """The case; its truth stays in it."""
        self.case = case

    def sections(self) -> tuple[Section, ...]:
        """The base, a few of its rows, and how a sort is marked."""
        base = self.case.base
        text = (
            f"{len(base.customers):,} customers of {base.firm}, as its file has them in week {base.week:g}. Of which "
            "kinds are they? Put them into groups; each group will get the degree of contact that suits it best."
        )
        return (
            Section(heading=base.title, text=text),
            framed("The first of them", base.customers[["customer", *BY_HABIT[:6]]].head(8)),
            framed("All of them", base.customers[list(BY_HABIT)].describe().loc[["mean", "min", "50%", "max"]]
                   .rename(index={"50%": "median"}).reset_index(names="")),
            Section(heading="Your sort", text=ASKED),
        )  # fmt: skip

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Customers and purchases."""
        return {"customers": self.case.base.customers, "purchases": self.case.base.purchases}

    def questions(self) -> tuple[Field, ...]:
        """A sort made by cutting into bands, or a file with a sort of one's own."""
        there = tuple(name for name in BY_HABIT if self.case.base.customers[name].notna().any())
        return (
            Field(path="by", label="cut by", sort="choice", options=(RFM, *there), present=RFM,
                  help="What the base is cut by into bands of as many customers each"),
            Field(path="groups", label="into so many", sort="whole", least=1, most=MOST_GROUPS, present=4,
                  help="Bands of that"),
            Field(path="then_by", label="and by", sort="choice", options=(NOT_TWICE, *there), present=NOT_TWICE,
                  help="What each band is cut by once more"),
            Field(path="then_groups", label="into so many again", sort="whole", least=1, most=MOST_GROUPS, present=2,
                  help="Bands of that"),
            Field(path="file", label="or a file of your own", sort="text", present="",
                  help="A CSV file with the columns customer and label; it counts instead of the cuts"),
        )  # fmt: skip

    def read(self, values: Mapping[str, object]) -> dict[str, Value]:
        """The values by path; ``labels``, a label for each customer, is let through as it is."""
        return super().read({path: value for path, value in values.items() if path != "labels"})

    def answer(self, values: Mapping[str, object]) -> dict[str, Any]:
        """A label for each customer, from ``labels`` where that is given, else from a file, else from the cuts."""
        given: dict[str, Value] = {question.path: question.present for question in self.questions()}
        given |= {path: value for path, value in self.read(values).items() if value is not None}
        labels: object = values.get("labels")
        if labels is None and given["file"]:
            labels = _from_file(str(given["file"]))
        if labels is None:
            labels = self._cut(given)
        found = checked(self.case.base, _whole_numbers(labels))
        return {"labels": dict(zip(map(str, self.case.base.customers["customer"]), found, strict=True))}

    def marks(self, answer: Mapping[str, Any]) -> Marks:
        """Likeness and profit, see :func:`sim.game.exercises.sorting.score`."""
        sort: dict[int, Hashable] = {int(who): label for who, label in answer["labels"].items()}
        return score(self.case, sort)

    def truth(self) -> tuple[Section, ...]:
        """The true kinds with what suits each, and what known sorts get."""
        base, kinds = self.case.base.customers, np.array(self.case.kinds)
        best = {str(kind): how for kind, how in treated(self.case, self.case.kinds).choice.items()}
        rows = []
        for kind in dict.fromkeys(sorted(self.case.kinds)):
            hers = base[kinds == kind]
            rows.append({"kind": kind, "customers": len(hers), "purchases each": hers["purchases"].mean(),
                         "money each": hers["money"].mean(), "suits": best[kind]})  # fmt: skip
        return (
            framed("The true kinds", pd.DataFrame(rows)),
            framed("What known sorts get", bracket(self.case)),
        )

    def _cut(self, given: Mapping[str, Value]) -> dict[int, Hashable]:
        first = self._bands(str(given["by"]), int(str(given["groups"])))
        if given["then_by"] == NOT_TWICE:
            return first
        again = self._bands(str(given["then_by"]), int(str(given["then_groups"])))
        return {who: f"{label}, {again[who]}" for who, label in first.items()}

    def _bands(self, by: str, groups: int) -> dict[int, Hashable]:
        if not 1 <= groups <= MOST_GROUPS:
            raise AnswerError([f"{groups} groups were asked for; give 1 to {MOST_GROUPS}"])
        if by == RFM:
            return by_rfm(self.case.base, groups)
        table = self.case.base.customers
        rank = table[by].rank(method="first", na_option="top").to_numpy(dtype=np.int64) - 1
        bands = rank * groups // len(table) + 1
        return {int(who): f"{by} {int(band)}" for who, band in zip(table["customer"], bands, strict=True)}


ASKED = (
    "Cut the base into bands, by one habit or two, or make a sort of your own from the tables and hand it in as a CSV "
    "file with the columns customer and label. Two parts are marked, 100 points each: how like the true kinds your "
    "groups are (adjusted Rand index), and how much of the profit that knowing them would bring your groups bring."
)


def _from_file(file: str) -> dict[int, Hashable]:
    try:
        content = read_bytes(Path(file).expanduser(), LARGEST_SORT)
        table = as_given_table(pd.read_csv(BytesIO(content), encoding="utf-8-sig"))
    except (OSError, UnicodeError, ValueError, OverflowError, RuntimeError) as error:
        why = error.why if isinstance(error, UnreadableFileError) else reason_of(error)
        raise GameError(
            f"file: {shown(file)} cannot be read as CSV ({why}); give a table with customer and label"
        ) from None
    return read_sort(table)


def _whole_numbers(labels: object) -> object:
    """The same with customers by whole numbers, where they came as text."""
    if not isinstance(labels, Mapping):
        return labels
    return {int(who) if isinstance(who, str) and who.isdecimal() else who: label for who, label in labels.items()}


@register("exercise", "sort_your_customers")
class SortYourCustomers(Task):
    """Sort your customers: groups from how people buy, marked by the hidden kinds and by what they are worth (D5)."""

    kind: Literal["sort_your_customers"]
    firm: Name | None = None
    """Whose customers they are; the firm in focus if left out."""
    week: float = Setting(default=52.0, gt=0, le=1e6)
    """Week whose file is handed out; whole rounds of the scenario."""

    def open(self, scenario: Scenario | None, seed: int) -> SortingRun:
        """Run the scenario once for each degree of contact, and take the file out of it."""
        if scenario is None:
            raise ValueError("sorting customers needs a scenario; give its name in the task")
        return SortingRun(open_base(scenario, self.firm, self.week, seed))

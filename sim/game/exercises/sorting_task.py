"""Sorting customers as it is played: the base on the desk, cuts or a file of labels, the truth afterwards."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field as Setting

from sim.files.csv_export import as_given_table
from sim.files.csv_reading import decoded
from sim.files.regular_file import UnreadableFileError, read_bytes, shown
from sim.game.errors import GameError, reason_of
from sim.game.exercises.exercise import ExerciseRun, Task
from sim.game.exercises.marking import AnswerError, Marks, framed
from sim.game.exercises.sorting import (
    BY_HABIT,
    NOT_TWICE,
    RFM,
    bracket,
    by_rfm,
    checked,
    habit_words,
    read_sort,
    score,
    treated,
)
from sim.game.exercises.sorting_case import SortingCase, open_base
from sim.game.forms.field import Field, Value
from sim.game.presentation.game_texts import scenario_title
from sim.game.presentation.section import Section
from sim.game.words import word
from sim.language.messages import _, mark, translate
from sim.registry import register
from sim.scenario.market.population import Name
from sim.scenario.scenario import Scenario

MOST_GROUPS = 12


LARGEST_SORT = 50_000_000
"""Bytes that the file of a sort may have: a line for each customer."""


class SortingRun(ExerciseRun):
    """A base on the desk."""

    def __init__(self, case: SortingCase, scenario: Scenario | None = None) -> None:
        """The case, whose truth stays in it, and the scenario that it was taken from, for its title."""
        self.case, self.scenario = case, scenario

    def sections(self) -> tuple[Section, ...]:
        """The base, a few of its rows, and how a sort is marked."""
        base = self.case.base
        text = _(
            "{n} customers of {firm}, as its file has them in week {week}. Of which kinds are they? Put them into "
            "groups; each group will get the degree of contact that suits it best."
        )
        text = text.format(n=f"{len(base.customers):,}", firm=base.firm, week=f"{base.week:g}")
        words = habit_words()
        whole = base.customers[list(BY_HABIT)].describe().loc[["mean", "min", "50%", "max"]]
        return (
            Section(heading=base.title if self.scenario is None else scenario_title(self.scenario), text=text),
            framed(_("The first of them"), base.customers[["customer", *BY_HABIT[:6]]].head(8), words=words),
            framed(_("All of them"), whole.rename(index={"50%": "median"}).reset_index(names=""), words=words),
            Section(heading=_("Your sort"), text=translate(ASKED)),
        )

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Customers and purchases."""
        return self.case.base.tables()

    def questions(self) -> tuple[Field, ...]:
        """A sort made by cutting into bands, or a file with a sort of one's own."""
        there = tuple(name for name in BY_HABIT if self.case.base.customers[name].notna().any())
        return (
            Field(path="by", label=_("cut by"), sort="choice", options=(RFM, *there), present=RFM, words=habit_words(),
                  help=_("What the base is cut by into bands of as many customers each")),
            Field(path="groups", label=_("into so many"), sort="whole", least=1, most=MOST_GROUPS, present=4,
                  help=_("Bands of that")),
            Field(path="then_by", label=_("and by"), sort="choice", options=(NOT_TWICE, *there), present=NOT_TWICE,
                  words=habit_words(), help=_("What each band is cut by once more")),
            Field(path="then_groups", label=_("into so many again"), sort="whole", least=1, most=MOST_GROUPS,
                  present=2, help=_("Bands of that")),
            Field(path="file", label=_("or a file of your own"), sort="text", present="",
                  help=_("A CSV file with the columns customer and label; it counts instead of the cuts")),
        )  # fmt: skip

    def from_code(self, given: object) -> Mapping[str, object]:
        """Values by path, a label by customer, or a function that is given a row of the customers and returns one."""
        if callable(given):
            rows = self.case.base.customers.iterrows()
            return {"labels": {int(row["customer"]): given(row) for _place, row in rows}}
        values = super().from_code(given)
        paths = {"labels", *(question.path for question in self.questions())}
        return {"labels": values} if values and not paths & set(values) else values

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
                         "money each": hers["money"].mean(), "suits": word(best[kind])})  # fmt: skip
        return (
            framed(_("The true kinds"), pd.DataFrame(rows), words=habit_words()),
            framed(_("What known sorts get"), bracket(self.case), words=habit_words()),
        )

    def _cut(self, given: Mapping[str, Value]) -> dict[int, Hashable]:
        first = self._bands(str(given["by"]), int(str(given["groups"])))
        if given["then_by"] == NOT_TWICE:
            return first
        again = self._bands(str(given["then_by"]), int(str(given["then_groups"])))
        return {who: f"{label}, {again[who]}" for who, label in first.items()}

    def _bands(self, by: str, groups: int) -> dict[int, Hashable]:
        if not 1 <= groups <= MOST_GROUPS:
            said = _("{n} groups were asked for; give 1 to {most}")
            raise AnswerError([said.format(n=groups, most=MOST_GROUPS)])
        if by == RFM:
            return by_rfm(self.case.base, groups)
        table = self.case.base.customers
        rank = table[by].rank(method="first", na_option="top").to_numpy(dtype=np.int64) - 1
        bands = rank * groups // len(table) + 1
        return {int(who): f"{by} {int(band)}" for who, band in zip(table["customer"], bands, strict=True)}


ASKED = mark(
    "Cut the base into bands, by one habit or two, or make a sort of your own from the tables and hand it in as a CSV "
    "file with the columns customer and label. Two parts are marked, 100 points each: how like the true kinds your "
    "groups are (adjusted Rand index), and how much of the profit that knowing them would bring your groups bring."
)


def _from_file(file: str) -> dict[int, Hashable]:
    try:
        content = read_bytes(Path(file).expanduser(), LARGEST_SORT)
        table = as_given_table(pd.read_csv(StringIO(decoded(file, content))))
    except (OSError, UnicodeError, ValueError, OverflowError, RuntimeError) as error:
        why = error.why if isinstance(error, UnreadableFileError) else reason_of(error)
        said = _("file: {file} cannot be read as CSV ({reason}); give a table with customer and label")
        raise GameError(said.format(file=shown(file), reason=why)) from None
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
            raise ValueError(_("sorting customers needs a scenario; give its name in the task"))
        return SortingRun(open_base(scenario, self.firm, self.week, seed), scenario)

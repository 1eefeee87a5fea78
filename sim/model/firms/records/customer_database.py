"""The card index of a firm: who is on file with which kinds of record, since when, and how long what it says is right.

The same index is kept while a market runs and rebuilt from its log afterwards: it sees purchases, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds
from sim.scenario.firm.departments.records import DEALINGS, IDENTITY, KINDS

if TYPE_CHECKING:
    from sim.scenario.firm.departments.records import Records

NOBODY = -1

Lots: TypeAlias = Callable[[CustomerIds, str, int], NDArray[np.float64]]
"""A uniform draw for each of these customers, for a purpose and an ordinal: :meth:`FirmProcess.stream_key`."""


class Buyers(NamedTuple):
    """Who has bought since the firm last looked: columns of equal length, ascending by row of the population."""

    rows: CustomerIds
    generation: NDArray[np.int64]
    purchases: NDArray[np.int64]
    """Purchases since then, in the present spell."""
    member: NDArray[np.bool_]
    """Whether she is a member of a programme now: members show their card."""


class CustomerDatabase:
    """What is on file, by row of the population."""

    def __init__(self, rules: Records, people: int, lots: Lots) -> None:
        self._rules, self._lots = rules, lots
        self.generation = np.full(people, NOBODY, dtype=np.int64)
        """Who the file is about, of those who have lived in this place."""
        self.entered = np.full((len(KINDS), people), np.nan)
        """Week in which each entry was made or last renewed; not a number where there is none."""
        self.wrong_from = np.full((len(KINDS), people), np.nan)
        """Week from which each entry is no longer right."""
        self.since = np.full((len(KINDS), people), np.nan)
        """Week of the first entry of each kind."""
        self.purchases = np.zeros(people, dtype=np.int64)
        """Purchases on file."""

    @property
    def entries(self) -> int:
        """Number of entries kept."""
        return int(np.count_nonzero(~np.isnan(self.entered)))

    def on_file(self, kind: int, customers: CustomerIds, generation: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether there is an entry of this kind about each of these people."""
        about_her = self.generation[customers] == generation
        return np.asarray(about_her & ~np.isnan(self.entered[kind, customers]))

    def right(self, kind: int, customers: CustomerIds, generation: NDArray[np.int64], week: float) -> NDArray[np.bool_]:
        """Whether there is one, and what it says is still so."""
        there = self.on_file(kind, customers, generation)
        return np.asarray(there & (week < np.where(there, self.wrong_from[kind, customers], -np.inf)))

    def segment(
        self,
        customers: CustomerIds,
        generation: NDArray[np.int64],
        week: float,
        true: NDArray[np.int64],
        sizes: Sequence[int],
    ) -> NDArray[np.int64]:
        """The segment that the file puts each of these in: her own while the entry is right, -1 without an entry.

        An entry that is no longer right puts her in any segment, in proportion to their sizes.
        """
        there = self.on_file(IDENTITY, customers, generation)
        wrong = there & ~self.right(IDENTITY, customers, generation, week)
        told = np.where(there, true, NOBODY)
        parts = np.cumsum(sizes) / sum(sizes)
        told[wrong] = np.searchsorted(parts, self._lots(customers[wrong], "records/segment", 0), side="right")
        return told

    def purchase_rate(self, customers: CustomerIds, generation: NDArray[np.int64], week: float) -> NDArray[np.float64]:
        """Purchases per week that the file leads one to expect of each of these; not a number without dealings.

        Purchases on file / weeks since the first of them; an entry that is no longer right is out by a factor drawn
        evenly between 0 and 2.
        """
        there = self.on_file(DEALINGS, customers, generation)
        weeks = np.maximum(week - np.where(there, self.since[DEALINGS, customers], week), 1.0)
        rate = np.where(there, self.purchases[customers] / weeks, np.nan)
        wrong = there & ~self.right(DEALINGS, customers, generation, week)
        rate[wrong] *= 2.0 * self._lots(customers[wrong], "records/rate", 0)
        return rate

    def look(self, week: float, number: int, buyers: Buyers) -> tuple[list[CustomerIds], NDArray[np.bool_]]:
        """Put on file those buyers whom someone recognises.

        Returns, for each kind, those of whom it is the first entry; and which buyers' purchases went on file.
        """
        recognised = buyers.member.copy()
        chance = 1.0 - (1.0 - self._rules.identified) ** buyers.purchases[~recognised]
        recognised[~recognised] = self._lots(buyers.rows[~recognised], "records/identified", number) < chance
        place = np.flatnonzero(recognised)
        known = buyers.rows[place]
        other = known[self.generation[known] != buyers.generation[place]]
        self._forget(other)
        self.generation[known] = buyers.generation[place]
        first: list[CustomerIds] = []
        kept = np.zeros(len(buyers.rows), dtype=bool)
        for kind, (name, coverage) in enumerate(zip(KINDS, self._rules.coverage.by_kind, strict=True)):
            hit = self._lots(known, f"records/{name}", number) < coverage
            told, new = known[hit], np.isnan(self.entered[kind, known[hit]])
            first.append(told[new])
            if kind == DEALINGS:
                kept[place[hit]] = True
                self.purchases[told] += buyers.purchases[place[hit]]
            self.since[kind, told[new]] = week
            self._enter(kind, told if self._rules.renewed else told[new], week, f"records/{name}/fade", number)
        return first, kept

    def check(
        self, week: float, number: int, here: Callable[[CustomerIds, NDArray[np.int64]], NDArray[np.bool_]]
    ) -> RecordCheck:
        """Check the entries that may have gone stale and are older than the rule allows.

        Who is no longer in the market (``here`` says who is) is taken off file; the other entries are right again.
        """
        rule, checked = self._rules.clean_up, 0
        renewed: list[CustomerIds] = [np.zeros(0, dtype=np.int64) for _ in KINDS]
        if rule is None:
            return RecordCheck(0, renewed)
        gone: list[CustomerIds] = []
        for kind, (name, rate) in enumerate(zip(KINDS, self._rules.ageing.by_kind, strict=True)):
            due = np.flatnonzero(self.entered[kind] <= week - rule.older_than) if rate > 0 else renewed[kind]
            there = here(due, self.generation[due])
            checked += len(due)
            gone.append(due[~there])
            renewed[kind] = due[there]
            self._enter(kind, due[there], week, f"records/{name}/checked", number)
        self._forget(np.unique(np.concatenate(gone)))
        return RecordCheck(checked, renewed)

    def _enter(self, kind: int, customers: CustomerIds, week: float, purpose: str, number: int) -> None:
        rate = self._rules.ageing.by_kind[kind]
        self.entered[kind, customers] = week
        self.wrong_from[kind, customers] = np.inf
        if rate > 0:
            self.wrong_from[kind, customers] = week - np.log(self._lots(customers, purpose, number)) / rate

    def _forget(self, customers: CustomerIds) -> None:
        self.generation[customers] = NOBODY
        for entries in (self.entered, self.wrong_from, self.since):
            entries[:, customers] = np.nan
        self.purchases[customers] = 0


class RecordCheck(NamedTuple):
    """What a clean-up did."""

    checked: int
    """Entries that someone checked."""
    renewed: list[CustomerIds]
    """For each kind, whose entries are right again."""

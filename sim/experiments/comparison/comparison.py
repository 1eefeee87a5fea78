"""What came out of a comparison: the figure of each strategy in each replication, and all that is told from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.comparison.paired import JOINT, Joint, each_level, longer_side, needed, paired, pairs_of
from sim.experiments.errors import ExperimentError
from sim.experiments.measure import Judge
from sim.experiments.provenance import Provenance
from sim.glossary.labels import label
from sim.language.messages import _, translate
from sim.metrics._shared.interval import ENOUGH, mean_bounds
from sim.number_text import bounds, decimal, decimal_places, percent
from sim.object_view import ObjectView, ShowsItself
from sim.registry import unknown
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from os import PathLike

PERCENT = 100.0
"""Scale of the measures that are said in per cent."""
MAX_SENTENCES_SHOWN = 3
"""Pairs that a comparison tells of itself in a terminal."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Comparison(ShowsItself):
    """Strategies compared under the same luck.

    To look at it otherwise, ask for the same, *but*: ``comparison.but(level=0.99)`` or ``but(baseline="none")``.
    """

    title: str
    worlds: Mapping[str, Scenario]
    """The market of each strategy, by the strategy's name."""
    measure: Judge
    values: NDArray[np.float64]
    """The measure of each strategy in each replication, shape (replications, strategies); not to be written to."""
    seed: int
    """Row r of the values has the luck (seed, r)."""
    versions: Mapping[str, str]
    """What it was made with."""
    hashes: Mapping[str, str]
    """What each world is known by."""
    level: float = 0.95
    joint: Joint = "bonferroni"
    """How several intervals are made to hold together: ``bonferroni``, or ``none`` for each by itself."""
    baseline: str | None = None
    """The strategy that all others are compared with; none: each is compared with each."""
    notes: tuple[str, ...] = field(default=())
    """What else a reader has to know, such as where a sequential comparison stopped."""

    def __post_init__(self) -> None:
        """Refuse what cannot be looked at."""
        if not 0 < self.level < 1:
            told = _("level={level}: a level of confidence lies between 0 and 1; 0.95 is usual")
            raise ExperimentError(told.format(level=repr(self.level)))
        if self.joint not in JOINT:
            raise ExperimentError(unknown("way of making intervals hold jointly", str(self.joint), JOINT))
        if self.baseline is not None and self.baseline not in self.names:
            raise ExperimentError(unknown("baseline", self.baseline, self.names))
        self.values.flags.writeable = False

    def but(self, *, level: float | None = None, joint: Joint | None = None, baseline: str | None = None) -> Comparison:
        """The same runs, looked at another way; what is left out stays."""
        return dataclasses.replace(
            self, level=self.level if level is None else level, joint=joint or self.joint,
            baseline=self.baseline if baseline is None else baseline,
        )  # fmt: skip

    @property
    def names(self) -> tuple[str, ...]:
        """The strategies, in the order given."""
        return tuple(self.worlds)

    @property
    def replications(self) -> int:
        """How many replications each strategy has."""
        return len(self.values)

    @property
    def firm(self) -> str:
        """The firm that is looked at."""
        return self.measure.firm

    @property
    def runs(self) -> pd.DataFrame:
        """The measure of every run: one row per replication, one column per strategy."""
        numbers = pd.RangeIndex(len(self.values), name="replication")
        return self._stamped(pd.DataFrame(self.values, columns=pd.Index(self.names), index=numbers))

    @property
    def means(self) -> pd.DataFrame:
        """Each strategy's mean with its own interval: strategy, mean, low, high, deviation, replications.

        Each interval holds by itself; what they have in common is left in them, so judge by :attr:`pairs`.
        """
        mean, low, high = mean_bounds(self.values, self.level)
        table = pd.DataFrame(
            {"strategy": self.names, "mean": mean, "low": low, "high": high,
             "deviation": self.values.std(axis=0, ddof=1), "replications": self.replications}
        )  # fmt: skip
        return self._stamped(table)

    @property
    def pairs(self) -> pd.DataFrame:
        """Difference of each pair under the same luck; columns of :func:`sim.experiments.comparison.paired.paired`."""
        pairs = pairs_of(self.names, self.baseline)
        return self._stamped(paired(self.values, self.names, pairs, self.level, self.joint))

    def needed(self, half_width: float) -> pd.DataFrame:
        """Replications that intervals of this half-width would take, and how many of them are still to be made.

        ``half_width`` in the unit in which the measure is said: money, or points for a share.

        Returns one row per pair: one, other, half_width (the longer side as it is now), needed, still_needed. As sure
        as the deviation that it is worked out from: with few replications, a rough guide.
        """
        table = self.pairs
        each = each_level(self.level, len(table), self.joint)
        scale = self.measure.scale
        wanted = [
            needed(scale * float(deviation), half_width, each, float(skew))
            for deviation, skew in zip(table["deviation"], table["skewness"], strict=True)
        ]
        found = pd.DataFrame(
            {"one": table["one"], "other": table["other"], "half_width": scale * longer_side(table),
             "needed": wanted, "still_needed": [max(0, number - self.replications) for number in wanted]}
        )  # fmt: skip
        return self._stamped(found)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each pair in a plain sentence."""
        table = self.pairs[["one", "other", "difference", "low", "high"]]
        return tuple(self._said(*row) for row in table.itertuples(index=False, name=None))

    def __str__(self) -> str:
        """Everything in sentences, with what has to be known to read them."""
        return "\n".join([*self.sentences, *self.remarks])

    def view(self) -> ObjectView:
        """What is compared, the first differences in sentences, and each strategy's mean in a small table."""
        scale = self.measure.scale
        sign = "%" if scale == PERCENT else ""
        rows = []
        for name, mean, low, high in self.means[["strategy", "mean", "low", "high"]].itertuples(index=False, name=None):
            word = partial(decimal, places=decimal_places(scale * (high - low) / 2, scale * mean))
            rows.append((name, word(scale * mean) + sign, bounds(scale * low, scale * high, word) + sign))
        told = self.sentences
        more = len(told) - MAX_SENTENCES_SHOWN
        return ObjectView(
            title=_("{title}: {what} under {n} strategies").format(title=self.title, what=self.what, n=len(self.names)),
            facts=(
                *told[:MAX_SENTENCES_SHOWN],
                *((_("and {n} more pairs: print(found)").format(n=more),) if more > 0 else ()),
            ),
            columns=(_("strategy"), _("mean"), _("{level} interval").format(level=percent(self.level))),
            rows=tuple(rows),
            next_steps=("found.pairs", "found.means", "found.runs", "sim.charts.comparison_chart(found)"),
        )

    @property
    def stamp(self) -> str:
        """By what these figures are known, in a line: version, luck and worlds, the first eight digits of each hash."""
        return str(self._stamp())

    @property
    def remarks(self) -> tuple[str, ...]:
        """How the intervals are to be read."""
        count = len(pairs_of(self.names, self.baseline))
        told = []
        if count > 1:
            each = each_level(self.level, count, self.joint)
            if self.joint == "bonferroni":
                said = _("The {count} intervals hold jointly with {level} confidence (Bonferroni: each at {each}).")
            else:
                said = _("Each of the {count} intervals holds by itself, not jointly.")
            told.append(said.format(count=count, level=percent(self.level), each=percent(each, 2)))
        if self.replications < ENOUGH:
            said = _(
                "With {n} replications the interval of a skewed or one-sided difference holds less often than it says; "
                "make {enough} or more (coverage table in docs/how-to/compare.md)."
            )
            told.append(said.format(n=self.replications, enough=ENOUGH))
        return (*told, *self.notes)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write it to one JSON file, with all that is needed to make it again. Returns the file."""
        from sim.experiments.comparison.comparison_file import write

        return write(self, Path(path))

    def _stamped(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table that carries where it comes from, in ``attrs``."""
        return self._stamp().on(table)

    def _stamp(self) -> Provenance:
        luck = f"seed {self.seed}, {self.replications} replications"
        return Provenance(worlds=self.hashes, luck=luck, versions=self.versions)

    def _said(self, one: str, other: str, mean: float, low: float, high: float) -> str:
        mean, low, high = (self.measure.scale * value for value in (mean, low, high))
        places = decimal_places((high - low) / 2, mean)
        worded = partial(decimal, places=places)
        level, runs = percent(self.level), self.replications
        if low == high == 0:
            told = _("{one} and {other} do not differ in {what}: not in any of {n} replications")
            return told.format(one=one, other=other, what=self.what, n=runs)
        if low <= 0 <= high:
            told = _(
                "no clear difference between {one} and {other} in {what}: {mean}, {level} interval {interval}, "
                "{n} replications"
            )
            return told.format(
                one=one, other=other, what=self.what, mean=decimal(mean, places), level=level,
                interval=bounds(low, high, worded), n=runs,
            )  # fmt: skip
        if (mean < 0) == (self.measure.better == "more"):  # the better one is named first
            one, other, mean, low, high = other, one, -mean, -high, -low
        word = self.measure.more[0 if mean > 0 else 1]
        least, most = sorted((abs(low), abs(high)))
        said = translate(self.measure.says).format(
            one=one, other=other, size=decimal(abs(mean), places), more=translate(word)
        )
        told = _("{claim}, {level} interval {interval}, {n} replications")
        return told.format(claim=said, level=level, interval=bounds(least, most, worded), n=runs)

    @property
    def what(self) -> str:
        """The measure and its firm in words."""
        return _("{measure} of {firm}").format(measure=label("measure", self.measure.name), firm=self.firm)


def unit_word(unit: str) -> str:
    """The unit of a measure in the language in use."""
    return translate(unit)

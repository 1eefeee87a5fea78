"""The results of a scenario and its contrasts: a table of differences, and the findings read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.measure import Judge
from sim.experiments.measure_writer import ShownAs, measure_writer
from sim.experiments.provenance import Provenance, provenance_of
from sim.glossary.labels import label
from sim.language.messages import _, mark, translate
from sim.metrics._shared.interval import mean_bounds
from sim.object_view import ObjectView, ShowsItself
from sim.registry import registered
from sim.results.results import Results, SavedPage
from sim.scenario.contrasts import BASE, ContrastMeasure, Finding
from sim.scenario.files.side_texts import scenario_text
from sim.scenario.scenario import Scenario

Verdict: TypeAlias = Literal["more", "less", "unclear"]
COLUMNS = (
    "measure", "label", "firm", "contrast", "base", "other", "difference", "low", "high", "clear",
    "base_text", "other_text", "difference_text", "interval_text",
)  # fmt: skip
BASE_LABEL = mark("base case")
"""What the market as it stands in the file is called in tables and pictures."""
LEVEL = 0.95
"""Confidence of each interval; each holds by itself."""


@dataclass(frozen=True, kw_only=True)
class ContrastReading:
    """A difference between two markets in one measure, in words."""

    finding: Finding
    verdict: Verdict
    sentence: str
    base: float
    other: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ContrastResults(ShowsItself):
    """What the base and its contrasts came to, with all that is told from it."""

    scenario: Scenario
    """The scenario with its question."""
    results: Mapping[str, Results]
    """Results of each market by name, ``base`` first; replication r of each has the same luck."""
    measures: tuple[ContrastMeasure, ...]
    judges: tuple[Judge, ...]
    values: NDArray[np.float64]
    """Each measure of each market in each replication, shape (replications, markets, measures)."""

    @property
    def worlds(self) -> tuple[str, ...]:
        """Names of the markets, ``base`` first."""
        return tuple(self.results)

    @property
    def replications(self) -> int:
        """Runs of each market."""
        return len(self.values)

    @property
    def base(self) -> Results:
        """Results of the market as it stands in the file."""
        return self.results[BASE]

    def label(self, name: str) -> str:
        """What a market is called in tables and pictures.

        Args:
            name: Name of the market.

        Returns:
            The label of the contrast, or of the base.
        """
        if name == BASE:
            return translate(BASE_LABEL)
        return scenario_text(self.scenario, self.scenario.contrasts[name].label)

    def measure_label(self, number: int) -> str:
        """What a measure is called in tables and pictures.

        Args:
            number: Place of the measure in the scenario, from 0.

        Returns:
            The label of the measure.
        """
        measure = self.measures[number]
        if measure.label is None:
            return label("measure", measure.measure)
        said = scenario_text(self.scenario, measure.label)
        return said if said != measure.label else translate(said)

    def shown_as(self, number: int) -> ShownAs:
        """How a measure is written.

        Args:
            number: Place of the measure in the scenario, from 0.

        Returns:
            ``number``, ``percent`` or ``money``.
        """
        judge = self.judges[number]
        own: ShownAs = "percent" if judge.scale == 100 else "money" if judge.unit.startswith("money") else "number"
        return self.measures[number].shown_as or own

    @property
    def stamp(self) -> Provenance:
        """Where tables and pictures come from."""
        worlds = {name: results.scenario for name, results in self.results.items()}
        return provenance_of(worlds, self.base.seed, self.replications)

    @property
    def table(self) -> pd.DataFrame:
        """One row per measure and contrast.

        Returns measure, label, firm, contrast, base, other (means), difference (contrast less base, same luck), low,
        high (95% interval of the difference, each by itself), clear (whether the interval leaves out zero), and the
        figures as they are written: base_text, other_text, difference_text, interval_text.
        """
        rows = []
        for number, measure in enumerate(self.measures):
            for name in self.worlds[1:]:
                base, other, mean, low, high = self._compare(BASE, name, number)
                word = measure_writer(self.shown_as(number), mean, low, high)
                rows.append(
                    {"measure": measure.name, "label": self.measure_label(number), "firm": self.judges[number].firm,
                     "contrast": name, "base": base, "other": other, "difference": -mean, "low": -high, "high": -low,
                     "clear": not low <= 0 <= high, "base_text": word.value(base), "other_text": word.value(other),
                     "difference_text": word.difference(-mean, sign=True), "interval_text": word.interval(-high, -low)}
                )  # fmt: skip
        return self.stamp.on(pd.DataFrame(rows, columns=COLUMNS))

    @property
    def findings(self) -> tuple[ContrastReading, ...]:
        """The scenario's findings, each read as it came out; those on markets that were not run are left out."""
        ran = [f for f in self.scenario.findings if set(f.between) <= set(self.worlds)]
        return tuple(self._read(finding) for finding in ran)

    @property
    def answer(self) -> str:
        """The first finding, which answers the question; empty where the scenario has none."""
        found = self.findings
        return found[0].sentence if found else ""

    def view(self) -> ObjectView:
        """The question, the first findings, and the table of contrasts.

        Returns:
            The lines and the table that a notebook or a terminal shows.
        """
        scenario = self.scenario
        asked = (scenario_text(scenario, scenario.question),) if scenario.question else ()
        told = tuple(finding.sentence for finding in self.findings)
        return ObjectView(
            title=scenario_text(scenario, scenario.title),
            facts=(*asked, *told)[:4],
            columns=(
                _("measure"),
                _("contrast"),
                translate(BASE_LABEL),
                _("in the contrast"),
                _("difference"),
                _("95% interval"),
            ),
            rows=tuple((label, self.label(name), *texts) for label, name, *texts in self._written()),
            next_steps=("found.table", "found.report()", "sim.charts.contrast_chart(found)"),
        )

    def _written(self) -> list[list[str]]:
        """The cells of the table as they are written: label, name of the contrast, and the figures."""
        columns = ["label", "contrast", "base_text", "other_text", "difference_text", "interval_text"]
        return [[str(cell) for cell in row] for row in self.table[columns].to_numpy()]

    def __str__(self) -> str:
        """Question and findings."""
        told = [scenario_text(self.scenario, text) for text in (self.scenario.title, self.scenario.question) if text]
        return "\n".join([*told, *(finding.sentence for finding in self.findings)])

    def report(self, path: str | PathLike[str] | None = None) -> SavedPage:
        """Write the report with the answer, an HTML page, and return it, as :meth:`sim.Results.report`.

        Args:
            path: File of the page; a temporary one if left out.

        Returns:
            The page that was written.
        """
        place = Path(mkdtemp(prefix="guanxi-")) / "report.html" if path is None else Path(path)
        registered("page")["report"](self.base, place, answer=self)  # type: ignore[operator]
        return SavedPage(place)

    def _compare(self, first: str, second: str, number: int) -> tuple[float, float, float, float, float]:
        """Means of two markets in a measure, their mean difference (first less second) and its bounds."""
        one, two = (self.values[:, self.worlds.index(name), number] for name in (first, second))
        mean, low, high = (float(bound) for bound in mean_bounds(one - two, LEVEL))
        return float(one.mean()), float(two.mean()), mean, low, high

    def _read(self, finding: Finding) -> ContrastReading:
        number = next(n for n, measure in enumerate(self.measures) if measure.name == finding.on)
        base, other, mean, low, high = self._compare(finding.between[0], finding.between[1], number)
        verdict = reading(mean, low, high)
        word = measure_writer(self.shown_as(number), mean, low, high)
        ends = (low, high) if verdict != "less" else (-high, -low)
        sentence = scenario_text(self.scenario, getattr(finding, verdict)).format(
            base=word.value(base), other=word.value(other), difference=word.difference(abs(mean)),
            interval=word.interval(*ends), n=self.replications,
        )  # fmt: skip
        return ContrastReading(
            finding=finding, verdict=verdict, sentence=" ".join(sentence.split()), base=base, other=other,
            difference=mean, low=low, high=high,
        )  # fmt: skip


def reading(mean: float, low: float, high: float) -> Verdict:
    """Which of the three readings of a finding applies: ``unclear`` unless the interval leaves out zero.

    >>> reading(2.0, 1.0, 3.0), reading(-2.0, -3.0, -1.0), reading(0.5, -1.0, 2.0), reading(0.0, 0.0, 0.0)
    ('more', 'less', 'unclear', 'unclear')
    """
    if np.isnan(low) or low <= 0 <= high:
        return "unclear"
    return "more" if mean > 0 else "less"

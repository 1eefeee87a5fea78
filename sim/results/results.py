"""What came out of a run, with all that is needed to make it again. It carries, and does nothing."""

from __future__ import annotations

import webbrowser
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.deprecated_names import renamed_attribute, with_old_keywords
from sim.escaped_html import template_environment
from sim.model.event_log import Names
from sim.model.events import LogLevel as LogLevel
from sim.number_text import decimal
from sim.object_view import ObjectView, ShowsItself
from sim.registry import registered
from sim.scenario.decisions.estimate import Estimate
from sim.scenario.scenario import Scenario

SHOWN = ("acquisitions", "purchases", "exits")
"""Columns of the weekly table that results show of themselves."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One replication."""

    replication: int
    rows: NDArray[np.void]
    """The event log, ordered; dtype :data:`sim.model.event_log.ROW`."""
    weekly: NDArray[np.int64]
    """Number and cents of events, shape (weeks, firms, events, 2), counted whatever the log keeps."""
    estimates: tuple[Estimate, ...] = ()
    """What firms worked out before they decided, in order; none where no strategy works anything out."""


@with_old_keywords(kept="log_level")
@dataclass(frozen=True, kw_only=True, repr=False)
class Results(ShowsItself):
    """Scenario, seed and version, and the log and weekly series of each replication."""

    scenario: Scenario
    seed: int
    version: str
    scheduler: Literal["kernel", "reference"]
    log_level: LogLevel
    """``all`` when the log is complete, ``exits`` when purchases and small events are left out of it."""
    names: Names
    runs: tuple[Run, ...]

    kept = renamed_attribute("kept", "log_level")

    def view(self) -> ObjectView:
        """The market, how it was run, and each firm's figures in a small table; means over replications.

        Returns:
            The lines and the table that a notebook or a terminal shows.
        """
        from sim.results.tables import COUNTED, count, profit_cents

        runs = [(*(count(run, COUNTED[column]) for column in SHOWN), profit_cents(run) / 100) for run in self.runs]
        sums = np.mean([[figures.sum(axis=0) for figures in run] for run in runs], axis=0)
        replications = "1 replication" if len(self.runs) == 1 else f"{len(self.runs)} replications (means are shown)"
        return ObjectView(
            title=f"Results of {self.scenario.name}: {self.scenario.title}",
            facts=(
                f"{self.scenario.population.size:,} customers, {len(self.names.firms)} firms, "
                f"{self.scenario.horizon:g} weeks, {replications}, seed {self.seed}",
            ),
            columns=("firm", *(column.replace("_", " ") for column in SHOWN), "profit"),
            rows=tuple(
                (firm, *(decimal(float(figures[place])) for figures in sums))
                for place, firm in enumerate(self.names.firms)
            ),
            next_steps=("sim.summary(results)", "sim.charts.exit_chart(results)", "results.report()"),
        )

    def report(self, path: str | PathLike[str] | None = None) -> SavedPage:
        """Write the report, an HTML page, and return it; a notebook shows it, ``.open()`` opens the browser.

        Args:
            path: File of the page; a temporary one if left out.

        Returns:
            The page that was written.

        Raises:
            OSError: When it cannot be written.
        """
        place = Path(mkdtemp(prefix="guanxi-")) / "report.html" if path is None else Path(path)
        registered("page")["report"](self, place)  # type: ignore[operator]
        return SavedPage(place)


@dataclass(frozen=True)
class SavedPage:
    """An HTML page that was written to a file."""

    path: Path

    def open(self) -> None:
        """Show it in the browser."""
        webbrowser.open(self.path.resolve().as_uri())

    def __repr__(self) -> str:
        """Where it is."""
        return f"Report: {self.path}\nNext: .open() shows it in the browser"

    def _repr_html_(self) -> str:
        frame = template_environment().from_string(FRAME)
        return frame.render(page=self.path.read_text(encoding="utf-8"))


FRAME = '<iframe srcdoc="{{ page }}" style="width: 100%; height: 44rem; border: 1px solid #bbb"></iframe>'
"""A whole page within another one, whose rules do not reach out of it."""

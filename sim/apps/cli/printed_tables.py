"""What several commands print: what a scenario holds, what looks like a slip in it, tables of how firms fared."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from sim.glossary.labels import cause_name
from sim.language.formats import decimal_number
from sim.language.messages import _, ngettext
from sim.number_text import decimal, percent, with_bounds

if TYPE_CHECKING:
    from rich.table import Table

    from sim.game.session.rehearse import Rehearsal
    from sim.metrics._shared.interval import Interval
    from sim.results.results import Results
    from sim.scenario.scenario import Scenario

MIN_FLEXIBLE_WIDTH = 12
"""Characters that a column keeps, however narrow the terminal is."""


def print_whole(table: Table) -> None:
    """Print a table: a narrow terminal breaks its lines; rich would leave out what does not fit, digits too."""
    from rich.console import Console

    console = Console()
    console.width = max(console.width, console.measure(table, options=console.options.update(width=1000)).maximum)
    console.print(table)


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1, title: str | None = None,
    caption: str | None = None,
) -> None:  # fmt: skip
    """Print a small table whole; its first columns hold ``words`` and stand to the left, the others hold figures."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, caption=caption, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place, heading in enumerate(columns):
        table.add_column(heading, justify="left" if place < words else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    print_whole(table)


def print_fitted(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, flexible: int, shorter: Callable[[str], str] = str
) -> None:
    """Print a table of words, a line for each row, as wide as the terminal.

    A cell of the ``flexible`` column that does not fit is made ``shorter``, then cut with an ellipsis.
    """
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table

    console, rows = Console(highlight=False), list(rows)
    gaps = 2 * (len(columns) - 1)
    widths = [max(cell_len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]
    room = max(MIN_FLEXIBLE_WIDTH, console.width - gaps - sum(widths) + widths[flexible])
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for place, heading in enumerate(columns):
        most = room if place == flexible else None
        table.add_column(heading, no_wrap=True, overflow="ellipsis", max_width=most)
    for row in rows:
        cells = [
            shorter(cell) if place == flexible and cell_len(cell) > room else cell for place, cell in enumerate(row)
        ]
        table.add_row(*cells)
    console.width = max(console.width, sum(widths) - widths[flexible] + room + gaps)
    console.print(table, markup=False)


def print_wrapped(text: str, indent: int = 0) -> None:
    """Print a paragraph as wide as the terminal; the lines after the first begin ``indent`` further to the right."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    lines = Text(text).wrap(console, max(20, console.width - indent))
    for number, line in enumerate(lines):
        print(" " * (indent if number else 0) + line.plain.rstrip())


def remark(asked: Scenario) -> None:
    """Say loudly what looks like a slip; the run goes on."""
    import warnings

    from rich.console import Console

    from sim.scenario.files.scenario_warnings import UnlikelyScenarioWarning, scenario_warnings

    warnings.simplefilter("ignore", UnlikelyScenarioWarning)  # said here, once
    console = Console(stderr=True, soft_wrap=True)
    for said in scenario_warnings(asked):
        console.print(_("Warning: {said}").format(said=said), style="bold red", markup=False, highlight=False)


@contextmanager
def leftovers_in_a_line() -> Iterator[None]:
    """Print warnings of writes that were cut off and of plug-ins as plain lines, not as Python shows warnings."""
    import warnings

    from sim.files.leftovers import LeftoverWarning
    from sim.registry import PluginWarning

    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(
            message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None,
            line: str | None = None,
        ) -> None:  # fmt: skip
            if issubclass(category, LeftoverWarning | PluginWarning):
                print(message, file=sys.stderr)
            else:
                usual(message, category, filename, lineno, file, line)

        warnings.simplefilter("always", LeftoverWarning)
        warnings.showwarning = show
        yield


def content(scenario: Scenario) -> str:
    """How much there is in a scenario, in a few words."""
    firms = len(scenario.firms)
    said = ngettext(
        "{customers} customers, {n} firm, {weeks} weeks", "{customers} customers, {n} firms, {weeks} weeks", firms
    )
    return said.format(customers=decimal_number(scenario.population.size), n=firms, weeks=f"{scenario.horizon:g}")


def outcome_table(results: Results, title: str = "") -> Table:
    """How each firm fared, as a table a person can read; ``title`` in place of that of the scenario."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.metrics.summary import summary

    many = len(results.runs) > 1
    heading = _("{title}, seed {seed}, {runs} replications") if many else _("{title}, seed {seed}")
    title = heading.format(title=title or results.scenario.title, seed=results.seed, runs=len(results.runs))
    caption = _("in brackets the 95% interval of each mean") if many else None
    table = Table(title=title, caption=caption, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    lines = []
    for line in summary(results):
        cause = (
            f"{cause_name(line.main_cause)} ({percent(line.main_cause_share)})" if line.main_cause else _("nobody left")
        )
        share, churn = (_figure(part, 0.01, 1, "%") for part in (line.share, line.churn))
        profit = _figure(line.profit, 1000 if many else 1)
        lines.append((line.firm, _figure(line.customers), share, churn, cause, profit))
    last = _("profit, thousands") if many else _("profit")
    headings = (_("firm"), _("customers\nat end"), _("share of\nrevenue"), _("churn\na year"), _("main cause"), last)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place in (0, 4) else "right", no_wrap=True)
    for row in lines:
        table.add_row(*row)
    return table


def rounds_table(rehearsal: Rehearsal) -> Table:
    """What each round brought each firm, as a table a person can read."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=_("{title}, seed {seed}, played by bots").format(title=rehearsal.game.title, seed=rehearsal.seed),
        caption=_("share of revenue | churn a year | profit, thousands"), box=SIMPLE_HEAD, padding=(0, 1, 0, 0),
    )  # fmt: skip
    firms = dict.fromkeys(outcome.firm for outcome in rehearsal.outcomes)
    table.add_column(_("round"), justify="right")
    for firm in firms:
        table.add_column(f"{firm}\n{rehearsal.bots.get(firm) or _('of the scenario')}", justify="right", no_wrap=True)
    for number in range(rehearsal.game.rounds):
        cells = [
            f"{percent(outcome.share, 1)} | {percent(outcome.churn, 1)} | {decimal(outcome.profit / 1000, 1)}"
            for outcome in rehearsal.outcomes if outcome.round == number
        ]  # fmt: skip
        table.add_row(str(number + 1), *cells)
    return table


def _figure(value: Interval, unit: float = 1, places: int = 0, sign: str = "") -> str:
    """A mean with its interval on the line below, counted in units of so much."""

    def word(figure: float) -> str:
        return decimal(figure / unit, places) + (sign if math.isfinite(figure) else "")

    return with_bounds(value.mean, value.low, value.high, word).replace(" (", "\n(", 1)

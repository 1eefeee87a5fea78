"""The contrasts of a scenario on the command line: which are run, what they cost, and the answer as it is printed."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.language.messages import _

if TYPE_CHECKING:
    from sim.experiments.contrast_results import ContrastResults
    from sim.experiments.execution.execution import Execution
    from sim.results.results import LogLevel, Results
    from sim.scenario.scenario import Scenario

MOST_ANSWER_LINES = 3
"""Lines of the answer that are printed last."""


def chosen_contrasts(asked: Scenario, wanted: Sequence[str], changed: Collection[str]) -> list[str]:
    """The contrasts to be run: those ``wanted`` by name, or all that can be made.

    Where values were ``changed`` on the command line, a contrast that no longer changes anything is left out with a
    line about it. Raises ``ScenarioError`` for a wanted contrast that is not there or cannot be made.
    """
    from sim.scenario.files.validation_errors import ScenarioError

    found = []
    for name in dict.fromkeys(wanted or asked.contrasts):
        try:
            asked.contrast(name)
        except ScenarioError as error:
            if wanted or not changed:
                raise
            said = _("Contrast {name} is left out: {reason}").format(name=name, reason=error.faults[0].message)
            print(said, file=sys.stderr)
        else:
            found.append(name)
    return found


def as_often_as_contrasts(asked: Scenario, replications: int | None) -> Scenario:
    """The scenario with as many replications as each of its contrasts has, so that one table fits the other."""
    from sim.experiments.contrasts import runs_of_each

    return asked.but(replications=runs_of_each(asked, replications))


def run_chosen(asked: Scenario, names: Sequence[str], workers: int | None) -> ContrastResults:
    """Run the base and these contrasts; runs made earlier come from the user's store."""
    from sim.experiments.contrasts import run_contrasts

    said = _("{markets} markets × {runs} runs, less those that are stored")
    print(said.format(markets=len(names) + 1, runs=asked.replications), file=sys.stderr)
    with _stored(workers) as where:
        return run_contrasts(asked, contrasts=names, replications=asked.replications, where=where)


def run_beside(found: ContrastResults, market: Scenario, log: LogLevel, workers: int | None) -> Results:
    """Results of a market beside the base: those of the contrast that is the same, or runs of its own."""
    from sim.experiments.contrasts import run_market
    from sim.scenario.contrasts import plain_market

    wanted = plain_market(market)
    for results in found.results.values():
        if results.scenario == wanted:
            return results
    with _stored(workers) as where:
        return run_market(market, log, where)


@contextmanager
def _stored(workers: int | None) -> Iterator[Execution]:
    """Where runs are made: by so many workers, with the user's store, whose oldest runs are removed at the end."""
    from sim.experiments.execution.execution import Execution
    from sim.experiments.execution.run_store import remove_oldest, user_store

    store = user_store()
    try:
        yield Execution(store=store, workers=workers)
    finally:
        if store is not None:
            remove_oldest(store)


def answer_lines(found: ContrastResults, labels: Mapping[str, str] | None = None) -> list[str]:
    """The answer in at most three lines: the findings, or the first rows of the table where there are none.

    ``labels`` are those of contrasts in the language in use.
    """
    told = [finding.sentence for finding in found.findings]
    if not told:
        told = [
            _("{figure}, {contrast}: {other} against {base} (difference {difference}, 95% interval {interval})").format(
                figure=row.label,
                contrast=(labels or {}).get(str(row.contrast)) or found.label(str(row.contrast)),
                other=row.other_text,
                base=row.base_text,
                difference=row.difference_text,
                interval=row.interval_text,
            )
            for row in found.table.itertuples()
        ]
    return told[:MOST_ANSWER_LINES]


def answer_content(found: ContrastResults) -> dict[str, object]:
    """Question, findings and table, ready for JSON; what is no number is null."""
    import json

    figures = [column for column in found.table if not str(column).endswith("_text")]
    rows = json.loads(found.table[figures].to_json(orient="records"))
    return {
        "question": found.scenario.question,
        "replications": found.replications,
        "answer": answer_lines(found),
        "findings": [
            {"on": one.finding.on, "between": one.finding.between, "verdict": one.verdict, "sentence": one.sentence}
            for one in found.findings
        ],
        "contrasts": rows,
    }

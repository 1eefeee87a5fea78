"""Results on disk: a folder with the event log, the weekly books, a summary, a report and the scenario as run."""

from __future__ import annotations

import dataclasses
import json
import math
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.files.csv_export import write_csv
from sim.language.choice import ENGLISH, in_language
from sim.metrics.summary import summary
from sim.results.results import LogLevel, Results
from sim.results.storage.event_log_file import LogFile
from sim.results.storage.results_folder_rules import MARK, whole_folder
from sim.results.tables import decision_table, weekly
from sim.scenario.contrasts import plain_market
from sim.scenario.files.load import dump

if TYPE_CHECKING:
    from sim.experiments.contrast_results import ContrastResults


def save(results: Results, folder: str | PathLike[str], *, without: Results | None = None, report: bool = True) -> Path:
    """Write a run to a folder: ``events``, ``weekly.csv``, ``scenario.yaml``, ``report.html``, ``summary.json``.

    ``decisions.csv`` comes with them where firms work out what pays (:func:`sim.decision_table`). The folder appears
    whole or not at all, and replaces results that are there.

    Args:
        results: Runs to be written, as from :func:`sim.simulate`.
        folder: Path of the folder.
        without: The same market without the programmes in question, run with the same luck: the report then shows what
            they gained.
        report: Whether the page with pictures is written.

    Returns:
        The folder.

    Raises:
        NotAResultsFolderError: For a folder that holds anything else.
    """
    with whole_folder(folder) as place:
        write(results, place, without=without, report=report)
    return Path(folder)


def write(
    results: Results,
    place: Path,
    *,
    without: Results | None = None,
    report: bool = True,
    in_file: LogLevel | None = None,
    answer: ContrastResults | None = None,
) -> None:
    """Write everything into a folder that is there.

    ``answer`` holds the scenario's contrasts; given it, the report begins with the answer, and ``contrasts.csv`` is
    written too. ``in_file`` says that the event log is in the folder already, written while the run went on, and what
    it holds.
    """
    if in_file is None:
        with LogFile(place, results.names) as log:
            for run in results.runs:
                log.append(run.rows, run.replication)
    kept = in_file or results.log_level
    write_csv(weekly(results), place / "weekly.csv")
    if any(run.estimates for run in results.runs):
        write_csv(decision_table(results), place / "decisions.csv")
    (place / "scenario.yaml").write_text(as_run(results), encoding="utf-8")
    if report:
        from sim.reports.report import write_report

        write_report(results, place / "report.html", without, answer)
    if answer is not None:
        with in_language(ENGLISH):  # a file for programs says the same in every language
            write_csv(answer.table, place / "contrasts.csv")
    facts = json.dumps({**facts_of(results), "log": kept}, indent=2, ensure_ascii=False)
    (place / MARK).write_text(facts + "\n", encoding="utf-8")


def as_run(results: Results) -> str:
    """The scenario as it was run, as the text of a scenario file: load it to make the same run again."""
    asked = results.scenario
    if asked.costly_faults():  # a changed market may have lost what its question names
        asked = plain_market(asked)
    scenario = asked.but(seed=results.seed, replications=len(results.runs))
    opening = f"# As run by guanxi {results.version}, seed {results.seed}, with the {results.scheduler}.\n"
    return opening + dump(scenario)


def facts_of(results: Results) -> dict[str, Any]:
    """What ``summary.json`` holds: version, seed, size, and each firm's figures."""
    return {
        "made_by": "guanxi",
        "version": results.version,
        "scenario": results.scenario.name,
        "title": results.scenario.title,
        "seed": results.seed,
        "replications": len(results.runs),
        "weeks": results.scenario.horizon,
        "customers": results.scenario.population.size,
        "scheduler": results.scheduler,
        "firms": [_sound(dataclasses.asdict(line)) for line in summary(results)],
        "names": dataclasses.asdict(results.names),
    }


def _sound(value: Any) -> Any:
    """JSON knows no numbers that are not numbers: they become null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if hasattr(value, "_asdict"):
        value = {key: member for key, member in value._asdict().items() if key not in ("level", "replications", "note")}
    return {key: _sound(member) for key, member in value.items()} if isinstance(value, dict) else value

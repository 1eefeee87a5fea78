"""Writing a study: the open part to hand out, and the answer, sealed."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sim.experiments.errors import ExperimentError
from sim.experiments.synthetic_data.codebook import SEALED, answer_page, codebook
from sim.experiments.synthetic_data.observable_events import on_record
from sim.experiments.synthetic_data.table import StudyTable
from sim.experiments.synthetic_data.truth import true_customers, true_exits, true_memberships
from sim.files.atomic_write import new_folder
from sim.files.csv_export import csv_text
from sim.registry import registered
from sim.results.results import Results
from sim.scenario.files.load import dump

if TYPE_CHECKING:
    pass

OPEN, ANSWER = "open", "answer"
SAME_DATE = (2000, 1, 1, 0, 0, 0)
"""Date of the files in the archive, so that the same study is the same file."""


def export_dataset(
    results: Results, folder: str | os.PathLike[str], *, firm: str | None = None, replication: int = 0
) -> Path:
    """Write one firm's records as a study: ``open`` to hand out, ``answer`` to keep.

    ``open`` holds transactions, memberships, service log, contacts, exit interviews and an event log as CSV, with a
    codebook (README.md); ``answer`` the truth in an archive: scenario, seed, true rates, true causes. Nothing in
    ``open`` depends on what a firm cannot see, except through what people say in interviews. The folder must be new or
    empty; it appears whole or not at all. Returns the folder. Raises ``ExperimentError`` for a folder that holds
    something, a firm or a replication that there is not.
    """
    run = next((run for run in results.runs if run.replication == replication), None)
    if run is None:
        numbers = ", ".join(str(run.replication) for run in results.runs)
        raise ExperimentError(f"replication {replication} is not among those that were run ({numbers})")
    record = on_record(results, run, firm)
    tables = {name: cast("StudyTable", table) for name, table in registered("study_table").items()}
    made = {name: table.of(record) for name, table in tables.items()}
    truth = {
        "customers.csv": true_customers(record, results, run),
        "exits.csv": true_exits(record, results, run),
        "memberships_ended.csv": true_memberships(record, run),
    }
    with new_folder(Path(folder), ExperimentError) as place:
        (place / OPEN).mkdir()
        for name, frame in made.items():
            (place / OPEN / tables[name].file).write_text(csv_text(frame), encoding="utf-8")
        page = codebook(record, tables, {name: len(frame) for name, frame in made.items()})
        (place / OPEN / "README.md").write_text(page, encoding="utf-8")
        (place / ANSWER).mkdir()
        (place / ANSWER / "SEALED.md").write_text(SEALED, encoding="utf-8")
        asked = results.scenario.but(seed=results.seed, replications=max(run.replication for run in results.runs) + 1)
        texts = {name: csv_text(frame) for name, frame in truth.items()}
        texts |= {
            "scenario.yaml": dump(asked),
            "README.md": answer_page(results.seed, run.replication, results.version, record.firm),
        }
        _archive(place / ANSWER / "truth.zip", texts)
    return Path(folder)


def _archive(path: Path, texts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(texts.items()):
            entry = zipfile.ZipInfo(name, SAME_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)

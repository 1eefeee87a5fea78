"""A run written as a study: tables as a firm would have them, a codebook, and the truth apart."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from sim.experiments.errors import ExperimentError
from sim.experiments.synthetic_data.observable_events import ObservableEvents, on_record
from sim.experiments.synthetic_data.tables import StudyTable
from sim.experiments.synthetic_data.truth import true_customers, true_exits, true_memberships
from sim.files.atomic_write import new_folder
from sim.files.csv_export import csv_text
from sim.language.messages import _, ngettext, translate
from sim.registry import registered
from sim.results.results import Results
from sim.scenario.files.load import dump


def codebook(record: ObservableEvents, tables: Mapping[str, StudyTable], rows: Mapping[str, int]) -> str:
    """The codebook as Markdown, in the language in use; names of files and columns are the same in every language.

    It names neither scenario nor seed: with both, anyone could run the truth again.
    """
    about = _(
        "Synthetic data, made by a simulator of customers. One firm, {firm}; {people} customers; {weeks} weeks from "
        "{start}. The last day is that of the window, not of the last purchase: give {option} where a model asks "
        "for it."
    ).format(
        firm=record.firm, people=f"{len(record.people):,}", weeks=f"{record.weeks:g}", start=record.start,
        option=f'`observation_period_end="{record.when_end()}"`',
    )  # fmt: skip
    units = _(
        "Money in one unnamed unit. Times to the second. Customers are numbered in the order in which the firm first "
        "saw them. What the firm cannot see is not here: who left and when, why in truth, what rivals sold, how "
        "people differ."
    )
    parts = ["# " + _("What the firm has on file"), "", about, "", units]
    for name, table in tables.items():
        number = ngettext("{n} row.", "{n} rows.", rows[name]).format(n=f"{rows[name]:,}")
        parts += ["", f"## {table.file}", "", f"{translate(table.about)} {number}"]
        parts += ["", f"| {_('column')} | {_('meaning')} |", "|---|---|"]
        parts += [f"| `{column}` | {translate(meaning)} |" for column, meaning in table.columns.items()]
    return "\n".join(parts) + "\n"


def sealed_page() -> str:
    """What stands beside the archive with the answer, in the language in use."""
    held = {
        "scenario.yaml": _("the market as it was run; loading it makes the same run again"),
        "customers.csv": _("name in the log, segment, purchases a week, mean spend, own rates of leaving"),
        "exits.csv": _("every exit: week, true cause, whether the customer answered, what the customer stated"),
        "memberships_ended.csv": _("every end of a membership, and whether it was by leaving"),
        "README.md": _("seed, replication, version"),
    }
    about = _(
        "{archive} holds the answer: the scenario with its seed, who the customers are, at which rates they buy, and "
        "why and when they left. Keep this folder to yourself while others work on the folder {folder}; those who "
        "open the archive can no longer be asked what the data show."
    ).format(archive="`truth.zip`", folder="`open`")
    parts = ["# " + _("Sealed"), "", about, "", _("In the archive:"), ""]
    parts += [f"| {_('file')} | {_('content')} |", "|---|---|"]
    return "\n".join([*parts, *(f"| `{file}` | {what} |" for file, what in held.items())]) + "\n"


def answer_page(seed: int, replication: int, version: str, firm: str) -> str:
    """What stands in the archive beside the tables, in the language in use."""
    made = _("Guanxi {version}, seed {seed}, replication {replication}, firm {firm}.")
    columns = _(
        "{rates} are a customer's own rates of leaving per week where firms are alike and no bond holds; {chance} is "
        "the chance of leaving right after a purchase. {purchases} is per week and counts purchases at all firms."
    )
    said = made.format(version=version, seed=seed, replication=replication, firm=firm)
    meant = columns.format(rates="`base_rate` …", chance="`chance_at_purchase`", purchases="`purchase_rate`")
    return f"# {_('The answer')}\n\n{said} {meant}\n"


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
    empty; it appears whole or not at all.

    Args:
        results: Runs of which one is written, as from :func:`sim.simulate`.
        folder: New or empty folder.
        firm: Name of the firm whose records are written; the one in focus if left out.
        replication: Number of the replication, from 0.

    Returns:
        The folder.

    Raises:
        ExperimentError: For a folder that holds something, a firm or a replication that there is not.
    """
    run = next((run for run in results.runs if run.replication == replication), None)
    if run is None:
        numbers = ", ".join(str(run.replication) for run in results.runs)
        said = _("replication {replication} is not among those that were run ({numbers})")
        raise ExperimentError(said.format(replication=replication, numbers=numbers))
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
        (place / ANSWER / "SEALED.md").write_text(sealed_page(), encoding="utf-8")
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

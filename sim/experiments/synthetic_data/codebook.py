"""The page that goes with the open tables: each file, what a row is, each column."""

from __future__ import annotations

from collections.abc import Mapping

from sim.experiments.synthetic_data.observable_events import ObservableEvents
from sim.experiments.synthetic_data.table import StudyTable


def codebook(record: ObservableEvents, tables: Mapping[str, StudyTable], rows: Mapping[str, int]) -> str:
    """The codebook as Markdown. It names neither scenario nor seed: with both, anybody could run the truth again."""
    parts = [
        "# What the firm has on file",
        "",
        f"Synthetic data, made by a simulator of customers. One firm, {record.firm}; {len(record.people):,} customers; "
        f"{record.weeks:g} weeks from {record.start}. The last day is that of the window, not of the last purchase: "
        f'give `observation_period_end="{record.when_end()}"` where a model asks for it.',
        "",
        "Money in one unnamed unit. Times to the second. Customers are numbered in the order in which the firm first "
        "saw them. What the firm cannot see is not here: who left and when, why in truth, what rivals sold, how "
        "people differ.",
    ]
    for name, table in tables.items():
        parts += ["", f"## {table.file}", "", f"{table.about} {rows[name]:,} rows."]
        parts += ["", "| column | meaning |", "|---|---|"]
        parts += [f"| `{column}` | {meaning} |" for column, meaning in table.columns.items()]
    return "\n".join(parts) + "\n"


SEALED = """# Sealed

`truth.zip` holds the answer: the scenario with its seed, who the customers are, at which rates they buy, and why and
when they left. Keep this folder to yourself while others work on the folder `open`; whoever opens the archive can no
longer be asked what the data show.

In the archive:

| file | what |
|---|---|
| `scenario.yaml` | the market as it was run; loading it makes the same run again |
| `customers.csv` | name in the log, segment, purchases a week, mean spend, own rates of leaving |
| `exits.csv` | every exit: week, true cause, whether she answered, what she stated |
| `memberships_ended.csv` | every end of a membership, and whether it was by leaving |
| `README.md` | seed, replication, version |
"""


def answer_page(seed: int, replication: int, version: str, firm: str) -> str:
    """What stands in the archive beside the tables."""
    return (
        f"# The answer\n\nguanxi {version}, seed {seed}, replication {replication}, firm {firm}. `base_rate` columns "
        "are a customer's own rate of leaving per week where firms are alike and no bond holds; `chance_at_purchase` "
        "her chance of leaving right after a purchase. `purchase_rate` is per week and counts purchases at all firms.\n"
    )

"""Reading a shop's transaction log of ten million rows: seconds, and memory of the process that reads it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import Line, at_most

ROWS, QUICK_ROWS = 10_000_000, 300_000
PIECE = 500_000
SECONDS, GIGABYTES = 60.0, 4.0
"""What was wanted for ten million rows."""
READ = """
import json, resource, sys, time
from sim.experiments.transaction_logs.log_checks import read_transactions
begin, work = time.perf_counter(), time.process_time()
log = read_transactions(sys.argv[1], mend=["keep-repeats"])
seconds, work = time.perf_counter() - begin, time.process_time() - work
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"rows": log.report.rows, "purchases": len(log.week), "seconds": seconds, "work": work,
                  "gigabytes": peak}))
"""


def lines(quick: bool) -> list[Line]:
    rows = QUICK_ROWS if quick else ROWS
    found: list[Line] = []
    for what, exact in (("days", False), ("times of day", True)):
        with tempfile.TemporaryDirectory() as folder:
            path = written(Path(folder) / "log.csv", rows, exact=exact)
            told = json.loads(
                subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True).stdout
            )
        if told["rows"] != rows:
            raise RuntimeError(f"{told['rows']} rows were read of {rows}")
        name = f"a log with {what}, {rows:,} rows, {told['purchases']:,} purchases"
        found += [
            at_most(
                f"{name}: processor", SECONDS * rows / ROWS, told["work"], "s", f" ({told['seconds']:.3g} s by clock)"
            ),
            at_most(f"{name}: memory", GIGABYTES, told["gigabytes"], "GB"),
        ]
    return found


def written(path: Path, rows: int, *, exact: bool) -> Path:
    """A log of two years: one customer per 20 rows, log-normal amounts, rows in the order of time."""
    luck = np.random.default_rng(1)
    span = 2 * 365 * 86_400
    with path.open("w", encoding="utf-8") as file:
        file.write("customer_id,datetime,monetary_value\n")
        for first in range(0, rows, PIECE):
            count = min(PIECE, rows - first)
            second = np.sort(luck.integers(span * first // rows, span * (first + count) // rows, count))
            times = np.datetime64("2022-01-03") + (second if exact else second // 86_400 * 86_400).astype(
                "timedelta64[s]"
            )
            table = pd.DataFrame(
                {
                    "customer_id": pd.Series(luck.integers(0, rows // 20, count)).map("c{:07d}".format),
                    "datetime": times if exact else times.astype("datetime64[D]"),
                    "monetary_value": np.round(luck.lognormal(3, 0.7, count), 2),
                }
            )
            table.to_csv(file, header=False, index=False, date_format="%Y-%m-%dT%H:%M:%S" if exact else "%Y-%m-%d")
    return path

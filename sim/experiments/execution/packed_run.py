"""A run as bytes, to be stored or sent from a worker: its event log, its weekly series, what firms worked out."""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import asdict
from typing import Any

import numpy as np

from sim.files.regular_file import parse_json
from sim.model.event_log import ROW
from sim.results.results import Run
from sim.scenario.decisions.estimate import Estimate


def packed(run: Run) -> bytes:
    """A run in bytes: a line with the shape of the weekly series, then rows and series, compressed.

    Equal runs give equal bytes.
    """
    shape = json.dumps(_head(run)).encode()
    rows = np.zeros(len(run.rows), ROW)  # bytes between the fields are zero, wherever the rows come from
    for field in ROW.names or ():
        rows[field] = run.rows[field]
    content = rows.tobytes() + np.ascontiguousarray(run.weekly).tobytes()
    return shape + b"\n" + zlib.compress(content, level=1)


def unpacked(content: bytes, replication: int) -> Run:
    """The run that was packed. Raises ``ValueError``, ``TypeError`` or ``zlib.error`` for other bytes."""
    shape, _, compressed = content.partition(b"\n")
    head = parse_json(shape)
    estimates: tuple[Estimate, ...] = ()
    if isinstance(head, dict):
        estimates = tuple(Estimate(**_numbers(row)) for row in head["estimates"])
        head = head["weekly"]
    weeks, firms, events, columns = head
    plain = zlib.decompress(compressed)
    split = len(plain) - weeks * firms * events * columns * 8
    weekly = np.frombuffer(plain, dtype=np.int64, offset=split).reshape(weeks, firms, events, columns)
    return Run(
        replication=replication, rows=np.frombuffer(plain[:split], dtype=ROW), weekly=weekly, estimates=estimates
    )


def _head(run: Run) -> object:
    """The shape of the weekly series; with what firms worked out, where they did."""
    if not run.estimates:
        return run.weekly.shape
    rows = [{name: None if value != value else value for name, value in asdict(row).items()} for row in run.estimates]
    return {"weekly": run.weekly.shape, "estimates": rows}


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    """A row of estimates with what is not a number put back."""
    return {name: math.nan if value is None else value for name, value in row.items()}

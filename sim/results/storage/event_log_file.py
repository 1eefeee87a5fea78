"""The event log on disk, written block by block while a run goes on, so that it never stands in memory whole.

Parquet where pyarrow is installed, else compressed CSV; both hold the columns of :data:`sim.model.event_log.COLUMNS`.
"""

from __future__ import annotations

import gzip
import io
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.files.csv_export import as_given_table, harmless_table
from sim.files.regular_file import check_ordinary
from sim.language.messages import _
from sim.model.event_log import COLUMNS, Names, cause_and_detail, concatenate_rows, customer_ids, event_table
from sim.model.events import EVENTS, WITH_CAUSE

if TYPE_CHECKING:
    import pandas as pd

Format: TypeAlias = Literal["parquet", "csv.gz"]
FORMATS: tuple[Format, ...] = ("parquet", "csv.gz")
BLOCK = 250_000
"""Rows that are written at a time: about 8 MB in memory."""


def usual_format() -> Format:
    """Parquet where pyarrow is installed, else compressed CSV."""
    return "parquet" if find_spec("pyarrow") else "csv.gz"


_MANIFOLD = ("time", "datetime", "customer_id")
"""Columns with so many values that a dictionary of them would cost a third of the time, and some room."""


class LogFile:
    """An event log that is being written: append blocks of rows in the order of the log, then close it."""

    def __init__(self, folder: Path, names: Names, *, format: Format | None = None) -> None:
        """Begin the file ``events`` in the folder. Raises ``ValueError`` for an unknown format."""
        chosen = format or usual_format()
        if chosen not in FORMATS:
            raise ValueError(
                _("format={format}: an event log is written as {formats}").format(
                    format=repr(format), formats=" or ".join(FORMATS)
                )
            )
        self.path = folder / f"events.{chosen}"
        self.rows = 0
        self._writer: _Writer = (_Parquet if chosen == "parquet" else _Csv)(self.path, names)
        self._waiting: list[NDArray[np.void]] = []
        self._replication = 0

    def append(self, rows: NDArray[np.void], replication: int = 0) -> None:
        """Add rows (:data:`sim.model.event_log.ROW`, in order) of one replication; replications follow one another."""
        if replication != self._replication:
            self._flush()
            self._replication = replication
        for start in range(0, len(rows), BLOCK):
            self._waiting.append(concatenate_rows([rows[start : start + BLOCK]]))
            if sum(map(len, self._waiting)) >= BLOCK:
                self._flush()

    def close(self) -> None:
        """Write what is left and end the file."""
        self._flush()
        self._writer.close()

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def _flush(self) -> None:
        if self._waiting:
            block = concatenate_rows(self._waiting)
            self._writer.write(block, self._replication)
            self.rows += len(block)


def read_log(folder: Path, names: Names) -> pd.DataFrame:
    """The event log in a folder as a frame with the columns of :data:`sim.model.event_log.COLUMNS`."""
    import pandas as pd

    parquet, packed = folder / "events.parquet", folder / "events.csv.gz"
    check_ordinary(parquet if parquet.exists() else packed)
    if parquet.exists():
        if not find_spec("pyarrow"):
            raise ModuleNotFoundError(
                _("{parquet} needs pyarrow to be read; install it: pip install 'guanxi[parquet]'").format(
                    parquet=parquet
                )
            )
        import pyarrow.parquet

        table: pd.DataFrame = pyarrow.parquet.read_table(
            parquet, read_dictionary=["customer_id"], memory_map=True
        ).to_pandas()
    else:
        table = pd.read_csv(
            packed,
            dtype={
                "replication": "int32",
                **dict.fromkeys(("customer_id", "firm", "event", "cause", "detail", "programme"), "category"),
            },
            parse_dates=["datetime"],
            keep_default_na=False,
            na_values=[""],
        ).astype({"datetime": "datetime64[us]"})
        table = as_given_table(table)
    if "detail" not in table:
        _split_causes(table)
    for column, categories in _categories(names).items():
        table[column] = table[column].cat.set_categories(list(categories))
    return table


def _split_causes(table: pd.DataFrame) -> None:
    """Make two columns of the one column that logs of version 0.3 have for causes and details."""
    leaves = table["event"].isin([EVENTS[rank] for rank in WITH_CAUSE])
    table.insert(list(COLUMNS).index("detail"), "detail", table["cause"].where(~leaves))
    table["cause"] = table["cause"].where(leaves)


def _categories(names: Names) -> dict[str, tuple[str, ...]]:
    return {
        "firm": names.firms,
        "event": EVENTS,
        "cause": names.causes,
        "detail": names.words,
        "programme": names.programmes,
    }


class _Writer(Protocol):
    def write(self, rows: NDArray[np.void], replication: int) -> None: ...

    def close(self) -> None: ...


class _Csv:
    def __init__(self, path: Path, names: Names) -> None:
        self._names = names
        packed = gzip.GzipFile(path, "wb", compresslevel=5, mtime=0)
        self._file = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        self._file.write(",".join(COLUMNS) + "\n")

    def write(self, rows: NDArray[np.void], replication: int) -> None:
        table = harmless_table(event_table(rows, self._names, replication))
        table.to_csv(self._file, index=False, header=False, date_format="%Y-%m-%dT%H:%M:%S.%f", lineterminator="\n")

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """Columns are built straight from the rows: with a million customers a data frame takes ten times as long."""

    def __init__(self, path: Path, names: Names) -> None:
        import pyarrow as pa
        import pyarrow.parquet

        self._names = names
        self._ids = pa.array(customer_ids(names))
        words = pa.dictionary(pa.int16(), pa.string())
        kinds = {
            "replication": pa.int32(),
            "time": pa.float64(),
            "datetime": pa.timestamp("us"),
            "customer_id": pa.string(),
            "monetary_value": pa.float64(),
        }
        self._schema = pa.schema([(column, kinds.get(column, words)) for column in COLUMNS])
        self._file: Any = pyarrow.parquet.ParquetWriter(  # pyarrow has no types
            path, self._schema, compression="zstd", use_dictionary=[name for name in COLUMNS if name not in _MANIFOLD]
        )

    def write(self, rows: NDArray[np.void], replication: int) -> None:
        import pyarrow as pa

        start = np.datetime64(self._names.start, "us")
        columns: dict[str, object] = {
            "replication": np.full(len(rows), replication, dtype=np.int32),
            "time": np.ascontiguousarray(rows["time"]),
            "datetime": start + (rows["time"] * (7 * 86_400e6)).astype("timedelta64[us]"),
            "customer_id": self._customers(rows),
            "monetary_value": rows["cents"] / 100,
        }
        cause, detail = cause_and_detail(rows)
        numbers = {name: rows[name] for name in ("firm", "event", "programme")} | {"cause": cause, "detail": detail}
        for column, categories in _categories(self._names).items():
            codes = numbers[column].astype(np.int16)
            columns[column] = pa.DictionaryArray.from_arrays(
                pa.array(codes, mask=codes < 0), pa.array(categories, pa.string())
            )
        self._file.write_table(pa.table([columns[name] for name in COLUMNS], schema=self._schema))
        pa.default_memory_pool().release_unused()

    def _customers(self, rows: NDArray[np.void]) -> object:
        import pyarrow as pa
        import pyarrow.compute as compute

        places, generations = np.ascontiguousarray(rows["customer"]), rows["generation"]
        ids = self._ids.take(pa.array(places, mask=places < 0))
        if not (generations > 0).any():
            return ids
        later = compute.binary_join_element_wise(ids, pa.array(generations).cast(pa.string()), ".")
        return compute.if_else(pa.array(generations > 0), later, ids)

    def close(self) -> None:
        self._file.close()

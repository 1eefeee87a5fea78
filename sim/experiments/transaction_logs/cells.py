"""Cells of a table as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Cells: TypeAlias = "pd.Series[Any]"


def as_text(given: Cells) -> Cells:
    """Cells as text; a whole number without a decimal point, a missing cell as an empty text."""
    import pandas as pd

    if isinstance(given.dtype, (pd.StringDtype, pd.CategoricalDtype)):
        given = given.astype(object)
    if given.dtype != object:
        missing = given.isna()
        if pd.api.types.is_float_dtype(given.dtype):
            values = given.to_numpy(dtype=float, na_value=np.nan)
            whole = bool(np.all(np.isnan(values) | ((values == np.floor(values)) & (np.abs(values) < 2**63))))
            given = pd.Series(np.nan_to_num(values).astype(np.int64), index=given.index) if whole else given
        return given.astype(str).mask(missing, "").astype(object)
    if pd.api.types.infer_dtype(given, skipna=False) == "string":
        return given
    return given.map(_cell_text).astype(object)


def _cell_text(cell: object) -> str:
    if cell is None or cell != cell or str(cell) in ("NaT", "<NA>"):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)

"""Amounts of money in a log: how they are written, which are none, and which stand far from the others."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.transaction_log import Column

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


WORDS = "kr|zł|kč|ft|lei|元|圆|円|원|руб|rs"
"""Currencies written in small letters or signs that Unicode does not call currency signs."""
DECIMAL_COMMA = re.compile(r"-?(\d+,(\d{1,2}|\d{4,})|0,\d{3}|\d{1,3}(\.\d{3})+,\d*)")
DECIMAL_POINT = re.compile(r"-?(\d+\.(\d{1,2}|\d{4,})|0\.\d{3}|\d{1,3}(,\d{2,3})*,\d{3}\.\d*)")
OPEN_COMMA = re.compile(r"-?[1-9]\d{0,2},\d{3}")
"""Thousands, or three decimals."""
EXPONENT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
"""A number as programs write it."""
WITH_POINT = re.compile(r"-?(\d+|\d{1,3}(,\d{2,3})*,\d{3})(\.\d*)?")
WITH_COMMA = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d*)?")
GROUPING = re.compile(r"(?<=\d)[ '\u2019](?=\d{3}(\D|$))")


class AmountReader:
    """Reads amounts chunk by chunk. The decimal mark is told from the first chunk that has amounts, or asked for."""

    def __init__(self, mends: frozenset[str]) -> None:
        self.mends = mends
        self.mark: str | None = "," if "decimal-comma" in mends else "." if "thousands-comma" in mends else None
        self.currencies: Counter[str] = Counter()
        self.notes: list[str] = []
        self.is_open = False
        """Whether commas may separate thousands or decimals."""
        self.pointed = False
        """Whether an amount so far has a decimal point."""
        self.marked = 0
        """Rows whose amounts have a comma and were read as a mend says."""

    def read(self, given: Cells) -> Column:
        """The amounts, not a number where there is none."""
        import pandas as pd

        if pd.api.types.is_numeric_dtype(given.dtype) and given.dtype != bool:
            return _finite(given.to_numpy(dtype=float, na_value=np.nan))
        text = as_text(given)
        if self.mark != ",":
            try:  # not pandas.to_numeric: of pandas 2.3 it ends the process at 1e99999999999
                plain = _finite(text.to_numpy(dtype=object).astype(np.float64))
            except ValueError:
                return self._slow(text)
            if not np.isnan(plain).any():
                self.pointed = self.pointed or bool((plain % 1 != 0).any())
                return plain
        return self._slow(text)

    def _slow(self, text: Cells) -> Column:
        """Cell by different cell."""
        import pandas as pd

        code, cells = pd.factorize(text)
        bare = [self._bare(str(cell)) for cell in cells]
        counts = np.bincount(code, minlength=len(bare))
        for (_, currency), count in zip(bare, counts, strict=True):
            if currency:
                self.currencies[currency] += int(count)
        numbers = [number for number, _ in bare]
        if self.mark is None:
            self._tell(numbers)
        self.marked += int(counts[["," in number for number in numbers]].sum())
        return _finite(np.array([self._value(number) for number in numbers], dtype=np.float64))[code]

    def _bare(self, cell: str) -> tuple[str, str]:
        """The number without currency, blanks and signs of thousands; negative in brackets or with a minus behind."""
        text = unicodedata.normalize("NFKC", cell).strip().replace("−", "-")
        minus = bool(re.fullmatch(r"\(.*\)", text)) or (len(text) > 1 and text.endswith("-"))
        text = text.strip("()").rstrip("-").strip()
        found = re.fullmatch(rf"([-+]?)\s*({_SIGN}?)\s*([-+]?)\s*([\d., '\u2019]+?)\s*({_SIGN}?)", text)
        if not found or (found[2] and found[5]) or (found[1] and found[3]):
            return text, ""
        minus ^= "-" in (found[1], found[3])
        number = GROUPING.sub("", found[4].strip())
        return ("-" if minus else "") + number, (found[2] or found[5]).casefold().rstrip(".")

    def _tell(self, numbers: list[str]) -> None:
        commas = [number for number in numbers if "," in number]
        self.pointed = self.pointed or any("." in number for number in numbers if not commas)
        if not commas:
            return
        comma = next((number for number in commas if DECIMAL_COMMA.fullmatch(number)), None)
        point = next((number for number in numbers if DECIMAL_POINT.fullmatch(number)), None)
        if comma and not point and not self.pointed:
            self.mark = ","
            self.notes.append(f"amounts such as {comma!r} are read with a decimal comma")
        elif point or self.pointed:
            self.mark = "."
            if any(WITH_POINT.fullmatch(number) for number in commas):
                self.notes.append("commas inside amounts are read as separating thousands")
        else:
            self.is_open = True

    def _value(self, number: str) -> float:
        form = WITH_COMMA if self.mark == "," else WITH_POINT
        if self.is_open and OPEN_COMMA.fullmatch(number):
            return float("nan")
        if form.fullmatch(number):
            return float(number.replace(".", "").replace(",", ".") if self.mark == "," else number.replace(",", ""))
        return float(number) if EXPONENT.fullmatch(number) else float("nan")


_SIGN = rf"(?:[A-Z]{{3}}|[A-Z]{{0,3}}[{''.join(chr(c) for c in range(0x20A0, 0x20C1))}$£¥¢]|(?i:{WORDS})\.?)"


def _finite(values: Column) -> Column:
    return np.where(np.isfinite(values), values, np.nan)


FEWEST = 10
"""Rows that say what is usual (assumed)."""
RARE = 0.01
"""Share of the rows that may be far away from the others (assumed)."""
SPANS = 3.0
"""A gap of so many times the span of all other dates is far (assumed), if it is a year or longer."""
YEAR = 365
TIMES_MEDIAN = 1000.0
"""An amount of so many times the median is far (assumed)."""


def far_dates(day: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which days lie beyond a gap that is longer than a year and three times as long as all other dates together."""
    far = np.zeros(len(day), dtype=bool)
    if len(day) < FEWEST:
        return far
    start = int(day.min())
    counts = np.bincount(day - start)
    days = np.flatnonzero(counts) + start
    counts = counts[counts > 0]
    low, high, allowed = 0, len(days), max(1, int(RARE * len(day)))
    before, after = np.cumsum(counts), np.cumsum(counts[::-1])[::-1]
    for _ in range(2):
        gaps = np.diff(days[low:high])
        wide = np.flatnonzero(gaps > YEAR) + low
        early = [at for at in wide if before[at] <= allowed and _far(days[at + 1 : high], days[at + 1] - days[at])]
        low = max([low, *(int(at) + 1 for at in early)])
        late = [at for at in wide if at >= low and after[at + 1] <= allowed
                and _far(days[low : at + 1], days[at + 1] - days[at])]  # fmt: skip
        high = min([high, *(int(at) + 1 for at in late)])
    return np.asarray((day < days[low]) | (day > days[high - 1]))


def _far(others: NDArray[np.int64], gap: int) -> bool:
    return bool(gap > SPANS * (others[-1] - others[0] + 1))


def far_amounts(money: Column) -> NDArray[np.bool_]:
    """Which amounts are more than a thousand times the median of what was paid."""
    paid = money[money > 0]
    if len(paid) < FEWEST:
        return np.zeros(len(money), dtype=bool)
    return np.asarray(np.abs(money) > TIMES_MEDIAN * float(np.median(paid)))

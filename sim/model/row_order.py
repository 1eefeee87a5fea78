"""Rows of the event log put in order: by (time, customer, generation, rank of the event, firm).

Most rows need not be compared with another: they are counted into as many buckets of time as there are rows, spread
evenly from the first row to the last, so that a bucket holds about one row (bucket sort: Cormen, Leiserson, Rivest &
Stein 2009, Introduction to Algorithms, section 8.4).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.model.compile_cache import compile_kernel, inlined_rule
from sim.model.event_log import ROW, plain_rows

MOVES_PER_ROW = 8
"""Moves a row, on average, beyond which whole columns are compared instead: there are many rows of few instants."""
_WORDS = ROW.itemsize // 8
_PADDING = slice(sum(ROW[name].itemsize for name in ROW.names or ()), ROW.itemsize)
"""Bytes of a row that belong to no field; all of them are at its end."""


def sort_rows(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The rows ordered by (time, customer, generation, rank of event, firm), and else as they were written.

    Bytes between the fields are zero, so that equal rows are equal in memory too.
    """
    ordered = sort_in_buckets(rows)
    if ordered is None:
        ordered = sort_by_columns(rows)
    ordered.view(np.uint8).reshape(len(ordered), ROW.itemsize)[:, _PADDING] = 0
    return ordered


def sort_in_buckets(rows: NDArray[np.void]) -> NDArray[np.void] | None:
    """The rows in order; None where too many of them share an instant."""
    if not len(rows):
        return rows.copy()
    words = np.ascontiguousarray(rows).view(np.int64).reshape(-1, _WORDS)
    ordered = np.empty_like(words)
    fill_buckets(rows, words, np.zeros(len(rows) + 1, np.int64), ordered)
    room = np.empty((1, _WORDS), np.int64)
    in_order = insert_rows(_as_rows(ordered), ordered, _as_rows(room), room)
    return _as_rows(ordered) if in_order == len(rows) else None


def _as_rows(words: NDArray[np.int64]) -> NDArray[np.void]:
    return words.view(ROW).reshape(-1)


def sort_by_columns(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The same, by comparing whole columns."""
    time = rows["time"]
    order = np.argsort(time)
    time = time[order]
    same = time[1:] == time[:-1]
    if same.any():
        tied = np.zeros(len(rows), dtype=bool)
        tied[1:] |= same
        tied[:-1] |= same
        written = order[tied]
        block = plain_rows(rows).take(written).view(ROW)
        keys = (written, block["firm"], block["event"], block["generation"], block["customer"], block["time"])
        order[tied] = written[np.lexsort(keys)]
    return plain_rows(rows).take(order).view(ROW)


@inlined_rule
def comes_before(one: np.record, other: np.record) -> bool:
    """Whether a row stands before another."""
    if one.time != other.time:
        return bool(one.time < other.time)
    if one.customer != other.customer:
        return bool(one.customer < other.customer)
    if one.generation != other.generation:
        return bool(one.generation < other.generation)
    if one.event != other.event:
        return bool(one.event < other.event)
    return bool(one.firm < other.firm)


@inlined_rule
def copy_row(words: NDArray[np.int64], row: int, to: NDArray[np.int64], place: int) -> None:
    """Copy a row, given as words, to another place."""
    for word in range(_WORDS):
        to[place, word] = words[row, word]


@compile_kernel
def fill_buckets(
    rows: NDArray[np.void], words: NDArray[np.int64], starts: NDArray[np.int64], ordered: NDArray[np.int64]
) -> None:
    """Copy rows into buckets of time; within a bucket they stay as they were written.

    Args:
        rows: The rows.
        words: The same as words, shape (rows, 4).
        starts: Room for the places at which buckets start: zeros, one more than rows.
        ordered: What the rows are copied to, as words.
    """
    many = rows.shape[0]
    first, last = rows[0].time, rows[0].time
    for row in range(many):
        first, last = min(first, rows[row].time), max(last, rows[row].time)
    scale = (many - 1) / (last - first) if last > first else 0.0
    for row in range(many):
        starts[min(many - 1, math.floor((rows[row].time - first) * scale)) + 1] += 1
    for bucket in range(many):
        starts[bucket + 1] += starts[bucket]
    for row in range(many):
        bucket = min(many - 1, math.floor((rows[row].time - first) * scale))
        copy_row(words, row, ordered, starts[bucket])
        starts[bucket] += 1


@compile_kernel
def insert_rows(
    rows: NDArray[np.void], words: NDArray[np.int64], held: NDArray[np.void], held_words: NDArray[np.int64]
) -> int:
    """Put rows that are nearly in order into order, each before those that it precedes (and not before its equals).

    Args:
        rows: The rows, which share their memory with the next.
        words: The same as words, shape (rows, 4).
        held: Room for one row, which shares its memory with the next.
        held_words: The same as words, shape (1, 4).

    Returns:
        How many rows are in order: fewer than all where it took too many moves.
    """
    moves, most = 0, MOVES_PER_ROW * rows.shape[0]
    for row in range(1, rows.shape[0]):
        if not comes_before(rows[row], rows[row - 1]):
            continue
        copy_row(words, row, held_words, 0)
        place = row
        while place > 0 and comes_before(held[0], rows[place - 1]):
            copy_row(words, place - 1, words, place)
            place -= 1
        copy_row(held_words, 0, words, place)
        moves += row - place
        if moves > most:
            return row + 1 if row + 1 < rows.shape[0] else row
    return int(rows.shape[0])

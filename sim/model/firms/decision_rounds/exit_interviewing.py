"""Exit interviews as they are held: who answers, and which cause she states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.event_log import Names

if TYPE_CHECKING:
    from sim.model.random_numbers import StreamKey
    from sim.scenario.scenario import Scenario

MANY = 50_000
"""Interviews from which compiling the loop over them takes less time than it saves."""


def stated_causes(
    exits: NDArray[np.void], names: Names, scenario: Scenario, luck: StreamKey, already: int = 0,
    said: NDArray[np.void] | None = None,
) -> NDArray[np.int64]:  # fmt: skip
    """The number of the cause that each of these states, -1 where she does not answer; exits in order of time.

    All exits from the start are needed, as how often she left before is part of the address of her luck; the answers
    of the first ``already`` of them are known and left out. Formula and source: ``sim.exit_interviews``. Key accounts
    answer for themselves: ``said`` holds their rows of the log.
    """
    interviews, new = scenario.interviews, slice(already, None)
    lots = _lots(luck, exits[new], _spells(exits)[new], names)
    here = {cause.name for cause in scenario.exits.causes}
    true = exits["cause"][new].astype(np.int64)
    stated = true.copy()
    for code in np.unique(true):
        row = interviews.answers(names.causes[code])
        heard = np.array([names.causes.index(cause) if cause in here else code for cause in row], dtype=np.int64)
        whose = true == code
        place = np.searchsorted(np.cumsum(list(row.values())), lots[whose, 1], side="right")
        stated[whose] = heard[np.minimum(place, len(heard) - 1)]
    stated[lots[:, 0] >= interviews.response] = -1
    for row in said if said is not None else ():
        same = [exits[new][column] == row[column] for column in ("time", "customer", "generation", "firm")]
        stated[np.logical_and.reduce(same)] = row["cause"]
    return stated


def _spells(exits: NDArray[np.void]) -> NDArray[np.int64]:
    """How often each of these had left that firm before."""
    person = exits["customer"].astype(np.int64) << 16 | exits["generation"].astype(np.int64)
    whose = person << 8 | exits["firm"].astype(np.int64)
    order = np.argsort(whose, kind="stable")
    begins = np.searchsorted(whose[order], whose[order])
    spell = np.zeros(len(exits), dtype=np.int64)
    spell[order] = np.arange(len(exits)) - begins
    return spell


def _lots(luck: StreamKey, rows: NDArray[np.void], spell: NDArray[np.int64], names: Names) -> NDArray[np.float64]:
    """Two uniform draws for each exit, shape (exits, 2): whether she answers, and what she says."""
    from sim.model.random_numbers import digest, lifetime_index, uniforms

    purpose = np.array([digest(f"exit interview/{firm}") for firm in names.firms])[rows["firm"]]
    who, life = addresses(rows["customer"], names), rows["generation"].astype(np.int64) * lifetime_index(1, 0) + spell

    def draw(
        who: NDArray[np.int64], purpose: NDArray[np.int64], life: NDArray[np.int64], lots: NDArray[np.float64]
    ) -> None:
        for n in range(len(who)):
            answers, says, _, _ = uniforms(luck, who[n], purpose[n], life[n], 0)
            lots[n, 0] = answers
            lots[n, 1] = says

    lots = np.zeros((len(rows), 2))
    drawn: Callable[..., object] = draw
    if len(rows) >= MANY:
        from numba import njit

        drawn = njit(draw)
    drawn(who, purpose, life, lots)
    return lots


def addresses(customer: NDArray[np.int32], names: Names) -> NDArray[np.int64]:
    """How luck finds each customer: the digest of her segment, and her number within it."""
    from sim.model.random_numbers import digests

    base = np.array(digests(names.segments, bits=31), dtype=np.int64)
    last = np.cumsum(names.sizes)
    segment = np.searchsorted(last, customer, side="right")
    first = last - np.asarray(names.sizes)
    return np.asarray((base[segment] << 32) + customer - first[segment], dtype=np.int64)

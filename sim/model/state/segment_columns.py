"""Columns of the people and tables by segment, made of what a scenario says of its segments."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.model.random_numbers import digests
from sim.model.state.columns import PERSON, TRAITS
from sim.model.state.purchase_timing import YEAR_OF_SEASONS
from sim.scenario.market.distribution import Constant, Spread
from sim.scenario.market.population import ByPull, OverWeeks, Segment


def people_of(segments: Sequence[Segment]) -> NDArray[np.void]:
    """One row for each person who may ever arrive: her segment, and the address of her random draws."""
    person = np.zeros(sum(s.size for s in segments), PERSON)
    person["segment"] = np.repeat(np.arange(len(segments)), [s.size for s in segments])
    bases = digests((s.name for s in segments), bits=31)
    addresses = [(base << 32) + np.arange(segment.size) for base, segment in zip(bases, segments, strict=True)]
    person["address"] = np.concatenate(addresses)
    return person


def segment_record(segment: Segment) -> tuple[float, float, float, int, int, int, int, float, int]:
    """What rules read of a segment, in the order of ``SEGMENT``."""
    pull = segment.arrival if isinstance(segment.arrival, ByPull) else None
    return (
        segment.spend_shape or 0.0,
        pull.outside_pull if pull else 0.0,
        pull.word_of_mouth if pull else 0.0,
        int(segment.residence == "from_arrival"),
        int(segment.first_purchase == "on_arrival"),
        int(segment.newcomers_after is not None),
        segment.size,
        segment.need_at_purchase,
        len(segment.season or ()),
    )


def traits_of(segment: Segment) -> tuple[Spread, ...]:
    """The spreads from which traits of its customers are drawn, in the order of :data:`TRAITS`."""
    traits = (
        segment.purchase_rate, segment.spend, segment.idiosyncrasy, segment.sociability, segment.norm,
        segment.sensitivity, segment.renewal_reluctance, segment.newcomers_after or Constant(value=0.0),
        segment.needs, segment.regularity,
    )  # fmt: skip
    assert len(traits) == len(TRAITS)
    return traits


def arrival_weeks(segments: Sequence[Segment]) -> NDArray[np.float64]:
    """Part of each segment that has arrived by the end of each week, where arrivals are given by the week."""
    counts = [s.arrival.counts if isinstance(s.arrival, OverWeeks) else () for s in segments]
    table = np.zeros((len(segments), max(1, *(len(weeks) for weeks in counts)) if counts else 1))
    for row, of in zip(table, counts, strict=True):
        if of:
            row[: len(of)] = np.cumsum(of) / sum(of)
            row[len(of) :] = 1.0
    return table


def seasons_of(segments: Sequence[Segment]) -> NDArray[np.float64]:
    """Factors by segment, of mean 1 to the last bit that rounding leaves; rows of fewer parts are filled with ones."""
    parts = max(len(segment.season or ()) for segment in segments)
    table = np.ones((len(segments), parts))
    for row, segment in zip(table, segments, strict=True):
        if segment.season:
            row[: len(segment.season)] = np.array(segment.season) * len(segment.season) / math.fsum(segment.season)
    return table


def season_weeks(segments: Sequence[Segment], seasons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weeks of purchase time that have passed at the beginning of each part of the year, by segment."""
    lengths = np.array([YEAR_OF_SEASONS / len(s.season) if s.season else 0.0 for s in segments])
    return np.concatenate([np.zeros((len(segments), 1)), np.cumsum(seasons * lengths[:, None], axis=1)], axis=1)

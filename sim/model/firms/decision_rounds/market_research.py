"""Market research: some people are asked, and what they say is all the firm learns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.events import RANK
from sim.model.state.columns import CUSTOMER, HERE
from sim.scenario.decisions.firm_view import Report

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.model.firms.interface import CustomerIds
    from sim.scenario.decisions.decision import Research

QUARTER = 13
"""Weeks that people remember when they are asked where they bought."""


def studied(firm: FirmProcess, asked: Research, number: int) -> Report:
    """The report of a study held now; ``number`` tells the studies of this kind at this firm apart."""
    names, estimates, errors, people = STUDIES[asked.study](firm, asked.people, number)
    return Report(
        study=asked.study, week=firm.now, people=people, names=names,
        estimates=tuple(map(float, estimates)), errors=tuple(map(float, errors)),
    )  # fmt: skip


_Found = tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float64], int]


def _sample(
    firm: FirmProcess, among: CustomerIds, people: int, study: str, number: int
) -> tuple[CustomerIds, NDArray[np.float64]]:
    """So many of these at random, ascending, with a number between 0 and 1 for each."""
    lots = firm.luck(among, f"asked/{study}", number)
    chosen = np.sort(np.argsort(lots, kind="stable")[:people])
    return among[chosen], firm.luck(among[chosen], f"answer/{study}", number)


def _shares(firm: FirmProcess, people: int, number: int) -> _Found:
    """Each says at which firm she made a purchase of last quarter; the chance of a firm is its share in purchases."""
    market = firm.market
    here = np.flatnonzero(firm.person["presence"] == HERE)
    asked, lots = _sample(firm, here, people, "shares", number)
    week = int(firm.now)
    bought = market.weekly()[max(0, week - QUARTER) : week, :, RANK["purchase"], 0].sum(axis=0)
    if not bought.sum() or not len(asked):
        return market.names.firms, np.full(len(bought), np.nan), np.full(len(bought), np.nan), 0
    said = np.searchsorted(np.cumsum(bought) / bought.sum(), lots, side="right")
    part = np.bincount(np.minimum(said, len(bought) - 1), minlength=len(bought)) / len(asked)
    return market.names.firms, part, np.sqrt(part * (1 - part) / len(asked)), len(asked)


def _satisfaction(firm: FirmProcess, people: int, number: int) -> _Found:
    """So many customers of each firm say on a scale from 0 to 10 how satisfied they are."""
    market = firm.market
    means, errors, answered = [], [], 0
    for k, name in enumerate(market.names.firms):
        relation = market.state.relation[:, k]
        among = np.flatnonzero((relation["status"] == CUSTOMER) & (firm.person["presence"] == HERE))
        asked, _ = _sample(firm, among, people, f"satisfaction/{name}", number)
        said = np.round(relation["satisfaction"][asked] * 10) / 10
        means.append(said.mean() if len(said) else np.nan)
        errors.append(said.std(ddof=1) / np.sqrt(len(said)) if len(said) > 1 else np.nan)
        answered += len(said)
    return market.names.firms, np.array(means), np.array(errors), answered


def _wishes(firm: FirmProcess, people: int, number: int) -> _Found:
    """A conjoint study: from what each would choose, how much each attribute counts for her, as parts of 1."""
    market, state = firm.market, firm.market.state
    here = np.flatnonzero(firm.person["presence"] == HERE)
    asked, _ = _sample(firm, here, people, "wishes", number)
    names = market.scenario.attributes
    weights = np.asarray(state.weight) * np.asarray(state.sensitivity)[asked]
    total = weights.sum(axis=1, keepdims=True)
    told = (total > 0).ravel()
    if told.sum() < 2:
        return names, np.full(len(names), np.nan), np.full(len(names), np.nan), int(told.sum())
    parts = weights[told] / total[told]
    return names, parts.mean(axis=0), parts.std(axis=0, ddof=1) / np.sqrt(len(parts)), len(parts)


STUDIES: dict[str, Callable[[FirmProcess, int, int], _Found]] = {
    "shares": _shares,
    "satisfaction": _satisfaction,
    "wishes": _wishes,
}
"""What each study asks. Conjoint: Green & Srinivasan (1990, J. Marketing 54)."""

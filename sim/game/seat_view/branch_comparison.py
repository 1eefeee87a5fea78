"""Lines of play side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd

from sim.game.seat_view.round_outcome import RoundOutcome
from sim.game.seat_view.seat_view import outcomes
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState

FIGURES = ("customers", "share", "churn", "revenue", "profit")


def outcome_table(found: Sequence[RoundOutcome]) -> pd.DataFrame:
    """Outcomes as a table, one row per round and firm."""
    columns = [field.name for field in dataclasses.fields(RoundOutcome)]
    return pd.DataFrame([dataclasses.asdict(outcome) for outcome in found], columns=columns)


def compared(play: GameState, lines: Sequence[Branch]) -> pd.DataFrame:
    """Figures of each line, round and firm, and how much each lies above that of the first line in the same round.

    All lines have the same luck, so what differs follows from what was decided. Not a number where the first line has
    not come to the round.
    """
    tables = []
    for line in lines:
        table = outcome_table(outcomes(play, line))
        table.insert(0, "line", line.name)
        tables.append(table)
    whole = pd.concat(tables, ignore_index=True)
    first = tables[0].set_index(["round", "firm"])
    base = first[list(FIGURES)].reindex(pd.MultiIndex.from_frame(whole[["round", "firm"]]))
    for figure in FIGURES:
        whole[f"{figure}_more"] = whole[figure].to_numpy() - base[figure].to_numpy()
    return whole

"""The tables of a debrief, written as they shall be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from sim.game.debrief.debrief import Debrief
from sim.game.debrief.moves import Move
from sim.game.debrief.scorecard import Criterion
from sim.game.decisions.prediction import calibration
from sim.game.forms.expectations import PERCENT
from sim.game.presentation.round_outcome import game_totals
from sim.number_text import decimal, money, percent, points, with_bounds
from sim.scenario.market.exit_causes import cause_label

if TYPE_CHECKING:
    import pandas as pd

WHO = {"human": "people", "bot": "a bot", "default": "nobody", "policy": "a policy"}
"""Who decided, as it is said."""


def final_table(found: Debrief) -> pd.DataFrame:
    """How each firm stands after the last closed round, and what all rounds brought it."""
    import pandas as pd

    rows = [
        {
            "firm": total.firm,
            "steered by": _steered(found, total.firm),
            "customers": f"{total.customers:,}",
            "share of revenue, last round": percent(total.share, 1),
            "churn a year, all rounds": percent(total.churn, 1),
            "satisfaction": percent(found.seen.satisfaction[-1][total.firm]),
            "profit of all rounds": money(total.profit),
        }
        for total in game_totals(found.outcomes)
    ]
    return pd.DataFrame(rows)


def _steered(found: Debrief, firm: str) -> str:
    if firm not in found.teams:
        return "a policy" if firm in found.seen.stood[0] else "nobody"
    counts = found.decided_by[firm]
    if len(counts) == 1:
        return WHO[next(iter(counts))]
    return ", ".join(f"{WHO[who]} {count}×" for who, count in sorted(counts.items(), key=lambda held: -held[1]))


def decision_table(found: Debrief, firms: Sequence[str] = ()) -> pd.DataFrame:
    """Every decision of the teams, or of these firms: all that was moved, by whom, why, and what it did."""
    import pandas as pd

    rows = []
    for number in range(found.rounds):
        for firm in firms or found.teams:
            mine = [move for move in found.moves if (move.round, move.firm) == (number, firm)]
            if not mine:
                continue
            effect = found.effect(firm, number)
            rows.append(
                {
                    "round": number,
                    "firm": firm,
                    "what was moved": "; ".join(move.words for move in mine),
                    "profit*": "–" if effect is None else money(effect.profit_more, sign=True),
                    "customers*": "–" if effect is None else decimal(effect.customers_more, sign=True),
                    "by": ", ".join(dict.fromkeys(WHO[move.decided_by] for move in mine)),
                    "reason": "; ".join(dict.fromkeys(move.reason.replace("_", " ") for move in mine if move.reason)),
                }
            )
    return pd.DataFrame(rows, columns=["round", "firm", "what was moved", "profit*", "customers*", "by", "reason"])


def move_table(moves: Sequence[Move]) -> pd.DataFrame:
    """Moves, and who made them."""
    import pandas as pd

    rows = [(move.round, move.firm, move.words, WHO[move.decided_by]) for move in moves]
    return pd.DataFrame(rows, columns=["round", "firm", "what was moved", "by"])


def account_table(found: Debrief) -> pd.DataFrame:
    """What key accounts decided."""
    import pandas as pd

    rows = [(move.round, move.account, move.words, WHO[move.decided_by]) for move in found.account_moves]
    return pd.DataFrame(rows, columns=["round", "account", "what she decided", "by"])


def belief_table(found: Debrief) -> pd.DataFrame:
    """Exits by cause of each team: in truth, and as believed or told."""
    import pandas as pd

    rows = []
    for belief in found.beliefs:
        for sort, parts in (("truth", belief.true), (belief.source, belief.believed)):
            words = {"believed": "believed", "interviews": "was told", "nothing": "heard nothing"}.get(sort, sort)
            shown = zip(map(cause_label, belief.causes), map(percent, parts), strict=True)
            rows.append({"firm": belief.firm, "": words, **dict(shown),
                         "exits": f"{sum(belief.left):,}" if sort == "truth" else ""})  # fmt: skip
    return pd.DataFrame(rows)


FORECASTS = "Off by: mean distance of what came from what was expected; inside: how often it came within the margin"
MEASURES = {
    "share": "share of revenue", "churn": "churn a year", "profit": "profit of the round", "gain": "gain of the round",
}  # fmt: skip
"""Figures that are expected, by the names that all tables give them."""


def forecast_table(found: Debrief, seats: Sequence[str] = ()) -> pd.DataFrame:
    """How near the expectations of each seat came, or of these seats: a row for each figure."""
    import pandas as pd

    rows = [
        {
            "seat": seat,
            "figure": MEASURES[figure.figure],
            "rounds": str(figure.stated),
            "off by": points(figure.error) if figure.figure in PERCENT else money(figure.error),
            "inside": f"{figure.inside} of {figure.margins}" if figure.margins else "–",
        }
        for seat, scores in found.scores.items()
        if not seats or seat in seats
        for figure in calibration(seat, scores).figures
    ]
    return pd.DataFrame(rows, columns=["seat", "figure", "rounds", "off by", "inside"])


def calibration_words(found: Debrief, seat: str) -> str:
    """How sure a seat was, in a sentence."""
    return calibration(seat, found.scores[seat]).sentence


def keeping_table(found: Debrief) -> pd.DataFrame:
    """Ways to keep customers: done or not, break-even, and what they were worth."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "firm": one.firm,
                "about": one.measure,
                "done": "yes" if one.done else "no",
                "compared": one.tried,
                "exits a year": decimal(one.exits_per_year),
                "break-even of a tenth fewer, a year": money(one.break_even),
                "profit": money(one.profit_more, sign=True),
                "customers": decimal(one.customers_more, sign=True),
                "worth in all": money(one.net, sign=True),
                "verdict": one.verdict,
            }
            for one in found.keeping
        ]
    )


def luck_table(found: Debrief) -> pd.DataFrame:
    """What came, what was to be expected, luck and skill of each team."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "team": one.firm,
                "came": money(one.came),
                "expected of its decisions": money(one.expected.mean),
                "luck": money(one.luck, sign=True),
                "skill (95%)": with_bounds(one.skill.mean, one.skill.low, one.skill.high, partial(money, sign=True)),
            }
            for one in (found.luck.teams if found.luck else ())
        ]
    )


def card_table(found: Debrief) -> pd.DataFrame:
    """The scorecard: a row for each criterion, a column for each team, the rank behind the figure."""
    import pandas as pd

    rows = []
    for criterion in found.card.criteria:
        ranks = criterion.ranks
        cells = {team: _cell(criterion, team, ranks) for team in found.card.teams}
        rows.append({"criterion": criterion.name, **cells})
    return pd.DataFrame(rows)


def _cell(criterion: Criterion, team: str, ranks: dict[str, int]) -> str:
    value = criterion.values[team]
    if math.isnan(value):
        return "–"
    said = money(value) if criterion.unit == "money" else percent(value, 1)
    return f"{said} · {ranks[team]}" if len(ranks) > 1 else said

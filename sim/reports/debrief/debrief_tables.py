"""The tables of a debrief, written as they shall be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from sim.game.debrief.debrief import Debrief
from sim.game.debrief.missed_retention import verdict_word
from sim.game.debrief.moves import Move
from sim.game.debrief.scorecard import Criterion
from sim.game.decisions.prediction import calibration
from sim.game.forms.expectations import PERCENT
from sim.game.presentation.round_outcome import game_totals
from sim.game.presentation.told_reasons import reason_told
from sim.game.words import clauses, listed, round_label, word
from sim.glossary.labels import cause_name
from sim.language.messages import _, mark, pgettext, translate
from sim.number_text import decimal, money, percent, points, with_bounds

if TYPE_CHECKING:
    import pandas as pd


def who_word(who: str) -> str:
    """Who decided: people, a bot, nobody, or a policy of the scenario."""
    words = {
        "human": pgettext("who decided", "people"), "bot": _("a bot"), "default": _("nobody"),
        "policy": _("a policy"),
    }  # fmt: skip
    return words[who]


def final_table(found: Debrief) -> pd.DataFrame:
    """How each firm stands after the last closed round, and what all rounds brought it."""
    import pandas as pd

    rows = [
        {
            _("firm"): total.firm,
            _("steered by"): _steered(found, total.firm),
            _("customers"): f"{total.customers:,}",
            _("share of revenue, last round"): percent(total.share, 1),
            _("churn a year, all rounds"): percent(total.churn, 1),
            _("satisfaction"): percent(found.seen.satisfaction[-1][total.firm]),
            _("profit of all rounds"): money(total.profit),
        }
        for total in game_totals(found.outcomes)
    ]
    return pd.DataFrame(rows)


def _steered(found: Debrief, firm: str) -> str:
    if firm not in found.teams:
        return _("a policy") if firm in found.seen.stood[0] else _("nobody")
    counts = found.decided_by[firm]
    if len(counts) == 1:
        return who_word(next(iter(counts)))
    return listed(f"{who_word(who)} {count}×" for who, count in sorted(counts.items(), key=lambda held: -held[1]))


def decision_table(found: Debrief, firms: Sequence[str] = (), without: Sequence[str] = ()) -> pd.DataFrame:
    """Every decision of the teams, or of these firms: all that was moved, by whom, why, and what it did.

    ``without`` names columns that are left out, such as ``firm``.
    """
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
                    "round": round_label(number),
                    "firm": firm,
                    "moved": clauses(move.words for move in mine),
                    "profit": "–" if effect is None else money(effect.profit_more, sign=True),
                    "customers": "–" if effect is None else decimal(effect.customers_more, sign=True),
                    "by": listed(dict.fromkeys(who_word(move.decided_by) for move in mine)),
                    "reason": clauses(
                        dict.fromkeys(reason_told(move.reason, move.decided_by) for move in mine if move.reason)
                    ),
                }
            )
    heads = {
        "round": _("round"), "firm": _("firm"), "moved": _("what was moved"), "profit": _("profit*"),
        "customers": _("customers*"), "by": _("by"), "reason": _("reason"),
    }  # fmt: skip
    return pd.DataFrame(rows, columns=list(heads)).drop(columns=list(without)).rename(columns=heads)


def move_table(moves: Sequence[Move]) -> pd.DataFrame:
    """Moves, and who made them."""
    import pandas as pd

    rows = [(round_label(move.round), move.firm, move.words, who_word(move.decided_by)) for move in moves]
    return pd.DataFrame(rows, columns=[_("round"), _("firm"), _("what was moved"), _("by")])


def account_table(found: Debrief) -> pd.DataFrame:
    """What key accounts decided."""
    import pandas as pd

    rows = [
        (round_label(move.round), move.account, move.words, who_word(move.decided_by)) for move in found.account_moves
    ]
    return pd.DataFrame(rows, columns=[_("round"), _("account"), _("what the account decided"), _("by")])


def belief_table(found: Debrief) -> pd.DataFrame:
    """Exits by cause of each team: in truth, and as believed or told."""
    import pandas as pd

    rows = []
    words = {
        "truth": _("truth"), "believed": _("believed"), "interviews": _("was told"), "nothing": _("heard nothing"),
    }  # fmt: skip
    for belief in found.beliefs:
        for sort, parts in (("truth", belief.true), (belief.source, belief.believed)):
            shown = zip(map(cause_name, belief.causes), map(percent, parts), strict=True)
            rows.append({_("firm"): belief.firm, "": words[sort], **dict(shown),
                         _("exits"): f"{sum(belief.left):,}" if sort == "truth" else ""})  # fmt: skip
    return pd.DataFrame(rows)


FORECASTS = mark(
    "Off by: mean distance of what came from what was expected; inside: how often it came within the margin"
)
MEASURES = {
    "share": mark("share of revenue"), "churn": mark("churn a year"), "profit": mark("profit of the round"),
    "gain": mark("gain of the round"),
}  # fmt: skip
"""Figures that are expected, by the names that all tables give them; translate them to show them."""


def forecast_table(found: Debrief, seats: Sequence[str] = ()) -> pd.DataFrame:
    """How near the expectations of each seat came, or of these seats: a row for each figure.

    The seat stands in the first column, where there are several.
    """
    import pandas as pd

    inside = _("{inside} of {margins}")
    rows = [
        {
            "seat": seat,
            "figure": translate(MEASURES[figure.figure]),
            "rounds": str(figure.stated),
            "off by": points(figure.error) if figure.figure in PERCENT else money(figure.error),
            "inside": inside.format(inside=figure.inside, margins=figure.margins) if figure.margins else "–",
        }
        for seat, scores in found.scores.items()
        if not seats or seat in seats
        for figure in calibration(seat, scores).figures
    ]
    heads = {
        "seat": _("seat"), "figure": _("figure"), "rounds": _("rounds"), "off by": _("off by"), "inside": _("inside"),
    }  # fmt: skip
    table = pd.DataFrame(rows, columns=list(heads))
    return (table.drop(columns="seat") if len(seats) == 1 else table).rename(columns=heads)


def calibration_words(found: Debrief, seat: str) -> str:
    """How sure a seat was, in a sentence."""
    return calibration(seat, found.scores[seat]).sentence


def keeping_table(found: Debrief) -> pd.DataFrame:
    """Ways to keep customers: done or not, break-even, and what they were worth."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                _("firm"): one.firm,
                _("about"): one.about,
                _("done"): word("yes" if one.done else "no"),
                _("compared"): one.tried,
                _("exits a year"): decimal(one.exits_per_year),
                _("break-even of a tenth fewer, a year"): money(one.break_even),
                _("profit"): money(one.profit_more, sign=True),
                _("customers"): decimal(one.customers_more, sign=True),
                _("worth in all"): money(one.net, sign=True),
                _("verdict"): verdict_word(one.verdict),
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
                _("team"): one.firm,
                _("came"): money(one.came),
                _("expected of its decisions"): money(one.expected.mean),
                _("luck"): money(one.luck, sign=True),
                _("skill (95%)"): with_bounds(one.skill.mean, one.skill.low, one.skill.high, partial(money, sign=True)),
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
        rows.append({_("criterion"): translate(criterion.name), **cells})
    return pd.DataFrame(rows)


def _cell(criterion: Criterion, team: str, ranks: dict[str, int]) -> str:
    value = criterion.values[team]
    if math.isnan(value):
        return "–"
    said = money(value) if criterion.unit == "money" else percent(value, 1)
    return f"{said} · {ranks[team]}" if len(ranks) > 1 else said

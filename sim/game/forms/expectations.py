"""The form of what a seat expects of a round: figures in the units people use, and when one is asked back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.game.decisions.prediction import ACCOUNT_FIGURES, FIGURES, Prediction
from sim.game.forms.field import Field
from sim.game.forms.firm_form import bounds_of
from sim.game.presentation.seat_view import SeatView
from sim.game.words import word
from sim.language.field_texts import plain_text
from sim.language.messages import _, mark, translate
from sim.metrics.retention.churn import churn_rate
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.firm_view import Column, FirmView

UNITS = {
    "share": mark("of the market's revenue"), "churn": mark("of its customers lost in a year"),
    "profit": mark("money of the round"), "gain": mark("money of the round"),
}  # fmt: skip
PERCENT = ("share", "churn")
"""Figures that are asked for and shown in %."""
MOST_MEANT = {"churn": 10.0}
"""The most that the form takes where the record holds more: at 1,000% a year customers stay five weeks on average."""
LEAST_USUAL_PART = 0.01
"""Below 1% a part is asked back: 0.3 may have been typed for 30%. Assumed."""
MOST_USUAL_CHURN = 2.0
"""Above 200% a year churn is asked back as long as the market has shown none. Assumed."""
TIMES_SHOWN = {"churn": 3.0, "profit": 10.0, "gain": 10.0}
"""How many times what the market has shown a figure may be before it is asked back. Assumed."""


def expectations_of(view: SeatView) -> tuple[Field, ...]:
    """What a seat can say it expects of the open round; what it has said already stands in the fields."""
    if view.over or (view.firm is None and view.account is None):
        return ()
    usual = usual_of_firm(view.firm) if view.account is None and view.firm else usual_of_account(view.account)
    found = []
    for figure in FIGURES if view.account is None else ACCOUNT_FIGURES:
        for name in (figure, f"{figure}_within"):
            what = Prediction.model_fields[name]
            least, most = bounds_of(what)
            found.append(
                Field(path=name, label=figure_word(name), sort="number", unit=translate(UNITS[figure]),
                      help=translate(plain_text(what.description or "")), least=least,
                      most=MOST_MEANT.get(figure, most),
                      present=getattr(view.expected, name, None), percent=figure in PERCENT,
                      usual=usual.get(figure) if name == figure else None)
            )  # fmt: skip
    return tuple(found)


def figure_of(path: str) -> str:
    """The figure that a field of the form is about; the field of a margin is about the figure that may be off.

    >>> figure_of("churn_within")
    'churn'
    """
    return path.removesuffix("_within")


def figure_word(path: str) -> str:
    """What a figure that is expected, or its margin, is called.

    >>> figure_word("share"), figure_word("share_within")
    ('share', 'share, give or take')
    """
    figure = word(figure_of(path))
    return figure if figure_of(path) == path else _("{figure}, give or take").format(figure=figure)


def figure_told(name: str, value: float) -> str:
    """A figure that is expected, or came, as people read it; ``name`` may be that of its margin.

    >>> figure_told("churn", 0.17), figure_told("share_within", 0.05), figure_told("profit", 4000.0)
    ('17%', '5%', '4,000')
    """
    percent = figure_of(name) in PERCENT
    return Field(path=name, label=name, help="", sort="number", percent=percent).said(value)


def doubts(view: SeatView, expected: Prediction) -> tuple[str, ...]:
    """What of an expectation is asked back, a sentence for each figure."""
    fields = {field.path: field for field in expectations_of(view)}
    asked = (fields[figure].doubt(getattr(expected, figure)) for figure in expected.figures if figure in fields)
    return tuple(doubt for doubt in asked if doubt)


def usual_of_firm(view: FirmView) -> dict[str, tuple[float, float]]:
    """By figure, from where to where a firm's expectation is taken without asking back, from its own books."""
    usual = {"share": (LEAST_USUAL_PART, 1.0), "churn": (LEAST_USUAL_PART, MOST_USUAL_CHURN)}
    if not view.number:
        return usual
    weeks = round(view.weeks)
    rounds = {name: _by_round(view.books[name], weeks) for name in ("exits", "customers", "revenue", "profit")}
    churn = churn_rate(rounds["exits"], rounds["customers"])
    seen = churn[np.isfinite(churn)]
    if len(seen):
        most = max(TIMES_SHOWN["churn"] * float(seen.max()), 1.0)
        usual["churn"] = (min(LEAST_USUAL_PART, float(seen.min()) / TIMES_SHOWN["churn"]), most)
    reach = TIMES_SHOWN["profit"] * float(np.maximum(np.abs(rounds["profit"]), rounds["revenue"]).max(initial=0.0))
    return usual | ({"profit": (-reach, reach)} if reach else {})


def usual_of_account(view: AccountView | None) -> dict[str, tuple[float, float]]:
    """The same for what a round brings a key account, from its closed rounds."""
    numbers = {row.number for row in view.rounds} if view else set()
    sums = [[row for row in view.rounds if row.number == number] for number in numbers] if view else []
    shown = [max(abs(sum(row.gain for row in rows)), sum(row.paid for row in rows)) for rows in sums]
    reach = TIMES_SHOWN["gain"] * max(shown, default=0.0)
    return {"gain": (-reach, reach)} if reach else {}


def _by_round(weekly: Column, weeks: int) -> NDArray[np.float64]:
    """Sums over whole rounds of a column of the books, one place for each."""
    rounds = len(weekly) // weeks
    sums: NDArray[np.float64] = np.asarray(weekly[: rounds * weeks], dtype=float).reshape(rounds, weeks).sum(axis=1)
    return sums

"""What a seat sees, told in headings, sentences and small tables, for a notebook, a page and a terminal alike."""

from __future__ import annotations

from collections.abc import Iterator

from sim.game.forms.expectations import figure_told
from sim.game.presentation.account_sections import account_sections
from sim.game.presentation.firm_sections import firm_sections
from sim.game.presentation.seat_view import SeatView, TeamProgress
from sim.game.presentation.section import Section as Section
from sim.game.presentation.section import describe_decision
from sim.number_text import decimal, percent, significant
from sim.scenario.market.exit_causes import cause_label


def seat_sections(view: SeatView) -> tuple[Section, ...]:
    """What a seat sees, told. Nothing but the view is looked at, so nothing is told that is not in it."""
    return tuple(_told(view))


def _told(view: SeatView) -> Iterator[Section]:
    yield _stand(view)
    if view.messages:
        yield Section(heading="Messages", text="\n".join(view.messages))
    if view.account is not None:
        yield from account_sections(view.account)
    if view.firm is not None:
        yield from firm_sections(view.firm)
    yield _market(view)
    yield from _expected(view)
    if view.everything is not None:
        yield from _everything(view)


def _stand(view: SeatView) -> Section:
    week = f"It is week {significant(view.week)}."
    if view.everything is not None and view.everything.paces:
        lines = [_pace(pace, view.rounds) for pace in view.everything.paces]
    elif view.over:
        lines = [f"The game is over: all {view.rounds} rounds are played. {week}"]
    else:
        lines = [f"Round {view.round} is open, number {view.round + 1} of {view.rounds}. {week}"]
        others = [seat for seat in view.waiting_for if seat != view.seat]
        if others:
            lines.append(f"Not decided yet: {', '.join(others)}.")
    if view.line not in ("main", view.seat):
        lines.append(f"You play on the branch {view.line!r}.")
    if view.brief and not view.round:
        lines.insert(0, view.brief)
    if view.strategy is not None:
        words = f": {view.strategy.text}" if view.strategy.text else ""
        lines.append(f"Your firm's strategy is {view.strategy.strategy!r}, stated by {view.strategy.seat}{words}.")
    for seat, decision in view.beside.items():
        lines.append(f"{seat} of your firm has decided: {describe_decision(decision)}.")
    if view.standing is not None:
        lines.append(f"You have decided: {describe_decision(view.standing)}. You may change it until the round closes.")
    return Section(heading=f"{view.title} · {view.seat}", text="\n".join(" ".join(line.split()) for line in lines))


def _pace(pace: TeamProgress, rounds: int) -> str:
    """How far one team has come, in a sentence or two."""
    if pace.over:
        return f"Line {pace.line}: all {rounds} rounds are played."
    late = f" Not decided yet: {', '.join(pace.waiting_for)}." if pace.waiting_for else ""
    return f"Line {pace.line}: round {pace.round} is open, number {pace.round + 1} of {rounds}.{late}"


def _market(view: SeatView) -> Section:
    mine = view.firm.firm if view.firm is not None else ""
    rows = []
    for offer in view.market:
        terms = ", ".join(f"{name.replace('_', ' ')} {significant(value)}" for name, value in offer.terms)
        name = f"{offer.firm} (you)" if offer.firm == mine else offer.firm
        rows.append((name, significant(offer.price), ", ".join(offer.programmes) or "–", terms or "–"))
    return Section(
        heading="Public information", columns=("firm", "price", "programmes", "announced terms"), rows=tuple(rows)
    )


def _expected(view: SeatView) -> Iterator[Section]:
    """What the seat expects of the open round; what it expected before, and how near that came."""
    if view.expected is not None:
        given = [(name, value) for name, value in view.expected if value is not None]
        said = ", ".join(f"{name.replace('_', ' ')} {figure_told(name, value)}" for name, value in given)
        yield Section(heading="Your expectations for this round", text=f"{said[:1].upper()}{said[1:]}.")
    if view.believed:
        parts = sorted(view.believed.items(), key=lambda one: -one[1])
        told = ", ".join(f"{cause_label(cause)} {percent(part, 1)}" for cause, part in parts if part)
        yield Section(heading="Why customers left in the last round, in your opinion", text=f"{told}.")
    if view.predicted:
        yield Section(
            heading="Your expectations and the results", text=view.calibration.sentence if view.calibration else "",
            columns=("round", *FORECAST_COLUMNS), rows=tuple(
                (str(number), *row) for number, _ in view.predicted for row in forecast_rows(view, number)
            ),
        )  # fmt: skip


FORECAST_COLUMNS = ("figure", "expected", "give or take", "came", "inside")
AT_THE_END = "told at the end"
"""Stands for what came of a share of revenue, which a firm does not know while it plays."""


def forecast_rows(view: SeatView, number: int) -> tuple[tuple[str, ...], ...]:
    """All that a seat expected of a closed round beside what came, a row for each figure.

    The share of revenue stands beside the other figures; its result is told when the game is over.
    """
    came = {score.figure: score for score in view.scores if score.round == number}
    rows = []
    for figure, expected, within in (
        (figure, getattr(held, figure), getattr(held, f"{figure}_within"))
        for round_, held in view.predicted if round_ == number for figure in held.figures
    ):  # fmt: skip
        score = came.get(figure)
        inside = None if score is None else score.inside
        rows.append(
            (figure, figure_told(figure, expected), "–" if within is None else figure_told(figure, within),
             AT_THE_END if score is None else figure_told(figure, score.came),
             "–" if inside is None else "yes" if inside else "no")
        )  # fmt: skip
    return tuple(rows)


def _everything(view: SeatView) -> Iterator[Section]:
    """For an instructor: where every seat stands, and the figures of every firm."""
    everything = view.everything
    if everything is None:
        return
    rows = []
    for seat in (*everything.views, *everything.accounts):
        standing = everything.standing.get(seat)
        said = "–" if standing is None else describe_decision(standing)
        rows.append((seat, everything.bots.get(seat, "–"), said, "yes" if seat in everything.expected else "no"))
    yield Section(heading="Seats", columns=("seat", "bot", "decided for this round", "predicted"), rows=tuple(rows))
    if everything.outcomes:
        yield Section(
            heading="Figures of all rounds",
            columns=("round", "firm", "customers", "share", "churn", "revenue", "profit"),
            rows=tuple(
                (str(each.round), each.firm, f"{each.customers:,}", percent(each.share, 1), percent(each.churn, 1),
                 decimal(each.revenue), decimal(each.profit))
                for each in everything.outcomes
            ),
        )  # fmt: skip
    if everything.account_outcomes:
        yield Section(
            heading="Key accounts in all rounds",
            columns=("round", "account", "purchases", "paid", "visits", "turned to the desk", "needs met", "gain"),
            rows=tuple(
                (str(each.round), each.account, str(each.purchases), decimal(each.paid), str(each.visits),
                 str(each.complaints), str(each.met), decimal(each.gain))
                for each in everything.account_outcomes
            ),
        )  # fmt: skip
    codes = tuple((seat, code) for seat, code in everything.codes.items())
    yield Section(heading="Pass codes", columns=("seat", "code"), rows=codes)

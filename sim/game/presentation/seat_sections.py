"""What a seat sees, told in headings, sentences and small tables, for a notebook, a page and a terminal alike."""

from __future__ import annotations

from collections.abc import Iterator

from sim.game.forms.expectations import figure_told, figure_word
from sim.game.presentation.account_sections import account_sections
from sim.game.presentation.firm_sections import firm_sections
from sim.game.presentation.seat_view import SeatView, TeamProgress
from sim.game.presentation.section import Section as Section
from sim.game.presentation.section import describe_decision
from sim.game.words import bot_word, listed, paragraph, round_label, strategy_word, word
from sim.glossary.labels import cause_name
from sim.language.messages import _
from sim.number_text import decimal, percent, significant


def seat_sections(view: SeatView) -> tuple[Section, ...]:
    """What a seat sees, told. Nothing but the view is looked at, so nothing is told that is not in it."""
    return tuple(_told(view))


def _told(view: SeatView) -> Iterator[Section]:
    yield _stand(view)
    if view.messages:
        yield Section(heading=_("Messages"), text="\n".join(view.messages))
    if view.account is not None:
        yield from account_sections(view.account)
    if view.firm is not None:
        yield from firm_sections(view.firm)
    yield _market(view)
    yield from _expected(view)
    if view.everything is not None:
        yield from _everything(view)


def _stand(view: SeatView) -> Section:
    week = significant(view.week)
    if view.everything is not None and view.everything.paces:
        lines = [_pace(pace, view.rounds) for pace in view.everything.paces]
    elif view.over:
        over = _("The game is over: all {rounds} rounds are played. It is week {week}.")
        lines = [over.format(rounds=view.rounds, week=week)]
    else:
        now = _("Round {round} of {rounds} is open. It is week {week}.")
        lines = [now.format(round=round_label(view.round), rounds=view.rounds, week=week)]
        others = [seat for seat in view.waiting_for if seat != view.seat]
        if others:
            lines.append(_("Not decided yet: {seats}.").format(seats=listed(others)))
    if view.line not in ("main", view.seat):
        lines.append(_("You play on the branch '{branch}'.").format(branch=view.line))
    if view.brief and not view.round:
        lines.insert(0, view.brief)
    if view.strategy is not None:
        stated, in_words = view.strategy, _("Your firm's strategy is '{strategy}', stated by {seat}: {words}.")
        said = in_words if stated.text else _("Your firm's strategy is '{strategy}', stated by {seat}.")
        lines.append(said.format(strategy=strategy_word(stated.strategy), seat=stated.seat, words=stated.text))
    for seat, decision in view.beside.items():
        said = _("{seat} of your firm has decided: {decision}.")
        lines.append(said.format(seat=seat, decision=describe_decision(decision)))
    if view.standing is not None:
        said = _("You have decided: {decision}. You may change it until the round closes.")
        lines.append(said.format(decision=describe_decision(view.standing)))
    return Section(heading=f"{view.title} · {view.seat}", text="\n".join(" ".join(line.split()) for line in lines))


def _pace(pace: TeamProgress, rounds: int) -> str:
    """How far one team has come, in a sentence or two."""
    if pace.over:
        return _("Line {line}: all {rounds} rounds are played.").format(line=pace.line, rounds=rounds)
    now = _("Line {line}: round {round} of {rounds} is open.")
    sentences = [now.format(line=pace.line, round=round_label(pace.round), rounds=rounds)]
    if pace.waiting_for:
        sentences.append(_("Not decided yet: {seats}.").format(seats=listed(pace.waiting_for)))
    return paragraph(sentences)


def _market(view: SeatView) -> Section:
    mine = view.firm.firm if view.firm is not None else ""
    rows = []
    for offer in view.market:
        terms = listed(f"{word(name)} {significant(value)}" for name, value in offer.terms)
        name = _("{firm} (you)").format(firm=offer.firm) if offer.firm == mine else offer.firm
        rows.append((name, significant(offer.price), listed(map(word, offer.programmes)) or "–", terms or "–"))
    columns = (_("firm"), _("price"), _("programmes"), _("announced terms"))
    return Section(heading=_("Public information"), columns=columns, rows=tuple(rows))


def _expected(view: SeatView) -> Iterator[Section]:
    """What the seat expects of the open round; what it expected before, and how near that came."""
    if view.expected is not None:
        given = [(name, value) for name, value in view.expected if value is not None]
        said = listed(f"{figure_word(name)} {figure_told(name, value)}" for name, value in given)
        text = _("{expectations}.").format(expectations=f"{said[:1].upper()}{said[1:]}")
        yield Section(heading=_("Your expectations for this round"), text=text)
    if view.believed:
        parts = sorted(view.believed.items(), key=lambda one: -one[1])
        told = listed(f"{cause_name(cause)} {percent(part, 1)}" for cause, part in parts if part)
        text = _("{causes}.").format(causes=told)
        yield Section(heading=_("Why customers left in the last round, in your opinion"), text=text)
    if view.predicted:
        yield Section(
            heading=_("Your expectations and the results"), text=view.calibration.sentence if view.calibration else "",
            columns=(_("round"), *forecast_columns()), rows=tuple(
                (round_label(number), *row) for number, _held in view.predicted for row in forecast_rows(view, number)
            ),
        )  # fmt: skip


def forecast_columns() -> tuple[str, ...]:
    """The heads of the columns of :func:`forecast_rows`."""
    return (_("figure"), _("expected"), _("give or take"), _("came"), _("inside"))


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
            (word(figure), figure_told(figure, expected), "–" if within is None else figure_told(figure, within),
             _("told at the end") if score is None else figure_told(figure, score.came),
             "–" if inside is None else word("yes" if inside else "no"))
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
        bot = bot_word(everything.bots[seat]) if seat in everything.bots else "–"
        rows.append((seat, bot, said, word("yes" if seat in everything.expected else "no")))
    columns = (_("seat"), _("bot"), _("decided for this round"), _("predicted"))
    yield Section(heading=_("Seats"), columns=columns, rows=tuple(rows))
    if everything.outcomes:
        yield Section(
            heading=_("Figures of all rounds"),
            columns=(_("round"), _("firm"), _("customers"), _("share"), _("churn"), _("revenue"), _("profit")),
            rows=tuple(
                (round_label(each.round), each.firm, f"{each.customers:,}", percent(each.share, 1),
                 percent(each.churn, 1), decimal(each.revenue), decimal(each.profit))
                for each in everything.outcomes
            ),
        )  # fmt: skip
    if everything.account_outcomes:
        yield Section(
            heading=_("Key accounts in all rounds"),
            columns=(_("round"), _("account"), _("purchases"), _("paid"), _("visits"), _("turned to the desk"),
                     _("needs met"), _("gain")),
            rows=tuple(
                (round_label(each.round), each.account, str(each.purchases), decimal(each.paid), str(each.visits),
                 str(each.complaints), str(each.met), decimal(each.gain))
                for each in everything.account_outcomes
            ),
        )  # fmt: skip
    codes = tuple((seat, code) for seat, code in everything.codes.items())
    yield Section(heading=_("Pass codes"), columns=(_("seat"), _("code")), rows=codes)

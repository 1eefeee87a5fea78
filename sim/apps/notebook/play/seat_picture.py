"""A picture of how a firm or a key account stands, from what it can know itself, and of the prices that all can see."""

from __future__ import annotations

import re
import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.style.canvas import house_style
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE, VERMILION, Look, firm_look
from sim.charts.style.text_fitting import HEADLINE_POINTS, legible
from sim.game.presentation.seat_view import SeatView
from sim.game.words import listed, option_word, word
from sim.language.choice import current_language
from sim.language.messages import _
from sim.number_text import money
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.firm_view import FirmView

SIZE = (9.6, 3.3)
"""Inches."""
DPI = 100
LONGEST = 12
"""Letters of a firm's name for which there is room beside its price."""


def round_picture(view: SeatView) -> Figure | None:
    """How a seat's firm stands; None for a seat without a firm, and before the first round has been played."""
    firm = view.firm
    if firm is None or not len(firm.books["profit"]):
        return None
    with house_style():
        figure, customers, profit, prices = parts((1.0, 1.1, 0.9))
        _customers(customers, firm)
        _profit(profit, firm, view)
        draw_prices(prices, view)
    return figure


def parts(ratios: tuple[float, float, float]) -> tuple[Figure, Axes, Axes, Axes]:
    """A sheet with three parts side by side, of such widths. It lays nothing out by itself, which takes too long."""
    figure = Figure(figsize=SIZE)
    left, middle, right = figure.subplots(1, 3, gridspec_kw={"width_ratios": ratios})
    figure.subplots_adjust(left=0.055, right=0.985, top=0.84, bottom=0.15, wspace=0.42)
    return figure, left, middle, right


def rounds(firm: FirmView, column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Sums of a column of the books, one for each round played."""
    span = round(firm.weeks)
    books = firm.books[column]
    return np.array([books[start : start + span].sum() for start in range(0, len(books), span)])


def _customers(axes: Axes, firm: FirmView) -> None:
    count = firm.books["customers"]
    axes.plot(np.arange(1, len(count) + 1), count, color=BLUE, linewidth=2)
    now, before = float(count[-1]), float(count[max(0, len(count) - 1 - round(firm.weeks))])
    more, fewer = (
        _("{n} customers, {change} more than a round ago"),
        _("{n} customers, {change} fewer than a round ago"),
    )
    headed(axes, (more if now >= before else fewer).format(n=f"{now:,.0f}", change=f"{abs(now - before):,.0f}"))
    axes.set_xlabel(_("week"))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    low, high = float(count.min()), float(count.max())
    room = max(0.15 * (high - low), 0.02 * high, 1.0)
    axes.set_ylim(max(0.0, low - room), high + room)


def _profit(axes: Axes, firm: FirmView, view: SeatView) -> None:
    profit = rounds(firm, "profit")
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.bar(range(1, len(profit) + 1), profit, width=0.6, color=[BLUE if each >= 0 else VERMILION for each in profit])
    said = [score for score in view.scores if score.figure == "profit"]
    for score in said:
        axes.errorbar(
            score.round + 1, score.expected, yerr=score.within or 0, fmt="D", color=ORANGE, markersize=6, capsize=5,
            markeredgecolor="white", zorder=4,
        )  # fmt: skip
    axes.set_xlabel(_("round · diamonds: what you expected") if said else _("round"))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_xlim(0.4, max(len(profit), 4) + 0.6)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _place: money(amount)))
    told = _("Profit {profit} in round {round}")
    expected = said and said[-1].round == len(profit) - 1
    if expected:
        told = _("Profit {profit} in round {round}, {expected} expected")
    figure = money(said[-1].expected) if expected else ""
    headed(axes, told.format(profit=money(float(profit[-1])), round=len(profit), expected=figure))


def draw_prices(axes: Axes, view: SeatView) -> None:
    """The prices and programmes that anyone can see now."""
    offers = list(view.market)
    mine = view.firm.firm if view.firm else ""
    names = [
        _short(legible(offer.firm, _("firm {number}").format(number=place)))
        for place, offer in enumerate(offers, start=1)
    ]
    for place, offer in enumerate(offers):
        own = offer.firm == mine
        axes.plot(offer.price, place, "D" if own else "o", color=BLUE if own else GREY, markersize=9)
        axes.annotate(
            listed(map(word, offer.programmes)), (offer.price, place), textcoords="offset points", xytext=(0, 8),
            ha="center", fontsize=8, color=INK,
        )  # fmt: skip
    axes.set_yticks(
        range(len(offers)),
        [
            _("{firm} (you)").format(firm=name) if offer.firm == mine else name
            for name, offer in zip(names, offers, strict=True)
        ],
    )
    axes.set_ylim(len(offers) - 0.4, -0.7)
    axes.margins(x=0.25)
    axes.grid(True, axis="x")
    axes.set_xlabel(_("price now · programmes above"))
    lowest = min(offers, key=lambda offer: offer.price)
    alike = max(offer.price for offer in offers) == lowest.price
    yours, another = _("You are cheapest, at {price}"), _("{firm} is cheapest, at {price}")
    told = yours if lowest.firm == mine else another
    told = told.format(firm=names[offers.index(lowest)], price=f"{lowest.price:.3g}")
    headed(axes, _("All ask the same price") if alike else told, 24)


def headed(axes: Axes, sentence: str, letters: int = 31) -> None:
    """Put a sentence above a part of the picture, in two lines of so many letters."""
    broken = _broken(sentence, letters) if current_language() == "zh" else textwrap.wrap(sentence, letters)
    axes.set_title("\n".join(["", *broken][-2:]), fontsize=HEADLINE_POINTS)


def _broken(sentence: str, letters: int) -> list[str]:
    """Lines of Chinese: its letters are twice as wide, and a line may end behind any, but in no number or mark.

    >>> _broken("Hunter 最便宜，0.95", 15)
    ['Hunter 最便宜，', '0.95']
    """
    lines, used = [""], 0
    for piece in re.findall(r"[!-~]+ ?|.[，。：；）、”]*", sentence):
        wide = sum(1 if letter < "\u2e80" else 2 for letter in piece)
        if lines[-1] and used + wide > letters:
            lines, used = [*lines, ""], 0
        lines[-1] += piece
        used += wide
    return [line.strip() for line in lines]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def account_picture(view: SeatView) -> Figure | None:
    """How a key account stands; None for a seat that is none, and before the first round has been played."""
    account = view.account
    if account is None or not account.rounds:
        return None
    with house_style():
        figure, gains, bought, prices = parts((1.0, 1.1, 0.9))
        _gains(gains, account)
        _bought(bought, account, view)
        draw_prices(prices, view)
    return figure


def _gains(axes: Axes, account: AccountView) -> None:
    gained = _by_round(account, "gain")
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.bar(range(1, len(gained) + 1), gained, width=0.6, color="#009E73")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _place: money(amount)))
    _round_axis(axes, len(gained))
    said = _("You gained {gain} in round {round}, {all} in all")
    headed(axes, said.format(gain=money(gained[-1]), round=len(gained), all=money(account.gain)))


def _bought(axes: Axes, account: AccountView, view: SeatView) -> None:
    names = [offer.firm for offer in view.market]
    others = [each.firm for each in account.rounds if each.firm not in names]
    reached = np.zeros(len(_by_round(account, "quantity")))
    most, most_bought = "", -1.0
    for place, name in enumerate([*names, *dict.fromkeys(others)]):
        quantity = np.array(_by_round(account, "quantity", name))
        look = firm_look(place) if name in names else Look(GREY, "-", "o", "")
        axes.bar(range(1, len(quantity) + 1), quantity, bottom=reached, width=0.6, color=look.colour, hatch=look.hatch,
                 edgecolor="white", label=option_word(name))  # fmt: skip
        reached += quantity
        if quantity[-1] > most_bought:
            most, most_bought = name, float(quantity[-1])
    axes.set_ylim(0, 1.35 * max(float(reached.max()), 1.0))
    axes.legend(fontsize=8, loc="upper left", ncols=2, handlelength=1.0, columnspacing=1.0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _place: money(amount)))
    _round_axis(axes, len(reached))
    said = _("You bought most at {firm}").format(firm=option_word(most))
    headed(axes, said if most_bought > 0 else _("You bought nothing"))


def _by_round(account: AccountView, what: str, firm: str = "") -> list[float]:
    """A figure of all firms together, or of one, for each round."""
    found: dict[int, float] = {}
    for each in account.rounds:
        found[each.number] = found.get(each.number, 0.0) + (getattr(each, what) if firm in ("", each.firm) else 0.0)
    return [found[number] for number in sorted(found)]


def _round_axis(axes: Axes, count: int) -> None:
    axes.set_xlabel(_("round"))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_xlim(0.4, max(count, 4) + 0.6)

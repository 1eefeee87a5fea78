"""A picture of how a key account stands, from what she can know: what she gained, where she bought, prices."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.apps.notebook.play.round_picture import draw_prices, headed, parts
from sim.charts.style.canvas import house_style
from sim.charts.style.palette import GREY, INK, Look, firm_look
from sim.game.presentation.seat_view import SeatView
from sim.number_text import money
from sim.scenario.decisions.account_view import AccountView


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
    axes.bar(range(len(gained)), gained, width=0.6, color="#009E73")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    _rounds(axes, len(gained))
    headed(axes, f"You gained {money(gained[-1])} in round {len(gained) - 1}, {money(account.gain)} in all")


def _bought(axes: Axes, account: AccountView, view: SeatView) -> None:
    names = [offer.firm for offer in view.market]
    others = [each.firm for each in account.rounds if each.firm not in names]
    reached = np.zeros(len(_by_round(account, "quantity")))
    most, most_bought = "", -1.0
    for place, name in enumerate([*names, *dict.fromkeys(others)]):
        quantity = np.array(_by_round(account, "quantity", name))
        look = firm_look(place) if name in names else Look(GREY, "-", "o", "")
        axes.bar(range(len(quantity)), quantity, bottom=reached, width=0.6, color=look.colour, hatch=look.hatch,
                 edgecolor="white", label=name)  # fmt: skip
        reached += quantity
        if quantity[-1] > most_bought:
            most, most_bought = name, float(quantity[-1])
    axes.set_ylim(0, 1.35 * max(float(reached.max()), 1.0))
    axes.legend(fontsize=8, loc="upper left", ncols=2, handlelength=1.0, columnspacing=1.0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    _rounds(axes, len(reached))
    headed(axes, f"You bought most at {most}" if most_bought > 0 else "You bought nothing")


def _by_round(account: AccountView, what: str, firm: str = "") -> list[float]:
    """A figure of all firms together, or of one, for each round."""
    found: dict[int, float] = {}
    for each in account.rounds:
        found[each.number] = found.get(each.number, 0.0) + (getattr(each, what) if firm in ("", each.firm) else 0.0)
    return [found[number] for number in sorted(found)]


def _rounds(axes: Axes, count: int) -> None:
    axes.set_xlabel("round")
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_xlim(-0.6, max(count, 4) - 0.4)

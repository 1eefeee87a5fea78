"""The lines of play of a game, and what each came to, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import Any

from sim.game.presentation.round_outcome import RoundOutcome, game_totals
from sim.game.presentation.section import Section
from sim.game.session.session import Session
from sim.language.messages import _
from sim.number_text import money, percent


def lines_of(session: Session, played: str, firm: str | None) -> dict[str, Any]:
    """The lines between which a page can change, in plain JSON.

    Args:
        session: The game.
        played: The line that is played on.
        firm: The firm whose figures are compared; None for all firms, empty for none, as where others are looking.

    Returns:
        ``played``, its open ``round``, the ``others`` of the same team, and ``compared``, a table or None.
    """
    lines = session.lines
    line = lines[played]
    others = [name for name, held in lines.items() if name != played and held.owner == line.owner]
    closed = [name for name, held in lines.items() if held.owner == line.owner and held.round]
    compared = None
    if others and firm != "" and closed:
        compared = compared_lines({name: session.outcomes(name) for name in closed}, firm).plain()
    return {"played": played, "round": line.round, "others": others, "compared": compared}


def compared_lines(outcomes: Mapping[str, Sequence[RoundOutcome]], firm: str | None) -> Section:
    """What each line came to so far: all its rounds, and how much more than the first line up to the same round.

    With ``firm`` its own customers, churn and profit only: its share it cannot know.
    """
    rows, first = [], next(iter(outcomes))
    for name, found in outcomes.items():
        for total in game_totals(found):
            if firm not in (None, total.firm):
                continue
            share = () if firm else (percent(total.share, 1),)
            more = _profit_so_far(found, outcomes[first], total.firm)
            rows.append(
                (name, total.firm, str(total.rounds), f"{total.customers:,}", *share, percent(total.churn, 1),
                 money(total.profit), money(more, sign=True))
            )  # fmt: skip
    share_column = () if firm else (_("share of revenue, last round"),)
    columns = (_("line"), _("firm"), _("rounds"), _("customers"), *share_column, _("churn a year, all rounds"),
               _("profit of all rounds"), _("more than on {line}").format(line=first))  # fmt: skip
    return Section(heading=_("Lines side by side"), columns=columns, rows=tuple(rows))


def _profit_so_far(mine: Sequence[RoundOutcome], first: Sequence[RoundOutcome], firm: str) -> float:
    """A firm's profit less that on the first line, in the rounds that both have closed."""
    base = {outcome.round: outcome.profit for outcome in first if outcome.firm == firm}
    return fsum(one.profit - base[one.round] for one in mine if one.firm == firm and one.round in base)


def final_figures(outcomes: Iterable[RoundOutcome]) -> Section:
    """What each firm came to over all closed rounds, best profit first."""
    told = tuple(
        (total.firm, money(total.profit), f"{total.customers:,}", percent(total.share, 1), percent(total.churn, 1))
        for total in sorted(game_totals(outcomes), key=lambda total: total.profit, reverse=True)
    )
    columns = (_("firm"), _("profit of all rounds"), _("customers"), _("share of revenue, last round"),
               _("churn a year, all rounds"))  # fmt: skip
    return Section(heading=_("What it came to"), columns=columns, rows=told)

"""Lines of play: play a closed round again, begin another line, return to one, and lay them side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.scene_panel import GameHost
from sim.game.presentation.round_outcome import RoundOutcome, game_totals
from sim.game.presentation.seat_view import SeatView
from sim.game.words import round_label
from sim.language.messages import _, mark, translate
from sim.number_text import money, percent
from sim.reports.html_page import heading, paragraph, small_table

WHAT = mark(
    "A round that is played again begins a new line; the old one is kept, with all that was decided on it, and you can "
    "return to it. All lines have the same luck, so what differs between them follows from what was decided."
)


def lines_of_play(host: GameHost, view: SeatView) -> ipywidgets.Widget | None:
    """The page of a seat: an instructor's, or that of a person who plays alone."""
    if view.role == "instructor":
        return ipywidgets.VBox([lines(host, view.seat, view.line), stop(host)])
    if not host.alone:
        return None
    firm = view.firm.firm if view.firm else ""
    return ipywidgets.VBox([lines(host, None, view.line, firm), stop(host)])


def stop(host: GameHost) -> ipywidgets.Widget:
    """A button that ends the game before its last round."""
    said = ipywidgets.HTML()
    help = _("It shows what is hidden, to everybody; you can play on afterwards")
    return ipywidgets.VBox([said, host.stage.button(_("Stop here and read the debrief"), host.end, said, help=help,
                                                    meanwhile=_("Looking back …"))])  # fmt: skip


def lines(host: GameHost, by: str | None, played: str, firm: str | None = None) -> ipywidgets.Widget:
    """Buttons and the table of all lines.

    With ``firm`` only what that firm can know of itself is compared; with an empty name, as where others are looking,
    nothing is.
    """
    session, stage, said = host.session, host.stage, ipywidgets.HTML()
    line = session.lines[played]
    parts: list[ipywidgets.Widget] = [ipywidgets.HTML(paragraph(translate(WHAT), "gx-note"))]
    name = ipywidgets.Text(placeholder=_("name of the new branch, if you like"), layout=ipywidgets.Layout(width="18em"))

    def then(act: Callable[[], object], words: str) -> Callable[[], None]:
        def done() -> None:
            act()
            host.onward(said=paragraph(words, "gx-good"))

        return done

    if line.round:
        numbered = _("round {round}")
        options = [(numbered.format(round=round_label(number)), number) for number in reversed(range(line.round))]
        chosen = _dropdown(_("round"), options)
        again = then(
            lambda: session.reopen(chosen.value, name=name.value.strip() or None, line=played, by=by),
            _("The round is open again, on a new line. Decide as you would now."),
        )
        parts.append(
            _row(
                chosen,
                name,
                stage.button(_("Play this round again"), again, said, meanwhile=_("The market goes back …")),
            )
        )
    else:
        parts.append(ipywidgets.HTML(paragraph(_("Once a round is closed you can play it again here."), "gx-note")))
    others = [other for other, held in session.lines.items() if other != played and held.owner == line.owner]
    if others:
        where = _dropdown(_("line"), others)
        go = then(lambda: session.go_to(where.value, by=by), _("This is the line you went to."))
        carry = then(lambda: session.carry_on(where.value, line=played, by=by), _("Carried on as on the other line."))
        parts.append(
            _row(
                where, stage.button(_("Go to this line"), go, said, meanwhile=_("The market is computed again …")),
                stage.button(_("Carry on as on it"), carry, said, meanwhile=_("The market lives on …"),
                             help=_("Close rounds as they were decided there: what if only this differed?")),
            )
        )  # fmt: skip
    parts.append(said)
    if others and firm != "" and any(held.round for held in session.lines.values()):
        names = [other for other, held in session.lines.items() if held.owner == line.owner and held.round]
        parts.append(
            ipywidgets.HTML(
                heading(_("Lines side by side"), 3) + compared({each: session.outcomes(each) for each in names}, firm)
            )
        )
    return ipywidgets.VBox(parts)


def compared(outcomes: Mapping[str, Sequence[RoundOutcome]], firm: str | None) -> str:
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
                (name, total.firm, total.rounds, f"{total.customers:,}", *share, percent(total.churn, 1),
                 money(total.profit), money(more, sign=True))
            )  # fmt: skip
    share_column = () if firm else (_("share of revenue, last round"),)
    columns = (_("line"), _("firm"), _("rounds"), _("customers"), *share_column, _("churn a year, all rounds"),
               _("profit of all rounds"), _("more than on {line}").format(line=first))  # fmt: skip
    return small_table(columns, rows, (False, False, *[True] * (len(columns) - 2)))


def _profit_so_far(mine: Sequence[RoundOutcome], first: Sequence[RoundOutcome], firm: str) -> float:
    """A firm's profit less that on the first line, in the rounds that both have closed."""
    base = {outcome.round: outcome.profit for outcome in first if outcome.firm == firm}
    return fsum(one.profit - base[one.round] for one in mine if one.firm == firm and one.round in base)


def _dropdown(word: str, options: Sequence[object]) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        options=options, description=word, style={"description_width": "3.5em"}, layout=ipywidgets.Layout(width="14em")
    )


def _row(*widgets: ipywidgets.Widget) -> ipywidgets.Widget:
    return ipywidgets.HBox(list(widgets), layout=ipywidgets.Layout(flex_flow="row wrap"))

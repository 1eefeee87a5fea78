"""The end: what every firm came to, the debrief, what might have been, and everything written out."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.debrief_view import debrief_view
from sim.apps.notebook.play.branches_page import lines
from sim.apps.notebook.play.scene_panel import GameHost, close
from sim.game.debrief.debrief import Debrief
from sim.game.errors import GameError
from sim.game.log.kept_file import unique_file_name
from sim.game.presentation.game_texts import game_texts
from sim.game.presentation.round_outcome import RoundOutcome, game_totals
from sim.language.messages import _
from sim.number_text import money, percent
from sim.reports.debrief.debrief_page import debrief_page
from sim.reports.html_page import heading, paragraph, progress, refusal, small_table

LUCKS = 20
"""Other lucks under which the teams' decisions are played again, to tell luck and skill apart."""


def end(host: GameHost, said: str = "") -> tuple[ipywidgets.Widget, ...]:
    """From here on nothing is hidden."""
    session = host.session
    view = session.view((host.people or host.leaders)[0])
    stopped = _("Stopped after {round} of {rounds} rounds.").format(round=view.round, rounds=view.rounds)
    words = _("The game is over.") if view.over else stopped
    top = (
        heading(game_texts(session.game).title, 2)
        + progress(view.round, view.rounds, view.over)
        + said
        + paragraph(words)
    )
    told = ipywidgets.HTML()
    buttons = [] if view.over else [host.stage.button(_("Play on"), lambda: host.onward(), told)]
    by = host.leaders[0] if host.leaders else None
    pages: list[tuple[str, ipywidgets.Widget]] = [(_("Lines of play"), lines(host, by, view.line))]
    if view.round:
        shown = _Looking(host, view.line)
        figures = ipywidgets.HTML(final_figures(session.outcomes(view.line)))
        pages = [(_("What it came to"), figures), (_("Debrief"), shown.panel), *pages]
        out = host.stage.button(_("Write everything out"), lambda: shown.write(told), told,
                                meanwhile=_("Being written …"),
                                help=_("The debrief as a page, tables as CSV, a scenario to replay"))  # fmt: skip
        every = _("Plays every team's decisions again under {n} other lucks")
        luck = host.stage.button(_("Tell luck and skill apart"), lambda: shown.look(LUCKS), told,
                                 meanwhile=_("Played again under {n} other lucks …").format(n=LUCKS),
                                 help=every.format(n=LUCKS))  # fmt: skip
        buttons += [luck, out]
    tab = ipywidgets.Tab(children=[widget for _title, widget in pages], titles=[title for title, _widget in pages])
    return (ipywidgets.HTML(top), ipywidgets.HBox(buttons), told, tab)


class _Looking:
    """The debrief of a line as it is shown."""

    def __init__(self, host: GameHost, line: str) -> None:
        self.host, self.line, self.panel = host, line, ipywidgets.VBox()
        self.found: Debrief | None = None
        self.look(0)

    def look(self, luck: int) -> None:
        """Show it, with so many other lucks."""
        before = self.panel.children
        try:
            view = debrief_view(self.host.session, line=self.line, luck=luck)
        except GameError as error:
            self.panel.children = (ipywidgets.HTML(refusal(str(error))),)
        else:
            self.found = view.found
            panel = view.panel()
            panel.children[0].layout.display = "none"  # the title, which stands above already
            self.panel.children = (panel,)
        for widget in before:
            close(widget)

    def write(self, told: ipywidgets.HTML) -> None:
        """Write tables and debrief to a new folder beside the game's file."""
        file = self.host.file
        folder = unique_file_name(file.with_name(f"{file.stem}_tables"))
        self.host.session.export(folder, line=self.line)
        if self.found is not None:
            debrief_page(self.found, folder)
        said = _("All is in the folder {folder}: debrief.html, tables, scenario.yaml to replay it.")
        told.value = paragraph(said.format(folder=folder.name), "gx-good")


def final_figures(outcomes: Iterable[RoundOutcome]) -> str:
    """What each firm came to over all closed rounds, best profit first."""
    told = [
        (total.firm, money(total.profit), f"{total.customers:,}", percent(total.share, 1), percent(total.churn, 1))
        for total in sorted(game_totals(outcomes), key=lambda total: total.profit, reverse=True)
    ]
    columns = (_("firm"), _("profit of all rounds"), _("customers"), _("share of revenue, last round"),
               _("churn a year, all rounds"))  # fmt: skip
    return small_table(columns, told, (False, True, True, True, True))

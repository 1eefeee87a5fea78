"""The debrief as one page that stands by itself: no network; a frame of the course can be chosen in it."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from markupsafe import Markup

from sim.files.atomic_write import write_file
from sim.game.debrief.debrief import Debrief
from sim.game.presentation.game_texts import game_texts
from sim.game.session.session import Session
from sim.game.words import listed
from sim.language.messages import _
from sim.reports.debrief import decision_frames as frames
from sim.reports.debrief.debrief_sections import sections
from sim.reports.debrief.debrief_summary import summary_section
from sim.reports.html_page import contents, facts, heading, page, paragraph, title
from sim.reports.page_languages import in_page_languages

FILE = "debrief.html"
"""The page's name in a folder."""


def debrief_page(
    of: Session | Debrief, path: str | PathLike[str], *, luck: int = 0, line: str | None = None, by: str | None = None
) -> Path:  # fmt: skip
    """Write the debrief of a game to an HTML file.

    Args:
        of: A session, or its debrief.
        path: The file, or a folder that is there, in which it is ``debrief.html``.
        luck: Number of other seeds for telling luck and skill apart; 0 for none.
        line: Name of the branch; the one that is played on if left out.
        by: Seat for which it is written; the holder of the session if left out.

    Returns:
        Path of the file.

    Raises:
        GameError: As ``session.debrief`` does.
        OSError: When it cannot be written.
    """
    found = of if isinstance(of, Debrief) else of.debrief(by=by, line=line, luck=luck)
    target = Path(path) / FILE if Path(path).is_dir() else Path(path)
    return write_file(target, in_page_languages(lambda: text(found)).encode())


def text(found: Debrief) -> str:
    """The page as text."""
    parts: list[Markup] = []
    for number, (name, question, content) in enumerate(sections(found), start=1):
        anchor = f"section-{number}"
        parts += [heading(f"{number} {name}", anchor=anchor), paragraph(question, "ask"), *content(found, None)]
    parts.append(paragraph(again(found), "note"))
    first = [frames.chooser(), *opening(found), *summary_section(found), contents(parts)]
    return page(_("Debrief · {game} · Guanxi").format(game=game_texts(found.game).title), [*first, *parts])


def opening(found: Debrief) -> list[Markup]:
    """Title, what was played, and how far it has come."""
    texts = game_texts(found.game)
    rounds = _("all {rounds}") if found.over else _("{closed} of {rounds}")
    said = [
        (_("game"), found.game.name),
        (_("line"), found.line),
        (_("rounds closed"), rounds.format(closed=found.rounds, rounds=found.game.rounds)),
        (_("weeks"), f"{found.rounds * found.what.weeks}"),
        (_("customers"), f"{found.what.scenario.population.size:,}"),
        (_("teams"), listed(found.teams)),
        (_("seed"), str(found.what.seed)),
        *([(_("for"), found.seat)] if found.seat else []),
    ]
    parts = [title(_("Debrief: {game}").format(game=texts.title)), paragraph(texts.teaches, "teaches"), facts(said)]
    if not found.over:
        said_so = _("The game goes on: this looks back on rounds 1 to {last}, and holds what players must not see.")
        parts.append(paragraph(said_so.format(last=found.rounds), "note"))
    return parts


def again(found: Debrief) -> str:
    """How to come to the same figures."""
    said = _(
        "Everything here is computed from the decisions of line {line} and the seed {seed}, with Guanxi {version}; the "
        "same file gives the same page. Colours: Okabe & Ito (2008). Pairing under the same luck: Law (2015), ch. 11. "
        "Frames: McCarthy (1960), Kotler (1986), Lauterborn (1990), Schultz."
    )
    return said.format(line=found.line, seed=found.what.seed, version=found.results.version)

"""The page that sets a typed paper game beside the same decisions in the simulator."""

from __future__ import annotations

from sim.kit.pages import sheet_page
from sim.kit.paper_game.materials import account_words, read_cards
from sim.kit.paper_game.record import PaperRecord
from sim.kit.paper_game.replay import PaperScore, SimulatedGame
from sim.kit.paper_game.terms import CARDS, FIRM, paper_terms
from sim.kit.sheet import Part, Sheet, Table
from sim.language.formats import decimal_number, percentage
from sim.language.messages import _, pgettext
from sim.metrics._shared.interval import Interval


def debrief_page(
    record: PaperRecord, score: PaperScore, same: SimulatedGame, unvisited: SimulatedGame, bots: SimulatedGame
) -> str:
    """The comparison as a page.

    Args:
        record: The typed game.
        score: What was gained on paper.
        same: The same decisions in the simulator.
        unvisited: The same orders, with no visit received.
        bots: The game as the simulator's bots play it.

    Returns:
        HTML that needs no other file.
    """
    runs = next(iter(same.gain.values())).replications
    note = _("Simulator: mean of {n} runs with 95% interval; coins. Shares are parts of all that was paid.")
    parts = (
        Part(
            heading=_("Each account: on paper and in the simulator"),
            table=_account_table(record, score, same),
            note=note.format(n=runs),
        ),
        Part(
            heading=_("What the visits were worth to the accounts"),
            table=_visit_table(same, unvisited),
            text=_(
                "The same orders in the same runs, once with the visits and needs of your game, once with no visit "
                "received. The difference is what Azure could act on because it had listened."
            ),
        ),
        Part(heading=_("What group A forecast"), table=_forecast_table(record, score)),
        Part(
            heading=_("What bots would have done"),
            table=_bot_table(same, bots),
            text=_("Azure changes nothing, and keeps its managers and its desk as they are; bots play the accounts."),
        ),
        Part(
            heading=pgettext("kit", "To discuss"),
            bullets=(
                _("Which account gained more on paper? Was it chance, a need that was forgotten, or a complaint?"),
                _("Which account would have gained more by showing one more need?"),
                _("Was Azure's price the reason why cards came or went? Look at the quarters in which it changed."),
            ),
        ),
    )
    title = _("The key-account game: paper and simulator")
    about = _("{n} quarters. On paper Azure earned {coins} coins from its five accounts.").format(
        n=record.quarters, coins=decimal_number(sum(score.azure))
    )
    return sheet_page(Sheet(title=title, about=about, parts=parts))


def _names() -> dict[str, str]:
    cards = read_cards()
    return {one.seat: account_words(cards, one)[0] for one in paper_terms().accounts}


def _account_table(record: PaperRecord, score: PaperScore, same: SimulatedGame) -> Table:
    rows = []
    for seat, name in _names().items():
        cards = sum(line.cards[FIRM] for line in record.accounts[seat])
        rows.append((
            name, percentage(cards / (CARDS * record.quarters)), _share(same.share[seat]),
            decimal_number(sum(score.accounts[seat])), _coins(same.gain[seat]),
        ))  # fmt: skip
    columns = (
        pgettext("kit", "account"), _("Azure's part, paper"), _("Azure's part, simulator"), _("account's gain, paper"),
        _("account's gain, simulator"),
    )  # fmt: skip
    return Table(columns=columns, rows=tuple(rows))


def _visit_table(same: SimulatedGame, unvisited: SimulatedGame) -> Table:
    rows = tuple(
        (name, decimal_number(same.gain[seat].mean), decimal_number(unvisited.gain[seat].mean),
         decimal_number(same.gain[seat].mean - unvisited.gain[seat].mean))
        for seat, name in _names().items()
    )  # fmt: skip
    columns = (
        pgettext("kit", "account"),
        _("gain with visits"),
        _("gain without visits"),
        pgettext("kit", "difference"),
    )
    return Table(columns=columns, rows=rows)


def _forecast_table(record: PaperRecord, score: PaperScore) -> Table:
    rows = []
    for quarter, line in enumerate(record.firm):
        found = sum(lines[quarter].cards[FIRM] for lines in record.accounts.values())
        expected = "–" if line.expected is None else str(line.expected)
        off = "–" if line.expected is None else str(found - line.expected)
        rows.append((quarter + 1, expected, found, off.replace("-", "−"), score.azure[quarter]))
    columns = (
        pgettext("kit", "quarter"),
        pgettext("kit", "cards expected"),
        pgettext("kit", "cards received"),
        pgettext("kit", "difference"),
        pgettext("kit", "Azure's coins"),
    )
    return Table(columns=columns, rows=tuple(rows))


def _bot_table(same: SimulatedGame, bots: SimulatedGame) -> Table:
    rows = [(name, _share(same.share[seat]), _share(bots.share[seat])) for seat, name in _names().items()]
    rows.append((_("sales to all five accounts, coins"), _coins(same.sales), _coins(bots.sales)))
    return Table(
        columns=(pgettext("kit", "Azure's part"), pgettext("kit", "your decisions"), pgettext("kit", "bots")),
        rows=tuple(rows),
    )


def _share(found: Interval) -> str:
    low, high = max(found.low, 0.0), min(found.high, 1.0)
    return _("{mean} ({low} to {high})").format(mean=percentage(found.mean), low=percentage(low), high=percentage(high))


def _coins(found: Interval) -> str:
    mean, low, high = (decimal_number(value) for value in found[:3])
    return _("{mean} ({low} to {high})").format(mean=mean, low=low, high=high)

"""What is printed for the paper game: rules, cards, money, score sheets, and the empty file of a game."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from pydantic import Field

from sim.course.figure_text import with_figures
from sim.game.load_game import load_game
from sim.kit.pages import Card, Deck, deck_parts, page, sheet_page, sheet_parts
from sim.kit.paper_game.record import empty_record
from sim.kit.paper_game.terms import CARDS, COIN, FIRM, GAME, SUPPLIERS, AccountTerms, coins, paper_terms, rule_figures
from sim.kit.sheet import filled_sheet, in_language_of_reader, kit_folder, read_sheet
from sim.language.messages import _, pgettext
from sim.model.firms.key_accounts.account_gain import NEEDED_DOOR
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as
from sim.scenario.files.side_texts import side_texts
from sim.scenario.market.key_account import NEED_NAMES, NeedName
from sim.scenario.market.offers import OUTSIDE

NOTES = ((1, 24), (5, 24), (20, 24), (50, 16))
"""Money: worth of a note in coins, and how many of it are printed."""
DEBRIEF_RUNS = 8
"""Replications of a typed game."""


class Role(Declaration):
    """A role card."""

    seat: str
    name: str
    brief: str


class AccountWords(Declaration):
    """What an account is called in another language than the scenario's."""

    seat: str
    name: str


class PaperCards(Declaration):
    """The words of the cards."""

    roles: tuple[Role, ...] = Field(min_length=1)
    incidents: tuple[str, ...] = Field(min_length=1)
    """Texts of the service cards on which something went wrong at Azure."""
    fine: str
    """Text of the others."""
    fine_cards: int = Field(ge=1)
    """How many others there are."""
    need_names: dict[NeedName, str]
    suppliers: dict[str, str] = Field(default={})
    """Names of suppliers that are not names of firms."""
    accounts: tuple[AccountWords, ...] = ()
    """Names of the accounts; left out, those of the scenario."""


def read_cards() -> PaperCards:
    """The words of the cards in the language in use. Raises ``ScenarioError`` for a file with faults."""
    return read_as(PaperCards, in_language_of_reader(kit_folder() / "paper_cards.yaml"))


def account_words(cards: PaperCards, terms: AccountTerms) -> tuple[str, Mapping[NeedName, str]]:
    """Name and needs of an account in the language in use; needs are those of the scenario and its side file."""
    account = terms.account
    name = next((words.name for words in cards.accounts if words.seat == terms.seat), account.name)
    said = side_texts(load_game(GAME)[0].scenario).texts
    needs = {
        need: said.get(f"key_accounts.{account.name}.needs.{need}", one.text) for need, one in account.needs.items()
    }
    return name, needs


def account_figures(terms: AccountTerms, cards: PaperCards) -> Mapping[str, str]:
    """The figures of an account's private sheet."""
    name, needs = account_words(cards, terms)
    found = {f"azure_{p}": coins(terms.azure[p, "ordinary"]) for p in ("low", "full", "high")}
    found |= {f"azure_better_{p}": coins(terms.azure[p, "better"]) for p in ("low", "full", "high")}
    found |= {
        "beryl": coins(terms.others["Beryl"]),
        "cedar": coins(terms.others["Cedar"]),
        "outside": coins(terms.others[OUTSIDE]) if OUTSIDE in terms.others else _("you know none"),
    }
    for need in NEED_NAMES:
        found |= {f"need_{need}": coins(terms.needs.get(need, 0.0)), f"text_{need}": needs.get(need, "–")}
        found |= {f"door_{need}": str(NEEDED_DOOR[need])}
    return found | {"name": name, "visit_cost": coins(terms.visit)}


def role_deck(cards: PaperCards) -> Deck:
    """A card for each person."""
    names = {one.seat: account_words(cards, one)[0] for one in paper_terms().accounts}
    found = tuple(
        Card(title=with_figures(role.name, {"name": names.get(role.seat, "")}), text=role.brief) for role in cards.roles
    )
    return Deck(heading=pgettext("kit", "Role cards"), cards=found)


def need_decks(cards: PaperCards) -> list[Deck]:
    """Five need cards for each account."""
    decks = []
    for terms in paper_terms().accounts:
        name, needs = account_words(cards, terms)
        found = tuple(
            Card(title=f"{number} {cards.need_names[need]}", text=needs[need], corner=name)
            for number, need in enumerate(NEED_NAMES, start=1)
            if need in terms.needs
        )
        decks.append(Deck(heading=_("Need cards of {account}").format(account=name), cards=found))
    return decks


def other_decks(cards: PaperCards) -> list[Deck]:
    """Service cards, order cards, envelopes' names, and money."""
    service = [Card(title=pgettext("kit", "Service"), text=text) for text in cards.incidents]
    service += [Card(title=pgettext("kit", "Service"), text=cards.fine)] * cards.fine_cards
    orders = [
        Card(title=account_words(cards, one)[0], text=_("1 of {n} order cards of a quarter").format(n=CARDS))
        for one in paper_terms().accounts
        for _number in range(CARDS)
    ]
    places = [
        Card(title=cards.suppliers.get(name, name), text=_("Put order cards here, face down.")) for name in SUPPLIERS
    ]
    money = [
        Card(title=str(worth), text=pgettext("kit", "coins")) for worth, count in NOTES for _number in range(count)
    ]
    return [
        Deck(heading=pgettext("kit", "Service cards"), cards=tuple(service), kind="small"),
        Deck(heading=pgettext("kit", "Order cards"), cards=tuple(orders), kind="small", new_page=True),
        Deck(heading=_("Places for order cards, one set for each account"), cards=tuple(places * 5), kind="small"),
        Deck(
            heading=_("Money: one coin stands for {money}").format(money=f"{COIN:.0f}"), cards=tuple(money), kind="note"
        ),
    ]


def paper_files() -> dict[str, bytes]:
    """All files of the paper game, by path inside the kit.

    Returns:
        Pages and the empty record, as bytes, under ``students`` and ``instructor``.
    """
    cards, figures = read_cards(), rule_figures()
    put = partial(_put, figures=figures)
    private = [
        sheet_parts(filled_sheet(read_sheet("paper_account"), {**figures, **account_figures(one, cards)}))
        for one in paper_terms().accounts
    ]
    decks = [role_deck(cards), *need_decks(cards), *other_decks(cards)]
    return {
        "students/paper_game/rules.html": put("paper_rules"),
        "students/paper_game/cards.html": page(_("Cards and money"), [deck_parts(decks)]).encode(),
        "students/paper_game/score_sheet_of_azure.html": put("paper_scores"),
        "students/paper_game/private_sheets_of_accounts.html": page(
            _("Private sheets of the accounts"), private
        ).encode(),
        "instructor/paper_game/lead_and_debrief.html": put("paper_debrief"),
        "instructor/paper_game/game.csv": empty_record(),
    }


def _put(name: str, figures: Mapping[str, str]) -> bytes:
    every = {**figures, "replications": str(DEBRIEF_RUNS), "firm": FIRM}
    return sheet_page(filled_sheet(read_sheet(name), every)).encode()

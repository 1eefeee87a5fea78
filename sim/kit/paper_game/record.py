"""A paper game typed into a file: one line for Azure and one for each account and quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TypeVar

from sim.files.csv_export import rows_bytes
from sim.files.csv_reading import csv_rows
from sim.game.errors import GameError
from sim.kit.paper_game.terms import CARDS, FIRM, PRICES, QUARTERS, Goods, Price, paper_terms
from sim.language.messages import _
from sim.scenario.decisions.account_decision import LAST_DOOR
from sim.scenario.market.exit_causes import COURSE_CAUSES
from sim.scenario.market.key_account import NEED_NAMES, NeedName
from sim.scenario.market.offers import OUTSIDE

AZURE = FIRM.lower()
COLUMNS = (
    "quarter",
    "who",
    "price",
    "goods",
    "managers",
    "desk",
    "expected",
    "azure",
    "beryl",
    "cedar",
    "outside",
    "visited",
    "needs",
    "door",
    "problem",
    "leaves",
    "says",
)
LARGEST = 200_000
"""Bytes of a record that are read."""
MOST_MANAGERS, MOST_AT_DESK = 3, 3
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class FirmLine:
    """What group A decided in a quarter."""

    price: Price
    goods: Goods
    managers: int
    desk: int
    expected: int | None
    """Order cards that it expected; None where nothing was written."""


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    """What an account did in a quarter."""

    cards: Mapping[str, int]
    """Order cards by supplier: ``Azure``, ``Beryl``, ``Cedar``, ``outside``."""
    visited: bool
    needs: tuple[NeedName, ...]
    """Needs shown to Azure so far."""
    door: int
    problem: int
    """0 none, 1 answered, 2 not answered."""
    leaves: str = ""
    """True reason, in the quarter in which the account leaves Azure."""
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperRecord:
    """A typed game, quarter by quarter."""

    firm: tuple[FirmLine, ...]
    accounts: Mapping[str, tuple[AccountLine, ...]]
    """By seat, such as ``dairy``."""

    @property
    def quarters(self) -> int:
        """How many quarters were played."""
        return len(self.firm)


def empty_record() -> bytes:
    """The file to be filled in: quarters and names are there; with a byte-order mark, which Excel needs."""
    seats = [AZURE, *(one.seat for one in paper_terms().accounts)]
    rows = [[quarter, who, *[""] * (len(COLUMNS) - 2)] for quarter in range(1, QUARTERS + 1) for who in seats]
    return rows_bytes(COLUMNS, rows, mark=True)


def read_record(path: str | PathLike[str]) -> PaperRecord:
    """A typed game.

    Quarters at the end in which nothing was typed at all count as not played.

    Args:
        path: A CSV file with the columns of :data:`COLUMNS`; UTF-8 or GB18030, separated by comma, semicolon or tab.

    Returns:
        The game.

    Raises:
        GameError: With every line and column at fault, and what is allowed there.
    """
    rows = _rows(path)
    faults: list[str] = []
    lines = {
        (row["quarter"], row["who"]): (number, row) for number, row in rows if any(row[name] for name in COLUMNS[2:])
    }
    quarters = max((int(quarter) for quarter, _who in lines if quarter.isdecimal()), default=0)
    if not 1 <= quarters <= QUARTERS:
        told = _("{path}: no quarter from 1 to {n} is filled in; type the score sheets first")
        raise GameError(told.format(path=path, n=QUARTERS))
    firm, accounts = [], {one.seat: list[AccountLine]() for one in paper_terms().accounts}
    for quarter in range(1, quarters + 1):
        for who in (AZURE, *accounts):
            number, row = lines.get((str(quarter), who), (0, {}))
            if not row:
                told = _("quarter {quarter}: the line of {who} is missing or empty; fill it in")
                faults.append(told.format(quarter=quarter, who=who))
                continue
            cell = _Cells(row, f"{path}:{number}", faults)
            if who == AZURE:
                firm.append(_firm_line(cell))
            else:
                accounts[who].append(_account_line(cell))
    if faults:
        raise GameError("\n".join(faults))
    return PaperRecord(firm=tuple(firm), accounts={seat: tuple(found) for seat, found in accounts.items()})


class _Cells:
    """The cells of a line, each read with its own check; faults are gathered."""

    def __init__(self, row: Mapping[str, str], place: str, faults: list[str]) -> None:
        self.row, self.place, self.faults = row, place, faults

    def fault(self, name: str, given: str, allowed: str) -> None:
        """Note what was given in a column, and what is allowed there."""
        told = _("{place}: {name}: {given!r} was given; {allowed}")
        self.faults.append(told.format(place=self.place, name=name, given=given, allowed=allowed))

    def choice(self, name: str, allowed: Mapping[str, Value], otherwise: Value) -> Value:
        given = self.row[name].casefold()
        if given in allowed:
            return allowed[given]
        listed = ", ".join(filter(None, allowed))
        self.fault(name, given, _("give one of {names}").format(names=listed))
        return otherwise

    def whole(self, name: str, most: int, empty: int | None = None) -> int:
        given = self.row[name]
        if not given and empty is not None:
            return empty
        if given.isdecimal() and int(given) <= most:
            return int(given)
        self.fault(name, given, _("give a whole number from 0 to {most}").format(most=most))
        return 0

    def needs(self) -> tuple[NeedName, ...]:
        given = self.row["needs"].replace(" ", "").replace("0", "")
        if all(letter in "12345" for letter in given):
            return tuple(need for place, need in enumerate(NEED_NAMES, start=1) if str(place) in given)
        self.fault("needs", given, _("give the numbers of needs from 1 to 5, such as 12"))
        return ()


def _firm_line(cell: _Cells) -> FirmLine:
    prices: dict[str, Price] = {name: name for name in PRICES}
    goods: dict[str, Goods] = {"ordinary": "ordinary", "better": "better"}
    desk = cell.whole("desk", MOST_AT_DESK)
    if desk == 0 and cell.row["desk"] == "0":
        cell.fault("desk", "0", _("give 1 to {most}").format(most=MOST_AT_DESK))
    expected = cell.whole("expected", 5 * CARDS) if cell.row["expected"] else None
    return FirmLine(
        price=cell.choice("price", prices, "full"),
        goods=cell.choice("goods", goods, "ordinary"),
        managers=cell.whole("managers", MOST_MANAGERS),
        desk=desk,
        expected=expected,
    )


def _account_line(cell: _Cells) -> AccountLine:
    cards = {name: cell.whole(name.lower(), CARDS, empty=0) for name in (FIRM, "Beryl", "Cedar", OUTSIDE)}
    if sum(cards.values()) != CARDS:
        told = _("{place}: the order cards sum to {given}; give {n} in all")
        cell.faults.append(told.format(place=cell.place, given=sum(cards.values()), n=CARDS))
    causes = {"": "", **{cause.name: cause.name for cause in COURSE_CAUSES}}
    leaves, says = cell.choice("leaves", causes, ""), cell.choice("says", causes, "")
    if says and not leaves:
        cell.fault("says", says, _("fill in the column leaves, too"))
    return AccountLine(
        cards=cards,
        visited=cell.whole("visited", 1, empty=0) == 1,
        needs=cell.needs(),
        door=cell.whole("door", LAST_DOOR, empty=0),
        problem=cell.whole("problem", 2, empty=0),
        leaves=leaves,
        says=says,
    )


def _rows(path: str | PathLike[str]) -> list[tuple[int, dict[str, str]]]:
    found = [(number, [cell.strip() for cell in row]) for number, row in csv_rows(path, LARGEST)]
    names = [name.casefold() for name in found[0][1]] if found else []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        told = _("{path}:1: the columns {names} are missing; take the file game.csv of the kit")
        raise GameError(told.format(path=path, names=", ".join(missing)))
    places = {name: names.index(name) for name in COLUMNS}
    return [
        (number, {name: row[at].strip() if at < len(row) else "" for name, at in places.items()})
        for number, row in found[1:]
        if any(row)
    ]

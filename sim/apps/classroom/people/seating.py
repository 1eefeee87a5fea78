"""Who sits where in a class: places that are free, and the place of a person who joins with the code of the class."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.apps.classroom.classes.class_file import MOST_PEOPLE, ClassFile, Person
from sim.course.chapters.student_market import StudentNumberError, student_number
from sim.game.errors import GameError
from sim.language.messages import _

LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person who joins says."""

    name: str
    number: str = ""
    market: str = ""
    """The market that was chosen; empty to be placed."""
    seat: str = ""
    client: str = ""


Places = Mapping[str, Sequence[str]]
"""Seats that play and were not taken with a pass code, by market."""


def free_places(file: ClassFile, places: Places) -> dict[str, list[str]]:
    """Seats at which no person sits, by market."""
    taken = {(person.market, person.seat) for person in file.people}
    return {market: [seat for seat in seats if (market, seat) not in taken] for market, seats in places.items()}


def seated(file: ClassFile, places: Places, wish: Wish) -> tuple[ClassFile, Person]:
    """The class with the person at a seat, and the person as the class file holds it.

    A person without a chosen market is placed in the first one that has a free seat; people of one team share a seat.
    Raises :class:`GameError` where the person is not on the list, sits already, or the place is taken.
    """
    known = next((one for one in file.people if wish.client and one.client == wish.client), None)
    if known is not None:
        return file, known
    person = _person(file, wish)
    if person.market and person.again:
        return _returned(file, person, wish)
    if person.market:
        raise GameError(
            _(
                "{name} already has a seat, in market {market}. Open the link of that seat on this device, or ask the "
                "instructor for it."
            ).format(name=person.name, market=person.market)
        )
    market, seat = _team_place(file, person) or _place(free_places(file, places), wish)
    fresh = person.model_copy(update={"market": market, "seat": seat, "client": wish.client})
    return _with(file, person, fresh), fresh


def enrolled(file: ClassFile, wish: Wish, code: str) -> tuple[ClassFile, Person]:
    """The same for the class of an exercise, which has no seats: the person gets a code of their own.

    Raises :class:`GameError` where the person is not on the list, or has joined already.
    """
    known = next((one for one in file.people if wish.client and one.client == wish.client), None)
    if known is not None:
        return file, known
    person = _person(file, wish)
    if person.again:
        return _returned(file, person, wish)
    if person.code:
        said = _("{name} has already joined. Open your own link on this device, or ask the instructor for it.")
        raise GameError(said.format(name=person.name))
    fresh = person.model_copy(update={"code": code, "client": wish.client})
    return _with(file, person, fresh), fresh


def _with(file: ClassFile, person: Person, fresh: Person) -> ClassFile:
    others = [one for one in file.people if one is not person]
    if len(others) >= MOST_PEOPLE:
        raise GameError(_("The class is full: it has {people} people.").format(people=MOST_PEOPLE))
    return file.but(people=[*others, fresh])


def _returned(file: ClassFile, person: Person, wish: Wish) -> tuple[ClassFile, Person]:
    """A person whom the instructor lets join once more comes back to the same place."""
    fresh = person.model_copy(update={"client": wish.client, "again": False})
    return file.but(people=[fresh if one is person else one for one in file.people]), fresh


def unseated(file: ClassFile, person: Person, before: Sequence[Person]) -> ClassFile:
    """The class without a person who was seated and could not take the seat; a person of the list stays on it."""
    listed = [one for one in before if (one.name, one.number) == (person.name, person.number)]
    return file.but(people=[*(one for one in file.people if one != person), *listed])


def plain_text(text: str) -> str:
    """A name as it is compared and shown: normalised, without control characters and marks of direction.

    >>> plain_text("  Li\\u202e  Wei ")
    'Li Wei'
    """
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(sign for sign in normal if unicodedata.category(sign)[0] != "C" or sign == "\t")
    return " ".join(kept.split())


def _person(file: ClassFile, wish: Wish) -> Person:
    """The person of the list, or a new one where everybody may join."""
    name, number = plain_text(wish.name), plain_text(wish.number)
    if not file.roster:
        if not 0 < len(name) <= LONGEST_NAME:
            raise GameError(_("Give your name, with 1 to {most} characters.").format(most=LONGEST_NAME))
        again = next((one for one in file.people if one.name.casefold() == name.casefold()), None)
        if again is not None and again.again:
            return again
        if again is not None:
            raise GameError(
                _("{name} has already joined. Open the link of that seat, or add a letter to your name.").format(
                    name=name
                )
            )
        return _newcomer(file, Person(name=name, number=number[:LONGEST_NAME]))
    if not name or not number:
        raise GameError(_("Give your name and your student number as they are on the list of this class."))
    for one in file.people:
        if one.number.casefold() == number.casefold() and one.name.casefold() == name.casefold():
            return one
    raise GameError(_("This name with this student number is not on the list of this class; ask the instructor."))


def _newcomer(file: ClassFile, fresh: Person) -> Person:
    """A person who is new in an open class, with a number that nobody else has: it tells whose marks are whose."""
    number = _course_number(fresh)
    if number is not None and number in map(_course_number, file.people):
        raise GameError(
            _("This student number has already joined. Open your own link, or ask the instructor.")
            if fresh.number else _("Your name is too like that of a person who has joined; add your student number.")
        )  # fmt: skip
    return fresh


def _course_number(person: Person) -> int | None:
    """The number by which the course knows a person; None for a name or a number of which it makes none."""
    try:
        return student_number(person.course_name)
    except StudentNumberError:
        return None


def _team_place(file: ClassFile, person: Person) -> tuple[str, str] | None:
    """The seat at which the person's team sits already."""
    if not person.team:
        return None
    return next(((one.market, one.seat) for one in file.people if one.team == person.team and one.market), None)


def _place(free: Mapping[str, Sequence[str]], wish: Wish) -> tuple[str, str]:
    if wish.market and wish.market not in free:
        raise GameError(
            _("There is no market {market}; choose one of {names}.").format(
                market=repr(wish.market[:20]), names=", ".join(free)
            )
        )
    for market in [wish.market] if wish.market else free:
        if wish.seat and wish.seat in free[market]:
            return market, wish.seat
        if free[market] and not wish.seat:
            return market, free[market][0]
    if wish.seat:
        raise GameError(
            _("The seat {seat} is taken, or there is none of this name; choose another one.").format(
                seat=repr(wish.seat[:40])
            )
        )
    raise GameError(
        _("Market {market} is full; choose another one.").format(market=wish.market)
        if wish.market else _("All seats are taken; ask the instructor for a seat.")
    )  # fmt: skip

"""What the instructor of a class does with people: move, remove, give a new code, lift a lock-out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sim.apps.classroom.classes.class_file import ClassFile, Person, person_key, place_key
from sim.apps.classroom.people.seating import Places, free_places
from sim.game.errors import GameError
from sim.game.load_game import LETTERS
from sim.language.messages import _

LETTERS_OF_CODE = 8


@dataclass(frozen=True, kw_only=True)
class PeopleChange:
    """What came of an action."""

    file: ClassFile
    renewed: tuple[tuple[str, str], ...] = ()
    """Seats with a new code, so that former links and tokens are good no more: market and seat."""


def person_of(file: ClassFile, name: str, number: str) -> Person:
    """The person of the class with this name and number. Raises :class:`GameError`."""
    found = next((one for one in file.people if one.key == (name, number)), None)
    if found is None:
        said = _("{name} is not in this class; the list of people may have changed, so look at it again")
        raise GameError(said.format(name=name or number or "–"))
    return found


def moved(file: ClassFile, places: Places, person: Person, market: str, seat: str) -> PeopleChange:
    """A person gets another seat; the seat that is left has a new code, unless team mates stay there.

    Raises :class:`GameError` where the seat is not there, is taken by others, or is the person's own.
    """
    if seat not in places.get(market, ()):
        said = _("market {market} has no seat {seat} that a person of the class can take; choose another one")
        raise GameError(said.format(market=market[:20] or "–", seat=seat[:40] or "–"))
    if (person.market, person.seat) == (market, seat):
        raise GameError(_("{name} sits at this seat already").format(name=person.name))
    there = [one for one in file.people if (one.market, one.seat) == (market, seat)]
    if there and not (person.team and all(one.team == person.team for one in there)):
        said = _("{others} sits at this seat; choose one of the free seats: {free}")
        free = [f"{name} {one}" for name, seats in free_places(file, places).items() for one in seats]
        raise GameError(said.format(others=", ".join(one.name for one in there), free=", ".join(free[:8]) or "–"))
    change = _left(file, person)
    fresh = person.model_copy(update={"market": market, "seat": seat, "client": "", "again": True})
    people = [fresh if one is person else one for one in change.file.people]
    freed = [key for key in change.file.freed if key != place_key(market, seat)]
    return PeopleChange(file=change.file.but(people=people, freed=freed), renewed=change.renewed)


def removed(file: ClassFile, person: Person) -> PeopleChange:
    """A person loses the seat; of a list the person stays on it and may join again, else the person is forgotten."""
    change = _left(file, person)
    return PeopleChange(file=without_person(change.file, person), renewed=change.renewed)


def without_person(file: ClassFile, person: Person) -> ClassFile:
    """The class without a person; one of a list stays on it, without a seat, with the cases that were handed in.

    A person who joins under the name again gets a new case, and none that was seen before.
    """
    kept = [case for case in person.cases if case.mark is not None] if file.roster else []
    gone = len(person.cases) - len(kept)
    begun = {**file.begun, person_key(*person.key): file.begun_by(person) + gone} if gone else file.begun
    left = {"market": "", "seat": "", "code": "", "client": "", "again": False, "cases": kept}
    fresh = [person.model_copy(update=left)] if file.roster else []
    people = [new for one in file.people for new in (fresh if one is person else [one])]
    return file.but(people=people, begun=begun)


def with_new_code(file: ClassFile, market: str, seat: str) -> PeopleChange:
    """A seat gets a new code; the people who sit there may join once more with the code of the class."""
    code = "".join(secrets.choice(LETTERS) for _place in range(LETTERS_OF_CODE))
    people = [
        one.model_copy(update={"client": "", "again": True}) if (one.market, one.seat) == (market, seat) else one
        for one in file.people
    ]
    replaced = {**file.replaced, place_key(market, seat): code}
    return PeopleChange(file=file.but(people=people, replaced=replaced), renewed=((market, seat),))


def _left(file: ClassFile, person: Person) -> PeopleChange:
    """The class when a person has left a seat; the person is still in the list as before."""
    others = [one for one in file.people if one is not person]
    if not person.market or any((one.market, one.seat) == (person.market, person.seat) for one in others):
        return PeopleChange(file=file)
    key = place_key(person.market, person.seat)
    code = "".join(secrets.choice(LETTERS) for _place in range(LETTERS_OF_CODE))
    fresh = file.but(replaced={**file.replaced, key: code}, freed=[*(one for one in file.freed if one != key), key])
    return PeopleChange(file=fresh, renewed=((person.market, person.seat),))


def code_of(file: ClassFile, codes: Mapping[str, str], market: str, seat: str) -> str:
    """The code of a seat: the new one where it was replaced, else that of the game's file."""
    return file.replaced.get(place_key(market, seat), codes[seat])

"""Who marks whose open answer: two peers each, never oneself, the same for the same class and seed.

People stand in a circle whose order is drawn from an address; each marks the answers of the two who stand behind. So
everybody marks two answers, and each answer is marked by two people, where there are at least three answers. Nobody
marks the answer of a person who marks theirs, where there are at least five.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sim.course.text import drawn

PEERS = 2
"""People who mark an answer, where there are enough."""


@dataclass(frozen=True, order=True)
class Pairing:
    """One person marks the answer of another."""

    author: str
    marker: str


def paired(people: Collection[str], address: str) -> tuple[Pairing, ...]:
    """Who marks whose answer when the marking begins.

    Args:
        people: Those who have handed in an answer, each by a key that differs from all others.
        address: What is drawn and for whom, such as the seed of the class and the task; it decides the order.

    Returns:
        The pairs, in the order of the circle; none for fewer than two people.
    """
    circle = _drawn_order(people, address)
    size = len(circle)
    return tuple(
        Pairing(author=circle[(place + step) % size], marker=marker)
        for place, marker in enumerate(circle)
        for step in range(1, min(PEERS, size - 1) + 1)
    )


def with_late(pairs: Sequence[Pairing], people: Collection[str], late: str, address: str) -> tuple[Pairing, ...]:
    """The pairs that an answer adds which came after the marking had begun.

    Two people with the fewest answers to mark get it. Its author marks answers that fewer than two people mark.

    Args:
        pairs: The pairs so far.
        people: All who have handed in an answer, with or without the late one.
        late: The author of the late answer.
        address: As for :func:`paired`; it decides between people with equally many.

    Returns:
        The new pairs only.
    """
    others = [one for one in _drawn_order(people, address) if one != late]
    markers = sorted(others, key=lambda one: _to_mark(pairs, one))[:PEERS]
    short = sorted((one for one in others if _readers(pairs, one) < PEERS), key=lambda one: _readers(pairs, one))
    known = {*pairs}
    added = [Pairing(late, marker) for marker in markers] + [Pairing(author, late) for author in short[:PEERS]]
    return tuple(one for one in added if one not in known)


def reassigned(
    pairs: Sequence[Pairing], marked: Collection[Pairing], address: str
) -> dict[Pairing, Pairing]:  # fmt: skip
    """Other markers for the answers that were not marked: people who have marked all of theirs.

    Args:
        pairs: The pairs so far.
        marked: Those of them that are marked.
        address: As for :func:`paired`.

    Returns:
        The new pair for each former one; a pair for which nobody is left is not in it.
    """
    held, done = list(pairs), {*marked}
    owing = {one.marker for one in pairs if one not in done}
    ready = [one for one in _drawn_order({one.marker for one in pairs}, address) if one not in owing]
    found: dict[Pairing, Pairing] = {}
    for pair in pairs:
        if pair in done:
            continue
        free = [one for one in ready if one != pair.author and Pairing(pair.author, one) not in held]
        if free:
            fresh = Pairing(pair.author, min(free, key=lambda one: _to_mark(held, one)))
            held[held.index(pair)] = found[pair] = fresh
    return found


def _drawn_order(people: Iterable[str], address: str) -> list[str]:
    return sorted(people, key=lambda one: (drawn(f"{address}/{one}"), one))


def _to_mark(pairs: Iterable[Pairing], person: str) -> int:
    return sum(one.marker == person for one in pairs)


def _readers(pairs: Iterable[Pairing], person: str) -> int:
    return sum(one.author == person for one in pairs)

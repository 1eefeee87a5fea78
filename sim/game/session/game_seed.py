"""The luck a game or a sitting begins with."""

from __future__ import annotations

from sim.game.errors import GameError
from sim.results.simulate import whole_number


def chosen(seed: object, own: int) -> int:
    """The seed that was given, or the scenario's own where none was. Raises :class:`GameError` for what is no seed."""
    try:
        return whole_number("seed", own if seed is None else seed, 0)
    except ValueError as error:
        raise GameError(str(error)) from None

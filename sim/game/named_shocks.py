"""Shocks that an instructor deals out by one word, with sizes that a class can feel and a firm can survive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.game.errors import GameError
from sim.game.game import Game
from sim.registry import unknown
from sim.scenario.market.offers import OUTSIDE
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class NamedShock:
    """A shock with a name of its own. All sizes are assumed."""

    name: str
    meaning: str
    """What befalls the market, in a sentence."""
    content: dict[str, object]
    """The shock as a scenario writes it, but for the firms it strikes."""
    strikes: Literal["all", "focus", "newcomer", "people"]
    """Whom, if no firm is named: all firms; the one in focus; an outside or unsteered rival. Or people, not firms."""


NAMED_SHOCKS: dict[str, NamedShock] = {
    shock.name: shock
    for shock in (
        NamedShock(
            name="price_war",
            meaning="All prices fall by a sixth for half a year, whatever firms decide.",
            content={"kind": "offer", "attribute": "price", "factor": 0.83, "lasts": 26.0},
            strikes="all",
        ),
        NamedShock(
            name="scandal",
            meaning="A firm's conduct is worth two thirds of what it was for a year: it polluted, or lied.",
            content={"kind": "offer", "attribute": "conduct", "factor": 0.67, "lasts": 52.0},
            strikes="focus",
        ),
        NamedShock(
            name="new_technology",
            meaning="A substitute with technology a quarter better comes up, outside or at a rival, and stays.",
            content={"kind": "offer", "attribute": "technology", "factor": 1.25},
            strikes="newcomer",
        ),
        NamedShock(
            name="relocation_wave",
            meaning="For a quarter, four times as many people move away as usual: a plant closes, say.",
            content={"kind": "relocation", "factor": 4.0, "lasts": 13.0},
            strikes="people",
        ),
    )
}
"""Those there are, by name."""


def as_written(name: str, firms: Sequence[str], game: Game, scenario: Scenario) -> dict[str, object]:
    """The shock of that name as a scenario writes it, at these firms or at whom it strikes by itself.

    Raises :class:`GameError` for a name that is not there, and where it cannot tell whom to strike.
    """
    if name not in NAMED_SHOCKS:
        raise GameError(unknown("shock", name, NAMED_SHOCKS) + ", or one written as in a scenario")
    shock = NAMED_SHOCKS[name]
    if shock.strikes == "people":
        if firms:
            raise GameError(f"{name}: it befalls people, not firms; leave firms out")
        return dict(shock.content)
    struck = list(firms)
    if not struck and shock.strikes == "focus":
        struck = [scenario.focal_firm]
    elif not struck and shock.strikes == "newcomer":
        steered = {seat.steers for seat in game.steering}
        struck = [OUTSIDE] if scenario.outside else [name for name in scenario.firm_names if name not in steered]
        if not struck:
            raise GameError(
                f"{name}: there is nothing outside, and every firm has a seat; say whose it is: firms=[...]"
            )
    return {**shock.content, **({"firms": struck} if struck else {})}

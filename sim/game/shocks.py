"""Shocks that an instructor deals out: by one word, in sizes that a firm can survive, or of a kind, by a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.game.errors import GameError
from sim.game.forms.field import Field, Value
from sim.game.forms.firm_form import bounds_of, options_of, sort_of
from sim.game.game import Game
from sim.game.words import word
from sim.language.field_texts import plain_text
from sim.language.messages import _, mark, translate
from sim.registry import registered, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.market.offers import OUTSIDE
from sim.scenario.market.shock import Shock
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class NamedShock:
    """A shock with a name of its own. All sizes are assumed."""

    name: str
    says: str
    """What happens to the market, in a sentence in English."""
    content: dict[str, object]
    """The shock as a scenario writes it, but for the firms it strikes."""
    strikes: Literal["all", "focus", "newcomer", "people"]
    """Whom, if no firm is named: all firms; the one in focus; an outside or unsteered rival. Or people, not firms."""

    @property
    def title(self) -> str:
        """Its name in words, in the language in use."""
        return word(self.name)

    @property
    def meaning(self) -> str:
        """What happens to the market, in a sentence in the language in use."""
        return translate(self.says)

    @property
    def whom(self) -> str:
        """Whom it strikes where no firm is chosen, in a sentence; empty where it strikes people and no firms."""
        if self.strikes == "people":
            return ""
        if self.strikes == "all":
            return _("All firms where none is chosen.")
        if self.strikes == "focus":
            return _("The firm in focus where none is chosen.")
        return _("From outside where none is chosen.")


NAMED_SHOCKS: dict[str, NamedShock] = {
    shock.name: shock
    for shock in (
        NamedShock(
            name="price_war",
            says=mark("All prices fall by a sixth for half a year, whatever firms decide."),
            content={"kind": "offer", "attribute": "price", "factor": 0.83, "lasts": 26.0},
            strikes="all",
        ),
        NamedShock(
            name="scandal",
            says=mark("A firm's conduct is worth two thirds of what it was for a year: it polluted, or lied."),
            content={"kind": "offer", "attribute": "conduct", "factor": 0.67, "lasts": 52.0},
            strikes="focus",
        ),
        NamedShock(
            name="new_technology",
            says=mark("A substitute with technology a quarter better comes up, outside or at a rival, and stays."),
            content={"kind": "offer", "attribute": "technology", "factor": 1.25},
            strikes="newcomer",
        ),
        NamedShock(
            name="relocation_wave",
            says=mark("For a quarter, four times as many people move away as usual: a plant closes, say."),
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
        reason = unknown("shock", name, NAMED_SHOCKS)
        raise GameError(_("{reason}, or one written as in a scenario").format(reason=reason))
    shock = NAMED_SHOCKS[name]
    if shock.strikes == "people":
        if firms:
            raise GameError(_("{shock}: it affects people, not firms; leave firms out").format(shock=name))
        return dict(shock.content)
    struck = list(firms)
    if not struck and shock.strikes == "focus":
        struck = [scenario.focal_firm]
    elif not struck and shock.strikes == "newcomer":
        steered = {seat.steers for seat in game.steering}
        struck = [OUTSIDE] if scenario.outside else [name for name in scenario.firm_names if name not in steered]
        if not struck:
            said = _("{shock}: there is nothing outside, and every firm has a seat; say whose it is: firms=[...]")
            raise GameError(said.format(shock=name))
    return {**shock.content, **({"firms": struck} if struck else {})}


def shock_choices() -> dict[str, str]:
    """What may be dealt out: its words, and by which name the game knows it."""
    own = _("of your own: {kind}")
    kinds = {own.format(kind=word(name)): name for name in registered("shock")}
    return {shock.title: name for name, shock in NAMED_SHOCKS.items()} | kinds


def shock_fields(shock: str, firms: Sequence[str], attributes: Sequence[str]) -> tuple[str, tuple[Field, ...]]:
    """What a shock is, in a sentence, and what has to be said of it.

    ``firms`` are those that it may strike, ``attributes`` those of an offer.
    """
    if shock in NAMED_SHOCKS:
        named = NAMED_SHOCKS[shock]
        whom = Field(path="firms", label=_("firms"), sort="many", options=tuple(firms), present=(),
                     help=_("Whom it strikes; leave all out for those whom it strikes by itself"))  # fmt: skip
        return named.meaning, () if named.strikes == "people" else (whom,)
    kind = registered("shock")[shock]
    if not (isinstance(kind, type) and issubclass(kind, Shock)):
        raise TypeError(f"the shock {shock!r} is declared by {kind!r}, which is no class of shocks")
    options = {"firms": firms, "firm": firms, "attribute": attributes}
    meaning = translate(plain_text((kind.__doc__ or "").split("\n\n")[0]))
    return meaning, declared(kind, ("kind", "at"), options)


def shock_given(shock: str, values: Mapping[str, Value]) -> tuple[str | dict[str, object], tuple[str, ...]]:
    """What was filled in, as ``session.shock`` takes it: the shock, and the firms that a named one strikes."""
    given = {name: value for name, value in values.items() if value not in (None, ())}
    if shock not in NAMED_SHOCKS:
        return {"kind": shock, **given}, ()
    firms = given.get("firms", ())
    return shock, firms if isinstance(firms, tuple) else ()


def declared(
    model: type[Declaration], left_out: Sequence[str], options: Mapping[str, Sequence[str]]
) -> tuple[Field, ...]:
    """A field for each of a declaration's but those left out.

    ``options`` are the choices of fields whose annotation does not tell them: many of them where it holds several.
    """
    found = []
    for name, what in model.model_fields.items():
        if name in left_out:
            continue
        choices = tuple(options.get(name, ())) or tuple(str(option) for option in options_of(what.annotation))
        several = str(what.annotation).startswith("tuple")
        sort = ("many" if several else "choice") if choices else sort_of(what)
        least, most = bounds_of(what)
        found.append(
            Field(
                path=name, label=word(name), help=translate(plain_text(what.description or "")), sort=sort,
                least=least, most=most, options=choices, present=_first(sort, choices),
            )
        )  # fmt: skip
    return tuple(found)


def _first(sort: str, choices: Sequence[str]) -> Value:
    return () if sort == "many" else choices[0] if sort == "choice" else None

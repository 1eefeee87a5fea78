"""Fields of a form from a declaration: what it asks for, its bounds and its choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.game.forms.field import Field, Value
from sim.game.forms.firm_form import bounds_of, options_of, sort_of
from sim.scenario.declaration import Declaration


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
                path=name, label=name.replace("_", " "), help=plain(what.description or ""), sort=sort,
                least=least, most=most, options=choices, present=_first(sort, choices),
            )
        )  # fmt: skip
    return tuple(found)


def plain(text: str) -> str:
    """A description without the marks that it has in the code."""
    return " ".join(text.replace("``", "").split())


def _first(sort: str, choices: Sequence[str]) -> Value:
    return () if sort == "many" else choices[0] if sort == "choice" else None

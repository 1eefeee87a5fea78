"""What a name means: a concept, a programme, a cause, a metric, an event, a term, a bond, a key of a scenario.

Read from where each thing is declared, so that the explanation is the one the code was written by.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sim.glossary.concepts import CONCEPTS, OTHER_WORDS
from sim.registry import UnknownNameError, registered, unknown


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What one name means."""

    name: str
    sort: str
    """What sort of thing it is, such as ``programme`` or ``exit cause``."""
    meaning: str
    """The first sentence."""
    more: str = ""
    """Formula, units and source, as far as there are any."""


BONDS: dict[str, str] = {
    "financial": "what she would forfeit by leaving: points on the way to a reward, tier, benefits paid for.\n"
    "Formula: 1 − exp(−(value forfeited by leaving) / (her quarterly spend)).",
    "social": "being known and knowing others: grows with club events attended, contact, and members she knows.\n"
    "Formula: at each gain B ← B + gain × (1 − B); between ticks it fades by exp(−social_fade × tick).",
    "structural": "a product and a treatment made for her that she gets nowhere else: grows with each fitting order.\n"
    "Formula: at each gain B ← B + gain × (1 − B); between ticks it fades by exp(−structural_fade × tick).",
}
BOND_SOURCE = "Source: Berry & Parasuraman (1991), Marketing Services, ch. 8: three levels of bonds."

ATTRIBUTES: dict[str, str] = {
    "price": "what it costs her, less the announced reward rate.\n"
    "Formula: o = −ln(price × (1 − reward rate)); compared with the best rival.",
    "product": "quality, less what the standard product misses of her ideal.\n"
    "Formula: o = ln(quality) − idiosyncrasy × (1 − fit), fit = reach × knowledge of her; compared with the best "
    "rival.",
    "service": "how she has been treated.\nFormula: o = g(satisfaction), steep for the unhappy, flat in the middle, "
    "rising again for the delighted; compared with g(the service she expects).",
    "technology": "state of the technology.\nFormula: o = ln(technology); compared with the best rival.",
    "conduct": "conduct in public matters.\nFormula: o = conduct − 1; compared with blameless conduct.",
}

EXIT_FORMULA = (
    "Formula: rate per week = base × sensitivity × exp(slope × gap − Σ shield × bond); the gap is how much better the "
    "best rival is, or how far the firm falls short."
)


def explain(name: str) -> tuple[Explanation, ...]:
    """Explain a term: everything in Guanxi that has this name.

    Small and capital letters, spaces, ``-`` and ``_`` are alike; a plural is taken for its singular, and other words
    for the same thing (:data:`sim.glossary.concepts.OTHER_WORDS`) for its name.

    Args:
        name: Name of a concept, metric, programme, lever or any other kind.

    Returns:
        An explanation for each thing of that name.

    Raises:
        UnknownNameError: For a name that nothing has; the message gives the nearest ones.
    """
    everything = explanations()
    found = next(filter(None, (_named(everything, form) for form in (name, *_singular(name)))), ())
    if not found:
        names = {entry.name for entry in everything} | set(OTHER_WORDS)
        message = unknown("name", name, names).split(" allowed:")[0].rstrip(";")
        raise UnknownNameError(f"{message}; 'guanxi explain' without a name lists all {len(names)}")
    return found


def _singular(name: str) -> tuple[str, ...]:
    """The forms of which a word may be the plural."""
    word = name.strip()
    return tuple(word.removesuffix(end) + one for end, one in (("ies", "y"), ("s", "")) if word.endswith(end))


def _named(everything: tuple[Explanation, ...], name: str) -> tuple[Explanation, ...]:
    wanted = _plain(name)
    wanted = _plain({_plain(word): meant for word, meant in OTHER_WORDS.items()}.get(wanted, wanted))
    return tuple(entry for entry in everything if _plain(entry.name) == wanted)


def explanations() -> tuple[Explanation, ...]:
    """Everything that can be explained, sort by sort."""
    return tuple(_all())


def _all() -> Iterator[Explanation]:
    from sim.model.events import EVENT_TABLE
    from sim.model.state.columns import TERM_MEANINGS
    from sim.scenario.market.exit_causes import COURSE_CAUSES

    for family in ("programme", "department", "policy", "account_policy", "metric", "analysis", "measure", "shock"):
        for name, kind in registered(family).items():
            yield _from_docstring(name, family, kind)
    for cause in COURSE_CAUSES:
        compared = cause.compared_with.replace("_", " ")
        facts = f"Compares {cause.attribute} with {compared}." if cause.attribute else "Compares nothing."
        shields = ", ".join(f"{bond} {value:g}" for bond, value in cause.shields if value) or "none"
        numbers = f"base {cause.base.average:g} per week, slope {cause.slope:g}, shields: {shields} (assumed)."
        ends = " She leaves all firms at one instant." if cause.ends == "all_relations" else ""
        yield Explanation(
            name=cause.name,
            sort="exit cause",
            meaning=cause.note,
            more=f"{facts}{ends}\n{EXIT_FORMULA}\nDefaults: {numbers}",
        )
    for name, meaning in BONDS.items():
        yield _split(name, "bond", f"{meaning}\n{BOND_SOURCE}")
    for name, meaning in ATTRIBUTES.items():
        yield _split(name, "attribute", meaning)
    for event in EVENT_TABLE:
        yield Explanation(name=event.name, sort="event", meaning=str(event))
    for name, meaning in TERM_MEANINGS.items():
        yield Explanation(name=name, sort="term", meaning=meaning)
    for name, meaning in CONCEPTS.items():
        yield _split(name, "concept", meaning)
    yield from _keys()


def _keys() -> Iterator[Explanation]:
    """The keys of scenario files, with the docstrings of their fields."""
    from sim.scenario.files.allowed_keys import keys_of
    from sim.scenario.scenario import Scenario

    keys = keys_of(Scenario)
    for owner, schema in {"Scenario": keys.whole, **keys.whole["$defs"]}.items():
        for name, field in schema.get("properties", {}).items():
            meaning = _prose(str(field.get("description") or keys.chosen(field, None).get("description", "")))
            if meaning:
                allowed = keys.allowed(field)
                default = field.get("default")
                usual = f" Default: {default}." if isinstance(default, int | float | str) else ""
                yield _split(name, f"key of {_words(owner)}", f"{meaning}\nGive {allowed}.{usual}")


def _from_docstring(name: str, sort: str, kind: object) -> Explanation:
    text = _prose(inspect.getdoc(kind) or "")
    source = getattr(kind, "source", "")
    if isinstance(source, str) and source:
        text += f"\n\nSource: {source}"
    if depth := getattr(kind, "depth", ""):
        text += f"\n\nBond: {depth}."
    return _split(name, sort, text)


def _split(name: str, sort: str, text: str) -> Explanation:
    meaning, _, more = text.partition("\n")
    return Explanation(name=name, sort=sort, meaning=meaning.strip(), more=more.strip())


def _prose(docstring: str) -> str:
    """A docstring as plain text: without marks, without examples."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"\1", docstring.split(">>>")[0]).replace("``", "").strip()
    text = text.replace("\nArgs:\n", "\nArguments:\n")
    return re.sub(
        rf"(?<!\n)(?<!^Arguments:)(?<!^Returns:)(?<!^Raises:)\n(?!\n|Formula:|Source:|{LISTED}) *",
        " ",
        text,
        flags=re.M,
    )


LISTED = r" {4}\*?\w+: "
"""How the line of an argument or an exception begins."""


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().lower()

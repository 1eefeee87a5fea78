"""What a name means: a concept, a programme, a cause, a metric, an event, a term, a bond, a key of a scenario.

Read from where each thing is declared, so that the explanation is the one the code was written by.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.glossary.terms import REPORT_GROUP, Term, plain, term_of, terms
from sim.language.choice import current_language, known_language
from sim.language.messages import _
from sim.registry import UnknownNameError, registered, unknown

OTHER_WORDS: dict[str, str] = {
    "relationship": "guanxi",
    "card": "frequency",
    "points card": "frequency",
    "goods made to measure": "customised",
    "made to measure": "customised",
    "win back": "win_back",
    "attrition": "churn",
    "why they leave": "cause",
    "calibrate": "calibration",
    "compare": "comparison",
    "log": "event log",
    "role-play": "game",
    "lifetime": "mean_lifetime",
    "lifetime value": "lifetime_value",
}
"""Words that people say for something that is explained under another name."""


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
    term: Term | None = None
    """Its row in the glossary: the word in both languages, and the sentence in Chinese."""

    def in_language(self, language: str) -> Explanation:
        """The same in another language, as far as the glossary has it."""
        if language != "zh" or self.term is None:
            return self
        labelled = [line for line in self.more.splitlines() if line.startswith(tuple(LABELS_ZH))]
        for english, chinese in LABELS_ZH.items():
            labelled = [line.replace(english, chinese, 1) if line.startswith(english) else line for line in labelled]
        own = f"{self.term.chinese}（{self.name}）"
        return replace(self, name=own, sort=SORTS_ZH.get(self.sort, self.sort), meaning=self.term.definition_zh,
                       more="\n".join([f"英文：{self.term.english}。", *labelled]))  # fmt: skip


LABELS_ZH = {"Formula: ": "公式：", "Source: ": "来源："}
"""How the lines of an explanation begin that are shown in Chinese too."""
SORTS_ZH: dict[str, str] = {
    "programme": "规划", "department": "部门", "policy": "决策规则", "account_policy": "客户决策规则", "metric": "指标",
    "analysis": "分析", "measure": "评价指标", "shock": "外部事件", "exit cause": "退出原因", "bond": "联系",
    "attribute": "属性", "event": "事件", "term": "条款", "concept": "概念", "exit": "顾客退出", "door": "客户之门",
    "need": "需要", "degree": "关系程度", "trust level": "信任层次", "stage": "关系阶段", "channel": "沟通渠道",
    "orientation": "经营观念", "strategy": "策略", "lever": "决策项目", "competition": "竞争", "figure": "数字",
}  # fmt: skip
"""The sorts of things in Chinese."""

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


def explain(name: str, language: str | None = None) -> tuple[Explanation, ...]:
    """Explain a term: everything in Guanxi that has this name, in English or in Chinese.

    Small and capital letters, spaces, ``-`` and ``_`` are alike; a plural is taken for its singular, and other words
    for the same thing (:data:`OTHER_WORDS`) for its name.

    Args:
        name: Name of a concept, metric, programme, lever or any other kind, in English or in Chinese.
        language: ``"en"`` or ``"zh"``; the language in use (:func:`sim.use_language`) if left out.

    Returns:
        An explanation for each thing of that name.

    Raises:
        LanguageError: For a language that has no catalogue.
        UnknownNameError: For a name that nothing has; the message gives the nearest ones.
    """
    wanted = current_language() if language is None else known_language(language)
    everything = explanations()
    found = next(filter(None, (_named(everything, form) for form in (name, *_singular(name)))), ())
    if not found:
        names = {entry.name for entry in everything} | set(OTHER_WORDS)
        names |= {entry.term.chinese for entry in everything if entry.term} if not name.isascii() else set()
        reason = unknown("name", name, names, with_list=False)
        raise UnknownNameError(_("{reason}; 'guanxi explain' without a name lists them").format(reason=reason))
    return tuple(entry.in_language(wanted) for entry in found)


def _singular(name: str) -> tuple[str, ...]:
    """The forms of which a word may be the plural."""
    word = name.strip()
    return tuple(word.removesuffix(end) + one for end, one in (("ies", "y"), ("s", "")) if word.endswith(end))


def _named(everything: tuple[Explanation, ...], name: str) -> tuple[Explanation, ...]:
    """Those of that name; where there are none, those whose word in the glossary it is."""
    wanted = plain(name)
    wanted = plain({plain(word): meant for word, meant in OTHER_WORDS.items()}.get(wanted, wanted))
    named = tuple(entry for entry in everything if plain(entry.name) == wanted)
    return named or tuple(entry for entry in everything if entry.term and wanted in entry.term.words)


def explanations() -> tuple[Explanation, ...]:
    """Everything that can be explained, sort by sort."""
    found = tuple(replace(entry, term=term_of(entry.sort, entry.name)) for entry in _declared())
    declared = {entry.term for entry in found}
    own = (_of_term(term) for term in terms() if term not in declared and term.group != REPORT_GROUP)
    return (*found, *own, *_keys())


def _of_term(term: Term) -> Explanation:
    """What the glossary itself says of a term that no code declares."""
    more = "\n".join(filter(None, (term.note, f"Source: {term.source}.")))
    return Explanation(name=term.english, sort=term.sort, meaning=term.definition, more=more, term=term)


def _declared() -> Iterator[Explanation]:
    """What the code declares, kind by kind."""
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
    meaning, _end, more = text.partition("\n")
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

"""What people read for the ids of the model in their language: causes, stages, doors, programmes, degrees."""

from __future__ import annotations

import re

from sim.glossary.terms import term_of
from sim.language.choice import ENGLISH, PSEUDO, current_language
from sim.language.messages import pseudo
from sim.scenario.market.exit_causes import cause_label


def label(sort: str, name: str, english: str = "") -> str:
    """The word for an id in the language in use; the id itself where the glossary does not know it.

    Args:
        sort: What sort of thing it is, as ``guanxi explain`` says, such as ``stage`` or ``exit cause``.
        name: The id.
        english: What it is called in English, where that is not the id with blanks.

    Returns:
        The word, without what the glossary says in brackets.

    >>> from sim.language.choice import in_language
    >>> label("stage", "growth"), label("programme", "of_its_own")
    ('growth', 'of its own')
    >>> with in_language("zh"):
    ...     print(label("door", "outside"))
    门外
    """
    said = english or name.replace("_", " ")
    language = current_language()
    if language == ENGLISH:
        return said
    group = sort if term_of(sort, name) else sort.replace(" ", "_")
    term = term_of(group, name)
    if language == PSEUDO:
        return pseudo(said) if term else said
    return re.sub("（.*）", "", term.chinese) if term else said


def cause_name(cause: str) -> str:
    """What people read for an exit cause in the language in use.

    >>> cause_name("market"), cause_name("price")
    ('moved away', 'price')
    """
    return label("exit cause", cause, cause_label(cause))

"""Names of the kit's sheets in the reader's language: causes of exits."""

from __future__ import annotations

from sim.glossary.terms import terms
from sim.language.choice import current_language
from sim.scenario.market.exit_causes import cause_label


def cause_name(cause: str) -> str:
    """What a cause of exits is called in the language in use; its own name where the glossary lacks it.

    >>> cause_name("market"), cause_name("price")
    ('moved away', 'price')
    """
    if current_language() == "zh":
        for term in terms():
            if term.group == "exit" and term.id == cause:
                return term.chinese
    return cause_label(cause)

"""The glossary as data: every term with its English and Chinese word, a sentence in both languages, and its source.

The data are in ``terms.csv``. Where a term is declared in the code (a metric, an event, a programme), the English
sentence stands there and is empty in the file.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TERMS_FILE = Path(__file__).with_name("terms.csv")
CONCEPT_GROUPS = ("course", "game", "research", "concept")
"""Groups whose terms ``explain`` calls concepts."""
REPORT_GROUP = "report"
"""Words in the narrower sense that they have in reports."""
DECLARED_AS: dict[str, str] = {"exit cause": "exit"}
"""The group of terms for what the code declares under another word; else both are the same."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One row of the glossary."""

    group: str
    id: str
    english: str
    chinese: str
    definition: str
    """In English; empty where the code declares what the term names."""
    definition_zh: str
    note: str
    """What else is said of it, in English."""
    source: str

    @property
    def sort(self) -> str:
        """What ``explain`` calls it."""
        return "concept" if self.group in CONCEPT_GROUPS else self.group.replace("_", " ")

    @property
    def words(self) -> frozenset[str]:
        """Every word by which the term is found, in plain form: id, English, Chinese."""
        parts = re.split("[（）]", self.chinese)
        return frozenset(plain(word) for word in (self.id, self.english, self.chinese, *parts) if word)


@cache
def terms() -> tuple[Term, ...]:
    """All terms, group by group."""
    with TERMS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Term(**row) for row in csv.DictReader(file))


@cache
def _by_key() -> dict[tuple[str, str], Term]:
    return {(term.group, plain(term.id)): term for term in terms()}


def term_of(sort: str, name: str) -> Term | None:
    """The term for something that the code declares, such as the metric ``churn``; None where there is none."""
    group, id_ = DECLARED_AS.get(sort, sort), plain(name)
    found = _by_key().get((group, id_))
    return _by_key().get(("metric", id_)) if found is None and group == "measure" else found


def meaning_in_reports(word: str) -> str:
    """The sense of a word in reports where it is narrower than in general; empty where it is not."""
    found = _by_key().get((REPORT_GROUP, plain(word)))
    return found.definition if found else ""


def plain(name: str) -> str:
    """A name in small letters, with one blank where blanks, ``-`` and ``_`` stand.

    >>> plain("Moving-Away")
    'moving away'
    """
    return re.sub(r"[\s_-]+", " ", name).strip().lower()

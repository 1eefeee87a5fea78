"""Bring the catalogues up to date: ``python -m sim.language.update``, or ``make i18n``. Prints the coverage.

New messages are added without a translation, those that are gone are removed, and the compiled files are made.
"""

from __future__ import annotations

import datetime
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sim.language.areas import AREAS, NOT_YET
from sim.language.choice import CATALOGUES, ENGLISH, languages
from sim.language.extraction import messages_of
from sim.language.formats import LOCALES

HEADER = "Messages of Guanxi: the English sentence is the key. Made by 'make i18n'; write only behind msgstr."
WIDTH = 120
NO_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""What compiled catalogues say of their date, so that the same messages give the same bytes."""


def place_of(area: str, language: str) -> Path:
    """The catalogue of an area in a language."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{area}.po"


def translations(area: str, language: str) -> Catalog:
    """What a catalogue holds; an empty one where there is none yet."""
    place, locale = place_of(area, language), LOCALES.get(language, language)
    if not place.exists():
        return Catalog(locale=locale, domain=area)
    with place.open("rb") as file:
        return read_po(file, locale=locale, domain=area)


def updated(area: str, language: str) -> Catalog:
    """The catalogue with exactly the messages of the source, and the translations there are."""
    known = translations(area, language)
    found = Catalog(locale=LOCALES.get(language, language), domain=area, header_comment=f"# {HEADER}", fuzzy=False)
    for message in messages_of(area):
        key = (message.text, message.plural) if message.plural else message.text
        there = known.get(key, context=message.context or None)
        said = there.string if there is not None else ""
        found.add(key, said, locations=[(f"sim/{message.file}", None)], context=message.context or None)  # type: ignore[list-item]  # Babel takes None for no line
    return found


def as_po(catalogue: Catalog) -> bytes:
    """A catalogue as a .po file; its header holds no date, so that the same messages give the same bytes."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, omit_header=True, include_lineno=False)
    plural = f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
    head = f'# {HEADER}\nmsgid ""\nmsgstr ""\n"Language: {catalogue.locale_identifier}\\n"\n{plural}'
    return (head + '"Content-Type: text/plain; charset=utf-8\\n"\n\n').encode() + file.getvalue()


def as_mo(po: bytes, locale: str) -> bytes:
    """The compiled form of a .po file."""
    catalogue = read_po(io.BytesIO(po), locale=locale)
    entries = Catalog(locale=locale, fuzzy=False, creation_date=NO_DATE, revision_date=NO_DATE)
    for message in catalogue:
        if message.id and message.string:
            entries.add(message.id, message.string, context=message.context)
    file = io.BytesIO()
    write_mo(file, entries)
    return file.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """The messages that have no translation."""
    return [
        str(one.id) for one in catalogue
        if one.id and not all(one.string if isinstance(one.string, tuple | list) else [one.string])
    ]  # fmt: skip


def coverage_table() -> list[str]:
    """Messages and translations of each area and language, as lines of a Markdown table."""
    others = [one for one in languages() if one != ENGLISH]
    lines = [f"| area | messages | {' | '.join(others)} |", "|---" * (2 + len(others)) + "|"]
    for area in AREAS:
        catalogues = [updated(area, language) for language in others]
        done = (f"{len(one) - len(missing(one))} of {len(one)}" for one in catalogues)
        lines.append(f"| {area} | {len(catalogues[0])} | {' | '.join(done)} |")
    lines += [f"| {area} | not converted | {' | '.join('–' for _ in others)} |" for area in NOT_YET]
    return lines


def main(new: list[str]) -> None:
    """Write all catalogues; ``new`` names languages that are to be begun."""
    for language in dict.fromkeys([*languages(), *new]):
        if language == ENGLISH:
            continue
        for area in AREAS:
            place = place_of(area, language)
            place.parent.mkdir(parents=True, exist_ok=True)
            po = as_po(updated(area, language))
            place.write_bytes(po)
            place.with_suffix(".mo").write_bytes(as_mo(po, LOCALES.get(language, language)))
    languages.cache_clear()
    print("\n".join(coverage_table()))
    for language in languages()[1:]:
        for area in AREAS:
            for text in missing(updated(area, language)):
                print(f"{area}, {language}: no translation: {text}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The message catalogues: complete, current, with the places of the English, in the terms of the course."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from sim.language.areas import AREAS, NOT_YET
from sim.language.choice import ENGLISH, languages
from sim.language.extraction import PACKAGE, ExtractionError, files_of, messages_in, messages_in_script, messages_of
from sim.language.formats import LOCALES
from sim.language.update import as_mo, as_po, coverage_table, missing, place_of, updated
from tests.conftest import ROOT

OTHERS = [one for one in languages() if one != ENGLISH]
BOTH = [(area, language) for area in AREAS for language in OTHERS]
PLACE = re.compile(r"\{(\w*)\}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff][.](?!\w)|[\u4e00-\u9fff] ?[()]")
ACCOUNT = re.compile("(?<!大)客户(?!关系管理)")
"""The word for a customer firm, not for a shopper."""
WORD = re.compile(r"(?<![-\w])[A-Za-z]{3,}")
SPEAKING = {
    "print", "say", "ask", "agrees", "refuse", "waiting", "working", "print_wrapped", "BadParameter", "GameError",
    "ExperimentError", "PlaceError", "ScenarioError", "Finding",
}  # fmt: skip
"""Calls whose texts a person reads."""
COMPREHENSIONS = {"listcomp", "genexpr", "setcomp", "dictcomp", "lambda"}
NO_SENTENCES = {"guanxi", "seat", "code"}
"""Words in texts that are commands and names of options, the same in each language."""


def entries(area: str, language: str) -> Iterator[Message]:
    return (one for one in updated(area, language) if one.id)


def texts(message: Message) -> list[tuple[str, str]]:
    """Each English form with each translation."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    said = [message.string] if isinstance(message.string, str) else list(message.string)
    return [(one, other) for one in english for other in said]


@pytest.mark.parametrize(("area", "language"), BOTH)
def test_every_message_has_its_translation(area: str, language: str) -> None:
    assert missing(updated(area, language)) == []
    assert len(messages_of(area)) > 0


@pytest.mark.parametrize(("area", "language"), BOTH)
def test_the_catalogue_and_its_compiled_form_are_current(area: str, language: str) -> None:
    po, place = as_po(updated(area, language)), place_of(area, language)
    assert place.read_bytes() == po, "bring it up to date with: make i18n"
    assert place.with_suffix(".mo").read_bytes() == as_mo(po, LOCALES.get(language, language)), "make i18n"


@pytest.mark.parametrize(("area", "language"), BOTH)
def test_places_and_edges_are_those_of_the_english(area: str, language: str) -> None:
    for message in entries(area, language):
        for english, said in texts(message):
            assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(said)), english
            assert english.count("\n") == said.count("\n"), english


@pytest.mark.parametrize("area", AREAS)
def test_chinese_has_full_width_punctuation(area: str) -> None:
    wrong = [said for message in entries(area, "zh") for _, said in texts(message) if HALF_WIDTH.search(said)]
    assert wrong == []


@pytest.mark.parametrize("area", AREAS)
def test_misleading_terms_are_not_used(area: str) -> None:
    for message in entries(area, "zh"):
        for english, said in texts(message):
            assert "计划" not in said and ("校准" not in said or "calibrat" in english), said
            assert "退出" not in said or not re.search(r"\bquit\b|\bleave;|leave the seat|You have left", english), said
            if ACCOUNT.search(said) and not ACCOUNT.search(english):
                assert re.search("account|relationship|ties|trust|visit", english, re.IGNORECASE), said


def test_the_same_english_is_the_same_in_all_areas() -> None:
    for language in OTHERS:
        seen: dict[str, str] = {}
        for area in AREAS:
            for message in entries(area, language):
                assert seen.setdefault(str((message.context, message.id)), str(message.string)) == str(message.string)


@pytest.mark.parametrize("area", AREAS)
def test_no_text_that_a_person_reads_is_outside_the_catalogue(area: str) -> None:
    found = []
    for file in python_files(area):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in SPEAKING:
                    found += [f"{file.name}: {text}" for text in untranslated(node) if words_of(text)]
    assert found == []


def python_files(area: str) -> list[Path]:
    return [file for file in files_of(AREAS[area]) if file.suffix == ".py"]


def untranslated(call: ast.Call) -> Iterator[str]:
    for argument in (*call.args[:1], *(word.value for word in call.keywords if word.arg in ("text", "message"))):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
        if isinstance(argument, ast.JoinedStr):
            yield "".join(str(part.value) for part in argument.values if isinstance(part, ast.Constant))


def words_of(text: str) -> set[str]:
    return set(WORD.findall(text)) - NO_SENTENCES


@pytest.mark.parametrize("area", AREAS)
def test_no_function_hides_the_function_that_translates(area: str) -> None:
    hiding = []
    for file in filter(imports_it, python_files(area)):
        tables = [symtable.symtable(file.read_text(encoding="utf-8"), str(file), "exec")]
        for table in tables:
            tables += table.get_children()
            if table.get_type() == "function" and table.get_name() not in COMPREHENSIONS:
                hiding += [f"{file.name}: {table.get_name()}" for name in table.get_symbols() if is_own(name)]
    assert hiding == []


def imports_it(file: Path) -> bool:
    """Whether a file translates, so that ``_`` must mean nothing else in it."""
    return bool(re.search(r"^from sim\.language\.messages import .*\b_\b", file.read_text(encoding="utf-8"), re.M))


def is_own(name: symtable.Symbol) -> bool:
    return name.get_name() == "_" and name.is_local()


def test_an_f_string_is_refused_as_a_message() -> None:
    with pytest.raises(ExtractionError, match=r"shop\.py:1: a message must be a plain text"):
        list(messages_in('print(_(f"{firm} lost a customer"))', "shop.py"))


def test_messages_of_javascript_are_extracted_and_expressions_refused() -> None:
    source = 'make("p", {}, t("{name} has joined.", { name }), tn("{n} seat", "{n} seats", free));\n'
    found = {(one.text, one.plural) for one in messages_in_script(source, "seat.js")}
    assert found == {("{name} has joined.", ""), ("{n} seat", "{n} seats")}
    for wrong in ("t(`Round ${n}`)", "t(words)", "tn(one, many, 2)"):
        with pytest.raises(ExtractionError, match=r"seat\.js:1: a message must be a plain text"):
            list(messages_in_script(wrong, "seat.js"))


def test_help_docstrings_and_plurals_are_extracted() -> None:
    source = '@register("command", "sell")\ndef sell(to=Option(help="Whom.")):\n    """Sell."""\n'
    source += '    return ngettext("{n} sale", "{n} sales", 2)\n'
    found = {(one.text, one.plural) for one in messages_in(source, "sell.py")}
    assert found == {("Sell.", ""), ("Whom.", ""), ("{n} sale", "{n} sales")}


def test_every_area_is_counted_and_the_table_of_the_docs_is_current() -> None:
    page = (ROOT / "docs" / "discussion" / "languages.md").read_text(encoding="utf-8")
    assert "\n".join(coverage_table()) in page, "write the lines of 'make i18n' into docs/discussion/languages.md"
    assert not set(AREAS) & set(NOT_YET)
    assert all(list(PACKAGE.glob(place)) for places in (AREAS | NOT_YET).values() for place in places)

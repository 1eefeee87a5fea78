"""Exports are read back by parsers written from the formats' documents, and hold the same questions and keys."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

import pytest

from sim.course.bank import chapters
from sim.course.export.gift import gift
from sim.course.export.qti import package
from sim.course.export.table import table
from sim.course.kinds.choice import MultipleChoice
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.text import LANGUAGES, Language

QUESTIONS = [question for chapter in chapters() for question in chapter.questions]
Q = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


@dataclass
class Gift:
    """A question as a reader of GIFT understands it."""

    text: str
    answers: list[tuple[str, str]] = field(default_factory=list)
    """Sign (= or ~ or T) and text."""
    general: str = ""


def unescaped(text: str) -> str:
    return re.sub(r"\\([\\~=#{}:])", r"\1", text).strip()


def parsed(text: str) -> dict[str, Gift]:
    """Questions by title, after Moodle's description: ``::title::text{answers####general feedback}``."""
    found = {}
    for block in re.findall(r"::(\w+)::((?:\\.|[^{}\\])*)\{((?:\\.|[^{}\\])*)\}", text):
        title, asked, body = block
        body, _, general = body.partition("####")
        one = Gift(text=unescaped(asked), general=unescaped(general))
        for sign, answer in re.findall(r"(?<!\\)([=~])((?:\\.|[^=~\\])*)", body):
            one.answers.append((sign, answer.strip()))
        if not one.answers:
            one.answers.append(("T", body.strip()))
        found[title] = one
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_gift_is_read_back(language: Language) -> None:
    read = parsed(gift(QUESTIONS, language, student=7))
    assert list(read) == [question.id for question in QUESTIONS]
    for question in QUESTIONS:
        one = read[question.id]
        assert one.text == question.asked(language, 7)
        assert one.general == question.explain.said(language, question.values(7))
        if isinstance(question, Number):
            value, tolerance = one.answers[0][1].split(":")
            assert float(value) == pytest.approx(question.key(7)) and float(tolerance) > 0
        elif isinstance(question, MultipleChoice):
            shares = [float(re.match(r"%(-?[\d.]+)%", answer)[1]) for _, answer in one.answers]  # type: ignore[index]
            assert [place for place, share in enumerate(shares) if share > 0] == question.key()
            assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=1e-3)
        elif isinstance(question, Ordering):
            assert [unescaped(a.partition(" -> ")[0]) for _, a in one.answers] == list(question.options(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_qti_package_is_read_back(language: Language) -> None:
    with zipfile.ZipFile(io.BytesIO(package(QUESTIONS, language, student=7))) as archive:
        manifest = Xml.fromstring(archive.read("imsmanifest.xml"))
        named = {element.attrib["href"] for element in manifest.iter() if element.tag.endswith("}file")}
        assert (
            named == {f"{question.id}.xml" for question in QUESTIONS} == set(archive.namelist()) - {"imsmanifest.xml"}
        )
        for question in QUESTIONS:
            root = Xml.fromstring(archive.read(f"{question.id}.xml"))
            order = [child.tag.removeprefix(Q) for child in root]
            assert order == sorted(order, key=PARTS.index)
            assert question.asked(language, 7) in "".join(root.find(f"{Q}itemBody").itertext())  # type: ignore[union-attr]
            correct = [value.text for value in root.iterfind(f"{Q}responseDeclaration/{Q}correctResponse/{Q}value")]
            if isinstance(question, Number):
                assert float(str(correct[0])) == pytest.approx(question.key(7))
            else:
                ids = {one.attrib["identifier"] for one in root.iter() if "identifier" in one.attrib}
                assert correct and all(part in ids for value in correct for part in str(value).split())


PARTS = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
"""The order of parts that QTI 2.1 asks for."""


def test_equal_questions_give_equal_packages() -> None:
    assert package(QUESTIONS[:3], "en") == package(QUESTIONS[:3], "en")


def test_the_table_has_a_row_with_key_for_each_question() -> None:
    rows = table(QUESTIONS, "zh", student=3)
    assert list(rows["id"]) == [question.id for question in QUESTIONS]
    assert (rows[["question", "key", "explanation"]] != "").all(axis=None)

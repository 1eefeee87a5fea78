"""Questions as QTI 2.1: one item file each, in a package (zip) that learning platforms import.

Source: 1EdTech, "Question and Test Interoperability Assessment Test, Section, and Item Information Model", version 2.1
(2012), and "IMS Content Packaging" 1.1 for the manifest.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from sim.course.kinds.choice import MultipleChoice, SingleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.question import Question
from sim.course.text import Language

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
MATCH_CORRECT = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
FIXED_TIME = (2000, 1, 1, 0, 0, 0)
"""Time of the files in a package, so that equal questions give equal packages."""


def package(questions: Iterable[Question], language: Language, student: int = 0) -> bytes:
    """Questions as a QTI package.

    Args:
        questions: The questions.
        language: ``en`` or ``zh``.
        student: Number by which values are drawn; 0 gives the lowest.

    Returns:
        The content of a zip file with ``imsmanifest.xml`` and an item file for each question.
    """
    listed = list(questions)
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("imsmanifest.xml", FIXED_TIME), _manifest(listed))
        for question in listed:
            archive.writestr(zipfile.ZipInfo(f"{question.id}.xml", FIXED_TIME), item(question, language, student))
    return store.getvalue()


def item(question: Question, language: Language, student: int = 0) -> bytes:
    """One question as an assessment item.

    Args:
        question: The question.
        language: ``en`` or ``zh``.
        student: Number by which values are drawn.

    Returns:
        The XML text.
    """
    root = Xml.Element("assessmentItem", {
        "xmlns": QTI, "identifier": question.id, "title": question.id, "adaptive": "false", "timeDependent": "false",
        "xml:lang": "en" if language == "en" else "zh-CN",
    })  # fmt: skip
    _Item(root, question, language, student).write()
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


class _Item:
    """The parts of an item, in the order in which QTI asks for them."""

    def __init__(self, root: Xml.Element, question: Question, language: Language, student: int) -> None:
        self.root, self.question, self.language, self.student = root, question, language, student
        self.asked = question.asked(language, student)
        self.options = list(question.options(language, student))

    def write(self) -> None:
        match self.question:
            case Number():
                self._number(self.question)
            case MultipleChoice():
                self._choice([f"o{place}" for place in self.question.key()], "multiple")
            case Ordering():
                self._ordering(self.question)
            case Matching():
                self._matching(self.question)
            case SingleChoice():
                self._choice([f"o{self.question.key()}"], "single")
            case _:  # true or false
                self._choice(["o0" if self.question.key() else "o1"], "single")
        self._feedback()

    def _declare(self, cardinality: str, base: str, right: list[str]) -> Xml.Element:
        response = Xml.SubElement(self.root, "responseDeclaration", {
            "identifier": "RESPONSE", "cardinality": cardinality, "baseType": base,
        })  # fmt: skip
        correct = Xml.SubElement(response, "correctResponse")
        for value in right:
            Xml.SubElement(correct, "value").text = value
        for name, kind, default in (("SCORE", "float", "0"), ("FEEDBACK", "identifier", "explained")):
            outcome = Xml.SubElement(self.root, "outcomeDeclaration", {
                "identifier": name, "cardinality": "single", "baseType": kind,
            })  # fmt: skip
            Xml.SubElement(Xml.SubElement(outcome, "defaultValue"), "value").text = default
        return response

    def _choices(self, kind: str, **settings: str) -> None:
        body = Xml.SubElement(self.root, "itemBody")
        interaction = Xml.SubElement(body, kind, {"responseIdentifier": "RESPONSE", **settings})
        Xml.SubElement(interaction, "prompt").text = self.asked
        for place, option in enumerate(self.options):
            Xml.SubElement(interaction, "simpleChoice", {"identifier": f"o{place}"}).text = option

    def _choice(self, right: list[str], cardinality: str) -> None:
        response = self._declare(cardinality, "identifier", right)
        if cardinality == "multiple":
            wrong = len(self.options) - len(right)
            mapping = Xml.SubElement(response, "mapping", {"lowerBound": "0", "upperBound": "1", "defaultValue": "0"})
            for place in range(len(self.options)):
                good = f"o{place}" in right
                value = 1 / len(right) if good else -1 / wrong
                Xml.SubElement(mapping, "mapEntry", {"mapKey": f"o{place}", "mappedValue": f"{value:.6g}"})
        self._choices("choiceInteraction", shuffle="true", maxChoices="0" if cardinality == "multiple" else "1")
        if cardinality == "multiple":
            processing = Xml.SubElement(self.root, "responseProcessing")
            score = Xml.SubElement(processing, "setOutcomeValue", {"identifier": "SCORE"})
            Xml.SubElement(score, "mapResponse", {"identifier": "RESPONSE"})
        else:
            Xml.SubElement(self.root, "responseProcessing", {"template": MATCH_CORRECT})

    def _ordering(self, question: Ordering) -> None:
        self._declare("ordered", "identifier", [f"o{place}" for place in question.key()])
        self._choices("orderInteraction", shuffle="true")
        Xml.SubElement(self.root, "responseProcessing", {"template": MATCH_CORRECT})

    def _matching(self, question: Matching) -> None:
        pairs = [f"i{place} o{match}" for place, match in enumerate(question.key())]
        self._declare("multiple", "directedPair", pairs)
        body = Xml.SubElement(self.root, "itemBody")
        interaction = Xml.SubElement(body, "matchInteraction", {
            "responseIdentifier": "RESPONSE", "shuffle": "true", "maxAssociations": str(len(pairs)),
        })  # fmt: skip
        Xml.SubElement(interaction, "prompt").text = self.asked
        for prefix, texts, most in (("i", question.left(self.language), 1), ("o", self.options, len(pairs))):
            texts_of = Xml.SubElement(interaction, "simpleMatchSet")
            for place, text in enumerate(texts):
                Xml.SubElement(texts_of, "simpleAssociableChoice", {
                    "identifier": f"{prefix}{place}", "matchMax": str(most),
                }).text = text  # fmt: skip
        Xml.SubElement(self.root, "responseProcessing", {"template": MATCH_CORRECT})

    def _number(self, question: Number) -> None:
        key = question.key(self.student)
        self._declare("single", "float", [f"{key:.10g}"])
        paragraph = Xml.SubElement(Xml.SubElement(self.root, "itemBody"), "p")
        paragraph.text = self.asked + " "
        entry = Xml.SubElement(paragraph, "textEntryInteraction", {"responseIdentifier": "RESPONSE"})
        entry.tail = " " + question.unit.said(self.language)
        tolerance = f"{100 * question.within:g}"
        processing = Xml.SubElement(self.root, "responseProcessing")
        near = Xml.SubElement(Xml.SubElement(processing, "responseCondition"), "responseIf")
        equal = Xml.SubElement(near, "equal", {
            "toleranceMode": "relative", "tolerance": f"{tolerance} {tolerance}",
        })  # fmt: skip
        Xml.SubElement(equal, "variable", {"identifier": "RESPONSE"})
        Xml.SubElement(equal, "correct", {"identifier": "RESPONSE"})
        score = Xml.SubElement(near, "setOutcomeValue", {"identifier": "SCORE"})
        Xml.SubElement(score, "baseValue", {"baseType": "float"}).text = "1"

    def _feedback(self) -> None:
        told = Xml.SubElement(self.root, "modalFeedback", {
            "outcomeIdentifier": "FEEDBACK", "identifier": "explained", "showHide": "show",
        })  # fmt: skip
        told.text = self.question.explain.said(self.language, self.question.values(self.student))


def _manifest(questions: list[Question]) -> bytes:
    root = Xml.Element("manifest", {"xmlns": PACKAGING, "identifier": "guanxi_questions"})
    metadata = Xml.SubElement(root, "metadata")
    Xml.SubElement(metadata, "schema").text = "QTIv2.1 Package"
    Xml.SubElement(metadata, "schemaversion").text = "1.0.0"
    Xml.SubElement(root, "organizations")
    resources = Xml.SubElement(root, "resources")
    for question in questions:
        resource = Xml.SubElement(resources, "resource", {
            "identifier": f"r_{question.id}", "type": "imsqti_item_xmlv2p1", "href": f"{question.id}.xml",
        })  # fmt: skip
        Xml.SubElement(resource, "file", {"href": f"{question.id}.xml"})
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))

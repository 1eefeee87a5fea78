"""Slides: text stays in its box, there are at most twelve, and notes are there."""

from __future__ import annotations

import io

import pytest

from sim.kit.slides import MOST_SLIDES, SMALLEST_POINTS, TEXT_POINTS, Slide, fitting, pptx, text_width
from sim.language.choice import in_language

pptx_module = pytest.importorskip("pptx")


def test_a_deck_has_at_most_twelve_slides_with_title_text_and_notes() -> None:
    slides = [Slide(title=f"title {n}", lines=("one", "two"), notes="say this") for n in range(15)]
    deck = pptx_module.Presentation(io.BytesIO(pptx(slides)))
    assert len(deck.slides) == MOST_SLIDES
    first = deck.slides[0]
    assert [shape.text_frame.text for shape in first.shapes] == ["title 0", "one\ntwo"]
    assert first.notes_slide.notes_text_frame.text == "say this"
    assert all(shape.left >= 0 and shape.left + shape.width <= deck.slide_width for shape in first.shapes)
    assert all(shape.top + shape.height <= deck.slide_height for shape in first.shapes)


def test_long_text_gets_smaller_type_and_never_unreadable() -> None:
    sizes = [fitting(["word " * count], TEXT_POINTS, 11.9, 5.2) for count in (5, 150, 400, 3000)]
    assert sizes[0] == TEXT_POINTS
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] == SMALLEST_POINTS


def test_chinese_counts_as_wide() -> None:
    assert text_width("关系") == 2.0
    assert fitting(["关系营销" * 40], TEXT_POINTS, 11.9, 2.0) < fitting(["abcd" * 40], TEXT_POINTS, 11.9, 2.0)


def test_chinese_slides_name_a_chinese_font() -> None:
    with in_language("zh"):
        deck = pptx_module.Presentation(io.BytesIO(pptx([Slide(title="模仿竞赛", lines=("第一行",))])))
    run = deck.slides[0].shapes[1].text_frame.paragraphs[0].runs[0]
    assert 'ea typeface="Microsoft YaHei"' in run._r.xml  # noqa: SLF001

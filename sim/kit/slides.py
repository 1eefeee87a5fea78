"""The slides of a chapter as a .pptx file: at most twelve, pictures from the simulator, speaker's notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from sim.charts.style.canvas import png
from sim.course.chapters.parts import NumberPrediction
from sim.course.chapters.predictions import options_of
from sim.kit.chapter_material import ChapterMaterial, ChapterPictureDrawn
from sim.kit.chapter_sheets import chapter_title
from sim.language.choice import current_language
from sim.language.messages import _, pgettext

MOST_SLIDES, MOST_PICTURES = 12, 4
WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a slide, 16 : 9."""
MARGIN = 0.7
TITLE_POINTS, TEXT_POINTS, SMALLEST_POINTS = 32, 28, 14
LATIN_FONT, CHINESE_FONT = "Arial", "Microsoft YaHei"
"""Fonts that presentation programs replace by their own where they are missing."""
INK, ACCENT = (0x22, 0x22, 0x22), (0x00, 0x72, 0xB2)
"""Red, green and blue of the type and of titles."""


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide: a title, and lines or a picture."""

    title: str
    lines: tuple[str, ...] = ()
    picture: ChapterPictureDrawn | None = None
    notes: str = ""


def can_make_slides() -> bool:
    """Whether python-pptx is installed (the extra ``kit``)."""
    return find_spec("pptx") is not None


def slides_of(material: ChapterMaterial) -> list[Slide]:
    """The slides of a chapter.

    Args:
        material: The chapter in one market.

    Returns:
        At most twelve slides, in the order of the lesson.
    """
    return list(_slides(material))


def _slides(material: ChapterMaterial) -> Iterator[Slide]:
    chapter = material.chapter
    happened = [material.said(told) for told in chapter.happened]
    yield Slide(
        title=chapter_title(chapter), lines=tuple(chapter.objectives), notes=_("Say what students can do afterwards.")
    )
    yield Slide(
        title=pgettext("kit", "Question"),
        lines=tuple(chapter.question),
        notes=_("Tell the question; ask for a show of hands; give no answer."),
    )
    yield Slide(
        title=pgettext("kit", "Predict"),
        lines=tuple(_predictions(material)),
        notes=_(
            "Each writes alone, with a range of which they are 8 in 10 sure. Show nothing before all have written."
        ),
    )
    drawn = material.pictures()[:MOST_PICTURES]
    for place, picture in enumerate(drawn):
        told = happened[place] if place < len(happened) else ""
        yield Slide(title=picture.look, picture=picture, notes="\n".join([picture.alt, told]).strip())
    yield Slide(title=pgettext("kit", "What happened"), lines=tuple(happened[:3]), notes="\n".join(happened))
    yield Slide(
        title=_("The course says"),
        lines=tuple(f"{idea.id} · {idea.says}" for idea in chapter.ideas[:4]),
        notes="\n".join(f"{idea.id}: {material.said(idea.seen)}" for idea in chapter.ideas),
    )
    yield Slide(
        title=pgettext("kit", "Often heard"),
        lines=tuple(f"“{one.wrong}”" for one in chapter.misunderstandings),
        notes="\n".join(f"{one.wrong} {one.answer}" for one in chapter.misunderstandings),
    )
    yield Slide(title=chapter.case.title, lines=tuple(chapter.case.asked), notes="\n".join(chapter.case.text))
    yield Slide(
        title=pgettext("kit", "Discuss"),
        lines=(*(one.ask for one in chapter.discussion[:2]), chapter.reflection),
        notes="\n".join(f"{one.ask} {one.key}" for one in chapter.discussion),
    )


def _predictions(material: ChapterMaterial) -> Iterator[str]:
    for one in material.chapter.predict:
        if isinstance(one, NumberPrediction):
            yield one.ask
        else:
            yield _("{question} {options}").format(question=one.ask, options=" / ".join(options_of(one).values()))


def pptx(slides: Sequence[Slide]) -> bytes:
    """Slides as the bytes of a .pptx file.

    Args:
        slides: The slides, twelve at most.

    Returns:
        The file.

    Raises:
        ModuleNotFoundError: Where python-pptx is not installed (``pip install 'guanxi[kit]'``).
    """
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for slide in slides[:MOST_SLIDES]:
        _add(deck, slide)
    store = io.BytesIO()
    deck.save(store)
    return store.getvalue()


def _add(deck: Any, slide: Slide) -> None:
    from pptx.util import Inches

    added = deck.slides.add_slide(deck.slide_layouts[5])  # "Title Only"
    title = added.shapes.title
    title.left, title.top, title.width, title.height = (Inches(x) for x in (MARGIN, 0.4, WIDTH - 2 * MARGIN, 1.2))
    _write(title.text_frame, [slide.title], fitting([slide.title], TITLE_POINTS, WIDTH - 2 * MARGIN, 1.15), bold=True)
    room = (WIDTH - 2 * MARGIN, HEIGHT - 2.3)
    if slide.picture is not None:
        _add_picture(added, slide.picture, room)
    elif slide.lines:
        box = added.shapes.add_textbox(Inches(MARGIN), Inches(1.8), Inches(room[0]), Inches(room[1]))
        _write(box.text_frame, slide.lines, fitting(slide.lines, TEXT_POINTS, *room))
    if slide.notes:
        added.notes_slide.notes_text_frame.text = slide.notes


def _add_picture(added: Any, picture: ChapterPictureDrawn, room: tuple[float, float]) -> None:
    from pptx.util import Inches

    width, height = picture.drawing.get_size_inches()
    scale = min(room[0] / width, room[1] / height)
    left = (WIDTH - scale * width) / 2
    placed = added.shapes.add_picture(
        io.BytesIO(png(picture.drawing, 200)), Inches(left), Inches(1.8), Inches(scale * width), Inches(scale * height)
    )
    placed._element._nvXxPr.cNvPr.set("descr", picture.alt)  # noqa: SLF001 (python-pptx has no name for alt text)


def _write(frame: Any, lines: Sequence[str], points: int, *, bold: bool = False) -> None:
    from pptx.dml import color
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(points / 2)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(points), bold
        colour: Any = color.RGBColor  # python-pptx has no types
        run.font.color.rgb = colour(*(ACCENT if bold else INK))
        _set_fonts(run)


def _set_fonts(run: Any) -> None:
    """Latin and Chinese font of a run; python-pptx sets the Latin one only."""
    from pptx.oxml.ns import qn

    run.font.name = LATIN_FONT
    if current_language() == "zh":
        properties = run._r.get_or_add_rPr()  # noqa: SLF001
        for tag in ("a:ea", "a:cs"):
            element = properties.makeelement(qn(tag), {"typeface": CHINESE_FONT})
            properties.append(element)


def fitting(lines: Sequence[str], points: int, width: float, height: float) -> int:
    """The largest type, up to ``points``, in which lines fit into a box of so many inches; never below 14 points.

    A letter is counted as 0.55 of the size of type, a Chinese character as 1; a line as 1.2, a gap between lines of the
    list as 0.5.

    >>> fitting(["short"], 24, 10.0, 1.0), fitting(["long " * 200], 24, 10.0, 5.0)
    (24, 19)
    """
    for size in range(points, SMALLEST_POINTS, -1):
        per_line = width * 72 / size
        rows = sum(-(-text_width(line) // per_line) for line in lines)
        if (rows * 1.2 + 0.5 * len(lines)) * size / 72 <= height:
            return size
    return SMALLEST_POINTS


def text_width(text: str) -> float:
    """Width of a text in units of its size of type."""
    return sum(1.0 if ord(letter) > 0x2E80 else 0.55 for letter in text)

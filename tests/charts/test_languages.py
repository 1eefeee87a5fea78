"""Every chart in Chinese and in the pseudo-language: nothing untranslated, no missing character, no label cut."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import pytest
from matplotlib.figure import Figure

from sim.charts.style import picture_language, text_fitting
from sim.charts.style.canvas import Picture, headline_text
from sim.charts.style.picture_language import MissingFontWarning
from sim.charts.style.text_fitting import lines, spaced
from sim.language.choice import current_language, in_language
from tests.charts import samples
from tests.charts.drawn_texts import draw_once, layout_faults
from tests.charts.test_every_chart import CHARTS

WORD = re.compile(r"[A-Za-z]{3,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = {
    "Azure", "Crimson", "Jade", "Beryl", "Chorus", "Handshake", "Harbour", "Guesser", "Maker", "Red", "Blue", "Store",
    "Lens", "Pixel", "Silver", "consumers", "none", "points", "dear", "Card", "card", "horizon", "digital", "camera",
    "MSER", "guanxi", "Ties", "Benefit", "Oak", "Elm", "Lantern", "Anchor",
}  # fmt: skip
"""Names of firms, segments, strategies, stories and settings, which are the same in each language."""
OF_RESEARCH = {"gallery_chart"}
"""Charts of claims of the literature, whose sentences are English."""
WITH_STAMP = {"comparison_chart"}
"""Charts that show by which seed and rules they were made, in a line that is the same in each language."""
needs_chinese_font = pytest.mark.skipif(not picture_language.chinese_font(), reason="no font with Chinese characters")


@pytest.fixture(autouse=True)
def _no_complaint() -> Iterator[None]:
    """A character that no font has is a warning of Matplotlib, and so an error here."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def plain_words(texts: list[str]) -> set[str]:
    return {word for text in texts if "; seed " not in text for word in WORD.findall(text)} - NAMES


@needs_chinese_font
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_chinese_with_every_label_whole(name: str) -> None:
    with in_language("zh"):
        picture = samples.SAMPLES[name](None)
    drawn = draw_once(picture)
    assert layout_faults(drawn) == []
    if name not in OF_RESEARCH:
        stamps = {"rules", "replications", "worlds"} if name in WITH_STAMP else set()
        assert CHINESE.search(headline_text(picture))
        assert plain_words([text for text, _ in drawn.texts]) - stamps == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(CHARTS) - OF_RESEARCH))
def test_every_text_of_a_chart_is_a_message(name: str) -> None:
    with in_language("qps"):
        drawn = draw_once(samples.SAMPLES[name](None))
    stamps = {"rules", "replications", "worlds"} if name in WITH_STAMP else set()
    assert plain_words([text for text, _ in drawn.texts]) - stamps == set()


@needs_chinese_font
def test_a_picture_keeps_the_language_in_which_it_was_drawn() -> None:
    with in_language("zh"):
        picture = samples.SAMPLES["profit_chart"](None)
    texts = [text for text, _ in draw_once(picture).texts]
    assert isinstance(picture, Picture) and picture.language == "zh" and current_language() == "en"
    assert any("万" in text for text in texts) and not any(text.endswith("k") for text in texts)


def test_without_a_chinese_font_a_picture_is_english_and_says_how_to_install_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text_fitting, "printable_characters", lambda: frozenset(range(128)))
    with in_language("zh"), pytest.warns(MissingFontWarning, match="fonts-noto-cjk"):
        picture: Figure = samples.SAMPLES["profit_chart"](None)
    assert "strongest rival" in headline_text(picture) and not CHINESE.search(headline_text(picture))
    with in_language("zh"):
        assert "guanxi doctor" in picture_language.font_advice()


def test_a_current_list_of_fonts_is_left_as_it_is() -> None:
    assert picture_language.renew_font_list() is False


def test_chinese_lines_end_between_characters_and_never_before_a_comma() -> None:
    sentence = "到最后，各企业的利润与基准情形都没有明显差异，其余没有变化"
    broken = lines(sentence, 1.0)
    assert len(broken) > 2 and "".join(broken) == sentence
    assert not any(line[0] in "，。；：、）" for line in broken)
    assert lines("no clear difference", 9.0) == ["no clear difference"]


def test_latin_words_stand_apart_in_a_chinese_headline() -> None:
    assert spaced("以card代替no card") == "以 card 代替 no card"

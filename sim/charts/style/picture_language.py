"""The language of a picture: that in use, where a font that is installed has its characters, else English."""

from __future__ import annotations

import warnings
from pathlib import Path

from matplotlib import font_manager

from sim.charts.style import text_fitting
from sim.charts.style.text_fitting import CHINESE_FILES, families, known_chinese_fonts
from sim.language.choice import ENGLISH, current_language
from sim.language.messages import _

SAMPLES = {"zh": "学"}
"""A character that a font for a language has; languages that are not named need no font of their own."""


class MissingFontWarning(UserWarning):
    """No installed font has the characters of the language in use, so that pictures are in English."""


def picture_language() -> str:
    """The language in which pictures are drawn.

    Warns with :class:`MissingFontWarning` where that is English for want of a font.
    """
    if told := font_advice():
        warnings.warn(told, MissingFontWarning, stacklevel=4)
        return ENGLISH
    return current_language()


def font_advice() -> str:
    """How to install a font for the language in use; nothing where there is one."""
    sample = SAMPLES.get(current_language(), "")
    if not sample or ord(sample) in text_fitting.printable_characters():
        return ""
    return _(
        "Pictures are in English, because no installed font has Chinese characters; install one, such as "
        "fonts-noto-cjk or fonts-wqy-microhei, then call guanxi doctor."
    )


def chinese_font() -> str:
    """The font with Chinese characters that pictures use; nothing where there is none."""
    return next(iter(families()[1:]), "")


def renew_font_list() -> bool:
    """Make Matplotlib's list of fonts again where a Chinese font that is installed is missing in it.

    Returns:
        Whether it was made again.
    """
    listed = {font.fname for font in font_manager.fontManager.ttflist}
    new = {path for path in font_manager.findSystemFonts() if CHINESE_FILES.search(Path(path).name)}
    if known_chinese_fonts() or new <= listed:
        return False
    font_manager.fontManager = font_manager._load_fontmanager(  # type: ignore[attr-defined]  # noqa: SLF001 (no public way)
        try_read_cache=False
    )
    families.cache_clear()
    text_fitting.printable_characters.cache_clear()
    return True

"""Text in pictures: which letters the fonts of this machine can print, how wide a line is, and where it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from textwrap import wrap

from matplotlib import font_manager
from matplotlib.textpath import text_to_path

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "SimHei",
)
"""Fonts with Chinese characters, best first; the first one installed is used after the Latin font."""
HEADLINE_POINTS = 10.5
WIDEST_LETTER = 1.2
"""Width of the widest letter of a bold font, in units of its size: text with fewer letters surely fits."""


@cache
def families() -> tuple[str, ...]:
    """The font families in use: a Latin one, then a Chinese one if there is any on this machine."""
    if not known_chinese_fonts():
        _add_new_fonts()
    return ("DejaVu Sans", *known_chinese_fonts()[:1])


def known_chinese_fonts() -> list[str]:
    """Those of :data:`CHINESE_FONTS` that matplotlib knows."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in CHINESE_FONTS if name in known]


CHINESE_FILES = re.compile("cjk|wqy|notosanssc|sourcehan|msyh|pingfang|heiti|simhei", re.IGNORECASE)
"""Names of files in which such fonts come."""


def _add_new_fonts() -> None:
    """Let matplotlib know Chinese fonts that were installed after it made its list of fonts."""
    listed = {font.fname for font in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in listed and CHINESE_FILES.search(Path(path).name):
            with suppress(RuntimeError, OSError):  # a broken file of fonts is passed over
                font_manager.fontManager.addfont(path)


@cache
def printable_characters() -> frozenset[int]:
    """Code points of the characters that the fonts of this machine can print."""
    paths = [font_manager.findfont(font_manager.FontProperties(family=family)) for family in families()]
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


def printable(text: str) -> str:
    """A text without the characters that no font of this machine can print, and without the gaps they leave.

    >>> printable("Azure"), printable("Azure (\U00012000) \U00012001")
    ('Azure', 'Azure')
    """
    known = printable_characters()
    if all(ord(character) in known or character == "\n" for character in text):
        return text
    left = "".join(character for character in text if ord(character) in known or character == "\n")
    return re.sub(r" +(?=[,.;:\n]|$)", "", re.sub(r"  +", " ", re.sub(r"[(\[]\s*[)\]]", "", left))).strip(" ")


def legible(text: str, otherwise: str) -> str:
    """A name as it can be printed with the fonts there are; another word for it when they lack all of its letters.

    >>> legible("Azure", "firm 1"), legible("\U00012000", "firm 1")
    ('Azure', 'firm 1')
    """
    shown = printable(text)
    known = shown == text or any(character.isalnum() for character in shown)
    return broken_name(shown) if known else otherwise


MAX_NAME_CHARACTERS, MAX_WORD_CHARACTERS = 30, 20
"""Length of a name, and of a word, above which it is broken into lines beside a picture."""


def broken_name(name: str) -> str:
    """A name as it can stand beside a picture: a very long one in lines, so that the picture keeps its room.

    >>> broken_name("Azure"), broken_name("W" * 40).count("\\n")
    ('Azure', 1)
    """
    if len(name) <= MAX_NAME_CHARACTERS and max(map(len, name.split()), default=0) <= MAX_WORD_CHARACTERS:
        return name
    return "\n".join(wrap(name, MAX_WORD_CHARACTERS))


def lines(sentence: str, width: float, points: float = HEADLINE_POINTS, weight: str = "bold") -> list[str]:
    """A sentence broken into lines of at most ``width`` inches, in the bold type of headlines unless told."""
    surely = width * 72 / (WIDEST_LETTER * points)
    broken = [""]
    for gap, word in _pieces(sentence):
        longer = f"{broken[-1]}{gap}{word}".strip(" ")
        if broken[-1] and len(longer) > surely and text_width(longer, points, weight) > width:
            broken.append(word)
        else:
            broken[-1] = longer
    return broken


CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_PIECES = re.compile(
    r"[^\u3400-\u9fff（“《 ]*\N{NO-BREAK SPACE}[万亿]"  # an amount
    r"|[（“《]*[\u3400-\u9fff][，。；：、）”》！？]*|[^\u3400-\u9fff（“《]+|."
)
_CHINESE_BREAK = re.compile(r"(?<=[\u3400-\u9fff，。；：、）”》])\n(?=[\u3400-\u9fff（“《])")
_BETWEEN_SCRIPTS = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u3400-\u9fff])")


def spaced(text: str) -> str:
    """A text with a blank between Chinese and Latin letters or digits, as Chinese is printed.

    >>> spaced("以card代替"), spaced("no change")
    ('以 card 代替', 'no change')
    """
    return _BETWEEN_SCRIPTS.sub(" ", text)


def in_one_line(text: str) -> str:
    """A text of several lines in one; between two Chinese characters there is no blank.

    >>> in_one_line("one\\ntwo"), in_one_line("顾客\\n保持")
    ('one two', '顾客保持')
    """
    return _CHINESE_BREAK.sub("", text).replace("\n", " ")


def _pieces(sentence: str) -> Iterator[tuple[str, str]]:
    """The parts of a sentence between which a line may end, each with what stands before it: words, and signs of
    Chinese, before which no full stop or comma begins a line."""
    for whole in sentence.split(" "):
        chinese = CHINESE.search(whole) is not None
        parts = _CHINESE_PIECES.findall(whole) if chinese else wrap(whole, MAX_NAME_CHARACTERS)
        for number, part in enumerate(parts):
            yield ("" if chinese and number else " "), part


def text_width(text: str, points: float, weight: str = "normal") -> float:
    """Width of the longest line of a text, inches."""
    style = font_manager.FontProperties(family=list(families()), weight=weight, size=points)
    widths = (
        text_to_path.get_text_width_height_descent(line, style, False)[0] for line in text.split("\n") if line.strip()
    )
    return float(max(widths, default=0.0)) / 72

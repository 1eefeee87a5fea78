"""One page in several languages: a switch on it takes effect at once and is remembered by the browser.

Each language but the first lies in a ``template``, which a browser does not draw, so that ids are there once. A picture
that is the same in two languages, as those in English for want of a Chinese font are, is kept once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from sim.language.choice import in_language, language_tag, page_languages
from sim.reports.html_templates import render

NAMES = {"en": "English", "zh-Hans": "中文"}
"""What each language calls itself, by its tag; others are called by their tag."""
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def in_page_languages(make: Callable[[], str]) -> str:
    """A page in every language that was asked for (``sim.use_language("zh,en")``), the first of them shown first.

    Args:
        make: What makes the page as text in the language in use.

    Returns:
        The page itself where one language was asked for, else one page that holds all, with a switch.
    """
    asked = page_languages()
    if len(asked) == 1:
        return make()
    pages: dict[str, str] = {}
    for language in asked:
        with in_language(language):
            pages[language_tag()] = make()
    return _together(pages)


def _together(pages: dict[str, str]) -> str:
    """Pages by the tag of their language as one page."""
    (first, shown), *others = pages.items()
    before, body, after = _split(shown)
    drawn: dict[str, int] = {}
    for number, picture in enumerate(_PICTURE.findall(body)):
        drawn.setdefault(picture, number)
    used: set[str] = set()

    def placed(met: re.Match[str]) -> str:
        if met.group() not in drawn:
            return met.group()
        used.add(met.group())
        return f'<span data-picture="{drawn[met.group()]}"></span>'

    hidden = [
        (tag, _title(page), Markup(_PICTURE.sub(placed, _split(page)[1])))  # noqa: S704 (made by html_page, which escapes)
        for tag, page in others
    ]
    for picture in used:
        body = body.replace(picture, f'<span class="picture" data-kept="{drawn[picture]}">{picture}</span>', 1)
    names = [(tag, NAMES.get(tag, tag)) for tag in pages]
    switch = {"first": first, "name": _title(shown), "body": Markup(body), "hidden": hidden, "names": names}  # noqa: S704
    return before + str(render("page_languages.html.j2", switch)) + after


def _split(page: str) -> tuple[str, str, str]:
    """What stands before what the body of a page holds, that itself, and what stands behind it."""
    before, start, rest = page.partition("<body>")
    inside, end, after = rest.rpartition("</body>")
    return before + start, inside, end + after


def _title(page: str) -> Markup:
    met = _TITLE.search(page)
    return Markup(met.group(1) if met else "")  # noqa: S704 (escaped already)

"""The language that people read: chosen for a process, for a block of code, by GUANXI_LANG, or by the system."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from sim.errors import SentenceError

ENGLISH = "en"
PSEUDO = "qps"
"""English with other letters, for tests: what stays in plain letters is not in the catalogue."""
VARIABLE = "GUANXI_LANG"
CATALOGUES = Path(__file__).parent / "catalogues"
_SYSTEM_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")
_process_languages: tuple[str, ...] = ()
_block_languages: ContextVar[tuple[str, ...]] = ContextVar("languages", default=())


class LanguageError(SentenceError, ValueError):
    """A language that has no catalogue was asked for."""


class LanguageWarning(UserWarning):
    """GUANXI_LANG names a language that has no catalogue, so English is used."""


@cache
def languages() -> tuple[str, ...]:
    """English, and every language that has a folder of catalogues.

    >>> languages()
    ('en', 'zh')
    """
    return (ENGLISH, *sorted(folder.name for folder in CATALOGUES.iterdir() if (folder / "LC_MESSAGES").is_dir()))


def known_language(tag: str) -> str:
    """The language of a tag such as ``zh``, ``zh-Hans`` or ``zh_CN.UTF-8``. Raises :class:`LanguageError`.

    >>> known_language("zh_CN.UTF-8"), known_language("EN")
    ('zh', 'en')
    """
    word = tag.strip().replace("_", "-").split(".")[0].split("-")[0].lower()
    if word in languages() or word == PSEUDO:
        return word
    raise LanguageError(f"the language {tag[:40]!r} is not known; give one of {', '.join(languages())}")


def known_languages(tags: str) -> tuple[str, ...]:
    """The languages of several tags between commas, each once. Raises :class:`LanguageError`.

    >>> known_languages("zh,en"), known_languages("zh_CN")
    (('zh', 'en'), ('zh',))
    """
    return tuple(dict.fromkeys(known_language(tag) for tag in tags.split(",")))


def use_language(tag: str) -> None:
    """Choose the language of all messages of this process, such as ``"zh"`` or ``"en"``.

    Args:
        tag: A language that has a catalogue; ``zh-Hans`` and ``zh_CN`` are the same as ``zh``. Of several, as in
            ``"zh,en"``, the first is spoken, and a report or debrief that is written holds all, with a switch.

    Raises:
        LanguageError: For a language without a catalogue; the message names those there are.
    """
    global _process_languages
    _process_languages = known_languages(tag)


@contextmanager
def in_language(tag: str) -> Iterator[None]:
    """Choose the language inside a ``with`` block, for this thread or task only; several as in :func:`use_language`."""
    token = _block_languages.set(known_languages(tag))
    try:
        yield
    finally:
        _block_languages.reset(token)


using_language = in_language
"""The same by the name that goes with :func:`use_language`."""


def current_language() -> str:
    """The language in use: of the block, of the process, of GUANXI_LANG, or English."""
    return page_languages()[0]


def page_languages() -> tuple[str, ...]:
    """The languages of a page that is written: the language in use first, and those that were asked for beside it."""
    return _block_languages.get() or _process_languages or _asked_by_variable(os.environ.get(VARIABLE, ""))


def language_tag() -> str:
    """The language in use as a page names it (BCP 47).

    >>> language_tag()
    'en'
    """
    language = current_language()
    return {"zh": "zh-Hans", PSEUDO: ENGLISH}.get(language, language)


def language_of_command_line(environment: Mapping[str, str] = os.environ) -> str:
    """The language of a command: of GUANXI_LANG, else of the system where it has a catalogue, else English.

    Raises :class:`LanguageError` for a GUANXI_LANG that has none.

    >>> language_of_command_line({"LANG": "zh_CN.UTF-8"}), language_of_command_line({"LC_ALL": "C", "LANG": "zh_CN"})
    ('zh', 'en')
    """
    if environment.get(VARIABLE):
        return ",".join(known_languages(environment[VARIABLE]))
    tags = (environment.get(name, "") for name in _SYSTEM_VARIABLES)
    tag = next(filter(None, tags), "") or _language_of_windows()
    try:
        return known_language(tag.split(":")[0])
    except LanguageError:
        return ENGLISH


@cache
def _asked_by_variable(tags: str) -> tuple[str, ...]:
    if not tags:
        return (ENGLISH,)
    try:
        return known_languages(tags)
    except LanguageError as error:
        warnings.warn(f"{VARIABLE}: {error}; English is used", LanguageWarning, stacklevel=3)
        return (ENGLISH,)


def _language_of_windows() -> str:
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""

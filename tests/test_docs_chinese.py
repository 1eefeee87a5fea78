"""Chinese pages say what their English pages say: same code, same headings and tables, links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs_pages import blocks_of, chinese_pages

PAGES = chinese_pages()
COMMENT = re.compile(r"[ \t]*# .*$", re.MULTILINE)
MISLEADING = ("校准模型", "营销计划", "忠诚计划", "退出席位")
"""Words that say something else: a model is 标定, a programme is 规划, a seat is left by 离开."""


def code(page: Path) -> list[tuple[str, str]]:
    """Language and text of each block of a page, without comments."""
    return [(block.language, COMMENT.sub("", block.text)) for block in blocks_of(page)]


def shape(page: Path) -> tuple[list[str], int]:
    """The depths of the headings of a page in order, and its number of lines of tables, code left out."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^(#+) ", text, re.MULTILINE), len(re.findall(r"^\|", text, re.MULTILINE))


def test_every_page_of_the_folder_is_in_its_index() -> None:
    index = (ROOT / "docs" / "zh" / "index.md").read_text(encoding="utf-8")
    names = [path.name for path in PAGES if path.parent.name == "zh"]
    assert len(names) >= 5
    assert [name for name in names if f"({name})" not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_headings_and_tables_are_those_of_the_english_page(page: Path) -> None:
    assert shape(page) == shape(PAGES[page])


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name == "zh"], ids=lambda page: page.name)
def test_code_is_that_of_the_english_page_apart_from_comments(page: Path) -> None:
    assert code(page) == code(PAGES[page])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere_and_no_misleading_word_stands_on_the_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert (page.parent / target).exists(), f"no {target}"
    assert [word for word in MISLEADING if word in text] == []


def bold_left_open(text: str) -> list[str]:
    """Bold words that end with a mark and are followed by a word: Markdown shows their asterisks.

    >>> bold_left_open("**预测。**先写下。 **预测**：先写下。")
    ['预测。']
    """
    pieces = [line.split("**") for line in text.splitlines()]
    return [
        bold
        for line in pieces
        for bold, after in zip(line[1::2], line[2::2], strict=False)
        if re.search(r"\W$", bold) and re.match(r"\w", after)
    ]


def test_bold_words_end_before_the_mark_that_follows_them() -> None:
    notebooks = [path for path in (ROOT / "notebooks").rglob("zh/*.ipynb") if ".ipynb_checkpoints" not in path.parts]
    assert len(notebooks) >= 20
    assert bold_left_open("**预测。**先写下。") == ["预测。"]
    found = {path.name: bold_left_open(path.read_text(encoding="utf-8")) for path in [*PAGES, *notebooks]}
    assert {name: there for name, there in found.items() if there} == {}

"""The pages of ``docs`` that people write, and the blocks of code in them.

What is generated for the site stands in folders below these. A comment ``<!-- not run: reason -->`` before a block says
why no test can run it; such a block has to parse all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tests.conftest import ROOT

FRONT = ("README.md", "README.zh.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
NOT_RUN = re.compile(r"<!-- not run: (.+?) -->\s*")


def pages_of_docs() -> dict[str, Path]:
    """Each English page under its name without ending, wherever in ``docs`` it is; a name stands for one page only."""
    found = [path for path in sorted(ROOT.glob("docs/*/*.md")) if path.name != "index.md" and path.parent.name != "zh"]
    pages = {path.stem: path for path in found}
    assert len(pages) == len(found), "two pages of docs have one name"
    return pages


def chinese_pages() -> dict[Path, Path]:
    """Each Chinese page with the English page of which it is the translation."""
    english = pages_of_docs()
    twins = {path: english[path.name.removesuffix(".zh.md")] for path in sorted(ROOT.glob("docs/zh/*.zh.md"))}
    return {ROOT / "README.zh.md": ROOT / "README.md", **twins}


def all_pages() -> list[Path]:
    """The English pages of ``docs``, those that only lead to others, and those at the root."""
    front = [ROOT / name for name in FRONT]
    return [*front, ROOT / "docs" / "index.md", *sorted(ROOT.glob("docs/*/index.md")), *pages_of_docs().values()]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of code on a page."""

    page: Path
    line: int
    language: str
    """``indented`` for a block without fences."""
    text: str
    not_run: str
    """Why it is not run; nothing where it is."""

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """All blocks of a page, from top to bottom."""
    found, reason = [], ""
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        if token.type == "html_block" and (told := NOT_RUN.fullmatch(token.content)):
            reason = told[1]
        elif token.type in ("fence", "code_block"):
            language = token.info.strip() if token.type == "fence" else "indented"
            line = token.map[0] + 1 if token.map else 0
            found.append(Block(page=page, line=line, language=language, text=token.content, not_run=reason))
            reason = ""
        elif reason:
            raise AssertionError(f"{page.name}: 'not run: {reason}' stands before no block")
    return found

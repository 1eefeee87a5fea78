"""Parts of the pages of ``docs`` that scripts write: between ``<!-- NAME begins -->`` and ``<!-- NAME ends -->``."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent


def between(page: str, name: str) -> re.Pattern[str]:
    """What finds a part, with its marks. Raises ``ValueError`` for a page that has not exactly one of this name."""
    pattern = re.compile(rf"(<!-- {name} begins[^>]*-->\n)(.*?)(<!-- {name} ends -->)", re.DOTALL)
    count = len(pattern.findall(page))
    if count != 1:
        raise ValueError(f"the page has {count} parts named {name!r}; give it one, between its two marks")
    return pattern


def page_of(name: str) -> Path:
    """The file of a page by its name. Raises ``ValueError`` unless there is exactly one."""
    found = list(DOCS.glob(f"*/{name}.md"))
    if len(found) != 1:
        raise ValueError(f"docs has {len(found)} pages named {name}.md; give the name of one page")
    return found[0]


def written(name: str, part: str) -> str:
    """The lines of a part as they stand on a page of ``docs``."""
    text = page_of(name).read_text(encoding="utf-8")
    found = between(text, part).search(text)
    return found.group(2) if found else ""


def write(name: str, part: str, lines: list[str]) -> None:
    """Put lines in the place of a part of a page of ``docs``."""
    path = page_of(name)
    text = path.read_text(encoding="utf-8")
    body = "\n".join(lines) + "\n"
    found = between(text, part)
    path.write_text(found.sub(lambda m: m.group(1) + body + m.group(3), text), encoding="utf-8")

"""A real browser for tests: the system's Chromium, without a window. Where there is none, tests say so; on a build
server that is a failure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def missing(what: str) -> Any:
    """Skip, with the reason in words, or fail on a build server, where nothing may be missing."""
    words = f"{what} is not here; pip install playwright, and install chromium with the system's packages"
    return pytest.fail(words) if os.environ.get("CI") == "true" else pytest.skip(words)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that is closed in the end."""
    place = shutil.which("chromium") or shutil.which("chromium-browser")
    if place is None:
        missing("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        missing("playwright")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=place, args=[*QUIET])
        try:
            yield running
        finally:
            running.close()

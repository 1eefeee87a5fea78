"""A browser for the tests that need one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.apps.classroom.browser import browser as opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """This machine's Chromium without a window; without one a build server fails, and others skip the test."""
    with opened() as running:
        yield running

"""HTML pages as PDF, through a browser that is on this machine: Chromium, Chrome or Edge.

The pages carry print styles of their own, so that what the browser prints is what the reader sees; see
docs/discussion/design.md for why no library of its own makes the PDF.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
"""What such a browser is called on the search path."""
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)
"""Where it is on macOS and Windows, which do not have it on the search path."""
LONGEST_WAIT = 120.0
"""Seconds after which a page that is still being printed is given up."""


def find_browser() -> str | None:
    """The browser that prints: None where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for place in PLACES:
        path = place
        for variable in ("PROGRAMFILES(X86)", "PROGRAMFILES"):
            path = path.replace(f"{{{variable}}}", os.environ.get(variable, ""))
        if Path(path).is_file():
            return path
    return None


def print_pdf(browser: str, page: Path, pdf: Path) -> bool:
    """Print a page to a PDF file.

    Args:
        browser: Program of the browser, as :func:`find_browser` gives it.
        page: The HTML file.
        pdf: The file to write.

    Returns:
        Whether the file is there; False where the browser failed or took too long.
    """
    with tempfile.TemporaryDirectory(prefix="guanxi-print-", ignore_cleanup_errors=True) as profile:
        words = [
            browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-quic",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={pdf.resolve()}",
            page.resolve().as_uri(),
        ]  # fmt: skip
        if sys.platform == "linux" and os.geteuid() == 0:
            words.insert(1, "--no-sandbox")  # Chromium refuses to run as root with its sandbox
        try:
            subprocess.run(words, capture_output=True, timeout=LONGEST_WAIT, check=True)  # noqa: S603 (a browser found above)
        except (OSError, subprocess.SubprocessError):
            pdf.unlink(missing_ok=True)
            return False
    return pdf.is_file()

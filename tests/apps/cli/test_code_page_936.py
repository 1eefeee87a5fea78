"""Commands on a machine whose encoding is code page 936 (GBK), as Windows in China has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.files.csv_export import BYTE_ORDER_MARK
from tests.apps.cli.calls import CALLS
from tests.conftest import ROOT

COMMANDS = ("list", "check", "run", "reproduce", "rehearse", "export", "quiz")
"""Lists, checks, runs with a report, runs again, plays a game, exports, asks questions."""
FOR_PEOPLE = ("run", "rehearse", "reproduce")
"""Commands whose CSV a spreadsheet opens, so that it begins with a byte-order mark; the others' is for programs."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("localedef") is None, reason="a locale in GBK cannot be made on this machine"),
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables under which Python takes GBK for the encoding of files and of the terminal."""
    folder = tmp_path_factory.mktemp("locales")
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "GBK", str(folder / "zh_CN.GBK")], check=True)
    return {
        **os.environ, "LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT),
        "PYTHONWARNDEFAULTENCODING": "1", "GUANXI_LANG": "zh",
    }  # fmt: skip


def test_the_locale_is_gbk(environment: dict[str, str]) -> None:
    asked = "import locale, sys; print(locale.getpreferredencoding(False).lower(), sys.stdout.encoding)"
    told = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["gbk", "gbk"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_succeeds_and_its_files_are_utf_8(command: str, environment: dict[str, str], tmp_path: Path) -> None:
    words = CALLS[command](tmp_path)
    ended = subprocess.run(
        [sys.executable, "-m", "sim.apps.cli.main", command, *words], env=environment, capture_output=True, check=False
    )
    output, errors = (text.decode("gbk") for text in (ended.stdout, ended.stderr))
    assert ended.returncode == 0, errors
    assert "Traceback" not in errors
    assert not [line for line in errors.splitlines() if "EncodingWarning" in line and f"{ROOT / 'sim'}" in line]
    if command in ("list", "check", "run"):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in output)
    for path in tmp_path.rglob("*"):
        if path.suffix in (".csv", ".json", ".yaml", ".html", ".txt", ".svg"):
            text = path.read_bytes().decode("utf-8")
            assert text.startswith(BYTE_ORDER_MARK) is (path.suffix == ".csv" and command in FOR_PEOPLE), path

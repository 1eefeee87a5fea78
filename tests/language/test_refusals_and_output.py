"""All commands in the pseudo-language: whatever they refuse, and whatever they print, holds no plain text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.registry import registered
from tests.apps.cli.calls import CALLS, parameters
from tests.apps.cli.test_bad_inputs import bad_values, call_with
from tests.language.test_pseudo_language import plain_words

SERVES = ("class", "serve", "play", "quiz")
"""Commands that go on until they are stopped, or ask questions."""
RESEARCH = ("calibrate", "compare", "export", "reproduce", "worlds")
"""Commands of research, whose faults of logs, strategies and worlds are in English."""
PATHS = re.compile(
    r"\S*/\S*|'[^']*'|\S+\.\.\. |\b[\w-]+\.(?:csv|yaml|json|html|guanxi|png|txt|md)\b|\bx{50,}\S*|\b\w+(?:_\w+)+\b"
)
"""Places, quoted values, names of files and ids: they are the same in each language."""
SYSTEM = {"errno", "Errno", "NUL", "UTF", "YAML", "JSON", "CSV", "utf"}


def left(text: str, *typed: str) -> set[str]:
    """The plain words of a text, but for what was typed."""
    return plain_words(PATHS.sub(" ", text)) - SYSTEM - set(re.findall(r"\w+", " ".join(typed)))


@pytest.mark.slow
@pytest.mark.parametrize("command", [name for name in CALLS if name not in RESEARCH])
def test_whatever_is_refused_is_refused_in_the_language(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = {}
    for number, (name, (kind, told)) in enumerate(parameters(command).items()):
        for fault, bad in bad_values(kind, told).items():
            place = tmp_path / f"{number} {fault}"
            (place / "bad").mkdir(parents=True)
            words = call_with(command, name, bad(place / "bad"), place)
            ended = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["--lang", "qps", *words])
            found = left(ended.stderr, *words, *parameters(command)) - {command}
            if found:
                plain[f"{name}, {fault}"] = (found, ended.stderr[-400:])
    assert plain == {}


@pytest.mark.slow
@pytest.mark.parametrize("command", [name for name in CALLS if name not in (*SERVES, *RESEARCH)])
def test_whatever_is_printed_is_in_the_language(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = CALLS[command](tmp_path)
    said = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["--lang", "qps", command, *words])
    assert said.exit_code == 0, said.output
    sentences = [line for line in said.output.splitlines() if re.search(r"[åéîöû]", line) or len(line.split()) > 6]
    assert [line for line in sentences if left(line, *words) - set(registered("command"))] == []

"""Whatever is wrong with what a command is given: one sentence, status 2, and nothing written or left behind.

The parameters are read from the menu, so a new command is tested without being listed here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from _pytest.mark import ParameterSet
from typer.models import ArgumentInfo
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.apps.cli.output_places import BAD_INPUT, Place
from tests.apps.cli.calls import CALLS, log, market, parameters
from tests.conftest import ROOT

LONGEST_MESSAGE = 2500
"""Characters, with the lines that say how a command is used."""
DEEP = 50_000
Bad = Callable[[Path], str]


def _pipe(at: Path) -> str:
    os.mkfifo(at / "pipe.yaml")
    return str(at / "pipe.yaml")


def _file(name: str, content: str) -> str:
    Path(name).write_text(content, encoding="utf-8")
    return name


def _bytes(at: Path) -> str:
    (at / "bytes.yaml").write_bytes(b"\xff\xfe\xfa")
    return str(at / "bytes.yaml")


ANY: dict[str, Bad] = {
    "empty": lambda at: "",
    "long": lambda at: "x" * 5000,
    "NUL": lambda at: f"{at}/no\0name.yaml",
    "device": lambda at: "/dev/zero",
    "pipe": _pipe,
}
"""Bad values wherever a path is given."""
READ = ANY | {
    "long file": lambda at: "x" * 5000 + ".yaml",
    "missing": lambda at: str(at / "missing" / "file.yaml"),
    "folder": lambda at: str(at),
    "unreadable": lambda at: "/proc/self/mem",
    "no text": _bytes,
    "deep YAML": lambda at: _file(f"{at}/deep.yaml", "[" * DEEP),
    "deep JSON": lambda at: _file(f"{at}/deep.json", '{"made_by": ' * DEEP),
    "damaged game": lambda at: _file(f"{at}/game.guanxi", "SQLite format 3\0" + "x" * 200),
}
FILE = ANY | {
    "folder": lambda at: str(at),
    "below a file": lambda at: str(Path(_file(f"{at}/taken", "mine")) / "new"),
    "read-only": lambda at: "/proc/new",
    "long below": lambda at: str(at / ("x" * 300) / "new.guanxi"),
}
FOLDER = ANY | {
    "file": lambda at: _file(f"{at}/taken", "mine"),
    "below a file": lambda at: str(Path(_file(f"{at}/taken", "mine")) / "new"),
    "read-only": lambda at: "/proc/new",
    "long below": lambda at: str(at / ("x" * 300) / "new"),
}
TEXT = {"empty": lambda at: "", "unknown": lambda at: "关−\0", "percent": lambda at: "%"}
NUMBER = {"text": lambda at: "x", "infinite": lambda at: "inf", "none": lambda at: "nan", "negative": lambda at: "-1"}


def bad_values(kind: object, told: Any) -> dict[str, Bad]:
    """Bad values for a parameter of that type."""
    if isinstance(told.parser, Place):
        return {"read": READ, "file": FILE, "folder": FOLDER}[told.parser.role]
    kinds = {kind, *get_args(kind), *(inner for part in get_args(kind) for inner in get_args(part))}
    if isinstance(told, ArgumentInfo):
        return READ
    if kinds & {int, float}:
        return NUMBER
    return {} if bool in kinds else TEXT


def _cases() -> Iterator[ParameterSet]:
    """Every bad value of every parameter.

    The fast tests try one value of each parameter, each sort of value in its turn, and all that ``guanxi check`` reads.
    """
    number = 0
    for command in CALLS:
        for name, (kind, told) in parameters(command).items():
            faults = list(bad_values(kind, told))
            for place, fault in enumerate(faults):
                marks = () if command == "check" or place == number % len(faults) else pytest.mark.slow
                yield pytest.param(command, name, fault, id=f"{command}-{name}-{fault}", marks=marks)
            number += bool(faults)


def call_with(command: str, name: str, value: str, at: Path) -> list[str]:
    """The call of a command with that value in the place of one that is right."""
    words, told = CALLS[command](at), parameters(command)
    if not isinstance(told[name][1], ArgumentInfo):
        return [command, *words, f"--{name.replace('_', '-')}={value}"]
    place = [other for other in told if isinstance(told[other][1], ArgumentInfo)].index(name)
    return [command, *words[:place], value, *words[place + 1 :]]


def _held(at: Path) -> dict[str, bytes]:
    """All that is in a folder: files with what they hold, folders and pipes by name."""
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in at.rglob("*")}


@pytest.mark.parametrize(("command", "name", "fault"), list(_cases()))
def test_a_bad_input_ends_with_a_sentence_and_leaves_nothing(
    command: str, name: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = tmp_path / "bad"
    at.mkdir()
    kind, told = parameters(command)[name]
    words = call_with(command, name, bad_values(kind, told)[fault](at), tmp_path)
    before = _held(tmp_path)
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(app, words)
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == BAD_INPUT
    assert ended.stderr.strip()
    assert "Traceback" not in ended.output
    assert len(ended.stderr) < LONGEST_MESSAGE
    assert _held(tmp_path) == before


def test_places_that_are_the_same_are_refused_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    record, scenario, game = log(tmp_path), market(tmp_path), tmp_path / "game.yaml"
    game.write_bytes((ROOT / "scenarios" / "games" / "head_of_the_firm.yaml").read_bytes())
    before = _held(tmp_path)
    for words, expected in (
        (["calibrate", record, "--out", "new.yaml", "--picture", "new.yaml"], "--out and --picture are the same place"),
        (["calibrate", record, "--out", "new.yaml", "--picture", "./new.yaml"], "are the same place"),
        (["calibrate", record, "--picture", "shop.yaml"], "--out and --picture are the same place"),
        (["calibrate", record, "--picture", record], "would overwrite what is read"),
        (["compare", scenario, "--strategy", "a=", "--strategy", "b=", "--store", "x", "--out", "x"], "same place"),
        (["play", str(game), "--file", str(game)], "would overwrite what is read"),
        (["serve", str(game), "--file", str(game)], "would overwrite what is read"),
    ):
        ended = CliRunner().invoke(app, words)
        assert (ended.exit_code, expected in ended.stderr) == (BAD_INPUT, True), (words, ended.stderr)
    assert _held(tmp_path) == before


@pytest.mark.parametrize(
    "words", [["play", "head_of_the_firm", "--seat", "nobody"], ["play", "true_or_false", "--seat", "x"]]
)
def test_a_refused_game_leaves_no_folder_behind(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, words).exit_code == BAD_INPUT
    assert _held(tmp_path) == {}

"""Every block of code on every page is run by a test; commands here, declarations and Python in ``test_docs``."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from sim.apps.cli.main import app
from tests.apps.cli.calls import short_game
from tests.conftest import ROOT
from tests.docs_pages import Block, all_pages, blocks_of
from tests.experiments.calibration.logs import shop
from tests.experiments.stylised_facts.looking import few_replications

BLOCKS = [block for page in all_pages() for block in blocks_of(page)]
COMMANDS = [block for block in BLOCKS if block.language == "sh"]
SHORTER = {
    "--at-most 200": "--at-most 4",
    "--luck 200": "--luck 4",
    "rehearse imitation_race": "rehearse short_imitation_race.yaml",
}
"""What would take minutes, and what is run instead; the race is the shipped one in two rounds."""
SLOW = {"answer.md", "debrief.md", "export.md", "gallery.md", "game.md", "play.md", "two_worlds.md"}


def commands(block: Block) -> list[list[str]]:
    """The words of each command; a backslash at the end of a line joins it with the next, # begins a comment."""
    lines = block.text.replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def make_targets() -> set[str]:
    return set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def extras() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return set(project["optional-dependencies"])


def parse(words: list[str]) -> None:
    """Raise for a command that could not begin: an unknown name, option, target or extra."""
    program, *given = words
    name = Path(program).name
    if name == "guanxi":
        group: Any = typer.main.get_command(app)
        place = given.index("--lang") if "--lang" in given else len(given)  # the language stands before or behind
        named = [*given[:place], *given[place + 2 :]]
        command = group.commands[named[0]]
        command.make_context(named[0], named[1:])
    elif name == "make":
        assert set(given) <= make_targets(), f"no target {given}"
    elif name == "pip":
        asked = [extra for word in given for part in re.findall(r"\[([\w,]+)\]", word) for extra in part.split(",")]
        assert given[0] == "install" and set(asked) <= extras(), f"no extra among {asked}"
    else:
        assert name in {"python3", "python", "jupyter", "git", "pre-commit"}, f"{name}: a command that no test knows"


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_block_says_what_it_is(block: Block) -> None:
    """Directives of the site stand in braces; what is no code is text."""
    assert block.language in {"python", "yaml", "sh", "text"} or re.fullmatch(r"\{[\w-]+\}.*", block.language)


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.not_run], ids=str)
def test_a_block_that_is_not_run_has_a_reason_and_parses(block: Block) -> None:
    assert len(block.not_run.split()) >= 3, "say why it cannot be run"
    assert block.language in {"python", "sh"}
    if block.language == "python":
        ast.parse(block.text)
        return
    for words in commands(block):
        parse(words)


def run_pages() -> list[Any]:
    pages = dict.fromkeys(block.page for block in COMMANDS if not block.not_run)
    return [pytest.param(page, id=page.name, marks=[pytest.mark.slow] if page.name in SLOW else []) for page in pages]


@pytest.mark.parametrize("page", run_pages())
def test_the_commands_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other in one folder; a game is left at its first prompt."""
    monkeypatch.chdir(tmp_path)
    shop(300).to_csv("purchases.csv", index=False)
    shutil.copy(ROOT / "scenarios" / "games" / "head_of_the_firm.yaml", "mine.yaml")
    short_game(tmp_path, "imitation_race")
    few_replications(monkeypatch)
    for block in (block for block in COMMANDS if block.page == page and not block.not_run):
        for words in commands(block):
            line = shlex.join(words[1:])
            for long, short in SHORTER.items():
                line = line.replace(long, short)
            assert words[0] == "guanxi", f"{block}: mark as not run, with the reason: {shlex.join(words)}"
            done = CliRunner().invoke(app, shlex.split(line), input="quit\n")
            assert done.exit_code == 0, f"{block}: guanxi {line}\n{done.output}"


def test_commands_in_running_text_are_there() -> None:
    """``guanxi NAME`` and ``make NAME`` in a sentence."""
    group: Any = typer.main.get_command(app)
    known = {"guanxi": set(group.commands), "make": make_targets()}
    found = set()
    for page in all_pages():
        for line in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
            for code in (part.content for part in line.children or [] if part.type == "code_inline"):
                if said := re.match(r"(guanxi|make) ([a-z][\w-]*)", code):
                    found.add(said[1])
                    assert said[2] in known[said[1]], f"{page.name}: no command {code!r}"
    assert found == {"guanxi", "make"}

"""``guanxi play`` with a game, as people at a keyboard use it: turns, wrong input, leaving and going on."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner, Result

import sim
from sim.apps.cli.main import app
from sim.apps.terminal.screen import QuitRequestedError, Screen
from sim.game.session.session import Session
from sim.scenario.files.load import dump
from tests.game.games import game, scenario

PAGE = "sim.debrief_page"
TURN = ["", "", "", "", ""]
"""Nothing is expected (share, churn, profit), nothing is moved, and that is decided."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small game of two rounds, closed by an instructor, and one that closes by itself."""
    place = tmp_path_factory.mktemp("games")
    (place / "world.yaml").write_text(dump(scenario()), encoding="utf-8")
    for name, advance in (("small", "instructor"), ("quick", "all_in"), ("own", "own_pace")):
        asked = game(name=name, scenario="world.yaml", rounds=2, advance=advance)
        (place / f"{name}.yaml").write_text(dump(asked), encoding="utf-8")
    return place


@pytest.fixture(autouse=True)
def no_debrief(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The debrief has tests of its own; here it is enough that it is asked for."""
    asked: list[Path] = []
    monkeypatch.setattr(PAGE, lambda session, place, line: asked.append(place))
    return asked


def play(name: str | Path, lines: Sequence[str], *more: str | Path) -> Result:
    """Play with these lines typed; a bug shows as a traceback."""
    words = ["play", str(name), *map(str, more)]
    result = CliRunner(env={"COLUMNS": "100"}).invoke(app, words, input="".join(f"{line}\n" for line in lines))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said(result: Result) -> str:
    """What was shown, on one line."""
    return re.sub(r"\s+", " ", result.stdout)


def test_a_whole_game_alone(folder: Path, tmp_path: Path, no_debrief: list[Path]) -> None:
    file = tmp_path / "g.guanxi"
    result = play(folder / "quick.yaml", TURN * 2, "--file", file, "--seed", "7")
    assert result.exit_code == 0, result.output
    for words in (
        "At the keyboard: Azure. Bots: Beryl.",
        "Your offer",
        "Public information",
        "Your books",
        "The game is over: all 2 rounds are played.",
        f"The debrief is in {no_debrief[0]}",
    ):
        assert words.replace(str(tmp_path), "") in said(result).replace(str(tmp_path), ""), words
    assert no_debrief == [tmp_path / "g.html"]
    assert "Pass the keyboard" not in result.stdout
    with Session.open(file) as session:
        people = [entry.decided_by for entry in session.entries if entry.act == "decided" and entry.seat == "Azure"]
        assert people == ["human", "human"] and session.seed == 7
    again = play(folder / "quick.yaml", [], "--file", file)
    assert "The game is over" in again.stdout and again.exit_code == 0


def test_two_people_pass_the_keyboard_and_the_round_closes_when_both_have_decided(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    lines = ["", *TURN, "", *TURN]
    result = play(folder / "small.yaml", lines, "--file", file, "--seat", "all")
    words = said(result)
    assert words.index("Pass the keyboard to Azure") < words.index("Pass the keyboard to Beryl")
    assert "The round is closed." in words
    with Session.open(file) as session:
        decided = [(entry.seat, entry.decided_by) for entry in session.entries if entry.act == "decided"]
        assert decided == [("Azure", "human"), ("Beryl", "human")]
        assert session.lines["main"].round == 1


def test_each_at_its_own_pace_and_a_debrief_for_each(folder: Path, tmp_path: Path, no_debrief: list[Path]) -> None:
    lines = ["", *TURN, "", *TURN, "", *TURN, "", *TURN, "", ""]
    result = play(folder / "own.yaml", lines, "--file", tmp_path / "g.guanxi", "--seat", "all")
    assert said(result).count("The game is over") == 2, result.stdout
    assert no_debrief == [tmp_path / "g_1.html", tmp_path / "g_2.html"]


def test_the_debrief_is_written_beside_the_game(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    play(folder / "quick.yaml", TURN * 2, "--file", tmp_path / "g.guanxi")
    assert "<html" in (tmp_path / "g.html").read_text(encoding="utf-8")[:300]


def test_expectations_levers_reasons_and_statements_reach_the_log(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    lines = ["30%", "5%", "", "500", "100", "price 0.95", "advertising = 12", "4", "0.9", "open club", "study: shares",
             "20", "reason to be seen", "strategy", "service", "by being there", "", "",
             "", "", "", "believe", *(["100%"] + [""] * 5), "quit"]  # fmt: skip
    result = play(folder / "quick.yaml", lines, "--file", file)
    assert result.exit_code == 0 and "price: 1 → 0.95" in result.stdout
    with Session.open(file) as session:
        entries = {entry.act: entry for entry in session.entries if entry.seat == "Azure"}
        assert entries["predicted"].content["prediction"] == {
            "share": 0.3, "share_within": 0.05, "profit": 500.0, "profit_within": 100.0,
        }  # fmt: skip
        assert entries["decided"].reason == "to be seen"
        assert entries["decided"].content["decision"] == {
            "price": 0.95, "technology": 0.9, "communication": {"advertising": 12.0}, "open": ["club"],
            "research": [{"study": "shares", "people": 20}],
        }  # fmt: skip
        assert entries["strategy"].content == {"strategy": "service", "text": "by being there"}
        causes = session.scenario.exits.causes
        assert entries["believed"].content["causes"] == {causes[0].name: 1.0}


def test_a_slip_is_asked_about_and_counts_only_when_it_is_meant(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    lines = ["", "", "", "price 4", "", "", "no", "undo", "price 4", "", "", "perhaps", "yes", "quit"]
    result = play(folder / "quick.yaml", lines, "--file", file)
    assert said(result).count("price: 4 is 4 times 1, where it stands") == 2
    assert "price: 1 again." in result.stdout and "Type yes or no, or quit" in result.stdout
    with Session.open(file) as session:
        decided = [entry for entry in session.entries if entry.act == "decided" and entry.decided_by == "human"]
        assert [entry.content["decision"] for entry in decided] == [{"price": 4.0}]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("prise 1", "unknown lever 'prise'; did you mean 'price'?"),
        ("price cheap", "price: 'cheap' was given; give a number, 0.2 to 5"),
        ("price 99", "price: '99' was given; give a number, 0.2 to 5"),
        ("price nan", "price: nan was given"),
        ("staff 1.5", "staff: 1.5 was given; give a whole number"),
        ("open clubb", "did you mean club?"),
        ("s", "this could be"),
        ("99", "unknown lever '99'"),
        ("? price", "Cost: margin on every sale."),
        ("? nothing", "unknown lever 'nothing'"),
        ("?", "take back what you filled in last"),
        ("undo", "nobody has decided in this round"),
        ("rewind", "No round is closed yet"),
        ("rewind 7", "Play round 7 again?"),
        ("believe", "there is nothing to be said here in this round"),
        ("visit", "there is nothing to be said here in this round"),
        ("expect", "What do you expect of this round?"),
    ],
)
def test_whatever_is_typed_is_answered_with_a_sentence(folder: Path, tmp_path: Path, typed: str, sentence: str) -> None:
    result = play(folder / "small.yaml", ["", "", "", typed], "--file", tmp_path / "g.guanxi")
    assert result.exit_code == 0 and sentence in said(result), result.stdout[-1500:]
    assert "Traceback" not in result.output


def test_what_is_impossible_is_refused_and_asked_again(folder: Path, tmp_path: Path) -> None:
    lines = ["", "", "", "staff 90000", "", "", "staff 3", "", "", "quit"]
    result = play(folder / "quick.yaml", lines, "--file", tmp_path / "g.guanxi")
    assert "Azure: service_desk.places: 90000 people need as many places" in said(result)
    with Session.open(tmp_path / "g.guanxi") as session:
        decided = [entry for entry in session.entries if entry.act == "decided" and entry.decided_by == "human"]
        assert [entry.content["decision"] for entry in decided] == [{"staff": 3}]


@pytest.mark.parametrize("count", range(0, 12, 2))
def test_the_end_of_input_loses_nothing_and_the_file_goes_on(folder: Path, tmp_path: Path, count: int) -> None:
    file, lines = tmp_path / "g.guanxi", [*TURN, *TURN]
    result = play(folder / "quick.yaml", lines[:count], "--file", file)
    assert result.exit_code == 0
    if count < 10:
        assert "You have left." in result.stdout
        assert f"guanxi play {folder / 'quick.yaml'} --file {file}\n" in result.stdout
    rest = lines[5 * (count // 5) :]
    done = play(folder / "quick.yaml", rest, "--file", file)
    assert "The game is over" in done.stdout
    with Session.open(file) as session:
        assert [entry.round for entry in session.entries if entry.act == "closed"] == [0, 1]


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Console, "input", interrupted)
    result = play(folder / "quick.yaml", [], "--file", tmp_path / "g.guanxi")
    assert result.exit_code == 130 and "You have left." in result.stdout
    monkeypatch.undo()
    monkeypatch.setattr(PAGE, lambda session, place, line: None)
    assert "The game is over" in play(folder / "quick.yaml", TURN * 2, "--file", tmp_path / "g.guanxi").stdout


def test_undo_takes_the_decision_of_the_one_before_back(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    lines = ["", "", "", "", "price 0.9", "", "", "", "", "", "", "undo", "quit"]
    result = play(folder / "small.yaml", lines, "--file", file, "--seat", "all")
    assert "What Azure decided is taken back." in result.stdout
    assert said(result).count("Pass the keyboard to Azure") == 2
    with Session.open(file) as session:
        assert [entry.act for entry in session.entries if entry.seat == "Azure"][-2:] == ["decided", "withdrew"]


def test_rewind_plays_a_round_again_and_keeps_the_old_line(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    lines = [*TURN, "", "", "", "rewind", "rewind 1", "yes", "", "", "", "price 0.9", "", "", "quit"]
    result = play(folder / "quick.yaml", lines, "--file", file)
    assert "Which round?" in result.stdout and "You play on the line 'main again 2' now." in result.stdout
    with Session.open(file) as session:
        assert set(session.lines) == {"main", "main again 2"}
        assert session.lines["main again 2"].closed[0]["Azure"].decision.price == 0.9  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["imitation_rase"], "unknown game or exercise 'imitation_rase'; did you mean 'imitation_race'?"),
        (["nowhere.yaml"], "there is no such file"),
        (["head_of_the_firm", "--seat", "boss"], "--seat: unknown seat 'boss'; allowed: all, head"),
        (["head_of_the_firm", "--seed", "-1"], "--seed"),
        (["true_or_false", "--seat", "head"], "an exercise has no seats"),
    ],
)
def test_what_cannot_be_played_leaves_nothing_behind(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = play(words[0], [], *words[1:])
    assert result.exit_code == 2 and sentence in result.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_of_something_else_is_refused(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    play(folder / "quick.yaml", [], "--file", file)
    other = play(folder / "small.yaml", [], "--file", file)
    assert other.exit_code == 2 and "holds quick with seed" in other.stderr
    assert play("true_or_false", [], "--file", file).exit_code == 2
    (tmp_path / "thesis.txt").write_text("mine" * 100)
    foreign = play(folder / "quick.yaml", [], "--file", tmp_path / "thesis.txt")
    assert foreign.exit_code == 2 and "is not the file of a game" in foreign.stderr


def test_people_and_bots_stay_where_they_were_until_someone_says_otherwise(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    assert (
        "At the keyboard: Beryl. Bots: Azure."
        in play(folder / "small.yaml", [], "--file", file, "--seat", "Beryl").stdout
    )
    assert "At the keyboard: Beryl. Bots: Azure." in play(folder / "small.yaml", [], "--file", file).stdout
    assert (
        "At the keyboard: Azure, Beryl. Bots: none."
        in play(folder / "small.yaml", [], "--file", file, "--seat", "all").stdout
    )


WORDS = st.one_of(
    st.sampled_from(["", "", "price 0.9", "staff", "2", "undo", "levers", "look", "expect", "rewind 1", "yes", "no",
                     "?", "? price", "open club", "revise", "believe", "strategy", "service", "visit", "reason x",
                     "degree for people", "reactive", "price=5", "q" * 300, "=", "? ?", "1 1", "关系", "-1", "50%"]),
    st.text(max_size=12).map(lambda text: text.replace("\n", " ").replace("\r", " ")),
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, max_size=25))
def test_no_line_of_typing_ends_in_a_traceback(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    file = tmp_path_factory.mktemp("typed") / "g.guanxi"
    result = play(folder / "small.yaml", lines, "--file", file, "--seat", "all")
    assert result.exit_code == 0
    with Session.open(file) as session:
        assert session.entries


def test_nothing_is_left_to_be_seen_at_hand_over() -> None:
    screen, shown = Screen(), io.StringIO()
    screen.console = Console(file=shown, force_terminal=True, width=80)
    screen.console.input = lambda *_, **__: ""  # type: ignore[method-assign]
    screen.say("my secret need")
    screen.hand_over("Beryl")
    after = shown.getvalue().split("my secret need")[1]
    assert after.count("\x1b[2J") == 2 and after.count("\x1b[3J") == 2  # the screen, and what could be scrolled to


@pytest.mark.parametrize("word", ["quit", "QUIT", "exit", "q"])
def test_quit_leaves_wherever_it_is_typed(word: str) -> None:
    screen = Screen()
    screen.console.input = lambda *_, **__: word  # type: ignore[method-assign]
    with pytest.raises(QuitRequestedError):
        screen.ask("? ")


def test_games_lists_exercises_too() -> None:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["games"])
    assert result.exit_code == 0
    assert all(name in result.stdout for name in ("head_of_the_firm", "exit_detective", "true_or_false"))
    assert sim.__version__


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("look", "Public information"),
        ("?", "look, undo, ? and quit are heard here too"),
        ("? price", "Cost: margin on every sale."),
        ("strategy", "What is your strategy?"),
        ("believe", "there is nothing to be said here in this round"),
        ("undo", "nobody has decided in this round"),
        ("quit", "You have left."),
    ],
)
@pytest.mark.parametrize("before", [[], ["", "", "", "price cheap"]], ids=["expecting", "after a wrong value"])
def test_the_words_of_a_turn_are_heard_at_its_questions(
    folder: Path, tmp_path: Path, before: list[str], typed: str, sentence: str
) -> None:
    result = play(folder / "small.yaml", [*before, typed], "--file", tmp_path / "g.guanxi")
    assert result.exit_code == 0
    after = said(result)
    assert sentence in after and f"'{typed}' was given" not in after, result.stdout[-1500:]
    assert after.count("Public information") == (2 if typed == "look" else 1)


@pytest.mark.parametrize("before", [["price 4", "", ""], ["price 4", ""], [*TURN[3:], "", "", "", "rewind 1"]])
def test_quit_is_heard_at_questions_of_yes_or_no(folder: Path, tmp_path: Path, before: list[str]) -> None:
    file = tmp_path / "g.guanxi"
    result = play(folder / "quick.yaml", ["", "", "", *before, "quit", "yes", "yes"], "--file", file)
    assert result.exit_code == 0 and result.stdout.rstrip().endswith(f"--file {file}"), result.stdout[-800:]
    with Session.open(file) as session:
        assert "reopened" not in [entry.act for entry in session.entries]


def test_a_key_account_is_told_what_its_wallet_misses_and_not_what_firms_do(tmp_path: Path) -> None:
    lines = ["", "?", "part bought at azure 0.9", "", "go on", "quit"]
    result = play("key_account_game", lines, "--file", tmp_path / "g.guanxi", "--seat", "dairy")
    words = said(result)
    assert "too much; they must sum to 1 before you decide." in words, result.stdout[-2500:]
    assert "price 0.95" not in words and "by what your firm lives" not in words and "why customers left" not in words
    assert "1 0.5 move a lever" in words


def test_a_doubtful_expectation_is_asked_back_at_the_terminal(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.guanxi"
    lines = ["", "900", "", "", "no", "", "17", "5", "", "quit"]
    result = play(folder / "quick.yaml", lines, "--file", file)
    assert "churn: 900% was given, and 1% to 200% is usual here" in " ".join(result.stdout.split())
    with Session.open(file) as session:
        said = [entry.content["prediction"] for entry in session.entries if entry.act == "predicted"]
    assert said == [{"churn": 0.17, "churn_within": 0.05}]

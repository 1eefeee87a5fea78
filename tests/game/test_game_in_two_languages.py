"""A game in two languages: what a seat reads is in its own, what is kept and exported is the same in both."""

from __future__ import annotations

import dataclasses
import html
import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest

from sim.game.debrief.missed_retention import STEPS
from sim.game.decisions.prediction import ACCOUNT_FIGURES, FIGURES
from sim.game.decisions.strategy_statements import STRATEGIES
from sim.game.errors import GameError
from sim.game.forms.form import expectations, fields
from sim.game.forms.statements import statements
from sim.game.load_game import load_game, shipped_games
from sim.game.presentation.game_texts import brief_of, game_texts, text_of
from sim.game.presentation.seat_sections import seat_sections
from sim.game.presentation.section import Section
from sim.game.presentation.told_reasons import reason_told
from sim.game.session.session import Session
from sim.game.shocks import NAMED_SHOCKS, shock_choices, shock_fields
from sim.game.words import WORDS, need_word, strategy_word, word
from sim.glossary.labels import cause_name
from sim.language.choice import using_language
from sim.registry import registered
from sim.reports.debrief.debrief_page import text
from sim.scenario.decisions.account_decision import CHOICES
from sim.scenario.decisions.decision import CHANNEL_NAMES, LEVERS, SETTLEMENTS, Degree, Study
from sim.scenario.decisions.lever import FRAMES
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.exit_causes import COURSE_CAUSES
from sim.scenario.market.key_account import NEED_NAMES
from tests.game.games import accounts_game, accounts_scenario, begun, firmly

PLAIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {
    "Azure", "Beryl", "Cedar", "North", "South", "north", "head", "desk", "eye", "teacher", "people", "main", "small",
    "time", "Hush", "hush", "none", "Guanxi",
}  # fmt: skip
"""Names of firms, seats, segments and accounts of the small game, and what its people wrote."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Two rounds with all departments, key accounts, a shock, a message and statements."""
    session = begun(
        tmp_path_factory.mktemp("two"), asked=accounts_game(rounds=3), world=accounts_scenario(), advance="instructor"
    )
    for _round in range(2):
        session.strategy("head", "club", "Hush, hush.")
        session.predict("head", {"share": 0.3, "share_within": 0.1, "profit": 100.0}, confirmed="")
        firmly(session, "head", {"price": 0.95 + 0.01 * len(session.outcomes())})
        firmly(session, "desk", {"service": 0.75, "communication": {"advertising": 3.0}})
        firmly(session, "north", {"wallet": {"Azure": 0.5, "Beryl": 0.5}, "tell": {"Azure": ["stated"]}})
        session.shock("price_war")
        session.say("Hush, hush.", to="head")
        for seat in ("Beryl", "South"):
            firmly(session, seat, {})
        if session.lines["main"].round == _round:
            session.close_round()
        session.believe("head", {"price": 0.5, "service": 0.5})
    return session


def spoken(sections: Iterable[Section]) -> str:
    """All that sections say."""
    return "\n".join(
        " ".join([one.heading, one.text, *one.columns, *(cell for row in one.rows for cell in row)]) for one in sections
    )


def plain_words(said: str) -> set[str]:
    return set(PLAIN.findall(said)) - NAMES


@pytest.mark.parametrize("seat", ["head", "Beryl", "north", "eye", "teacher"])
def test_all_that_a_seat_reads_is_in_its_language(played: Session, seat: str) -> None:
    with using_language("qps"):
        said = spoken(seat_sections(played.view(seat)))
    codes = set(played.codes.values())
    assert "\u00e9" in said and plain_words(said) - {word for code in codes for word in PLAIN.findall(code)} == set()


@pytest.mark.parametrize("seat", ["head", "desk", "north"])
def test_forms_are_in_the_language_of_the_seat_and_their_paths_and_values_are_not(played: Session, seat: str) -> None:
    held, shown = {}, {}
    for language in ("en", "qps"):
        with using_language(language):
            asked = [*fields(played, seat), *expectations(played, seat)]
            held[language] = [(one.path, one.options, one.present, dict(one.frames)) for one in asked]
            shown[language] = [
                " ".join([one.label, one.help, one.unit, one.cost, one.range, one.wanted, one.place,
                          one.said(one.present), *map(one.called, one.options)])
                for one in asked
            ]  # fmt: skip
            told = statements(played, played.view(seat))
    assert held["en"] == held["qps"] and shown["en"] != shown["qps"]
    assert plain_words(" ".join(shown["qps"]).replace("steering_costs", "")) <= {"research_fixed", "research_each"}
    assert all(plain_words(form["title"] + form["teaches"]) == set() for form in told)


def test_a_typed_choice_is_read_by_its_word_in_the_language_and_by_its_id(played: Session) -> None:
    with using_language("zh"):
        many = next(field for field in fields(played, "head") if field.path == "open")
        assert many.read("俱乐部营销规划，定制营销规划") == many.read("club, customised") == ("club", "customised")
        receive = next(field for field in fields(played, "north") if field.path == "receive.Azure")
        assert receive.read("是") is True and receive.said(False) == "否"
        with pytest.raises(GameError, match="接待 Azure 来访：给出的是 'maybe'；请给出是或否"):
            receive.read("maybe")


@pytest.mark.slow
def test_the_debrief_is_in_the_language_in_which_it_is_written(played: Session) -> None:
    found = played.debrief()
    with using_language("qps"):
        page = text(found)
    body = html.unescape(re.sub(r"<(style|metadata|defs).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))
    elsewhere = {"points", "page", "this", "firms", "customers", "add", "more", "than", "the", "market", "person"}
    assert plain_words(body) - elsewhere <= {"The", "can", "customer", "several", "time", "and"}
    with using_language("zh"):
        assert "决策及其效果" in text(found) and "第 2 轮之后" in text(found)


def test_two_people_at_one_table_read_two_languages_at_once(played: Session) -> None:
    said: dict[str, str] = {}
    meet = threading.Barrier(2)

    def read(language: str) -> None:
        with using_language(language):
            meet.wait()
            said[language] = spoken(seat_sections(played.view("head")))

    threads = [threading.Thread(target=read, args=(one,)) for one in ("en", "zh")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "Round 3 of 3 is open" in said["en"] and "第 3 轮（共 3 轮）正在进行" in said["zh"]
    assert CHINESE.search(said["en"]) is None


def test_a_game_made_in_one_language_goes_on_in_the_other_and_its_file_and_tables_are_the_same(tmp_path: Path) -> None:
    kept, tables = {}, {}
    for first, second in (("en", "zh"), ("zh", "en")):
        with using_language(first):
            session = begun(tmp_path, first, absent="repeat")
            session.strategy("Azure", "service")
            session.predict("Azure", {"share": 0.3})
            firmly(session, "Azure", {"service": 0.6})
            session.close_round()
            session.close()
        with using_language(second):
            session = Session.open(tmp_path / f"{first}.guanxi")
            session.close_round()
            session.export(tmp_path / f"tables_{first}")
            kept[first] = [
                {**dataclasses.asdict(entry), "time": ""} for entry in session.entries if entry.act != "joined"
            ]
            session.close()
        tables[first] = {
            path.name: path.read_bytes() for path in sorted((tmp_path / f"tables_{first}").iterdir())
            if path.stem not in ("log", "decisions")  # they hold the time of day
        }  # fmt: skip
    assert kept["en"] == kept["zh"] and any(entry["content"].get("remarks") for entry in kept["zh"])
    assert tables["en"] == tables["zh"] and set(tables["en"]) >= {"rounds.csv", "scenario.yaml", "views.jsonl"}


def test_remarks_are_told_in_the_language_of_who_decides(tmp_path: Path) -> None:
    with using_language("zh"):
        session = begun(tmp_path)
        session.strategy("Azure", "service")
        said = firmly(session, "Azure", {"service": 0.6})
    assert said.remarks == ("服务水平：0.6 低于目前的 0.7；Azure 宣布过的策略是“服务”。",)
    assert said.entry.content["remarks"] == [
        "service: 0.6 is below 0.7, where it stands; Azure has stated the strategy 'service'."
    ]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("absent: as in round 0", "缺席：与第 1 轮相同"),
        ("absent: nothing is changed", "缺席：不做任何改变"),
        ("absent: club_first", "缺席：先办俱乐部"),
        ("hold found no way", "“维持不变”找不到可行的做法"),
        ("as on main", "与分支 main 相同"),
        ("as on main, but opens and launches nothing", "与分支 main 相同，但不启动或推出任何规划"),
        ("as on main, but does nothing that is done once", "与分支 main 相同，但不做只做一次的事"),
        ("as on main is not possible: nothing is changed", "无法与分支 main 相同：不做任何改变"),
        ("what was decided cannot be carried out (no); hold", "原决策无法执行（no）；维持不变"),
    ],
)
def test_reasons_of_the_log_are_told_in_the_language(reason: str, told: str) -> None:
    with using_language("zh"):
        assert reason_told(reason, "default") == told
        assert reason_told(reason, "human") == reason


def test_every_name_that_a_form_or_a_table_shows_has_a_word() -> None:
    names = [*LEVERS, *CHOICES, *CHANNEL_NAMES, *get_args(Degree), *get_args(Study), *SETTLEMENTS, *DOORS, *FIGURES,
             *ACCOUNT_FIGURES, *STEPS, *NAMED_SHOCKS, *registered("shock")]  # fmt: skip
    for kind, model in registered("programme").items():
        names += [kind, *getattr(model, "decided", ())]
    assert [name for name in names if name not in WORDS] == []
    with using_language("zh"):
        elements = {element for frame in FRAMES.values() for element in frame} - {"people"}
        assert [name for name in (*names, *elements) if not CHINESE.search(word(name))] == []
        assert all(CHINESE.search(need_word(name)) for name in NEED_NAMES)
        assert all(CHINESE.search(strategy_word(name)) for name in STRATEGIES)
        assert all(CHINESE.search(cause_name(cause.name)) for cause in COURSE_CAUSES)


def test_shocks_and_what_is_asked_of_them_are_in_the_language() -> None:
    with using_language("qps"):
        assert all(plain_words(said) == set() for said in shock_choices())
        for name in (*NAMED_SHOCKS, *registered("shock")):
            meaning, asked = shock_fields(name, ["Azure"], ["price"])
            said = " ".join([meaning, *(f"{one.label} {one.help}" for one in asked)])
            assert plain_words(said) == set(), name


@pytest.mark.parametrize("name", shipped_games())
def test_titles_lessons_and_briefs_of_the_shipped_games_have_their_chinese(name: str) -> None:
    game = load_game(name)[0]
    with using_language("zh"):
        assert CHINESE.search(game_texts(game).title) and CHINESE.search(game_texts(game).teaches)
        for seat in game.seats:
            assert not seat.brief or CHINESE.search(brief_of(game, seat.name)), seat.name
        other = game.but(title="Another title")
        assert game_texts(other).title == "Another title", "a translation stands for its own English only"


def test_needs_of_key_accounts_and_stories_of_visits_have_their_chinese() -> None:
    scenario = load_game("key_account_game")[1]
    with using_language("zh"):
        for account in scenario.key_accounts:
            for need, held in account.needs.items():
                path = f"key_accounts.{account.name}.needs.{need}"
                assert CHINESE.search(text_of("key_accounts", path, held.text, folder="")), path

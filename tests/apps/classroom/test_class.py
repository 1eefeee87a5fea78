"""A class of several markets: joining, the console, and that no seat sees or changes anything of another market."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.apps.classroom.classes.class_folder import Settings, market_seed, new_class
from sim.apps.classroom.markets.market_summary import FigureCache, summary_of
from sim.apps.classroom.web.access import MOST_WRONG_CODES
from sim.game.errors import GameError
from sim.game.session.session import Session
from tests.apps.classroom.classes import Served, game_file, made, served_class


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    with served_class(made(tmp_path)) as found:
        yield found


def test_people_join_with_the_code_of_the_class_and_are_placed_where_there_is_room(small: Served) -> None:
    seats = [(answer["market"], answer["seat"]) for name in ("Li", "Wang", "Zhao")
             if (answer := small.joins(name=name).content)]  # fmt: skip
    assert seats == [("1", "Azure"), ("1", "Beryl"), ("2", "Azure")]
    chosen = small.joins(name="Chen", market="3", seat="Beryl").content
    assert (chosen["market"], chosen["seat"], chosen["role"]) == ("3", "Beryl", "rival")
    state = small.get("/api/state", chosen["token"]).content
    assert (state["market"], state["seat"], state["open"]) == ("3", "Beryl", False)
    free = small.post("/api/class/places", {"code": small.file.join_code}).content["free"]
    assert free == {"1": [], "2": ["Beryl"], "3": ["Azure"]}
    taken = small.joins(name="Sun", market="3", seat="Beryl")
    assert taken.status == 422 and "is taken" in taken.error
    twice = small.joins(name="chen")
    assert twice.status == 422 and "has already joined" in twice.error
    assert small.joins(name="").status == 422 and small.joins(name="x" * 61).status == 422
    assert [(one.name, one.market, one.seat) for one in small.file.people][-1] == ("Chen", "3", "Beryl")


def test_the_same_request_to_join_sent_twice_brings_one_seat(small: Served) -> None:
    first, again = (small.joins(name="Li", client="mark 1").content for _ in range(2))
    assert first == again and len(small.file.people) == 1


def test_the_code_of_the_class_lets_people_in_however_many_wrong_ones_came_before(small: Served) -> None:
    said = [small.post("/api/class/join", {"code": "wrong!", "name": "x"}) for _ in range(MOST_WRONG_CODES + 1)]
    assert [one.status for one in said] == [422] * MOST_WRONG_CODES + [429]
    assert small.joins(name="Li").status == 200
    assert small.instructor()
    assert small.post("/api/class/enter", {"code": 5}).status == 400


def test_many_wrong_codes_of_the_instructor_are_refused_before_they_are_looked_at(small: Served) -> None:
    said = [small.post("/api/class/enter", {"code": "wrong!"}) for _ in range(MOST_WRONG_CODES)]
    assert [one.status for one in said] == [422] * MOST_WRONG_CODES
    assert small.post("/api/class/enter", {"code": small.file.instructor_code}).status == 429
    assert small.joins(name="Li").status == 200


def test_a_person_who_cannot_take_the_seat_is_not_written_into_the_class(
    small: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(session: Session, seat: str) -> None:
        raise GameError("the disk is full")

    monkeypatch.setattr("sim.apps.classroom.classes.class_requests._let_in", full)
    assert small.joins(name="Li", client="phone").status == 422
    monkeypatch.undo()
    assert [one.name for one in small.file.people] == []
    assert small.joins(name="Li", client="phone").status == 200


def test_figures_are_computed_once_for_each_round_that_closes(small: Served) -> None:
    session, figures = small.sessions["1"], FigureCache()
    first = summary_of(session, figures)
    session.say("hello")
    assert summary_of(session, figures) | {"missing": []} == first | {"missing": []} and figures.computed == 1
    session.close_round()
    assert summary_of(session, figures)["figures"] and summary_of(session, figures)["round"] == 1
    assert figures.computed == 2


def test_a_market_takes_decisions_when_it_is_open(small: Served) -> None:
    teacher, azure = small.instructor(), small.token("2", "Azure")
    decided: dict[str, object] = {"decision": {"price": 0.9}}
    closed = small.post("/api/act/decide", decided, azure)
    assert closed.status == 409 and "Market 2 is not open" in closed.error
    question = small.post("/api/class/lead/open", {"markets": ["2"]}, teacher).content
    assert question["slips"] == ["Market 2: Beryl is empty."] and not small.file.open
    small.leads(teacher, "open", markets=["2"])
    assert small.file.open == ["2"] and small.get("/api/state", azure).content["open"]
    assert small.post("/api/act/decide", decided, azure).status == 200
    small.leads(teacher, "stop", markets=["2"])
    assert small.post("/api/act/decide", decided, azure).status == 409


def test_the_console_says_what_is_missing_before_it_closes_rounds_in_all_markets(small: Served) -> None:
    teacher = small.instructor()
    small.leads(teacher, "open")
    tokens = {(market, seat): small.token(market, seat) for market in "12" for seat in ("Azure", "Beryl")}
    for place in (("1", "Azure"), ("1", "Beryl"), ("2", "Azure")):
        assert small.post("/api/act/decide", {"decision": {}}, tokens[place]).status == 200
    assert "2 bots" in str(small.leads(teacher, "bots"))  # both seats of market 3
    rows = {row["market"]: row for row in small.get("/api/class/state", teacher).content["markets"]}
    assert [(row["submitted"], row["of"], row["missing"]) for row in rows.values()] == [
        (2, 2, []), (1, 2, ["Beryl"]), (0, 0, []),
    ]  # fmt: skip
    close: dict[str, object] = {"rounds": {"1": 0, "2": 0, "3": 0}, "client": "close 1"}
    question = small.post("/api/class/lead/close_round", close, teacher).content
    assert question["slips"] == ["Market 2, round 1 of 3: Beryl has not submitted."]
    assert all(session.lines["main"].round == 0 for session in small.sessions.values())
    done = small.post("/api/class/lead/close_round", {**close, "confirmed": question["token"]}, teacher).content
    assert [result["said"] for result in done["results"]] == ["Round 1 of 3 is closed."] * 3
    again = small.post("/api/class/lead/close_round", close, teacher).content  # sent again: it counts once
    assert again["accepted"] and all(session.lines["main"].round == 1 for session in small.sessions.values())
    late = small.leads(teacher, "close_round", rounds={"1": 0}, markets=["1"])
    assert not late["results"][0]["done"] and "Round 1 is not open; round 2 is." in late["results"][0]["said"]
    figures = small.get("/api/class/state", teacher).content["markets"][0]["figures"]
    assert [each["firm"] for each in figures] == ["Azure", "Beryl"] and figures[0]["customers"] > 0


def test_one_message_goes_to_all_markets_or_to_some(small: Served) -> None:
    teacher, tokens = small.instructor(), {market: small.token(market, "Azure") for market in "123"}
    small.leads(teacher, "say", text="Begin.", markets=["1", "3"])
    messages = {market: small.get("/api/state", token).content["messages"] for market, token in tokens.items()}
    assert messages == {"1": ["Begin."], "2": [], "3": ["Begin."]}
    for given in ({"text": "x", "markets": ["9"]}, {"text": "x", "markets": "1"}, {"text": 5}, {"txt": "x"}):
        assert small.post("/api/class/lead/say", given, teacher).status == 422, given
    assert small.post("/api/class/lead/sing", {}, teacher).status == 404


def test_the_instructor_of_the_class_leads_each_market_by_itself_too(small: Served) -> None:
    teacher = small.instructor()
    assert small.get("/api/state", teacher).status == 400
    state = small.get("/api/state?market=2", teacher).content
    assert (state["market"], state["role"]) == ("2", "instructor") and state["lead"]["seats"]
    assert small.post("/api/lead/seat_bot?market=2", {"seat": "Azure"}, teacher).status == 200
    assert [*small.sessions["2"].playing.record.bots] == ["Azure"] and not small.sessions["1"].playing.record.bots
    given = small.get("/api/codes?market=3", teacher).content
    assert given["codes"]["Azure"] == small.sessions["3"].codes["Azure"]
    assert "/#market=3&seat=Azure&code=" in given["links"]["Azure"], "the link leads to this market"


def test_the_time_of_a_market_that_is_not_open_does_not_run(small: Served) -> None:
    refused = small.post("/api/lead/resume?market=2", {}, small.instructor())
    assert refused.status == 422 and "Market 2 is not open" in refused.error


def test_who_takes_a_seat_from_a_bot_decides_there(small: Served) -> None:
    teacher = small.instructor()
    small.leads(teacher, "bots", markets=["1"])
    small.leads(teacher, "open")
    joined = small.joins(name="Late", market="1", seat="Azure").content
    assert [*small.sessions["1"].playing.record.bots] == ["Beryl"]
    assert small.post("/api/act/decide", {"decision": {}}, joined["token"]).status == 200


def everything(small: Served) -> list[tuple[str, str, object]]:
    """Every address of the server with what a request would bring."""
    acts = ("predict", "decide", "withdraw", "strategy", "believe", "note_visit")
    leads = ("close_round", "reopen", "branch", "go_to", "carry_on", "shock", "subsidise", "say", "seat_bot",
             "seat_human", "pause", "resume", "extend")  # fmt: skip
    class_leads = ("open", "stop", "close_round", "bots", "say", "extend", "shock")
    gets = (
        "state", "view", "codes", "export", "debrief", "class/state", "class/codes", "class/board", "class/marks",
        "class/marks/file?format=xlsx", "class/debrief", "class/debrief/page", "exercise", "exercise/handout",
    )  # fmt: skip
    posts = (
        "class/people/move", "class/people/remove", "class/people/new_code", "class/people/lift",
        "class/marks/weights", "class/marks/test", "class/marks/decisions", "class/debrief/begin", "exercise/answer",
        "exercise/new",
    )  # fmt: skip
    given = {
        "text": "x", "seat": "Azure", "decision": {"price": 0.9}, "market": "2", "markets": ["2"], "name": "Secret",
        "number": "", "weights": {"tests": 1}, "values": {}, "case": 1,
    }  # fmt: skip
    return [
        *(("GET", f"/api/{path}", None) for path in gets),
        *(("POST", f"/api/act/{name}", given) for name in acts),
        *(("POST", f"/api/lead/{name}", given) for name in leads),
        *(("POST", f"/api/class/lead/{name}", given) for name in class_leads),
        *(("POST", f"/api/{path}", given) for path in posts),
    ]


@pytest.mark.parametrize("role", ["Azure", "eye", "teacher", "projector", "nobody"])
def test_no_role_of_one_market_sees_or_changes_another(small: Served, role: str) -> None:
    teacher = small.instructor()
    small.leads(teacher, "open")
    secret = small.joins(name="Secret", market="2", seat="Azure").content["token"]
    told = {"decision": {"price": 0.987654}, "reason": "theirs alone"}
    assert small.post("/api/act/decide", told, secret).status == 200
    token = {"projector": lambda: small.entered(small.file.projector_code), "nobody": lambda: "0" * 64}.get(
        role, lambda: small.token("1", role)
    )()
    before = {name: session.entries for name, session in small.sessions.items()}
    held, heard = small.file, []
    for _, path, body in everything(small):
        for query in ("", "?market=2"):
            query = query.replace("?", "&") if "?" in path else query
            said = small.get(path + query, token) if body is None else small.post(path + query, body, token)
            heard.append(said.body.decode("latin-1"))
            if query:
                board = role == "projector" and path == "/api/class/board"
                elsewhere = path.startswith("/api/exercise") and said.status == 404  # this class has no exercise
                assert said.status == 200 if board else elsewhere or said.status in (401, 403), (path, said.body)
    text = "".join(heard)
    assert "0.987654" not in text and "theirs alone" not in text
    assert "Secret" not in text and not (small.folder / "marks.json").exists()
    codes = {code for name in "23" for code in small.sessions[name].codes.values()}
    assert not [code for code in {*codes, secret, held.instructor_code, held.secret} if code in text]
    assert small.file == held
    after = {name: session.entries for name, session in small.sessions.items()}
    assert (after["2"], after["3"]) == (before["2"], before["3"])


def test_the_projector_shows_who_has_submitted_and_no_figures(small: Served) -> None:
    teacher, screen = small.instructor(), small.entered(small.file.projector_code)
    small.leads(teacher, "open")
    small.token("1", "Azure")
    small.leads(teacher, "close_round")
    board = small.get("/api/class/board", screen).content
    assert board["join_code"] == small.file.join_code and board["markets"][0]["missing"] == ["Azure", "Beryl"]
    assert all(row["standing"] == [] for row in board["markets"]) and "profit" not in json.dumps(board)
    small.leads(teacher, "close_round")
    small.leads(teacher, "close_round")
    assert small.get("/api/class/board", screen).content["markets"][0]["standing"]


def test_the_console_hears_of_a_change_at_once(small: Served) -> None:
    teacher, azure = small.instructor(), small.token("1", "Azure")
    small.leads(teacher, "open")
    revision = small.get("/api/class/state", teacher).content["revision"]
    assert small.post("/api/act/decide", {"decision": {}}, azure).status == 200
    begin = time.monotonic()
    shown = small.get(f"/api/class/state?since={revision}&wait=20", teacher).content
    assert shown["markets"][0]["submitted"] == 1 and time.monotonic() - begin < 15  # well before the wait is over


def test_markets_have_the_same_luck_or_each_its_own(tmp_path: Path) -> None:
    with served_class(made(tmp_path, own_luck=True)) as small:
        seeds = [session.seed for session in small.sessions.values()]
    assert len(set(seeds)) == 3 and seeds == [market_seed(4, name) for name in "123"]
    with served_class(made(tmp_path / "b")) as small:
        assert {session.seed for session in small.sessions.values()} == {4}
        assert small.get("/api/class/codes", small.instructor()).content["seed"] == 4


def test_a_class_has_a_seed_that_was_not_known_before(tmp_path: Path) -> None:
    seeds = []
    for name in ("a", "b"):
        new_class(tmp_path / name, Settings(game=game_file(tmp_path / "game"), markets=1))
        with served_class(tmp_path / name) as small:
            seeds.append(small.sessions["1"].seed)
            assert small.file.seed == seeds[-1]
    assert seeds[0] != seeds[1]


def test_a_class_for_practice_has_bots_at_all_seats(tmp_path: Path) -> None:
    with served_class(made(tmp_path, markets=2, practice=True)) as small:
        teacher = small.instructor()
        small.leads(teacher, "open")
        done = small.leads(teacher, "close_round")
        assert [result["done"] for result in done["results"]] == [True, True]
        assert all(
            row["bots"] == ["Azure", "Beryl"] for row in small.get("/api/class/state", teacher).content["markets"]
        )


def test_a_game_without_an_instructor_is_given_one(tmp_path: Path) -> None:
    new_class(tmp_path / "class", Settings(game="head_of_the_firm", markets=2, seed=1))
    with served_class(tmp_path / "class") as small:
        assert small.get("/api/state?market=2", small.instructor()).content["role"] == "instructor"
        assert small.joins(name="Li").content["seat"] == "head"


def test_where_each_team_has_its_own_pace_the_console_says_who_is_behind(tmp_path: Path) -> None:
    place = tmp_path / "class"
    new_class(place, Settings(game=game_file(tmp_path / "game", advance="own_pace"), markets=1, seed=4))
    with served_class(place) as small:
        teacher, azure = small.instructor(), small.token("1", "Azure")
        small.leads(teacher, "open")
        assert small.post("/api/act/decide", {"decision": {}, "round": 0}, azure).status == 200
        row = small.get("/api/class/state", teacher).content["markets"][0]
        assert (row["round"], row["submitted"], row["of"], row["missing"]) == (0, 0, 2, ["Azure", "Beryl"])
        assert [(each["firm"], each["customers"] > 0) for each in row["figures"]] == [("Azure", True)]
        refused = small.leads(teacher, "close_round")["results"][0]
        assert not refused["done"] and "Each team closes its own rounds" in refused["said"]


def test_what_cannot_be_a_class(tmp_path: Path) -> None:
    game = game_file(tmp_path / "game")
    for settings, why in (
        (Settings(game=game, markets=0), "give 1 to 60"), (Settings(game=game, markets=61), "give 1 to 60"),
        (Settings(game="exit_detective", markets=2), "Leave --markets"),
    ):  # fmt: skip
        with pytest.raises(GameError, match=why):
            new_class(tmp_path / "class", settings)
    assert not (tmp_path / "class").exists()
    place = made(tmp_path, markets=1)
    with pytest.raises(GameError, match="is there already"):
        new_class(place, Settings(game=game, markets=1))

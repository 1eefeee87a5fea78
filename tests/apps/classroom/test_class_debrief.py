"""The debrief of a class: all markets side by side, from the console in the background and as a file."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.game.debrief.class_debrief import market_debrief, market_game, middle, ranked, same_decisions
from sim.game.session.session import Session
from sim.language.choice import in_language
from tests.apps.classroom.classes import Served, made, served_class
from tests.game.games import begun


def played(small: Served) -> str:
    """Two rounds in markets 1 and 2, in which Azure asks other prices; returns the instructor's token."""
    teacher = small.instructor()
    for name, market, price in (("Li", "1", 0.9), ("Wang", "2", 1.1)):
        token = small.joins(name=name, market=market, seat="Azure").content["token"]
        small.leads(teacher, "open", markets=[market])
        given = {"decision": {"price": price}, "round": 0}
        assert small.post("/api/act/decide", given, token).status == 200
    for _round in range(2):
        small.leads(teacher, "close_round", markets=["1", "2"])
    return teacher


@pytest.mark.slow
def test_the_console_has_the_debrief_computed_and_downloads_it(tmp_path: Path) -> None:
    place = made(tmp_path)
    with served_class(place) as small:
        teacher = small.instructor()
        early = small.post("/api/class/debrief/begin", {}, teacher)
        assert early.status == 422 and "no round is closed" in early.error
        assert small.get("/api/class/debrief/page", teacher).status == 422
        played(small)
        for lucks in (1, -2, 201, "many", True):
            assert small.post("/api/class/debrief/begin", {"lucks": lucks}, teacher).status == 422, lucks
        assert small.post("/api/class/debrief/begin", {"lucks": 2}, teacher).status == 200
        until = time.monotonic() + 180
        while not (state := small.get("/api/class/debrief", teacher).content)["ready"]:
            assert time.monotonic() < until and not state["error"], state
            time.sleep(0.3)
        assert (state["done"], state["of"]) == (2, 2), "market 3 has no closed round"
        page = small.get("/api/class/debrief/page", teacher).body.decode()
        assert "Azure of market 1" in page or "Azure of market 2" in page
        assert (
            "The same decision in different markets" in page
            and "<svg" in page
            and "http://" not in page.replace("http://www.w3.org", "")
        )
        for name in ("Li", "Wang"):
            assert f"<h3>{name}</h3>" in page or f">{name}</h3>" in page
    said = CliRunner().invoke(app, ["debrief", str(place), "--out", str(tmp_path / "page.html")])
    assert said.exit_code == 0, said.output
    assert "Li" in (tmp_path / "page.html").read_text(encoding="utf-8")


def game(folder: Path, name: str, price: float) -> Session:
    session = begun(folder, name=name, advance="instructor", rounds=3)
    session.decide("Azure", {"price": price})
    session.close_round()
    session.subsidise("Beryl", 1000)
    session.close_round()
    return session


def test_teams_are_ranked_and_the_same_decision_is_compared(tmp_path: Path) -> None:
    found = []
    for name, price in (("1", 0.9), ("2", 1.2)):
        with game(tmp_path, name, price) as session:
            asked = market_game(name, session)
            assert asked is not None
            found.append(market_debrief(asked))
            beryl = [one.profit for one in session.outcomes() if one.firm == "Beryl"]
        team = next(one for one in found[-1].teams if one.firm == "Beryl")
        assert team.given == 1000 and abs(team.total - (sum(beryl) - 1000)) < 0.01
    teams = ranked(found)
    assert len(teams) == 4 and [one.total for one in teams] == sorted((one.total for one in teams), reverse=True)
    assert middle(teams) == teams[1]
    price = next(row for row in same_decisions(found) if row.lever == "price")
    assert (price.made, price.markets) == (2, 2) and price.best.profit_more >= price.median >= price.worst.profit_more
    assert {made.market for made in (price.best, price.worst)} == {"1", "2"}
    assert [act.kind for act in found[0].acts] == ["money"]
    with begun(tmp_path, name="fresh") as session:
        assert market_game("3", session) is None


def test_the_page_is_written_in_the_language_of_the_reader(tmp_path: Path) -> None:
    from sim.reports.debrief.class_page import Student, class_debrief_text

    with game(tmp_path, "1", 0.9) as session:
        asked = market_game("1", session)
        assert asked is not None
        found = [market_debrief(asked)]
    one = Student(name="<b>Li</b>", number="7", market="1", seat="Azure", marks={"mark": 80.0})
    with in_language("qps"):
        page = class_debrief_text("Race", found, [one])
    assert "Results of all markets" not in page and "<b>Li</b>" not in page and "&lt;b&gt;Li&lt;/b&gt;" in page

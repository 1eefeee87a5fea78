"""What seats are told: everything that is theirs, in sentences and tables, and nothing that is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.game.errors import GameError
from sim.game.forms.form import decision_of, expectations, fields, values_of
from sim.game.forms.statements import STATEMENTS, fields_now, stated, statements
from sim.game.presentation.seat_sections import seat_sections
from sim.game.presentation.section import Section, describe_decision
from sim.game.session.session import Accepted, Session
from sim.number_text import decimal
from sim.scenario.decisions.decision import Decision
from tests.game.games import begun, firmly
from tests.game.test_form import filled


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The key-account game in its third round."""
    session = Session.create(tmp_path_factory.mktemp("told") / "g.guanxi", "key_account_game", seed=3)
    for seat, code in session.codes.items():
        session.join(seat, code)
    session.strategy("head", "few close accounts", "five names on the wall")
    session.predict("dairy", {"gain": 5000, "gain_within": 2000})
    for _ in range(2):
        session.close_round()
    yield session
    session.close()


def text_of(sections: tuple[Section, ...]) -> str:
    return json.dumps([section.plain() for section in sections], ensure_ascii=False)


def headings(session: Session, seat: str) -> list[str]:
    return [section.heading for section in seat_sections(session.view(seat))]


def test_a_firm_is_told_of_its_books_file_leavers_rivals_reports_and_scores(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as session:
        session.predict("Azure", {"profit": 100.0, "profit_within": 500.0})
        firmly(
            session, "Azure", {"price": 0.95, "open": ["club"], "research": [{"study": "satisfaction", "people": 40}]}
        )
        assert "price 0.95; open: club" in seat_sections(session.view("Azure"))[0].text
        for _ in range(3):
            session.close_round()
        session.say("Look at the price.", to="Azure")
        told = {section.heading: section for section in seat_sections(session.view("Azure"))}
        assert {"Messages", "Your offer", "Your books", "Costs", "Customers on file",
                "Reasons given by customers who left", "Public information", "Report: satisfaction",
                "What your firm decided so far",
                "Your expectations and the results"} <= set(told)  # fmt: skip
        assert told["Messages"].text == "Look at the price."
        assert [row[0] for row in told["Your books"].rows] == ["1", "2", "3"]
        assert (
            told["What your firm decided so far"]
            .rows[0][2]
            .startswith("price 0.95; open: club; research: satisfaction")
        )
        assert any(row[0] == "Azure (you)" for row in told["Public information"].rows)
        books = session.view("Azure").firm
        assert books is not None
        profits = [float(row[3].replace(",", "").replace("−", "-")) for row in told["Your books"].rows]
        assert sum(profits) == pytest.approx(books.books["profit"].sum(), abs=2)


def test_tables_are_whole_and_numbers_stand_to_the_right(accounts: Session) -> None:
    for seat in accounts.codes:
        for section in seat_sections(accounts.view(seat)):
            assert all(len(row) == len(section.columns) for row in section.rows), section.heading
            assert all(isinstance(cell, str) for row in section.rows for cell in row)
            assert len(section.right) == len(section.columns)
            assert not re.search(r"\bnan\b", section.text) and all(
                cell != "nan" for row in section.rows for cell in row
            )
    market = next(
        section for section in seat_sections(accounts.view("dairy")) if section.heading == "Public information"
    )
    assert market.right == (False, True, False, False)


def test_a_key_account_is_told_of_her_needs_her_gain_and_her_rounds(accounts: Session) -> None:
    told = {section.heading: section for section in seat_sections(accounts.view("dairy"))}
    assert {"You", "Your needs", "Your relationship with each firm", "The last round", "Your gain, round by round",
            "Your expectations and the results"} <= set(told)  # fmt: skip
    assert "Your offer" not in told and "Your books" not in told
    view = accounts.view("dairy").account
    assert view is not None
    assert [row[1] for row in told["Your needs"].rows] == [need.text for need in view.needs.values()]
    assert f"Your gain so far: {decimal(view.gain)}." in told["You"].text
    rounds = told["Your gain, round by round"].rows
    assert sum(float(row[-1].replace(",", "").replace("−", "-")) for row in rounds) == pytest.approx(view.gain, abs=3)


def test_nobody_is_told_what_is_another_s(accounts: Session) -> None:
    needs = {
        seat.name: [need.text for need in accounts.view(seat.name).account.needs.values()]  # type: ignore[union-attr]
        for seat in accounts.game.of_accounts
    }
    firm = accounts.view("head").firm
    assert firm is not None
    known = {text for account in firm.accounts for text in account.needs.values()}
    for seat in accounts.game.seats:
        if seat.role == "instructor":
            continue
        told = text_of(seat_sections(accounts.view(seat.name)))
        for owner, hers in needs.items():
            for text in hers:
                allowed = owner == seat.name or (seat.role == "firm" and text in known)
                assert allowed or text not in told, (seat.name, text)
        assert not any(code in told for code in accounts.codes.values())
        if seat.role != "firm":
            assert "five names on the wall" not in told
    for seat in ("relations", "finance"):
        assert "five names on the wall" in text_of(seat_sections(accounts.view(seat)))


def test_an_instructor_is_told_of_everybody(accounts: Session) -> None:
    told = text_of(seat_sections(accounts.view("instructor")))
    assert all(code in told for code in accounts.codes.values())
    assert {"Seats", "Figures of all rounds", "Key accounts in all rounds"} <= set(headings(accounts, "instructor"))


def test_an_observer_is_told_what_anyone_can_see(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        assert headings(session, "eye")[1:] == ["Public information"]


def test_who_steers_a_part_of_a_firm_has_fields_for_that_part(accounts: Session) -> None:
    for seat in accounts.game.steering:
        levers = {field.lever for field in fields(accounts, seat.name)}
        assert levers and levers <= set(seat.levers or ())


# The forms of key accounts


def test_a_key_account_s_form_round_trips(accounts: Session) -> None:
    form = fields(accounts, "dairy")
    assert decision_of(form, {}) == decision_of(form, {field.path: field.present for field in form}) == {}
    assert [field.path for field in expectations(accounts, "dairy")] == ["gain", "gain_within"]
    given: dict[str, object] = {
        "wallet.Azure": 0.5, "wallet.Beryl": "50%", "wallet.Cedar": 0, "wallet.outside": 0, "receive.Beryl": "no",
        "tell.Azure": ["real", "stated"], "door.Azure": "gets help inside", "complain.Beryl": 2, "close.Cedar": "price",
        "says.Cedar": "service",
    }  # fmt: skip
    content = decision_of(form, given)
    assert content["door"] == {"Azure": 2} and content["close"] == {"Cedar": "price"}
    assert set(content["wallet"]) == {"Azure", "Beryl", "Cedar", "outside"}
    if accounts.view("dairy").account.status["Cedar"] == "customer":  # type: ignore[union-attr]
        said = accounts.decide("dairy", content)
        if not isinstance(said, Accepted):
            said = accounts.decide("dairy", content, confirmed=said.token)
        assert isinstance(said, Accepted)
        standing = accounts.view("dairy").standing
        assert decision_of(form, values_of(form, standing)) == content
        assert "close: Cedar price" in seat_sections(accounts.view("dairy"))[0].text
    with pytest.raises(GameError, match="sum to 1"):
        accounts.decide("dairy", decision_of(form, {"wallet.Azure": 0.9, "wallet.Beryl": 0.9}))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(choices=st.data())
def test_any_form_of_a_key_account_is_accepted_asked_about_or_refused(
    accounts: Session, choices: st.DataObject
) -> None:
    form = fields(accounts, "bakery")
    some = choices.draw(st.lists(st.sampled_from(form), unique_by=lambda each: each.path, max_size=6))
    try:
        content = decision_of(form, {each.path: choices.draw(filled(each), label=each.path) for each in some})
        said = accounts.decide("bakery", content)
    except GameError as error:
        assert str(error)
        return
    if isinstance(said, Accepted):
        assert decision_of(form, values_of(form, accounts.view("bakery").standing)) == content


# What is stated beside a decision


def test_statements_are_forms_that_the_session_takes(accounts: Session) -> None:
    view = accounts.view("relations")
    acts = {each["act"] for each in statements(accounts, view)}
    assert {"strategy", "believe"} <= acts <= set(STATEMENTS)
    causes = [field.path for field in fields_now(STATEMENTS["believe"], accounts, view)]
    accounts.believe("relations", **stated(accounts, view, "believe", {causes[0]: "60%", causes[1]: 0.4}))
    assert "60.0%" in text_of(seat_sections(accounts.view("relations")))
    accounts.strategy("relations", **stated(accounts, view, "strategy", {"name": "service", "text": "x"}))
    assert accounts.view("head").strategy.strategy == "service"  # type: ignore[union-attr]
    accounts.strategy("head", "few close accounts", "five names on the wall")
    assert statements(accounts, accounts.view("dairy")) == []
    with pytest.raises(GameError, match="nothing to be said"):
        stated(accounts, accounts.view("dairy"), "believe", {})


def test_a_decision_in_a_line_of_words() -> None:
    assert describe_decision(Decision()) == "everything stays as it is"
    decision = Decision.model_validate(
        {"staff": 3, "open": ["club", "frequency"], "revise": {"club.first_period_free": True, "club.fee": 5},
         "tiers": {"first_spend": 100}, "research": [{"study": "wishes"}]}
    )  # fmt: skip
    assert describe_decision(decision) == (
        "open: club and frequency; revise: club.first period free yes, club.fee 5; tiers first spend 100, period 52, "
        "bonus 0.25; staff 3; research: wishes among 200 people"
    )

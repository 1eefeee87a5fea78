"""Forms: whatever is filled in becomes content that a session takes, asks about or refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.game.errors import GameError
from sim.game.forms.field import Field
from sim.game.forms.form import decision_of, expectations, fields, prediction_of, values_of
from sim.game.session.session import Accepted, ConfirmationNeeded, Session
from tests.game.games import begun, firmly


@pytest.fixture(scope="module", params=[0, 1], ids=["opening", "programmes run"])
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A game in its first round, and one in which programmes run."""
    held = begun(tmp_path_factory.mktemp("form"), advance="instructor")
    for _ in range(request.param):
        firmly(held, "Azure", {"open": ["club", "frequency"], "communication": {"advertising": 30.0}})
        held.close_round()
    yield held
    held.close()


def filled(each: Field) -> st.SearchStrategy[Any]:
    """Values for a field as a person might give them, text as typed among them."""
    least = -1e3 if each.least is None else each.least
    most = 1e4 if each.most is None else min(each.most, 1e4)
    number = st.one_of(st.floats(least, most), st.floats(-10, 10), st.sampled_from([1e300, 0, "0.5", "7%"]))
    by_sort: dict[str, st.SearchStrategy[Any]] = {
        "number": number,
        "whole": st.one_of(st.integers(-1, 60), st.sampled_from(["3", 10**9])),
        "choice": st.sampled_from(each.options or ("",)),
        "many": st.lists(st.sampled_from(each.options or ("",)), unique=True, max_size=3),
        "yes_no": st.booleans(),
        "text": st.text(max_size=20),
    }
    return st.one_of(st.just(each.present), st.none(), by_sort[each.sort])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.data())
def test_any_filled_form_is_accepted_asked_about_or_refused(session: Session, choices: st.DataObject) -> None:
    form = fields(session, "Azure")
    some = choices.draw(st.lists(st.sampled_from(form), unique_by=lambda each: each.path, max_size=6))
    values = {each.path: choices.draw(filled(each), label=each.path) for each in some}
    known = {each.path: each for each in form}
    try:
        content = decision_of(form, values)
    except GameError as error:
        assert str(error).split(":")[0] in {each.label for each in some}
        return
    for path, value in values.items():
        if value is None or known[path].taken(value) == known[path].present:
            assert path.partition(".")[2] not in content.get(path.partition(".")[0], {}) or path.startswith("tiers.")
    try:
        said = session.decide("Azure", content)
    except GameError as error:
        assert str(error).startswith("Azure") and len(str(error)) < 4000
    else:
        assert isinstance(said, Accepted | ConfirmationNeeded)
        if isinstance(said, Accepted):
            again = values_of(form, session.view("Azure").standing)
            assert decision_of(form, again) == content


def test_a_form_left_alone_changes_nothing(session: Session) -> None:
    form = fields(session, "Azure")
    assert decision_of(form, {}) == decision_of(form, {each.path: each.present for each in form}) == {}
    assert isinstance(session.decide("Azure", decision_of(form, {})), Accepted)


def test_fields_say_where_levers_stand_and_what_they_are(session: Session) -> None:
    form = {each.path: each for each in fields(session, "Azure")}
    present = session.view("Azure").firm
    assert present is not None
    assert form["price"].present == present.present.price
    assert (form["price"].least, form["price"].most, form["price"].frames["4P"]) == (0.2, 5, "price")
    assert form["priority"].options == ("none", "tier") and form["staff"].sort == "whole"
    assert form["research.shares"].cost == "200 for a study and 2 for each person asked"
    assert set(form["open"].options) == set(present.drawer)
    assert all(each.label and each.help for each in form.values())
    runs = bool(present.running)
    assert ("revise.frequency.reward_worth" in form, "tiers.first_spend" in form) == (runs, runs)
    assert form["degrees.people"].present == "basic" if "degrees.people" in form else True
    assert form["price"].plain()["range"] == "0.2 to 5"


def test_what_is_given_lands_where_the_session_wants_it(session: Session) -> None:
    form = fields(session, "Azure")
    content = decision_of(form, {"price": "0.95", "communication.advertising": 12, "research.shares": 40, "staff": "3"})
    assert content == {
        "price": 0.95, "communication": {"advertising": 12.0}, "research": [{"study": "shares", "people": 40}],
        "staff": 3,
    }  # fmt: skip
    studies = decision_of(form, {"research.satisfaction": 10, "research.shares": 20})["research"]
    assert [study["study"] for study in studies] == ["shares", "satisfaction"]  # in the order of the form
    if any(each.path == "tiers.bonus" for each in form):
        tiers = {"tiers.first_spend": 100, "tiers.period": 26, "tiers.bonus": 0.5}
        assert decision_of(form, tiers) == {"tiers": {"first_spend": 100.0, "period": 26.0, "bonus": 0.5}}
        assert decision_of(form, {"revise.frequency.reward_worth": 9}) == {"revise": {"frequency.reward_worth": 9.0}}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"price": "cheap"}, "price: 'cheap' was given; give a number, 0.2 to 5"),
        ({"price": True}, "price: True was given"),
        ({"price": float("nan")}, "price: nan was given"),
        ({"price": float("inf")}, "price: inf was given"),
        ({"price": []}, "price: [] was given"),
        ({"staff": 1.5}, "staff: 1.5 was given; give a whole number, 1 to 100,000"),
        ({"open": ["clubb"]}, "did you mean club?"),
        ({"open": "clubb"}, "did you mean club?"),
        ({"prise": 1}, "unknown field 'prise'; did you mean 'price'?"),
        ({"priority": "tears"}, "give one of none, tier"),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(tmp_path: Path, values: dict[str, Any], sentence: str) -> None:
    with begun(tmp_path) as session, pytest.raises(GameError) as refused:
        decision_of(fields(session, "Azure"), values)
    assert sentence in str(refused.value)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with begun(tmp_path) as session, pytest.raises(GameError) as refused:
        decision_of(fields(session, "Azure"), {"price": "x", "staff": "y", "nothing": 1})
    assert len(str(refused.value).splitlines()) == 3


def test_expectations_stand_until_they_are_taken_back(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        form = expectations(session, "Azure")
        assert prediction_of(form, {}) == {}
        said = prediction_of(form, {"share": "30%", "profit": 500, "profit_within": "100"})
        assert said == {"share": 0.3, "profit": 500.0, "profit_within": 100.0}
        session.predict("Azure", said)
        form = expectations(session, "Azure")
        assert prediction_of(form, {}) == said
        assert prediction_of(form, {"share": None}) == {"profit": 500.0, "profit_within": 100.0}


def test_who_steers_nothing_has_no_form(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        for seat in ("eye", "teacher"):
            assert fields(session, seat) == expectations(session, seat) == ()


FIELD = Field(path="x", label="x", help="", sort="choice", options=("basic", "reactive", "proactive"))


@pytest.mark.parametrize(
    ("typed", "value"), [("basic", "basic"), ("BASIC", "basic"), ("re", "reactive"), ("3", "proactive")]
)
def test_a_choice_may_be_typed_in_short(typed: str, value: str) -> None:
    assert FIELD.read(typed) == value


@pytest.mark.parametrize("typed", ["", "x", "0", "4", "-1", "٣" * 30])
def test_a_choice_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(GameError, match="give one of basic, reactive, proactive"):
        FIELD.read(typed)


@given(st.text(max_size=30), st.sampled_from(["number", "whole", "choice", "many", "yes_no", "text"]))
def test_whatever_is_typed_is_read_or_refused(typed: str, sort: Any) -> None:
    each = Field(path="x", label="x", help="", sort=sort, least=0, most=10, options=("club", "frequency"))
    try:
        value = each.read(typed)
    except GameError as error:
        assert str(error).startswith("x: ")
    else:
        assert each.taken(value) == value

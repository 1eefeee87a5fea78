"""What a scenario may say of exit interviews."""

from __future__ import annotations

import pytest

import sim
from sim.scenario.market.exit_causes import ASSUMED_ANSWERS, COURSE_CAUSES, ExitInterviews


def test_there_is_a_default_for_every_cause_of_the_course() -> None:
    names = {cause.name for cause in COURSE_CAUSES}
    assert set(ASSUMED_ANSWERS) == names
    for cause, row in ASSUMED_ANSWERS.items():
        assert sum(row.values()) == pytest.approx(1) and set(row) <= names
        assert max(row, key=lambda said: (row[said], said == cause)) == cause
    assert sim.load("first_look").interviews == ExitInterviews()


def test_a_given_row_replaces_the_presets_and_others_stay() -> None:
    given = ExitInterviews(stated={"service": {"price": 0.5, "service": 0.5}})
    assert given.answers("service") == {"price": 0.5, "service": 0.5}
    assert given.answers("price") == ASSUMED_ANSWERS["price"]
    assert given.answers("inconvenience") == {"inconvenience": 1.0}
    assert ExitInterviews(preset="honest").answers("price") == {"price": 1.0}


@pytest.mark.parametrize(
    ("interviews", "said"),
    [
        ({"stated": {"price": {"price": 0.8}}}, r"stated\.price: the parts sum to 0\.8"),
        ({"stated": {"price": {}}}, r"stated\.price: the parts sum to 0"),
        ({"stated": {"prise": {"price": 1.0}}}, r"unknown exit cause 'prise'; did you mean 'price'"),
        ({"stated": {"price": {"servise": 1.0}}}, r"unknown exit cause 'servise'; did you mean 'service'"),
        ({"response": 1.5}, r"interviews\.response.*1\.5"),
        ({"stated": {"price": {"price": -1.0, "service": 2.0}}}, r"interviews\.stated\.price\.price"),
        ({"answered": 0.5}, r"interviews\.answered: unknown key"),
    ],
)
def test_nonsense_is_refused_with_its_place(interviews: dict[str, object], said: str) -> None:
    with pytest.raises(sim.ScenarioError, match=said):
        sim.load("first_look").but(interviews=interviews)


def test_what_is_said_changes_nothing_in_the_run(small: sim.Scenario) -> None:
    plain = sim.simulate(small, replications=1)
    asked = sim.simulate(small.but({"interviews.response": 1.0, "interviews.preset": "honest"}), replications=1)
    assert (plain.runs[0].rows == asked.runs[0].rows).all()
    assert sim.stated_exits(asked)["stated"].sum() > sim.stated_exits(plain)["stated"].sum()

"""Any sequence of join, decide, close, rewind, branch and kill leaves a log that brings the very same game about."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sim.game.refusal import Refused
from sim.game.session import Accepted, Session
from sim.run import simulate
from tests.game.games import begun, scenario

SEATS = ("Azure", "Beryl", "eye", "teacher", "Nobody", "")
STRANGE: tuple[Any, ...] = (
    None, [], "price", {"price": "1"}, {"price": float("inf")}, {"price": -1}, {"prise": 1}, {"staff": 1.5},
    {"open": ["clubb"]}, {"revise": {"club.x": 1}}, {"price": 1e300}, {"research": [{}]},
    {"launch": [{"kind": "none"}]},
)  # fmt: skip
decisions = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "price": st.floats(0.2, 5.0), "service": st.floats(0, 1), "staff": st.integers(1, 4),
            "open": st.sampled_from([["club"], ["frequency"], ["customised"]]),
            "communication": st.fixed_dictionaries({"advertising": st.floats(0, 1e5)}),
            "research": st.just([{"study": "shares", "people": 10}]),
            "revise": st.fixed_dictionaries({"frequency.reward_worth": st.floats(1, 30)}),
            "degrees": st.just({"people": "reactive"}), "win_back": st.floats(0.01, 50),
        },
    ),
    st.sampled_from(STRANGE),
)  # fmt: skip
seats, numbers = st.sampled_from(SEATS), st.integers(-1, 4)
deciding = st.sampled_from([*SEATS[:2] * 4, *SEATS])
figures: dict[str, int] = dict.fromkeys(("sequences", "steps", "refused", "accepted", "killed", "rounds", "lines"), 0)
"""What was tried, for the page on reliability."""


class Play(RuleBasedStateMachine):
    """A game at the mercy of its players."""

    def __init__(self) -> None:
        super().__init__()
        figures["sequences"] += 1
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "g.guanxi"
        world = scenario().but(
            {"population.segments.people.size": 20, "firms.Cedar.policy": {"kind": "hold"}}, round=2.0
        )
        self.session = begun(Path(self.folder.name), world=world, join=False, rounds=4, absent="repeat")
        self.answered: dict[str, tuple[str, object, int]] = {}
        self.marks = 0

    def tried(self, name: str, *given: Any, **words: Any) -> Any:
        """Do it; where it is refused, with a sentence, nothing has changed."""
        figures["steps"] += 1
        before = self.session.entries
        try:
            said = getattr(self.session, name)(*given, **words)
        except Refused as error:
            figures["refused"] += 1
            assert str(error) and self.session.entries == before
            return error
        assert self.session.entries[: len(before)] == before, "what was in the log stays"
        return said

    @rule(seat=seats, right=st.booleans())
    def join(self, seat: str, right: bool) -> None:
        self.tried("join", seat, self.session.codes.get(seat, "") if right else "wrong")

    @initialize(most=st.integers(0, 4))
    def all_join(self, most: int) -> None:
        """Most games begin with all seats taken."""
        if not most:
            return
        for seat, code in self.session.codes.items():
            self.tried("join", seat, code)

    @rule(seat=deciding, decision=decisions, number=st.none() | st.none() | numbers, sure=st.booleans())
    def decide(self, seat: str, decision: Any, number: int | None, sure: bool) -> None:
        self.marks += 1
        mark = f"mark {self.marks}"
        said = self.tried("decide", seat, decision, round=number, client=mark)
        if not isinstance(said, Accepted | Refused) and sure:
            said = self.tried("decide", seat, decision, round=number, client=mark, confirmed=said.token)
        if isinstance(said, Accepted):
            figures["accepted"] += 1
            self.answered[mark] = (seat, decision, said.entry.number)

    @rule(price=st.floats(0.8, 1.2), decision=decisions)
    def all_decide(self, price: float, decision: Any) -> None:
        self.decide("Azure", decision, None, True)
        for seat in ("Beryl", "Azure"):
            self.decide(seat, {"price": price}, None, True)

    @rule(seat=deciding, price=st.floats(0.8, 1.2))
    def decide_plainly(self, seat: str, price: float) -> None:
        self.decide(seat, {"price": price}, None, True)

    @precondition(lambda self: self.answered)
    @rule(data=st.data())
    def decide_twice(self, data: st.DataObject) -> None:
        mark = data.draw(st.sampled_from(sorted(self.answered)))
        seat, decision, number = self.answered[mark]
        before = self.session.entries
        said = self.tried("decide", seat, decision, client=mark)
        assert isinstance(said, Refused) or (said.again and said.entry.number == number)
        assert self.session.entries == before

    @rule(seat=seats, share=st.sampled_from([0.3, 2.0, "x", float("nan"), None]))
    def predict(self, seat: str, share: object) -> None:
        self.tried("predict", seat, {"share": share})

    @rule(seat=seats)
    def withdraw(self, seat: str) -> None:
        self.tried("withdraw", seat)

    @rule(by=st.none() | seats)
    def close_round(self, by: str | None) -> None:
        self.tried("close_round", by=by)

    @rule(number=numbers)
    def rewind(self, number: int) -> None:
        self.tried("reopen", number)

    @rule(name=st.sampled_from(["main", "one", "two", ""]), number=st.none() | numbers)
    def branch(self, name: str, number: int | None) -> None:
        self.tried("branch", name, number)

    @rule(name=st.sampled_from(["main", "one", "two", "main again 2", "elsewhere"]))
    def go_to(self, name: str) -> None:
        self.tried("go_to", name)

    @rule(name=st.sampled_from(["main", "one", "elsewhere"]))
    def carry_on(self, name: str) -> None:
        self.tried("carry_on", name)

    @rule(seat=seats, human=st.booleans())
    def bot(self, seat: str, human: bool) -> None:
        self.tried("seat_human" if human else "seat_bot", seat)

    @rule(factor=st.sampled_from([0.8, 1.2, -1.0]), at=st.none() | st.floats(0, 9))
    def shock(self, factor: float, at: float | None) -> None:
        when = {} if at is None else {"at": at}
        self.tried("shock", {"kind": "offer", "attribute": "price", "factor": factor, **when})

    @rule()
    def open_twice(self) -> None:
        with pytest.raises(Refused, match="is open already"):
            Session.open(self.path)

    @rule(politely=st.booleans())
    def kill(self, politely: bool) -> None:
        figures["killed"] += 1
        before, line = self.session.entries, self.session.line()
        lines = {name: (part.round, part.closed, part.standing) for name, part in self.session.lines.items()}
        if politely:
            self.session.close()
        del self.session
        gc.collect()
        self.session = Session.open(self.path)
        assert self.session.entries == before and self.session.line() == line
        assert {name: (part.round, part.closed, part.standing) for name, part in self.session.lines.items()} == lines

    @invariant()
    def rounds_are_whole(self) -> None:
        for line in self.session.lines.values():
            assert line.round <= 4 and all(set(round_) == {"Azure", "Beryl"} for round_ in line.closed)
            assert set(line.standing) <= {"Azure", "Beryl"}
        assert [entry.number for entry in self.session.entries] == list(range(1, len(self.session.entries) + 1))

    def teardown(self) -> None:
        """Live, replayed and scripted, the line that is played on is the same."""
        line = self.session.lines[self.session.line()]
        figures["rounds"] += sum(part.round - part.start for part in self.session.lines.values())
        figures["lines"] += len(self.session.lines)
        if line.round:
            live = self.session.results().runs[0]
            batch = simulate(self.session.scripted()).runs[0]
            assert np.array_equal(live.rows, batch.rows) and np.array_equal(live.weekly, batch.weekly)
            self.session.close()
            with Session.open(self.path) as again:
                assert np.array_equal(live.rows, again.results().runs[0].rows)
        self.session.close()
        self.folder.cleanup()


def check(sequences: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Play, settings=settings(max_examples=sequences, stateful_step_count=steps, suppress_health_check=quiet)
    )
    print(figures)


def test_any_sequence_of_moves() -> None:
    check(15, 40)
    assert figures["sequences"] >= 15 and figures["accepted"] > 10 < figures["refused"]


@pytest.mark.slow
def test_two_hundred_sequences_of_moves() -> None:
    check(200, 40)
    assert figures["sequences"] >= 200

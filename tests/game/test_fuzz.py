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

from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.session.session import Accepted, Session
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.game.games import accounts_game, accounts_scenario, begun, game, scenario

SEATS = ("Azure", "Beryl", "eye", "teacher", "Nobody", "")
OF_ACCOUNTS = ("head", "desk", "north", "South", "Beryl", "eye", "teacher", "Nobody")
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
FIRMS = ("Azure", "Beryl", "Cedar")
parts = st.sampled_from([{"Azure": 1.0}, {"Azure": 0.5, "Beryl": 0.5}, {"Cedar": 0.2, "outside": 0.8}, {"Beryl": 0.4}])
causes = st.sampled_from(["price", "service", "market", "weather"])
of_accounts = st.fixed_dictionaries(
    {},
    optional={
        "wallet": parts, "receive": st.dictionaries(st.sampled_from(FIRMS), st.booleans(), max_size=2),
        "tell": st.dictionaries(st.sampled_from(FIRMS), st.sampled_from([[], ["stated"], ["secret"]]), max_size=1),
        "door": st.dictionaries(st.sampled_from(FIRMS), st.integers(-1, 3), max_size=2),
        "complain": st.dictionaries(st.sampled_from(FIRMS), st.integers(0, 11), max_size=1),
        "close": st.dictionaries(st.sampled_from(FIRMS), causes, max_size=2),
        "reopen": st.lists(st.sampled_from(FIRMS), max_size=1),
    },
)  # fmt: skip
numbers, places = st.integers(-1, 4), st.integers(0, 1000)
COUNTED = ("sequences", "steps", "refused", "accepted", "of accounts", "killed", "rounds", "lines")
figures: dict[str, int] = dict.fromkeys(COUNTED, 0)
"""What was tried, for the page on reliability."""


class Play(RuleBasedStateMachine):
    """A game at the mercy of its players."""

    names: tuple[str, ...] = SEATS
    deciding: tuple[str, ...] = SEATS[:2]
    """Those who decide something."""

    def __init__(self) -> None:
        super().__init__()
        figures["sequences"] += 1
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "g.guanxi"
        fewer = {"population.segments.people.size": 20, "firms.Cedar.policy": {"kind": "hold"}}
        self.session = begun(
            Path(self.folder.name), world=self.market().but(fewer, round=2.0), join=False, asked=self.asked()
        )
        self.answered: dict[str, tuple[str, object, int]] = {}
        self.marks = 0

    def market(self) -> Scenario:
        return scenario()

    def asked(self) -> Game:
        return game(rounds=4, absent="repeat")

    def seat(self, place: int, mostly_deciding: bool = False) -> str:
        """A seat, or none that there is, from a number."""
        return (*self.deciding * 4, *self.names)[place % (len(self.deciding) * 4 * mostly_deciding + len(self.names))]

    def tried(self, name: str, *given: Any, **words: Any) -> Any:
        """Do it; where it is refused, with a sentence, nothing has changed."""
        figures["steps"] += 1
        before = self.session.entries
        try:
            said = getattr(self.session, name)(*given, **words)
        except GameError as error:
            figures["refused"] += 1
            assert str(error) and self.session.entries == before
            return error
        assert self.session.entries[: len(before)] == before, "what was in the log stays"
        return said

    @rule(place=places, right=st.booleans())
    def join(self, place: int, right: bool) -> None:
        seat = self.seat(place)
        self.tried("join", seat, self.session.codes.get(seat, "") if right else "wrong")

    @initialize(most=st.integers(0, 4))
    def all_join(self, most: int) -> None:
        """Most games begin with all seats taken."""
        if not most:
            return
        for seat, code in self.session.codes.items():
            self.tried("join", seat, code)

    @rule(place=places, firm=decisions, account=of_accounts, number=st.none() | st.none() | numbers, sure=st.booleans())
    def someone_decides(self, place: int, firm: Any, account: Any, number: int | None, sure: bool) -> None:
        """As befits the seat, but for one in seven."""
        seat = self.seat(place, True)
        own, foreign = (account, firm) if seat in ("north", "South") else (firm, account)
        self.decide(seat, foreign if place % 7 == 0 else own, number, sure)

    def decide(self, seat: str, decision: Any, number: int | None, sure: bool) -> None:
        self.marks += 1
        mark = f"mark {self.marks}"
        said = self.tried("decide", seat, decision, round=number, client=mark)
        if not isinstance(said, Accepted | GameError) and sure:
            said = self.tried("decide", seat, decision, round=number, client=mark, confirmed=said.token)
        if isinstance(said, Accepted):
            figures["accepted"] += 1
            figures["of accounts"] += "account" in said.entry.content
            self.answered[mark] = (seat, decision, said.entry.number)

    def plainly(self, seat: str, price: float) -> dict[str, Any]:
        """What that seat can always decide."""
        lever = {"desk": "service", "north": "wallet", "South": "wallet"}.get(seat, "price")
        return {lever: {"Azure": 1.0} if lever == "wallet" else price if lever == "price" else 0.7}

    @rule(price=st.floats(0.8, 1.2), decision=decisions)
    def all_decide(self, price: float, decision: Any) -> None:
        self.decide(self.deciding[0], decision, None, True)
        for seat in reversed(self.deciding):
            self.decide(seat, self.plainly(seat, price), None, True)

    @rule(place=places, price=st.floats(0.8, 1.2))
    def decide_plainly(self, place: int, price: float) -> None:
        seat = self.seat(place, True)
        self.decide(seat, self.plainly(seat, price), None, True)

    @precondition(lambda self: self.answered)
    @rule(data=st.data())
    def decide_twice(self, data: st.DataObject) -> None:
        mark = data.draw(st.sampled_from(sorted(self.answered)))
        seat, decision, number = self.answered[mark]
        before = self.session.entries
        said = self.tried("decide", seat, decision, client=mark)
        assert isinstance(said, GameError) or (said.again and said.entry.number == number)
        assert self.session.entries == before

    @rule(
        place=places,
        share=st.sampled_from([0.3, 2.0, "x", float("nan"), None]),
        figure=st.sampled_from(["share", "gain"]),
    )
    def predict(self, place: int, share: object, figure: str) -> None:
        self.tried("predict", self.seat(place, True), {figure: share})

    @rule(
        place=places,
        name=st.sampled_from(["service", "club", "servise"]),
        text=st.sampled_from(["", "x" * 3000, "\ud83d"]),
    )
    def strategy(self, place: int, name: str, text: str) -> None:
        self.tried("strategy", self.seat(place, True), name, text)

    @rule(place=places, price=st.sampled_from([0.5, 1.0, float("inf"), "x"]))
    def believe(self, place: int, price: Any) -> None:
        self.tried("believe", self.seat(place, True), {"price": price, "service": 0.5})

    @rule(
        place=places, account=st.sampled_from(["North", "South", "Nobody"]), know=st.sampled_from(["stated", "hidden"])
    )
    def note_visit(self, place: int, account: str, know: str) -> None:
        self.tried("note_visit", self.seat(place, True), account, know=[know], conclude="outside")

    @rule(place=places, money=st.sampled_from([100.0, 0.01, -5.0, float("nan")]), weeks=st.none() | st.integers(0, 9))
    def subsidise(self, place: int, money: float, weeks: int | None) -> None:
        self.tried("subsidise", self.seat(place, True), money, weeks=weeks)

    @rule(place=places)
    def withdraw(self, place: int) -> None:
        self.tried("withdraw", self.seat(place, True))

    @rule(place=st.none() | places)
    def close_round(self, place: int | None) -> None:
        self.tried("close_round", by=None if place is None else self.seat(place))

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

    @rule(place=places, human=st.booleans())
    def bot(self, place: int, human: bool) -> None:
        self.tried("seat_human" if human else "seat_bot", self.seat(place))

    @rule(factor=st.sampled_from([0.8, 1.2, -1.0]), at=st.none() | st.floats(0, 9))
    def shock(self, factor: float, at: float | None) -> None:
        when = {} if at is None else {"at": at}
        self.tried("shock", {"kind": "offer", "attribute": "price", "factor": factor, **when})

    @rule(name=st.sampled_from(["price_war", "scandal", "new_technology", "relocation_wave", "war"]))
    def named_shock(self, name: str) -> None:
        self.tried("shock", name)

    @rule()
    def open_twice(self) -> None:
        with pytest.raises(GameError, match="is open already"):
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
            assert line.round <= 4 and all(set(round_) == set(self.deciding) for round_ in line.closed)
            assert set(line.standing) <= set(self.deciding)
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


class PlayWithAccounts(Play):
    """The same with a firm that two seats steer, and two key accounts."""

    names = OF_ACCOUNTS
    deciding = OF_ACCOUNTS[:5]

    def market(self) -> Scenario:
        return accounts_scenario()

    def asked(self) -> Game:
        return accounts_game(rounds=4, absent="repeat")


def check(play: type[Play], sequences: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        play, settings=settings(max_examples=sequences, stateful_step_count=steps, suppress_health_check=quiet)
    )
    print(figures)


@pytest.mark.parametrize("play", [Play, pytest.param(PlayWithAccounts, marks=pytest.mark.slow)])
def test_any_sequence_of_moves(play: type[Play]) -> None:
    check(play, 12, 40)
    assert figures["sequences"] >= 12 and figures["accepted"] > 10 < figures["refused"]


@pytest.mark.slow
@pytest.mark.parametrize("play", [Play, PlayWithAccounts])
def test_fifty_sequences_of_moves(play: type[Play]) -> None:
    """``python -m tests.torture`` tries hundreds."""
    check(play, 50, 40)
    assert figures["sequences"] >= 50

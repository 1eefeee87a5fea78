"""What a person is told of an error is never blank, whatever went wrong."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.apps.classroom.web.request_parsing import RequestError
from sim.errors import SentenceError, reason_of
from sim.experiments.transaction_logs.transaction_log import LogRefusedError
from sim.files.regular_file import UnreadableFileError
from sim.game.errors import GameError
from sim.game.exercises.marking import AnswerError
from sim.model.state.size_guard import TooLargeError
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError
from sim.scenario.files.validation_errors import Fault, ScenarioError
from tests.game.games import begun

NEVER_SHOWN = {"QuitRequestedError", "_RefusedError", "_RewoundError", "_NoWay"}
"""Exceptions that end a turn or a search and are told to nobody."""
MADE_OF: dict[type[SentenceError], tuple[Any, ...]] = {
    ScenarioError: ([],), AnswerError: ([],), LogRefusedError: ([],), ImpossibleDecisionError: ("Azure", []),
    RequestError: (400, ""), TooLargeError: ([],), UnreadableFileError: ("file", ""),
}  # fmt: skip
"""What makes those blank that are not made of one sentence."""


def errors_of_the_package() -> list[type[Exception]]:
    """All exceptions but warnings that the package declares."""
    found = set()
    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        if module.name.endswith("__main__"):
            continue
        for _, each in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(each, Exception) and not issubclass(each, Warning) and each.__module__.startswith("sim."):
                found.add(each)
    return sorted(found, key=lambda each: each.__name__)


@pytest.mark.parametrize("error", errors_of_the_package())
def test_an_error_without_a_sentence_cannot_be_made(error: type[Exception]) -> None:
    if error.__name__ in NEVER_SHOWN:
        return
    assert issubclass(error, SentenceError), "errors that people are told of are derived from SentenceError"
    if error is not SentenceError:
        for made in (error(*MADE_OF.get(error, ("",))), error(*MADE_OF.get(error, (" \n",)))):
            assert str(made).strip() and "compare it" in str(made)


def test_problems_of_a_server_carry_the_sentence() -> None:
    assert RequestError(400, "").sentence.strip() and RequestError(400, "no").sentence == "no"


def test_sentences_stay_as_they_are() -> None:
    assert str(GameError("no such seat")) == "no such seat"
    assert str(ScenarioError([Fault(message="wrong", path="horizon")])) == "horizon: wrong"


@pytest.mark.parametrize(
    "error",
    [AssertionError(), MemoryError(), RecursionError(), OSError(), KeyError(), ValueError(" "), OSError(28, "")],
)
def test_a_reason_is_never_blank(error: BaseException) -> None:
    assert reason_of(error).strip()


def test_a_decision_of_the_wrong_sort_is_refused_with_a_sentence(tmp_path: Path) -> None:
    odd: tuple[object, ...] = ({"a": 1}, [{}], [[1]], "x", 7, None, {"a": {"b": {}}}, [{"kind": {"a": 1}}], {"": ""})
    with begun(tmp_path) as session:
        for lever in ("price", "priority", "open", "degrees", "research", "launch", "tiers", "communication", "revise"):
            for value in odd:
                try:
                    session.decide("Azure", {lever: value})
                except GameError as error:
                    assert all(line.strip() for line in str(error).splitlines()) and str(error).strip()
        assert len(session.entries) < 60

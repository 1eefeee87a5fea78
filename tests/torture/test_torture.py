"""The hard treatment finds no fault; a small part of it runs with the fast tests, all of it with the slow ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture import __main__ as torture
from tests.torture import mutants


def test_a_mutant_follows_from_its_seed_and_number() -> None:
    assert mutants.mutant(7) == mutants.mutant(7)
    assert len({mutants.mutant(number).content for number in range(200)}) > 190
    assert {mutants.mutant(number).sort for number in range(100)} == {"structure", "types", "text", "bytes"}


@pytest.mark.slow
def test_three_hundred_mutants_give_declarations_or_faults_with_places() -> None:
    figures = mutants.main(300, seed=11)
    assert figures["faults"] == 0
    assert figures["mutants"] == 300


def test_a_traceback_or_a_fault_without_a_place_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(model: object, path: Path) -> None:
        raise KeyError(path)

    monkeypatch.setattr(mutants, "read_as", broken)
    assert "KeyError" in mutants.tried(mutants.mutant(1), tmp_path / "mutant.yaml").wrong
    monkeypatch.setattr(mutants, "read_as", _without_place)
    assert "no place" in mutants.tried(mutants.mutant(1), tmp_path / "mutant.yaml").wrong


def _without_place(model: object, path: Path) -> None:
    raise mutants.ScenarioError.of("horizon", "is missing")


@pytest.mark.slow
def test_twenty_thousand_mutants_give_declarations_or_faults_with_places() -> None:
    figures = mutants.main()
    assert figures["faults"] == 0
    assert figures["mutants"] == mutants.MUTANTS >= 20_000


def test_every_module_of_the_folder_is_found_and_has_a_main() -> None:
    import importlib

    names = torture.modules()
    assert "mutants" in names
    assert all(callable(importlib.import_module(f"tests.torture.{name}").main) for name in names)

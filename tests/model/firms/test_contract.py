"""What every department promises, tried on whatever kinds there are: a new file is tested unasked."""

from __future__ import annotations

import inspect

import pytest

from sim.model.event_log import ROW
from sim.model.state.initialise import names_of
from sim.registry import registered
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.firm.department import Department
from sim.scenario.scenario import MOST_CAUSES

KINDS: dict[str, type[Department]] = registered("department")  # type: ignore[assignment]


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_it_is(kind: str) -> None:
    department = KINDS[kind]
    assert issubclass(department, Department)
    assert department.model_fields["kind"].default == kind
    assert inspect.getdoc(department) and "_" not in str(inspect.getdoc(department)).split(".")[0]
    silent = [name for name, field in department.model_fields.items() if name != "kind" and not field.description]
    assert not silent, f"say what these are, with unit and source: {silent}"


def test_every_department_has_a_process_and_every_process_a_department() -> None:
    assert set(registered("department_process")) == set(KINDS)
    assert set(registered("department_change")) <= set(KINDS)


def test_a_shipped_scenario_shows_each() -> None:
    """``tests/parity/test_shipped.py`` runs every shipped scenario in both schedulers."""
    shown = {part.kind for name in shipped_scenarios() for firm in load(name).firms for part in firm.departments}
    assert set(KINDS) <= shown, "a student could not see these work; add them to a scenario"


def test_there_is_room_for_all_words_in_a_row_of_the_log() -> None:
    """Beside as many exit causes as a scenario may have."""
    asked = load("first_look").but({"exits.rows": [{"name": f"cause {n}"} for n in range(MOST_CAUSES - 6)]})
    assert len(names_of(asked).causes) <= 2 ** (8 * ROW["cause"].itemsize - 1) - 1

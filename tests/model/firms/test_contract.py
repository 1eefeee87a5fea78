"""What every department promises, tried on whatever kinds there are: a new file is tested unasked."""

from __future__ import annotations

import inspect

import pytest

from sim.model.event_log import ROW
from sim.model.state.initialise import names_of
from sim.registry import registered
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.firm.department import Department
from sim.scenario.scenario import MOST_CAUSES, Scenario
from tests.parity.comparing import both_schedulers

KINDS: dict[str, type[Department]] = registered("department")  # type: ignore[assignment]
PLACES, WEEKS = 40, 30.0


def small_market_with(kind: str) -> Scenario:
    """The first shipped scenario that has such a department, with few customers and a short horizon."""
    for name in shipped_scenarios():
        found = load(name)
        if any(part.kind == kind for firm in found.firms for part in firm.departments):
            sizes = {f"population.segments.{s.name}.size": min(PLACES, s.size) for s in found.population.segments}
            return found.but(sizes, horizon=min(WEEKS, found.horizon), replications=1)
    raise AssertionError(f"no shipped scenario has a department {kind!r}; a student could not see it work")


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


@pytest.mark.parametrize("kind", KINDS)
def test_a_scenario_shows_it_and_both_schedulers_agree(kind: str) -> None:
    results = both_schedulers(small_market_with(kind))
    assert len(results.runs[0].rows) > 100


def test_there_is_room_for_all_words_in_a_row_of_the_log() -> None:
    """Beside as many exit causes as a scenario may have."""
    asked = load("first_look").but({"exits.rows": [{"name": f"cause {n}"} for n in range(MOST_CAUSES - 6)]})
    assert len(names_of(asked).causes) <= 2 ** (8 * ROW["cause"].itemsize - 1) - 1

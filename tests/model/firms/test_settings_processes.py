"""Settings and processes of departments, programmes and shocks: two files that the registry joins by kind."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from sim.model.firms import settings_processes
from sim.model.firms.settings_processes import MissingProcessError, department_process, shock_process
from sim.registry import registered
from sim.scenario.firm.departments.service import ServiceDesk
from sim.scenario.market.shocks.relocation import Relocation
from tests.conftest import ROOT

ADDED = """
from typing import Literal
from sim.registry import register
from sim.results.simulate import simulate
from sim.scenario.firm.department import Department
from sim.scenario.firm.programmes.none import NoProgramme
from sim.scenario.market.shock import Shock
from tests.worlds import NOBODY_LEAVES, by_name, world

@register("department", "guards")
class Guards(Department):
    kind: Literal["guards"] = "guards"
    wage: float = 0.0

@register("department_process", "guards")
def keep_watch(settings, firm):
    yield firm.wait(2.0)
    firm.spend("desk cost", settings.wage)

@register("shock", "holiday")
class Holiday(Shock):
    kind: Literal["holiday"] = "holiday"

@register("shock_process", "holiday")
def begin(settings, market):
    yield market.wait(settings.at)
    market.announce(settings.kind, None)

firms = [{"name": "A", "departments": [{"kind": "guards", "wage": 7.0}]}]
market = world(20, firms, exits=NOBODY_LEAVES, shocks=[{"kind": "holiday", "at": 3.0}])
table = by_name(simulate(market, seed=1))
paid = table[table["event"] == "desk cost"]
print(sorted(set(paid["monetary_value"])), paid["time"].min(), table[table["event"] == "shock"]["time"].tolist())
"""


def output_of(program: str) -> str:
    """What a Python of its own prints."""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_scenarios_are_read_and_checked_without_the_model() -> None:
    """But for the measures that a question names, which belong to experiments."""
    program = (
        "import sys; from sim.scenario.files.load import from_text, shipped_scenarios; "
        "from sim.scenario.scenario import Scenario; "
        "files = shipped_scenarios().values(); "
        "firms = [firm for file in files for firm in from_text(Scenario, file.read_text(encoding='utf-8')).firms]; "
        "kinds = {part.kind for firm in firms for part in firm.departments}; "
        "print(len(kinds), [name for name in sys.modules if name.startswith('sim.model')])"
    )
    assert output_of(program) == f"{len(registered('department'))} []"


def test_a_department_and_a_shock_are_added_with_settings_and_a_process() -> None:
    assert output_of(ADDED) == "[7.0] 2.0 [3.0]"


def test_every_shock_has_a_process_and_processes_of_programmes_belong_to_programmes() -> None:
    assert set(registered("shock_process")) == set(registered("shock"))
    assert set(registered("programme_process")) <= set(registered("programme"))


def test_settings_without_a_process_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_processes, "registered", lambda family: {})
    anyone: Any = None
    with pytest.raises(MissingProcessError, match=r"'service_desk' has settings but no process; put @register"):
        department_process(ServiceDesk(servers=1), anyone)
    with pytest.raises(MissingProcessError, match=r"@register\('shock_process', 'relocation'\)"):
        shock_process(Relocation(kind="relocation", at=1.0, factor=2.0, lasts=1.0), anyone)

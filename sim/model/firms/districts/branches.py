"""Branches at work: the firm is to be found where its settings say, and pays rent there."""

from __future__ import annotations

from sim.model.firms.districts.streets import Streets
from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.branches import Branches


@register("department_process", "branches")
def branches(settings: Branches, firm: FirmActions) -> Process:
    """Open where the settings say, then change as they say; rent is paid for what is open."""
    streets = Streets(firm.market)
    presence = {name: settings.presence.get(name, 1.0) for name in streets.names}
    firm.market.state.presence[:, firm.index] = list(presence.values())
    firm.spend("spending", _rent(settings, presence), "rent")
    for change in sorted(settings.changes, key=lambda change: change.at):
        yield firm.wait(change.at - firm.now)
        firm.market.write("spending", firm=firm.name, cause="branches", money=change.cost)
        presence[change.district] = change.presence
        streets.settle(firm.index, streets.names.index(change.district), change.presence)
        firm.spend("spending", _rent(settings, presence), "rent")
    yield firm.wait(0.0)


def _rent(settings: Branches, presence: dict[str, float]) -> float:
    """Money a week for the branches that are open."""
    return sum(money for name, money in settings.rent.items() if presence[name] > 0)

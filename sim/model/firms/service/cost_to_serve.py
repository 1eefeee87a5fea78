"""The cost of handling an order, as customers' rules read it."""

from __future__ import annotations

from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.service import CostToServe


@register("department_process", "cost_to_serve")
def run_cost_to_serve(settings: CostToServe, firm: FirmActions) -> Process:
    """The terms hold from week 0 on."""
    publish_handling_cost(settings, firm)
    yield from ()


@register("department_change", "cost_to_serve")
def publish_handling_cost(settings: CostToServe, firm: FirmActions) -> None:
    """Publish the terms."""
    firm.publish("handling_cost", settings.cost)
    firm.publish("handling_learned", settings.learned)
    firm.publish("handling_over", settings.over)

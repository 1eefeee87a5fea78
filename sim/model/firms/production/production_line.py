"""A production line at work, made to order or to stock."""

from __future__ import annotations

from sim.model.firms.interface import FirmActions, Process
from sim.model.firms.production.made_to_order import MadeToOrderProcess
from sim.model.firms.production.made_to_stock import MadeToStockProcess
from sim.registry import register
from sim.scenario.firm.departments.production_line import (
    ProductionLine,
    ToStock,
)


@register("department_process", "production_line")
def run_production_line(settings: ProductionLine, firm: FirmActions) -> Process:
    """Take orders from the first instant on, and do what the mode of work asks for."""
    mode = settings.works
    work = (
        MadeToStockProcess(firm, settings, mode)
        if isinstance(mode, ToStock)
        else MadeToOrderProcess(firm, settings, mode)
    )
    firm.market.subscribe("order", firm.name, work.read)
    firm.spend("line cost", settings.machine_cost * settings.machines, "machines")
    yield from work.calendar()

"""Channel partners, tick by tick."""

from __future__ import annotations

from sim.model.firms.channel_partners.partner_process import PartnerProcess
from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.channel_partners import ChannelPartners


@register("department_process", "channel_partners")
def run_channel_partners(settings: ChannelPartners, firm: FirmActions) -> Process:
    """Tick by tick: orders, visits, repairs, and whose contract ends."""
    dealers, tick = PartnerProcess(firm, settings), firm.market.scenario.tick
    while True:
        yield firm.wait(tick)
        dealers.work(tick)

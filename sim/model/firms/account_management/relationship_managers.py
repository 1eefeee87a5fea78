"""Relationship managers, week by week."""

from __future__ import annotations

from sim.model.firms.account_management.account_list import TINY
from sim.model.firms.account_management.manager_team import ManagerTeam
from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.relationship_managers import RelationshipManagers
from sim.scenario.weeks import WEEKS_A_QUARTER


@register("department_process", "relationship_managers")
def manage_accounts(settings: RelationshipManagers, firm: FirmActions) -> Process:
    """Week by week: who leaves, who comes, whom to visit; quarter by quarter: whom to look after at all."""
    yield firm.wait(settings.begins)
    team = ManagerTeam(firm, firm.settings.department(RelationshipManagers) or settings)
    quarter, before = firm.now, firm.now
    while True:
        now, team.asked = firm.now, firm.settings.department(RelationshipManagers) or settings
        team.book.drop_lost()
        team.come_and_go(now - before)
        if now >= quarter - TINY:
            quarter += WEEKS_A_QUARTER
            team.screen_accounts()
        team.make_visits(now - before)
        team.book_costs()
        before = now
        yield firm.wait(1.0)

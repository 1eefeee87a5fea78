"""A team: several steer one firm together, each with levers of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from sim.registry import register, unknown
from sim.scenario.decisions.apply_decision import merge_decisions, restrict_to_levers
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.declaration import Declaration, OneOf
from sim.scenario.firm.policy import Policy

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


class Member(Declaration):
    """One of those who steer a firm together."""

    levers: tuple[str, ...]
    """The levers that the member may move."""
    policy: Annotated[Policy, OneOf("policy")]
    """How she decides; of what it would do only what is hers is done."""


@register("policy", "team")
class Team(Policy):
    """Each member decides what is hers to decide, on what the firm as a whole can know.

    It is how a firm is steered whose head, service and finance sit at different seats of a game.
    """

    kind: Literal["team"] = "team"
    members: tuple[Member, ...] = ()
    """Those who steer the firm; levers that nobody has stay where they are."""

    def decide(self, view: FirmView) -> Decision:
        """What the members decide, put together."""
        return merge_decisions(restrict_to_levers(member.policy.decide(view), member.levers) for member in self.members)

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Levers that there are not or that two members have, and what is wrong with the members' policies."""
        found: list[str] = []
        owner: dict[str, int] = {}
        for number, member in enumerate(self.members):
            for lever in member.levers:
                if lever not in LEVERS:
                    found.append(f"members.{number}.levers: {unknown('lever', lever, LEVERS)}")
                elif owner.setdefault(lever, number) != number:
                    found.append(f"members.{number}.levers: {lever} is moved by member {owner[lever]} already")
            found += [f"members.{number}.policy.{fault}" for fault in member.policy.faults(firm, scenario)]
        return found

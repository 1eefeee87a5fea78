"""Districts: where customers live, and whether a firm is to be found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from sim.language.messages import _
from sim.scenario.declaration import Declaration
from sim.scenario.files.twin_names import twins
from sim.scenario.market.exit_causes import COURSE_CAUSES, Cause
from sim.scenario.market.population import Name

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


class District(Declaration):
    """A part of the market's area in which people live; which firms are to be found there is up to the firms."""

    name: Name
    share: float = Field(ge=0, le=1)
    """Part of the people who come to live there, at the start and later; the shares of all districts sum to 1."""
    moving_away: float = Field(default=1.0, ge=0, le=1000)
    """Factor on the rate of moving away, out of the market, of the people who live there."""


def moving_cause(scenario: Scenario) -> Cause | None:
    """The exit cause under which people are lost by moving: the course's where it is, else the first that ends all
    relations."""
    of_the_course = {cause.name for cause in COURSE_CAUSES if cause.ends == "all_relations"}
    movers = [cause for cause in scenario.exits.causes if cause.ends == "all_relations"]
    return next((cause for cause in movers if cause.name in of_the_course), movers[0] if movers else None)


def district_faults(scenario: Scenario) -> list[str]:
    """What is wrong with the districts and with what changes them, each fault beginning with its place."""
    from sim.scenario.market.shocks.district_change import DistrictChange

    faults = twins("districts", [district.name for district in scenario.districts])
    total = sum(district.share for district in scenario.districts)
    if scenario.districts and abs(total - 1) > 1e-6:
        faults.append("districts: " + _("the shares sum to {total}; they must sum to 1").format(total=f"{total:g}"))
    if scenario.districts and moving_cause(scenario) is None:
        faults.append(
            "districts: "
            + _("no exit cause ends all relations, so nobody could be lost by moving; add one to exits.rows")
        )
    for number, shock in enumerate(scenario.shocks):
        if isinstance(shock, DistrictChange):
            faults += [f"shocks.{number}.{fault}" for fault in shock.district_faults(scenario)]
    return faults

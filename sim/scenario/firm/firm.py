"""The firms of the market, all of one kind."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from sim.scenario.declaration import Declaration, OneOf
from sim.scenario.files.twin_names import OTHER
from sim.scenario.firm.department import Department
from sim.scenario.firm.policy import Policy
from sim.scenario.firm.programme import Depth, Programme
from sim.scenario.market.distribution import Amount, Gamma
from sim.scenario.market.offers import Offer, SteeringCosts
from sim.scenario.market.population import Name

Kind = TypeVar("Kind", bound=Department)


class Copying(Declaration):
    """How a firm copies programmes of one depth of bond. Delays in weeks."""

    aware: Amount
    """From the rival's launch to noticing it."""
    decide: Amount
    """From noticing to deciding."""
    build: Amount
    """From deciding to having built it; the launch is at the next tick."""
    fidelity: float = Field(ge=0, le=1)
    """Share of what makes the programme work that the first copy catches."""
    improves_to: float | None = Field(default=None, ge=0, le=1)
    """Share that a year of improving approaches; leave out for no improving."""
    cost_factor: float = Field(default=1.0, ge=0)
    """Cost of building the copy, as a multiple of the original's build cost."""


class Imitation(Declaration):
    """Whether and how a firm copies what its rivals launch."""

    rows: dict[Depth, Copying]
    """One row for each depth of bond that it copies."""
    alarm: float = Field(default=0.0, ge=0, le=1)
    """Share points it must have lost since the launch before it decides; 0 decides at once."""


def _about(weeks: float) -> Gamma:
    return Gamma(family="gamma", shape=9.0, mean=weeks)


COURSE_IMITATION = Imitation(
    rows={
        # Assumed; only the order is the course's: points are copied soonest and fully, customisation last and least.
        "financial": Copying(aware=_about(2), decide=_about(3), build=_about(7), fidelity=1.0),
        "social": Copying(aware=_about(4), decide=_about(13), build=_about(35), fidelity=0.5, improves_to=0.7,
                          cost_factor=1.2),
        "structural": Copying(aware=_about(8), decide=_about(26), build=_about(70), fidelity=0.33, improves_to=0.5,
                              cost_factor=1.5),
    }
)  # fmt: skip
"""How a firm copies with ``imitation: course``."""


class Firm(Declaration):
    """A firm: its offer, its programmes, and how it answers its rivals."""

    name: Name
    share: float | None = Field(default=None, ge=0, le=1)
    """Its part in customers' tastes before any programme; leave out everywhere for equal parts."""
    offer: Offer = Offer()
    unit_cost: float = Field(default=0.6, ge=0)
    """Cost of goods per unit of spend at price 1. Assumed 0.6, a margin of 40%."""
    programmes: tuple[Annotated[Programme, OneOf("programme")], ...] = ()
    departments: tuple[Annotated[Department, OneOf("department")], ...] = ()
    """The firm from inside: a service desk, relationship managers, a production line, ... one of each kind."""
    imitation: Literal["never", "course"] | Imitation = "never"
    """``course``: points are copied in about 12 weeks and fully, clubs in about a year and by half,
    customisation in about two years and by a third (assumed; the order is the course's)."""
    policy: Annotated[Policy, OneOf("policy")] | None = None
    """Who steers the firm, round by round; leave out for nobody."""
    steering_costs: SteeringCosts = SteeringCosts()
    """What it costs to move the levers of the offer, and to ask the market."""

    @model_validator(mode="after")
    def _one_of_each(self) -> Firm:
        faults = []
        kinds = {"programme": [p.kind for p in self.programmes], "department": [d.kind for d in self.departments]}
        for what, given in kinds.items():
            for number, kind in enumerate(given):
                other = given.index(kind)
                if other != number:
                    said = f"the {what} {kind!r} is given twice; a firm has one of each kind"
                    faults.append(f"{what}s.{number}: {said}{OTHER}{what}s.{other}")
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def in_force(self, field: str) -> object:
        """The rows of the course stand for the word ``course``."""
        return (self.copying or self.imitation) if field == "imitation" else super().in_force(field)

    @property
    def copying(self) -> Imitation | None:
        """How it copies its rivals, with what the preset brings; ``None`` for a firm that never does."""
        if self.imitation == "never":
            return None
        return COURSE_IMITATION if self.imitation == "course" else self.imitation

    def department(self, of: type[Kind]) -> Kind | None:
        """Its department of that kind, if it has one: ``firm.department(ServiceDesk)``."""
        return next((part for part in self.departments if isinstance(part, of)), None)

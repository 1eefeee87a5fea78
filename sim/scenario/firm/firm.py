"""The firms of the market, all of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from sim.language.messages import _
from sim.registry import registered
from sim.scenario.declaration import Declaration, OneOf
from sim.scenario.files.twin_names import OTHER
from sim.scenario.firm.department import Department
from sim.scenario.firm.imitation import COURSE_IMITATION as COURSE_IMITATION
from sim.scenario.firm.imitation import IMITATION_PRESETS
from sim.scenario.firm.imitation import Copying as Copying
from sim.scenario.firm.imitation import Imitation as Imitation
from sim.scenario.firm.intelligence import Intelligence
from sim.scenario.firm.policy import Policy
from sim.scenario.firm.programme import Programme
from sim.scenario.market.offers import Offer, SteeringCosts
from sim.scenario.market.population import Name

Kind = TypeVar("Kind", bound=Department)


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
    imitation: Literal["never", "course", "passive", "slow", "overnight", "reckoning"] | Imitation = "never"
    """How it answers what rivals launch. By reflex: ``course`` copies points in about 12 weeks and fully, clubs in
    about a year and by half, customisation in about two years and by a third (assumed; the order is the course's);
    ``passive`` mostly does nothing; ``slow`` copies 15% of launches after 85 weeks; ``overnight`` copies points within
    days. ``reckoning`` works out what pays: the firm is steered by the policy ``reckoning``. Rows beside a policy that
    decides about copies say how well and fast the firm can copy."""
    policy: Annotated[Policy, OneOf("policy")] | None = None
    """Who steers the firm, round by round; leave out for nobody."""
    steering_costs: SteeringCosts = SteeringCosts()
    """What it costs to move the levers of the offer, and to ask the market."""
    intelligence: Intelligence = Intelligence()
    """What it comes to know of the market and of its rivals, how late and how exactly."""

    @model_validator(mode="after")
    def _reckons(self) -> Firm:
        """With ``imitation: reckoning`` and no policy it is steered by the policy of that name, as it comes."""
        if self.imitation == "reckoning":
            if self.policy is None:
                kind = registered("policy")["reckoning"]
                self.__dict__["policy"] = kind()  # type: ignore[operator]  # as given by the preset: not a field set
            elif not self.policy.decides_copies:
                raise ValueError(
                    "imitation: "
                    + _(
                        "reckoning steers the firm by the policy 'reckoning', and the policy {kind} is given "
                        "besides; leave one of them out"
                    ).format(kind=repr(self.policy.kind))
                )
        return self

    @model_validator(mode="after")
    def _one_of_each(self) -> Firm:
        faults = []
        kinds = {"programme": [p.kind for p in self.programmes], "department": [d.kind for d in self.departments]}
        twice = {
            "programme": _("the programme {kind} is given twice; a firm has one of each kind"),
            "department": _("the department {kind} is given twice; a firm has one of each kind"),
        }
        for what, given in kinds.items():
            for number, kind in enumerate(given):
                other = given.index(kind)
                if other != number:
                    said = twice[what].format(kind=repr(kind))
                    faults.append(f"{what}s.{number}: {said}{OTHER}{what}s.{other}")
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def in_force(self, field: str) -> object:
        """The rows of a preset stand for its word."""
        if field == "imitation" and isinstance(self.imitation, str):
            return IMITATION_PRESETS.get(self.imitation, self.imitation)
        return super().in_force(field)

    @property
    def copying_skill(self) -> Imitation:
        """How well and how fast it can copy, whether or not it does: its rows, those of its preset, or the course's."""
        if isinstance(self.imitation, Imitation):
            return self.imitation
        return IMITATION_PRESETS.get(self.imitation, COURSE_IMITATION)

    @property
    def copying(self) -> Imitation | None:
        """How it copies its rivals by reflex, with what the preset brings; ``None`` for a firm that does not."""
        if self.imitation in ("never", "reckoning") or (self.policy is not None and self.policy.decides_copies):
            return None
        return self.copying_skill

    def department(self, of: type[Kind]) -> Kind | None:
        """Its department of that kind, if it has one: ``firm.department(ServiceDesk)``."""
        return next((part for part in self.departments if isinstance(part, of)), None)


def kinds_with_members_by(term: str, firms: Iterable[Firm]) -> set[str]:
    """Kinds of programmes of these firms to which members come by this term, such as ``tailored_open``."""
    return {p.kind for firm in firms for p in firm.programmes if p.takes_members_by(term)}

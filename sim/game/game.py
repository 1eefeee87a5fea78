"""A game as it is declared: which market, who sits where, how rounds go on, what happens with those who are late."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from sim.registry import unknown
from sim.scenario.declaration import Declaration
from sim.scenario.faults import ScenarioError
from sim.scenario.kinds import OneOf
from sim.scenario.lesson import Lesson
from sim.scenario.policy import Policy
from sim.scenario.population import Name
from sim.scenario.scenario import Scenario

Role: TypeAlias = Literal["firm", "rival", "observer", "instructor"]
STEERING: tuple[str, ...] = ("firm", "rival")
"""Roles that steer a firm."""
Advance: TypeAlias = Literal["all_in", "instructor", "timer", "own_pace"]
Absent: TypeAlias = Literal["repeat", "bot", "hold"]


class Seat(Declaration):
    """A place at which somebody sits in the game."""

    name: Name
    role: Role
    """``firm`` and ``rival`` steer a firm, ``observer`` sees what is public, ``instructor`` everything."""
    firm: Name | None = None
    """The firm that it steers; the one of its own name if left out."""
    brief: str = ""
    """What whoever sits here is told before the first round."""
    bot: Annotated[Policy, OneOf("policy")] | None = None
    """Who steers the firm in a rehearsal, and when a bot takes the seat; ``hold`` if left out."""

    @property
    def steers(self) -> str:
        """Name of the firm that it steers; empty where it steers none."""
        return (self.firm or self.name) if self.role in STEERING else ""


class Game(Lesson):
    """A role-play in rounds on a scenario.

    To vary a game, ask for the same, but: ``game.but(rounds=4)``.
    """

    scenario: str = Field(min_length=1)
    """Name of a scenario that comes along, or a scenario file, looked for beside the game's."""
    changes: dict[str, object] = Field(default={})
    """What is different from the scenario, by path: ``{"firms.Azure.offer.price": 0.9}``."""
    rounds: int = Field(ge=1, le=400)
    """How many rounds are played; each lasts as long as a round of the scenario."""
    seats: tuple[Seat, ...] = Field(min_length=1, max_length=100)
    advance: Advance = "all_in"
    """When a round closes: once all have decided; when the instructor says so; when the time is up; or for each team
    when it has decided, in a world of its own where bots steer the others (``own_pace``)."""
    seconds: float | None = Field(default=None, gt=0, le=1e6)
    """Time for a round where a timer closes it."""
    absent: Absent = "hold"
    """What counts for a seat that has not decided when a round closes: its last decision, its bot's, or none."""
    predict_first: bool = False
    """Whether a seat must say what it expects before it decides."""

    @model_validator(mode="after")
    def _consistent(self) -> Game:
        names = [seat.name for seat in self.seats]
        steered = [seat.steers for seat in self.seats if seat.steers]
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        faults = [f"seats.{name}: named twice; names must differ" for name in twice]
        for firm in dict.fromkeys(steered):
            if steered.count(firm) > 1:
                faults.append(f"seats: {steered.count(firm)} seats steer {firm}; give each firm to one seat")
        for seat in self.seats:
            if seat.role not in STEERING and (seat.firm is not None or seat.bot is not None):
                faults.append(f"seats.{seat.name}: an {seat.role} steers no firm; leave firm and bot out")
            if self.advance == "own_pace" and seat.name == "main":
                faults.append("seats.main: each team has a line of its name, and main is taken; rename the seat")
        if not steered:
            faults.append("seats: nobody steers a firm; give at least one seat the role firm")
        if (self.advance == "timer") != (self.seconds is not None):
            faults.append("seconds: give the time for a round if, and only if, a timer closes it (advance: timer)")
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def seat(self, name: str) -> Seat:
        """The seat of that name. Raises ``LookupError`` for a name that nobody has."""
        for seat in self.seats:
            if seat.name == name:
                return seat
        raise LookupError(unknown("seat", name, [seat.name for seat in self.seats]))

    @property
    def steering(self) -> tuple[Seat, ...]:
        """Seats that steer a firm, in order."""
        return tuple(seat for seat in self.seats if seat.steers)

    def on(self, scenario: Scenario) -> Scenario:
        """The scenario as this game plays it: changed, as long as its rounds, and the bots at the seats' firms.

        Raises ``ScenarioError`` for seats whose firm is not there, and for changes that cannot be made.
        """
        scenario = scenario.but(self.changes)
        for seat in self.steering:
            if seat.steers not in scenario.firm_names:
                raise ScenarioError.of(f"seats.{seat.name}.firm", unknown("firm", seat.steers, scenario.firm_names))
        if scenario.round % 1 or scenario.round % scenario.tick:
            raise ScenarioError.of(
                "changes.round",
                f"a round lasts {scenario.round:g} weeks and a tick {scenario.tick:g}; give a whole number of both",
            )
        policies = {f"firms.{seat.steers}.policy": seat.bot or {"kind": "hold"} for seat in self.steering}
        return scenario.but(policies, horizon=self.rounds * scenario.round, replications=1)

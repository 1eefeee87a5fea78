"""A game as it is declared: which market, who sits where, how rounds go on, what happens with those who are late."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, model_validator

from sim.game.need_pools import PooledNeed, with_drawn_needs
from sim.language.messages import _
from sim.registry import registered, unknown
from sim.scenario.decisions.decision import LEVERS
from sim.scenario.declaration import Declaration, Lesson, OneOf
from sim.scenario.files.twin_names import twins
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.policy import AccountPolicy, Policy
from sim.scenario.market.key_account import NeedName
from sim.scenario.market.population import Name
from sim.scenario.scenario import Scenario

Role: TypeAlias = Literal["firm", "rival", "account", "observer", "instructor"]
STEERING: tuple[str, ...] = ("firm", "rival")
"""Roles that steer a firm."""
ON_REQUEST = ("launch",)
"""Levers that a seat has only where its ``levers`` name them: a programme of one's own comes with costs of its own."""
Advance: TypeAlias = Literal["all_in", "instructor", "timer", "own_pace"]
Absent: TypeAlias = Literal["repeat", "bot", "hold"]


class Seat(Declaration):
    """A place in the game, for a person or a bot."""

    name: Name
    role: Role
    """``firm`` and ``rival`` steer a firm, ``account`` is a key account, ``observer`` sees what is public,
    ``instructor`` everything."""
    firm: Name | None = None
    """The firm that it steers; the one of its own name if left out."""
    account: Name | None = None
    """The key account that it is; the one of its own name if left out."""
    brief: str = ""
    """What the player is told before the first round."""
    bot: Annotated[Policy | AccountPolicy, OneOf("policy", "account_policy")] | None = None
    """Who steers the firm, or is the key account, in a rehearsal and when a bot takes the seat. Left out: ``hold``, and
    for a key account what the scenario says, or ``as_customers_do``."""
    levers: tuple[str, ...] | None = None
    """What this seat decides of its firm, where several steer it together; all if left out."""

    @model_validator(mode="after")
    def _fitting_bot(self) -> Seat:
        family: tuple[str, type] = ("account_policy", AccountPolicy) if self.role == "account" else ("policy", Policy)
        if self.bot is not None and self.plays and not isinstance(self.bot, family[1]):
            kinds = registered(family[0])
            if self.bot.kind not in kinds:
                raise ValueError(f"bot: {unknown(f'bot for the role {self.role}', self.bot.kind, kinds)}")
            same_name: Any = kinds[self.bot.kind]
            object.__setattr__(self, "bot", same_name.model_validate(self.bot.model_dump(exclude_unset=True)))
        return self

    @model_validator(mode="after")
    def _levers_there(self) -> Seat:
        names = self.levers or ()
        faults = [f"levers: {unknown('lever', name, LEVERS)}" for name in names if name not in LEVERS]
        twice = _("levers: {lever} is named twice")
        faults += [twice.format(lever=name) for name in dict.fromkeys(names) if names.count(name) > 1]
        if self.levers is not None and (self.role not in STEERING or not self.levers):
            faults.append(_("levers: name what the seat moves of its firm, or leave levers out"))
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @property
    def steers(self) -> str:
        """Name of the firm that it steers; empty where it steers none."""
        return (self.firm or self.name) if self.role in STEERING else ""

    @property
    def answers(self) -> str:
        """Name of the key account that it is; empty where it is none."""
        return (self.account or self.name) if self.role == "account" else ""

    @property
    def plays(self) -> str:
        """Name of the firm or key account that it decides for; empty where it decides nothing."""
        return self.steers or self.answers

    def moves(self, lever: str) -> bool:
        """Whether that lever is this seat's to move."""
        return bool(self.steers) and (lever not in ON_REQUEST if self.levers is None else lever in self.levers)


def _misplaced(seat: Seat) -> list[str]:
    """What a seat is given that does not go with its role."""
    faults = []
    if seat.role not in STEERING and (seat.firm is not None or (seat.bot is not None and not seat.plays)):
        firm, both = (
            _("seats.{seat}: the role {role} steers no firm; leave firm out"),
            _("seats.{seat}: the role {role} steers no firm; leave firm and bot out"),
        )
        faults.append((firm if seat.plays else both).format(seat=seat.name, role=seat.role))
    if seat.role != "account" and seat.account is not None:
        said = _("seats.{seat}: a seat in the role {role} is no key account; leave account out")
        faults.append(said.format(seat=seat.name, role=seat.role))
    return faults


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
    need_pools: dict[NeedName, tuple[PooledNeed, ...]] = Field(default={})
    """Pools of hidden needs, by kind; the seed of a new game decides which key account has which."""

    @model_validator(mode="after")
    def _consistent(self) -> Game:
        faults = twins("seats", [seat.name for seat in self.seats])
        for firm in dict.fromkeys(seat.steers for seat in self.steering):
            faults += _at_cross_purposes(firm, [seat for seat in self.steering if seat.steers == firm])
        for seat in self.seats:
            faults += _misplaced(seat)
        if self.advance == "own_pace":
            faults += self._line_faults()
        answering = [seat.answers for seat in self.of_accounts]
        several = _("seats: {n} seats are {account}; give each key account one seat")
        faults += [
            several.format(n=answering.count(account), account=account)
            for account in dict.fromkeys(answering)
            if answering.count(account) > 1
        ]
        if not self.steering:
            faults.append(_("seats: no seat steers a firm; give at least one seat the role firm"))
        if (self.advance == "timer") != (self.seconds is not None):
            faults.append(_("seconds: give the time for a round if, and only if, a timer closes it (advance: timer)"))
        for kind, pool in self.need_pools.items():
            faults += twins(f"need_pools.{kind}", [need.text for need in pool])
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _line_faults(self) -> list[str]:
        """Teams that could not have a line of their own name."""
        teams = list({(seat.role == "account", seat.plays): self.team_of(seat) for seat in self.deciding}.values())
        twins_of = _("seats.{team}: two teams would have a line of that name; rename the seat")
        faults = [twins_of.format(team=team) for team in dict.fromkeys(teams) if teams.count(team) > 1]
        if "main" in teams:
            faults.insert(0, _("seats.main: each team has a line of its name, and main is taken; rename the seat"))
        return faults

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

    @property
    def deciding(self) -> tuple[Seat, ...]:
        """Seats that decide something in a round, in order."""
        return tuple(seat for seat in self.seats if seat.plays)

    @property
    def of_accounts(self) -> tuple[Seat, ...]:
        """Seats that are key accounts, in order."""
        return tuple(seat for seat in self.seats if seat.answers)

    def beside(self, seat: Seat) -> tuple[Seat, ...]:
        """The other seats that steer the same firm, in order."""
        return tuple(other for other in self.steering if other.steers == seat.steers and other.name != seat.name)

    def team_of(self, seat: Seat) -> str:
        """Who plays together: the firm's name where several seats steer it, else the seat's own; empty for others."""
        if seat not in self.deciding:
            return ""
        return seat.steers if self.beside(seat) else seat.name

    @property
    def teams(self) -> dict[str, tuple[Seat, ...]]:
        """Seats that play together, by the name of their team."""
        names = dict.fromkeys(self.team_of(seat) for seat in self.deciding)
        return {name: tuple(seat for seat in self.deciding if self.team_of(seat) == name) for name in names}

    def bot_of(self, firm: str) -> dict[str, object]:
        """Who steers a firm where bots sit at all its seats, as a scenario declares it."""
        seats = [seat for seat in self.steering if seat.steers == firm]
        bots = [
            seat.bot.model_dump(mode="json", exclude_unset=True) if seat.bot else {"kind": "hold"} for seat in seats
        ]
        if len(seats) == 1 and seats[0].levers is None:
            return dict(bots[0])
        members = [{"levers": list(seat.levers or ()), "policy": bot} for seat, bot in zip(seats, bots, strict=True)]
        return {"kind": "team", "members": members}

    def with_drawn_needs(self, scenario: Scenario, seed: int) -> Scenario:
        """The scenario with the hidden needs that the seed draws from the pools of this game; without pools the same.

        Raises ``ScenarioError`` for a pool with too few needs.
        """
        return with_drawn_needs(scenario, self.need_pools, seed)

    def on(self, scenario: Scenario) -> Scenario:
        """The scenario as this game plays it: changed, as long as its rounds, and the bots at the seats' firms.

        Raises ``ScenarioError`` for seats whose firm is not there, and for changes that cannot be made.
        """
        scenario = scenario.but(self.changes)
        for seat in self.steering:
            if seat.steers not in scenario.firm_names:
                raise ScenarioError.of(f"seats.{seat.name}.firm", unknown("firm", seat.steers, scenario.firm_names))
        known = [account.name for account in scenario.key_accounts]
        for seat in self.of_accounts:
            if seat.answers not in known:
                raise ScenarioError.of(f"seats.{seat.name}.account", unknown("key account", seat.answers, known))
        if scenario.round % 1 or scenario.round % scenario.tick:
            said = _("a round lasts {round} weeks and a tick {tick}; give a whole number of both")
            said = said.format(round=f"{scenario.round:g}", tick=f"{scenario.tick:g}")
            raise ScenarioError.of("changes.round", said)
        firms = dict.fromkeys(seat.steers for seat in self.steering)
        policies: dict[str, object] = {f"firms.{firm}.policy": self.bot_of(firm) for firm in firms}
        declared = {account.name: account.policy for account in scenario.key_accounts}
        for seat in self.of_accounts:
            own = seat.bot or declared[seat.answers] or {"kind": "as_customers_do"}
            policies[f"key_accounts.{seat.answers}.policy"] = own
        return scenario.but(policies, horizon=self.rounds * scenario.round, replications=1)


def _at_cross_purposes(firm: str, seats: list[Seat]) -> list[str]:
    """What is wrong with how several seats share a firm."""
    if len(seats) < 2:
        return []
    if any(seat.levers is None for seat in seats):
        said = _("seats: {n} seats steer {firm}; name the levers of each, or give the firm to one seat")
        return [said.format(n=len(seats), firm=firm)]
    faults, owner = [], dict[str, str]()
    for seat in seats:
        for lever in seat.levers or ():
            if owner.setdefault(lever, seat.name) != seat.name:
                said = _("seats.{seat}.levers: {lever} is moved by {owner} already; give it to one seat")
                faults.append(said.format(seat=seat.name, lever=lever, owner=owner[lever]))
    return faults

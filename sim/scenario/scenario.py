"""The whole of what is asked: one market, its customers, its firms and what befalls it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.deprecated_names import renamed_attribute
from sim.registry import UnknownNameError, unknown
from sim.scenario.contrast import Contrast
from sim.scenario.files.amount_limits import too_large
from sim.scenario.files.twin_names import appearance, twins
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.firm.firm import Firm
from sim.scenario.kinds import OneOf
from sim.scenario.lesson import Lesson
from sim.scenario.market.behaviour import Behaviour
from sim.scenario.market.exit_causes import COURSE_CAUSES, Exits
from sim.scenario.market.exit_interviews import ASSUMED_ANSWERS, ExitInterviews
from sim.scenario.market.key_account import KeyAccount, account_faults
from sim.scenario.market.offers import COURSE_ATTRIBUTES, OUTSIDE, Offer
from sim.scenario.market.population import Name, Population
from sim.scenario.market.shock import Shock
from sim.scenario.market.tiers import TIERS

PRESET_CAUSES = frozenset(cause.name for cause in COURSE_CAUSES)
MOST_CAUSES = 100
"""Exit causes that the log can tell apart, beside its other words."""


class Scenario(Lesson):
    """A market to be run. Time in weeks, money in one unnamed currency.

    To vary a scenario, ask for the same, but: ``scenario.but(horizon=52)``.
    """

    sources: tuple[str, ...] = ()
    """Where its figures come from."""
    horizon: float = Field(gt=0, le=5200)
    """Length of the run in weeks."""
    tick: float = Field(default=1.0, ge=0.005)
    """Weeks between two moments at which news travels; 0.005 weeks, the least, are 50 minutes."""
    round: float = Field(default=13.0, gt=0)
    """Weeks between two decisions of those who steer firms, from week 0 on; all decide at the same moment."""
    start: datetime.date = datetime.date(2025, 1, 6)
    """The calendar date of week 0."""
    seed: int = Field(default=1, ge=0, lt=2**63)
    replications: int = Field(default=1, ge=1, le=100_000)
    focus: str | None = None
    """The firm the report looks at; the first one when left out."""
    compare_with: str | None = None
    """Real data to lay the run beside; ``cdnow`` is known."""
    population: Population
    firms: tuple[Firm, ...] = Field(min_length=1, max_length=60)
    outside: Offer | None = None
    """An alternative outside these firms with which offers are compared; leave out for none."""
    behaviour: Behaviour = Behaviour()
    exits: Exits = Exits()
    interviews: ExitInterviews = ExitInterviews()
    """Asking those who leave why. What is said changes nothing in the run, only what a firm can know of it."""
    shocks: tuple[Annotated[Shock, OneOf("shock")], ...] = ()
    key_accounts: tuple[KeyAccount, ...] = Field(default=(), max_length=100)
    """Customers whom a person steers, or a bot; their choices override their clocks."""

    contrasts: dict[Name, Contrast] = Field(default={}, max_length=20)
    """Named alternatives, such as the condition under which a programme pays and that under which it does not."""

    def contrast(self, name: str) -> Scenario:
        """The alternative of that name, as a scenario. Raises ``UnknownNameError`` for a name that is not there."""
        if name not in self.contrasts:
            raise UnknownNameError(unknown("contrast", name, self.contrasts))
        return self.but(contrasts={}).but(self.contrasts[name].set)

    def but(self, changes: Mapping[str, object] | None = None, /, **fields: object) -> Self:
        """The same scenario with some fields changed, and without its contrasts, which are those of the file."""
        changed = super().but(changes, **fields)
        if not changed.contrasts or any(path.split(".")[0] == "contrasts" for path in {**(changes or {}), **fields}):
            return changed
        plain = changed.model_copy(update={"contrasts": {}})
        plain.__pydantic_fields_set__.discard("contrasts")
        return plain

    def faults_in_file(self) -> list[Fault]:
        """Contrasts that cannot be made, and those that change nothing."""
        faults, plain = [], self.model_copy(update={"contrasts": {}})
        for name, contrast in self.contrasts.items():
            path = f"contrasts.{name}.set"
            try:
                if plain.but(contrast.set) == plain:
                    faults.append(
                        Fault(
                            path=path,
                            steps=("contrasts", name, "set"),
                            message="it changes nothing; give at least one value that differs from the scenario's",
                        )
                    )
            except ScenarioError as error:
                for fault in error.faults:
                    key = (fault.path,) if fault.path in contrast.set else ()
                    steps = ("contrasts", name, "set", *key)
                    faults.append(Fault(path=f"{path}.{fault.path}", steps=steps, message=fault.message))
        return faults

    @property
    def firm_names(self) -> tuple[str, ...]:
        """Names of the firms, in order."""
        return tuple(firm.name for firm in self.firms)

    @property
    def focal_firm(self) -> str:
        """Name of the firm in focus."""
        return self.focus or self.firms[0].name

    focal = renamed_attribute("focal", "focal_firm")

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes that customers compare: the five of the course, then those that exit causes add."""
        added = [c.attribute for c in self.exits.causes if c.attribute and c.attribute not in COURSE_ATTRIBUTES]
        return COURSE_ATTRIBUTES + tuple(dict.fromkeys(added))

    @property
    def shares(self) -> tuple[float, ...]:
        """Part of each firm in customers' tastes; they sum to one."""
        return tuple(1 / len(self.firms) if firm.share is None else firm.share for firm in self.firms)

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        faults = twins("firms", self.firm_names)
        faults += twins("population.segments", [segment.name for segment in self.population.segments])
        faults += twins("exits.rows", [row.name for row in self.exits.rows])
        given = [firm.share for firm in self.firms if firm.share is not None]
        if given and len(given) < len(self.firms):
            faults.append("firms: some firms have a share and some have none; give every firm a share, or no firm")
        elif given and abs(sum(given) - 1) > 1e-6:
            faults.append(f"firms: the shares sum to {sum(given):g}; they must sum to 1")
        if self.focus is not None and self.focus not in self.firm_names:
            faults.append(f"focus: {unknown('firm', self.focus, self.firm_names)}")
        if self.compare_with not in (None, "cdnow"):
            faults.append(f"compare_with: {unknown('data set', str(self.compare_with), ['cdnow'])}")
        for cause in self.exits.causes:
            if cause.compared_with in ("best_rival", "blameless") and cause.attribute is None:
                faults.append(f"exits.rows.{cause.name}: to compare with {cause.compared_with} it needs an attribute")
        for attribute in self.behaviour.choice_weights:
            if attribute not in self.attributes:
                faults.append(f"behaviour.choice_weights: {unknown('attribute', attribute, self.attributes)}")
        firms = (*self.firm_names, OUTSIDE) if self.outside else self.firm_names
        for number, shock in enumerate(self.shocks):
            faults += [f"shocks.{number}.{fault}" for fault in shock.faults(firms, self.attributes)]
        causes = [cause.name for cause in self.exits.causes]
        faults += _taken(self.firm_names, causes)
        for firm in self.firms:
            for department in firm.departments:
                where = f"firms.{firm.name}.departments.{department.kind}"
                faults += [f"{where}.{fault}" for fault in department.faults(firm, self)]
            if firm.policy is not None:
                faults += [f"firms.{firm.name}.policy.{fault}" for fault in firm.policy.faults(firm, self)]
        for true, row in self.interviews.stated.items():
            if row == ASSUMED_ANSWERS.get(true):
                continue  # as the preset has it, which may speak of causes that are not of this market
            named = [name for name in (true, *row) if name not in causes]
            faults += [f"interviews.stated.{true}: {unknown('exit cause', name, causes)}" for name in named]
        faults += account_faults(self.key_accounts, self)
        if self.round < self.tick and any(
            policy is not None for policy in (*(f.policy for f in self.firms), *(a.policy for a in self.key_accounts))
        ):
            faults.append(f"round: {self.round:g} weeks is shorter than a tick; give at least {self.tick:g}")
        if self.tick > self.horizon:
            faults.append(f"tick: {self.tick:g} weeks is longer than the horizon of {self.horizon:g}")
        faults += too_large(self)
        if faults:
            raise ValueError("\n".join(faults))
        return self


def _taken(firms: Sequence[str], causes: list[str]) -> list[str]:
    """Names that mean something else already, and more exit causes than the log can tell apart."""
    faults = []
    if OUTSIDE in firms:
        faults.append(f"firms.{OUTSIDE}: {OUTSIDE!r} means the alternative outside all firms; choose another name")
    looks: dict[str, str] = {}
    for name in causes:
        other = looks.setdefault(appearance(name), name)
        if other != name and other in PRESET_CAUSES:
            faults.append(f"exits.rows.{name}: the name looks the same as that of the cause {other!r}; spell it alike")
        if name in TIERS:
            faults.append(f"exits.rows.{name}: {name!r} means a tier of customers in the log; choose another name")
    if len(causes) > MOST_CAUSES:
        faults.append(f"exits: there are {len(causes)} exit causes; give at most {MOST_CAUSES}")
    return faults

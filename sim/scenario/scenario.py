"""A scenario: one market, its customers, its firms and the shocks to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field, model_validator

from sim.deprecated_names import renamed_attribute
from sim.language.messages import _
from sim.object_view import ObjectView, ShowsItself
from sim.registry import listed, unknown
from sim.scenario.contrasts import (
    Contrast,
    ContrastMeasure,
    Finding,
    ScenarioPicture,
    ShortName,
    answer_faults,
    contrast_faults,
    world,
)
from sim.scenario.declaration import Lesson, OneOf
from sim.scenario.files.twin_names import appearance, twins
from sim.scenario.files.validation_errors import Fault
from sim.scenario.files.validation_messages import given
from sim.scenario.firm.firm import Firm
from sim.scenario.market.behaviour import Behaviour
from sim.scenario.market.district import District, district_faults
from sim.scenario.market.exit_causes import ASSUMED_ANSWERS, COURSE_CAUSES, ExitInterviews, Exits
from sim.scenario.market.key_account import KeyAccount, account_faults
from sim.scenario.market.offers import COURSE_ATTRIBUTES, OUTSIDE, Offer
from sim.scenario.market.population import Population
from sim.scenario.market.shock import Shock
from sim.scenario.market.story import story_faults
from sim.scenario.market.tiers import TIERS

MAX_AMOUNT = 1e12
"""The largest number that is accepted: books are kept in whole cents, which a run adds up in 64 bits."""


def too_large(scenario: Scenario) -> list[str]:
    """A fault for each number beyond ``MOST``."""
    return [
        f"{path}: "
        + _("{given} was given, which is more than books in whole cents can hold; give {most} at most").format(
            given=given(value), most=f"{MAX_AMOUNT:,.0f}"
        )
        for path, value in _numbers("", scenario.model_dump(exclude={"seed"}))
        if abs(value) > MAX_AMOUNT
    ]


def _numbers(path: str, value: object) -> Iterator[tuple[str, float]]:
    """Every number with the way to it as a person would write it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _numbers(f"{path}.{key}" if path else str(key), inside)
    elif isinstance(value, list | tuple):
        for number, inside in enumerate(value):
            called = (inside.get("name") or inside.get("kind")) if isinstance(inside, Mapping) else None
            yield from _numbers(f"{path}.{called or number}", inside)


PRESET_CAUSES = frozenset(cause.name for cause in COURSE_CAUSES)
MOST_CAUSES = 100
"""Exit causes that the log can tell apart, beside its other words."""


class Scenario(Lesson, ShowsItself):
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
    districts: tuple[District, ...] = Field(default=(), max_length=100)
    """Where people live, for markets in which a firm is not everywhere; leave out for one place."""
    firms: tuple[Firm, ...] = Field(min_length=1, max_length=60)
    outside: Offer | None = None
    """An alternative outside these firms with which offers are compared; leave out for none."""
    behaviour: Behaviour = Behaviour()
    exits: Exits = Exits()
    interviews: ExitInterviews = ExitInterviews()
    """Asking those who leave why. What is said changes nothing in the run, only what a firm can know of it."""
    shocks: tuple[Annotated[Shock, OneOf("shock")], ...] = ()
    question: str | None = Field(default=None, min_length=1, max_length=300)
    """What the scenario asks, in one sentence; its findings answer it."""
    contrasts: Mapping[ShortName, Contrast] = Field(default={}, max_length=20)
    """The same market with some values changed, by name; ``base`` is the market as it stands."""
    measures: tuple[ContrastMeasure, ...] = Field(default=(), max_length=20)
    """Figures by which the base and its contrasts are compared."""
    findings: tuple[Finding, ...] = Field(default=(), max_length=20)
    """Sentences about the differences, the answer first; their figures are computed from the runs."""
    pictures: tuple[ScenarioPicture, ...] = Field(default=(), max_length=20)
    """Charts that show the answer, the main one first."""
    key_accounts: tuple[KeyAccount, ...] = Field(default=(), max_length=100)
    """Customers whom a person steers, or a bot; their choices override their clocks."""

    def contrast(self, name: str) -> Scenario:
        """The market of a contrast, or of the ``base``, as a scenario without a question.

        Args:
            name: Name of the contrast, or ``base``.

        Returns:
            The market without a question.

        Raises:
            ScenarioError: For a name that is not there, and for changes that cannot be made.
        """
        return world(self, name)

    def view(self) -> ObjectView:
        """The market in a few lines, with its firms in a small table.

        Returns:
            The lines and the table that a notebook or a terminal shows.
        """
        asked = (self.question,) if self.question else ()
        contrasts = (f"Contrasts: {', '.join(self.contrasts)}",) if self.contrasts else ()
        runs = "sim.run_contrasts(scenario)" if self.contrasts else "sim.simulate(scenario)"
        return ObjectView(
            title=f"Scenario {self.name}: {self.title}",
            facts=(
                *asked,
                f"{self.population.size:,} customers, firms {listed(self.firm_names, 200)}; {self.horizon:g} weeks, "
                f"seed {self.seed}",
                *contrasts,
            ),
            columns=("firm", "programmes", "departments", "strategy"),
            rows=tuple(
                (
                    firm.name,
                    ", ".join(programme.kind for programme in firm.programmes) or "none",
                    ", ".join(department.kind for department in firm.departments) or "none",
                    "none" if firm.policy is None else firm.policy.kind,
                )
                for firm in self.firms
            ),
            next_steps=(runs, 'scenario.but({"firms.NAME.offer.price": 0.95})'),
        )

    def __repr__(self) -> str:
        """A few lines."""
        return self.view().text()

    __str__ = __repr__

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
        causes = self.exits.cause_names
        faults = [
            *twins("firms", self.firm_names),
            *twins("population.segments", self.population.segment_names),
            *twins("exits.rows", [row.name for row in self.exits.rows]),
            *_share_faults(self),
            *_unknown_names(self),
            *_attribute_faults(self),
            *_shock_faults(self),
            *story_faults(self),
            *district_faults(self),
            *_taken(self.firm_names, causes),
            *_firm_faults(self),
            *_interview_faults(self, causes),
            *account_faults(self.key_accounts, self),
            *_time_faults(self),
            *too_large(self),
        ]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def costly_faults(self) -> list[Fault]:
        """Faults in the question's block, whose contrasts have to be built to be checked.

        Returns:
            The faults, each with its path.
        """
        return [*answer_faults(self), *contrast_faults(self)]


def _share_faults(scenario: Scenario) -> Iterator[str]:
    shares = [firm.share for firm in scenario.firms if firm.share is not None]
    if shares and len(shares) < len(scenario.firms):
        yield "firms: " + _("some firms have a share and some have none; give every firm a share, or no firm")
    elif shares and abs(sum(shares) - 1) > 1e-6:
        yield "firms: " + _("the shares sum to {total}; they must sum to 1").format(total=f"{sum(shares):g}")


def _unknown_names(scenario: Scenario) -> Iterator[str]:
    if scenario.focus is not None and scenario.focus not in scenario.firm_names:
        yield f"focus: {unknown('firm', scenario.focus, scenario.firm_names)}"
    if scenario.compare_with not in (None, "cdnow"):
        yield f"compare_with: {unknown('data set', str(scenario.compare_with), ['cdnow'])}"


def _attribute_faults(scenario: Scenario) -> Iterator[str]:
    for cause in scenario.exits.causes:
        if cause.compared_with in ("best_rival", "blameless") and cause.attribute is None:
            yield f"exits.rows.{cause.name}: " + _("to compare with {compared_with} it needs an attribute").format(
                compared_with=cause.compared_with
            )
    for attribute in scenario.behaviour.choice_weights:
        if attribute not in scenario.attributes:
            yield f"behaviour.choice_weights: {unknown('attribute', attribute, scenario.attributes)}"


def _shock_faults(scenario: Scenario) -> Iterator[str]:
    firms = (*scenario.firm_names, OUTSIDE) if scenario.outside else scenario.firm_names
    for number, shock in enumerate(scenario.shocks):
        yield from (f"shocks.{number}.{fault}" for fault in shock.faults(firms, scenario.attributes))


def _firm_faults(scenario: Scenario) -> Iterator[str]:
    for firm in scenario.firms:
        where = f"firms.{firm.name}"
        for department in firm.departments:
            yield from (f"{where}.departments.{department.kind}.{fault}" for fault in department.faults(firm, scenario))
        if firm.policy is not None:
            yield from (f"{where}.policy.{fault}" for fault in firm.policy.faults(firm, scenario))


def _interview_faults(scenario: Scenario, causes: Sequence[str]) -> Iterator[str]:
    for true, row in scenario.interviews.stated.items():
        if row == ASSUMED_ANSWERS.get(true):
            continue  # as the preset has it, which may speak of causes that are not of this market
        named = [name for name in (true, *row) if name not in causes]
        yield from (f"interviews.stated.{true}: {unknown('exit cause', name, causes)}" for name in named)


def _time_faults(scenario: Scenario) -> Iterator[str]:
    policies = (*(firm.policy for firm in scenario.firms), *(account.policy for account in scenario.key_accounts))
    if scenario.round < scenario.tick and any(policy is not None for policy in policies):
        yield "round: " + _("{round} weeks is shorter than a tick; give at least {tick}").format(
            round=f"{scenario.round:g}", tick=f"{scenario.tick:g}"
        )
    if scenario.tick > scenario.horizon:
        yield "tick: " + _("{tick} weeks is longer than the horizon of {horizon}").format(
            tick=f"{scenario.tick:g}", horizon=f"{scenario.horizon:g}"
        )


def _taken(firms: Sequence[str], causes: Sequence[str]) -> list[str]:
    """Names that mean something else already, and more exit causes than the log can tell apart."""
    faults = []
    if OUTSIDE in firms:
        faults.append(
            f"firms.{OUTSIDE}: "
            + _("{name} means the alternative outside all firms; choose another name").format(name=repr(OUTSIDE))
        )
    looks: dict[str, str] = {}
    for name in causes:
        other = looks.setdefault(appearance(name), name)
        if other != name and other in PRESET_CAUSES:
            faults.append(
                f"exits.rows.{name}: "
                + _("the name looks the same as that of the cause {other}; spell it alike").format(other=repr(other))
            )
        if name in TIERS:
            faults.append(
                f"exits.rows.{name}: "
                + _("{name} means a tier of customers in the log; choose another name").format(name=repr(name))
            )
    if len(causes) > MOST_CAUSES:
        faults.append(
            "exits: " + _("there are {n} exit causes; give at most {most}").format(n=len(causes), most=MOST_CAUSES)
        )
    return faults

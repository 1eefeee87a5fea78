"""The question that a scenario asks, and how it is answered: contrasts, measures, findings, pictures.

A scenario is a small controlled experiment. ``base`` is the file as it stands; each contrast is the same market with
some values changed. Findings are sentences whose figures are computed from the runs, with one reading for each way the
difference can come out. Nothing here has a bearing on what happens in a run.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import Field, StringConstraints

from sim.language.messages import _, mark
from sim.registry import registered, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import Fault, ScenarioError

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

BASE = "base"
"""What the market is called as it stands in the file."""
ANSWER_FIELDS = ("question", "contrasts", "measures", "findings", "pictures")
"""Fields of a scenario that say how its question is answered."""
PLACES = ("base", "other", "difference", "interval", "n")
"""Places that the sentences of a finding may hold in braces."""
ShortName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"),
    Field(
        json_schema_extra={
            "patternErrorMessage": mark("a name of up to 40 small letters, digits and _, beginning with a letter")
        }
    ),
]


class Contrast(Declaration):
    """The same market with some values changed."""

    label: str = Field(min_length=1, max_length=80)
    """What the contrast is called in tables and pictures, such as ``without the club``."""
    set: Mapping[str, Any] = Field(min_length=1)
    """The values that differ, by path, such as ``firms.Harley.programmes: []``."""


class ContrastMeasure(Declaration):
    """One figure by which the markets are compared."""

    name: ShortName
    """What findings call it."""
    measure: str
    """A name of the family of measures, such as ``profit``."""
    label: str | None = Field(default=None, min_length=1, max_length=80)
    """What tables call it; the name of the measure when left out."""
    firm: str | None = None
    """The firm that is looked at; the one in focus when left out."""
    since: int = Field(default=0, ge=0)
    """First week that is looked at."""
    until: int | None = Field(default=None, gt=0)
    """The week before which the window ends; the end of the run when left out."""
    settings: Mapping[str, Any] = {}
    """Further settings of the measure, where it has any."""
    shown_as: Literal["number", "percent", "money"] | None = None
    """How it is written; as the measure has it when left out."""


class Finding(Declaration):
    """A sentence about a difference, with one reading for each way it can come out.

    Places in braces are filled in: ``{base}`` and ``{other}`` are the means of the two markets, ``{difference}`` is
    their difference (first less second) without its sign, ``{interval}`` its 95% interval, ``{n}`` the number of runs.
    """

    between: tuple[str, ...] = Field(min_length=2, max_length=2)
    """Two markets, by name: ``base`` or a contrast."""
    on: str
    """The measure, by its name in ``measures``."""
    more: str = Field(min_length=1)
    """Read when the first market has clearly more."""
    less: str = Field(min_length=1)
    """Read when the first market has clearly less."""
    unclear: str = Field(min_length=1)
    """Read when the interval of the difference contains zero."""


class ScenarioPicture(Declaration):
    """A chart that shows the answer, or a part of it."""

    chart: str
    """Name of the chart, such as ``exit_chart``."""
    contrast: str = BASE
    """The market that it shows."""
    look: str = Field(min_length=1)
    """What to look at, in one line."""
    options: Mapping[str, Any] = {}
    """Further arguments of the chart, such as the firm or the measure."""


def answer_faults(scenario: Scenario) -> Iterator[Fault]:
    """What is wrong with the names, windows and sentences of the question's block."""
    worlds = (BASE, *scenario.contrasts)
    if BASE in scenario.contrasts:
        message = _("{name} is the market as it stands in the file; choose another name").format(name=repr(BASE))
        yield Fault(path=f"contrasts.{BASE}", steps=("contrasts", BASE), message=message, at_key=True)
    yield from _measure_faults(scenario)
    measures = [measure.name for measure in scenario.measures]
    for number, finding in enumerate(scenario.findings):
        for said, message in _finding_faults(finding, worlds, measures):
            yield Fault(path=f"findings.{number}.{said}", steps=("findings", number, said), message=message)
    for number, picture in enumerate(scenario.pictures):
        if picture.contrast not in worlds:
            message = unknown("contrast", picture.contrast, worlds)
            yield Fault(path=f"pictures.{number}.contrast", steps=("pictures", number, "contrast"), message=message)


def _measure_faults(scenario: Scenario) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, measure in enumerate(scenario.measures):
        where, steps = f"measures.{measure.name}", ("measures", number)
        if measure.name in seen:
            message = _("two measures have this name; choose another for one of them")
            yield Fault(path=where, steps=(*steps, "name"), message=message)
        seen.add(measure.name)
        if measure.firm is not None and measure.firm not in scenario.firm_names:
            message = unknown("firm", measure.firm, scenario.firm_names)
            yield Fault(path=f"{where}.firm", steps=(*steps, "firm"), message=message)
        end = min(measure.until or scenario.horizon, scenario.horizon)
        if end <= measure.since:
            message = _("the window of {name} ends at week {end}; give a week before that").format(
                name=measure.name, end=f"{end:g}"
            )
            yield Fault(path=f"{where}.since", steps=(*steps, "since"), message=message)


def _finding_faults(finding: Finding, worlds: Sequence[str], measures: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Key and message of each fault."""
    for name in finding.between:
        if name not in worlds:
            yield "between", unknown("contrast", name, worlds)
    if len(set(finding.between)) == 1:
        yield (
            "between",
            _("{name} is compared with itself; name two markets").format(name=repr(finding.between[0])),
        )
    if finding.on not in measures:
        yield "on", unknown("measure", finding.on, measures)
    for reading in ("more", "less", "unclear"):
        for message in _template_faults(getattr(finding, reading)):
            yield reading, message


def _template_faults(template: str) -> Iterator[str]:
    try:
        parts = [place for _text, place, *_rest in string.Formatter().parse(template) if place is not None]
    except ValueError:
        yield _("a brace has no partner; write a brace that is meant as such twice")
        return
    for place in parts:
        if place not in PLACES:
            yield unknown("place in braces", place, PLACES)


def world(scenario: Scenario, name: str) -> Scenario:
    """The market of a contrast, or the base, without the question's block.

    Raises ``ScenarioError`` for a contrast that is not there, and for changes that cannot be made; the faults say
    where in the scenario they stand.
    """
    if name == BASE:
        return plain_market(scenario)
    if name not in scenario.contrasts:
        raise ScenarioError.of("contrasts", unknown("contrast", name, [BASE, *scenario.contrasts]))
    faults = []
    bare = plain_market(scenario)
    changes = scenario.contrasts[name].set
    try:
        changed = bare.but(changes)
    except ScenarioError as error:
        faults = [_in_contrast(name, changes, fault) for fault in error.faults]
    else:
        if changed == bare:
            faults = [_fault(name, "set", message=_("the contrast changes nothing; give a value that differs"))]
    if faults:
        raise ScenarioError(faults)
    return changed


def plain_market(scenario: Scenario) -> Scenario:
    """The same market without its question."""
    if not set(ANSWER_FIELDS) & scenario.model_fields_set:
        return scenario
    content = scenario.model_dump(mode="json", exclude_unset=True, exclude=set(ANSWER_FIELDS))
    return type(scenario).model_validate(content)


def contrast_faults(scenario: Scenario) -> list[Fault]:
    """What is wrong with the changes of the contrasts, and with the measures and charts that are named."""
    faults: list[Fault] = []
    for name in scenario.contrasts:
        try:
            world(scenario, name)
        except ScenarioError as error:
            faults += error.faults
    kinds = registered("measure") if scenario.measures else {}
    for number, measure in enumerate(scenario.measures):
        if measure.measure not in kinds:
            faults.append(
                Fault(
                    path=f"measures.{measure.name}.measure", steps=("measures", number, "measure"),
                    message=unknown("measure", measure.measure, kinds),
                )
            )  # fmt: skip
            continue
        try:
            checked(cast("type[Declaration]", kinds[measure.measure]), measure_settings(measure))
        except ScenarioError as error:
            faults += [_in_measure(number, measure, fault) for fault in error.faults]
    return faults


def measure_settings(measure: ContrastMeasure) -> dict[str, object]:
    """All that the measure itself is given: its kind, the window where there is one, further settings."""
    window = {"since": measure.since, "until": measure.until} if measure.since or measure.until else {}
    return {"kind": measure.measure, **window, **measure.settings}


def _in_measure(number: int, measure: ContrastMeasure, fault: Fault) -> Fault:
    return Fault(
        path=f"measures.{measure.name}.settings.{fault.path}", steps=("measures", number, "settings", *fault.steps),
        message=fault.message, at_key=fault.at_key,
    )  # fmt: skip


def _fault(name: str, *steps: str, message: str) -> Fault:
    whole = ("contrasts", name, *steps)
    return Fault(path=".".join(whole), steps=whole, message=message)


def _in_contrast(name: str, changes: Mapping[str, object], fault: Fault) -> Fault:
    """The same fault, at the change that causes it."""
    cause = next((path for path in changes if fault.path == path or fault.path.startswith(f"{path}.")), None)
    steps = ("contrasts", name, "set") if cause is None else ("contrasts", name, "set", cause)
    path = ".".join(("contrasts", name, "set", fault.path))
    return Fault(path=path, steps=steps, message=fault.message, at_key=cause is not None and not fault.steps)

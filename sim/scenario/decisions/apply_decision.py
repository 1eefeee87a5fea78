"""From a firm and a decision, perhaps of several people, to the firm as it will be, or why that cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from sim.errors import SentenceError
from sim.language.messages import _
from sim.registry import registered, unknown
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.declaration import Declaration
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.programme import Programme
from sim.scenario.market.offers import COURSE_ATTRIBUTES

if TYPE_CHECKING:
    from sim.scenario.firm.department import Department
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


def restrict_to_levers(decision: Decision, levers: Collection[str] | None) -> Decision:
    """What a decision does with these levers; all of it where none are named.

    >>> restrict_to_levers(Decision(price=0.95, staff=3), ["staff"]).moved
    ('staff',)
    """
    if levers is None:
        return decision
    return Decision.model_construct(**{name: getattr(decision, name) for name in decision.moved if name in levers})


def merge_decisions(parts: Iterable[Decision]) -> Decision:
    """The decision that moves all that these move; where two move the same lever, the later one counts.

    >>> merge_decisions([Decision(price=0.95), Decision(staff=3)]).moved
    ('price', 'staff')
    """
    moves: dict[str, Any] = {}
    for part in parts:
        moves |= {name: getattr(part, name) for name in part.moved}
    return Decision.model_construct(**moves)


Part = TypeVar("Part", bound=Declaration)


class ImpossibleDecisionError(SentenceError, ValueError):
    """A decision that cannot be carried out; ``faults`` says what was given, what is allowed and what to do."""

    def __init__(self, firm: str, faults: Collection[str]) -> None:
        """Keep whose decision it was, and the faults in the order of the levers."""
        self.firm, self.faults = firm, tuple(faults)
        super().__init__(firm, self.faults)

    def __str__(self) -> str:
        """One line per fault."""
        return "\n".join(f"{self.firm}: {fault}" for fault in self.faults)


def apply_decision(decision: Decision, firm: Firm, scenario: Scenario, running: Collection[str], week: float) -> Firm:
    """The firm as the decision makes it: offer, departments and programmes.

    ``running`` names the kinds of programmes that run at the firm, all of which are among ``firm.programmes``; those
    that the decision launches have ``launch`` set to ``week``. Research is no part of a firm and left alone.

    Raises ``ImpossibleDecisionError`` with everything that is wrong, all at once.
    """
    faults: list[str] = []
    levels = {name: getattr(decision, name) for name in COURSE_ATTRIBUTES if getattr(decision, name) is not None}
    departments = {part.kind: part for part in firm.departments}
    programmes = {part.kind: part for part in firm.programmes}
    _launch(decision, programmes, running, week, faults)
    faults += _anatomy_faults(decision, scenario)
    for name, lever in LEVERS.items():
        value = getattr(decision, name)
        if lever.part is None or value is None:
            continue
        if lever.part in departments:
            departments[lever.part] = _set(departments[lever.part], name, str(lever.setting), value, faults)
        elif lever.part in programmes and lever.part in running:
            programmes[lever.part] = _set(programmes[lever.part], name, str(lever.setting), value, faults)
        else:
            said = _(
                "{lever}: {firm} has no {part} that this could move; it has: {parts}. Leave {quoted} out, or give the "
                "firm a {part} first"
            )
            has = ", ".join([*departments, *running]) or _("nothing of the sort")
            faults.append(said.format(lever=name, firm=firm.name, part=lever.part, parts=has, quoted=repr(name)))
    _revise(decision, programmes, running, faults)
    _imitate(decision, firm, running, faults)
    _close(decision, programmes, running, faults)
    after = firm.model_copy(
        update={
            "offer": firm.offer.but(levels) if levels else firm.offer,
            "departments": tuple(departments.values()),
            "programmes": tuple(programmes.values()),
        }
    )
    faults += _at_odds(firm, after, scenario)
    if faults:
        raise ImpossibleDecisionError(firm.name, faults)
    return after


def _launch(
    decision: Decision, programmes: dict[str, Programme], running: Collection[str], week: float, faults: list[str]
) -> None:
    drawer = [kind for kind in programmes if kind not in running]
    for kind in decision.open or ():
        if kind in running:
            faults.append(_("open: the {kind} runs already; revise its settings instead").format(kind=kind))
        elif kind not in programmes:
            said = _("open: {reason}; or launch one of your own")
            faults.append(said.format(reason=unknown("programme in the drawer", kind, drawer)))
        else:
            programmes[kind] = programmes[kind].model_copy(update={"launch": week})
    given = [programme.kind for programme in decision.launch or ()]
    for programme in decision.launch or ():
        if programme.kind in running or programme.kind in (decision.open or ()) or given.count(programme.kind) > 1:
            said = _("launch: a firm has one {kind} at a time; revise the one there is instead")
            faults.append(said.format(kind=programme.kind))
        elif not programme.terms():
            said = _("launch: {kind} is no programme to be launched; give another kind")
            faults.append(said.format(kind=repr(programme.kind)))
        else:
            programmes[programme.kind] = programme.model_copy(update={"launch": week})


def _imitate(decision: Decision, firm: Firm, running: Collection[str], faults: list[str]) -> None:
    """What can be said of copies without knowing what rivals run: which kinds there are, and what the firm runs."""
    kinds = registered("programme")
    for kind in decision.imitate or {}:
        if kind not in kinds:
            faults.append(f"imitate: {unknown('programme', kind, kinds)}")
        elif kind in running or kind in (decision.open or ()):
            said = _("imitate: {firm} has a {kind} already; revise its settings instead")
            faults.append(said.format(firm=firm.name, kind=kind))
        elif kinds[kind].depth not in firm.copying_skill.rows:  # type: ignore[attr-defined]
            said = _("imitate: {firm} cannot copy a {kind}; it copies programmes of these depths: {depths}")
            depths = ", ".join(firm.copying_skill.rows) or _("none")
            faults.append(said.format(firm=firm.name, kind=kind, depths=depths))


def _close(decision: Decision, programmes: dict[str, Programme], running: Collection[str], faults: list[str]) -> None:
    revised = {path.partition(".")[0] for path in decision.revise or {}}
    for kind, settlement in (decision.close or {}).items():
        if kind not in running:
            said = _("close: no {kind} runs at this firm; running: {running}. Name one of these, or close nothing")
            faults.append(said.format(kind=repr(kind), running=", ".join(running) or _("none")))
        elif kind in revised:
            said = _("close: the {kind} is revised in the same decision; close it or revise it")
            faults.append(said.format(kind=kind))
        elif settlement != "run_off":
            programmes[kind] = programmes[kind].model_copy(update={"launch": None})


def _anatomy_faults(decision: Decision, scenario: Scenario) -> list[str]:
    """A club with an anatomy in a market that keeps no record of what members live through."""
    declared = [programme for firm in scenario.firms for programme in firm.programmes]
    asked = [programme.kind for programme in decision.launch or () if programme.terms().get("anatomy")]
    if not asked or any(programme.terms().get("anatomy") for programme in declared):
        return []
    said = _(
        "launch: a {kind} with an anatomy can be launched only where the scenario declares one at some firm; leave "
        "anatomy out, or declare such a {kind} with launch: null"
    )
    return [said.format(kind=asked[0])]


def _revise(decision: Decision, programmes: dict[str, Programme], running: Collection[str], faults: list[str]) -> None:
    for path, value in (decision.revise or {}).items():
        kind, _dot, setting = path.partition(".")
        if kind not in running:
            said = _("revise.{path}: no {kind} runs at this firm; running: {running}. Launch it first")
            faults.append(said.format(path=path, kind=repr(kind), running=", ".join(running) or _("none")))
            continue
        before, field = programmes[kind], setting.split(".")[0]
        if field not in before.decided:
            fact = field in type(before).model_fields
            facts = _("revise.{path}: what it costs, when it began and how customers take it are facts; {reason}")
            said = facts if fact else _("revise.{path}: {reason}")
            reason = unknown(f"setting of a {kind} that runs:", field, before.decided)
            faults.append(said.format(path=path, reason=reason))
        else:
            programmes[kind] = _with_its_cost(before, _set(before, f"revise.{path}", setting, value, faults), setting)


def _with_its_cost(before: Programme, after: Programme, setting: str) -> Programme:
    """A firm that gives more pays more: a cost that follows a setting changes by the same factor."""
    cost = before.costs_follow.get(setting)
    if cost is None or getattr(before, setting) == 0:
        return after
    return after.model_copy(update={cost: getattr(before, cost) * getattr(after, setting) / getattr(before, setting)})


def _set(part: Part, name: str, setting: str, value: object, faults: list[str]) -> Part:
    """The part with the new value; of a mapping only the members that are given change."""
    changes: dict[str, object] = {setting: value}
    if isinstance(value, Mapping):
        if "{}" in setting:
            changes = {setting.format(key): member for key, member in value.items()}
        else:
            changes = {setting: {**getattr(part, setting), **value}}
    elif isinstance(value, BaseModel):
        changes = {setting: value.model_dump(mode="json")}
    try:
        return part.but(changes)
    except ScenarioError as error:
        faults += [f"{name}: {fault}" for fault in error.faults]
        return part


def _at_odds(before: Firm, after: Firm, scenario: Scenario) -> list[str]:
    """What departments that have changed find wrong with themselves."""
    pairs: list[tuple[Department, Department]] = list(zip(before.departments, after.departments, strict=True))
    return [f"{new.kind}.{fault}" for old, new in pairs if new != old for fault in new.faults(after, scenario)]

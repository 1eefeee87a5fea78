"""The form of a firm's decision, built from what the levers say of themselves and where the firm's levers stand."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from sim.game.forms.field import Field, Sort, Value
from sim.game.words import clauses, paragraph, word
from sim.language.field_texts import plain_text
from sim.language.messages import _, mark, translate
from sim.number_text import significant
from sim.registry import registered
from sim.scenario.decisions.decision import CHANNEL_NAMES, LEVERS, SETTLEMENTS, TASKS, Decision, Degree, Study, Task
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.decisions.lever import FRAMES, Lever
from sim.scenario.declaration import Declaration
from sim.scenario.market.tiers import Tiers

LEFT_OUT = ("launch",)
"""Levers without fields: a programme of one's own design is more than a form holds; it is given as content."""


@dataclass(frozen=True)
class Texts:
    """What a field says of itself; what is empty is taken from its lever."""

    label: str = ""
    help: str = ""
    cost: str = ""


FROM_LEVER = Texts()
"""The field says what its lever says."""


def firm_fields(view: FirmView) -> tuple[Field, ...]:
    """A field for each thing that the firm can settle now; levers that it does not have are left out."""
    found: list[Field] = []
    for name, lever in LEVERS.items():
        if name not in LEFT_OUT:
            found += BUILDERS.get(name, _plain)(name, lever, view)
    return tuple(found)


def _plain(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    present = getattr(view.present, name)
    if present is None:
        return
    options = tuple(str(option) for option in options_of(Decision.model_fields[name].annotation))
    sort: Sort = "choice" if options else sort_of(Decision.model_fields[name])
    yield _field(name, lever, sort, present, options=options)


def _degrees(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    if view.present.degrees is None:
        return
    degrees = get_args(Degree)
    for segment in view.segments:
        stands = view.present.degrees.get(segment, degrees[0])
        yield _field(
            f"{name}.{segment}",
            lever,
            "choice",
            stands,
            Texts(_("degree for {segment}").format(segment=segment)),
            options=degrees,
        )


def _communication(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    stands: Mapping[str, float] = view.present.communication or {}  # type: ignore[assignment]
    for channel in CHANNEL_NAMES if view.has(name) else ():
        yield _field(f"{name}.{channel}", lever, "number", float(stands.get(channel, 0.0)), Texts(word(channel)))


def _incentive(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    stands: Mapping[Task, float] = view.present.incentive or {}
    labels: dict[Task, str] = {"winning": _("incentive for winning"), "keeping": _("incentive for keeping")}
    for task in TASKS if view.has(name) else ():
        yield _field(f"{name}.{task}", lever, "number", float(stands.get(task, 0.0)), Texts(labels[task]))


def _open(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    if not view.drawer:
        return
    cost = _("{programme}: {build} to build, {running} a week")
    costs = clauses(
        cost.format(programme=word(kind), build=significant(terms.get("build_cost", 0.0)),
                    running=significant(terms.get("running_cost", 0.0)))
        for kind, terms in view.drawer.items()
    )  # fmt: skip
    yield _field(name, lever, "many", (), Texts(_("open programmes"), cost=costs), options=tuple(view.drawer))


def _revise(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    for kind, terms in view.running.items():
        model = registered("programme").get(kind)
        settings = model.model_fields if isinstance(model, type) and issubclass(model, Declaration) else {}
        for setting, what in settings.items():
            if setting not in terms or setting not in getattr(model, "decided", ()):
                continue
            sort, stands = sort_of(what), terms[setting]
            least, most = bounds_of(what)
            present: Value = bool(stands) if sort == "yes_no" else int(stands) if sort == "whole" else stands
            present = None if least is not None and stands < least else present  # such as no associates
            yield Field(
                path=f"{name}.{kind}.{setting}", sort=sort, least=least, most=most, present=present,
                label=_("{programme}: {setting}").format(programme=word(kind), setting=word(setting)),
                help=translate(plain_text(what.description or "")), frames=_frames(lever), cost=translate(lever.cost),
            )  # fmt: skip


def _tiers(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    if lever.part not in view.running:
        return
    for setting, what in Tiers.model_fields.items():
        present = getattr(view.present.tiers, setting, None if what.is_required() else what.default)
        least, most = bounds_of(what)
        yield Field(
            path=f"{name}.{setting}", label=_("tiers: {setting}").format(setting=word(setting)), sort="number",
            help=translate(plain_text(what.description or "")), least=least, most=most, present=present,
            frames=_frames(lever), cost=translate(lever.cost),
        )  # fmt: skip


def _imitate(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    cost = _("{build} to build, {running} a week, ready in about {weeks} weeks")
    for kind, terms in view.copies.items():
        yield Field(
            path=f"{name}.{kind}", label=_("copy the {programme}").format(programme=word(kind)), sort="number",
            least=0.0, most=lever.most, present=0.0,
            help=_("How much the copy gives compared with the rival's programme: 1 as much, 0 for no copy"),
            unit=translate(lever.unit), frames=_frames(lever),
            cost=cost.format(build=significant(terms.get("build_cost", 0.0)), weeks=significant(terms["weeks"]),
                             running=significant(terms.get("running_cost", 0.0))),
        )  # fmt: skip


def _close(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    for kind in view.running:
        if kind not in view.ending:
            label, options = Texts(_("close the {programme}").format(programme=word(kind))), (RUNS_ON, *SETTLEMENTS)
            yield _field(f"{name}.{kind}", lever, "choice", RUNS_ON, label, options=options)


RUNS_ON = "runs on"
"""What stands where a programme is not closed."""


def _research(name: str, lever: Lever, view: FirmView) -> Iterator[Field]:
    fixed, each = view.costs.research_fixed, view.costs.research_each
    cost = _("{fixed} for a study and {each} for each person asked")
    cost = cost.format(fixed=significant(fixed), each=significant(each))
    asked = _("People asked, {least} to {most}; 0 for no study. The more, the smaller the error")
    asked = asked.format(least=f"{lever.least:g}", most=f"{lever.most:,.0f}")
    for study in get_args(Study):
        told = paragraph([translate(WHAT_STUDIES_TELL[study]), asked])
        texts = Texts(_("study: {study}").format(study=word(study)), help=told, cost=cost)
        yield _field(f"{name}.{study}", lever, "whole", 0, texts)


WHAT_STUDIES_TELL = {
    "shares": mark("At which firm people bought last quarter."),
    "satisfaction": mark("How customers of each firm feel."),
    "wishes": mark("How much each attribute counts in people's choices."),
}

BUILDERS = {
    "degrees": _degrees, "communication": _communication, "incentive": _incentive, "open": _open, "revise": _revise,
    "tiers": _tiers, "research": _research, "imitate": _imitate, "close": _close,
}  # fmt: skip
"""Levers that have several fields, or none now, and how these are made; all others are one plain field."""


def _field(
    path: str, lever: Lever, sort: Sort, present: Value, texts: Texts = FROM_LEVER, *, options: tuple[str, ...] = ()
) -> Field:
    least = 0.0 if path.startswith("research.") else lever.least
    return Field(
        path=path, label=texts.label or word(path), sort=sort, options=options, present=present,
        help=texts.help or _as_a_sentence(translate(lever.meaning)), unit="" if options else translate(lever.unit),
        least=None if options else least, most=None if options else lever.most,
        frames=_frames(lever), cost=texts.cost or translate(lever.cost),
    )  # fmt: skip


def _as_a_sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _frames(lever: Lever) -> dict[str, str]:
    return {frame: lever.element(frame) for frame in FRAMES}


def options_of(annotation: Any) -> tuple[object, ...]:
    """The words that an annotation allows; none where it is no choice of words."""
    for part in (annotation, *get_args(annotation)):
        if get_origin(part) is Literal:
            return get_args(part)
    return ()


def sort_of(what: FieldInfo) -> Sort:
    """Whether a field of a declaration holds a number, a whole one, yes or no, or text."""
    parts = [what.annotation, *get_args(what.annotation)] if _optional(what.annotation) else [what.annotation]
    sorts: dict[Any, Sort] = {bool: "yes_no", int: "whole", float: "number"}
    return next((sorts[part] for part in parts if part in sorts), "text")


def bounds_of(what: FieldInfo) -> tuple[float | None, float | None]:
    """The least and the most that a field of a declaration holds."""
    lows = [part.ge if isinstance(part, Ge) else part.gt for part in what.metadata if isinstance(part, Ge | Gt)]
    highs = [part.le if isinstance(part, Le) else part.lt for part in what.metadata if isinstance(part, Le | Lt)]
    return (float(str(lows[0])) if lows else None), (float(str(highs[0])) if highs else None)


def _optional(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)

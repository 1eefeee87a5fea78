"""Kinds a scenario may name: declared in a file of their own, found by scanning a folder or through an entry point.

A kind (a programme, a metric, a shock, ...) is declared by decorating it. The folders of its group are imported when
the group is first asked for, and after them the plug-ins of installed packages, so a new file or package is found
without being listed anywhere in Guanxi.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args

from sim.errors import SentenceError
from sim.files.regular_file import shortened
from sim.language.messages import _

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Kind = TypeVar("Kind")


class PluginGroup(NamedTuple):
    """Where the kinds of one sort come from, and what they are."""

    entry_points: str
    """The group of entry points by which an installed package offers its own."""
    folders: tuple[str, ...]
    """The packages of the project whose modules declare them, or the one module that declares all."""
    base: str = ""
    """Path of the class that all of them derive from; empty where they are functions."""


GROUPS: dict[str, PluginGroup] = {
    "programme": PluginGroup(
        "guanxi.programmes", ("sim.scenario.firm.programmes",), "sim.scenario.firm.programme.Programme"
    ),
    "shock": PluginGroup("guanxi.shocks", ("sim.scenario.market.shocks",), "sim.scenario.market.shock.Shock"),
    "department": PluginGroup(
        "guanxi.departments", ("sim.scenario.firm.departments",), "sim.scenario.firm.department.Department"
    ),
    "programme_process": PluginGroup("guanxi.programmes", ("sim.model.firms.programmes",)),
    "shock_process": PluginGroup("guanxi.shocks", ("sim.model.competition",)),
    "department_process": PluginGroup("guanxi.departments", ("sim.model.firms",)),
    "department_change": PluginGroup("guanxi.departments", ("sim.model.firms",)),
    "policy": PluginGroup("guanxi.strategies", ("sim.strategies",), "sim.scenario.firm.policy.Policy"),
    "account_policy": PluginGroup(
        "guanxi.account_strategies", ("sim.strategies",), "sim.scenario.firm.policy.AccountPolicy"
    ),
    "process": PluginGroup("guanxi.processes", ("sim.model.firms", "sim.model.competition")),
    "metric": PluginGroup("guanxi.metrics", ("sim.metrics",)),
    "command": PluginGroup("guanxi.commands", ("sim.apps.cli.commands",)),
    "exercise": PluginGroup("guanxi.exercises", ("sim.game.exercises",), "sim.game.exercises.exercise.Task"),
    "measure": PluginGroup("guanxi.measures", ("sim.experiments.measures", "sim.experiments.customer_measures")),
    "study_table": PluginGroup(
        "guanxi.dataset_tables",
        ("sim.experiments.synthetic_data.tables",),
        "sim.experiments.synthetic_data.tables.StudyTable",
    ),
    "fact": PluginGroup(
        "guanxi.stylised_facts", ("sim.experiments.stylised_facts",), "sim.experiments.stylised_facts.fact.Fact"
    ),
    "claim": PluginGroup("guanxi.claims", ("sim.experiments.claims.table",), "sim.experiments.claims.claim.Claim"),
    "page": PluginGroup("guanxi.pages", ("sim.reports",)),
    # several metrics walked in order: answers with a value of tables, not one table
    "analysis": PluginGroup("guanxi.analyses", ("sim.metrics",)),
}
"""The sorts of kinds that can be declared, by name."""
CHART_ENTRY_POINTS = "guanxi.charts"
"""The group of entry points of charts, which are found by file name and imported one by one (:mod:`sim.charts`)."""
LONGEST_NAME = 60
"""Letters of an unknown name that a message repeats."""


class _Declared(NamedTuple):
    """A kind and the module that declared it."""

    kind: object
    module: str


_declared: dict[str, dict[str, _Declared]] = {group: {} for group in GROUPS}
_scanned: set[str] = set()
_with_plugins: set[str] = set()


class UnknownNameError(SentenceError, LookupError):
    """A name was asked for that nothing is declared under; the message names the nearest ones."""


class PluginWarning(UserWarning):
    """A plug-in of an installed package cannot be used; the message names the package and the reason."""


def register(group: str, name: str) -> Callable[[Kind], Kind]:
    """Declare a kind of a group, such as ``register("programme", "bouquet")``, as a decorator of a class or function.

    Declaring it once more in the same module, as when a notebook's cell is run again, replaces it. Raises
    ``ValueError`` when the name is taken by another module; the message names both.
    """
    here = inspect.currentframe()
    caller = here.f_back if here is not None else None
    module = "__main__" if caller is None else str(caller.f_globals.get("__name__", "__main__"))

    def put(kind: Kind) -> Kind:
        if not _is_own(module):
            _scan_folders(group)  # names of the project come first, whatever is imported first
        known = _declared[group].get(name)
        if known is not None and (known.module, _qualname(known.kind)) != (module, _qualname(kind)):
            raise ValueError(
                f"{group} {name!r} is declared twice, in {known.module} and in {module}; rename one of them"
            )
        _declared[group][name] = _Declared(kind, module)
        return kind

    return put


def _qualname(kind: object) -> str:
    return str(getattr(kind, "__qualname__", ""))


def _is_own(module: str) -> bool:
    return module.partition(".")[0] == __name__.partition(".")[0]


def registered(group: str) -> dict[str, object]:
    """All kinds of a group by name, in alphabetical order, those of installed plug-ins too.

    Warns with :class:`PluginWarning` of each plug-in that cannot be used.

    >>> sorted(registered("shock"))
    ['district_change', 'invention', 'offer', 'relocation', 'scandal', 'subsidy']
    """
    _scan_folders(group)
    if group not in _with_plugins:
        _with_plugins.add(group)
        load_plugins(group)
    return {name: declared.kind for name, declared in sorted(_declared[group].items())}


def _scan_folders(group: str) -> None:
    if group in _scanned:
        return
    for folder in GROUPS[group].folders:
        package = importlib.import_module(folder)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{folder}."):
            importlib.import_module(module.name)
    _scanned.add(group)


def entry_points_of(entry_point_group: str) -> list[EntryPoint]:
    """The entry points that installed packages have in a group, in alphabetical order."""
    from importlib.metadata import entry_points

    return sorted(entry_points(group=entry_point_group), key=lambda point: (point.name, package_of(point)))


def package_of(point: EntryPoint) -> str:
    """Name of the installed package that an entry point belongs to."""
    return point.dist.name if point.dist is not None else point.value.partition(":")[0].partition(".")[0]


def load_plugins(group: str) -> None:
    """Load the plug-ins that installed packages have for a group; a plug-in declares its kinds when it is loaded.

    Warns with :class:`PluginWarning` of each that fails; nothing that it declared is kept.
    """
    for point in entry_points_of(GROUPS[group].entry_points):
        before = _copy()
        try:
            point.load()
            for name in _declared[group].keys() - before[group].keys():
                _check_kind(group, name)
        except Exception as error:  # whatever is wrong in a package of others, the program goes on without it
            _forget_since(before)
            warnings.warn(plugin_fault(point, error), PluginWarning, stacklevel=2)


def _check_kind(group: str, name: str) -> None:
    """Do nothing where a kind is what the group holds. Raises ``TypeError``."""
    kind, base = _declared[group][name].kind, GROUPS[group].base
    if not base:
        if not callable(kind):
            raise TypeError(f"{group} {name!r} is {kind!r}; declare a function")
        return
    module, _dot, of = base.rpartition(".")
    wanted = getattr(importlib.import_module(module), of)
    if not hasattr(wanted, "model_json_schema"):  # a value and no class, as a stylised fact is
        if not isinstance(kind, wanted):
            raise TypeError(f"{group} {name!r} is {kind!r}; declare a {base}")
        return
    if not (isinstance(kind, type) and issubclass(kind, wanted)):
        raise TypeError(f"{group} {name!r} is {kind!r}; declare a class derived from {base}")
    settings: Any = kind  # a pydantic model; this module knows none
    if get_args(settings.model_fields["kind"].annotation) != (name,):
        raise TypeError(f"{group} {name!r} has no field kind: Literal[{name!r}]; add it")
    settings.model_json_schema()  # fails where a field is not sound


def plugin_fault(point: EntryPoint, error: Exception) -> str:
    """A sentence for a plug-in that cannot be used: its package, and why."""
    package = package_of(point)
    return _(
        "the plug-in {name} of the package {package} ({group}) is left out: {kind}: {error}; "
        "mend or uninstall {name_of_package}"
    ).format(
        name=repr(point.name),
        package=repr(package),
        group=point.group,
        kind=type(error).__name__,
        error=error,
        name_of_package=package,
    )


@contextmanager
def temporary() -> Iterator[None]:
    """A context in which kinds can be declared or taken away; afterwards the registry is as it was."""
    for group in GROUPS:
        registered(group)
    before = _copy()
    try:
        yield
    finally:
        for group, kinds in before.items():
            _declared[group].clear()
            _declared[group].update(kinds)


def _copy() -> dict[str, dict[str, _Declared]]:
    return {group: dict(kinds) for group, kinds in _declared.items()}


def _forget_since(before: dict[str, dict[str, _Declared]]) -> None:
    """Forget what was declared since then, but for the project's own kinds, which may have been loaded on the way."""
    for group, kinds in before.items():
        own = {name: declared for name, declared in _declared[group].items() if _is_own(declared.module)}
        _declared[group].clear()
        _declared[group].update(own | kinds)


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The allowed name that looks most like the one given, if any does."""
    near = difflib.get_close_matches(name, list(allowed), n=1, cutoff=0.6)
    return near[0] if near else None


def unknown(what: str, name: str, allowed: Iterable[str], *, with_list: bool = True) -> str:
    """A sentence for a name that is not there; ``with_list`` says which there are.

    >>> unknown("programme", "clubb", ["club", "none"])
    "unknown programme 'clubb'; did you mean 'club'? allowed: club, none"
    """
    names = sorted(set(allowed))
    near = nearest(name, names)
    if with_list:
        said = (
            _("unknown {what} {name}; did you mean {near}? allowed: {names}")
            if near
            else _("unknown {what} {name}; allowed: {names}")
        )
    else:
        said = _("unknown {what} {name}; did you mean {near}?") if near else _("unknown {what} {name}")
    return said.format(what=_kind_of_name(what), name=repr(shortened(name, LONGEST_NAME)), near=repr(near),
                       names=listed(names) or _("none"))  # fmt: skip


def _kind_of_name(what: str) -> str:
    """What a name should be the name of, in the language in use; some kinds have no translation."""
    words = {
        "lever": _("lever"), "field": _("field"), "seat": _("seat"), "line": _("line"), "firm": _("firm"),
        "strategy": _("strategy"), "cause": _("cause"), "exit cause": _("exit cause"), "shock": _("shock"),
        "segment": _("segment"), "door": _("door"), "need": _("need"), "game": _("game"), "exercise": _("exercise"),
        "scenario": _("scenario"), "word": _("word"), "trial": _("trial"), "programme": _("programme"),
        "degree": _("degree"), "outcome": _("outcome"), "key account": _("key account"), "name": _("name"),
        "metric": _("metric"), "customer": _("customer"), "key": _("key"), "member": _("member"), "value": _("value"),
        "kind": _("kind"), "family": _("family"), "contrast": _("contrast"), "measure": _("measure"),
        "attribute": _("attribute"), "data set": _("data set"), "fact": _("stylised fact"), "chart": _("chart"),
        "earlier invention": _("earlier invention"), "scandal of this firm": _("scandal of this firm"),
        "other firm with a department of ties": _("other firm with a department of ties"),
        "claim, idea of the course or scenario": _("claim, idea of the course or scenario"),
        "claim": _("claim"), "act": _("act"), "baseline": _("baseline"), "column": _("column"),
        "column of the weekly table": _("column of the weekly table"), "experiment": _("experiment"),
        "figure": _("figure"), "firm with a seat": _("firm with a seat"),
        "format of the marks": _("format of the marks"), "formula": _("formula"), "frame": _("frame"),
        "game or exercise": _("game or exercise"), "grain": _("grain"), "id of the course": _("id of the course"),
        "id of this chapter": _("id of this chapter"), "market": _("market"), "mend": _("mend"),
        "model": _("model"), "part of the mark": _("part of the mark"), "place in braces": _("place in braces"),
        "programme in the drawer": _("programme in the drawer"), "question": _("question"),
        "section": _("section"),
    }  # fmt: skip
    return words.get(what, what)


def listed(names: Iterable[str], most: int = 600) -> str:
    """Names in a row, in so many letters at most; how many more there are is said.

    >>> listed(["club", "frequency", "none"], 15)
    'club, frequency and 1 more'
    """
    shown: list[str] = []
    every = list(names)
    room = most
    for name in every:
        room -= len(name) + 2
        if room < -2:
            more = f"{len(every) - len(shown):,}"
            return _("{names} and {n} more").format(names=_(", ").join(shown), n=more)
        shown.append(name)
    return _(", ").join(shown)

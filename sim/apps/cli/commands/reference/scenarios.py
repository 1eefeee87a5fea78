"""``guanxi list`` and ``guanxi show``: the scenarios that come along, and what one of them asks and holds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

from sim.language.choice import current_language
from sim.language.messages import _, translate
from sim.registry import register

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MIN_STEM = 3
"""Letters from which on a final s of a word is taken for a plural."""


@register("command", "list")
def list_scenarios(
    about: Annotated[
        str | None, typer.Option(metavar="WORD", help="Only those about this, such as exits or club.")
    ] = None,
    course: Annotated[str | None, typer.Option(metavar="ID", help="Only those with this id of the course.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the shipped scenarios: name, title, and ids of the course."""
    from sim.apps.cli.printed_tables import print_fitted
    from sim.experiments.errors import ExperimentError
    from sim.glossary.course import COURSE_IDEAS, short_ids
    from sim.registry import unknown
    from sim.scenario.files.load import load, shipped_scenarios
    from sim.scenario.files.side_texts import side_texts

    if course is not None and course.upper() not in COURSE_IDEAS:
        raise ExperimentError(unknown("id of the course", course, COURSE_IDEAS))
    if about is not None and not any(letter.isalpha() for letter in about):
        said = _("--about {word} is no word; give one, such as exits or club")
        raise ExperimentError(said.format(word=repr(about)))
    found = {name: load(name) for name in shipped_scenarios()}
    chosen = {
        name: one
        for name, one in found.items()
        if (course is None or course.upper() in one.course) and (about is None or is_about(one, about))
    }
    if not chosen:
        said = _("none of the {n} scenarios has the id {course}; guanxi list shows them all")
        if about:
            said = _("none of the {n} scenarios is about {word}; guanxi list shows them all")
        if about and course:
            said = _("none of the {n} scenarios is about {word} and has the id {course}; guanxi list shows them all")
        raise ExperimentError(said.format(n=len(found), word=repr(about), course=course))
    if as_json:
        print(json.dumps([_facts(name, one) for name, one in chosen.items()], indent=2, ensure_ascii=False))
        return
    titles = {name: side_texts(name).title or one.title for name, one in chosen.items()}
    rows = [(name, " ".join(titles[name].split()), short_ids(one.course)) for name, one in chosen.items()]
    print_fitted((_("name"), _("title"), _("course")), rows, flexible=1, shorter=_behind_colon)
    print(_("guanxi show NAME says what a scenario asks; guanxi run NAME answers it."))


@register("command", "show")
def show(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped scenario.")],
    as_json: AsJson = False,
) -> None:
    """Show a scenario: question, contrasts, findings, and the firms of its market."""
    from sim.apps.cli.printed_tables import content, print_wrapped
    from sim.glossary.course import COURSE_IDEAS
    from sim.scenario.files.load import load
    from sim.scenario.files.side_texts import side_texts

    found, texts = load(scenario), side_texts(scenario)
    if as_json:
        print(json.dumps({**_facts(found.name, found), **_whole(found)}, indent=2, ensure_ascii=False))
        return
    print_wrapped(" ".join((texts.title or found.title).split()))
    for line in filter(None, (texts.question or found.question, texts.teaches or found.teaches)):
        print()
        print_wrapped(" ".join(line.split()))
    print()
    print_wrapped(_("Market: {content}").format(content=content(found)))
    for firm in found.firms:
        said = _("  {firm}{focus}: {parts}")
        print_wrapped(said.format(firm=firm.name, focus=_focus(found, firm.name), parts=_parts(found, firm.name)), 4)
    if found.contrasts:
        print(_("Contrasts"))
        for name, contrast in found.contrasts.items():
            label = texts.contrasts.get(name, contrast.label)
            print_wrapped(_("  {name}: {label}").format(name=name, label=label), 4)
    if found.findings:
        print(_("Findings, where the first has more"))
        for finding in found.findings:
            sentence = re.sub(r"\{\w+\}", "…", " ".join(finding.more.split()))
            said = _("  {one} and {other}: {sentence}")
            print_wrapped(said.format(one=finding.between[0], other=finding.between[1], sentence=sentence), 4)
    if found.course:
        print(_("Course"))
        for one in found.course:
            print_wrapped(f"  {one} {translate(COURSE_IDEAS.get(one, ''))}", 4)
    print(_("Run it: guanxi run {scenario}").format(scenario=scenario))


def is_about(scenario: Scenario, word: str) -> bool:
    """Whether a word occurs in what a scenario says of itself, its programmes or the parts of the course it names."""
    from sim.glossary.course import PARTS
    from sim.scenario.files.side_texts import side_texts

    wanted = word.strip().lower()
    stem = wanted[:-1] if wanted.endswith("s") and len(wanted) > MIN_STEM else wanted
    kinds = [kind for firm in scenario.firms for kind in _kinds(firm)]
    parts = [PARTS.get(one[0], "") for one in scenario.course]
    texts, kinds = side_texts(scenario.name), [*kinds, *map(_kind_word, kinds)]
    other = (texts.title, texts.question, texts.teaches)
    told = (scenario.name, scenario.title, scenario.question or "", scenario.teaches, *other, *kinds, *parts)
    return stem in " ".join(told).lower()


def _behind_colon(title: str) -> str:
    """What a title says behind its colon; the name of the scenario says what stands before it."""
    return re.split(r"(?<=\w): (?=\D)|：", title, maxsplit=1)[-1]


def _focus(scenario: Scenario, firm: str) -> str:
    return _(" (in focus)") if firm == scenario.focal_firm and len(scenario.firms) > 1 else ""


def _parts(scenario: Scenario, name: str) -> str:
    firm = next(firm for firm in scenario.firms if firm.name == name)
    return _(", ").join(map(_kind_word, _kinds(firm))) or _("no programme, no department")


def _kinds(firm: Firm) -> list[str]:
    """Kinds of the programmes and departments of a firm, in words."""
    kinds = [programme.kind for programme in firm.programmes] + [department.kind for department in firm.departments]
    return [kind.replace("_", " ") for kind in kinds]


def _kind_word(kind: str) -> str:
    """A kind in the language in use, from the glossary."""
    from sim.glossary.terms import term_of

    term = term_of("programme", kind) or term_of("department", kind)
    return term.chinese if term is not None and current_language() == "zh" else kind


def _facts(name: str, scenario: Scenario) -> dict[str, object]:
    return {
        "name": name,
        "title": " ".join(scenario.title.split()),
        "question": scenario.question or None,
        "course": list(scenario.course),
        "contrasts": {key: contrast.label for key, contrast in scenario.contrasts.items()},
    }


def _whole(scenario: Scenario) -> dict[str, object]:
    firms = [
        {
            "name": firm.name,
            "in_focus": firm.name == scenario.focal_firm,
            "programmes": [part.kind for part in firm.programmes],
            "departments": [part.kind for part in firm.departments],
        }
        for firm in scenario.firms
    ]
    return {
        "teaches": " ".join(scenario.teaches.split()),
        "customers": scenario.population.size,
        "weeks": scenario.horizon,
        "firms": firms,
        "findings": [finding.model_dump(mode="json") for finding in scenario.findings],
    }

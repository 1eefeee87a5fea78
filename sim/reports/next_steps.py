"""What can be run next, each by one command, and what the ids of the course mean."""

from __future__ import annotations

import json
import shlex

from markupsafe import Markup

from sim.experiments.contrast_results import ContrastResults
from sim.glossary.course import COURSE_IDEAS
from sim.language.messages import _, translate
from sim.reports.html_page import bullets, command, definitions, heading, links
from sim.scenario.files.load import shipped_scenarios
from sim.scenario.scenario import Scenario

MOST_VARIATIONS = 3
"""Variations of a market that are offered."""


def try_next(found: ContrastResults) -> list[Markup]:
    """Named variations of the market, each with its command: contrasts not run yet, then those run, looked at alone."""
    scenario = found.scenario
    file = scenario.name if scenario.name in shipped_scenarios() else f"{scenario.name}.yaml"
    compare, alone = _("Compare the base case with: {contrast}."), _("See in detail: {contrast}.")
    offered = [
        command(f"guanxi run {file} --contrast {name}", compare.format(contrast=found.label(name)))
        for name in scenario.contrasts
        if name not in found.worlds
    ]
    for name in found.worlds[1:]:
        changes = " ".join(f"--set {shlex.quote(f'{path}={_value(value)}')}" for path, value in
                           scenario.contrasts[name].set.items())  # fmt: skip
        told = alone.format(contrast=found.label(name))
        offered.append(command(f"guanxi run {file} --no-contrasts {changes}", told))
    other_luck = _("See whether the answer holds with other random numbers.")
    again = command(f"guanxi run {file} --seed {found.base.seed + 1}", other_luck)
    return [heading(_("Try next")), bullets([*offered[: MOST_VARIATIONS - 1], again])]


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=list)


def course_links(scenario: Scenario) -> Markup:
    """The ids of the course that a scenario names, linked to their meaning at the end of the page."""
    return links([(_anchor(one), one, _idea(one)) for one in scenario.course])


def course_section(scenario: Scenario) -> list[Markup]:
    """What these ids mean; nothing where the scenario names none."""
    if not scenario.course:
        return []
    items = [(_anchor(one), one, _idea(one) or _("not known in this version")) for one in scenario.course]
    return [heading(_("Ideas of the course")), definitions(items)]


def _idea(course_id: str) -> str:
    """What an id of the course stands for in the language in use; nothing for one that is not known."""
    return translate(COURSE_IDEAS.get(course_id, ""))


def _anchor(course_id: str) -> str:
    return f"course-{course_id}"

"""What can be run, but looks like a slip: said loudly before the run, never changed in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.messages import _

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


class UnlikelyScenarioWarning(UserWarning):
    """A firm does what few firms would do on purpose."""


def scenario_warnings(scenario: Scenario) -> tuple[str, ...]:
    """Sentences on what firms do to themselves, each beginning with the place in the scenario."""
    found = []
    for firm in scenario.firms:
        for where, parts in (("programmes", firm.programmes), ("departments", firm.departments)):
            for part in parts:
                found += [f"firms.{firm.name}.{where}.{part.kind}: {remark}" for remark in _too_late(part, scenario)]
                found += [f"firms.{firm.name}.{where}.{part.kind}: {remark}" for remark in part.remarks(firm, scenario)]
    return tuple([*found, *_nobody_visits(scenario)])


def _nobody_visits(scenario: Scenario) -> list[str]:
    """Key accounts whom nobody can visit, since no firm has people for it."""
    visited = any(part.visits_accounts for firm in scenario.firms for part in firm.departments)
    if not scenario.key_accounts or visited:
        return []
    return [
        "key_accounts: "
        + _(
            "no firm has relationship_managers, so nobody visits them and no need can be told; give a "
            "firm that department, unless that is meant"
        )
    ]


def _too_late(part: object, scenario: Scenario) -> list[str]:
    """What would begin when the run is over."""
    found = []
    for field in ("launch", "begins"):
        week = getattr(part, field, None)
        if week is not None and week >= scenario.horizon:
            found.append(
                f"{field}: "
                + _(
                    "week {week} is not before the end of the run in week {horizon}, so nothing comes of it; "
                    "give an earlier week or a longer horizon, unless that is meant"
                ).format(week=f"{week:g}", horizon=f"{scenario.horizon:g}")
            )
    return found

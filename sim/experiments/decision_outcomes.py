"""What came of a firm's decisions: the same market with the same random numbers, in which the firm held still."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.glossary.labels import label
from sim.language.messages import _, mark, translate
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.results.results import Results, Run
from sim.results.simulate import simulate
from sim.results.tables import profit_cents
from sim.scenario.decisions.estimate import Estimate
from sim.scenario.scenario import Scenario

HORIZON = 2 * WEEKS_A_YEAR
"""Weeks after a decision over which its outcome is measured, or to the end of the run: as far as firms look ahead by
default."""
VERBS: Mapping[str, str] = {
    "copy": mark("copies the {programme} programme"),
    "better copy": mark("copies the {programme} programme with better terms"),
    "another programme": mark("opens the {programme} programme"), "improve": mark("improves the {programme} programme"),
    "cut back": mark("cuts back the {programme} programme"), "closing": mark("closes the {programme} programme"),
}  # fmt: skip
"""What a firm does with a programme, by option; the place stands for its kind."""


@dataclass(frozen=True, kw_only=True)
class DecisionOutcome:
    """What a firm expected of what it chose in a round, and how it turned out."""

    firm: str
    week: float
    chosen: tuple[Estimate, ...]
    """The options that it chose in this round."""
    weeks: float
    """Weeks over which the outcome is measured."""
    came: float
    """Profit over these weeks less what it would have been, had the firm left all as it was from this round on."""

    @property
    def expected(self) -> float:
        """Profit that it expected of what it chose, money."""
        return sum(row.expected for row in self.chosen)

    @property
    def expected_error(self) -> float:
        """Standard deviation of what it expected, the largest of its options."""
        return max(row.expected_error for row in self.chosen)

    @property
    def words(self) -> str:
        """What was chosen, in words."""
        return "; ".join(option_words(row) for row in self.chosen)


def option_words(row: Estimate) -> str:
    """An option in words, such as ``copies the frequency programme`` or ``price 0.94``."""
    if row.option in VERBS:
        said = translate(VERBS[row.option]).format(programme=label("programme", row.programme, row.programme))
        if row.detail in ("", row.programme):
            return said
        return _("{action} ({detail})").format(action=said, detail=_detail(row.detail))
    if row.option == "retaliation":
        return _("retaliates with {action}").format(action=_detail(row.detail))
    return _detail(row.detail) or row.option


def _detail(detail: str) -> str:
    """What is changed, such as ``price 0.94`` or ``gives 1.2 times as much``, in the language in use."""
    if times := re.fullmatch(r"gives (\S+) times as much", detail):
        return _("gives {n} times as much").format(n=times.group(1))
    name, blank, value = detail.rpartition(" ")
    if name in _WORTHS:
        return f"{translate(_WORTHS[name])}{blank}{value}"
    if not name and value in _SETTLEMENTS:
        return translate(_SETTLEMENTS[value])
    return f"{label('lever', name, name)}{blank}{value}" if name else value.replace("_", " ")


_WORTHS: Mapping[str, str] = {"reward worth": mark("reward worth"), "benefit worth": mark("benefit worth")}
_SETTLEMENTS: Mapping[str, str] = {
    "pay": mark("points are paid out"), "forfeit": mark("points are forfeited"), "run_off": mark("points run off"),
}  # fmt: skip
"""What becomes of points when a programme is closed."""


def chosen_by_round(estimates: Sequence[Estimate], most: int) -> list[tuple[str, float, tuple[Estimate, ...]]]:
    """Firm, week and chosen options of each round in which a firm did something: the first ``most`` of them."""
    found: dict[tuple[float, str], list[Estimate]] = {}
    for row in estimates:
        if row.chosen and row.option != "nothing":
            found.setdefault((row.week, row.firm), []).append(row)
    return [(firm, week, tuple(rows)) for (week, firm), rows in sorted(found.items(), key=lambda held: held[0])[:most]]


def held_from(scenario: Scenario, firm: str, week: float) -> Scenario:
    """The same market in which a firm with the policy ``reckoning`` leaves all as it is from a week's round on."""
    return scenario.but({f"firms.{firm}.policy.holds_from": round(week / scenario.round)})


def decision_outcomes(results: Results, *, most: int = 6) -> tuple[DecisionOutcome, ...]:
    """What came of the first decisions of firms that work things out, in the first replication of a run.

    Each takes a run of the same market with the same random numbers.

    Args:
        results: Runs of a market in which a firm works things out, as from :func:`sim.simulate`.
        most: Number of decisions at most.

    Returns:
        The outcomes in order of time.
    """
    run = results.runs[0]

    def again(world: Scenario) -> Run:
        return simulate(world, seed=results.seed, replications=run.replication + 1, log="exits").runs[-1]

    return outcomes_of_run(results.scenario, run, again, most)


def outcomes_of_run(
    scenario: Scenario, run: Run, again: Callable[[Scenario], Run], most: int
) -> tuple[DecisionOutcome, ...]:
    """The same of one run; ``again`` runs another world with its random numbers."""
    found = []
    came, names = profit_cents(run), scenario.firm_names
    for firm, week, chosen in chosen_by_round(run.estimates, most):
        other = profit_cents(again(held_from(scenario, firm, week)))
        since, until = int(week), int(min(week + HORIZON, len(came)))
        k = names.index(firm)
        more = (came[since:until, k].sum() - other[since:until, k].sum()) / 100
        found.append(DecisionOutcome(firm=firm, week=week, chosen=chosen, weeks=float(until - since), came=float(more)))
    return tuple(found)

"""What came of a firm's decisions: the same market with the same random numbers, in which the firm held still."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
    "copy": "copies the {} programme", "better copy": "copies the {} programme with better terms",
    "another programme": "opens the {} programme", "improve": "improves the {} programme",
    "cut back": "cuts back the {} programme", "closing": "closes the {} programme",
}  # fmt: skip
"""What a firm does with a programme, by option; the braces stand for its kind."""


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
        detail = f" ({row.detail.replace('_', ' ')})" if row.detail not in ("", row.programme) else ""
        return f"{VERBS[row.option].format(row.programme)}{detail}"
    return f"retaliates with {row.detail}" if row.option == "retaliation" else row.detail or row.option


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

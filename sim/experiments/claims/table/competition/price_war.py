"""Claims about price wars: decided by firms, out of retaliation, and by the calendar (A14)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above, exactly, mean_above
from sim.experiments.claims.claim import Claim, Figure, Reading, change, less, pooled, runs_in_which, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import by_run, profit_of
from sim.metrics._shared.interval import Interval
from sim.metrics.purchasing.share import weekly_share
from sim.registry import register
from sim.results.results import Results, Run

ALONE, AT_WAR = (40, 46), (52, 92)
FIRMS = ("Azure", "Beryl", "Cedar")
NO_POLICY: dict[str, object] = {f"firms.{firm}.policy": None for firm in FIRMS}
USUAL: dict[str, object] = {"firms.Azure.policy.beliefs": {"price_elasticity": 2.62, "answered": 0.25}}
DECIDED = ClaimMarket(
    scenario="price_war",
    worlds={
        "war": {}, "peace": NO_POLICY, "usual beliefs": USUAL,
        "no truce": {f"firms.{firm}.policy.price.truce": False for firm in FIRMS},
    },
    replications={"": 8, "usual beliefs": 4},
)  # fmt: skip
RETALIATION = ClaimMarket(scenario="price_war_retaliation", worlds={"war": {}, "peace": NO_POLICY})
CALENDAR = ClaimMarket(scenario="price_war_calendar", worlds={"war": {}, "peace": {"shocks": []}})


def price_moves(run: Run, firm: str) -> list[tuple[float, float]]:
    """Week and price of each decision of a firm on its price, in order of time; 1 is the ordinary price."""
    rows = [row for row in run.estimates if row.firm == firm and row.chosen and row.detail.startswith("price ")]
    return [(row.week, float(row.detail.split()[1])) for row in sorted(rows, key=lambda row: row.week)]


def prices(run: Run, firm: str) -> list[float]:
    """The prices that a firm has decided on, in order of time."""
    return [price for _, price in price_moves(run, firm)]


def begins(beginner: str) -> Reading:
    """Whether the first price cut of that firm is in an earlier week than that of any other."""

    def read(run: Run, _: Results) -> float:
        cuts = {firm: [week for week, price in price_moves(run, firm) if price < 1.0] for firm in FIRMS}
        first = {firm: weeks[0] for firm, weeks in cuts.items() if weeks}
        return float(beginner in first and all(first[beginner] < first[firm] for firm in first if firm != beginner))

    return by_run(read)


def ends(run: Run, _: Results) -> float:
    """Whether a price was cut, and each firm that cut its price is back at the ordinary price at the end."""
    moved = [moves for firm in FIRMS if (moves := prices(run, firm))]
    return float(bool(moved) and all(min(moves) < 0.95 and moves[-1] == 1.0 for moves in moved))


all_three_moved = by_run(lambda run, _: float(all(prices(run, firm) for firm in FIRMS)))
a_price_moved = by_run(lambda run, _: float(any(prices(run, firm) for firm in FIRMS)))
two_still_cut = by_run(lambda run, _: float(all((prices(run, firm) or [1.0])[-1] < 1.0 for firm in ("Beryl", "Cedar"))))


def shocks(results: Results) -> Interval:
    """Number of shocks that the scenario has on its calendar."""
    return pooled(len(results.scenario.shocks))


def share_in(weeks: tuple[int, int]) -> Reading:
    """Azure's mean weekly share of purchases in some weeks."""

    def read(results: Results) -> np.ndarray:
        table = weekly_share(results)
        ours = table[(table["firm"] == "Azure") & table["week"].between(weeks[0], weeks[1] - 1)]
        return np.asarray(ours.groupby("replication", observed=True)["share_of_purchases"].mean(), dtype=float)

    return read


def alone_less_at_war(worlds: Worlds) -> np.ndarray:
    """The gain in share while alone less that while all fight."""
    gains = [
        np.asarray(share_in(weeks)(worlds["war"])) - np.asarray(share_in(weeks)(worlds["peace"]))
        for weeks in (ALONE, AT_WAR)
    ]
    return np.asarray(gains[0] - gains[1])


def poorer() -> tuple[Figure, ...]:
    """What the war costs each firm over the whole run."""
    return tuple(
        less(f"{firm}'s profit, war less peace", profit_of(firm), "war", "peace") for firm in FIRMS
    )  # fmt: skip


DECIDED_BY_FIRMS = (
    Figure(what="shocks on the calendar", look=value(shocks, "war"), expected=exactly(0)),
    runs_in_which("each firm that cut its price is back at price 1", value(by_run(ends), "war")),
    runs_in_which("all three firms cut prices", value(all_three_moved, "war"), mean_above(0.74)),
)

CLAIMS = {
    "price_war_hurts_all": Claim(
        claim="A price war that begins by a mistaken belief makes each firm poorer.",
        source="course, A14",
        course=("A14",),
        market=DECIDED,
        figures=poorer(),
    ),
    "price_war_begins_and_ends_by_decision": Claim(
        claim="Nothing is on the calendar: a firm begins the war by a mistaken belief, and a truce ends it in each "
        "run.",
        source="course, A14; how firms decide is assumed",
        course=("A14",),
        market=DECIDED,
        figures=(
            runs_in_which("Azure cuts its price before any other firm", value(begins("Azure"), "war")),
            *DECIDED_BY_FIRMS,
        ),
    ),
    "usual_beliefs_start_no_war": Claim(
        claim="By the beliefs that studies find on average no firm begins a price war.",
        source="Bijmolt, van Heerde & Pieters (2005): a price elasticity of −2.62 on average",
        course=("A14",),
        market=DECIDED,
        figures=(runs_in_which("a price moves", value(a_price_moved, "usual beliefs"), exactly(0)),),
    ),
    "without_a_truce_the_war_goes_on": Claim(
        claim="Without a truce the war costs each firm more and does not end.",
        source="course, A14",
        course=("A14",),
        market=DECIDED,
        figures=(
            *(less(f"{firm}'s profit, no truce less war", profit_of(firm, 0, 130), "no truce", "war")
              for firm in FIRMS),
            runs_in_which("Beryl and Cedar are still below price 1 at the end", value(two_still_cut, "no truce")),
        ),
    ),
    "retaliation_hurts_all": Claim(
        claim="A price war out of retaliation for a points card makes each firm poorer.",
        source="course, A14",
        course=("A14",),
        market=RETALIATION,
        figures=poorer(),
    ),
    "retaliation_begins_and_ends_by_decision": Claim(
        claim="A rival answers a points card by a price cut, others follow, and all are back at the old price in time.",
        source="course, A14; how firms decide is assumed",
        course=("A14",),
        market=RETALIATION,
        figures=(
            runs_in_which("Beryl cuts its price before any other firm", value(begins("Beryl"), "war")),
            *DECIDED_BY_FIRMS,
        ),
    ),
    "war_by_the_calendar_hurts_all": Claim(
        claim="A price war that the calendar sets makes each firm poorer.",
        source="course, A14",
        course=("A14",),
        market=CALENDAR,
        figures=poorer(),
    ),
    "price_cut_gains_share_only_while_alone": Claim(
        claim="Who begins a price war gains share only while alone.",
        source="course, A14",
        course=("A14",),
        market=CALENDAR,
        figures=(
            Figure(what="Azure's gain in share while alone", look=change(share_in(ALONE), "war", "peace"),
                   expected=above(0.02), unit="points"),
            Figure(what="the same less the gain at war", look=alone_less_at_war, expected=above(0), unit="points"),
        ),
    ),
    "even_alone_a_price_cut_earns_less": Claim(
        claim="Even while alone a price cut of a fifth earns less: it halves the margin, and share does not double.",
        source="a finding that depends on the assumed margin of 40%",
        course=("A14",),
        market=CALENDAR,
        figures=(less("Azure's profit while alone, war less peace", profit_of("Azure", *ALONE), "war", "peace"),),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

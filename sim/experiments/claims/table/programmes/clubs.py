"""Claims about the two clubs of the cases: Haier's and Harley's (B2)."""

from __future__ import annotations

import numpy as np

from sim.experiments.claims.bound import above, exactly, mean_above, mean_below, mean_between
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, PooledReading, more, pooled, value
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import column, profit_of
from sim.metrics._shared.interval import Interval
from sim.metrics.programmes.members_over_time import members_over_time
from sim.metrics.programmes.membership_effect import membership_effect
from sim.metrics.programmes.renewals_by_attendance import renewals_by_attendance
from sim.metrics.purchasing.orders import orders
from sim.metrics.retention.retention import retention
from sim.registry import register
from sim.results.results import Results
from sim.scenario.scenario import Scenario

SCALE = 100
CASE = {"full": 70_000, "associates": 8_000_000}
"""Members and associates at the end of the first year (the course, B2)."""
HAIER_CLUB, HARLEY_CLUB = "firms.Haier.programmes.club.", "firms.Harley.programmes.club."
TENTH: dict[str, object] = {"population.segments.households.size": 16_600, f"{HAIER_CLUB}events.capacity": 6}
WORTHLESS: dict[str, object] = {
    **TENTH, f"{HAIER_CLUB}benefit_worth": 0.0, f"{HAIER_CLUB}belonging_worth": 0.0,
    f"{HAIER_CLUB}anatomy.company_worth": 0.0, f"{HAIER_CLUB}anatomy.event_worth": 0.0,
}  # fmt: skip
SIXTH: dict[str, object] = {
    # 1:600, as it ships: riders, what the line makes, fixed costs and places of the club
    "population.segments.riders.size": 100, "population.segments.new riders.size": 4000,
    "firms.Harley.departments.production_line.unit_hours.mean": 27.6, f"{HARLEY_CLUB}build_cost": 1667,
    f"{HARLEY_CLUB}running_cost": 50, f"{HARLEY_CLUB}events.capacity": 42,
}  # fmt: skip
LARGE_HAIER: dict[str, object] = {
    "population.segments.households.size": 166_000, f"{HAIER_CLUB}events.capacity": 60,
}  # fmt: skip
"""Five times what ships, so that chance moves the few full members less."""
LARGE_HARLEY: dict[str, object] = {
    "population.segments.riders.size": 600, "population.segments.new riders.size": 24_000,
    "firms.Harley.departments.production_line.unit_hours.mean": 4.6, f"{HARLEY_CLUB}events.capacity": 250,
}  # fmt: skip
"""1:100, so that chance moves the yearly figures of members less."""
LINE = 3 * 168 / 27.6
"""What the line can make in a week, at 1:600."""
LAST_YEARS = 416.0


def without_club(scenario: Scenario) -> Scenario:
    """The same market in which Harley has no club."""
    own = next(firm for firm in scenario.firms if firm.name == "Harley")
    rest = [part for part in own.programmes if part.kind != "club"]
    return scenario.but({"firms.Harley.programmes": rest})


def ample(scenario: Scenario) -> Scenario:
    """The line that makes all that is wanted, at 1:600."""
    return scenario.contrast("ample_line").but(SIXTH)


HAIER = ClaimMarket(
    scenario="haier_club", horizon=53.0, replications=1,
    worlds={"at 1:100": LARGE_HAIER, "a tenth of the households": TENTH, "worthless": WORTHLESS},
)  # fmt: skip
OWNERS = ClaimMarket(
    scenario="harley_owners_group", replications=4,
    worlds={"club": SIXTH, "no club": lambda asked: without_club(asked.but(SIXTH))},
)  # fmt: skip
AMPLE = ClaimMarket(
    scenario="harley_owners_group", replications=4, log="exits",
    worlds={"club": ample, "no club": lambda asked: without_club(ample(asked))},
)  # fmt: skip
WHOLE = ClaimMarket(scenario="harley_owners_group", replications=1, worlds={"at 1:100": LARGE_HARLEY})


def after_a_year(results: Results, name: str) -> int:
    """Members (``full``) or associates of Haier's club at the end of week 52."""
    by_week = members_over_time(results).set_index("week")[["associates", "full"]].reindex([51], fill_value=0)
    return int(np.asarray(by_week[name])[0])


def against_the_case(name: str) -> PooledReading:
    """Members or associates at full size, over those of the case, less 1."""
    return lambda results: pooled(after_a_year(results, name) * SCALE / CASE[name] - 1)


def at_another_scale(name: str) -> Look:
    """Standard errors, of a binomial count, between the club of a tenth of the households and a tenth of the club."""

    def look(worlds: Worlds) -> Interval:
        large, small = (after_a_year(worlds[world], name) for world in ("at 1:100", "a tenth of the households"))
        return pooled((small - large / 10) / np.sqrt(large / 10 * 1.1))

    return look


def of_both(results: Results) -> Interval:
    """Members and associates together."""
    return pooled(after_a_year(results, "full") + after_a_year(results, "associates"))


def kept(results: Results) -> Floats:
    """Part of the customers of a year's beginning who are there at its end, mean of the years from the fourth on."""
    table = retention(results)
    table = table[(table["firm"] == "Harley") & (table["start"] >= 156)]
    return np.asarray(table.groupby("replication", observed=True)["retention"].mean(), dtype=float)


def wanted(results: Results) -> Floats:
    """Orders a week in the last four years."""
    orders_of = np.asarray(column(orders, "Harley", "orders", LAST_YEARS)(results), dtype=float)
    return orders_of / (results.scenario.horizon - LAST_YEARS)


def attended_renew_more(results: Results) -> Floats:
    """Rate of renewal of members who attended four events or more, less that of those who attended none."""
    table = renewals_by_attendance(results)
    rate = table[table["firm"] == "Harley"].pivot_table(index="replication", columns="attended", values="rate")
    return np.asarray(rate["4 or more"] - rate["0"], dtype=float)


def effect(worlds: Worlds) -> Floats:
    """Effect of the club on members kept, without selection."""
    table = membership_effect(worlds["club"], worlds["no club"], at=208.0, until=416.0)
    return np.asarray(table["effect"], dtype=float)


def full_members(results: Results) -> Floats:
    """Members at the end of each of the first twelve years."""
    table = members_over_time(results)
    full = table[table["firm"] == "Harley"].set_index("week")["full"]
    return np.asarray(full.loc[[52 * year - 1 for year in range(1, 13)]], dtype=float)


def least_growth(results: Results) -> Interval:
    """Least growth of membership from one year to the next."""
    return pooled(float(np.diff(full_members(results)).min()))


def members_after(years: int) -> PooledReading:
    """Members at the end of a year."""
    return lambda results: pooled(float(full_members(results)[years - 1]))


CLAIMS = {
    "haier_members_and_associates_as_in_the_case": Claim(
        claim="After a year Haier's club has members and associates as in the case, at 1:100.",
        source="course, B2: 70,000 members and 8 million associates",
        course=("B2",),
        market=HAIER,
        put_in="the rates, which were set to it; that both can be met at once is found",
        figures=(
            Figure(what="members over the case, less 1", look=value(against_the_case("full"), "at 1:100"),
                   expected=mean_between(-0.15, 0.15), unit="percent"),
            Figure(what="associates over the case, less 1", look=value(against_the_case("associates"), "at 1:100"),
                   expected=mean_between(-0.05, 0.05), unit="percent"),
        ),
    ),
    "haier_club_is_the_same_at_another_scale": Claim(
        claim="Shares of members and associates do not depend on the scale of the market.",
        source="by construction",
        course=("B2",),
        market=HAIER,
        figures=tuple(
            Figure(what=f"standard errors between {words} at 1:1000 and 1:100", look=at_another_scale(name),
                   expected=mean_between(-4, 4))
            for name, words in (("full", "members"), ("associates", "associates"))
        ),
    ),
    "no_one_joins_a_worthless_club": Claim(
        claim="No household becomes a member where membership is worth nothing.",
        source="negative control",
        course=("B2",),
        market=HAIER,
        figures=(Figure(what="members and associates", look=value(of_both, "worthless"), expected=exactly(0)),),
    ),
    "harley_keeps_nearly_nineteen_of_twenty": Claim(
        claim="Harley keeps nearly nineteen of twenty owners a year.",
        source="course, B2: 95% of customers kept",
        course=("B2",),
        market=OWNERS,
        put_in="the rates, which were set to come near it",
        figures=(Figure(what="part of owners kept a year", look=value(kept, "club"), expected=mean_between(0.93, 0.95),
                        unit="percent"),),
    ),
    "harley_club_keeps_owners_and_raises_demand": Claim(
        claim="The club keeps more owners and puts demand further above supply.",
        source="course, B2: demand above supply",
        course=("B2",),
        market=OWNERS,
        figures=(
            more("part of owners kept a year, club less none", kept, "club", "no club", unit="points"),
            Figure(what="orders a week in the last years", look=value(wanted, "club"), expected=above(LINE)),
            more("the same, club less none", wanted, "club", "no club"),
            Figure(what="mean weeks until delivery", expected=above(8),
                   look=value(column(orders, "Harley", "mean_lead_weeks", LAST_YEARS), "club")),
        ),
    ),
    "who_attends_events_renews_more": Claim(
        claim="Members who attended events renew more often.",
        source="course, B2",
        course=("B2",),
        market=OWNERS,
        figures=(Figure(what="rate of renewal, four events or more less none", look=value(attended_renew_more, "club"),
                        expected=above(0.1), unit="points"),),
    ),
    "harley_club_keeps_members_it_would_have_lost": Claim(
        claim="The club keeps members whom the firm would have lost; it does not only attract the loyal.",
        source="course, B2; selection and effect are told apart by two worlds",
        course=("B2",),
        market=OWNERS,
        figures=(Figure(what="members kept, beyond selection", look=effect, expected=above(0), unit="points"),),
    ),
    "harley_club_pays_on_an_ample_line": Claim(
        claim="Where the line makes all that is wanted, the club pays.",
        source="a finding of the model",
        course=("B2",),
        market=AMPLE,
        figures=(more("profit, club less none", profit_of("Harley"), "club", "no club"),),
    ),
    "harley_membership_grows_to_300_000": Claim(
        claim="Membership grows every year and passes 300,000 in the tenth to twelfth year, at 1:100.",
        source="course, B2: 300,000 members",
        course=("B2",),
        market=WHOLE,
        put_in="the pulls on new riders, which were set to it; club histories have fewer members in the first nine "
        "years",
        figures=(
            Figure(what="least growth from one year to the next", look=value(least_growth, "at 1:100"),
                   expected=mean_above(0)),
            Figure(what="members after nine years",
                   look=value(members_after(9), "at 1:100"), expected=mean_below(3000)),
            Figure(what="members after twelve years", look=value(members_after(12), "at 1:100"),
                   expected=mean_above(3000)),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)

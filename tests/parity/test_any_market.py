"""Reference and kernel write the same log for markets that nobody thought of."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sim.scenario.scenario import Scenario
from tests.conftest import EXAMPLES
from tests.parity.comparing import both_schedulers
from tests.worlds import world

ATTRIBUTES = ("price", "product", "service", "technology", "conduct", "convenience")


def number(low: float, high: float) -> some.SearchStrategy[float]:
    return some.floats(low, high, allow_subnormal=False)


def amount(low: float, high: float) -> some.SearchStrategy[Any]:
    """A spread over amounts, of any family."""
    mean = number(max(low, 0.001), high)
    return some.one_of(
        number(low, high),
        some.fixed_dictionaries({"family": some.just("gamma"), "shape": number(0.1, 9.0), "mean": mean}),
        some.fixed_dictionaries({"family": some.just("exponential"), "mean": mean}),
        some.fixed_dictionaries({"family": some.just("lognormal"), "mean": mean, "sigma": number(0.0, 1.5)}),
        some.fixed_dictionaries({"family": some.just("inverse_gamma"), "shape": number(1.1, 9.0), "scale": mean}),
        mean.map(lambda most: {"family": "uniform", "low": most / 2, "high": most}),
    )


chance = some.one_of(
    number(0.0, 1.0),
    some.fixed_dictionaries({"family": some.just("beta"), "a": number(0.1, 9.0), "b": number(0.1, 9.0)}),
)


def sometimes(**fields: some.SearchStrategy[Any]) -> some.SearchStrategy[dict[str, Any]]:
    """Any part of these fields; the others keep their defaults."""
    return some.fixed_dictionaries({}, optional=fields)


arrival = some.one_of(
    some.just({"kind": "at_start"}),
    some.fixed_dictionaries(
        {"kind": some.just("over_weeks"), "counts": some.lists(some.integers(0, 5), min_size=1, max_size=9).filter(any)}
    ),
    some.fixed_dictionaries(
        {"kind": some.just("by_pull"), "outside_pull": number(0.01, 1.0), "word_of_mouth": number(0.0, 2.0)}
    ),
)
segment = sometimes(
    arrival=arrival,
    first_purchase=some.sampled_from(["by_clock", "on_arrival"]),
    spend=amount(0.0, 200.0),
    spend_shape=number(0.1, 9.0),
    taste_concentration=number(0.1, 20.0),
    idiosyncrasy=amount(0.0, 1.0),
    sociability=amount(0.0, 3.0),
    norm=chance,
    sensitivity=amount(0.1, 2.0),
    renewal_reluctance=chance,
    residence=some.sampled_from(["from_start", "from_arrival"]),
    newcomers_after=amount(0.0, 5.0),
    needs=amount(0.0, 1.0),
    need_at_purchase=number(0.0, 1.0),
    regularity=some.one_of(number(1.0, 9.0), some.just({"family": "gamma", "shape": 1.5, "mean": 2.0}), some.just(1.0)),
    season=some.lists(number(0.0, 3.0), min_size=12, max_size=12)
    .filter(any)
    .map(lambda parts: [part * 12 / sum(parts) for part in parts]),
).flatmap(
    lambda fields: some.tuples(some.integers(5, 15), amount(0.3, 2.0)).map(
        lambda both: {**fields, "size": both[0], "purchase_rate": both[1]}
    )
)

launch = number(0.0, 6.0)
events = sometimes(
    every=number(0.5, 6.0), capacity=some.integers(0, 5), attendance=number(0.0, 1.0), gain=number(0.0, 1.0)
)
tiers = sometimes(second_spend=number(100.0, 300.0), period=number(1.0, 9.0), bonus=number(0.0, 1.0)).flatmap(
    lambda fields: number(1.0, 100.0).map(lambda first: {**fields, "first_spend": first / 2})
)
frequency = sometimes(
    launch=launch,
    points_per_spend=number(0.0, 2.0),
    points_per_visit=number(0.0, 5.0),
    threshold=number(1.0, 90.0),
    reward=some.sampled_from(["discount", "gift", "prize_draw"]),
    reward_worth=number(5.0, 60.0),
    chance=number(0.01, 1.0),
    expiry=number(0.5, 20.0),
    goal_pull=number(0.0, 2.0),
    goal_shape=number(0.1, 4.0),
    tiers=tiers,
    build_cost=number(0.0, 500.0),
    running_cost=number(0.0, 5.0),
).map(lambda fields: {"kind": "frequency", **fields})
club = sometimes(
    launch=launch,
    quantity=some.integers(0, 3),
    associate_quantity=some.integers(1, 3),
    associate_part=number(0.0, 1.0),
    fee=number(0.0, 20.0),
    first_period_free=some.booleans(),
    period=some.one_of(some.none(), number(1.0, 9.0)),
    benefit_worth=number(20.0, 200.0),
    belonging_worth=number(0.0, 200.0),
    contact_gain=number(0.0, 1.0),
    renewal_shield=number(0.0, 4.0),
    events=some.one_of(some.none(), events),
    commonness=number(0.01, 2.0),
    circle=number(0.0, 50.0),
    outside_pull=number(0.05, 0.2),
    recruiting=number(0.0, 1.0),
    notice=number(0.5, 9.0),
).map(lambda fields: {"kind": "club", **fields})
customised = sometimes(
    launch=launch,
    reach=number(0.0, 1.0),
    learning=number(0.0, 1.0),
    structural_gain=number(0.0, 1.0),
    premium=number(0.0, 0.3),
    unit_cost_rise=number(0.0, 0.5),
    production_time=amount(0.1, 5.0),
    promised=number(0.1, 5.0),
    late_experience=number(0.0, 1.0),
).map(lambda fields: {"kind": "customised", **fields})
programmes = some.lists(
    some.one_of(frequency, club, customised), min_size=1, max_size=3, unique_by=lambda programme: programme["kind"]
)
copying = sometimes(improves_to=number(0.0, 1.0), cost_factor=number(0.0, 2.0)).flatmap(
    lambda fields: some.fixed_dictionaries(
        {"aware": amount(0.0, 4.0), "decide": amount(0.0, 4.0), "build": amount(0.0, 4.0), "fidelity": number(0.0, 1.0)}
    ).map(lambda row: {**fields, **row})
)
imitation = some.one_of(
    some.sampled_from(["never", "course"]),
    some.fixed_dictionaries(
        {"rows": some.dictionaries(some.sampled_from(["financial", "social", "structural"]), copying, min_size=1)},
        optional={"alarm": number(0.0, 0.2)},
    ),
)
offer = sometimes(
    price=number(0.5, 2.0),
    product=number(0.5, 2.0),
    service=number(0.0, 1.0),
    technology=number(0.5, 2.0),
    conduct=number(0.0, 1.0),
)
opening = sometimes(days=some.integers(1, 7), opens=number(0.0, 11.0), closes=number(12.0, 24.0))
desk = sometimes(
    handling_hours=amount(0.1, 30.0), patience_hours=amount(0.1, 30.0), opening=opening,
    priority=some.sampled_from(["none", "tier"]), failure=number(0.0, 1.0), recovery=number(0.0, 1.0),
    tolerable_hours=number(0.1, 50.0), wage=number(0.0, 9.0),
).flatmap(
    lambda fields: some.integers(1, 3).map(lambda servers: [{"kind": "service_desk", **fields, "servers": servers}])
)  # fmt: skip
firm = sometimes(offer=offer, unit_cost=number(0.0, 1.0), imitation=imitation, departments=desk).flatmap(
    lambda fields: programmes.map(lambda kinds: {**fields, "programmes": kinds})
)
cause = sometimes(
    compared_with=some.sampled_from(["best_rival", "norm", "blameless", "nothing"]),
    slope=number(0.0, 8.0),
    shields=sometimes(financial=number(0.0, 3.0), social=number(0.0, 3.0), structural=number(0.0, 3.0)),
    at_purchase=sometimes(from_purchase=some.integers(1, 4)).flatmap(
        lambda fields: chance.map(lambda odds: {**fields, "chance": odds})
    ),
    ends=some.sampled_from(["this_relation", "all_relations"]),
).flatmap(
    lambda fields: some.tuples(some.sampled_from(ATTRIBUTES), amount(0.005, 0.1)).map(
        lambda both: {**fields, "attribute": both[0], "base": both[1]}
    )
)
exits = some.tuples(some.sampled_from(["course", "none"]), some.lists(cause, min_size=1, max_size=4)).map(
    lambda both: {"preset": both[0], "rows": [{"name": f"cause {n}", **row} for n, row in enumerate(both[1])]}
)
behaviour = sometimes(
    demand=some.sampled_from(["fixed", "expandable"]),
    satisfaction_step=number(0.0, 1.0),
    experience_spread=number(0.0, 1.0),
    social_fade=number(0.0, 0.5),
    structural_fade=number(0.0, 0.5),
    knowledge_fade=number(0.0, 0.5),
    trouble=number(0.1, 20.0),
    forgetting=amount(0.0, 9.0),
)
shock = some.one_of(
    some.fixed_dictionaries(
        {
            "kind": some.just("offer"),
            "at": number(0.0, 15.0),
            "attribute": some.sampled_from(ATTRIBUTES[:5]),
            "factor": number(0.3, 1.0),
        },
        optional={"lasts": number(0.5, 9.0)},
    ),
    some.fixed_dictionaries(
        {
            "kind": some.just("relocation"),
            "at": number(0.0, 15.0),
            "factor": number(0.1, 20.0),
            "lasts": number(0.5, 9.0),
        }
    ),
)


week = number(0.0, 9.0)
scandal = sometimes(
    press=number(0.0, 2.0), word_of_mouth=number(0.0, 2.0), indignation_half_life=number(0.1, 9.0),
    found_out=number(0.0, 1.0), found_out_after=number(0.1, 5.0),
).flatmap(
    lambda fields: some.tuples(week, number(0.0, 1.0)).map(
        lambda both: [{**fields, "kind": "scandal", "firm": "firm 0", "at": both[0], "severity": both[1]}]
    )
)  # fmt: skip
invention = sometimes(outside_pull=number(0.0, 2.0), word_of_mouth=number(0.0, 2.0)).flatmap(
    lambda fields: some.tuples(week, number(0.1, 5.0)).map(
        lambda both: [{**fields, "kind": "invention", "at": both[0], "advance": both[1]}]
    )
)
stories = some.one_of(some.just([]), scandal, invention)
district_change = sometimes(
    moving_away=number(0.0, 20.0), newcomers=number(0.0, 5.0), flows=some.just({"far": 0.2}), lasts=number(0.5, 9.0)
).flatmap(lambda fields: week.map(lambda at: {**fields, "kind": "district_change", "district": "near", "at": at}))
branches = sometimes(presence=some.just({"far": 0.0}), rent=some.just({"far": 1.0})).flatmap(
    lambda fields: some.lists(
        some.tuples(week, some.sampled_from(["near", "far"]), some.sampled_from([0.0, 0.5, 1.0])), max_size=3
    ).map(
        lambda changes: {
            **fields, "kind": "branches",
            "changes": [{"at": at, "district": place, "presence": presence} for at, place, presence in changes],
        }
    )
)  # fmt: skip


@some.composite
def markets(draw: some.DrawFn) -> Scenario:
    """Any small market: a few people, one to four firms, every field of a scenario at times."""
    firms = [
        {"name": f"firm {number}", **each} for number, each in enumerate(draw(some.lists(firm, min_size=1, max_size=3)))
    ]
    rest = draw(sometimes(outside=offer, shocks=some.lists(shock, min_size=1, max_size=3), behaviour=behaviour))
    rest["exits"] = draw(exits)
    rest["shocks"] = [*rest.get("shocks", []), *draw(stories)]
    if draw(some.booleans()):
        rest["exits"]["rows"].append({"name": "market", "base": 0.05, "ends": "all_relations"})
        rest["districts"] = [{"name": "near", "share": 0.5}, {"name": "far", "share": 0.5, "moving_away": 3.0}]
        rest["shocks"] += draw(some.lists(district_change, max_size=2))
        firms[0].setdefault("departments", []).append(draw(branches))
    rest["tick"] = draw(some.sampled_from([0.25, 0.3, 1.0, 1.0, 2.5, 4.0]))
    return world(draw(some.lists(segment, min_size=1, max_size=3)), firms, horizon=draw(number(12.0, 20.0)), **rest)


@settings(max_examples=EXAMPLES // 4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenario=markets(), seed=some.integers(0, 2**63 - 1))
def test_any_market(scenario: Scenario, seed: int) -> None:
    """Row for row."""
    both_schedulers(scenario, seed=seed)

"""The five statements of true or false, tried: small worlds, the same luck, a table, a sentence with its interval.

Each takes a number of replications, two or more, without which there is no interval.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.game.exercises.exercise import Trial
from sim.game.exercises.sorting import as_sort, checked, together, treated
from sim.game.exercises.sorting_case import open_base
from sim.game.words import paragraph
from sim.language.messages import _
from sim.metrics._shared.interval import Interval, interval
from sim.metrics.customer_base.customer_analyses import levels
from sim.metrics.value.lifetime_value import lifetime_value
from sim.metrics.value.lifetime_value_forecast import lifetime_value_forecast
from sim.model.random_numbers import digest
from sim.number_text import decimal, with_bounds
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

SELLERS = "seller_who_left"
HANDSHAKE = "Handshake"
DEPARTMENTS = f"firms.{HANDSHAKE}.departments"
MANAGERS = f"{DEPARTMENTS}.relationship_managers"
KINDS = "sort_your_customers"
COUNTER = "Counter"
COLUMNS = ("world", "what", "value", "low", "high")


def people_in_it(replications: int = 8) -> Trial:
    """Statement 1, tried: the same firm and accounts, and the people who visit them leave, or never do.

    Were the company itself the party to the relation, it would not matter who comes.
    """
    _enough(replications)
    asked = load(SELLERS)
    leave = _books(asked, replications)
    stay = _books(asked.but({f"{MANAGERS}.turnover": 0, f"{MANAGERS}.star_leaves": []}), replications)
    lost = interval(stay["revenue"] - leave["revenue"])
    more = interval(leave["exits"] - stay["exits"])
    rows = [
        ("managers leave", "revenue", interval(leave["revenue"])),
        ("managers stay", "revenue", interval(stay["revenue"])),
        ("managers stay, less managers leave", "revenue", lost),
        ("managers leave, less managers stay", "exits", more),
    ]
    part = 100 * lost.mean / float(stay["revenue"].mean())
    said = _(
        "The same firm and the same accounts: where its managers leave it sells {money} less in four years, {part} of "
        "its sales, though only its hundred best workshops are visited."
    )
    return Trial(
        table=_table(rows),
        sentence=paragraph([said.format(money=_money(lost), part=f"{part:.1f}%"), _doubt(lost)]),
        settled=lost.low > 0,
        difference=lost,
    )


def mass_advertising(replications: int = 8) -> Trial:
    """Statement 2, tried: the money that visits cost, spent on advertising to the same business buyers instead."""
    _enough(replications)
    asked = load(SELLERS)
    nothing = _books(asked.but({DEPARTMENTS: []}), replications)
    visits = _books(asked, replications)
    week = float(visits["relations_cost"].mean()) / asked.horizon
    advertised = _books(asked.but({DEPARTMENTS: [_advertising(week)]}), replications)
    little = _books(asked.but({DEPARTMENTS: [_advertising(LITTLE)]}), replications)
    lead = interval(visits["profit"] - advertised["profit"])
    gain, known = (interval(world["profit"] - nothing["profit"]) for world in (visits, little))
    rows = [
        ("visits, less nothing", "profit", gain),
        ("advertising for the same money, less nothing", "profit", interval(advertised["profit"] - nothing["profit"])),
        (LITTLE_LESS_NOTHING, "profit", known),
        ("visits, less advertising for the same money", "profit", lead),
        ("visits, less advertising for the same money", "exits", interval(visits["exits"] - advertised["exits"])),
    ]
    more = _("For the same {week} a week visits bring {money} more profit in four years than advertising.")
    against = _(
        "Against doing nothing visits bring {gain}, and a little advertising, {little} a week, {known}: being known "
        "may pay, and binds nobody."
    )
    return Trial(
        table=_table(rows),
        sentence=paragraph(
            [
                more.format(week=f"{week:,.0f}", money=_money(lead)),
                _doubt(lead),
                against.format(gain=_money(gain), little=f"{LITTLE:g}", known=_money(known)),
            ]
        ),
        settled=lead.low > 0,
        difference=lead,
    )


LITTLE = 50.0
"""Money a week for a firm that only wants to be known."""
LITTLE_LESS_NOTHING = f"advertising for {LITTLE:g} a week, less nothing"


def statistics_of_consumers(replications: int = 8) -> Trial:
    """Statement 3, tried: one forecast of what customers will bring (BG/NBD), for 2,000 households and 40 offices."""
    _enough(replications)
    missed = {name: _missed(name, size, replications) for name, size in (("households", 2000), ("offices", 40))}
    gap = interval(missed["offices"] - missed["households"])
    rows = [(name, "forecast of the whole base off by, %", interval(off)) for name, off in missed.items()]
    rows.append(("offices, less households", "forecast of the whole base off by, %", gap))
    said = _(
        "The same formula misses what 2,000 households will bring by {households}%, and what 40 offices will bring by "
        "{offices}% (difference {low} to {high} points)."
    )
    said = said.format(households=f"{missed['households'].mean():.0f}", offices=f"{missed['offices'].mean():.0f}",
                       low=f"{gap.low:.0f}", high=f"{gap.high:.0f}")  # fmt: skip
    unsettled = _(
        "It does not settle the statement: businesses here buy by the rules of consumers, while real ones buy by "
        "committee, contract and budget."
    )
    return Trial(
        table=_table(rows),
        sentence=paragraph([said, _doubt(gap), unsettled]),
        settled=False,
        difference=gap,
    )


def segmented_by_value(replications: int = 16) -> Trial:
    """Statement 4, tried: business buyers grouped by what they spend, at random, and not at all.

    Each group is kept in touch with as suits it. The groups by value are the best fifth, the next 30% and the rest;
    those at random have the same sizes.
    """
    _enough(replications)
    asked = load(KINDS)
    business = asked.but({"population.segments": _segments(asked, {"workshops": 240, "offices": 160})})
    gains: dict[str, list[float]] = {"by value": [], "at random": [], "by true kind": []}
    for number in range(replications):
        case = open_base(business, seed=asked.seed + number)
        alike = treated(case, together(case)).profit
        customers = case.base.customers["customer"].tolist()
        by_value = [str(level) for level in levels(case.base.customers["money"].to_numpy(dtype=float))]
        luck = sorted(range(len(customers)), key=lambda place: digest(f"at random/{number}/{place}"))
        at_random = tuple(by_value[place] for place in luck)
        sorts = {"by value": tuple(by_value), "at random": at_random, "by true kind": case.kinds}
        for name, labels in sorts.items():
            gains[name].append(treated(case, checked(case.base, as_sort(case, labels))).profit - alike)
    found = {name: np.array(values) for name, values in gains.items()}
    lead = interval(found["by value"] - found["at random"])
    rows = [(f"grouped {name}, less all alike", "profit", interval(values)) for name, values in found.items()]
    rows.append(("grouped by value, less at random", "profit", lead))
    said = _(
        "Grouped by what they spend, each group kept in touch with as suits it, business buyers bring {money} more in "
        "two years than in groups made at random: contact costs the same with a small account and with a large one."
    )
    return Trial(
        table=_table(rows),
        sentence=paragraph([said.format(money=_money(lead)), _doubt(lead)]),
        settled=lead.low > 0,
        difference=lead,
    )


def one_to_one(replications: int = 8) -> Trial:
    """Statement 5, tried: the same personal contact (proactive) with households and with offices, against none."""
    _enough(replications)
    asked = load(KINDS)
    path = f"firms.{COUNTER}.departments.contact.degrees"
    called, left_alone = (
        _by_segment(
            simulate(
                asked.but({path: {segment.name: degree for segment in asked.population.segments}}),
                replications=replications,
            )
        )
        for degree in ("proactive", "basic")
    )
    lift = {kind: 100 * (called[kind] / left_alone[kind] - 1) for kind in ("households", "offices")}
    each = {kind: called[kind] - left_alone[kind] for kind in lift}
    gap = interval(lift["offices"] - lift["households"])
    rows = [(kind, "sales more by contact, %", interval(lift[kind])) for kind in lift]
    rows += [(kind, "sales more by contact, money", interval(each[kind])) for kind in each]
    rows.append(("offices, less households", "sales more by contact, %", gap))
    said = _(
        "The same contact lifts sales to households by {households}% and to offices by {offices}% (difference {low} to "
        "{high} points); in money that is {household_money} against {office_money}. It does not settle the statement: "
        "that both are moved by the same bonds is how this model is made."
    )
    said = said.format(
        households=f"{lift['households'].mean():.0f}", offices=f"{lift['offices'].mean():.0f}",
        low=f"{gap.low:.0f}", high=f"{gap.high:.0f}", household_money=f"{each['households'].mean():,.0f}",
        office_money=f"{each['offices'].mean():,.0f}",
    )  # fmt: skip
    return Trial(
        table=_table(rows),
        sentence=said,
        settled=False,
        difference=gap,
    )


def _enough(replications: int) -> None:
    if replications < 2:
        said = _("replications={n}: one world says nothing of chance; give 2 or more")
        raise ValueError(said.format(n=replications))


def _books(scenario: Scenario, replications: int) -> Mapping[str, NDArray[np.float64]]:
    """Handshake's books over the whole run, by replication."""
    books = weekly(simulate(scenario, replications=replications, log="exits"))
    mine = books[books["firm"] == HANDSHAKE].groupby("replication")
    return {name: mine[name].sum().to_numpy(dtype=float) for name in ("revenue", "profit", "exits", "relations_cost")}


def _advertising(week: float) -> dict[str, object]:
    return {"kind": "communication", "advertising": {"spend": week}}


def _segments(scenario: Scenario, sizes: Mapping[str, int]) -> list[object]:
    """These segments of the scenario alone, in these sizes."""
    return [segment.but(size=sizes[segment.name]) for segment in scenario.population.segments if segment.name in sizes]


def _missed(kind: str, size: int, replications: int) -> NDArray[np.float64]:
    """By how many percent the estimate of what a base of one kind will bring misses, by replication."""
    asked = load(KINDS)
    results = simulate(asked.but({"population.segments": _segments(asked, {kind: size})}), replications=replications)
    table = lifetime_value_forecast(results)
    sums = table[table["firm"] == COUNTER].groupby("replication")[["estimated", "realised"]].sum(min_count=1)
    return np.asarray(100 * (sums["estimated"] / sums["realised"] - 1).abs(), dtype=float)


def _by_segment(results: Results) -> dict[str, NDArray[np.float64]]:
    """Counter's sales to each segment, by replication."""
    table = lifetime_value(results)
    table = table[table["firm"] == COUNTER].astype({"segment": object})
    sums = table.pivot_table(index="replication", columns="segment", values="revenue", aggfunc="sum")
    return {str(kind): sums[kind].to_numpy(dtype=float) for kind in sums.columns}


def _table(rows: list[tuple[str, str, Interval]]) -> pd.DataFrame:
    return pd.DataFrame([(world, what, *found[:3]) for world, what, found in rows], columns=list(COLUMNS))


def _doubt(found: Interval) -> str:
    """A warning where the difference could be chance, or nothing."""
    return "" if found.low > 0 or found.high < 0 else _("Chance alone could explain that difference.")


def trial_words() -> dict[str, str]:
    """What people read for the worlds and figures in the table of a trial."""
    return {
        "world": _("world"), "what": _("what"), "value": _("value"), "low": _("low"), "high": _("high"),
        "revenue": _("revenue"), "exits": _("exits"), "profit": _("profit"),
        "managers leave": _("managers leave"), "managers stay": _("managers stay"),
        "managers stay, less managers leave": _("managers stay, less managers leave"),
        "managers leave, less managers stay": _("managers leave, less managers stay"),
        "visits, less nothing": _("visits, less nothing"),
        "advertising for the same money, less nothing": _("advertising for the same money, less nothing"),
        LITTLE_LESS_NOTHING: _("advertising for {money} a week, less nothing").format(money=f"{LITTLE:g}"),
        "visits, less advertising for the same money": _("visits, less advertising for the same money"),
        "households": _("households"), "offices": _("offices"),
        "offices, less households": _("offices, less households"),
        "forecast of the whole base off by, %": _("forecast of the whole base off by, %"),
        "grouped by value, less all alike": _("grouped by value, less all alike"),
        "grouped at random, less all alike": _("grouped at random, less all alike"),
        "grouped by true kind, less all alike": _("grouped by true kind, less all alike"),
        "grouped by value, less at random": _("grouped by value, less at random"),
        "sales more by contact, %": _("sales more by contact, %"),
        "sales more by contact, money": _("sales more by contact, money"),
    }  # fmt: skip


def _money(found: Interval) -> str:
    return with_bounds(found.mean, found.low, found.high, decimal)

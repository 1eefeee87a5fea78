"""What holds for any log: parts add up to the whole, shares to one, survival never rises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.metrics.exits.exits import cumulative_incidence, exits
from sim.metrics.purchasing.buyers import double_jeopardy, penetration
from sim.metrics.purchasing.repeat_buying import purchase_histogram
from sim.metrics.purchasing.share import share, weekly_share
from sim.metrics.retention.churn import churn
from sim.metrics.retention.retention import retention
from sim.metrics.retention.survival import spells, survival
from sim.metrics.value.lifetime_value import lifetime_value
from sim.metrics.value.profit import concentration
from sim.results.results import Results
from sim.results.tables import weekly
from tests.metrics.hand_made import FIRMS, Happening, first_purchase, results_of

HORIZON = 12.0
CAUSES = ("price", "product", "service", "market", "technology", "political")


@some.composite
def lives(draw: some.DrawFn) -> list[Happening]:
    """Any number of stays of any customers with any firms, with purchases in between."""
    story: list[Happening] = []
    for customer in range(4):
        for firm in FIRMS:
            dates = sorted(draw(some.lists(some.floats(0, 11.99), max_size=6, unique=True)))
            inside = False
            for date in dates:
                leaves = inside and draw(some.booleans())
                if not inside:
                    story += first_purchase(date, customer, firm, draw(some.integers(1, 90)))
                elif leaves:
                    story.append(Happening(date, customer, firm, "exit", cause=draw(some.sampled_from(CAUSES))))
                else:
                    story.append(Happening(date, customer, firm, "purchase", draw(some.integers(1, 90))))
                inside = not leaves
    return story


worlds = lives().map(lambda story: results_of(story, horizon=HORIZON))


@settings(deadline=None, max_examples=60)
@given(results=worlds)
def test_shares_sum_to_one(results: Results) -> None:
    for table, by in ((share(results), ["replication"]), (weekly_share(results, span=3), ["replication", "week"])):
        for column in ("share_of_purchases", "share_of_revenue"):
            sums = table.groupby(by)[column].sum(min_count=2)
            assert sums.dropna().to_list() == pytest.approx([1.0] * int(sums.notna().sum()))


@settings(deadline=None, max_examples=60)
@given(results=worlds)
def test_exits_by_cause_sum_to_exits(results: Results) -> None:
    books = weekly(results)
    all_exits = books.groupby("firm", observed=False)["exits"].sum().to_list()
    assert exits(results).groupby("firm", observed=False)["exits"].sum().to_list() == all_exits
    assert churn(results, period=5.0).groupby("firm", observed=False)["exits"].sum().to_list() == all_exits
    assert spells(results).groupby("firm", observed=False)["ended"].sum().to_list() == all_exits
    shares = exits(results).groupby("firm", observed=False)["share"].sum(min_count=1).dropna()
    assert shares.to_list() == pytest.approx([1.0] * len(shares))


@settings(deadline=None, max_examples=60)
@given(results=worlds)
def test_customers_are_those_who_came_and_have_not_gone(results: Results) -> None:
    books, stays = weekly(results), spells(results)
    assert (books["customers"] >= 0).all()
    for firm in FIRMS:
        standing = int((~stays.loc[stays["firm"] == firm, "ended"].astype(bool)).sum())
        assert books.loc[books["firm"] == firm, "customers"].iloc[-1] == standing
    weeks = churn(results, period=5.0).groupby("firm", observed=False)["customer_weeks"].sum()
    assert weeks.to_list() == pytest.approx(stays.groupby("firm", observed=False)["weeks"].sum().to_list())


@settings(deadline=None, max_examples=60)
@given(results=worlds)
def test_survival_never_rises_and_causes_complete_it(results: Results) -> None:
    by_cause = cumulative_incidence(results, step=0.5)
    left = by_cause.groupby(["firm", "week"], observed=False)["incidence"].sum(min_count=1)
    for firm, curve in survival(results, step=0.5).groupby("firm", observed=False):
        share_left = curve["survival"].to_numpy()
        if np.isnan(share_left).all():
            continue
        assert (np.diff(share_left) <= 0).all() and (share_left >= 0).all() and share_left[0] <= 1
        bounds = curve.dropna()
        assert (bounds["low"] <= bounds["survival"] + 1e-12).all()
        assert (bounds["survival"] <= bounds["high"] + 1e-12).all()
        assert (1 - left[firm]).to_list() == pytest.approx(share_left.tolist(), abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(results=worlds, since=some.floats(0, 8))
def test_reach_and_histogram_agree(results: Results, since: float) -> None:
    reach, table = penetration(results, since), purchase_histogram(results, since, most=3)
    assert reach["penetration"].between(0, 1).all()
    people = table.groupby("firm", observed=False)["people"].sum()
    assert people.to_list() == reach["people"].to_list()
    none = table[table["times"] == 0]["people"].to_numpy()
    assert (reach["people"] - reach["buyers"]).to_list() == none.tolist()
    jeopardy = double_jeopardy(results, since)
    product = jeopardy["penetration"] * jeopardy["frequency"] * reach["people"]
    bought = weekly(results)["purchases"].sum() if since == 0 else None
    if bought:
        assert product.sum() == pytest.approx(bought)


@settings(deadline=None, max_examples=60)
@given(results=worlds)
def test_repeats_leave_out_first_purchases(results: Results) -> None:
    table = purchase_histogram(results, repeats=True, most=50)
    repeats = (table["times"] * table["people"]).groupby(table["firm"], observed=False).sum()
    books = weekly(results).groupby("firm", observed=False)[["purchases", "acquisitions"]].sum()
    assert repeats.to_list() == (books["purchases"] - books["acquisitions"]).to_list()


@settings(deadline=None, max_examples=60)
@given(results=worlds)
def test_accounts_are_all_the_money_there_is(results: Results) -> None:
    accounts, books = lifetime_value(results), weekly(results)
    assert accounts["revenue"].sum() == pytest.approx(books["revenue"].sum())
    assert accounts["contribution"].sum() == pytest.approx(books["profit"].sum())
    assert (accounts["lifetime_value"] <= accounts["contribution"] + 1e-9).all()
    best = concentration(results, best=0.5)["share_of_best"].dropna()
    assert best.between(0.5 - 1e-9, 1 + 1e-9).all()


@settings(deadline=None, max_examples=60)
@given(results=worlds)
def test_kept_are_part_of_those_standing(results: Results) -> None:
    table = retention(results, period=4.0)
    assert (table["kept"] <= table["standing"]).all()
    assert table["retention"].dropna().between(0, 1).all()

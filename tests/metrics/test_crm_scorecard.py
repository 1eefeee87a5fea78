"""The scorecard of a CRM plan, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.metrics.customer_base.crm_scorecard import crm_scorecard
from sim.metrics.retention.churn import churn
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import events, weekly
from tests.worlds import world


@pytest.fixture(scope="module")
def two_years() -> Results:
    causes = {"preset": "none", "rows": [{"name": "service", "base": 0.01, "compared_with": "nothing", "slope": 0.0}]}
    firms = [{"name": "One"}, {"name": "Other"}]
    return simulate(world({"size": 300, "purchase_rate": 0.4}, firms, horizon=110.0, exits=causes), seed=3)


def test_growth_and_sales_are_what_the_books_say(two_years: Results) -> None:
    card, books = crm_scorecard(two_years), weekly(two_years)
    assert card["year"].tolist() == [1, 2, 1, 2]
    for firm in ("One", "Other"):
        own, mine = books[books["firm"] == firm], card[card["firm"] == firm].set_index("year")
        first, second = own[own["week"] < 52], own[(own["week"] >= 52) & (own["week"] < 104)]
        assert mine.loc[1, "revenue"] == pytest.approx(first["revenue"].sum())
        assert mine.loc[2, "profit"] == pytest.approx(second["profit"].sum())
        assert mine.loc[2, "sales_growth"] == pytest.approx(second["revenue"].sum() / first["revenue"].sum() - 1)
        ends = [int(first["customers"].iloc[-1]), int(second["customers"].iloc[-1])]
        assert mine["customers"].tolist() == ends
        assert mine.loc[2, "customer_growth"] == pytest.approx(ends[1] / ends[0] - 1)
        assert math.isnan(mine.loc[1, "customer_growth"])


def test_who_is_driven_out_are_exits_over_the_service_by_customer_years(two_years: Results) -> None:
    card, log = crm_scorecard(two_years), events(two_years)
    row = card[(card["firm"] == "One") & (card["year"] == 2)].iloc[0]
    years = churn(two_years, 52.0).query("firm == 'One' and start == 52")["customer_weeks"].sum() / 52
    left = len(log.query("firm == 'One' and event == 'exit' and cause == 'service' and 52 <= time < 104"))
    assert left > 20
    assert row["not_driven_out"] == pytest.approx(math.exp(-left / years))
    assert np.isclose(row["not_driven_out"], math.exp(-0.52), atol=0.09)

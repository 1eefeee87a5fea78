"""Sales, shares, penetration, frequency and repeats of the hand-made story."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics.purchasing.buyers import double_jeopardy, penetration, purchase_frequency
from sim.metrics.purchasing.repeat_buying import cumulative_repeats, purchase_histogram, repeat_share
from sim.metrics.purchasing.share import sales, share, weekly_share
from sim.results.results import Results
from tests.metrics.hand_made import Happening, first_purchase, results_of, sales_story


def test_sales(small: Results) -> None:
    table = sales(small)
    assert table["firm"].to_list() == ["Red", "Blue"]
    assert table["purchases"].to_list() == [5, 5]
    assert table["revenue"].to_list() == [60.0, 140.0]
    assert sales(small, since=5, until=10)["purchases"].to_list() == [1, 3]


def test_share(small: Results) -> None:
    table = share(small)
    assert table["share_of_purchases"].to_list() == [0.5, 0.5]
    assert table["share_of_revenue"].to_list() == [0.3, 0.7]
    assert np.isnan(share(small, since=16)["share_of_purchases"]).all()


def test_weekly_share_over_a_span() -> None:
    results = results_of(sales_story([1, 3, 0, 0], [1, 1, 0, 4]), horizon=4)
    red = weekly_share(results).query("firm == 'Red'")["share_of_purchases"].to_numpy()
    assert red == pytest.approx([0.5, 0.75, np.nan, 0.0], nan_ok=True)
    red = weekly_share(results, span=2).query("firm == 'Red'")["share_of_purchases"].to_numpy()
    assert red == pytest.approx([0.5, 4 / 6, 0.75, 0.0])


def test_penetration_counts_who_is_there(small: Results) -> None:
    table = penetration(small)
    assert table["people"].to_list() == [5, 5]  # the sixth never arrives
    assert table["penetration"].to_list() == [0.4, 0.6]
    assert penetration(small, until=2.0)["people"].to_list() == [4, 4]  # the fifth comes at 2
    assert penetration(small, since=16.0)["people"].to_list() == [4, 4]  # one moved away at 15


def test_a_newcomer_is_another_person() -> None:
    """She who lives in the place of one who moved away is counted apart."""
    story = [
        *first_purchase(1.0, 0, "Red", 10),
        Happening(2.0, 0, "Red", "exit", cause="market"),
        Happening(2.0, 0, "", "moving away", cause="market"),
        Happening(3.0, 0, "", "arrival", generation=1),
        *first_purchase(4.0, 0, "Red", 10, generation=1),
    ]
    table = penetration(results_of(story))
    assert table["buyers"].to_list() == [2, 0]
    assert table["people"].to_list() == [5, 5]


def test_purchase_frequency(small: Results) -> None:
    assert purchase_frequency(small)["frequency"].to_list() == [2.5, pytest.approx(5 / 3)]


def test_repeat_share(small: Results) -> None:
    table = repeat_share(small)
    assert table["repeats"].to_list() == [2, 2]
    assert table["repeat_share"].to_list() == [0.4, 0.4]


def test_double_jeopardy(small: Results) -> None:
    table = double_jeopardy(small)
    assert table["frequency_x_not_reached"].to_list() == [pytest.approx(2.5 * 0.6), pytest.approx(5 / 3 * 0.4)]
    assert table["bought_again"].to_list() == [0.5, pytest.approx(1 / 3)]


def test_purchase_histogram(small: Results) -> None:
    table = purchase_histogram(small, most=3).set_index(["firm", "label"])["people"]
    assert table["Red"].to_list() == [3, 1, 0, 1]  # customer 0 bought four times: three and more
    assert table["Blue"].to_list() == [2, 2, 0, 1]
    repeats = purchase_histogram(small, repeats=True, most=3).set_index(["firm", "label"])["people"]
    assert repeats["Red"].to_list() == [1, 0, 1, 0]  # two of her four purchases opened a spell
    assert repeats["Blue"].to_list() == [2, 0, 1, 0]


def test_repeats_in_a_window_are_those_of_all_customers_won_by_then(small: Results) -> None:
    table = purchase_histogram(small, since=4.0, until=10.0, repeats=True, most=2)
    repeats = table.set_index(["firm", "label"])["people"]
    assert repeats["Red"].to_list() == [1, 1, 0]
    assert repeats["Blue"].to_list() == [2, 0, 1]


def test_cumulative_repeats(small: Results) -> None:
    table = cumulative_repeats(small).query("firm == 'Red'").set_index("week")
    assert table["repeats"].to_numpy().nonzero()[0].tolist() == [3, 5]
    assert table["cumulative_repeats"].iloc[-1] == 2


@pytest.mark.parametrize(("since", "until"), [(5, 5), (-1, 3), (0, 21), (2.5, 4)])
def test_a_window_that_makes_no_sense_is_refused(small: Results, since: float, until: float) -> None:
    with pytest.raises(ValueError, match=f"since={since:g}, until={until:g}: .*give"):
        sales(small, since, until)  # type: ignore[arg-type]


def test_a_horizon_within_a_week_counts_its_last_part() -> None:
    results = results_of([*first_purchase(2.2, 0, "Red", 10)], horizon=2.5)
    assert sales(results)["purchases"].to_list() == [1, 0]
    assert penetration(results)["buyers"].to_list() == [1, 0]

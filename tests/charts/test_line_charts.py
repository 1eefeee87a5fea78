"""The pictures of the production line draw, say what the tables say, and refuse what is not there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.charts.purchasing.production_charts import lead_time_chart, lot_size_chart, stock_chart
from sim.charts.style.canvas import headline_text, png
from sim.metrics.purchasing.orders import orders, stock
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.metrics.hand_made import STORY, results_of
from tests.worlds import world


def made(kinds: int, replications: int = 1, **line: Any) -> Results:
    guess = {"mode": "to_stock", "expects": 30, "cover": 2}
    lines = {"Guesser": {"works": guess, "lot": 5}, "Maker": {"lot": 3, **line}}
    firms = [
        {
            "name": name,
            "departments": [{"kind": "production_line", "kinds": kinds, "season": 13, "fashion": 1.0, **own}],
        }
        for name, own in lines.items()
    ]
    asked = world([{"name": "people", "size": 150, "purchase_rate": 0.4}], firms, horizon=30.0, focus="Maker")
    return simulate(asked, seed=2, replications=replications)


@pytest.mark.parametrize("kinds", [1, 4, 12])
def test_stock_draws_as_lines_or_as_colours_and_says_what_the_table_says(kinds: int) -> None:
    results = made(kinds, 2)
    figure = stock_chart(results, run=1)
    assert len(png(figure)) > 10_000
    table = stock(results).query("firm == 'Guesser' and replication == 1")
    assert f"{table['surplus'].sum():,.0f} units were left over" in headline_text(figure)
    assert f"Guesser held {table.groupby('week')['stock'].sum().mean():,.0f} units" in headline_text(figure)
    assert "replication 2 of 2" in figure.axes[0].get_xlabel()
    drawn = (
        figure.axes[0].images[0].get_array()
        if kinds > 6
        else np.array([x.get_ydata() for x in figure.axes[0].lines[:kinds]])
    )
    assert np.array_equal(np.asarray(drawn)[:kinds].ravel(), table["stock"].to_numpy())


def test_a_firm_that_guesses_nothing_has_no_such_picture() -> None:
    with pytest.raises(LookupError, match="'Maker' makes nothing for stock; firms that do: Guesser"):
        stock_chart(made(2), firm="Maker")
    assert "No firm here" in headline_text(stock_chart(results_of(STORY)))


def test_lead_times_say_how_many_kept_the_promise() -> None:
    results = made(2, works={"mode": "to_order", "promised": 0.05})
    figure = lead_time_chart(results)
    late = orders(results).iloc[1]["late"]
    assert 0.05 < late < 0.95
    assert "Maker delivers" in headline_text(figure) and "Guesser meets" in headline_text(figure)
    assert len(png(figure)) > 10_000
    assert "Nobody ordered" in headline_text(lead_time_chart(results_of(STORY)))


def test_lot_sizes_are_laid_side_by_side_in_your_sheet_too() -> None:
    runs = {lot: made(3, 2, lot=lot, setup_hours=2.0) for lot in (1, 2, 20)}
    sheet = Figure(figsize=(9, 4), layout="constrained")
    left, right = sheet.subplots(1, 2)
    assert lot_size_chart(runs, left) is sheet
    assert "soonest delivered" in left.get_title(loc="left") and not right.has_data()
    means = [float(orders(run).query("firm == 'Maker'")["mean_lead_weeks"].mean()) * 7 for run in runs.values()]
    assert left.lines[0].get_ydata() == pytest.approx(means)
    with pytest.raises(ValueError, match="two or more"):
        lot_size_chart({1: runs[1]})

"""The table of events is the one place of names, ranks, log levels and lines, and rows of a run keep to it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.event_log import cause_and_detail, event_table
from sim.model.events import (
    COST,
    COST_LINES,
    COUNT_LINES,
    COUNTED,
    EVENT_TABLE,
    EVENTS,
    INCOME,
    INCOME_LINES,
    RANK,
    WITH_CAUSE,
    ranks_logged,
)  # fmt: skip
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

NAMES = ("service_in_tiers", "lenovo_key_accounts", "toshiba_flexible_line", "five_channels")


@pytest.fixture(scope="module", params=NAMES)
def results(request: pytest.FixtureRequest) -> Results:
    scenario = load(request.param)
    few = scenario.population.model_copy(
        update={"segments": tuple(each.model_copy(update={"size": 40}) for each in scenario.population.segments)}
    )
    return simulate(
        scenario.model_copy(update={"population": few, "horizon": 60.0}), replications=1, scheduler="reference"
    )


def test_names_are_unique_and_ranks_are_places() -> None:
    assert len(set(EVENTS)) == len(EVENTS) == len(RANK)
    assert [EVENTS[RANK[event.name]] for event in EVENT_TABLE] == list(EVENTS)


def test_every_line_of_the_books_has_an_event_and_every_event_a_known_line() -> None:
    assert all((*INCOME.values(), *COST.values(), *COUNTED.values()))
    assert {event.line for event in EVENT_TABLE} - {""} == {*INCOME_LINES, *COST_LINES}
    assert {event.counted for event in EVENT_TABLE} - {""} == set(COUNT_LINES)


@pytest.mark.parametrize("event", EVENT_TABLE, ids=EVENTS)
def test_an_event_has_a_cause_or_a_detail_and_money_only_where_it_says_what_the_money_is(event: object) -> None:
    row = EVENT_TABLE[EVENT_TABLE.index(event)]  # type: ignore[arg-type]
    assert not (row.cause and row.detail)
    assert row.amount or not (row.line or row.value)
    assert row.value is None or row.value.sort != "cash" or row.line
    assert row.meaning[0].islower() and not row.meaning.endswith(".")


def test_rows_of_a_run_name_a_cause_or_a_detail_only_where_the_table_says_so(results: Results) -> None:
    rows = results.runs[0].rows
    for rank in np.unique(rows["event"]).tolist():
        event, mine = EVENT_TABLE[rank], rows[rows["event"] == rank]
        assert rank in ranks_logged("all")
        assert event.cause or event.detail or (mine["cause"] == -1).all(), event.name
        assert event.amount or not mine["cents"].any(), event.name


def test_causes_of_exits_and_details_of_other_events_are_two_columns(results: Results) -> None:
    table = event_table(results.runs[0].rows, results.names)
    leaves = table["event"].isin([EVENTS[rank] for rank in WITH_CAUSE])
    assert table.loc[leaves, "cause"].notna().all() and table.loc[~leaves, "cause"].isna().all()
    assert table.loc[leaves, "detail"].isna().all() and table["detail"].notna().any()
    assert set(table["cause"].dropna()) <= {cause.name for cause in results.scenario.exits.causes}
    cause, detail = cause_and_detail(results.runs[0].rows)
    assert np.array_equal(np.maximum(cause, detail), results.runs[0].rows["cause"])

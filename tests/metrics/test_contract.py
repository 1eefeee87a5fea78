"""What every metric keeps to, also one that is added."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sim.metrics._shared.windows import IncompleteLogError
from sim.registry import registered, temporary
from sim.results.results import Results
from tests.docs_pages import pages_of_docs
from tests.metrics.hand_made import STORY, Happening, results_of

METRICS = registered("metric")
PAGE = pages_of_docs()["metrics"]


@pytest.fixture
def small() -> Results:
    """The story, looked at for longer than a year, and what is thought of the promises of one firm."""
    trust = [
        Happening(4.0, -1, "Red", "trust", 50.0, "trust of customers"),
        Happening(4.0, -1, "Red", "trust", 50.0, "what people hear"),
    ]
    return results_of([*STORY, *trust], horizon=60.0)


@pytest.fixture
def thin() -> Results:
    """The same with a log that keeps only joins and exits."""
    return results_of(STORY, horizon=60.0, kept="exits")


@pytest.fixture
def plain() -> Results:
    """The same without the frequency programmes: their rows taken out."""
    return results_of([line for line in STORY if line.programme != "frequency"], horizon=60.0)


@pytest.fixture(params=list(METRICS))
def metric(request: pytest.FixtureRequest) -> Callable[..., pd.DataFrame]:
    return METRICS[request.param]  # type: ignore[return-value]


def asked(metric: Callable[..., pd.DataFrame], results: Results, without: Results) -> pd.DataFrame:
    """Call a metric with one world, or with two where it compares."""
    worlds = [p for p in inspect.signature(metric).parameters.values() if p.annotation == "Results"]
    return metric(*[results, without][: len(worlds)])


def test_it_says_what_it_is(metric: Callable[..., pd.DataFrame]) -> None:
    """One whole first sentence, a formula and a source."""
    text = inspect.getdoc(metric) or ""
    first = text.splitlines()[0]
    assert first.endswith((".", "?")) and len(first) > 20
    for part in ("\nFormula: ", "\nSource: ", "Returns"):
        assert part in text, f"{metric.__name__}: its docstring lacks {part!r}"


def test_it_is_annotated_and_narrow(metric: Callable[..., pd.DataFrame]) -> None:
    """Every argument has a type, the first is the results; at most six; a data frame comes back."""
    signature = inspect.signature(metric)
    parameters = list(signature.parameters.values())
    assert all(p.annotation is not p.empty for p in parameters)
    assert parameters[0].annotation == "Results"
    assert len(parameters) <= 6
    assert not any(p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in parameters)
    assert signature.return_annotation == "pd.DataFrame"


def test_function_and_name_are_one_word(metric: Callable[..., pd.DataFrame]) -> None:
    """So that ``sim.exits`` is the function ``exits``, in a folder of ``sim.metrics`` that says its subject."""
    assert METRICS[metric.__name__] is metric
    assert metric.__module__.startswith("sim.metrics.") and not metric.__module__.startswith("sim.metrics._shared")


def test_it_works_and_leaves_the_results_alone(
    metric: Callable[..., pd.DataFrame], small: Results, plain: Results
) -> None:
    """A tidy frame with rows and word-like columns; the log and the books are as they were."""
    before = small.runs[0].rows.copy(), small.runs[0].weekly.copy()
    table = asked(metric, small, plain)
    assert isinstance(table, pd.DataFrame) and len(table) > 0
    assert all(isinstance(c, str) and c.isidentifier() and c == c.lower() for c in table.columns)
    assert table.columns.is_unique and isinstance(table.index, pd.RangeIndex)
    assert (small.runs[0].rows == before[0]).all() and (small.runs[0].weekly == before[1]).all()


def test_a_thin_log_gives_the_same_answer_or_none(
    metric: Callable[..., pd.DataFrame], small: Results, thin: Results, plain: Results
) -> None:
    """Never a wrong number because purchases were not kept."""
    try:
        table = asked(metric, thin, plain)
    except IncompleteLogError as refused:
        assert "log='all'" in str(refused) and metric.__name__ in str(refused)
    else:
        pd.testing.assert_frame_equal(table, asked(metric, small, plain))


def test_the_page_names_only_what_there_is() -> None:
    """Nothing on ``docs/reference/metrics.md`` that is not on the menu; a new metric need not be there."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    named = {line.split("`")[1] for line in lines if line.startswith("| `")}
    assert named
    assert named <= set(METRICS), f"not on the menu: {sorted(named - set(METRICS))}"


def test_the_page_says_what_the_docstring_says(thin: Results, plain: Results) -> None:
    """The first sentence of each metric, and † where it refuses a thin log."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name = line.split("`")[1]
            first = (inspect.getdoc(METRICS[name]) or "").split("\n\n")[0].replace("\n", " ")
            try:
                asked(METRICS[name], thin, plain)  # type: ignore[arg-type]
            except IncompleteLogError:
                first += " †"
            assert line == f"| `{name}` | {first} |"


def test_the_metric_on_the_page_runs() -> None:
    """What a reader can copy from the page is declared and counts."""
    late = results_of([Happening(3.0, 0, "Blue", "delivery late")] * 2)
    with temporary():
        exec(PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0], {})
        assert registered("metric")["late_orders"](late)["late"].to_list() == [0, 2]  # type: ignore[operator]


def test_most_numbers_are_numbers(small: Results, plain: Results) -> None:
    """No metric answers the hand-made story with nothing but missing values."""
    for name, metric in METRICS.items():
        numbers = asked(metric, small, plain).select_dtypes("number")  # type: ignore[arg-type]
        assert np.isfinite(numbers.to_numpy(dtype=float)).any(), name

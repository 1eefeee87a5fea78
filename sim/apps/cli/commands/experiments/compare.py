"""``guanxi compare``: strategies under the same luck."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sim.apps.cli.option_values import Amount, MaxEvents, MaxMemory, amount, confidence
from sim.apps.cli.option_values import half_width as so_wide
from sim.apps.cli.output_places import FOLDER, INTERRUPTED
from sim.apps.cli.printed_tables import print_table, remark
from sim.files.csv_export import csv_bytes
from sim.language.messages import _
from sim.number_text import bounds, decimal, decimal_places, percent
from sim.registry import register

if TYPE_CHECKING:
    from sim.experiments.comparison.comparison import Comparison
    from sim.experiments.comparison.warm_up import WarmUp
    from sim.scenario.scenario import Scenario

PERCENT = 100.0
"""Scale of the measures that are said in per cent."""


@register("command", "compare")
def compare(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped scenario.")],
    strategy: Annotated[
        list[str],
        typer.Option(
            metavar="NAME=CHANGE",
            help="A strategy and what it changes, such as cheap=firms.Azure.offer.price=0.9; again for one change "
            "more; NAME= for the market as it is; NAME=FILE for another scenario.",
        ),
    ],
    measure: Annotated[
        str, typer.Option(help="The figure by which they are judged; an unknown name lists all.")
    ] = "profit_per_customer_year",
    firm: Annotated[
        str | None, typer.Option(help="The firm that has the strategies; by default the firm in focus.")
    ] = None,
    replications: Annotated[int, typer.Option(min=1, help="Runs of each; with --half-width, the first so many.")] = 20,
    half_width: Annotated[
        Amount | None,
        typer.Option(
            parser=amount,
            metavar="NUMBER",
            help="Add runs until every interval reaches at most this far to either side, such as 1000 or 0.5%.",
        ),
    ] = None,
    at_most: Annotated[int, typer.Option(min=2, help="Most runs of each strategy with --half-width.")] = 1000,
    steady: Annotated[bool, typer.Option("--steady", help="Leave out the weeks until the market settles.")] = False,
    baseline: Annotated[str | None, typer.Option(help="Compare all others with this one only.")] = None,
    joint: Annotated[
        Literal["bonferroni", "none"], typer.Option(help="Whether several intervals hold together, and how.")
    ] = "bonferroni",
    level: Annotated[
        float | None,
        typer.Option(
            "--confidence", parser=confidence, metavar="PERCENT", help="Confidence of the intervals; 95% by default."
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the runs; by default the scenario's own.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; all cores if left out.")] = None,
    store: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder that keeps every run: go on after an interrupt.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Make the runs on a Dask cluster.")] = None,
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder for comparison.json, its tables and its picture.")
    ] = None,
    max_events: MaxEvents = None,
    max_memory: MaxMemory = None,
) -> None:
    """Compare strategies on the same customers and random numbers: differences with intervals, in plain sentences."""
    import warnings

    from sim.experiments.comparison.compare import StoppingRule
    from sim.experiments.comparison.compare import compare as compared
    from sim.experiments.comparison.warm_up import warm_up
    from sim.experiments.errors import ExperimentError
    from sim.experiments.execution.execution import Execution
    from sim.experiments.execution.run_store import StoreStoppedError
    from sim.experiments.measure import Figure, judge
    from sim.files.atomic_write import check_place
    from sim.model.state.size_guard import size_limits
    from sim.registry import unknown
    from sim.scenario.files.load import load

    asked = load(scenario)
    asked = asked if seed is None else asked.but(seed=seed)
    if half_width is not None and level is not None:
        raise ExperimentError(_("--half-width is reached at 95%; leave --confidence out, or --half-width"))
    wanted: int | StoppingRule = replications
    if half_width is not None:
        by = judge(measure, asked.focal_firm)
        narrow = so_wide(half_width, by.name, by.scale)
        wanted = StoppingRule(half_width=narrow, first=max(2, replications), at_most=at_most)
    worlds = strategies(asked, strategy)
    if baseline is not None and baseline not in worlds:
        raise ExperimentError(unknown("baseline", baseline, worlds))
    if out is not None:
        check_place(out)
    remark(asked)
    warnings.simplefilter("ignore", StoreStoppedError)  # said with the result
    judged: Figure = measure
    settled: WarmUp | None = None
    where = Execution(workers=workers, store=store, scheduler=scheduler)
    try:
        if steady:
            seen_from = asked if firm is None else asked.but(focus=firm)
            with size_limits(events=max_events, memory=max_memory):
                settled = warm_up(seen_from, worlds, measure=measure, where=where)
            judged = settled.measure
        with size_limits(events=max_events, memory=max_memory):
            found = compared(asked, worlds, measure=judged, replications=wanted, firm=firm, where=where)
    except KeyboardInterrupt:
        if store is None:
            raise
        said = _("Interrupted; the runs made are kept in {folder}. The same command goes on there.")
        print(said.format(folder=store), file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    found = found.but(baseline=baseline, joint=joint, level=level)
    if out is not None:
        _write(found, out)
    _print(found, settled)
    if out is not None:
        names = ", ".join(sorted(p.name for p in out.iterdir()))
        print(_("Written to {folder}: {files}").format(folder=out, files=names))


def strategies(asked: Scenario, given: list[str]) -> dict[str, Scenario]:
    """The world of each strategy as it was given on the command line. Raises ``ScenarioError`` for what is wrong."""
    from sim.experiments.comparison.strategies import of_strategy
    from sim.scenario.files.load import changes, load
    from sim.scenario.files.validation_errors import Fault, ScenarioError

    settings: dict[str, list[str]] = {}
    for one in given:
        name, equals, change = one.partition("=")
        if not equals or not name.strip():
            message = _("write it as NAME=CHANGE, such as cheap=firms.Azure.offer.price=0.9, or NAME= for no change")
            raise ScenarioError([Fault(path=one, message=message)])
        settings.setdefault(name.strip(), [])
        settings[name.strip()] += [change] if change.strip() else []
    found: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for name, wanted in settings.items():
        files = [change for change in wanted if "=" not in change]
        try:
            world = load(files[-1]) if files else asked
            found[name] = world.but(changes([change for change in wanted if "=" in change]))
        except ScenarioError as error:
            faults += [of_strategy(name, fault) for fault in error.faults]
    if faults:
        raise ScenarioError(faults)
    return found


def _unit(found: Comparison) -> str:
    unit = found.measure.unit
    if found.measure.scale == PERCENT:
        return _(" in % ({unit})").format(unit=unit) if unit.startswith("exits") else _(" in %")
    return _(" in {unit}").format(unit=unit) if unit else ""


def _print(found: Comparison, settled: WarmUp | None) -> None:
    if settled is not None:
        print(settled)
    print(f"{found.title}: {found.what}{_unit(found)}")
    scale = found.measure.scale
    sign = "%" if scale == PERCENT else ""
    rows = []
    for name, mean, low, high in found.means[["strategy", "mean", "low", "high"]].itertuples(index=False, name=None):
        places = decimal_places(scale * (high - low) / 2, scale * mean)
        worded = partial(decimal, places=places)
        rows.append((name, worded(scale * mean) + sign, bounds(scale * low, scale * high, worded) + sign))
    print_table((_("strategy"), _("mean"), _("{level} interval").format(level=percent(found.level))), rows)
    print(found)


def _write(found: Comparison, folder: Path) -> None:
    from sim.charts.experiments.comparison_charts import comparison_chart
    from sim.charts.style.canvas import png
    from sim.experiments.comparison.comparison_file import COMPARISON, content, tables
    from sim.files.atomic_write import write_files

    files = {COMPARISON: content(found)}
    for name, table in tables(found).items():
        files[f"{name}.csv"] = csv_bytes(table)
    files["comparison.png"] = png(comparison_chart(found))
    write_files(folder, files, own=tuple(files))

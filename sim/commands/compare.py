"""``guanxi compare``: strategies under the same luck."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sim.commands.plain_words import INTERRUPTED, plain_words
from sim.commands.printed import print_whole, remark
from sim.commands.whole_file import write_whole
from sim.csv_export import csv_bytes
from sim.registry import declare

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.comparison import Comparison
    from sim.scenario.scenario import Scenario


@declare("command", "compare")
def compare(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of one that comes along.")],
    strategy: Annotated[
        list[str],
        typer.Option(
            metavar="NAME=CHANGE",
            help="A strategy and what it changes, such as cheap=firms.Azure.offer.price=0.9; again for one change "
            "more; NAME= for the market as it is; NAME=FILE for another scenario.",
        ),
    ],
    measure: Annotated[
        str, typer.Option(help="By what they are judged; an unknown name lists all.")
    ] = "profit_per_customer_year",
    firm: Annotated[str | None, typer.Option(help="Whose strategies they are; the firm in focus if left out.")] = None,
    replications: Annotated[int, typer.Option(min=1, help="Runs of each; with --half-width, the first so many.")] = 20,
    half_width: Annotated[
        float | None, typer.Option(min=0, help="Run on until every interval is at most so wide on either side.")
    ] = None,
    at_most: Annotated[int, typer.Option(min=2, help="Runs of each after which that ends in any case.")] = 1000,
    steady: Annotated[bool, typer.Option("--steady", help="Leave out the weeks until the market settles.")] = False,
    baseline: Annotated[str | None, typer.Option(help="Compare all others with this one only.")] = None,
    joint: Annotated[
        Literal["bonferroni", "none"], typer.Option(help="Whether several intervals hold together, and how.")
    ] = "bonferroni",
    seed: Annotated[int | None, typer.Option(min=0, help="Luck of the runs; the scenario's own if left out.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; all cores if left out.")] = None,
    store: Annotated[Path | None, typer.Option(help="Folder that keeps every run: go on after an interrupt.")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Make the runs on a Dask cluster.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for comparison.json, its tables and its picture.")] = None,
) -> None:
    """Compare strategies: the same customers with the same luck, differences with intervals, in plain sentences."""
    with plain_words():
        import warnings

        from sim.experiments.compare import compare as compared
        from sim.experiments.measure import Figure
        from sim.experiments.run_store import StoreStopped
        from sim.experiments.trouble import ExperimentError
        from sim.experiments.until import Until
        from sim.experiments.warm_up import warm_up
        from sim.experiments.where import Where
        from sim.registry import unknown
        from sim.scenario.read import load

        asked = load(scenario)
        asked = asked if seed is None else asked.but(seed=seed)
        wanted: int | Until = replications
        if half_width is not None:
            wanted = Until(half_width=half_width, first=max(2, replications), at_most=at_most)
        worlds = strategies(asked, strategy)
        if baseline is not None and baseline not in worlds:
            raise ExperimentError(unknown("baseline", baseline, worlds))
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        remark(asked)
        warnings.simplefilter("ignore", StoreStopped)  # said with the result
        judged: Figure = measure
        where = Where(workers=workers, store=store, scheduler=scheduler)
        try:
            if steady:
                seen_from = asked if firm is None else asked.but(focus=firm)
                settled = warm_up(seen_from, worlds, measure=measure, where=where)
                print(settled)
                judged = settled.measure
            found = compared(asked, worlds, measure=judged, replications=wanted, firm=firm, where=where)
        except KeyboardInterrupt:
            if store is None:
                raise
            print(f"Interrupted; the runs made are kept in {store}. The same command goes on there.", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None
        found = found.but(baseline=baseline, joint=joint)
        print(f"{found.title}: {found.what}{f' in {found.measure.unit}' if found.measure.unit else ''}")
        print_whole(_table(found))
        print(found)
        if out is not None:
            _write(found, out)
            print(f"Written to {out}: {', '.join(sorted(p.name for p in out.iterdir()))}")


def strategies(asked: Scenario, given: list[str]) -> dict[str, Scenario]:
    """The world of each strategy as it was given on the command line. Raises ``ScenarioError`` for what is wrong."""
    from sim.experiments.strategies import of_strategy
    from sim.scenario.faults import Fault, ScenarioError
    from sim.scenario.read import changes, load

    settings: dict[str, list[str]] = {}
    for one in given:
        name, equals, change = one.partition("=")
        if not equals or not name.strip():
            message = "write it as NAME=CHANGE, such as cheap=firms.Azure.offer.price=0.9, or NAME= for no change"
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


def _table(found: Comparison) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.experiments.wording import digits, figure

    scale = found.measure.scale
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("strategy", "mean", f"± ({found.level:.0%})"):
        table.add_column(heading, justify="left" if heading == "strategy" else "right", no_wrap=True)
    for name, mean, low, high in found.means[["strategy", "mean", "low", "high"]].itertuples(index=False, name=None):
        half = scale * (high - low) / 2
        places = digits(half, scale * mean)
        table.add_row(name, figure(scale * mean, places), figure(half, places))
    return table


def _write(found: Comparison, folder: Path) -> None:
    from sim.experiments.comparison_file import COMPARISON, tables
    from sim.views.canvas import png
    from sim.views.comparison_chart import comparison_chart

    found.save(folder / COMPARISON)
    for name, table in tables(found).items():
        write_whole(folder / f"{name}.csv", csv_bytes(table))
    write_whole(folder / "comparison.png", png(comparison_chart(found)))

"""The command line: run a scenario, list, check and explain. It only shows; all work is done elsewhere."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from sim.game.rehearse import Rehearsal
    from sim.metrics.interval import Interval
    from sim.results import Results
    from sim.scenario.scenario import Scenario

BAD_INPUT = 2
INTERRUPTED = 130
IN_MEMORY = 5_000_000
"""Expected purchases up to which a log is kept in memory (about 200 MB); a longer one goes straight to its file."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Guanxi 关系: a market that runs. From a scenario file to who stayed, who left and why.",
)


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of one that comes along.")],
    seed: Annotated[int | None, typer.Option(min=0, help="Luck of the run; the scenario's own if left out.")] = None,
    replications: Annotated[int | None, typer.Option(min=1, help="How often, each time with other luck.")] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="Change a value, such as firms.Azure.offer.price=0.9.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results; results/NAME if left out.")] = None,
    log: Annotated[Literal["all", "exits"], typer.Option(help="Every event, or who came, joined and left.")] = "all",
    scheduler: Annotated[
        Literal["kernel", "reference"], typer.Option(help="Compiled, or the readable one.")
    ] = "kernel",
    threads: Annotated[int | None, typer.Option(min=1, help="Processor threads; all if left out.")] = None,
    compare: Annotated[
        bool, typer.Option(help="Also run it without the programmes of the firm in focus, for the report.")
    ] = True,
) -> None:
    """Run a scenario and write the results to a folder."""
    with _plain_words():
        from rich.console import Console

        from sim.log_file import LogFile
        from sim.market.opening import names_of
        from sim.progress import Progressing
        from sim.run import Watch, simulate
        from sim.scenario.read import changes, load
        from sim.store import write
        from sim.whole_folder import whole_folder

        asked = load(scenario).but(changes(set or ()))
        asked = asked.but(seed=asked.seed if seed is None else seed, replications=replications or asked.replications)
        folder = out or Path("results") / asked.name
        with whole_folder(folder) as place, Progressing(asked.horizon, asked.replications) as heard:
            print(f"{asked.title}: {_content(asked)}", file=sys.stderr)
            _remark(asked)
            moderate = _purchases(asked) <= IN_MEMORY
            if moderate or log == "exits":
                results = simulate(asked, scheduler=scheduler, log=log, watch=Watch(threads=threads, heard=heard))
                bare = _without_programmes(asked) if compare and moderate else None
                watch = Watch(threads=threads)
                without = simulate(bare, scheduler=scheduler, log=log, watch=watch) if bare else None
                write(results, place, without=without)
            else:
                with LogFile(place, names_of(asked)) as file:
                    watch = Watch(threads=threads, heard=heard, sink=file)
                    results = simulate(asked, scheduler=scheduler, watch=watch)
                write(results, place, in_file="all")
        table, console = _outcome(results), Console()
        console.width = max(console.width, console.measure(table, options=console.options.update(width=1000)).maximum)
        console.print(table)  # a narrow terminal breaks its lines; rich would leave out what does not fit, digits too
        print(f"Report: {folder / 'report.html'}")
        print(f"Beside it: {', '.join(sorted(p.name for p in folder.iterdir() if p.name != 'report.html'))}")


@app.command(name="list")
def list_scenarios() -> None:
    """List the scenarios that come along, and what each teaches."""
    from rich.console import Console
    from rich.table import Table

    with _plain_words():
        from sim.scenario.read import load, shipped_scenarios

        table = Table("name", "title", "teaches", show_lines=True)
        for name in shipped_scenarios():
            found = load(name)
            table.add_row(name, found.title, " ".join(found.teaches.split()))
        Console().print(table)


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(help="Scenario files, or names of those that come along.")],
) -> None:
    """Check scenario files: every fault with line and column, what is allowed and what was meant."""
    from sim.scenario.faults import ScenarioError
    from sim.scenario.read import load

    faults = 0
    for file in files:
        try:
            asked = load(file)
            print(f"{file}: fine ({_content(asked)})")
            _remark(asked)
        except ScenarioError as error:
            print(error, file=sys.stderr)
            faults += len(error.faults)
    if faults:
        print(f"{faults} fault{'s' * (faults > 1)}", file=sys.stderr)
        raise typer.Exit(BAD_INPUT)


@app.command()
def explain(
    name: Annotated[str | None, typer.Argument(help="A programme, cause, metric, event, term, bond or key.")] = None,
) -> None:
    """Say what a name means: what it is, its formula, its source. Without a name: everything there is."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from sim.meanings import explain as explained
    from sim.meanings import explanations

    with _plain_words():
        console = Console()
        if name is None:
            table = Table("sort", "name", "meaning")
            for entry in explanations():
                if not entry.sort.startswith("key of"):
                    table.add_row(entry.sort, entry.name, entry.meaning)
            console.print(table)
            print("The keys of scenario files are explained too: guanxi explain purchase_rate")
            return
        for entry in explained(name):
            console.print(Text.assemble((entry.name, "bold"), f" ({entry.sort})"))
            console.print(
                Text(entry.meaning + (f"\n{entry.more}" if entry.more else "")), soft_wrap=not console.is_terminal
            )
            print()


@app.command()
def games() -> None:
    """List the games that come along, and what each teaches."""
    from rich.console import Console
    from rich.table import Table

    with _plain_words():
        from sim.game.read import load_game, shipped_games

        table = Table("name", "seats", "rounds", "title", "teaches", show_lines=True)
        for name in shipped_games():
            found, _ = load_game(name)
            seats = str(len(found.steering))
            table.add_row(name, seats, str(found.rounds), found.title, " ".join(found.teaches.split()))
        Console().print(table)


@app.command()
def rehearse(
    game: Annotated[str, typer.Argument(help="A game file, or the name of a game that comes along.")],
    seed: Annotated[int | None, typer.Option(min=0, help="Luck of the game; the scenario's own if left out.")] = None,
    out: Annotated[Path | None, typer.Option(help="New folder for the game; games/NAME if left out.")] = None,
) -> None:
    """Play a whole game with bots at all seats, and write its file and tables to a folder."""
    with _plain_words():
        from rich.console import Console

        from sim.game.read import load_game
        from sim.game.rehearse import rehearse as played

        asked, _ = load_game(game)
        folder = out or Path("games") / asked.name
        rehearsal = played(game, folder, seed=seed)
        table, console = _rounds(rehearsal), Console()
        console.width = max(console.width, console.measure(table, options=console.options.update(width=1000)).maximum)
        console.print(table)
        print(f"Written to {folder}: {', '.join(sorted(p.name for p in folder.iterdir()))}")


@app.command()
def doctor() -> None:
    """Look at this installation: versions, what is missing, what stands in the way."""
    from sim.doctor import findings

    worst = 0
    for finding in findings():
        print(f"{'ok  ' if finding.fine else 'LOOK'}  {finding.text}")
        worst = worst if finding.fine else 1
    raise typer.Exit(worst)


def _version(asked: bool) -> None:
    if asked:
        from sim.version import VERSION

        print(f"guanxi {VERSION}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass


@contextmanager
def _plain_words() -> Iterator[None]:
    """Turn what a person got wrong into a sentence and exit status 2, and an interrupt into 130."""
    from sim.game.refusal import Refused
    from sim.registry import UnknownName
    from sim.scenario.faults import ScenarioError
    from sim.whole_folder import NotAResultsFolder

    try:
        yield
    except ScenarioError as error:
        print(error, file=sys.stderr)
        faults = len(error.faults)
        print(f"{faults} fault{'s' * (faults > 1)}; nothing was run.", file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except (NotAResultsFolder, Refused, UnknownName) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except BrokenPipeError:  # whoever reads the output has seen enough
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"{place}{error.strerror or error}; choose a place that can be written to", file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None


def _remark(asked: Scenario) -> None:
    """Say loudly what looks like a slip; the run goes on."""
    import warnings

    from rich.console import Console

    from sim.scenario.remarks import Unlikely, remarks

    warnings.simplefilter("ignore", Unlikely)  # said here, once
    console = Console(stderr=True, soft_wrap=True)
    for remark in remarks(asked):
        console.print(f"Warning: {remark}", style="bold red", markup=False, highlight=False)


def _content(scenario: Scenario) -> str:
    firms = len(scenario.firms)
    return f"{scenario.population.size:,} customers, {firms} firm{'s' * (firms > 1)}, {scenario.horizon:g} weeks"


def _purchases(scenario: Scenario) -> float:
    """Purchases to be expected if nobody left."""
    rate = sum(segment.size * segment.purchase_rate.average for segment in scenario.population.segments)
    return rate * scenario.horizon * scenario.replications


def _without_programmes(scenario: Scenario) -> Scenario | None:
    """The same market without the programmes of the firm in focus, if it has any."""
    firm = next(firm for firm in scenario.firms if firm.name == scenario.focal)
    return scenario.but({f"firms.{firm.name}.programmes": ()}) if firm.programmes else None


def _outcome(results: Results) -> Table:
    """How each firm fared, as a table a person can read."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.outcome import summary

    many = len(results.runs) > 1
    title = f"{results.scenario.title}, seed {results.seed}{f', {len(results.runs)} replications' if many else ''}"
    caption = "± half of a 95% interval" if many else None
    table = Table(title=title, caption=caption, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    lines = []
    for line in summary(results):
        cause = f"{line.main_cause} ({line.main_cause_share:.0%})" if line.main_cause else "nobody left"
        lines.append(
            (line.firm, _figure(line.customers, ",.0f"), _figure(line.share, ".1%"), _figure(line.churn, ".1%"), cause,
             _figure(line.profit, ",.0f", thousands=many))
        )  # fmt: skip
    profit = "profit, thousands" if many else "profit"
    for heading in ("firm", "customers\nat end", "share\nof sales", "leave\nper year", "main cause", profit):
        table.add_column(heading, justify="left" if heading in ("firm", "main cause") else "right", no_wrap=True)
    for row in lines:
        table.add_row(*row)
    return table


def _rounds(rehearsal: Rehearsal) -> Table:
    """What each round brought each firm, as a table a person can read."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=f"{rehearsal.game.title}, seed {rehearsal.seed}, played by bots",
        caption="share of sales | leave per year | profit, thousands", box=SIMPLE_HEAD, padding=(0, 1, 0, 0),
    )  # fmt: skip
    firms = dict.fromkeys(outcome.firm for outcome in rehearsal.outcomes)
    table.add_column("round", justify="right")
    for firm in firms:
        table.add_column(f"{firm}\n{rehearsal.bots.get(firm, 'of the scenario')}", justify="right", no_wrap=True)
    for number in range(rehearsal.game.rounds):
        cells = [
            f"{_part(outcome.share)} | {_part(outcome.churn)} | {outcome.profit / 1000:,.1f}"
            for outcome in rehearsal.outcomes if outcome.round == number
        ]  # fmt: skip
        table.add_row(str(number), *cells)
    return table


def _part(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1%}"


def _figure(value: Interval, style: str, thousands: bool = False) -> str:
    if math.isnan(value.mean):
        return "–"
    unit = 1000 if thousands else 1
    half = (value.high - value.mean) / unit
    mean = f"{value.mean / unit:{style}}"
    return mean if math.isnan(half) else f"{mean.removesuffix('%')} ±{half:{style}}"


def main() -> None:
    """What the command ``guanxi`` does."""
    app()


if __name__ == "__main__":
    main()

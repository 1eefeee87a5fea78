"""``guanxi run`` and ``guanxi check``: a scenario run into a folder with a report, and every fault of a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sim.apps.cli.option_values import MaxEvents, MaxMemory, expected_purchases, refuse_too_large_file
from sim.apps.cli.output_places import BAD_INPUT, FOLDER
from sim.apps.cli.printed_tables import content, leftovers_in_a_line, outcome_table, print_whole, remark
from sim.language.formats import decimal_number
from sim.language.messages import _, ngettext
from sim.progress import SECONDS_BEFORE_SHOWN, ProgressBar
from sim.registry import register

if TYPE_CHECKING:
    from sim.experiments.contrast_results import ContrastResults
    from sim.results.results import LogLevel, Results
    from sim.scenario.scenario import Scenario


class Progressing(ProgressBar):
    """Hears of a run's progress and shows it on the error channel."""

    def __init__(self, weeks: float, replications: int, *, delay: float = SECONDS_BEFORE_SHOWN) -> None:
        """``weeks`` of one replication, how many replications there are, and seconds before anything is shown."""
        super().__init__(_("weeks"), weeks * replications, delay=delay)
        self._weeks, self._replications = weeks, replications

    def __call__(self, replication: int, week: float) -> None:
        """Show that this replication has come to this week."""
        said = _("week {week} of {weeks}")
        if self._replications > 1:
            said = _("week {week} of {weeks}, replication {run} of {runs}")
        done = said.format(week=f"{week:g}", weeks=f"{self._weeks:g}", run=replication + 1, runs=self._replications)
        self.update(replication * self._weeks + week, done)


IN_MEMORY = 5_000_000
"""Expected purchases up to which a log is kept in memory (about 200 MB); a longer one goes straight to its file."""


@register("command", "run")
def run(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped scenario.")],
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the run; by default the scenario's own.")] = None,
    replications: Annotated[
        int | None, typer.Option(min=1, help="Number of runs, each with its own random numbers.")
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="Change a value, such as firms.Azure.offer.price=0.9.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(parser=FOLDER, help="Folder for the results; results/NAME if left out.")
    ] = None,
    log: Annotated[
        Literal["all", "exits"], typer.Option(help="Log every event, or only arrivals, joins and exits.")
    ] = "all",
    scheduler: Annotated[
        Literal["kernel", "reference"], typer.Option(help="Compiled scheduler, or the readable reference.")
    ] = "kernel",
    threads: Annotated[int | None, typer.Option(min=1, help="Processor threads; all if left out.")] = None,
    compare: Annotated[
        bool, typer.Option(help="Also run it without the programmes of the firm in focus, for the report.")
    ] = True,
    contrast: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A contrast to be run; again for another; all if left out.")
    ] = None,
    contrasts: Annotated[bool, typer.Option("--contrasts/--no-contrasts", help="Run the scenario's contrasts.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    max_events: MaxEvents = None,
    max_memory: MaxMemory = None,
) -> None:
    """Run a scenario with its contrasts, write the results to a folder, and print the answer to its question."""
    from sim.apps.cli.contrast_runs import as_often_as_contrasts, chosen_contrasts, run_chosen
    from sim.model.state.initialise import names_of
    from sim.model.state.size_guard import size_limits
    from sim.reports.results_folder import write
    from sim.results.simulate import RunOptions, simulate
    from sim.results.storage.event_log_file import LogFile
    from sim.results.storage.results_folder_rules import whole_folder
    from sim.scenario.files.load import changes, load
    from sim.scenario.files.side_texts import side_texts

    texts = side_texts(scenario)
    asked = load(scenario).but(changes(set or ()))
    asked = asked.but(seed=asked.seed if seed is None else seed, replications=replications or asked.replications)
    moderate = expected_purchases(asked) <= IN_MEMORY
    kept = log if moderate else "exits"
    changed = {"seed", "replications", *changes(set or ())}
    refuse_too_large_file(asked, scenario, events=max_events, memory=max_memory, kept=kept, changed=changed)
    folder = out or Path("results") / asked.name
    if contrast and not contrasts:
        raise typer.BadParameter(_("--contrast and --no-contrasts were both given; leave one of them out"))
    alone = _alone(asked, contrast or (), contrasts, scheduler, moderate)
    names = [] if alone else chosen_contrasts(asked, contrast or (), changed)
    if names:
        asked = as_often_as_contrasts(asked, replications)
    answer = None
    with (
        size_limits(events=max_events, memory=max_memory),
        whole_folder(folder) as place,
        Progressing(asked.horizon, asked.replications) as heard,
    ):
        print(_("{title}: {content}").format(title=texts.title or asked.title, content=content(asked)), file=sys.stderr)
        remark(asked)
        if moderate or log == "exits":
            if names:
                answer = run_chosen(asked, names, workers=threads)
            if answer is not None and answer.base.log_level == log:
                results = replace(answer.base, scenario=asked)
            else:
                watch = RunOptions(threads=threads, on_progress=heard)
                results = simulate(asked, scheduler=scheduler, log=log, watch=watch)
            without = None
            if compare and moderate:
                without = _without_programmes(asked, answer, log=log, scheduler=scheduler, threads=threads)
            write(results, place, without=without, answer=answer)
        else:
            with LogFile(place, names_of(asked)) as file:
                watch = RunOptions(threads=threads, on_progress=heard, event_sink=file)
                results = simulate(asked, scheduler=scheduler, watch=watch)
            write(results, place, in_file="all")
    if as_json:
        print(json.dumps(_content(results, answer, folder), indent=2, ensure_ascii=False))
        return
    if texts.question:
        print(texts.question)
    print_whole(outcome_table(results, texts.title))
    beside = ", ".join(sorted(p.name for p in folder.iterdir() if p.name != "report.html"))
    print(_("Beside the report: {files}").format(files=beside))
    if answer is not None:
        from sim.apps.cli.contrast_runs import answer_lines

        print("\n".join(answer_lines(answer, texts.contrasts)))
    print(_("Report: {file}").format(file=folder / "report.html"))


def _alone(asked: Scenario, wanted: Sequence[str], contrasts: bool, scheduler: str, moderate: bool) -> bool:
    """Whether the scenario is run without its contrasts; where a person may not expect that, a line says why."""
    if not contrasts or not (asked.contrasts or wanted):
        return True
    from sim.scenario.contrasts import answer_faults

    why = ""
    if scheduler != "kernel":
        why = _("The contrasts are left out: they need the kernel, and the reference scheduler was asked for.")
    elif not moderate:
        said = _("The contrasts are left out: more than {purchases} purchases are expected.")
        why = said.format(purchases=decimal_number(IN_MEMORY))
    elif faults := [*answer_faults(asked)]:
        said = _("The contrasts are left out: the changed market cannot answer the question ({reason}).")
        why = said.format(reason=faults[0])
    if why:
        print(why, file=sys.stderr)
    return bool(why)


def _content(results: Results, answer: ContrastResults | None, folder: Path) -> dict[str, object]:
    """What came out, ready for JSON."""
    from sim.apps.cli.contrast_runs import answer_content
    from sim.reports.results_folder import facts_of

    told = facts_of(results)
    told.pop("names")
    answered = {} if answer is None else {"contrasts": answer_content(answer)}
    return {**told, **answered, "folder": str(folder), "report": str(folder / "report.html")}


def _without_programmes(
    asked: Scenario,
    answer: ContrastResults | None,
    *,
    log: LogLevel,
    scheduler: Literal["kernel", "reference"],
    threads: int | None,
) -> Results | None:
    """Results of the same market without the programmes of the firm in focus; None where it has none."""
    from sim.apps.cli.contrast_runs import run_beside
    from sim.results.simulate import RunOptions, simulate

    firm = next(firm for firm in asked.firms if firm.name == asked.focal_firm)
    if not firm.programmes:
        return None
    bare = asked.but({f"firms.{firm.name}.programmes": ()})
    if answer is not None:
        return run_beside(answer, bare, log, workers=threads)
    return simulate(bare, scheduler=scheduler, log=log, watch=RunOptions(threads=threads))


@register("command", "check")
def check(
    files: Annotated[list[str], typer.Argument(help="Scenario files, or names of shipped scenarios.")],
    max_events: MaxEvents = None,
    max_memory: MaxMemory = None,
) -> None:
    """Check scenario files: every fault with line and column, what is allowed and what was meant."""
    from sim.scenario.files.load import load
    from sim.scenario.files.validation_errors import ScenarioError

    faults = 0
    for file in files:
        try:
            with leftovers_in_a_line():
                asked = load(file)
            kept = "all" if expected_purchases(asked) <= IN_MEMORY else "exits"
            refuse_too_large_file(asked, file, events=max_events, memory=max_memory, kept=kept)
            print(_("{file}: fine ({content})").format(file=file, content=content(asked)))
            remark(asked)
        except ScenarioError as error:
            print(error, file=sys.stderr)
            faults += len(error.faults)
    if faults:
        print(ngettext("{n} fault", "{n} faults", faults).format(n=faults), file=sys.stderr)
        raise typer.Exit(BAD_INPUT)

"""``guanxi calibrate``: from a shop's record of purchases to a scenario."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import FILE, check_differ
from sim.apps.cli.printed_tables import print_table
from sim.language.formats import decimal_number
from sim.language.messages import _
from sim.number_text import percent
from sim.registry import register

if TYPE_CHECKING:
    from sim.experiments.calibration.calibrate import Calibration
    from sim.experiments.transaction_logs.transaction_log import TransactionLog
    from sim.scenario.scenario import Scenario

RUNS = 20
"""Replications from which the band of the picture is drawn."""


@register("command", "calibrate")
def calibrate(
    file: Annotated[
        str,
        typer.Argument(
            help="CSV, Excel (.xlsx) or Parquet file with customer_id, datetime, monetary_value; or CDNOW's plain text."
        ),
    ],
    weeks: Annotated[
        float | None, typer.Option(help="Weeks to fit; the rest tests the fit. The whole log if left out.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(parser=FILE, help="New scenario file; FILE.yaml here if left out.")
    ] = None,
    mend: Annotated[
        list[str] | None,
        typer.Option(help="A repair that a fault names, such as drop-repeats. May be given several times."),
    ] = None,
    date_format: Annotated[
        str | None, typer.Option(help="How dates are written, such as %d.%m.%Y for 31.01.2025.")
    ] = None,
    time_zone: Annotated[
        str | None,
        typer.Option(help="The shop's clock, such as Asia/Shanghai; as-written for the clock of each row."),
    ] = None,
    grain: Annotated[
        str | None,
        typer.Option(
            help="day or week: purchases of one customer in one day or week count as one. "
            "Times of day are kept if left out, where the log has them."
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Heading of a column, such as customer_id=客户编号. May be given several times."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Text encoding of the file, such as cp1252. Found out if left out.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(parser=FILE, help="PNG file with log, fit and runs side by side.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="bg_nbd; or mbg_nbd, in which customers may also leave after the first purchase.")
    ] = "bg_nbd",
    days_as_instants: Annotated[
        bool,
        typer.Option(
            "--days-as-instants",
            help="Take each day (or week) of the log for an exact instant, as published fits do. "
            "Estimates are then biased where customers buy often.",
        ),
    ] = False,
) -> None:
    """Fit a market to a transaction log, judge the fit on later weeks, and write it as a scenario."""
    import warnings

    from sim.experiments.calibration.buying_model import known_model
    from sim.experiments.calibration.calibrate import calibrate as fitted
    from sim.experiments.calibration.calibrated import calibrated_scenario, scenario_name
    from sim.experiments.errors import ExperimentError
    from sim.experiments.transaction_logs.log_checks import known_grain, read_transactions
    from sim.experiments.transaction_logs.source import LogFile
    from sim.experiments.transaction_logs.transaction_log import DoubtfulLogWarning
    from sim.files.atomic_write import write_new_files
    from sim.scenario.files.load import dump

    asked_model = known_model(model)
    name = scenario_name(Path(file).name)
    place = out or Path(f"{name}.yaml")
    check_differ({"--out": place, "--picture": picture})
    for target in (place, picture):
        if target is not None and target.exists():
            said = _("{file} is there already; choose a new file, or take that one away")
            raise ExperimentError(said.format(file=target))
    asked_file = LogFile(data=file, columns=_headings(column or ()), encoding=encoding)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DoubtfulLogWarning)  # the report says the same
        log = read_transactions(
            asked_file, mend=mend or (), date_format=date_format, time_zone=time_zone, grain=known_grain(grain)
        )
    try:
        found = fitted(log, weeks, model=asked_model, days_as_instants=days_as_instants)
    except ExperimentError:
        print("".join(f"{line}\n" for line in _told_of(log)), end="", file=sys.stderr)  # it may be the reason
        raise
    asked = calibrated_scenario(found, name=name)
    drawn = {} if picture is None else {picture: _picture(found, asked)}
    write_new_files({place: dump(asked).encode(), **drawn})
    for line in _told_of(log):
        print(line)
    _print(found)
    print(_judged(found))
    for doubt in found.doubts:
        print(_("Doubt: {doubt}").format(doubt=doubt))
    said = _("Scenario: {file}; check it with 'guanxi check {file}', run it with 'guanxi run {file}'")
    print(said.format(file=place))
    if picture is not None:
        print(_("Picture: {file}").format(file=picture))


def _told_of(log: TransactionLog) -> list[str]:
    """What was read, merged, taken away and mended, in lines."""
    read = [_("Log: {said}").format(said=said) for said in (log.report.sentences if log.report else ())]
    return read + [_("Mended: {said}").format(said=said) for said in log.mended]


def _headings(asked: Sequence[str]) -> dict[str, str]:
    """Headings by column, from ``customer_id=HEADING``."""
    from sim.experiments.errors import ExperimentError

    pairs = [one.partition("=") for one in asked]
    for name, equals, heading in pairs:
        if not (name.strip() and equals and heading.strip()):
            said = _("--column {name}: write the column and its heading, such as customer_id=客户编号")
            raise ExperimentError(said.format(name=name[:60]))
    return {name.strip(): heading.strip() for name, _, heading in pairs}


def _picture(found: Calibration, asked: Scenario) -> bytes:
    from sim.charts.experiments.calibration_charts import calibration_chart
    from sim.charts.style.canvas import png
    from sim.results.simulate import simulate

    return png(calibration_chart(found, simulate(asked, replications=RUNS)))


def _print(found: Calibration) -> None:
    from sim.experiments.calibration.calibrate import parameters

    of = found.cohort
    title = _("{source}: {customers} customers, {repeaters} bought again, {weeks} weeks").format(
        source=found.log.source, customers=decimal_number(len(of.number)), repeaters=decimal_number(of.repeaters),
        weeks=f"{of.weeks:.5g}",
    )  # fmt: skip
    rows = (
        (str(row.model), str(row.parameter), *map(_figure, (row.value, row.error, row.low, row.high)))
        for row in parameters(found).itertuples()
    )
    headings = (_("model"), _("parameter"), _("value"), _("standard error"), _("95% from"), _("to"))
    print_table(headings, rows, words=2, title=title)


def _judged(found: Calibration) -> str:
    if found.judged is None:
        return _("No weeks were held out; with --weeks the rest of the log judges the fit.")
    of = found.judged
    said = _(
        "Hold-out of {weeks} weeks: {counted} foretold {mean} off on average, {last} at the end; customer by customer "
        "the correlation is {correlation}."
    )
    return said.format(
        weeks=f"{of.weeks:.0f}", counted=found.cohort.counted, mean=percent(of.mean_error, 1),
        last=percent(of.last_error, 1, sign=True), correlation=f"{of.correlation:.2f}",
    )  # fmt: skip


def _figure(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) and math.isfinite(value) else "–"

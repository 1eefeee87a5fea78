"""The command line: every command of :mod:`sim.apps.cli.commands`, under one name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, cast

import typer

from sim.apps.cli.output_places import guarded
from sim.apps.cli.output_streams import steady_output
from sim.apps.cli.translated_commands import TranslatedCommand, TranslatedGroup
from sim.registry import registered

INTERRUPTED = (1, 130)
"""Exit statuses of a command that was interrupted: 1 is typer's own, for an interrupt before a command has begun."""

app = typer.Typer(
    cls=TranslatedGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Guanxi 关系: simulate a market, and see who stays, who leaves and why.",
)
for _name, _command in registered("command").items():
    app.command(name=_name, cls=TranslatedCommand)(guarded(cast("Callable[..., None]", _command)))


def _version(asked: bool) -> None:
    if asked:
        from sim.version import VERSION

        print(f"guanxi {VERSION}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="LANGUAGE",
            help="Language of help and messages, en or zh, before or behind a command; zh,en writes reports and "
            "debriefs in both. GUANXI_LANG or the system's if left out.",
        ),
    ] = None,
) -> None:
    pass


def main() -> None:
    """What the command ``guanxi`` does. A signal that asks it to end is like Ctrl-C, but for the exit status."""
    from sim.files.interrupts import exit_status, stop_like_ctrl_c

    stop_like_ctrl_c()
    try:
        with steady_output():
            app(prog_name="guanxi")
    except SystemExit as end:
        exec("")  # noqa: S102 (an empty text) makes Python forget an interrupt that was dealt with; else it may end by the signal, not this status
        raise SystemExit(exit_status(end.code) if end.code in INTERRUPTED else end.code) from None


if __name__ == "__main__":
    main()

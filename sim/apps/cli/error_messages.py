"""What a person got wrong, said in a sentence instead of a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

BAD_INPUT = 2
INTERRUPTED = 130


@contextmanager
def plain_error_messages() -> Iterator[None]:
    """Turn what a person got wrong into a sentence and exit status 2, and an interrupt into 130."""
    from sim.apps.cli.output_places import PlaceError
    from sim.apps.cli.printed_tables import leftovers_in_a_line
    from sim.errors import reason_of
    from sim.experiments.errors import ExperimentError
    from sim.files.regular_file import UnreadableFileError, shown
    from sim.game.errors import GameError
    from sim.registry import UnknownNameError
    from sim.results.storage.results_folder_rules import NotAResultsFolderError
    from sim.scenario.files.validation_errors import ScenarioError

    try:
        with leftovers_in_a_line():
            yield
    except ScenarioError as error:
        print(error, file=sys.stderr)
        faults = len(error.faults)
        print(f"{faults} fault{'s' * (faults > 1)}; nothing was run.", file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except (
        ExperimentError,
        NotAResultsFolderError,
        PlaceError,
        GameError,
        UnknownNameError,
        UnreadableFileError,
    ) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except BrokenPipeError:  # whoever reads the output has seen enough
        raise
    except OSError as error:
        place = f"{shown(str(error.filename))}: " if error.filename else ""
        print(f"{place}{reason_of(error)}; choose a place that can be written to", file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        print("Interrupted; no file was left incomplete.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None

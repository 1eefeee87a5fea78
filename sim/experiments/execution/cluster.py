"""Runs made on the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from joblib import parallel_config

from sim.experiments.errors import ExperimentError

PATIENCE = 10
"""Seconds to wait for the scheduler."""


@contextmanager
def cluster(address: str) -> Iterator[None]:
    """Within it, joblib sends its work to the cluster of this scheduler.

    Raises ``ExperimentError`` where Dask is not installed, or nobody answers at the address.
    """
    if not find_spec("distributed"):
        raise ExperimentError("a scheduler needs Dask; install it: pip install 'guanxi[cluster]'")
    distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExperimentError(
            f"no Dask scheduler answers at {address} ({type(error).__name__}); start one with 'dask scheduler', "
            "look at the address it prints, or leave the scheduler out to run here"
        ) from None
    with client, parallel_config(backend="dask", client=client):
        yield

"""What makes a function a rule: it runs as plain Python in the reference and is compiled into the kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from numba.extending import register_jitable

Function = TypeVar("Function", bound=Callable[..., object])


def compiled_rule(function: Function) -> Function:
    """Let the kernel compile the function; called from Python it stays what it is."""
    return register_jitable(function)


def inlined_rule(function: Function) -> Function:
    """A rule that runs at almost every event: the compiler puts it in the place where it is called.

    A call hands over the whole market, some forty columns; what happens rarely can afford that, a purchase cannot.
    """
    return register_jitable(forceinline=True)(function)

"""Public names of version 0.3.0 that were renamed: they work for one release, with a ``DeprecationWarning``."""

from __future__ import annotations

import functools
import importlib
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")

NAMES = {
    "Refused": "GameError",
    "Until": "StoppingRule",
    "Watch": "RunOptions",
    "Where": "Execution",
    "export_study": "export_dataset",
    "fates": "customer_outcomes",
    "see": "run_stylised_fact",
    "telling": "outcome_sentence",
    "two_worlds": "counterfactual_pair",
    "views": "charts",
}
"""Old public names in ``sim`` and the new ones."""
VIEWS = {
    "debrief": "debrief_view",
    "debrief_page": "debrief_page",
    "exit_management_page": "exit_management_page",
    "first_look": "first_look",
    "two_worlds_look": "counterfactual_view",
    "write_report": "write_report",
}
"""What ``sim.views`` held besides charts, and its names in ``sim`` now."""


def warn_renamed(old: str, new: str, stacklevel: int) -> None:
    """Warn that ``old`` is now ``new``; the place that is named is ``stacklevel`` callers above this function."""
    message = f"{old} is now {new}; the old name goes with the next release"
    warnings.warn(message, DeprecationWarning, stacklevel + 1)


def look_up(name: str) -> Any:
    """The object that an old public name of ``sim`` stands for; warns with ``DeprecationWarning``."""
    new = NAMES[name]
    warn_renamed(f"sim.{name}", f"sim.{new}", 4)
    return importlib.import_module("sim.views") if name == "views" else getattr(importlib.import_module("sim"), new)


def with_old_keywords(**new_names: str) -> Callable[[type[Made]], type[Made]]:
    """A decorator of classes whose constructor takes old names of its parameters too: ``old="new"``.

    The constructor raises ``TypeError`` where both are given.
    """

    def accepting(made: type[Made]) -> type[Made]:
        construct = made.__init__

        @functools.wraps(construct)
        def construct_with_old_keywords(self: Made, *args: object, **kwargs: object) -> None:
            for old in new_names.keys() & kwargs.keys():
                new = new_names[old]
                if new in kwargs:
                    raise TypeError(f"{old} is the old name of {new}; give {new} only")
                warn_renamed(f"the parameter {old} of {made.__name__}", new, 2)
                kwargs[new] = kwargs.pop(old)
            construct(self, *args, **kwargs)

        type.__setattr__(made, "__init__", construct_with_old_keywords)
        return made

    return accepting


def renamed_attribute(old: str, new: str) -> Any:
    """A property of the old name that returns the attribute of the new one."""

    def value(self: object) -> object:
        """The attribute under its old name; warns with ``DeprecationWarning``."""
        warn_renamed(f"{type(self).__name__}.{old}", new, 2)
        return getattr(self, new)

    return property(value)

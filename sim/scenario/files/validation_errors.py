"""What is wrong with a scenario, said so that a person can put it right: one sentence per fault, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from sim.errors import SentenceError
from sim.files.regular_file import shortened
from sim.language.messages import _

Steps: TypeAlias = tuple[str | int, ...]
"""The way into the content of a scenario: keys of mappings and numbers of list members."""
LONGEST = 700
"""Letters that a message may have; what is longer is cut."""
LONGEST_PATH = 200
"""Letters that the path before it may have."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong: where, what was given, what is allowed."""

    message: str
    path: str = ""
    """The key as a person would name it, such as ``firms.Azure.offer.price``."""
    steps: Steps = ()
    """The same as a way into the content, lists entered by number."""
    other: Steps = ()
    """The way to the other one, where two members are at odds, such as two firms of one name."""
    at_key: bool = False
    """Whether the key itself is wrong, rather than what stands behind it."""
    file: str = ""
    line: int = 0
    """Line in the file, from 1; 0 when the fault has no place in a file."""
    column: int = 0

    def __post_init__(self) -> None:
        """Keep it readable, whatever was given."""
        object.__setattr__(self, "message", shortened(self.message, LONGEST))
        object.__setattr__(self, "file", shortened(self.file, LONGEST_PATH + 100))
        object.__setattr__(self, "path", shortened(self.path, LONGEST_PATH))

    def __str__(self) -> str:
        """As editors understand it: ``file.yaml:6:3: population.churn_bse: unknown key; ...``."""
        place = f"{self.file}:{self.line}:{self.column}" if self.file and self.line else self.file
        return ": ".join(part for part in (place, self.path, self.message) if part)

    def at(self, file: str, line: int = 0, column: int = 0) -> Fault:
        """The same fault, with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    def beside(self, line: int, column: int) -> Fault:
        """The same fault, with the place of the other member in the sentence."""
        return replace(
            self,
            message=_("{message}; the other one is in line {line}, column {column}").format(
                message=self.message, line=line, column=column
            ),
        )


class ScenarioError(SentenceError, ValueError):
    """A scenario cannot be used as it is; ``faults`` holds everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, each line that a reader would see once.

        Args:
            faults: The faults, in the order in which a reader of the scenario meets them.
        """
        self.faults = tuple({(str(fault), () if fault.line else fault.steps): fault for fault in faults}.values())
        super().__init__(self.faults)

    @classmethod
    def of(cls, path: str, message: str) -> ScenarioError:
        """The error of a single fault.

        Args:
            path: Path of the value in the scenario.
            message: What is wrong with it.

        Returns:
            The error.
        """
        return cls([Fault(path=path, message=message)])

    def __str__(self) -> str:
        """One line per fault."""
        return "\n".join(str(fault) for fault in self.faults)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the faults, without the way through the code."""
        return [str(self)]

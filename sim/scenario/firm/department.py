"""What the settings of all departments of a firm have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Heard: TypeAlias = Literal["nothing", "needs", "tailored orders", "all orders"]
"""What customers report only where some department hears it. Where tailored orders are heard, other goods are sold from
the shelf; where all are, everything that is sold has been ordered."""


class Department(Declaration):
    """The settings of a part of a firm: the service desk, a production line, ...

    A new department is two files. Its settings are a class in :mod:`sim.scenario.firm.departments`, registered under
    ``("department", kind)``. What it does in a run is a SimPy process in ``sim/model/firms``: a function of the
    settings and the firm, registered under ``("department_process", kind)``. What must happen at once when a decision
    changes the settings is a second function there, under ``("department_change", kind)``; most kinds need none.
    """

    source: ClassVar[str] = ""
    """The literature it stands on."""
    event_labels: ClassVar[tuple[str, ...]] = ()
    """Words that it writes into the column of causes of the log."""
    later_event_labels: ClassVar[tuple[str, ...]] = ()
    """The same for words added after version 0.3.0: they stand at the end of the table of words, so that the words of
    older logs keep their numbers."""
    labels_since: ClassVar[int] = 0
    """Among the departments with such words those with a lower number come first: 0 where the words came with the
    first departments added after version 0.3.0."""
    visits_accounts: ClassVar[bool] = False
    """Whether its people visit key accounts, who can tell a need to visitors only."""

    kind: str

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """What is wrong with it at this firm in this market; each fault may begin with the field it is about."""
        return []

    def remarks(self, firm: Firm, scenario: Scenario) -> list[str]:
        """What can be run at this firm in this market, but looks like a slip."""
        return []

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Events that it adds beside its costs at each tick, at most, each under the setting that causes it.

        What it hears of customers (needs, orders) is counted already.
        """
        yield from ()

    def requests_handled(self) -> Heard:
        """What customers report to the firm because this department hears it."""
        return "nothing"

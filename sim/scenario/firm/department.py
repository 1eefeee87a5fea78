"""What every department of a firm has in common: the service desk, the line, the managers, whatever is added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.interface import Process

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Heard: TypeAlias = Literal["nothing", "needs", "tailored orders", "all orders"]
"""What customers report only where some department hears it. Where tailored orders are heard, other goods are sold from
the shelf; where all are, everything that is sold has been ordered."""


class Department(Declaration):
    """A part of a firm at work: what is declared of it, and what it does, in one file of :mod:`sim.model.firms`.

    To write a new one, give it a ``kind`` and a :meth:`calendar`; the rest is inherited. The calendar is a SimPy
    process that acts on its firm and the firm's customers through the house it is given.
    """

    source: ClassVar[str] = ""
    """The literature it stands on."""
    event_labels: ClassVar[tuple[str, ...]] = ()
    """Words that it writes into the column of causes of the log."""

    kind: str

    def calendar(self, house: FirmProcess) -> Process:
        """What it does from week 0 on; nothing, unless the kind says otherwise."""
        yield from ()

    def on_settings_changed(self, house: FirmProcess) -> None:
        """What to do at once when a decision has put this in the place of what the department was; nothing as a rule.

        It stands in ``house.firm`` by then; a calendar that looks there every round needs no more.
        """

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

"""What the settings of all programmes have in common, whatever their kind."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self, TypeAlias

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Depth: TypeAlias = Literal["none", "financial", "social", "structural"]


class Programme(Declaration):
    """The settings of a way of binding customers: terms that their clocks read, and a depth of bond.

    To write a new one, give it a ``kind``, a ``depth`` and :meth:`terms`; the rest is inherited. It is one file in
    :mod:`sim.scenario.firm.programmes`. One that does things on dates has a SimPy process as well: a function of the
    settings and the firm in ``sim/model/firms/programmes``, registered under ``("programme_process", kind)``.
    """

    depth: ClassVar[Depth] = "none"
    """The bond it works on; how fast, how fully and at what cost rivals copy it follows from this."""
    source: ClassVar[str] = ""
    """The literature the programme stands on."""
    decided: ClassVar[tuple[str, ...]] = ()
    """Settings that a firm can move while the programme runs. What it costs, and how customers take it, are facts."""
    costs_follow: ClassVar[Mapping[str, str]] = {}
    """Costs that rise in proportion with a setting: what is given costs what it costs."""
    given: ClassVar[str] = ""
    """The setting that says how much members are given, in money; empty where there is none such."""

    kind: str
    launch: float | None = Field(default=0.0, ge=0)
    """Week of the launch; ``null`` keeps it in the drawer, to be launched by someone's decision."""
    build_cost: float = Field(default=0.0, ge=0)
    """Money spent once, at the launch."""
    running_cost: float = Field(default=0.0, ge=0)
    """Money spent each week from the launch on, however many join."""

    @abstractmethod
    def terms(self) -> Mapping[str, float]:
        """The terms that customers' clocks read, by the names of ``TERMS`` in ``sim/model/state/columns.py``."""

    def takes_members_by(self, term: str) -> bool:
        """Whether members come to it by this term, such as ``points_open`` or ``tailored_open``."""
        return bool(self.terms().get(term))

    @abstractmethod
    def copied(self, fidelity: float) -> Self:
        """The programme as a rival makes it who catches this share (0 to 1) of what makes it work."""

    def scaled(self, factor: float) -> Self:
        """The programme that gives members so many times as much, at so many times the cost of what is given.

        A programme without the setting :attr:`given` stays as it is.
        """
        if factor == 1.0 or not self.given:
            return self
        cost = self.costs_follow.get(self.given)
        names = (self.given,) if cost is None else (self.given, cost)
        return self.model_copy(update={name: getattr(self, name) * factor for name in names})

    def remarks(self, firm: Firm, scenario: Scenario) -> list[str]:
        """What can be run at this firm in this market, but looks like a slip."""
        return []

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Events that it adds beside its costs at each tick, at most, each under the setting that causes it.

        Joining, and the end of a membership, as a rule.
        """
        yield Load(path="", what="memberships", events=2 * crowd.spells * crowd.share)

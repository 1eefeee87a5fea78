"""Customer records: four kinds of entry about a customer, which not everybody leaves and which go stale.

The firm acts on what is on file: whom it cannot name and find it can neither write to nor win back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import _
from sim.registry import register
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

KINDS = ("identity", "dealings", "promotions", "products")
"""The four kinds of record: who she is; what she bought or complained of; what was promoted to her and with what
effect; which products she takes."""
IDENTITY, DEALINGS, PROMOTIONS, PRODUCTS = range(4)

Part = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(ge=0)]


class Coverage(Declaration):
    """Chance that a purchase of a customer who is recognised leaves an entry of each kind. All assumed."""

    identity: Part = 0.8
    dealings: Part = 0.95
    promotions: Part = 0.6
    products: Part = 0.7

    @property
    def by_kind(self) -> tuple[float, ...]:
        """In the order of :data:`KINDS`."""
        return self.identity, self.dealings, self.promotions, self.products


class Ageing(Declaration):
    """Rate per week at which an entry of each kind stops being right: exp(-rate × age) are still right. All assumed:
    a fifth of addresses change in a year; what was bought and promoted stays true; tastes drift faster.
    """

    identity: Rate = 0.004
    dealings: Rate = 0.0
    promotions: Rate = 0.0
    products: Rate = 0.008

    @property
    def by_kind(self) -> tuple[float, ...]:
        """In the order of :data:`KINDS`."""
        return self.identity, self.dealings, self.promotions, self.products


class CleanUp(Declaration):
    """Every so many weeks, old entries of the kinds that go stale are checked, and are right again."""

    every: float = Field(default=26.0, gt=0)
    """Weeks between two rounds."""
    older_than: float = Field(default=26.0, ge=0)
    """Weeks since an entry was made or renewed, from which it is checked."""
    cost: float = Field(default=0.5, ge=0)
    """Cost of checking an entry, money. Assumed 0.5: a letter or a call for some of them."""


@register("department", "records")
class Records(Department):
    """Files on customers. A firm without them knows its customers by sight, as a small shop does; one that has them
    reaches those who are on file, as far as what the file says of who they are is still right.
    """

    source: ClassVar[str] = "Shaw & Stone (1988), Database Marketing; Redman (1998, Communications of the ACM 41(2))"
    event_labels: ClassVar[tuple[str, ...]] = (*KINDS, "keeping", "clean-up")

    kind: Literal["records"] = "records"
    begins: float = Field(default=0.0, ge=0)
    """Week from which purchases are put on file."""
    every: float = Field(default=1.0, gt=0)
    """Weeks between two looks at who has bought."""
    identified: float = Field(default=0.3, ge=0, le=1)
    """Chance that the buyer is recognised at a purchase. Members of a programme always are: they show their card.
    Assumed 0.3."""
    coverage: Coverage = Coverage()
    """Chance that a purchase of a recognised customer leaves an entry, for each of the four kinds. Assumed."""
    ageing: Ageing = Ageing()
    """Rate per week at which entries stop being right, for each of the four kinds. Assumed."""
    renewed: bool = True
    """Whether a purchase of a recognised customer renews an old entry; ``false``: only a clean-up does."""
    keeping: float = Field(default=0.002, ge=0)
    """Cost of keeping an entry for a week, money. Assumed 0.002, ten cents a year."""
    clean_up: CleanUp | None = None
    """Leave out for files that nobody checks."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Files that would never be written."""
        faults = []
        if self.begins + self.every >= scenario.horizon:
            faults.append(
                "begins: "
                + _(
                    "the first look, {every} weeks after week {begins}, comes when the run of {horizon} weeks "
                    "is over; begin earlier, or look more often"
                ).format(every=f"{self.every:g}", begins=f"{self.begins:g}", horizon=f"{scenario.horizon:g}")
            )
        if self.clean_up is not None and not any(self.ageing.by_kind):
            faults.append(
                "clean_up: " + _("no entry goes stale, so there is nothing to check; leave it out, or give ageing")
            )
        return faults

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Looks, and entries of four kinds for each customer, which clean-ups renew."""
        yield Load(path="every", what="looks at the records", events=2 * crowd.weeks / self.every)
        checks = 0.0 if self.clean_up is None else crowd.weeks / self.clean_up.every
        entries = len(KINDS) * crowd.people * crowd.share
        yield Load(path="", what="entries", events=entries)
        yield Load(path="clean_up.every", what="entries renewed", events=entries * checks)

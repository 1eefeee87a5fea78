"""Channel partners: dealers who share accounts with the firm, on yearly contracts, for a part of what is sold.

Manager and dealer face the account together, and the manager never takes the dealer's order; what happens where she
does, can be tried. On conflict between a firm's own sales and its resellers: Sa Vinhas & Anderson (2005, Journal of
Marketing Research 42, 507-515); on fairness to resellers: Kumar, Scheer & Steenkamp (1995, ibid. 32, 54-65).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import _
from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name
from sim.scenario.weeks import WEEKS_A_YEAR

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Part = Annotated[float, Field(ge=0, le=1)]


class LocalService(Declaration):
    """Repairs near the account, promised within a time such as 48 hours. All figures assumed."""

    faults_a_year: float = Field(default=1.0, ge=0)
    """Faults that a shared account reports in a year."""
    covered: Part = 0.8
    """Part of the accounts that lie in a city where partners repair."""
    kept: Part = 0.9
    """Chance that the promised time is kept where a partner with full goodwill repairs on the spot."""
    kept_elsewhere: Part = 0.4
    """The same where an employee has to be sent: outside these cities, or while the account has no partner. A partner's
    chance moves from this to ``kept`` as its goodwill moves from 0 to 1."""
    bond: Part = 0.05
    """Structural bond gained with each repair by a partner within the promised time, as a part of what is missing."""
    cost: float = Field(default=0.0, ge=0)
    """Money per repair, wherever."""


@register("department", "channel_partners")
class ChannelPartners(Department):
    """Partners who share accounts. Which account is whose is drawn once, and stays."""

    source: ClassVar[str] = (
        "Sa Vinhas & Anderson (2005, J. Marketing Research 42); Kumar, Scheer & Steenkamp (1995, ibid. 32)"
    )
    event_labels: ClassVar[tuple[str, ...]] = (
        "left", "signed", "renewed", "partner visit", "repaired", "repaired late",
    )  # fmt: skip

    kind: Literal["channel_partners"] = "channel_partners"
    partners: int = Field(ge=1, le=100_000)
    """Number of partners, all under contract in week 0."""
    segments: tuple[Name, ...] = Field(min_length=1)
    """Segments whose customers are shared, each with one partner."""
    commission: Part = 0.08
    """Part of an order's price that goes to the account's partner. Assumed 8%."""
    usual_commission: float = Field(default=0.08, gt=0, le=1)
    """What partners would be paid elsewhere. Assumed 8%."""
    settles: float = Field(default=4.0, gt=0)
    """Weeks between two settlements of commissions."""
    orders_taken: Part = 0.0
    """Part of the shared accounts' orders that the firm's managers take past the partner; 0 for never."""
    visits_a_year: float = Field(default=4.0, ge=0)
    """Visits of a partner, together with the firm, to each of its accounts; at most one a tick."""
    warmth: Part = 0.03
    """Social bond gained with each such visit by a partner with full goodwill, as a part of what is missing; in
    proportion to goodwill. Assumed .03."""
    local_service: LocalService | None = None
    """Repairs by partners; leave out for partners who only sell."""
    contract: float = Field(default=52.0, gt=0)
    """Weeks that a contract runs."""
    contract_dates: Literal["staggered", "common"] = "staggered"
    """Whether contracts end all over the year, or all on one day."""
    parting: float = Field(default=0.03, gt=0, lt=1)
    """Chance that a partner with full goodwill does not renew; it is parting ^ goodwill. Assumed .03."""
    temper: Part = 0.3
    """How far goodwill moves at a settlement towards how fairly the partner was treated. Assumed .3."""
    grudge: float = Field(default=2.0, ge=0)
    """How much worse an order taken is than one left is good. Assumed 2, as losses loom twice as large as gains."""
    takes_along: Part = 0.5
    """Part of the social and structural bonds of its accounts that goes with a partner who leaves. Assumed one half."""
    search: float = Field(default=8.0, ge=0)
    """Weeks until another partner is signed for the accounts of one who left. Assumed eight."""
    signing_cost: float = Field(default=0.0, ge=0)
    """Money that signing a partner costs."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Segments that are not there, and more visits, settlements or contracts than ticks."""
        names = scenario.population.segment_names
        faults = [f"segments: {unknown('segment', name, names)}" for name in self.segments if name not in names]
        most = WEEKS_A_YEAR / scenario.tick
        if self.visits_a_year > most:
            faults.append(
                "visits_a_year: "
                + _("{visits_a_year} is more than one a tick; give at most {most}").format(
                    visits_a_year=f"{self.visits_a_year:g}", most=f"{most:g}"
                )
            )
        for field, weeks in (("settles", self.settles), ("contract", self.contract)):
            if weeks < scenario.tick:
                faults.append(
                    f"{field}: "
                    + _("{weeks} weeks is less than a tick; give at least {tick}").format(
                        weeks=f"{weeks:g}", tick=f"{scenario.tick:g}"
                    )
                )
        return faults

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """A commission for each order, visits to shared accounts, settlements and contracts."""
        yield Load(path="commission", what="commissions", events=crowd.purchases * crowd.share)
        visits = crowd.people * crowd.share * self.visits_a_year / WEEKS_A_YEAR * crowd.weeks
        yield Load(path="visits_a_year", what="visits of partners", events=visits)
        contracts = self.partners * crowd.weeks * (1 / self.settles + 3 / self.contract)
        yield Load(path="partners", what="settlements and contracts", events=contracts)

    def fairness(self, taken: float) -> float:
        """How fairly a partner is treated, between 0 and 1, where this part of the value of its orders was taken.

        >>> ChannelPartners(partners=1, segments=("shops",), commission=0.06).fairness(0.1)
        0.6
        """
        return round(min(1.0, self.commission / self.usual_commission) * max(0.0, 1.0 - self.grudge * taken), 12)

"""Promises of a firm to its customers: a time of delivery, a guarantee; kept or broken, and remembered as trust.

Trust is a memory of its own, apart from satisfaction. Morgan & Hunt (1994, Journal of Marketing 58(3), 20-38): trust
makes commitment, commitment keeps customers. Anderson & Narus (1990, Journal of Marketing 54(1), 42-58) and Ganesan
(1994, Journal of Marketing 58(2), 1-19): trust rests on the experience that a partner does what it says. Slovic (1993,
Risk Analysis 13(6), 675-682): trust is easier to destroy than to create; Poortinga & Pidgeon (2004, Risk Analysis
24(6), 1475-1486) find this where opinions are not fixed before. Tax, Brown & Chandrashekaran (1998, Journal of
Marketing 62(2), 60-76): a complaint well handled repairs trust and commitment. That repair may leave more than there
was before, the recovery paradox, holds in the meta-analysis of de Matos, Henrique & Rossi (2007, Journal of Service
Research 10(1), 60-77) for satisfaction, not for buying again; here compensation for a late delivery never leaves more
trust than there was; a claim paid for faulty goods is a promise kept and raises it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from sim.language.messages import _
from sim.registry import register
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department, Heard
from sim.scenario.firm.departments.production_line import ProductionLine
from sim.scenario.market.distribution import Amount, Gamma

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Part: TypeAlias = Annotated[float, Field(ge=0, le=1)]

KEPT, BROKEN, HONOURED, REFUSED = "promise kept", "promise broken", "guarantee honoured", "claim refused"
"""What the log says of a promise."""
LATE, FAULTY = "late delivery", "faulty goods"
"""What the log says a compensation is for."""
CUSTOMERS, TALK = "trust of customers", "what people hear"
"""Whose trust a row of the log tells: the mean of the firm's customers, or what others have heard of it."""
REVIEW = 4.0
"""Weeks between two moments at which people hear how a firm keeps its promises."""
TIMES_SHORTER = 20
"""How many times shorter than usual a promise may be: what it adds grows with the logarithm, without a bound."""


class TrustRules(Declaration):
    """How customers remember promises and what trust does. The directions have sources, all figures are assumed."""

    first: Part = 0.5
    """Trust in a firm of which nothing is known yet."""
    gain: Part = 0.1
    """Part of the missing trust that a promise kept makes. Assumed .1."""
    loss: Part = 0.3
    """Part of trust that a promise broken takes: more than one kept makes. Assumed .3."""
    repaired: Part = 0.5
    """Part of that loss which compensation for a late delivery makes good. Assumed one half."""
    heard: float = Field(default=0.05, ge=0)
    """Rate per week at which what people hear of a firm follows the trust of its customers. Assumed .05."""
    belief: float = Field(default=1.0, ge=0, le=5)
    """Perceived service that a fully believed promise of 37% (1/e) of the usual time adds. Assumed 1."""
    assurance: float = Field(default=0.3, ge=0, le=5)
    """Perceived service that a guarantee of the whole price adds which is fully believed. Assumed .3."""
    commits: float = Field(default=0.05, ge=0)
    """Rate per week at which the social bond moves to the trust gained, where it is below. Assumed .05."""
    forgives: Part = 0.5
    """Part of the disappointment at a failure that full trust takes away. Assumed one half."""

    def kept(self, trust: float) -> float:
        """Trust after a promise that was kept.

        >>> round(TrustRules(gain=0.1).kept(0.5), 3)
        0.55
        """
        return trust + self.gain * (1.0 - trust)

    def broken(self, trust: float, *, compensated: bool = False) -> float:
        """Trust after a promise that was broken.

        >>> [round(TrustRules(loss=0.3).broken(0.5, compensated=paid), 3) for paid in (False, True)]
        [0.35, 0.425]
        """
        return trust * (1.0 - self.loss * (1.0 - self.repaired if compensated else 1.0))

    def settles_at(self, kept: float) -> float:
        """Mean trust in the long run of a customer for whom this part of the promises is kept, the others broken.

        >>> [round(TrustRules(gain=0.1, loss=0.3).settles_at(part), 3) for part in (0.5, 0.75, 1)]
        [0.25, 0.5, 1.0]
        """
        gained, lost = kept * self.gain, (1.0 - kept) * self.loss
        return gained / (gained + lost) if gained + lost else self.first


@register("department", "promises")
class Promises(Department):
    """How long delivery takes, what the firm promises of it, and what it does when a promise would be broken.

    With neither a promised time nor a guarantee nobody's trust changes; who waits longer than usual is dissatisfied all
    the same.
    """

    source: ClassVar[str] = (
        "Morgan & Hunt (1994, J. Marketing 58(3)); Anderson & Narus (1990, J. Marketing 54(1)); Ganesan (1994, J. "
        "Marketing 58(2)); Slovic (1993, Risk Analysis 13); Tax, Brown & Chandrashekaran (1998, J. Marketing 62(2)); "
        "de Matos, Henrique & Rossi (2007, J. Service Research 10)"
    )
    later_event_labels: ClassVar[tuple[str, ...]] = (
        KEPT, BROKEN, HONOURED, REFUSED, LATE, FAULTY, CUSTOMERS, TALK,
    )  # fmt: skip
    labels_since: ClassVar[int] = 1

    kind: Literal["promises"] = "promises"
    delivery: Amount = Gamma(family="gamma", shape=4, mean=1.5)
    """Weeks from order to delivery. Assumed 1.5 on average."""
    usual: float = Field(default=3.0, gt=0)
    """Weeks that people expect to wait where nothing is promised. Assumed 3."""
    faulty: Part = 0.03
    """Part of orders with faulty goods. Assumed .03."""
    promised: float = Field(default=0.0, ge=0)
    """Weeks within which the firm promises to deliver, at most ``usual`` and at least a twentieth of it; 0 for no
    promise."""
    express: Part = 0.0
    """Part of the orders that would be late which the firm sends by express, so that they come in time."""
    express_cost: float = Field(default=0.0, ge=0)
    """What an express delivery costs the firm, money."""
    guarantee: Part = 0.0
    """Part of the price that the firm promises to pay back for late or faulty goods; 0 for no guarantee."""
    claims: Part = 0.6
    """Part of those with a right to it who claim under the guarantee. Assumed .6."""
    claims_paid: Part = 1.0
    """Part of the claims that the firm pays; the others it refuses, which breaks the guarantee."""
    late_experience: Part = 0.2
    """What a delivery later than promised (or than usual) is worth as an experience. Assumed .2, as on a production
    line."""
    waiting: float = Field(default=0.05, ge=0)
    """What a week of waiting costs the customer, as a part of the price. Assumed .05."""
    faulty_worth: Part = 0.5
    """Part of the worth of goods that faulty ones have. Assumed one half."""
    trust: TrustRules = TrustRules()
    """How customers remember promises and what trust does."""

    @property
    def expected_weeks(self) -> float:
        """Weeks after which customers find a delivery late."""
        return self.promised or self.usual

    def appeal(self) -> float:
        """Perceived service that what the firm promises adds, if it is fully believed.

        >>> round(Promises(promised=1, usual=3, guarantee=0.5).appeal(), 3)
        1.249
        """
        shorter = math.log(self.usual / self.promised) if self.promised else 0.0
        return self.trust.belief * shorter + self.trust.assurance * self.guarantee

    def gain_of_order(self, paid: float, price: float, product: float, weeks: float, *, faulty: bool) -> float:
        """What a customer gains by an order compared with the usual goods at price 1 after the usual time, money.

        Worth of the goods = quantity × product level; the gain is that less the price paid, and less the cost of
        waiting longer than usual. What is paid back comes on top.

        Args:
            paid: What the customer paid, money.
            price: Price level of the firm.
            product: Product level of the firm.
            weeks: Weeks from order to delivery.
            faulty: Whether the goods were faulty.

        Returns:
            The gain, money; 0 for the usual offer.

        >>> Promises().gain_of_order(90.0, 0.9, 1.0, 1.0, faulty=False)
        20.0
        """
        quantity = paid / price
        worth = quantity * product * (self.faulty_worth if faulty else 1.0)
        return worth - paid - quantity * self.waiting * (weeks - self.usual)

    def requests_handled(self) -> Heard:
        """All orders."""
        return "all orders"

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Promises kept or broken, compensation and gains of customers; deliveries are counted already."""
        yield Load(path="", what="promises and gains of customers", events=3 * crowd.purchases * crowd.share)

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """A promise of more than the usual time, or of next to none; a production line, which delivers by itself."""
        found = []
        if self.promised > self.usual:
            said = _("{weeks} weeks are more than the usual {usual}; promise at most that, or 0 for no promise")
            found.append("promised: " + said.format(weeks=f"{self.promised:g}", usual=f"{self.usual:g}"))
        if 0.0 < self.promised * TIMES_SHORTER < self.usual:
            said = _(
                "{weeks} weeks are less than {least}, the usual {usual} divided by {times}; promise at least that, or "
                "0 for no promise"
            )
            least = f"{self.usual / TIMES_SHORTER:g}"
            given = {"weeks": f"{self.promised:g}", "least": least, "times": TIMES_SHORTER, "usual": f"{self.usual:g}"}
            found.append("promised: " + said.format(**given))
        if firm.department(ProductionLine) is not None:
            said = _("the firm has a production line, which delivers its orders itself; leave one of them out")
            found.append("delivery: " + said)
        return found

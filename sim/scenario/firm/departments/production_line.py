"""A production line: what is ordered of it is made for the customer, or taken from a stock that was guessed.

Toshiba made 9 kinds of word processor and 20 of computer on one line in lots of 10 to 20; a bicycle maker that had
guessed the colour of the year wrong took orders instead and delivered within two weeks (course B3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import _
from sim.registry import register
from sim.scenario.declaration import Declaration
from sim.scenario.firm.department import Department, Heard
from sim.scenario.firm.opening_hours import HOURS_IN_A_WEEK, OpeningHours
from sim.scenario.market.distribution import Amount, Exponential
from sim.scenario.market.population import Name

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

MOST_KINDS = 30
"""Most kinds of goods that a line makes."""
KIND_NAMES = tuple(f"kind {number}" for number in range(1, MOST_KINDS + 1))
"""What the log calls the kinds that a line makes."""


class ToOrder(Declaration):
    """The line makes what is ordered, and nothing else."""

    mode: Literal["to_order"] = "to_order"
    wait_at_most: float | None = Field(default=None, ge=0)
    """Hours after which a lot is made though it is not full; leave out for full lots only."""
    promised: float = Field(default=2.0, gt=0)
    """Promised weeks from order to delivery. The bicycle maker of the course delivered within two."""
    late_experience: float = Field(default=0.2, ge=0, le=1)
    """What an order that has not come by the promised time is worth as an experience. Assumed 0.2."""
    patience: float | None = Field(default=6.0, ge=0)
    """Weeks after the promised time at which she cancels an order not yet begun; null for never. Assumed 6."""
    cancelled_experience: float = Field(default=0.0, ge=0, le=1)
    """What having to cancel is worth as an experience. Assumed 0."""

    def faults(self, line: ProductionLine, firm: Firm, scenario: Scenario) -> list[str]:
        """Nothing to object to."""
        return []


class ToStock(Declaration):
    """The line makes what the firm expects to sell."""

    mode: Literal["to_stock"]
    expects: float = Field(gt=0)
    """Orders a week that it expects before it has seen any, of all kinds together."""
    cover: float | None = Field(default=None, gt=0)
    """Weeks of demand that stock and lots on their way shall cover; leave out for one guess a season, never mended."""
    ahead: float = Field(default=8.0, ge=0)
    """Weeks before a season begins at which its first goods are decided and put on the line. Assumed 8."""
    smoothing: float = Field(default=0.1, ge=0, le=1)
    """Weight of the latest week in the forecast of a kind. Assumed 0.1."""
    write_off: float = Field(default=0.5, ge=0, le=1)
    """Part of the cost of goods that is lost with those left over when the season ends. Assumed 0.5."""
    holding_cost: float = Field(default=0.0, ge=0)
    """Money per unit in stock and week."""
    accepts_another: float = Field(default=0.3, ge=0, le=1)
    """Chance that a customer takes another kind when hers is not there. Assumed 0.3."""
    another_experience: float = Field(default=0.5, ge=0, le=1)
    """What taking another kind is worth as an experience. Assumed 0.5."""
    shortage_experience: float = Field(default=0.1, ge=0, le=1)
    """What going away with nothing is worth as an experience. Assumed 0.1."""

    def faults(self, line: ProductionLine, firm: Firm, scenario: Scenario) -> list[str]:
        """Goods for one customer cannot be made before she has ordered them; a guess needs an end."""
        faults = []
        depths = firm.copying_skill.rows if firm.imitation != "never" else {}
        copies = "structural" in depths and any(_tailors(other) for other in scenario.firms)
        if line.makes == "tailored":
            faults.append("works: " + _("tailored goods cannot be made to stock; give makes: all, or mode: to_order"))
        elif _tailors(firm):
            faults.append(
                "works: " + _("customised goods cannot be made to stock; give mode: to_order, or no such programme")
            )
        elif copies:
            faults.append(
                "works: "
                + _(
                    "the firm may copy customised goods, which cannot be made to stock; give mode: to_order, "
                    "or an imitation without a structural row"
                )
            )
        if line.season is None and self.cover is None:
            faults.append(
                "works.cover: "
                + _("without a season it is not known for how long goods are made ahead; give cover or season")
            )
        if line.season is not None and self.ahead > line.season:
            faults.append(
                "works.ahead: "
                + _("{ahead} weeks are longer than the season of {season}; give less").format(
                    ahead=f"{self.ahead:g}", season=f"{line.season:g}"
                )
            )
        return faults


@register("department", "production_line")
class ProductionLine(Department):
    """Machines that make goods in lots, one order being one unit. Times of work in hours; a week has 168.

    Made to order, with one kind, single units, exponential hours and Poisson orders, it is the M/M/c queue.
    """

    source: ClassVar[str] = (
        "Karmarkar (1987, Management Science 33); Arrow, Harris & Marschak (1951, Econometrica 19); "
        "Hadley & Whitin (1963); Brown (1959)"
    )
    event_labels: ClassVar[tuple[str, ...]] = ("machines", "stock", *KIND_NAMES)

    kind: Literal["production_line"] = "production_line"
    makes: Literal["tailored", "all"] = "all"
    """``tailored``: goods made for customers of the customised programme; ``all``: whatever the firm sells."""
    works: Annotated[ToOrder | ToStock, Field(discriminator="mode")] = ToOrder()
    """``mode: to_order`` makes what is ordered, ``mode: to_stock`` what the firm guesses will be."""
    kinds: int = Field(default=1, ge=1, le=MOST_KINDS)
    """Number of kinds of goods: colours, models, sizes."""
    named: tuple[Name, ...] = ()
    """What pictures call the kinds; the log calls them ``kind 1``, ``kind 2``, ..."""
    popularity: tuple[Annotated[float, Field(gt=0)], ...] = ()
    """How many want each kind in the long run, as weights; leave out for kinds that are wanted alike."""
    fashion: float = Field(default=0.0, ge=0, le=5)
    """How far popularity moves from season to season: the spread of its logarithm around the long run."""
    season: float | None = Field(default=None, ge=1)
    """Weeks after which fashion changes and goods made for stock are out of date; leave out for never."""
    machines: int = Field(default=1, ge=1, le=10_000)
    """Machines that work side by side, each on one lot at a time."""
    unit_hours: Amount = Exponential(family="exponential", mean=1.0)
    """Time of a machine for one unit. Assumed an hour on average."""
    setup_hours: float = Field(default=0.0, ge=0)
    """Time of a machine to change to another kind."""
    lot: int = Field(default=1, ge=1, le=10_000)
    """Units of a kind made at once."""
    opening: OpeningHours | None = None
    """When the machines run; leave out for day and night."""
    machine_cost: float = Field(default=0.0, ge=0)
    """Money per machine and week, whether it works or not."""
    setup_cost: float = Field(default=0.0, ge=0)
    """Money per change to another kind."""

    def requests_handled(self) -> Heard:
        """Orders of what it makes."""
        return "all orders" if self.makes == "all" else "tailored orders"

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Lists of another length than there are kinds, fashion without season, goods nobody orders."""
        faults = []
        for field, given in (("named", len(self.named)), ("popularity", len(self.popularity))):
            if given not in (0, self.kinds):
                faults.append(
                    f"{field}: "
                    + _("{given} given for {kinds} kinds; give {kinds}, or none").format(given=given, kinds=self.kinds)
                )
        twice = sorted({name for name in self.named if self.named.count(name) > 1})
        faults += ["named: " + _("{name} is given twice; kinds must differ").format(name=repr(name)) for name in twice]
        if self.fashion > 0.0 and self.season is None:
            faults.append("fashion: " + _("without a season it never changes; give season, in weeks, or fashion: 0"))
        if self.makes == "tailored" and firm.imitation == "never" and not _tailors(firm):
            faults.append("makes: " + _("the firm tailors nothing; give it a customised programme, or makes: all"))
        return faults + self.works.faults(self, firm, scenario)

    def remarks(self, firm: Firm, scenario: Scenario) -> list[str]:
        """More expected than the machines can make."""
        if not isinstance(self.works, ToStock):
            return []
        open_hours = (
            HOURS_IN_A_WEEK if self.opening is None else self.opening.days * (self.opening.closes - self.opening.opens)
        )
        needed, there = self.works.expects * self.unit_hours.average, self.machines * open_hours
        if needed <= there:
            return []
        return [
            "works.expects: "
            + _(
                "{expects} units take {needed} hours a week and there are {there}; give more machines or "
                "hours, or expect less"
            ).format(expects=f"{self.works.expects:g}", needed=f"{needed:g}", there=f"{there:g}")
        ]

    def name_of(self, kind: int) -> str:
        """What a kind is called in pictures; kinds are counted from 0."""
        return self.named[kind] if self.named else KIND_NAMES[kind]


def _tailors(firm: Firm) -> bool:
    return any(programme.takes_members_by("tailored_open") for programme in firm.programmes)

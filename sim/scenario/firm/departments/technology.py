"""Technology: when a firm takes up an invention, early, late or never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name
from sim.scenario.market.shocks.invention import Invention
from sim.scenario.market.story import stories_of

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


class Adoption(Declaration):
    """Taking up one invention: it takes time, and an attempt may fail."""

    invention: Name
    """The invention that the firm is to sell."""
    at: float = Field(ge=0)
    """Week in which the work begins, or that of the invention where it comes later."""
    takes: float = Field(default=26.0, ge=0)
    """Weeks of an attempt. Assumed half a year."""
    success: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Chance that an attempt succeeds; after a failure the next begins at once."""
    cost: float = Field(default=0.0, ge=0)
    """What each attempt costs, money."""
    running_cost: float = Field(default=0.0, ge=0)
    """What selling it costs a week, money, however many buy it."""


@register("department", "technology")
class Technology(Department):
    """The inventions that a firm takes up; one that is not named it never sells."""

    source: ClassVar[str] = "Norton & Bass (1987, Management Science 33)"
    event_labels: ClassVar[tuple[str, ...]] = ("new technology",)

    kind: Literal["technology"] = "technology"
    adopts: tuple[Adoption, ...] = ()
    """What is taken up, and when."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Inventions that are not there."""
        names = [story.story_name for story in stories_of(scenario) if isinstance(story, Invention)]
        return [
            f"adopts.{number}.invention: {unknown('invention', adoption.invention, names)}"
            for number, adoption in enumerate(self.adopts)
            if adoption.invention not in names
        ]

"""An invention: people come to want it one by one, and look for a firm that sells it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sim.language.messages import _
from sim.registry import register, unknown
from sim.scenario.market.population import Name
from sim.scenario.market.story import Story, stories_of

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


@register("shock", "invention")
class Invention(Story):
    """A technology that some firms take up early, some late, some never: who wants it finds the old one wanting, once
    some other firm sells it.

    People come to want it as in Bass (1969, Management Science 15). The default pulls are quick: half want it after
    56 weeks. Durables average .03 and .38 a year (Sultan, Farley & Lehmann 1990, Journal of Marketing Research 27).
    """

    kind: Literal["invention"]
    attribute: Name = "technology"
    """Attribute of offers that it raises."""
    advance: float = Field(gt=0, le=100)
    """How much better it is to people who want it: 1 is twice as good as what there was."""
    outside_pull: float = Field(default=0.002, ge=0)
    """Rate per week at which each person comes to want it without being told (Bass's p). Assumed."""
    word_of_mouth: float = Field(default=0.06, ge=0)
    """Rate per week of coming to want it when everybody does (Bass's q). Assumed."""
    builds_on: Name | None = None
    """An earlier invention that it leaves behind: who wants this one wants that one too, and who sells this one sells
    that one too (Norton & Bass 1987, Management Science 33); its advance comes on top."""
    sold_outside: float | None = Field(default=None, ge=0)
    """Weeks until the alternative outside the market sells it; leave out for never."""

    @property
    def changes(self) -> str:
        """The attribute that it raises."""
        return self.attribute

    @property
    def depth(self) -> float:
        """What it adds to the level of a firm that sells it, in the eyes of people who want it."""
        return math.log1p(self.advance)

    def story_faults(self, scenario: Scenario) -> list[str]:
        """An attribute that cannot rise without end, and what is named but not there."""
        faults = []
        if self.attribute in ("service", "conduct"):
            faults.append(
                "attribute: "
                + _("an invention cannot raise {attribute}; give technology, product or price").format(
                    attribute=self.attribute
                )
            )
        earlier = [story.story_name for story in stories_of(scenario) if isinstance(story, Invention)]
        earlier = earlier[: earlier.index(self.story_name)]
        if self.builds_on is not None and self.builds_on not in earlier:
            faults.append(f"builds_on: {unknown('earlier invention', self.builds_on, earlier)}")
        if self.sold_outside is not None and scenario.outside is None:
            faults.append(
                "sold_outside: "
                + _("there is no outside alternative; give the scenario one (outside: {}), or leave this out")
            )
        return faults

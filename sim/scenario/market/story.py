"""News that reaches people one by one: an incident or an invention changes what those who have heard of it perceive."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from sim.language.messages import _
from sim.registry import unknown
from sim.scenario.market.population import Name
from sim.scenario.market.shock import Shock

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


class Story(Shock):
    """A shock that people hear of: perceived level of a firm = published level + how far the story is on her mind ×
    what it changes at the firm.

    Everybody in the market has one unit-exponential budget of not hearing. A tick uses up (press + word of mouth × mean
    of what is talked of) × its weeks of it; what is heard in a tick is felt from the next on. With a short tick this is
    the diffusion of Bass (1969, Management Science 15).
    """

    name: Name | None = None
    """What the log and the pictures call it; leave out for the kind. Two stories of one market have two names."""

    @property
    def story_name(self) -> str:
        """What the log calls it."""
        return self.name or self.kind

    @property
    @abstractmethod
    def changes(self) -> str:
        """The attribute of offers that it changes."""

    def story_faults(self, scenario: Scenario) -> list[str]:
        """What is wrong with it in this market, each fault beginning with its field."""
        return []


def stories_of(scenario: Scenario) -> tuple[Story, ...]:
    """The stories among the shocks of a scenario, in their order."""
    return tuple(shock for shock in scenario.shocks if isinstance(shock, Story))


def story_faults(scenario: Scenario) -> list[str]:
    """What is wrong with the stories of this scenario, each fault beginning with its place."""
    faults, seen = [], set()
    for number, shock in enumerate(scenario.shocks):
        if not isinstance(shock, Story):
            continue
        where = f"shocks.{number}"
        if shock.story_name in seen:
            faults.append(
                f"{where}.name: "
                + _("another story is called {name}; give this one a name of its own").format(
                    name=repr(shock.story_name)
                )
            )
        seen.add(shock.story_name)
        if shock.changes not in scenario.attributes:
            faults.append(f"{where}.attribute: {unknown('attribute', shock.changes, scenario.attributes)}")
        faults += [f"{where}.{fault}" for fault in shock.story_faults(scenario)]
    return faults

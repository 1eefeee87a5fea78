"""What a person chooses in the first look, and the two worlds that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.registry import unknown
from sim.scenario.firm.firm import Copying, Imitation
from sim.scenario.firm.programme import Depth
from sim.scenario.market.distribution import Constant
from sim.scenario.scenario import Scenario

PROGRAMMES = ("none", "frequency", "club", "customised")
LAUNCH = 26.0
"""Week of the launch."""
NEVER = 104
"""A rival's delay that means "not while we look"."""
FIDELITY: dict[Depth, float] = {"financial": 1.0, "social": 0.5, "structural": 1 / 3}
"""How much of what makes a programme work a copy catches, by depth of bond: the course's order, sizes assumed."""
WHAT_IT_MEANS = {
    "none": "No programme: the firm sells and leaves it at that. Both worlds are the same.",
    "frequency": "Points: a reward worth {generosity} for every 100 spent.",
    "club": "A club: benefits worth {generosity} a quarter to a member, beside belonging and its events.",
    "customised": "Made to measure: full knowledge of a customer removes {part} of what she misses in standard goods.",
}


@dataclass(frozen=True)
class Choice:
    """One choice: a programme of the firm in focus, how generous it is, how long rivals take to copy it."""

    programme: str = "frequency"
    generosity: int = 6
    """From 0 to 10; what a step is worth depends on the programme."""
    delay: int = 26
    """Weeks from the launch to the rivals' copies; 104 for never."""
    luck: int = 1
    """The seed: the same luck draws the same customers in every world."""

    def __post_init__(self) -> None:
        if self.programme not in PROGRAMMES:
            raise ValueError(unknown("programme", self.programme, PROGRAMMES))
        if not 0 <= self.generosity <= 10:
            raise ValueError(f"generosity {self.generosity} is out of range; give a whole number from 0 to 10")
        if self.delay < 0:
            raise ValueError(f"a delay of {self.delay} weeks is not possible; give 0 or more")

    @property
    def meaning(self) -> str:
        """What the choice means, in a sentence."""
        return WHAT_IT_MEANS[self.programme].format(generosity=self.generosity, part=f"{10 * self.generosity}%")


def world(scenario: Scenario, choice: Choice) -> Scenario:
    """The market in which the firm in focus has the chosen programme and its rivals copy it after the chosen delay."""
    focal = scenario.focal_firm
    changes: dict[str, object] = {f"firms.{focal}.programmes": tuple(_programme(choice))}
    copying = Copying(aware=Constant(value=0), decide=Constant(value=0), build=Constant(value=choice.delay), fidelity=1)
    rows = {depth: copying.but(fidelity=fidelity) for depth, fidelity in FIDELITY.items()}
    imitation = "never" if choice.delay >= NEVER else Imitation(rows=rows)
    for firm in scenario.firm_names:
        if firm != focal:
            changes[f"firms.{firm}.imitation"] = imitation
    return scenario.but(changes)


def _programme(choice: Choice) -> list[dict[str, object]]:
    """The chosen programme as a declaration; its costs of building and running are assumed and alike for all kinds."""
    worth: dict[str, dict[str, object]] = {
        "none": {},
        "frequency": {"threshold": 300.0, "reward_worth": 3.0 * choice.generosity},
        "club": {"period": 13.0, "benefit_worth": float(choice.generosity), "benefit_cost": 0.6 * choice.generosity},
        "customised": {"reach": choice.generosity / 10},
    }
    if choice.programme == "none":
        return []
    return [
        {
            "kind": choice.programme,
            "launch": LAUNCH,
            "build_cost": 2000.0,
            "running_cost": 20.0,
            **worth[choice.programme],
        }
    ]

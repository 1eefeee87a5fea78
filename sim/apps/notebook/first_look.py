"""The first look in a notebook: four controls, one picture, and nothing kept in the controls.

The object holds the choice and the picture; its controls are a view of the choice and can be built anew at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import RLock
from typing import TYPE_CHECKING

from sim.apps.notebook.first_look_picture import DPI, SIZE, FourParts, figures
from sim.apps.notebook.live_picture import LivePicture, display_with_still
from sim.game.words import word
from sim.language.messages import _, mark, translate
from sim.registry import unknown
from sim.reports.html_page import paragraph
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.firm.firm import Copying, Imitation
from sim.scenario.firm.programme import Depth
from sim.scenario.market.distribution import Constant
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    import ipywidgets  # type: ignore[import-untyped]

    from sim.results.results import Results

PROGRAMMES = ("none", "frequency", "club", "customised")
LAUNCH = 26.0
"""Week of the launch."""
PIXELS = (round(SIZE[0] * DPI), round(SIZE[1] * DPI))
NEVER = 104
"""A rival's delay that means "not while we look"."""
FIDELITY: dict[Depth, float] = {"financial": 1.0, "social": 0.5, "structural": 1 / 3}
"""How much of what makes a programme work a copy catches, by depth of bond: the course's order, sizes assumed."""
WHAT_IT_MEANS = {
    "none": mark("No programme: the firm sells and leaves it at that. Both worlds are the same."),
    "frequency": mark("Points: a reward worth {generosity} for every 100 spent."),
    "club": mark("A club: benefits worth {generosity} a quarter to a member, beside belonging and its events."),
    "customised": mark(
        "Made to measure: full knowledge of a customer removes {part} of what the customer misses in standard goods."
    ),
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
            said = _("generosity {given} is out of range; give a whole number from 0 to 10")
            raise ValueError(said.format(given=self.generosity))
        if self.delay < 0:
            raise ValueError(_("a delay of {weeks} weeks is not possible; give 0 or more").format(weeks=self.delay))

    @property
    def meaning(self) -> str:
        """What the choice means, in a sentence."""
        return translate(WHAT_IT_MEANS[self.programme]).format(
            generosity=self.generosity, part=f"{10 * self.generosity}%"
        )


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


class FirstLook:
    """A market to play with: choose a programme, its generosity and the rivals' delay, and see what follows.

    Every choice is run against the same market without a programme, the same customers with the same luck.
    """

    def __init__(self, scenario: Scenario, choice: Choice) -> None:
        """Run the first pair of worlds and draw them."""
        self.scenario, self.choice, self._lock = scenario, choice, RLock()
        self.results, self.without = self._worlds(choice)
        self.picture = FourParts(self.results, self.without)

    def choose(self, choice: Choice) -> bytes:
        """Run another choice, and return the picture of it as PNG."""
        with self._lock:
            self._run(choice)
            return self.picture.png()

    def _run(self, choice: Choice) -> None:
        with self._lock:
            self.results, self.without = self._worlds(choice)
            self.choice = choice
            self.picture.show(figures(self.results, self.without))

    def _worlds(self, choice: Choice) -> tuple[Results, Results]:
        """The market with the programme and without it; the one without is kept while the luck stays."""
        known = getattr(self, "without", None)
        if known is None or known.seed != choice.luck:
            known = simulate(world(self.scenario, replace(choice, programme="none")), seed=choice.luck, replications=1)
        if choice.programme == "none":
            return known, known
        return simulate(world(self.scenario, choice), seed=choice.luck, replications=1), known

    def panel(self) -> ipywidgets.Widget:
        """Controls and picture as they stand now. Asks for ipywidgets: ``pip install 'guanxi[notebooks]'``."""
        import ipywidgets

        choice = self.choice
        wide = {"style": {"description_width": "10.5em"}, "layout": ipywidgets.Layout(width="31em")}
        programme = ipywidgets.Dropdown(
            options=[(word(kind), kind) for kind in PROGRAMMES], value=choice.programme, description=_("programme"),
            **wide,
        )  # fmt: skip
        generosity = ipywidgets.IntSlider(
            choice.generosity, 0, 10, 1, description=_("generosity"), continuous_update=False, **wide
        )
        delay = ipywidgets.IntSlider(
            choice.delay, 0, NEVER, 13, description=_("copied after, weeks"), continuous_update=False, **wide
        )
        luck = ipywidgets.IntSlider(
            choice.luck, 1, 20, 1, description=_("luck (seed)"), continuous_update=False, **wide
        )
        meaning = ipywidgets.HTML(paragraph(choice.meaning))
        columns = [ipywidgets.VBox([programme, generosity]), ipywidgets.VBox([delay, luck])]
        controls = ipywidgets.HBox(columns, layout=ipywidgets.Layout(flex_flow="row wrap"))
        live = LivePicture([controls, meaning], self._shown, *PIXELS)

        def run() -> Callable[[], None]:
            wanted = Choice(programme.value, generosity.value, delay.value, luck.value)

            def work() -> None:
                self._run(wanted)
                meaning.value = paragraph(wanted.meaning)

            return work

        for control in (programme, generosity, delay, luck):
            live.follow(control, run)
        return live.panel

    def _shown(self) -> tuple[bytes, str]:
        """The picture as it stands and what it shows in words."""
        with self._lock:
            return self.picture.png(), self.picture.words

    def _ipython_display_(self) -> None:
        display_with_still(self.panel(), *self._shown(), PIXELS[0])


def first_look(scenario: Scenario | None = None, choice: Choice | None = None) -> FirstLook:
    """A market with controls, to be shown in a notebook: about 2,000 customers, three firms, two years.

    Args:
        scenario: The market that the choices change; ``first_look`` if left out.
        choice: Where the controls stand at first; as the scenario has it if left out.

    Returns:
        The market with its controls, which a notebook shows.
    """
    return FirstLook(load("first_look") if scenario is None else scenario, choice or Choice())

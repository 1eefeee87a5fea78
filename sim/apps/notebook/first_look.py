"""The first look in a notebook: four controls, one picture, and nothing kept in the controls.

The object holds the choice and the picture; its controls are a view of the choice and can be built anew at any time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.apps.notebook.first_look_choice import NEVER, PROGRAMMES, Choice, world
from sim.apps.notebook.first_look_picture import DPI, SIZE, FourParts, figures
from sim.reports.html_page import paragraph
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]

    from sim.results.results import Results


class FirstLook:
    """A market to play with: choose a programme, its generosity and the rivals' delay, and see what follows.

    Every choice is run against the same market without a programme, the same customers with the same luck.
    """

    def __init__(self, scenario: Scenario, choice: Choice) -> None:
        """Run the first pair of worlds and draw them."""
        self.scenario, self.choice = scenario, choice
        self.results, self.without = self._worlds(choice)
        self.picture = FourParts(self.results, self.without)

    def choose(self, choice: Choice) -> bytes:
        """Run another choice, and return the picture of it as PNG."""
        self.results, self.without = self._worlds(choice)
        self.choice = choice
        self.picture.show(figures(self.results, self.without))
        return self.picture.png()

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
        wide = {"style": {"description_width": "9em"}, "layout": ipywidgets.Layout(width="30em")}
        programme = ipywidgets.Dropdown(options=PROGRAMMES, value=choice.programme, description="programme", **wide)
        generosity = ipywidgets.IntSlider(
            choice.generosity, 0, 10, 1, description="generosity", continuous_update=False, **wide
        )
        delay = ipywidgets.IntSlider(
            choice.delay, 0, NEVER, 13, description="copied after, weeks", continuous_update=False, **wide
        )
        luck = ipywidgets.IntSlider(choice.luck, 1, 20, 1, description="luck (seed)", continuous_update=False, **wide)
        meaning = ipywidgets.HTML(paragraph(choice.meaning))
        image = ipywidgets.Image(
            value=self.picture.png(), format="png", width=round(SIZE[0] * DPI), height=round(SIZE[1] * DPI)
        )
        trouble = ipywidgets.Output()

        def redraw(_: object) -> None:
            trouble.clear_output()
            with trouble:
                image.value = self.choose(Choice(programme.value, generosity.value, delay.value, luck.value))
                meaning.value = paragraph(self.choice.meaning)

        for control in (programme, generosity, delay, luck):
            control.observe(redraw, "value")
        controls = ipywidgets.HBox([ipywidgets.VBox([programme, generosity]), ipywidgets.VBox([delay, luck])])
        return ipywidgets.VBox([controls, meaning, image, trouble])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> object:
        return self.panel()._repr_mimebundle_()


def first_look(scenario: Scenario | None = None, choice: Choice | None = None) -> FirstLook:
    """A market with controls, to be shown in a notebook: about 2,000 customers, three firms, two years.

    ``scenario`` is the market that the choices change, ``first_look`` if left out; ``choice`` is where to begin.
    """
    return FirstLook(load("first_look") if scenario is None else scenario, choice or Choice())

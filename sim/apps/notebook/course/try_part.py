"""Sliders and a picture: the trial of a chapter; and one customer followed through two worlds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.apps.notebook.counterfactual_view import CounterfactualView
from sim.apps.notebook.course.part import Part, page_part
from sim.apps.notebook.live_picture import LivePicture
from sim.language.choice import in_language
from sim.reports.chapters.chapter_pictures import followed_worlds
from sim.reports.chapters.trial import Trial

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]


class TryPart(Part):
    """The trial of a chapter; the picture follows the sliders."""

    needs_run = False

    def build(self) -> Sequence[ipywidgets.Widget]:
        """Sliders above the picture."""
        import ipywidgets

        self.trial = trial = Trial(self.state)
        trial.choose(trial.start)
        wide = {"style": {"description_width": "18em"}, "layout": ipywidgets.Layout(width="36em", max_width="98%")}
        sliders = {
            one.id: ipywidgets.FloatSlider(
                one.start, min=one.low, max=one.high, step=one.step, description=one.label, continuous_update=False,
                readout_format=".0f" if one.step >= 1 else ".2f", **wide,
            )
            for one in self.state.chapter.try_out.sliders
        }  # fmt: skip
        live = LivePicture(list(sliders.values()), lambda: (trial.picture, trial.words), *trial.pixels)

        def run() -> Callable[[], None]:
            wanted = {name: slider.value for name, slider in sliders.items()}
            return lambda: trial.choose(wanted)

        for slider in sliders.values():
            live.follow(slider, run)
        return [live.panel]

    def still(self) -> str:
        """The picture as the sliders stand."""
        return page_part(pictures=[(self.trial.picture, self.trial.words, self.state.chapter.try_out.label)])


class FollowPart(Part):
    """One customer in two worlds."""

    def build(self) -> Sequence[ipywidgets.Widget]:
        """Two lists to choose from, and the two lives."""
        with in_language(self.state.language):
            self.view = CounterfactualView(followed_worlds(self.state.chapter, self.state.seed))
            return [self.view.panel()]

    def still(self) -> str:
        """The two lives of the customer shown."""
        picture, told = self.view.shown()
        return page_part(pictures=[(picture, told, "")])

"""Predictions of a chapter: recorded once, before the result is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.apps.notebook.course.part import Part, page_part, text_box
from sim.course.chapters import words
from sim.course.chapters.parts import NumberPrediction, Prediction
from sim.course.chapters.predictions import Predicted, PredictionError, options_of

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]

Reader = Callable[[], Predicted]


class PredictPart(Part):
    """The form of the predictions; after saving it shows what was recorded."""

    locked = False

    def build(self) -> Sequence[ipywidgets.Widget]:
        """One control for each prediction, and a button; afterwards the recorded predictions."""
        import ipywidgets

        if self.state.predicted:
            return [ipywidgets.HTML(self.still())]
        made = [self._control(one) for one in self.state.chapter.predict]
        button = ipywidgets.Button(description=self.state.said(words.SAVE), button_style="primary")
        told = ipywidgets.HTML()

        def save(_pressed: ipywidgets.Button) -> None:
            asked = self.state.chapter.predict
            try:
                self.state.predict({one.id: read() for one, (_widget, read) in zip(asked, made, strict=True)})
            except PredictionError:
                ranges = [read() for _widget, read in made]
                wrong = any(one.choice is None and not _holds(one) for one in ranges)
                told.value = text_box(self.state.said(words.RANGE_WRONG if wrong else words.CHOOSE_ALL)).value
                return
            self.state.changed()

        button.on_click(save)
        return [*(widget for widget, _read in made), button, told]

    def _control(self, one: Prediction) -> tuple[ipywidgets.Widget, Reader]:
        import ipywidgets

        asked = text_box(one.ask)
        if not isinstance(one, NumberPrediction):
            options = [(label, name) for name, label in options_of(one).items()]
            choice = ipywidgets.RadioButtons(options=options, value=None, layout=ipywidgets.Layout(width="auto"))
            return ipywidgets.VBox([asked, choice]), lambda: Predicted(choice=choice.value or "")
        wide = {"style": {"description_width": "initial"}, "layout": ipywidgets.Layout(width="34em", max_width="98%")}
        middle = (one.low + one.high) / 2
        best = ipywidgets.FloatSlider(
            middle, min=one.low, max=one.high, step=one.step, description=self.state.said(words.BEST), **wide
        )
        quarter = (one.high - one.low) / 4
        between = ipywidgets.FloatRangeSlider(
            value=(middle - quarter, middle + quarter), min=one.low, max=one.high, step=one.step,
            description=self.state.said(words.RANGE), **wide,
        )  # fmt: skip
        unit = text_box(one.unit)

        def read() -> Predicted:
            return Predicted(value=best.value, low=between.value[0], high=between.value[1])

        return ipywidgets.VBox([asked, best, between, unit]), read

    def still(self) -> str:
        """The predictions as they were recorded, or what is asked."""
        state = self.state
        if not state.predicted:
            return page_part(paragraphs=[one.ask for one in state.chapter.predict])
        rows = [(one.ask, state.recorded_words(one)) for one in state.chapter.predict]
        columns = [state.said(words.QUESTION), state.said(words.PREDICTED)]
        return page_part(table=(columns, rows), sentences=[state.said(state.progress.notice or words.SAVED)])


def _holds(one: Predicted) -> bool:
    return one.value is not None and (one.low or 0.0) <= one.value <= (one.high or 0.0) and one.low != one.high

"""A chapter of the course for a notebook: one object, whose parts are the cells."""

from __future__ import annotations

from sim.apps.notebook.course.chapter_state import ChapterState
from sim.apps.notebook.course.check_part import CheckPart, HandInPart, ReflectPart
from sim.apps.notebook.course.head import Head
from sim.apps.notebook.course.place import notebook_language, progress_folder
from sim.apps.notebook.course.predict_part import PredictPart
from sim.apps.notebook.course.result_part import IdeasPart, ResultPart
from sim.apps.notebook.course.try_part import FollowPart, TryPart
from sim.course.chapters.progress import Progress


class ChapterNotebook(Head):
    """A chapter; shown by itself, it asks for the student number and the language."""

    def predict(self) -> PredictPart:
        """The predictions, recorded before anything is shown.

        Returns:
            A form for a notebook.
        """
        return PredictPart(self.state)

    def try_out(self) -> TryPart:
        """Sliders and a picture.

        Returns:
            Controls for a notebook; locked until the predictions are recorded.
        """
        return TryPart(self.state)

    def result(self) -> ResultPart:
        """What happened in the student's market, beside the predictions.

        Returns:
            A page for a notebook; locked until the predictions are recorded.
        """
        return ResultPart(self.state)

    def follow(self) -> FollowPart:
        """One customer in two worlds.

        Returns:
            Controls for a notebook; locked until the predictions are recorded.
        """
        return FollowPart(self.state)

    def ideas(self) -> IdeasPart:
        """What the course says beside what the student's market shows.

        Returns:
            A table for a notebook; locked until the predictions are recorded.
        """
        return IdeasPart(self.state)

    def check(self) -> CheckPart:
        """Check questions, marked at once.

        Returns:
            Forms for a notebook; locked until the predictions are recorded.
        """
        return CheckPart(self.state)

    def reflect(self) -> ReflectPart:
        """A field for the reflection.

        Returns:
            A field for a notebook.
        """
        return ReflectPart(self.state)

    def hand_in(self) -> HandInPart:
        """The file to hand in, and calibration over all chapters.

        Returns:
            A button for a notebook; locked until the predictions are recorded.
        """
        return HandInPart(self.state)


def chapter(number: int) -> ChapterNotebook:
    """A chapter of the course, to be worked through in a notebook.

    Args:
        number: Number of the chapter, 1 to 8.

    Returns:
        The chapter with its parts; a notebook shows the field for the student number.

    Raises:
        ValueError: For a chapter that is not there.
    """
    return ChapterNotebook(ChapterState(number, notebook_language(), Progress(progress_folder())))

"""A scored exercise as it is declared in a file: what it teaches, and the task that it sets."""

from __future__ import annotations

from typing import Annotated

from sim.game.exercises.task import Task
from sim.scenario.declaration import Lesson, OneOf


class Exercise(Lesson):
    """An exercise without rounds: something is handed out, somebody answers, the answer is marked.

    By the key ``task`` its file is told from that of a game.
    """

    task: Annotated[Task, OneOf("exercise")]

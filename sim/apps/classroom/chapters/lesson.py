"""The course as a lesson that a class is served: its name on the command line, its title and what it teaches."""

from __future__ import annotations

from sim.game.presentation.game_texts import GameTexts, game_texts
from sim.language.messages import mark, translate
from sim.scenario.declaration import Lesson

COURSE = Lesson(
    name="course",
    title=mark("Relationship marketing: chapters of the course"),
    teaches=mark(
        "Predict, try, and see what happened in a market of your own. Each answer is marked at once, and your work is "
        "kept on this server."
    ),
)


def lesson_texts(lesson: Lesson) -> GameTexts:
    """Title and lesson of a game, an exercise or the course, in the language in use."""
    if lesson.name != COURSE.name:
        return game_texts(lesson)
    return GameTexts(title=translate(lesson.title), teaches=translate(lesson.teaches))

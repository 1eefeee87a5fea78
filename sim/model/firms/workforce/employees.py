"""The employees of a workforce: they come and go, learn, and divide their time between winning and keeping."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.firms.interface import FirmActions
from sim.model.random_numbers import digest
from sim.scenario.firm.departments.workforce import Workforce

EMPLOYEE = np.dtype(
    [
        ("present", "?"),  # whether the post is filled
        ("comes", "f8"),  # week in which the next holder begins, where it is not
        ("alone", "f8"),  # week from which the holder makes contacts alone
        ("skill", "f8"),
        ("patience", "f8"),  # what is left of a unit-exponential budget; at 0 the holder leaves
        ("winning", "f8"),  # contacts to win someone that are due, not yet a whole one
        ("keeping", "f8"),  # contacts to keep someone that are due, not yet a whole one
    ],
    align=True,
)
"""A post and its holder. Posts have numbers; their holders follow one another."""
TINY = 1e-9


class Employees:
    """The posts of one workforce and who holds them."""

    def __init__(self, firm: FirmActions, asked: Workforce) -> None:
        self._firm, self.asked = firm, asked
        self.posts: NDArray[np.void] = np.zeros(asked.people, EMPLOYEE)
        self._holders = [0] * asked.people
        self._purpose = digest(f"employee leaves/{firm.name}")
        for post in range(asked.people):
            self._begin(post, asked.skill, alone=firm.now)

    @property
    def alone(self) -> NDArray[np.bool_]:
        """Which employees make contacts alone."""
        return np.asarray(self.posts["present"] & (self.posts["alone"] <= self._firm.now + TINY))

    @property
    def skill(self) -> NDArray[np.float64]:
        """Skill of those who are there."""
        return np.asarray(self.posts["skill"][self.posts["present"]])

    def _begin(self, post: int, skill: float, alone: float) -> None:
        """Someone of this skill takes the post, with a clock that strikes at departure."""
        key, ordinal = self._firm.market.state.stream_key, self._holders[post]
        drawn = draw_uniforms_of_one(key, digest(f"employee {post}"), self._purpose, 0, ordinal)[0]
        self._holders[post] += 1
        self.posts[post] = (True, math.inf, alone, skill, -math.log(drawn), 0.0, 0.0)

    def _leave(self, post: int) -> None:
        """The holder goes, and the skill too; a successor is looked for."""
        self.posts["present"][post], self.posts["comes"][post] = False, self._firm.now + self.asked.hiring
        self._firm.market.write("employee", firm=self._firm.name, cause="left")

    def come_and_go(self, weeks: float) -> None:
        """Employees leave whose clock has struck since the last tick; successors begin."""
        asked, now = self.asked, self._firm.now
        self.posts["patience"] -= asked.leaving_rate(self._firm.morale) * weeks
        for post in np.flatnonzero(self.posts["present"] & (self.posts["patience"] <= 0)).tolist():
            self._leave(post)
        for post in np.flatnonzero(~self.posts["present"] & (self.posts["comes"] <= now + TINY)).tolist():
            self._begin(post, asked.novice, alone=now + asked.accompanied)
            self._firm.market.write("employee", firm=self._firm.name, cause="hired", money=asked.hiring_cost)

    def learn(self, weeks: float) -> None:
        """Skill grows with practice and training, faster beside a colleague where there is one who works alone."""
        asked, posts, alone = self.asked, self.posts, self.alone
        guided = posts["present"] & ~alone
        best = float(posts["skill"][alone].max()) if alone.any() else 0.0
        practice = asked.practice * np.where(guided, 1.0 + asked.guidance * best, 1.0)
        posts["skill"] = 1.0 - (1.0 - posts["skill"]) * np.exp(-(practice + asked.trained) * weeks)

    def _time(self) -> NDArray[np.float64]:
        """Part of the week that each employee has for contacts; who guides newcomers has less."""
        alone, time = self.alone, self.alone.astype(float)
        newcomers = int((self.posts["present"] & ~alone).sum())
        if newcomers and alone.any():
            best = int(np.argmax(np.where(alone, self.posts["skill"], -1.0)))
            time[best] = max(0.0, 1.0 - self.asked.guiding * newcomers)
        return time

    def contacts(self, weeks: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Whole contacts that each employee can make now: to win, and to keep."""
        asked, posts = self.asked, self.posts
        made = asked.contacts * (0.5 + self._firm.morale) * self._time() * weeks
        dares = 1.0 - asked.fear * (1.0 - posts["skill"])
        posts["winning"] += made * asked.winning_part * dares
        posts["keeping"] += made * (1.0 - asked.winning_part)
        whole = tuple(np.floor(posts[task] + TINY).astype(np.int64) for task in ("winning", "keeping"))
        posts["winning"] -= whole[0]
        posts["keeping"] -= whole[1]
        return whole[0], whole[1]

"""Communication at work: what is remembered of the money spent, and what it does to people."""

from __future__ import annotations

import math

from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.communication import (
    CHANNELS,
    Channel,
    Communication,
)

SMALL = 0.02
"""A change in what draws people that is too small to be noticed: 2% of a choice weight. Assumed."""


@register("department_process", "communication")
def communicate(settings: Communication, firm: FirmActions) -> Process:
    """Round by round: remember, draw, excuse, make contact. A decision to spend otherwise counts from the next."""
    yield firm.wait(settings.begins)
    speaking = CommunicationProcess(firm)
    while True:
        left = math.inf if settings.ends is None else settings.ends - firm.now
        asked = firm.settings.department(Communication) or settings
        speaking.round(asked.channels, silent=left <= 0)
        yield firm.wait(min(settings.every, left) if left > 0 else settings.every)


class CommunicationProcess:
    """Communication at work."""

    def __init__(self, firm: FirmActions) -> None:
        self._firm = firm
        self._spent, self._remembered = dict.fromkeys(CHANNELS, 0.0), dict.fromkeys(CHANNELS, 0.0)
        self._last, self._number, self._drawn = firm.now, 0, 0.0

    def round(self, channels: dict[str, Channel], *, silent: bool) -> None:
        """The money of the weeks since the last round has had its effect; that of this week begins to."""
        firm, weeks = self._firm, self._firm.now - self._last
        self._last, self._number = firm.now, self._number + 1
        for word, channel in channels.items():
            stock = stocked(self._remembered[word], self._spent[word], channel.carry_over, max(0.0, weeks - 1.0))
            spend = 0.0 if silent else channel.spend
            if spend != self._spent[word]:
                self._spent[word] = spend
                firm.spend("communication", spend, word)
            self._remembered[word] = stocked(stock, spend, channel.carry_over, 1.0)
        people = firm.people()
        strength = {word: channel.response(self._remembered[word], people) for word, channel in channels.items()}
        self._draw(math.fsum(channel.draws * strength[word] for word, channel in channels.items()))
        seen = math.prod(1.0 - channel.excuses * strength[word] for word, channel in channels.items())
        firm.market.set_goodwill(firm.name, round(1.0 - seen, 2))
        for word, channel in channels.items():
            if channel.warms and strength[word] > 0:
                self._contact(word, channel, strength[word])

    def _draw(self, strength: float) -> None:
        """What is published makes every customer look at the offers anew, so small changes are kept back."""
        if abs(strength - self._drawn) > SMALL or (strength < SMALL and self._drawn):
            self._drawn = strength if strength >= SMALL else 0.0
            self._firm.appeal("communication", self._drawn)

    def _contact(self, word: str, channel: Channel, reach: float) -> None:
        firm = self._firm
        on_file = firm.identifiable_customers(firm.customers())
        met = on_file[firm.luck(on_file, word, self._number) < reach]
        firm.raise_social_bond(met, channel.warms)
        firm.market.write_for_customers("contact", met, firm=firm.name, money=0.0, cause=word)


def stocked(remembered: float, spend: float, carry_over: float, weeks: float) -> float:
    """What is remembered after so many weeks of this spend: it tends to the spend itself.

    A memory changes when money works, not how much. Nerlove & Arrow (1962): goodwill, fed by spend, fading by itself.

    >>> stocked(0.0, 100.0, 0.5, 2.0)
    75.0
    """
    kept: float = carry_over**weeks
    return kept * remembered + (1.0 - kept) * spend

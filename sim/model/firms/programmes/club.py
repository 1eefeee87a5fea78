"""The club at work: how large it has become, and its events."""

from __future__ import annotations

import math

import numpy as np

from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.registry import register
from sim.scenario.firm.programmes.club import Club, Events

ROUNDING = 1e-9
"""Weeks by which a sum of periods may miss a tick."""


@register("programme_process", "club")
def run_club(settings: Club, firm: FirmActions) -> Process:
    """People notice how large the club has become, and every so often there is an event."""
    publish_size(settings, firm)
    began, held, looked = firm.now, 0, 0
    while True:
        now = firm.current(settings.kind)
        assert isinstance(now, Club)
        next_event = began + (held + 1) * now.events.every if now.events else math.inf
        next_notice = began + (looked + 1) * now.notice
        yield firm.wait(min(next_event, next_notice) - firm.now)
        now = firm.current(settings.kind)
        assert isinstance(now, Club)
        if next_notice <= firm.now + ROUNDING:
            publish_size(now, firm)
            looked = math.floor((firm.now - began) / now.notice + ROUNDING)
        while now.events and began + (held + 1) * now.events.every <= firm.now + ROUNDING:
            held += 1
            hold_event(now, now.events, firm, held)


def publish_size(settings: Club, firm: FirmActions) -> None:
    """Publish standing, acquaintance and the rate of invitations as they follow from membership now."""
    associates, full = firm.membership(settings.kind)
    people = max(1, firm.people())
    firm.publish("standing", 1 / (1 + full / people / settings.commonness))
    firm.publish("acquaintance", 1 - math.exp(-settings.circle * (associates + full) / people))
    firm.publish("invitation", settings.outside_pull + settings.recruiting * full / people)


def hold_event(settings: Club, events: Events, firm: FirmActions, number: int) -> None:
    """Members come as they are sociable; where places are scarce, the lot decides."""
    members = firm.members(settings.kind)
    wish = firm.luck(members, "club event", number) < events.attendance * firm.sociability(members)
    guests: CustomerIds = members[wish]
    if events.capacity is not None and len(guests) > events.capacity:
        lot = firm.luck(guests, "club event place", number)
        guests = np.sort(guests[np.argsort(lot, kind="stable")[: events.capacity]])
    if len(guests):
        firm.entertain(guests, np.full(len(guests), events.gain), events.cost, settings.kind)

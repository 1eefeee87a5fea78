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
def run_club(settings: Club, house: FirmActions) -> Process:
    """People notice how large the club has become, and every so often there is an event."""
    publish_size(settings, house)
    began, held, looked = house.now, 0, 0
    while True:
        now = house.current(settings.kind)
        assert isinstance(now, Club)
        next_event = began + (held + 1) * now.events.every if now.events else math.inf
        next_notice = began + (looked + 1) * now.notice
        yield house.wait(min(next_event, next_notice) - house.now)
        now = house.current(settings.kind)
        assert isinstance(now, Club)
        if next_notice <= house.now + ROUNDING:
            publish_size(now, house)
            looked = math.floor((house.now - began) / now.notice + ROUNDING)
        while now.events and began + (held + 1) * now.events.every <= house.now + ROUNDING:
            held += 1
            hold_event(now, now.events, house, held)


def publish_size(settings: Club, house: FirmActions) -> None:
    """Publish standing, acquaintance and the rate of invitations as they follow from membership now."""
    associates, full = house.membership(settings.kind)
    people = max(1, house.people())
    house.publish("standing", 1 / (1 + full / people / settings.commonness))
    house.publish("acquaintance", 1 - math.exp(-settings.circle * (associates + full) / people))
    house.publish("invitation", settings.outside_pull + settings.recruiting * full / people)


def hold_event(settings: Club, events: Events, house: FirmActions, number: int) -> None:
    """Members come as they are sociable; where places are scarce, the lot decides."""
    members = house.members(settings.kind)
    wish = house.luck(members, "club event", number) < events.attendance * house.sociability(members)
    guests: CustomerIds = members[wish]
    if events.capacity is not None and len(guests) > events.capacity:
        lot = house.luck(guests, "club event place", number)
        guests = np.sort(guests[np.argsort(lot, kind="stable")[: events.capacity]])
    if len(guests):
        house.entertain(guests, np.full(len(guests), events.gain), events.cost, settings.kind)

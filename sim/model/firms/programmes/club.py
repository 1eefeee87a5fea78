"""The club at work: how large it has become, and its events."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.model.firms.interface import CustomerIds, FirmActions, Process
from sim.registry import register
from sim.scenario.firm.programmes.club import Club, Events

ROUNDING = 1e-9
"""Weeks by which a sum of periods may miss a tick."""
EAGERNESS_HALVED = 9.0
"""Weeks after which half of the eagerness to use what has just been paid for is gone: Gourville & Soman (1998) saw
attendance at a gym fall from payment to payment of half a year; the figure is assumed."""


@register("programme_process", "club")
def run_club(settings: Club, firm: FirmActions) -> Process:
    """People notice how large the club has become, and every so often there is an event."""
    publish_size(settings, firm)
    publish_places(settings, firm, 1.0)
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
            found = hold_event(now, now.events, firm, held)
            publish_places(now, firm, found)


def publish_size(settings: Club, firm: FirmActions) -> None:
    """Publish standing, acquaintance and the rate of invitations as they follow from membership now."""
    associates, full = firm.membership(settings.kind)
    people, counted = max(1, firm.people()), float(full)
    if settings.anatomy is not None:
        people = max(1, firm.people_present())
        counted += settings.anatomy.rival_members * firm.rival_members(settings.kind)
    firm.publish("standing", 1 / (1 + counted / people / settings.commonness))
    firm.publish("acquaintance", 1 - math.exp(-settings.circle * (associates + full) / people))
    firm.publish("invitation", settings.outside_pull + settings.recruiting * full / people)


def publish_places(settings: Club, firm: FirmActions, found: float) -> None:
    """Publish how many events of a period a person who wishes to come to all may hope for, where members weigh it."""
    if settings.anatomy is not None:
        firm.publish("events_found", settings.events_a_period * found)


def hold_event(settings: Club, events: Events, firm: FirmActions, number: int) -> float:
    """Members come as they are sociable; where places are scarce, the lot decides. Returns the part that found one."""
    members = firm.members(settings.kind)
    wish = firm.luck(members, "club event", number) < events.attendance * keenness(settings, firm, members)
    guests: CustomerIds = members[wish]
    wishes = len(guests)
    if events.capacity is not None and wishes > events.capacity:
        lot = firm.luck(guests, "club event place", number)
        guests = np.sort(guests[np.argsort(lot, kind="stable")[: events.capacity]])
    if len(guests):
        firm.entertain(guests, np.full(len(guests), events.gain), events.cost, settings.kind)
        if settings.anatomy is not None:
            firm.market.state.membership["attended"][guests, firm.index] += 1
    return len(guests) / wishes if wishes else 1.0


def keenness(settings: Club, firm: FirmActions, members: CustomerIds) -> NDArray[np.float64]:
    """How readily each of these members comes to an event: sociability, more of it when a fee has just been paid."""
    sociability = firm.sociability(members)
    if settings.anatomy is None or settings.anatomy.eagerness == 0:
        return sociability
    member = firm.market.state.membership[members, firm.index]
    fresh = np.where(member["paid"] > 0, 0.5 ** ((firm.now - member["paid_at"]) / EAGERNESS_HALVED), 0.0)
    return np.asarray(sociability * (1.0 + settings.anatomy.eagerness * fresh))

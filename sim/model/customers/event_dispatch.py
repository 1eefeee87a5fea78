"""What happens when a clock strikes or a date has come: the one place where events are told apart."""

from __future__ import annotations

from sim.model.compiled_rule import everyday_rule, rule
from sim.model.customers.bonds import faded
from sim.model.customers.choice import look_at_offers
from sim.model.customers.event_logging import note
from sim.model.customers.exits import come_back, leave, leave_market, lose_points
from sim.model.customers.hazard_clock import wind
from sim.model.customers.hazard_rates import firm_clocks
from sim.model.customers.membership import consider_club, renew_or_lapse, review_tier, standing
from sim.model.customers.purchase import buy
from sim.model.event_codes import ARRIVES, NEEDS
from sim.model.random_numbers import life_of, waiting
from sim.model.state.columns import HERE, WAITING
from sim.model.state.market import ARRIVAL, DATES, EXPIRY, MOVING, PURCHASE, RENEWAL, REVIEW, Desk, Market


@everyday_rule
def strike(m: Market, desk: Desk, i: int) -> None:
    """What comes next to customer ``i`` comes now; afterwards she has to look ahead."""
    person = m.person[i]
    t, what = person.next_time, person.next_what
    clocks = m.clock.shape[1]
    if what == ARRIVAL:
        arrive(m, desk, i, t)
    if what == PURCHASE or (what == ARRIVAL and comes_to_buy(m, i)):
        buy(m, desk, i, t)
    elif MOVING <= what < MOVING + m.movers:
        leave_market(m, desk, i, what - MOVING, t)
    elif MOVING <= what < clocks:
        answer(m, desk, i, what, t)
    elif what >= clocks:
        keep_date(m, desk, i, (what - clocks) // DATES, (what - clocks) % DATES, t)


@rule
def comes_to_buy(m: Market, i: int) -> bool:
    """Whether she buys the moment she arrives: not if she has decided to buy nowhere here."""
    if m.segment[m.person[i].segment].on_arrival == 0:
        return False
    wallet = 0.0
    for k in range(m.relation.shape[1]):
        wallet += m.relation[i, k].taste
    return bool(m.person[i].decides == 0 or wallet > 0.0)


@rule
def answer(m: Market, desk: Desk, i: int, what: int, t: float) -> None:
    """A clock that belongs to a firm has struck: an invitation, a need, or a cause to leave."""
    each = m.invites + m.wants + m.cause.shape[0] - m.movers
    k, place = (what - MOVING - m.movers) // each, (what - MOVING - m.movers) % each
    if place < m.invites:
        be_invited(m, desk, i, k, t, what)
    elif place < m.invites + m.wants:
        need_service(m, desk, i, k, what, t)
    else:
        leave(m, desk, i, k, m.movers + place - m.invites - m.wants, t)


@rule
def keep_date(m: Market, desk: Desk, i: int, k: int, date: int, t: float) -> None:
    """A date of her relation with firm ``k`` has come."""
    if date == EXPIRY:
        lose_points(m, desk, i, k, t)
    elif date == REVIEW:
        review_tier(m, desk, i, k, t)
    elif date == RENEWAL:
        renew_or_lapse(m, desk, i, k, t)
    else:
        come_back(m, desk, i, k, t)


@rule
def arrive(m: Market, desk: Desk, i: int, t: float) -> None:
    """She comes to the market and looks around; with ``on_arrival`` she makes her first purchase at once."""
    person = m.person[i]
    segment = m.segment[person.segment]
    life = life_of(person.generation, 0)
    person.presence = HERE
    person.version = m.news[0]
    note(m, desk, t, i, -1, ARRIVES, -1, -1, 0)
    if person.generation == 0:
        desk.came[person.segment] += 1
    if segment.from_arrival == 1 or person.generation > 0:
        for c in range(m.movers):
            wind(m.clock[i, MOVING + c], waiting(m.luck, person.address, m.purpose.moving[c], life, 0), t)
    wind(m.clock[i, PURCHASE], waiting(m.luck, person.address, m.purpose.gap, life, 0), t)
    if m.invites == 1:
        for k in range(m.relation.shape[1]):
            wind(m.clock[i, firm_clocks(m, k)], waiting(m.luck, person.address, m.purpose.invitation[k], life, 0), t)
    if segment.on_arrival == 1:
        look_at_offers(m, desk, i)


@rule
def need_service(m: Market, desk: Desk, i: int, k: int, place: int, t: float) -> None:
    """She has a need and turns to the desk of firm ``k``."""
    relation = m.relation[i, k]
    relation.requests += 1
    note(m, desk, t, i, k, NEEDS, m.first_tier + standing(relation), -1, 0)
    life = life_of(m.person[i].generation, relation.spell)
    wind(m.clock[i, place], waiting(m.luck, m.person[i].address, m.purpose.need[k], life, relation.requests), t)


@rule
def be_invited(m: Market, desk: Desk, i: int, k: int, t: float, place: int) -> None:
    """She is asked to join the club; the next invitation may come later."""
    person, relation = m.person[i], m.relation[i, k]
    relation.invitations += 1
    life = life_of(person.generation, 0)
    wind(m.clock[i, place], waiting(m.luck, person.address, m.purpose.invitation[k], life, relation.invitations), t)
    consider_club(m, desk, i, k, t, True)


@everyday_rule
def read_news(m: Market, i: int) -> bool:
    """At a tick: bonds and knowledge fade by their exact factor, and news of the firms' side is felt.

    Says whether she has to look at the offers anew; a customer whom nothing concerns is not touched.
    """
    person = m.person[i]
    if person.presence == WAITING:
        if person.version == m.news[1]:
            return False
        person.version = m.news[1]
        return True
    if person.presence != HERE or (person.version == m.news[0] and person.drifts == 0):
        return False
    person.version = m.news[0]
    if person.drifts == 1:
        drift(m, i)
    return True


@everyday_rule
def drift(m: Market, i: int) -> None:
    """Bonds and knowledge fade, and what happened on the firms' side since the last tick is added."""
    drifts = 0
    for k in range(m.relation.shape[1]):
        relation = m.relation[i, k]
        relation.social = faded(relation.social, m.constant.fade_social)
        relation.personal = faded(relation.personal, m.constant.fade_social)
        relation.structural = faded(relation.structural, m.constant.fade_structural)
        relation.knowledge = faded(relation.knowledge, m.constant.fade_knowledge)
        relation.social += min(1.0, relation.news) * (1.0 - relation.social)
        relation.news = 0.0
        relation.satisfaction = relation.satisfaction * relation.kept + relation.added
        relation.kept, relation.added = 1.0, 0.0
        if relation.social + relation.structural + relation.knowledge > 0.0:
            drifts = 1
    m.person[i].drifts = drifts

"""What happens when a clock strikes or a date has come: the one place where events are told apart."""

from __future__ import annotations

from sim.model.compiled_rule import compiled_rule, inlined_rule
from sim.model.customers.bonds import decayed
from sim.model.customers.choice import evaluate_offers, in_reach
from sim.model.customers.event_logging import log_event
from sim.model.customers.exits import become_prospect_again, leave, leave_market, lose_points
from sim.model.customers.hazard_clock import restart_hazard_clock
from sim.model.customers.hazard_rates import firm_clocks
from sim.model.customers.membership import consider_club, renew_or_lapse, review_tier, service_tier
from sim.model.customers.purchase import buy
from sim.model.event_codes import ARRIVAL_EVENT, SERVICE_REQUEST
from sim.model.random_numbers import exponential, lifetime_index
from sim.model.state.columns import HERE, WAITING
from sim.model.state.market import ARRIVAL, DATES, EXPIRY, MOVING, PURCHASE, RENEWAL, REVIEW, Market, WorkerBuffer
from sim.model.state.purchase_timing import purchase_budget, purchase_time


@inlined_rule
def process_event(m: Market, desk: WorkerBuffer, i: int) -> None:
    """What comes next to customer ``i`` comes now; afterwards she has to look ahead."""
    person = m.person[i]
    t, what = person.next_time, person.next_what
    clocks = m.clock.shape[1]
    if what == ARRIVAL:
        arrive(m, desk, i, t)
    if what == PURCHASE or (what == ARRIVAL and may_purchase(m, i)):
        buy(m, desk, i, t)
    elif MOVING <= what < MOVING + m.n_market_exits:
        leave_market(m, desk, i, what - MOVING, t)
    elif MOVING <= what < clocks:
        process_firm_clock(m, desk, i, what, t)
    elif what >= clocks:
        process_due_date(m, desk, i, (what - clocks) // DATES, (what - clocks) % DATES, t)


@compiled_rule
def may_purchase(m: Market, i: int) -> bool:
    """Whether she buys the moment she arrives: not if she has decided to buy nowhere here."""
    if m.segment[m.person[i].segment].on_arrival == 0:
        return False
    wallet, reached = 0.0, False
    for k in range(m.relation.shape[1]):
        wallet += m.relation[i, k].taste
        if in_reach(m, i, k):
            reached = True
    if not reached:
        return False
    return bool(m.person[i].decides == 0 or wallet > 0.0)


@compiled_rule
def process_firm_clock(m: Market, desk: WorkerBuffer, i: int, what: int, t: float) -> None:
    """A clock that belongs to a firm has struck: an invitation, a need, or a cause to leave."""
    each = m.has_invitation_clock + m.has_service_clock + m.cause.shape[0] - m.n_market_exits
    k, place = (what - MOVING - m.n_market_exits) // each, (what - MOVING - m.n_market_exits) % each
    if place < m.has_invitation_clock:
        be_invited(m, desk, i, k, t, what)
    elif place < m.has_invitation_clock + m.has_service_clock:
        need_service(m, desk, i, k, what, t)
    else:
        leave(m, desk, i, k, m.n_market_exits + place - m.has_invitation_clock - m.has_service_clock, t)


@compiled_rule
def process_due_date(m: Market, desk: WorkerBuffer, i: int, k: int, date: int, t: float) -> None:
    """A date of her relation with firm ``k`` has come."""
    if date == EXPIRY:
        lose_points(m, desk, i, k, t)
    elif date == REVIEW:
        review_tier(m, desk, i, k, t)
    elif date == RENEWAL:
        renew_or_lapse(m, desk, i, k, t)
    else:
        become_prospect_again(m, desk, i, k, t)


@compiled_rule
def arrive(m: Market, desk: WorkerBuffer, i: int, t: float) -> None:
    """She comes to the market and looks around; with ``on_arrival`` she makes her first purchase at once."""
    person = m.person[i]
    segment = m.segment[person.segment]
    life = lifetime_index(person.generation, 0)
    person.presence = HERE
    person.version = m.offer_version[0]
    log_event(m, desk, t, i, -1, ARRIVAL_EVENT, -1, -1, 0)
    if person.generation == 0:
        desk.arrivals[person.segment] += 1
    if segment.from_arrival == 1 or person.generation > 0:
        for c in range(m.n_market_exits):
            restart_hazard_clock(
                m.clock[i, MOVING + c], exponential(m.stream_key, person.address, m.purpose.moving[c], life, 0), t
            )
    restart_hazard_clock(m.clock[i, PURCHASE], purchase_budget(m, i, life, 0), purchase_time(m, i, t))
    if m.has_invitation_clock == 1:
        for k in range(m.relation.shape[1]):
            restart_hazard_clock(
                m.clock[i, firm_clocks(m, k)],
                exponential(m.stream_key, person.address, m.purpose.invitation[k], life, 0),
                t,
            )
    if segment.on_arrival == 1:
        evaluate_offers(m, desk, i)


@compiled_rule
def need_service(m: Market, desk: WorkerBuffer, i: int, k: int, place: int, t: float) -> None:
    """She has a need and turns to the desk of firm ``k``."""
    relation = m.relation[i, k]
    relation.requests += 1
    log_event(m, desk, t, i, k, SERVICE_REQUEST, m.first_tier + service_tier(relation), -1, 0)
    life = lifetime_index(m.person[i].generation, relation.spell)
    restart_hazard_clock(
        m.clock[i, place], exponential(m.stream_key, m.person[i].address, m.purpose.need[k], life, relation.requests), t
    )


@compiled_rule
def be_invited(m: Market, desk: WorkerBuffer, i: int, k: int, t: float, place: int) -> None:
    """She is asked to join the club; the next invitation may come later."""
    person, relation = m.person[i], m.relation[i, k]
    relation.invitations += 1
    life = lifetime_index(person.generation, 0)
    restart_hazard_clock(
        m.clock[i, place],
        exponential(m.stream_key, person.address, m.purpose.invitation[k], life, relation.invitations),
        t,
    )
    consider_club(m, desk, i, k, t, True)


@inlined_rule
def update_offer_version(m: Market, i: int) -> bool:
    """At a tick: bonds and knowledge fade by their exact factor, and news of the firms' side is felt.

    Says whether she has to look at the offers anew; a customer whom nothing concerns is not touched.
    """
    person = m.person[i]
    if person.presence == WAITING:
        if person.version == m.offer_version[1]:
            return False
        person.version = m.offer_version[1]
        return True
    if person.presence != HERE or (person.version == m.offer_version[0] and person.drifts == 0):
        return False
    person.version = m.offer_version[0]
    if person.drifts == 1:
        decay_bonds(m, i)
    return True


@inlined_rule
def decay_bonds(m: Market, i: int) -> None:
    """Bonds and knowledge fade, and what happened on the firms' side since the last tick is added."""
    drifts = 0
    for k in range(m.relation.shape[1]):
        relation = m.relation[i, k]
        relation.social = decayed(relation.social, m.constant.fade_social)
        relation.personal = decayed(relation.personal, m.constant.fade_social)
        relation.structural = decayed(relation.structural, m.constant.fade_structural)
        relation.knowledge = decayed(relation.knowledge, m.constant.fade_knowledge)
        relation.social += min(1.0, relation.news) * (1.0 - relation.social)
        relation.news = 0.0
        relation.satisfaction = relation.satisfaction * relation.kept + relation.added
        relation.kept, relation.added = 1.0, 0.0
        if relation.social + relation.structural + relation.knowledge > 0.0:
            drifts = 1
    m.person[i].drifts = drifts

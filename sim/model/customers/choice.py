"""How a customer sees the offers: each firm's level on each attribute, and her inclination to buy there."""

from __future__ import annotations

import math

from sim.model.compiled_rule import compiled_rule, inlined_rule
from sim.model.customers.bonds import MAX_FINANCIAL_BOND, YEAR, financial_bond, goal_pull, reward_rate
from sim.model.state.columns import LEFT, PROSPECT
from sim.model.state.market import Market, WorkerBuffer
from sim.model.state.perceived_service import perceived_service

PRICE, PRODUCT, SERVICE = 0, 1, 2
"""Columns of the offers that depend on the customer; the others are what the firm publishes."""


@inlined_rule
def discount(m: Market, i: int, k: int) -> float:
    """The announced reward rate she is eligible for: that of her tier, or of a beginner who would bother to join."""
    person, relation, terms = m.person[i], m.relation[i, k], m.terms[k]
    paid = person.spend * m.price[k]
    rate = reward_rate(terms, paid, relation.tier)
    if rate > 0.0 and relation.collects == 0 and rate * person.purchase_rate * paid * YEAR <= person.bother:
        return 0.0
    return float(rate)


@inlined_rule
def in_reach(m: Market, i: int, k: int) -> bool:
    """Whether firm ``k`` is to be found where she lives: where there are no districts, always."""
    return bool(m.presence.shape[0] == 0 or m.presence[m.person[i].home, k] > 0.0)


@inlined_rule
def evaluate_offers(m: Market, desk: WorkerBuffer, i: int) -> float:
    """Fill in what she perceives and how she leans; returns her rate of category purchases per week.

    Weight of a firm = taste × exp(Σ weight × sensitivity × level + Σ pull × bond); her inclination p × m is
    her share of weights times the pull of a near reward. A level is what is published, and what she has heard:
    for each story, how far it is on her mind × what it changes.
    """
    person = m.person[i]
    firms, attributes = m.relation.shape[1], m.offer.shape[1]
    if firms == 1 and m.cause.shape[0] == m.n_market_exits and m.presence.shape[0] == 0:
        return evaluate_single_firm(m, i)
    total = 0.0
    for k in range(firms):
        relation = m.relation[i, k]
        if relation.status == LEFT or not in_reach(m, i, k):
            desk.choice_weight[k] = 0.0
            continue
        for a in range(attributes):
            desk.perceived_level[k, a] = m.offer[k, a]
        for s in range(m.depth.shape[0]):
            desk.perceived_level[k, m.story_attribute[s]] += m.touched[i, s] * m.depth[s, k]
        terms = m.terms[k]
        if terms.points_open > 0.0:
            rate = discount(m, i, k)
            if rate > 0.0:
                desk.perceived_level[k, PRICE] -= math.log(1.0 - rate)
        fit = 0.0
        if relation.tailored == 1 and terms.tailored_open > 0.0:
            desk.perceived_level[k, PRICE] -= math.log(1.0 + terms.premium)
            fit = terms.reach * relation.knowledge
        desk.perceived_level[k, PRODUCT] -= person.idiosyncrasy * (1.0 - fit)
        desk.perceived_level[k, SERVICE] = perceived_service(relation.satisfaction)
        exponent = m.constant.pull_social * relation.social + m.constant.pull_structural * relation.structural
        if relation.status == PROSPECT:
            exponent += terms.appeal
        if relation.collects == 1 or relation.club > 0:
            exponent += m.constant.pull_financial * financial_bond(m, i, k)
        for a in range(attributes):
            exponent += m.weight[a] * m.sensitivity[i, a] * desk.perceived_level[k, a]
        desk.choice_weight[k] = relation.taste * math.exp(min(MAX_FINANCIAL_BOND, exponent))
        if m.presence.shape[0] > 0:
            desk.choice_weight[k] *= m.presence[person.home, k]
        total += desk.choice_weight[k]
    if person.decides == 1:
        return allocate_wallet(m, i)
    if total <= 0.0:
        return 0.0
    lively = 0.0
    for k in range(firms):
        relation = m.relation[i, k]
        relation.pull = desk.choice_weight[k] / total * goal_pull(relation, m.terms[k])
        lively += relation.pull
    return float(person.purchase_rate * lively) if m.constant.expandable else float(person.purchase_rate)


@compiled_rule
def allocate_wallet(m: Market, i: int) -> float:
    """The same where she decides for herself: the weight of a firm is its part of her wallet, kept in place of taste.

    She buys here less often by the part that goes elsewhere.
    """
    total, lively = 0.0, 0.0
    for k in range(m.relation.shape[1]):
        if m.relation[i, k].status != LEFT:
            total += m.relation[i, k].taste
    if total <= 0.0:
        return 0.0
    for k in range(m.relation.shape[1]):
        relation = m.relation[i, k]
        relation.pull = 0.0 if relation.status == LEFT else relation.taste / total * goal_pull(relation, m.terms[k])
        lively += relation.pull
    rate = m.person[i].purchase_rate * total
    return float(rate * lively) if m.constant.expandable else float(rate)


@inlined_rule
def evaluate_single_firm(m: Market, i: int) -> float:
    """The same where there is one firm and nothing to compare it for: all that can move her is a reward at hand."""
    relation = m.relation[i, 0]
    if relation.status == LEFT or relation.taste <= 0.0:
        return 0.0
    relation.pull = goal_pull(relation, m.terms[0])
    if m.person[i].decides == 1:
        return allocate_wallet(m, i)
    return float(m.person[i].purchase_rate * (relation.pull if m.constant.expandable else 1.0))


@inlined_rule
def rank_offers(m: Market, desk: WorkerBuffer, i: int) -> None:
    """For each attribute, find the best offer among the firms she has not left and the outside alternative."""
    firms, attributes = m.relation.shape[1], m.offer.shape[1]
    for a in range(attributes):
        best, second, whose = -math.inf, -math.inf, -1.0
        for k in range(firms + 1):
            if k < firms:
                if m.relation[i, k].status == LEFT or not in_reach(m, i, k):
                    continue
                level = desk.perceived_level[k, a]
            elif m.has_outside:
                level = m.offer[k, a]
                if a == PRODUCT:
                    level -= m.person[i].idiosyncrasy
                for s in range(m.depth.shape[0]):
                    if m.story_attribute[s] == a:
                        level += m.touched[i, s] * m.depth[s, k]
            else:
                continue
            if level > best:
                second, best, whose = best, level, float(k)
            elif level > second:
                second = level
        desk.best[a, 0], desk.best[a, 1], desk.best[a, 2] = best, second, whose


@inlined_rule
def gap_to_best(desk: WorkerBuffer, k: int, a: int) -> float:
    """How much better the best rival of firm ``k`` is on attribute ``a``; minus infinity with no rival."""
    best = desk.best[a, 1] if desk.best[a, 2] == k else desk.best[a, 0]
    return float(best - desk.perceived_level[k, a])

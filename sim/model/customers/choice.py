"""How a customer sees the offers: each firm's level on each attribute, and her inclination to buy there."""

from __future__ import annotations

import math

from sim.model.compile_cache import compiled_rule, inlined_rule
from sim.model.customers.bonds import MAX_FINANCIAL_BOND, YEAR, financial_bond, goal_pull, reward_rate
from sim.model.state.columns import LEFT, PROSPECT
from sim.model.state.market import Market, WorkerBuffer, perceived_service

PRICE, PRODUCT, SERVICE = 0, 1, 2
"""Columns of the offers that depend on the customer; the others are what the firm publishes."""


@inlined_rule
def discount(market: Market, customer: int, firm: int) -> float:
    """The announced reward rate she is eligible for: that of her tier, or of a beginner who would bother to join."""
    person, relation, terms = market.person[customer], market.relation[customer, firm], market.terms[firm]
    paid = person.spend * market.price[firm]
    rate = reward_rate(terms, paid, relation.tier)
    beginner = rate > 0.0 and relation.collects == 0
    if beginner and (terms.points_ending > 0.0 or rate * person.purchase_rate * paid * YEAR <= person.joining_cost):
        return 0.0
    return float(rate)


@inlined_rule
def in_reach(market: Market, customer: int, firm: int) -> bool:
    """Whether the firm is to be found where she lives: where there are no districts, always."""
    return bool(market.presence.shape[0] == 0 or market.presence[market.person[customer].home, firm] > 0.0)


@inlined_rule
def evaluate_offers(market: Market, buffer: WorkerBuffer, customer: int) -> float:
    """Fill in what she perceives and how she leans; returns her rate of category purchases per week.

    Weight of a firm = taste × exp(Σ weight × sensitivity × level + Σ pull × bond); her inclination p × m is
    her share of weights times the pull of a near reward. A level is what is published, and what she has heard:
    for each story, how far it is on her mind × what it changes. To the service that she has experienced is added what
    she believes of the firm's promises.
    """
    person = market.person[customer]
    firms, attributes = market.relation.shape[1], market.offer.shape[1]
    if firms == 1 and market.cause.shape[0] == market.n_market_exits and market.presence.shape[0] == 0:
        return evaluate_single_firm(market, customer)
    total = 0.0
    for firm in range(firms):
        relation = market.relation[customer, firm]
        if relation.status == LEFT or not in_reach(market, customer, firm):
            buffer.choice_weight[firm] = 0.0
            continue
        for attribute in range(attributes):
            buffer.perceived_level[firm, attribute] = market.offer[firm, attribute]
        for story in range(market.depth.shape[0]):
            buffer.perceived_level[firm, market.story_attribute[story]] += (
                market.touched[customer, story] * market.depth[story, firm]
            )
        terms = market.terms[firm]
        if terms.points_open > 0.0:
            rate = discount(market, customer, firm)
            if rate > 0.0:
                buffer.perceived_level[firm, PRICE] -= math.log(1.0 - rate)
        fit = 0.0
        if relation.tailored == 1 and terms.tailored_open > 0.0:
            buffer.perceived_level[firm, PRICE] -= math.log(1.0 + terms.premium)
            fit = terms.reach * relation.knowledge
        buffer.perceived_level[firm, PRODUCT] -= person.idiosyncrasy * (1.0 - fit)
        buffer.perceived_level[firm, SERVICE] = perceived_service(relation.satisfaction) + relation.promise
        exponent = market.constant.pull_social * relation.social + market.constant.pull_structural * relation.structural
        if relation.status == PROSPECT:
            exponent += terms.appeal
        if relation.collects == 1 or relation.club > 0:
            exponent += market.constant.pull_financial * financial_bond(market, customer, firm)
        for attribute in range(attributes):
            exponent += (
                market.weight[attribute]
                * market.sensitivity[customer, attribute]
                * buffer.perceived_level[firm, attribute]
            )
        buffer.choice_weight[firm] = relation.taste * math.exp(min(MAX_FINANCIAL_BOND, exponent))
        if market.presence.shape[0] > 0:
            buffer.choice_weight[firm] *= market.presence[person.home, firm]
        total += buffer.choice_weight[firm]
    if person.decides == 1:
        return allocate_wallet(market, customer)
    if total <= 0.0:
        return 0.0
    lively = 0.0
    for firm in range(firms):
        relation = market.relation[customer, firm]
        relation.propensity = buffer.choice_weight[firm] / total * goal_pull(relation, market.terms[firm])
        lively += relation.propensity
    return float(person.purchase_rate * lively) if market.constant.expandable else float(person.purchase_rate)


@compiled_rule
def allocate_wallet(market: Market, customer: int) -> float:
    """The same where she decides for herself: the weight of a firm is its part of her wallet, kept in place of taste.

    She buys here less often by the part that goes elsewhere.
    """
    total, lively = 0.0, 0.0
    for firm in range(market.relation.shape[1]):
        if market.relation[customer, firm].status != LEFT:
            total += market.relation[customer, firm].taste
    if total <= 0.0:
        return 0.0
    for firm in range(market.relation.shape[1]):
        relation = market.relation[customer, firm]
        relation.propensity = (
            0.0 if relation.status == LEFT else relation.taste / total * goal_pull(relation, market.terms[firm])
        )
        lively += relation.propensity
    rate = market.person[customer].purchase_rate * total
    return float(rate * lively) if market.constant.expandable else float(rate)


@inlined_rule
def evaluate_single_firm(market: Market, customer: int) -> float:
    """The same where there is one firm and nothing to compare it for: all that can move her is a reward at hand."""
    relation = market.relation[customer, 0]
    if relation.status == LEFT or relation.taste <= 0.0:
        return 0.0
    relation.propensity = goal_pull(relation, market.terms[0])
    if market.person[customer].decides == 1:
        return allocate_wallet(market, customer)
    return float(market.person[customer].purchase_rate * (relation.propensity if market.constant.expandable else 1.0))


@inlined_rule
def rank_offers(market: Market, buffer: WorkerBuffer, customer: int) -> None:
    """For each attribute, find the best offer among the firms she has not left and the outside alternative."""
    firms, attributes = market.relation.shape[1], market.offer.shape[1]
    for attribute in range(attributes):
        best, second, whose = -math.inf, -math.inf, -1.0
        for firm in range(firms + 1):
            if firm < firms:
                if market.relation[customer, firm].status == LEFT or not in_reach(market, customer, firm):
                    continue
                level = buffer.perceived_level[firm, attribute]
            elif market.has_outside:
                level = market.offer[firm, attribute]
                if attribute == PRODUCT:
                    level -= market.person[customer].idiosyncrasy
                for story in range(market.depth.shape[0]):
                    if market.story_attribute[story] == attribute:
                        level += market.touched[customer, story] * market.depth[story, firm]
            else:
                continue
            if level > best:
                second, best, whose = best, level, float(firm)
            elif level > second:
                second = level
        buffer.best[attribute, 0], buffer.best[attribute, 1], buffer.best[attribute, 2] = best, second, whose


@inlined_rule
def gap_to_best(buffer: WorkerBuffer, firm: int, attribute: int) -> float:
    """How much better the best rival of the firm is on attribute ``attribute``; minus infinity with no rival."""
    best = buffer.best[attribute, 1] if buffer.best[attribute, 2] == firm else buffer.best[attribute, 0]
    return float(best - buffer.perceived_level[firm, attribute])

"""Closing a programme: points are settled, members are told, their bonds fall, terms and running cost end.

Everything happens at one tick, since rules read the number of a programme from its terms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.state.columns import ASSOCIATE, FULL, MEMBERSHIPS, NOT_A_MEMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.firms.firm_process import FirmProcess
    from sim.model.firms.interface import CustomerIds, Process
    from sim.scenario.decisions.decision import Settlement

OF_A_CLUB = ("standing", "acquaintance", "invitation")
"""Terms that a club publishes about its size."""


def announce_closing(firm: FirmProcess, kind: str, settlement: Settlement) -> None:
    """Log the closing with what is owed in points, tell the members, and end the programme now or after its run-off."""
    market, effects = firm.market, firm.market.scenario.behaviour.closing
    members = firm.members(kind)
    market.write(
        "closing", firm=firm.name, cause=settlement.replace("_", " "), programme=kind, money=firm.points_owed(kind)
    )
    if len(members):
        firm.lower_social_bond(members, effects.bond_loss)
        firm.lower_structural_bond(members, effects.bond_loss)
        felt = effects.experience_forfeited if settlement == "forfeit" else effects.experience
        firm.update_satisfaction(members, felt)
    if settlement != "run_off":
        end_programme(firm, kind, pay=settlement == "pay")
        return
    for ends in _ending_terms(firm.current(kind).terms()):
        firm.publish(ends, 1.0)
    market.env.process(_run_off(firm, kind, effects.run_off))


def _ending_terms(terms: Mapping[str, float]) -> list[str]:
    """Terms by which a programme with these terms takes no more members."""
    return [way.ends for opens, way in MEMBERSHIPS.items() if opens in terms]


def _run_off(firm: FirmProcess, kind: str, weeks: float) -> Process:
    number = firm.launched(kind)
    yield firm.wait(weeks)
    if kind in firm.running and firm.launched(kind) == number:
        end_programme(firm, kind, pay=False)


def end_programme(firm: FirmProcess, kind: str, *, pay: bool) -> None:
    """End it at this tick: points are paid at their expected cost or lapse, fees are paid back in part."""
    programme = firm.current(kind)
    terms = firm.market.state.terms[firm.index]
    number = firm.market.names.programmes.index(kind) + 1
    if terms["points_open"] == number:
        _end_points(firm, kind, pay=pay)
    if terms["club_open"] == number:
        _end_club(firm, kind)
        for term in OF_A_CLUB:
            firm.publish(term, 0.0)
    if terms["tailored_open"] == number:
        _end_memberships(firm, kind, np.flatnonzero(firm.relation["tailored"] == 1))
        firm.relation["tailored"] = 0
    published = programme.terms()
    firm.forget_programme(kind)
    for term in (*published, *_ending_terms(published)):
        firm.publish(term, 0.0)


def _end_points(firm: FirmProcess, kind: str, *, pay: bool) -> None:
    relation, market = firm.relation, firm.market
    members = np.flatnonzero(relation["collects"] == 1)
    worth = relation["points"][members] * firm.cost_of_a_point()
    owed, money = members[worth > 0.0], worth[worth > 0.0]
    if pay:
        market.write_for_customers("points used", owed, firm=firm.name, money=money)
        market.write_for_customers("reward", owed, firm=firm.name, money=money, programme=kind)
    else:
        market.write_for_customers("expiry", owed, firm=firm.name, money=money, programme=kind)
    for column in ("collects", "tier"):
        relation[column][members] = 0
    for column in ("points", "tier_spend"):
        relation[column][members] = 0.0
    _end_memberships(firm, kind, members)


def _end_club(firm: FirmProcess, kind: str) -> None:
    """Members, associates too, are none any more; who let her membership lapse may join a club that is opened again."""
    relation, market = firm.relation, firm.market
    terms = market.state.terms[firm.index]
    if terms["fee"] > 0.0 and terms["renewal_period"] > 0.0:
        paid = (relation["club"] == FULL) & np.isfinite(relation["renewal"])
        if terms["first_period_free"] > 0.0:
            paid &= relation["renewals"] > 0
        payers = np.flatnonzero(paid)
        left = np.maximum(0.0, relation["renewal"][payers] - firm.now) / terms["renewal_period"]
        market.write_for_customers(
            "refund", payers, firm=firm.name, money=terms["fee"] * np.minimum(1.0, left), programme=kind
        )
    associates = np.flatnonzero(relation["club"] == ASSOCIATE)
    _end_memberships(firm, kind, np.flatnonzero(relation["club"] == FULL))
    _end_memberships(firm, kind, associates, level=ASSOCIATE)
    relation["club"] = NOT_A_MEMBER
    relation["renewal"] = np.inf


def _end_memberships(firm: FirmProcess, kind: str, members: CustomerIds, level: int = FULL) -> None:
    market = firm.market
    market.write_for_customers("end of membership", members, firm=firm.name, money=0.0, programme=kind)
    market.count_members(firm.index, market.names.programmes.index(kind), level, -len(members))

"""Complaints of a key account: needs that she brings to a firm's desk because she has decided to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.customers.membership import service_tier
from sim.model.engine.scheduler import at
from sim.model.event_log import ROW
from sim.model.events import RANK
from sim.model.firms.interface import Process
from sim.model.firms.service_requests import Request
from sim.model.random_numbers import digest, lifetime_index
from sim.model.state.columns import CUSTOMER
from sim.scenario.decisions.account_decision import MOST_COMPLAINTS

if TYPE_CHECKING:
    from sim.model.firms.market_process import MarketProcess


def weeks_of(market: MarketProcess, row: int, firm: str, number: int, many: int) -> list[float]:
    """The ticks of round ``number`` at which she complains, ascending; luck addressed by her, firm and round."""
    person, tick = market.columns.person[row], market.scenario.tick
    ticks = max(1, round(market.scenario.round / tick))
    purpose, life = digest(f"complaint/{firm}"), lifetime_index(person.generation, 0)
    key, address = market.state.stream_key, int(person.address)
    lots = [draw_uniforms_of_one(key, address, purpose, life, number * MOST_COMPLAINTS + n)[0]
            for n in range(many)]  # fmt: skip
    return sorted(float(market.env.now) + int(lot * ticks) * tick for lot in lots)


def complaints(market: MarketProcess, row: int, firm: str, weeks: list[float]) -> Process:
    """Complain at these ticks, as long as she is a customer."""
    for week in weeks:
        if week > market.env.now:
            yield at(market.env, week)
        complain(market, row, firm)


def complain(market: MarketProcess, row: int, firm: str) -> None:
    """She turns to the firm's desk now. Where there is none nobody answers, and that is what she remembers."""
    k, person = market.names.firms.index(firm), market.columns.person[row]
    relation = market.columns.relation[row, k]
    if relation.status != CUSTOMER:
        return
    now, tier = float(market.env.now), service_tier(relation)
    cause = market.names.words[market.state.first_tier + tier]
    need = Request(now, row, int(person.generation), int(person.address), k, tier)
    market.write_about(need, "need", cause)
    if not market.is_subscribed("need", firm):
        market.write_about(need, "answer", "given up")
        market.apply_experience(need, market.scenario.behaviour.service_experiences.given_up)
        return
    told = np.zeros(1, ROW)
    told["time"], told["customer"], told["generation"], told["firm"] = now, row, person.generation, k
    told["event"], told["cause"], told["programme"] = RANK["need"], market.state.first_tier + tier, -1
    market.dispatch(told)

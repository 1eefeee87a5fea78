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


def weeks_of(place: MarketProcess, row: int, firm: str, number: int, many: int) -> list[float]:
    """The ticks of round ``number`` at which she complains, ascending; luck addressed by her, firm and round."""
    person, tick = place.columns.person[row], place.scenario.tick
    ticks = max(1, round(place.scenario.round / tick))
    purpose, life = digest(f"complaint/{firm}"), lifetime_index(person.generation, 0)
    key, address = place.m.stream_key, int(person.address)
    lots = [draw_uniforms_of_one(key, address, purpose, life, number * MOST_COMPLAINTS + n)[0]
            for n in range(many)]  # fmt: skip
    return sorted(float(place.env.now) + int(lot * ticks) * tick for lot in lots)


def complaints(place: MarketProcess, row: int, firm: str, weeks: list[float]) -> Process:
    """Complain at these ticks, as long as she is a customer."""
    for week in weeks:
        if week > place.env.now:
            yield at(place.env, week)
        complain(place, row, firm)


def complain(place: MarketProcess, row: int, firm: str) -> None:
    """She turns to the firm's desk now. Where there is none nobody answers, and that is what she remembers."""
    k, person = place.names.firms.index(firm), place.columns.person[row]
    relation = place.columns.relation[row, k]
    if relation.status != CUSTOMER:
        return
    now, tier = float(place.env.now), service_tier(relation)
    cause = place.names.words[place.m.first_tier + tier]
    need = Request(now, row, int(person.generation), int(person.address), k, tier)
    place.write_about(need, "need", cause)
    if not place.is_subscribed("need", firm):
        place.write_about(need, "answer", "given up")
        place.apply_experience(need, place.scenario.behaviour.service_experiences.given_up)
        return
    told = np.zeros(1, ROW)
    told["time"], told["customer"], told["generation"], told["firm"] = now, row, person.generation, k
    told["event"], told["cause"], told["programme"] = RANK["need"], place.m.first_tier + tier, -1
    place.dispatch(told)

"""What firms hear: needs and orders are handed to the part that listens, and the response is felt at the tick."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from simpy import Environment

from sim.model.batch_draws import Addresses, draw_uniforms, sample_many
from sim.model.engine.scheduler import at
from sim.model.event_log import Names
from sim.model.events import RANK
from sim.model.firms.event_writer import EventHistory, EventWriter
from sim.model.firms.interface import FirmActions, Process
from sim.model.firms.service_requests import Request, RequestBatch, RequestHandler, ScheduledAction
from sim.model.random_numbers import digest
from sim.model.row_order import sort_rows
from sim.model.state.columns import CUSTOMER
from sim.model.state.market import Market

if TYPE_CHECKING:
    from sim.model.firms.service_requests import RequestBatch


class ExperienceColumns(NamedTuple):
    """The columns in which customers are told how they were treated: NumPy reads a column faster than a record."""

    generation: NDArray[np.int32]
    needs_tick_update: NDArray[np.int32]
    left_at: NDArray[np.float64]
    status: NDArray[np.int8]
    satisfaction_factor: NDArray[np.float64]
    satisfaction_shift: NDArray[np.float64]


class RequestDispatch(EventWriter):
    """The firms' side of a market, where customers' needs and orders arrive."""

    def __init__(
        self, env: Environment, state: Market, names: Names, remembered: EventHistory, *, only_exits: bool
    ) -> None:
        """Nobody listens yet."""
        super().__init__(env, state, names, remembered, only_exits=only_exits)
        self._listeners: dict[tuple[int, int], RequestHandler] = {}
        self._wanted = np.zeros(len(RANK), dtype=bool)
        self._felt = ExperienceColumns(
            state.person["generation"], state.person["needs_tick_update"],
            *(state.relation[name] for name in ("left_at", "status", "satisfaction_factor", "satisfaction_shift")),
        )  # fmt: skip

    def subscribe(self, event: str, firm: str, read: RequestHandler) -> None:
        """Let a firm hear of each such event: it reads what comes up to the next tick, and acts at the instants."""
        self._listeners[RANK[event], self.names.firms.index(firm)] = read
        self._wanted[RANK[event]] = True

    def dispatch(self, rows: NDArray[np.void]) -> None:
        """What customers did, in any order; what firms that listen will do about it is put on the calendar."""
        wanted = sort_rows(rows[self._wanted[rows["event"]]])
        read = []
        for (event, firm), reading in self._listeners.items():
            theirs = wanted[(wanted["event"] == event) & (wanted["firm"] == firm)]
            if len(theirs):
                read.append(reading(self._as_needs(theirs)))
        if read:
            self.env.process(self._at_their_instants(merge(*read, key=itemgetter(0))))

    def _as_needs(self, rows: NDArray[np.void]) -> RequestBatch:
        customer, generation, firm, cause = (
            rows[column].astype(np.int64) for column in ("customer", "generation", "firm", "cause")
        )
        address, tier = self.state.person["address"][customer], np.maximum(0, cause - self.state.first_tier)
        return RequestBatch(rows["time"], customer, generation, address, firm, tier, rows["cents"] / 100)

    def _at_their_instants(self, deeds: Iterator[ScheduledAction]) -> Process:
        """One after the other, each at its instant: a calendar that holds few events is a fast one."""
        for time, do, what in deeds:
            while time > self.env.now:  # a sum may round to just before the instant: then there is a step more
                yield at(self.env, time)
            do(what)

    def apply_experience(self, need: Request, experience: float) -> None:
        """Let her feel at the next tick how she was treated, unless she has left since."""
        relation, step, who, hers = self._felt, self.state.constant.step, need.customer, (need.customer, need.firm)
        gone = relation.generation[who] != need.generation or relation.left_at[hers] >= need.time
        if relation.status[hers] == CUSTOMER and not gone and step > 0.0:
            relation.satisfaction_factor[hers] *= 1.0 - step
            relation.satisfaction_shift[hers] = relation.satisfaction_shift[hers] * (1.0 - step) + step * experience
            relation.needs_tick_update[who] = 1


class RequestDraws:
    """Who has turned to one part of a firm, and how often."""

    def __init__(self, firm: FirmActions) -> None:
        self._name, self._luck = firm.name, firm.market.state.stream_key
        self._often: dict[int, int] = {}

    def addresses(self, needs: RequestBatch) -> Addresses:
        """Where the luck of each of these is found; to be asked once for each, in the order in which they come."""
        often, ordinals = self._often, []
        for who in ((needs.customer << 16) + needs.generation).tolist():
            often[who] = number = often.get(who, 0) + 1
            ordinals.append(number)
        return Addresses(needs.address, needs.generation, np.array(ordinals, dtype=np.int64))

    def hands(self, at: Addresses, what: str) -> NDArray[np.float64]:
        """Four uniform draws for each, shape (many, 4)."""
        hands = np.empty((len(at.who), 4))
        draw_uniforms(self._luck, at, digest(f"{what}/{self._name}"), hands)
        return hands

    def spreads(self, at: Addresses, what: str, of: NDArray[np.void]) -> NDArray[np.float64]:
        """A draw from a spread (an array of one record) for each."""
        drawn = np.empty(len(at.who))
        sample_many(self._luck, at, digest(f"{what}/{self._name}"), of, drawn)
        return drawn

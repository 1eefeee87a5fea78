"""One firm, as its own processes act on it: its programmes, its members, its guests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from simpy import Event

from sim.clocks.lots import draw_lots
from sim.draws import digest
from sim.firm.marketplace import Launch, MarketPlace
from sim.log import RANK
from sim.market.columns import ASSOCIATE, HERE, LEFT, SPREAD, TERM_MEANINGS
from sim.scenario.programme import Programme
from sim.scenario.stage import Rows


def _nobody(people: int) -> None:
    """No desk to staff."""


class FirmHouse:
    """A firm in the course of a run."""

    def __init__(self, place: MarketPlace, name: str) -> None:
        self.place, self.name = place, name
        self._k = place.names.firms.index(name)
        self._programmes: dict[str, Programme] = {}
        self.costs: dict[str, float] = {}
        """Money per week that the firm spends beside its programmes, by event of the log."""
        self.staff_desk: Callable[[int], None] = _nobody
        """Have so many people at the service desk from now on; does nothing where there is no desk."""

    @property
    def now(self) -> float:
        """The week it is."""
        return float(self.place.env.now)

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""
        return self.place.wait(weeks)

    @property
    def running(self) -> tuple[str, ...]:
        """Kinds of the programmes that have been launched."""
        return tuple(self._programmes)

    def current(self, kind: str) -> Programme:
        """The programme of that kind as the firm runs it now."""
        return self._programmes[kind]

    def launch(self, programme: Programme, build_cost: float, *, is_copy: bool = False) -> None:
        """Open a programme: its terms are published, its calendar begins, and rivals may see it."""
        place = self.place
        place.write("launch", firm=self.name, programme=programme.kind, money=build_cost)
        self.revise(programme)
        place.env.process(programme.calendar(self))
        place.proclaim(Launch(firm=self.name, programme=programme, is_copy=is_copy))

    def revise(self, programme: Programme) -> None:
        """Publish the terms of a programme that runs, as they now are."""
        self._programmes[programme.kind] = programme
        number = self.place.names.programmes.index(programme.kind) + 1
        terms = programme.terms()
        for term, value in terms.items():
            if term not in TERM_MEANINGS:
                raise KeyError(f"programme {programme.kind!r} has a term {term!r} that no rule reads")
            self.publish(term, number if term.endswith("_open") and value else value)
        if "lead_family" in terms:
            lead = (int(terms["lead_family"]), terms["lead_first"], terms["lead_second"])
            self.place.m.lead[self._k] = np.array(lead, SPREAD)

    def publish(self, term: str, value: float) -> None:
        """Let customers read a new value of a term from this tick on."""
        column = self.place.m.terms[term]
        if column[self._k] != value:
            column[self._k] = value
            self.place.news()

    def running_cost(self) -> dict[str, float]:
        """Money per week that each running programme costs, whoever joins."""
        return {kind: programme.running_cost for kind, programme in self._programmes.items()}

    def spent(self, events: Sequence[str]) -> float:
        """Money of these events at this firm so far."""
        ranks = [RANK[event] for event in events]
        return float(self.place.weekly()[:, self._k, ranks, 1].sum() / 100)

    def members(self, kind: str) -> Rows:
        """Members of the programme now, associates included."""
        number = self.place.names.programmes.index(kind) + 1
        terms, relation = self.place.m.terms[self._k], self.place.m.relation[:, self._k]
        belongs = np.zeros(len(relation), dtype=bool)
        if terms["club_open"] == number:
            belongs |= relation["club"] >= ASSOCIATE
        if terms["points_open"] == number:
            belongs |= relation["collects"] == 1
        if terms["tailored_open"] == number:
            belongs |= relation["tailored"] == 1
        return np.flatnonzero(belongs)

    def membership(self, kind: str) -> tuple[int, int]:
        """Number of associate and of full members."""
        associates, full = self.place.joined()[self._k, self.place.names.programmes.index(kind)]
        return int(associates), int(full)

    def people(self) -> int:
        """Number of people in the market, counting all who may ever arrive."""
        return len(self.place.m.person)

    def entertain(self, guests: Rows, gain: NDArray[np.float64], cost: float, kind: str) -> None:
        """Guests attend: their social bond rises by ``gain`` × (1 - bond), each costs ``cost`` (money)."""
        self.place.m.relation["news"][guests, self._k] += gain
        self.place.m.person["drifts"][guests] = 1
        self.place.write_each("attendance", guests, firm=self.name, programme=kind, money=cost)

    def lost(self, since: float) -> Rows:
        """Customers who have left the firm since that week (and not the market), ascending."""
        relation = self.place.m.relation[:, self._k]
        here = self.place.m.person["presence"] == HERE
        return np.flatnonzero(here & (relation["status"] == LEFT) & (relation["left_at"] >= since))

    def left_for(self, customers: Rows) -> NDArray[np.int64]:
        """The cause for which each of these left, as a place in the scenario's table."""
        return np.asarray(self.place.m.relation["left_for"][customers, self._k])

    def left_at(self, customers: Rows) -> NDArray[np.float64]:
        """The week in which each of these left."""
        return np.asarray(self.place.m.relation["left_at"][customers, self._k])

    def court(self, customers: Rows, cost: float, outcome: str) -> None:
        """Log an offer to each of these, what it cost, and whether she took it."""
        self.place.write_each("win-back", customers, firm=self.name, money=cost, cause=outcome)

    def invite_back(self, customers: Rows) -> None:
        """These may choose the firm again from this tick on."""
        self.place.m.relation["back"][customers, self._k] = self.place.env.now
        self.place.m.person["drifts"][customers] = 1

    def luck(self, customers: Rows, purpose: str, ordinal: int) -> NDArray[np.float64]:
        """A uniform draw for each of these customers, addressed by firm, purpose and ordinal."""
        lots = np.zeros(len(customers))
        m = self.place.m
        draw_lots(m.luck, m.person, customers, digest(f"{purpose}/{self.name}"), ordinal, lots)
        return lots

    def sociability(self, customers: Rows) -> NDArray[np.float64]:
        """How readily each of these customers takes part, κ."""
        return np.asarray(self.place.m.person["sociability"][customers])

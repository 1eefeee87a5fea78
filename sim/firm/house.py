"""One firm, as its own processes act on it: its programmes, its members, its guests."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from simpy import Event

from sim.clocks.lots import draw_lots
from sim.draws import digest
from sim.firm.marketplace import Launch, MarketPlace
from sim.log import RANK
from sim.market.columns import ASSOCIATE, CUSTOMER, HERE, LEFT, SPREAD, TERM_MEANINGS
from sim.scenario.programme import Programme
from sim.scenario.stage import Rows

if TYPE_CHECKING:
    from sim.scenario.firms import Firm


POINT_TERMS = ("threshold", "reward_cost", "reward_chance")


def cost_of_a_point(terms: Mapping[str, float]) -> float:
    """Expected cost of a point to the firm, money: chance × cost of a reward / threshold.

    >>> cost_of_a_point({"threshold": 300.0, "reward_cost": 15.0, "reward_chance": 1.0})
    0.05
    """
    return terms["reward_chance"] * terms["reward_cost"] / terms["threshold"] if terms["threshold"] > 0 else 0.0


def _nobody(people: int) -> None:
    """No desk to staff."""


def _everybody(customers: Rows) -> Rows:
    """A firm without records knows its customers by sight."""
    return customers


class FirmHouse:
    """A firm in the course of a run."""

    def __init__(self, place: MarketPlace, firm: Firm) -> None:
        self.place, self.firm, self.name = place, firm, firm.name
        self.k = place.names.firms.index(firm.name)
        self._programmes: dict[str, Programme] = {}
        self.costs: dict[tuple[str, str | None], float] = {}
        """Money per week that the firm spends beside its programmes, by event and cause of the log."""
        self.staff_desk: Callable[[int], None] = _nobody
        """Have so many people at the service desk from now on; does nothing where there is no desk."""
        self.reached: Callable[[Rows], Rows] = _everybody
        """Those of these customers whom the firm could name and find: all, unless it keeps records with gaps."""
        self.believed_segment: Callable[[Rows], NDArray[np.int64]] = self._segment_by_sight
        """Number of the segment that the firm takes each of these customers to be of, -1 where it has no idea."""
        self.believed_worth: Callable[[Rows], NDArray[np.float64]] = self._worth_by_sight
        """Sales a week that the firm expects of each of these customers, money; 0 where it has no idea."""
        self.sloppiness = 0.0
        """Further chance that an answer at the desk fails, because the people who answer are ignored."""
        self.morale = 0.5
        """Morale of the staff between 0 and 1; one half, where nobody looks after it or lets it sink, is neutral."""
        self._appeal: dict[str, float] = {}

    @property
    def now(self) -> float:
        """The week it is."""
        return float(self.place.env.now)

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""
        return self.place.wait(weeks)

    @property
    def keeps_records(self) -> bool:
        """Whether the firm keeps records, so that what is known of a customer may outlive whoever knew it."""
        return self.reached is not _everybody

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
        self._revalue(programme.kind, terms)
        for term, value in terms.items():
            if term not in TERM_MEANINGS:
                raise KeyError(f"programme {programme.kind!r} has a term {term!r} that no rule reads")
            self.publish(term, number if term.endswith("_open") and value else value)
        if "lead_family" in terms:
            lead = (int(terms["lead_family"]), terms["lead_first"], terms["lead_second"])
            self.place.m.lead[self.k] = np.array(lead, SPREAD)

    def _revalue(self, kind: str, terms: Mapping[str, float]) -> None:
        """Points already given cost the firm more or less from now on: book what they change in worth."""
        now = {term: float(self.place.m.terms[term][self.k]) for term in POINT_TERMS}
        change = cost_of_a_point({**now, **terms}) - cost_of_a_point(now)
        relation = self.relation
        points = float(relation["points"][relation["collects"] == 1].sum()) if change else 0.0
        if points:
            self.place.write("revaluation", firm=self.name, programme=kind, money=points * change)

    def as_it_is(self) -> Firm:
        """The firm as it is now: with the programmes that run as they run, and those in the drawer after them."""
        drawer = [part for part in self.firm.programmes if part.kind not in self._programmes]
        return self.firm.model_copy(update={"programmes": (*self._programmes.values(), *drawer)})

    def reorganise(self, firm: Firm) -> None:
        """Be this firm from now on: programmes are launched and revised, departments that differ hear of it."""
        before, self.firm = self.firm, firm
        for programme in firm.programmes:
            if programme.kind not in self._programmes:
                if programme.launch == self.now:
                    self.launch(programme, programme.build_cost)
            elif programme != self._programmes[programme.kind]:
                self.revise(programme)
        for old, new in zip(before.departments, firm.departments, strict=True):
            if new != old:
                new.changed(self)

    def publish(self, term: str, value: float) -> None:
        """Let customers read a new value of a term from this tick on."""
        column = self.place.m.terms[term]
        if column[self.k] != value:
            column[self.k] = value
            self.place.news()

    def spend(self, event: str, money: float, cause: str | None = None) -> None:
        """Spend so much a week on this from now on, booked at each tick under that event and cause of the log."""
        self.costs[event, cause] = money

    def appeal(self, source: str, strength: float) -> None:
        """Let people who are not customers be drawn to the firm by this, as much as its strength says from now on."""
        self._appeal[source] = strength
        self.publish("appeal", math.fsum(self._appeal.values()))

    def running_cost(self) -> dict[str, float]:
        """Money per week that each running programme costs, whoever joins."""
        return {kind: programme.running_cost for kind, programme in self._programmes.items()}

    def spent(self, events: Sequence[str]) -> float:
        """Money of these events at this firm so far."""
        ranks = [RANK[event] for event in events]
        return float(self.place.weekly()[:, self.k, ranks, 1].sum() / 100)

    def members(self, kind: str) -> Rows:
        """Members of the programme now, associates included."""
        number = self.place.names.programmes.index(kind) + 1
        terms, relation = self.place.m.terms[self.k], self.place.m.relation[:, self.k]
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
        associates, full = self.place.joined()[self.k, self.place.names.programmes.index(kind)]
        return int(associates), int(full)

    def people(self) -> int:
        """Number of people in the market, counting all who may ever arrive."""
        return len(self.place.m.person)

    @property
    def person(self) -> NDArray[np.void]:
        """The columns of everybody in the market, :data:`sim.market.columns.PERSON`; read, never written."""
        person: NDArray[np.void] = self.place.m.person
        return person

    @property
    def relation(self) -> NDArray[np.void]:
        """The columns of everybody's relation with this firm, :data:`sim.market.columns.RELATION`.

        At a tick they may be read; what is written to them goes through the verbs of this class. Between ticks, when
        a need is answered, they must not be read: customers may already have lived on.
        """
        relation: NDArray[np.void] = self.place.m.relation[:, self.k]
        return relation

    def customers(self, segments: Sequence[str] | None = None) -> Rows:
        """Customers now, of these segments or of all."""
        found = self.relation["status"] == CUSTOMER
        if segments is not None:
            numbers = [self.place.names.segments.index(name) for name in segments]
            found &= np.isin(self.person["segment"], numbers)
        return np.flatnonzero(found)

    def warm(self, customers: Rows, gain: ArrayLike, *, personal: bool = False) -> None:
        """Their social bond rises by ``gain`` × (1 - bond); the rise may belong to a manager instead of the firm."""
        relation = self.relation
        rise = np.minimum(1.0, gain) * (1.0 - relation["social"][customers])
        relation["social"][customers] += rise
        if personal:
            relation["personal"][customers] += rise
        self._stir(customers)

    def part(self, customers: Rows) -> None:
        """Their manager leaves, and takes her part of the social bond along."""
        relation = self.relation
        left = relation["social"][customers] - relation["personal"][customers]
        relation["social"][customers] = np.maximum(0.0, left)
        relation["personal"][customers] = 0.0
        self._stir(customers)

    def convert(self, customers: Rows, part: ArrayLike) -> None:
        """This part of what belongs to their manager becomes a bond with the firm."""
        self.relation["personal"][customers] *= 1.0 - np.asarray(part)

    def bind(self, customers: Rows, gain: ArrayLike) -> None:
        """Their structural bond rises by ``gain`` × (1 - bond)."""
        relation = self.relation
        relation["structural"][customers] += np.minimum(1.0, gain) * (1.0 - relation["structural"][customers])
        self._stir(customers)

    def loosen(self, customers: Rows, part: ArrayLike) -> None:
        """This part of their structural bond is gone."""
        self.relation["structural"][customers] *= 1.0 - np.asarray(part)
        self._stir(customers)

    def cool(self, customers: Rows, part: ArrayLike) -> None:
        """This part of their social bond is gone, a manager's part of it and the firm's alike."""
        relation, left = self.relation, 1.0 - np.asarray(part)
        relation["social"][customers] *= left
        relation["personal"][customers] *= left
        self._stir(customers)

    def learn(self, customers: Rows, gain: ArrayLike) -> None:
        """The firm learns this part of what it does not know of them yet."""
        relation = self.relation
        relation["knowledge"][customers] += np.asarray(gain) * (1.0 - relation["knowledge"][customers])
        self._stir(customers)

    def forget(self, customers: Rows, part: ArrayLike) -> None:
        """This part of what the firm knows of them is gone."""
        self.relation["knowledge"][customers] *= 1.0 - np.asarray(part)
        self._stir(customers)

    def please(self, customers: Rows, experience: ArrayLike) -> None:
        """They live through something of this worth, between 0 and 1; their satisfaction moves towards it."""
        relation, step = self.relation, self.place.m.constant.step
        relation["satisfaction"][customers] += step * (experience - relation["satisfaction"][customers])
        self._stir(customers)

    def _stir(self, customers: Rows) -> None:
        self.place.m.person["drifts"][customers] = 1
        self.place.stirred = True

    def entertain(self, guests: Rows, gain: NDArray[np.float64], cost: float, kind: str) -> None:
        """Guests attend: their social bond rises by ``gain`` × (1 - bond), each costs ``cost`` (money)."""
        self.place.m.relation["news"][guests, self.k] += gain
        self.place.m.person["drifts"][guests] = 1
        self.place.write_each("attendance", guests, firm=self.name, programme=kind, money=cost)

    def lost(self, since: float) -> Rows:
        """Customers who have left the firm since that week (and not the market), ascending."""
        relation = self.place.m.relation[:, self.k]
        here = self.place.m.person["presence"] == HERE
        return np.flatnonzero(here & (relation["status"] == LEFT) & (relation["left_at"] >= since))

    def left_for(self, customers: Rows) -> NDArray[np.int64]:
        """The cause for which each of these left, as a place in the scenario's table."""
        return np.asarray(self.place.m.relation["left_for"][customers, self.k])

    def left_at(self, customers: Rows) -> NDArray[np.float64]:
        """The week in which each of these left."""
        return np.asarray(self.place.m.relation["left_at"][customers, self.k])

    def court(self, customers: Rows, cost: float, outcome: str) -> None:
        """Log an offer to each of these, what it cost, and whether she took it."""
        self.place.write_each("win-back", customers, firm=self.name, money=cost, cause=outcome)

    def invite_back(self, customers: Rows) -> None:
        """These may choose the firm again from this tick on."""
        self.place.m.relation["back"][customers, self.k] = self.place.env.now
        self.place.m.person["drifts"][customers] = 1

    def luck(self, customers: Rows, purpose: str, ordinal: int) -> NDArray[np.float64]:
        """A uniform draw for each of these customers, addressed by firm, purpose and ordinal."""
        lots = np.zeros(len(customers))
        m = self.place.m
        draw_lots(m.luck, m.person, customers, digest(f"{purpose}/{self.name}"), ordinal, lots)
        return lots

    def _segment_by_sight(self, customers: Rows) -> NDArray[np.int64]:
        return np.asarray(self.person["segment"][customers], dtype=np.int64)

    def _worth_by_sight(self, customers: Rows) -> NDArray[np.float64]:
        person = self.person[customers]
        return np.asarray(person["purchase_rate"] * person["spend"])

    def sociability(self, customers: Rows) -> NDArray[np.float64]:
        """How readily each of these customers takes part, κ."""
        return np.asarray(self.place.m.person["sociability"][customers])

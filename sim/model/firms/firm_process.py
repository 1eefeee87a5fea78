"""One firm, as its own processes act on it: its programmes, what it spends, what it believes; its relations besides."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from simpy import Event, Interrupt
from simpy.events import Process as RunningProcess

from sim.model.customers.bonds import cost_of_points
from sim.model.events import RANK
from sim.model.firms.customer_actions import CustomerActions
from sim.model.firms.interface import CustomerIds, Process
from sim.model.firms.market_process import Launch, MarketProcess
from sim.model.firms.programme_closing import announce_closing
from sim.model.firms.settings_processes import apply_department_change, department_process, programme_process
from sim.model.state.columns import HERE, MEMBERSHIPS, SPREAD, TERM_MEANINGS, is_member
from sim.scenario.firm.programme import Programme

if TYPE_CHECKING:
    from sim.scenario.decisions.decision import Settlement
    from sim.scenario.firm.firm import Firm


def _nobody(people: int) -> None:
    """No desk to staff."""


def _until_closed(calendar: Process) -> Process:
    """What a programme does on dates, until it is closed."""
    try:
        yield from calendar
    except Interrupt:
        return


def _everybody(customers: CustomerIds) -> CustomerIds:
    """A firm without records knows its customers by sight."""
    return customers


class FirmProcess(CustomerActions):
    """A firm in the course of a run."""

    def __init__(self, market: MarketProcess, firm: Firm) -> None:
        super().__init__(market, firm.name)
        self.settings = firm
        self._programmes: dict[str, Programme] = {}
        self.costs: dict[tuple[str, str | None], float] = {}
        """Money per week that the firm spends beside its programmes, by event and cause of the log."""
        self.staff_desk: Callable[[int], None] = _nobody
        """Have so many people at the service desk from now on; does nothing where there is no desk."""
        self.identifiable_customers: Callable[[CustomerIds], CustomerIds] = _everybody
        """Those of these customers whom the firm could name and find: all, unless it keeps records with gaps."""
        self.believed_segment: Callable[[CustomerIds], NDArray[np.int64]] = self._segment_by_sight
        """Number of the segment that the firm takes each of these customers to be of, -1 where it has no idea."""
        self.believed_worth: Callable[[CustomerIds], NDArray[np.float64]] = self._worth_by_sight
        """Sales a week that the firm expects of each of these customers, money; 0 where it has no idea."""
        self.extra_failure_rate = 0.0
        """Further chance that an answer at the desk fails, because the people who answer are ignored."""
        self.morale = 0.5
        """Morale of the staff between 0 and 1; one half, where nobody looks after it or lets it sink, is neutral."""
        self._appeal: dict[str, float] = {}
        self._calendars: dict[str, RunningProcess] = {}
        self._launched: dict[str, int] = {}
        self.ending: set[str] = set()
        """Kinds of programmes that run off: they take no new members and will end."""

    @property
    def now(self) -> float:
        """The week it is."""
        return float(self.market.env.now)

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""
        return self.market.wait(weeks)

    @property
    def keeps_records(self) -> bool:
        """Whether the firm keeps records, so that what is known of a customer may outlive the manager who knew it."""
        return self.identifiable_customers is not _everybody

    @property
    def running(self) -> tuple[str, ...]:
        """Kinds of the programmes that have been launched."""
        return tuple(self._programmes)

    def current(self, kind: str) -> Programme:
        """The programme of that kind as the firm runs it now."""
        return self._programmes[kind]

    def launched(self, kind: str) -> int:
        """How often a programme of that kind has been launched: which of them runs, where one was closed before."""
        return self._launched.get(kind, 0)

    def cost_of_a_point(self) -> float:
        """Expected cost of a point now, money."""
        terms = self.market.columns.terms[self.index]
        return float(cost_of_points(terms, 1.0))

    def points_owed(self, kind: str | None = None) -> float:
        """Expected cost of all points that members hold, money; 0 for a programme without points."""
        number = self.market.state.terms["points_open"][self.index]
        if not number or (kind is not None and self.market.names.programmes.index(kind) + 1 != number):
            return 0.0
        relation = self.relation
        return float(relation["points"][relation["collects"] == 1].sum()) * self.cost_of_a_point()

    def start_departments(self) -> None:
        """Let every department begin its work, in the order of the settings."""
        for settings in self.settings.departments:
            self.market.env.process(department_process(settings, self))

    def launch(self, programme: Programme, build_cost: float, *, is_copy: bool = False) -> None:
        """Open a programme: its terms are published, its calendar begins, and rivals may see it."""
        market = self.market
        market.write("launch", firm=self.name, programme=programme.kind, money=build_cost)
        self.revise(programme)
        self._launched[programme.kind] = self.launched(programme.kind) + 1
        calendar = _until_closed(programme_process(programme, self))
        self._calendars[programme.kind] = market.env.process(calendar)
        market.announce_launch(Launch(firm=self.name, programme=programme, is_copy=is_copy, week=self.now))

    def close(self, kind: str, settlement: Settlement) -> None:
        """Close a programme that runs: at once with points paid or forfeited, or after a time in which it runs off.

        What a programme knows of customers, and bonds that are left, go on fading. Raises ``KeyError`` for a kind that
        does not run or has been announced to end.
        """
        if kind not in self._programmes or kind in self.ending:
            raise KeyError(f"{self.name} has no {kind} that could be closed")
        self.ending.add(kind)
        announce_closing(self, kind, settlement)

    def forget_programme(self, kind: str) -> None:
        """Take a programme that has ended from those that run, and end its calendar."""
        del self._programmes[kind]
        self.market.programme_ends.append((self.now, self.name, kind))
        self.ending.discard(kind)
        calendar = self._calendars.pop(kind)
        if calendar.is_alive:
            calendar.interrupt()

    def revise(self, programme: Programme) -> None:
        """Publish the terms of a programme that runs, as they now are."""
        self._programmes[programme.kind] = programme
        number = self.market.names.programmes.index(programme.kind) + 1
        terms = programme.terms()
        for term in terms:
            if term not in TERM_MEANINGS:
                raise KeyError(f"programme {programme.kind!r} has a term {term!r} that no rule reads")
        self._revalue(programme.kind, terms)
        for term, value in terms.items():
            self.publish(term, number if term in MEMBERSHIPS and value else value)
        if "lead_family" in terms:
            lead = (int(terms["lead_family"]), terms["lead_first"], terms["lead_second"])
            self.market.state.lead[self.index] = np.array(lead, SPREAD)

    def _revalue(self, kind: str, terms: Mapping[str, float]) -> None:
        """Points already given cost the firm more or less from now on: book what they change in worth."""
        now = self.market.columns.terms[self.index]
        later = now.copy()
        for term, value in terms.items():
            later[term] = value
        change = cost_of_points(later, 1.0) - cost_of_points(now, 1.0)
        relation = self.relation
        points = float(relation["points"][relation["collects"] == 1].sum()) if change else 0.0
        if points:
            self.market.write("revaluation", firm=self.name, programme=kind, money=points * change)

    def current_settings(self) -> Firm:
        """The firm as it is now: with the programmes that run as they run, and those in the drawer after them."""
        drawer = [part for part in self.settings.programmes if part.kind not in self._programmes]
        return self.settings.model_copy(update={"programmes": (*self._programmes.values(), *drawer)})

    def apply_settings(self, firm: Firm) -> None:
        """Be this firm from now on: programmes are launched and revised, departments that differ hear of it."""
        before, self.settings = self.settings, firm
        for programme in firm.programmes:
            if programme.kind not in self._programmes:
                if programme.launch == self.now:
                    self.launch(programme, programme.build_cost)
            elif programme != self._programmes[programme.kind]:
                self.revise(programme)
        for old, new in zip(before.departments, firm.departments, strict=True):
            if new != old:
                apply_department_change(new, self)

    def publish(self, term: str, value: float) -> None:
        """Let customers read a new value of a term from this tick on."""
        column = self.market.state.terms[term]
        if column[self.index] != value:
            column[self.index] = value
            self.market.bump_offer_version()

    def spend(self, event: str, money: float, cause: str | None = None) -> None:
        """Spend so much a week on this from now on, booked at each tick under that event and cause of the log."""
        self.costs[event, cause] = money

    def appeal(self, source: str, strength: float) -> None:
        """Let people who are not customers be drawn to the firm by this, as much as its strength says from now on."""
        self._appeal[source] = strength
        self.publish("appeal", math.fsum(self._appeal.values()))

    def running_cost(self) -> dict[str, float]:
        """Money per week that each running programme costs, however many join."""
        return {kind: programme.running_cost for kind, programme in self._programmes.items()}

    def spent(self, events: Sequence[str]) -> float:
        """Money of these events at this firm so far."""
        ranks = [RANK[event] for event in events]
        return float(self.market.weekly()[:, self.index, ranks, 1].sum() / 100)

    def members(self, kind: str) -> CustomerIds:
        """Members of the programme now, associates included."""
        number = self.market.names.programmes.index(kind) + 1
        terms, relation = self.market.state.terms[self.index], self.relation
        return np.flatnonzero(is_member(relation, [term for term in MEMBERSHIPS if terms[term] == number]))

    def membership(self, kind: str) -> tuple[int, int]:
        """Number of associate and of full members."""
        associates, full = self.market.joined()[self.index, self.market.names.programmes.index(kind)]
        return int(associates), int(full)

    def rival_members(self, kind: str) -> int:
        """Number of full members of programmes of that kind at all other firms."""
        full = self.market.joined()[:, self.market.names.programmes.index(kind), 1]
        return int(full.sum() - full[self.index])

    def people_present(self) -> int:
        """Number of people who are in the market now."""
        return int((self.person["presence"] == HERE).sum())

    def people(self) -> int:
        """Number of people in the market, counting all who may ever arrive."""
        return len(self.market.state.person)

    def _segment_by_sight(self, customers: CustomerIds) -> NDArray[np.int64]:
        return np.asarray(self.person["segment"][customers], dtype=np.int64)

    def _worth_by_sight(self, customers: CustomerIds) -> NDArray[np.float64]:
        person = self.person[customers]
        return np.asarray(person["purchase_rate"] * person["spend"])

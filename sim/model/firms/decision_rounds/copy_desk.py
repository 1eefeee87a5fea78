"""What a firm knows of rivals' launches, what its own people quote for a copy, and copies that are being built."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.firms.copying import build_copy, delay, write_step
from sim.model.firms.decision_rounds.trade_figures import normal
from sim.model.random_numbers import digest
from sim.model.state.columns import MEMBERSHIPS
from sim.registry import registered, unknown
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import SeenLaunch

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.model.firms.interface import Process
    from sim.model.firms.market_process import Launch, MarketProcess

ANNOUNCED = (
    "points_per_spend", "points_per_visit", "threshold", "reward_worth", "reward_chance", "points_expiry",
    "tier_spend_1", "tier_spend_2", "tier_period", "tier_bonus", "club_quantity", "associate_quantity", "fee",
    "first_period_free", "renewal_period", "benefit_worth", "premium", "promised",
)  # fmt: skip
"""Terms that anyone can read in a firm's leaflet."""
QUOTED = ("reward_cost", "benefit_cost", "unit_cost_rise")
"""Terms of a copy that a firm's own people quote, with an error."""


class CopyDesk:
    """A firm's eye on rivals' launches, and its workshop for copies."""

    def __init__(self, firm: FirmProcess) -> None:
        self._firm = firm
        self._noticed: set[int] = set()
        self._due: list[float] = []
        self._errors: dict[tuple[str, str, str], float] = {}
        self.building: set[str] = set()
        """Kinds of copies that are being built."""

    def seen(self) -> tuple[SeenLaunch, ...]:
        """Launches that the firm has noticed, or made; the first sight of an original is logged as a step."""
        return tuple(self._seen(launch) for launch in self._noticed_launches(own=True))

    def _seen(self, launch: Launch) -> SeenLaunch:
        terms, kind = launch.programme.terms(), launch.programme.kind
        ends = [
            week
            for week, firm, ended in self._firm.market.programme_ends
            if (firm, ended) == (launch.firm, kind) and week >= launch.week
        ]
        return SeenLaunch(
            week=launch.week, firm=launch.firm, programme=kind, is_copy=launch.is_copy,
            terms={name: float(terms[name]) for name in ANNOUNCED if name in terms}, ended=min(ends, default=None),
        )  # fmt: skip

    def quotes(self) -> Mapping[str, Mapping[str, float]]:
        """What each kind that a rival runs, and this firm could copy, would be and cost here."""
        found = {}
        for kind, launch in self._originals().items():
            row = self._firm.settings.copying_skill.rows[launch.programme.depth]
            terms = launch.programme.terms()
            quote = {name: float(terms[name]) for name in ANNOUNCED if name in terms}
            quote |= {name: float(terms[name]) * self._error(launch, name) for name in QUOTED if name in terms}
            build = launch.programme.build_cost * row.cost_factor
            quote["build_cost"] = build * self._error(launch, "build cost")
            quote["running_cost"] = launch.programme.running_cost * self._error(launch, "running cost")
            quote["weeks"] = row.build.average
            found[kind] = quote
        return found

    def faults(self, decision: Decision) -> list[str]:
        """What is wrong with the copies and closings that a decision asks for, as far as the market says."""
        faults = []
        known = self._originals()
        declared = registered("programme")
        for kind in decision.imitate or {}:
            if kind in self._firm.running or kind not in declared:
                continue  # said elsewhere
            if kind in self.building:
                faults.append(f"imitate: a copy of the {kind} is being built already; wait for it")
            elif kind not in known:
                faults.append(f"imitate: {unknown('programme of a rival that can be copied:', kind, known)}")
        for kind in self.building & {*(decision.open or ()), *(part.kind for part in decision.launch or ())}:
            faults.append(f"open: a copy of the {kind} is being built; wait for it, or launch another kind")
        for kind in self._firm.ending & {*(decision.close or {}), *_revised(decision)}:
            faults.append(f"close: the {kind} runs off already and will end by itself; leave it alone")
        return faults

    def begin(self, kind: str, generosity: float) -> None:
        """Begin to build a copy of that kind."""
        launch = self._originals()[kind]
        self.building.add(kind)
        self._firm.market.env.process(self._build(launch, generosity))

    def _build(self, launch: Launch, generosity: float) -> Process:
        firm, kind = self._firm, launch.programme.kind
        work = build_copy(firm, launch, firm.settings.copying_skill.rows[launch.programme.depth], generosity)
        for step in work:
            if kind in firm.running:
                self.building.discard(kind)
            yield step
        self.building.discard(kind)

    def _noticed_launches(self, *, own: bool = False) -> list[Launch]:
        firm = self._firm
        launches = firm.market.launches
        for launch in launches[len(self._due) :]:
            self._due.append(launch.week + delay(firm, launch, "notice", firm.settings.intelligence.notice))
        found = []
        for number, launch in enumerate(launches):
            if launch.firm == firm.name:
                found += [launch] * own
                continue
            if self._due[number] > firm.now:
                continue
            if number not in self._noticed:
                self._noticed.add(number)
                if not launch.is_copy and firm.settings.policy is not None and firm.settings.policy.decides_copies:
                    write_step(firm, launch.programme.kind, "aware")
            found.append(launch)
        return found

    def _originals(self) -> dict[str, Launch]:
        """For each kind that a rival runs and the firm neither runs nor builds: the launch that a copy would follow."""
        firm, market = self._firm, self._firm.market
        found: dict[str, Launch] = {}
        for launch in self._noticed_launches():
            kind = launch.programme.kind
            if kind in firm.running or kind in self.building or not runs(market, launch.firm, kind):
                continue
            if launch.programme.depth in firm.settings.copying_skill.rows and (kind not in found or not launch.is_copy):
                found[kind] = launch
        return found

    def _error(self, launch: Launch, figure: str) -> float:
        """The factor by which a quote misses the truth, drawn once for each launch and figure."""
        address = (launch.firm, launch.programme.kind, figure)
        if address not in self._errors:
            firm, error = self._firm, self._firm.settings.intelligence.quote_error
            purpose = digest("quote/" + "/".join(address))
            z = normal(draw_uniforms_of_one(firm.market.state.stream_key, digest(firm.name), purpose, 0, 0))
            self._errors[address] = math.exp(error * z - error * error / 2)
        return self._errors[address]


def runs(market: MarketProcess, firm: str, kind: str) -> bool:
    """Whether a firm runs a programme of that kind now, as anyone in the market can see."""
    terms = market.state.terms[market.names.firms.index(firm)]
    number = market.names.programmes.index(kind) + 1
    return any(terms[opens] == number for opens in MEMBERSHIPS)


def _revised(decision: Decision) -> set[str]:
    return {path.partition(".")[0] for path in decision.revise or {}}

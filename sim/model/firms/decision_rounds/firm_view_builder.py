"""What one firm can know at a moment, taken from the market and written down as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.events import RANK
from sim.model.firms.decision_rounds.copy_desk import ANNOUNCED, CopyDesk, runs
from sim.model.firms.decision_rounds.exit_interviewing import stated_causes
from sim.model.firms.decision_rounds.trade_figures import TradeFigures
from sim.model.firms.income_lines import firm_income_statement
from sim.model.firms.key_accounts.accounts_known_to_firm import known_accounts
from sim.model.random_numbers import digest
from sim.model.state.columns import is_member
from sim.scenario.decisions.decision import CHANNEL_NAMES, LEVERS, Decision
from sim.scenario.decisions.firm_view import CustomerFile, FirmView, Interviews, PriceChange, PublicOffer, Report
from sim.scenario.firm.departments.service import ServiceDesk
from sim.scenario.firm.programme import Programme
from sim.scenario.market.offers import COURSE_ATTRIBUTES

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.model.firms.market_process import MarketProcess

Number = TypeVar("Number", bound=np.generic)
OWN = (*ANNOUNCED, "reward_cost", "benefit_cost", "unit_cost_rise")
"""Terms that the firm itself knows besides: what they cost it. How customers respond to them nobody is told."""


class FirmViewBuilder:
    """What a firm has come to know in the course of a run, and what it can see at a moment."""

    def __init__(self, firm: FirmProcess) -> None:
        self._firm = firm
        self._stated = np.zeros(0, dtype=np.int64)
        self.reports: list[Report] = []
        self.decisions: list[tuple[float, Decision]] = []
        self.copies = CopyDesk(firm)
        self._trade = TradeFigures(firm)

    def view(self, number: int) -> FirmView:
        """What the firm can know now; ``number`` rounds were decided before."""
        firm, market = self._firm, self._firm.market
        settings, week = firm.current_settings(), int(firm.now)
        weekly = market.weekly()
        return FirmView(
            firm=firm.name,
            week=firm.now,
            number=number,
            weeks=market.scenario.round,
            segments=market.names.segments,
            present=_present(firm),
            level={name: market.level(firm.name, name) for name in COURSE_ATTRIBUTES},
            unit_cost=float(market.state.unit_cost[firm.index]),
            costs=settings.steering_costs,
            room=(desk.places or 2 * desk.servers) if (desk := settings.department(ServiceDesk)) else 0,
            running={part.kind: _known(part, built=True) for part in settings.programmes if part.kind in firm.running},
            drawer={
                part.kind: _known(part, built=False)
                for part in settings.programmes
                if part.kind not in (*firm.running, *self.copies.building) and part.terms()
            },
            books=firm_income_statement(weekly[:, firm.index], week),
            file=_file(firm),
            interviews=self._interviews(),
            rivals=tuple(public_offer(market, other) for other in market.names.firms if other != firm.name),
            reports=tuple(self.reports),
            accounts=known_accounts(firm),
            decisions=tuple(self.decisions),
            launches=self.copies.seen(),
            price_changes=tuple(
                PriceChange(week=when, firm=name, price=price, before=was)
                for when, name, price, was in market.price_changes
            ),
            copies=self.copies.quotes(),
            building=tuple(sorted(self.copies.building)),
            ending=tuple(sorted(firm.ending)),
            market=self._trade.published(weekly),
            accrued=_still(weekly[:week, firm.index, RANK["points earned"], 1] / 100),
            owed=firm.points_owed(),
            lots=_lots(firm, number),
        )

    def _interviews(self) -> Interviews:
        """Interviews with all who have left so far; who has answered once is not asked again."""
        firm, market = self._firm, self._firm.market
        exits, said = market.remembered.exits_of(firm.index)
        new = stated_causes(exits, market.names, market.scenario, market.state.stream_key, len(self._stated), said)
        self._stated = np.concatenate([self._stated, new])
        answered = self._stated >= 0
        segment = np.searchsorted(np.cumsum(market.names.sizes), exits["customer"][answered], side="right")
        return Interviews(
            left=len(exits),
            week=_still(exits["time"][answered]),
            stated=tuple(market.names.causes[code] for code in self._stated[answered]),
            segment=_still(segment.astype(np.int64)),
        )


def _present(firm: FirmProcess) -> Decision:
    """Where each lever of the firm stands. What is bought and launched stands at nothing."""
    settings = firm.current_settings()
    parts: dict[str, object] = {part.kind: part for part in settings.departments}
    parts |= {part.kind: part for part in settings.programmes if part.kind in firm.running}
    stands: dict[str, object] = {name: getattr(settings.offer, name) for name in COURSE_ATTRIBUTES}
    stands |= {"open": (), "launch": (), "revise": {}, "research": (), "imitate": {}, "close": {}}
    for name, lever in LEVERS.items():
        if lever.part in parts:
            stands[name] = _setting(parts[lever.part], str(lever.setting))
    return Decision.model_construct(set(stands), **stands)


def _setting(part: object, setting: str) -> object:
    if "{}" not in setting:
        value = getattr(part, setting, None)
        return dict(value) if isinstance(value, Mapping) else value
    field = setting.split(".", 1)[1]
    return {name: getattr(getattr(part, name), field) for name in CHANNEL_NAMES if hasattr(part, name)}


def _known(programme: Programme, *, built: bool) -> Mapping[str, float]:
    terms = programme.terms()
    known = {name: float(terms[name]) for name in OWN if name in terms} | {"running_cost": programme.running_cost}
    return known if built else known | {"build_cost": programme.build_cost}


def public_offer(market: MarketProcess, firm: str) -> PublicOffer:
    """What anyone in the market can see of a firm now."""
    k = market.names.firms.index(firm)
    terms = market.state.terms[k]
    kinds = tuple(kind for kind in market.names.programmes if runs(market, firm, kind))
    announced = tuple((name, float(terms[name])) for name in ANNOUNCED if terms[name])
    return PublicOffer(firm=firm, price=float(market.state.price[k]), programmes=kinds, terms=announced)


def _file(firm: FirmProcess) -> CustomerFile:
    """Customers as far as they are on file, in the order of their numbers."""
    known = firm.identifiable_customers(firm.customers())
    relation = firm.relation[known]
    return CustomerFile(
        customer=_still(known),
        segment=_still(np.asarray(firm.believed_segment(known), dtype=np.int64)),
        purchases=_still(relation["purchases"].astype(np.int64)),
        member=_still(is_member(relation).astype(np.int64)),
        tier=_still(relation["tier"].astype(np.int64)),
    )


def _still(values: NDArray[Number]) -> NDArray[Number]:
    """A copy that nobody can write to."""
    values = values.copy()
    values.flags.writeable = False
    return values


def _lots(firm: FirmProcess, number: int) -> tuple[float, ...]:
    luck, who = firm.market.state.stream_key, digest(firm.name)
    return tuple(lot for n in (0, 1) for lot in draw_uniforms_of_one(luck, who, digest("policy"), 0, 2 * number + n))

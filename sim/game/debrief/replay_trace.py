"""One more walk through a line with open eyes: where each lever stood, what policies decided, how customers felt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.game.debrief.replay import RecordedGame
from sim.model.firms.market_process import MarketProcess
from sim.model.state.columns import CUSTOMER, HERE
from sim.results.simulate import Replication, RunOptions
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView


@dataclass(frozen=True, kw_only=True, eq=False)
class ReplayTrace:
    """What stood and what was decided, also where no seat was; nobody could see all of it while playing."""

    stood: tuple[Mapping[str, Decision], ...]
    """Where each lever of each steered firm stood when it decided, by round and firm; last, where it stands now."""
    decided: tuple[Mapping[str, Decision], ...]
    """What each steered firm decided, by round and firm."""
    satisfaction: tuple[Mapping[str, float], ...]
    """True mean satisfaction of each firm's customers at the end of each round, 0 to 1; not a number without any."""
    views: Mapping[str, FirmView]
    """What each steered firm can know now."""


def replay_trace(what: RecordedGame) -> ReplayTrace:
    """Walk through what was played, round by round."""
    stood: list[Mapping[str, Decision]] = []
    decided: list[Mapping[str, Decision]] = []
    felt: list[Mapping[str, float]] = []
    market = Replication(what.scenario, (what.seed, 0), log="exits", watch=RunOptions(threads=1))
    try:
        table = market.market.decision_inbox
        for number, said in enumerate(what.rounds):
            market.run_to_next_decision()
            if number:
                felt.append(_satisfaction(market.market))
                decided.append(_last(table.views))
            stood.append({firm: view.present for firm, view in table.views.items()})
            table.decisions, table.account_decisions = said, what.accounts[number]
        market.run_to_end()
        felt.append(_satisfaction(market.market))
        views = {firm: look(len(what.rounds)) for firm, look in table.look.items()}
        decided.append(_last(views))
        stood.append({firm: view.present for firm, view in views.items()})
    finally:
        market.close()
    return ReplayTrace(stood=tuple(stood), decided=tuple(decided), satisfaction=tuple(felt), views=views)


def _last(views: Mapping[str, FirmView]) -> Mapping[str, Decision]:
    return {firm: view.decisions[-1][1] for firm, view in views.items()}


def _satisfaction(place: MarketProcess) -> Mapping[str, float]:
    here = place.state.person["presence"] == HERE
    found = {}
    for k, firm in enumerate(place.names.firms):
        relation = place.state.relation[:, k]
        among = (relation["status"] == CUSTOMER) & here
        found[firm] = float(np.mean(relation["satisfaction"][among])) if among.any() else float("nan")
    return found

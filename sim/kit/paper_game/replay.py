"""A typed paper game counted as on paper, and the same decisions in the simulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from sim.game.load_game import load_game
from sim.game.session.branch_run import BranchRun
from sim.kit.paper_game.record import AccountLine, FirmLine, PaperRecord
from sim.kit.paper_game.terms import (
    BETTER_GOODS,
    CARDS,
    COIN,
    FIRM,
    GAME,
    PRICES,
    UNANSWERED,
    AccountTerms,
    PaperTerms,
    paper_terms,
    rounded,
)  # fmt: skip
from sim.metrics._shared.interval import Interval, interval
from sim.model.firms.key_accounts.account_gain import NEEDED_DOOR
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.decision import Decision
from sim.scenario.market.offers import OUTSIDE
from sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class PaperScore:
    """What was gained on paper, in coins."""

    azure: tuple[int, ...]
    """Azure's coins by quarter."""
    accounts: Mapping[str, tuple[int, ...]]
    """Each account's coins by quarter."""


@dataclass(frozen=True, kw_only=True)
class SimulatedGame:
    """The same decisions in the simulator: figures by account over replications."""

    share: Mapping[str, Interval]
    """Part of what the account paid that went to Azure, over the whole game."""
    gain: Mapping[str, Interval]
    """The account's gain, coins."""
    sales: Interval
    """What the five accounts paid to Azure, coins."""


def paper_score(record: PaperRecord) -> PaperScore:
    """Count a typed game by the tables of the sheets, in whole coins as they were paid."""
    terms = paper_terms()
    azure = []
    accounts: dict[str, list[int]] = {seat: [] for seat in record.accounts}
    for quarter, line in enumerate(record.firm):
        now = {seat: lines[quarter] for seat, lines in record.accounts.items()}
        azure.append(_azure_coins(line, now, terms))
        for seat, own in now.items():
            accounts[seat].append(_account_coins(own, line, terms.account(seat)))
    return PaperScore(azure=tuple(azure), accounts={seat: tuple(found) for seat, found in accounts.items()})


def _azure_coins(line: FirmLine, accounts: Mapping[str, AccountLine], terms: PaperTerms) -> int:
    cards = sum(one.cards[FIRM] for one in accounts.values())
    visits = sum(one.visited for one in accounts.values())
    wages = line.managers * rounded(terms.manager) + line.desk * rounded(terms.desk)
    return cards * rounded(terms.margin[line.price, line.goods]) - wages - visits * rounded(terms.visit)


def _account_coins(own: AccountLine, line: FirmLine, terms: AccountTerms) -> int:
    goods = own.cards[FIRM] * rounded(terms.azure[line.price, line.goods])
    goods += sum(cards * rounded(terms.others.get(name, 0.0)) for name, cards in own.cards.items() if name != FIRM)
    met = fsum(rounded(terms.needs.get(need, 0.0)) for need in own.needs if own.door >= NEEDED_DOOR[need])
    paid = rounded(terms.visit) * own.visited + UNANSWERED * (own.problem == 2 and own.cards[FIRM] > 0)
    return goods + rounded(met * own.cards[FIRM] / CARDS) - paid


def firm_decision(line: FirmLine, scenario: Scenario) -> Decision:
    """What group A decided on paper, as a decision of the simulator."""
    product = next(firm for firm in scenario.firms if firm.name == FIRM).offer.product
    return Decision(
        price=PRICES[line.price], managers=line.managers, staff=line.desk,
        product=product + BETTER_GOODS * (line.goods == "better"),
    )  # fmt: skip


def account_decision(line: AccountLine, status: str, *, visits: bool = True) -> AccountDecision:
    """What an account did on paper, as a decision of the simulator.

    Args:
        line: The account's line of the record.
        status: How it stands with Azure in the simulator: ``prospect``, ``customer`` or ``left``. Only a customer can
            complain or leave; an account that has left and orders again deals with Azure again.
        visits: Whether visits are received as on paper; False lets in none.

    Returns:
        The decision.
    """
    leaves = bool(line.leaves) and status == "customer"
    parts = {name: cards / CARDS for name, cards in line.cards.items() if cards and not (line.leaves and name == FIRM)}
    whole = fsum(parts.values())
    return AccountDecision(
        wallet={name: part / whole for name, part in parts.items()} if whole else {OUTSIDE: 1.0},
        receive={FIRM: line.visited and visits}, tell={FIRM: line.needs}, door={FIRM: line.door},
        complain={FIRM: 1} if line.problem and status == "customer" and not leaves else None,
        close={FIRM: line.leaves} if leaves else None, says={FIRM: line.says or line.leaves} if leaves else None,
        reopen=(FIRM,) if status == "left" and FIRM in parts else None,
    )  # fmt: skip


def simulated(
    record: PaperRecord, replications: int, *, visits: bool = True, on_run: Callable[[], object] = lambda: None
) -> SimulatedGame:  # fmt: skip
    """Play a typed game in the simulator.

    Args:
        record: The typed game.
        replications: How often, each time with other random numbers; two or more for an interval.
        visits: Whether visits are received as on paper.
        on_run: Called after each run.

    Returns:
        Means with 95% intervals.
    """
    scenario = load_game(GAME)[1]
    names = {one.seat: one.account.name for one in paper_terms().accounts}

    def play(line: BranchRun) -> None:
        for quarter, own in enumerate(record.firm):
            decided = {
                names[seat]: account_decision(
                    lines[quarter], line.account_view(names[seat]).status[FIRM], visits=visits
                )
                for seat, lines in record.accounts.items()
            }
            line.play({FIRM: firm_decision(own, scenario)}, decided)

    return _summed([_outcome(scenario, seed, play, on_run) for seed in range(1, replications + 1)])


def played_by_bots(quarters: int, replications: int, on_run: Callable[[], object] = lambda: None) -> SimulatedGame:
    """The same game where Azure changes nothing and the simulator's own bots play the accounts."""
    scenario = load_game(GAME)[1]

    def play(line: BranchRun) -> None:
        for _quarter in range(quarters):
            line.play({})

    return _summed([_outcome(scenario, seed, play, on_run) for seed in range(1, replications + 1)])


Outcome = Mapping[str, tuple[float, float, float]]
"""By account: paid to Azure, paid in all, gain; money."""


def _outcome(
    scenario: Scenario, seed: int, play: Callable[[BranchRun], None], on_run: Callable[[], object]
) -> Outcome:  # fmt: skip
    line = BranchRun(scenario, seed)
    try:
        play(line)
        found = {}
        for one in paper_terms().accounts:
            rows = line.account_view(one.account.name).rounds
            mine = fsum(row.paid for row in rows if row.firm == FIRM)
            found[one.seat] = (mine, fsum(row.paid for row in rows), fsum(row.gain for row in rows))
    finally:
        line.close()
    on_run()
    return found


def _summed(runs: list[Outcome]) -> SimulatedGame:
    seats = list(runs[0])
    paid = {seat: np.array([run[seat] for run in runs]) for seat in seats}
    return SimulatedGame(
        share={seat: interval(_part(rows[:, 0], rows[:, 1])) for seat, rows in paid.items()},
        gain={seat: interval(rows[:, 2] / COIN) for seat, rows in paid.items()},
        sales=interval(np.sum([rows[:, 0] for rows in paid.values()], axis=0) / COIN),
    )


def _part(one: Floats, whole: Floats) -> Floats:
    return np.divide(one, whole, out=np.zeros_like(one), where=whole > 0)

"""Pools of hidden needs: the seed of a game decides which key account has which, so no rehearsal gives them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from sim.model.random_numbers import digest
from sim.scenario.declaration import Declaration
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.market.key_account import KeyAccount, Need, NeedName
from sim.scenario.scenario import Scenario


class PooledNeed(Declaration):
    """One need of a pool."""

    text: str = Field(min_length=1, max_length=300)
    """The need in plain words, as any of the accounts would say it."""
    zh: str = Field(default="", max_length=300)
    """The same in Chinese."""
    worth: float = Field(ge=0, le=1e9)
    """What it is worth to an account a year, money."""


NeedPools = Mapping[NeedName, Sequence[PooledNeed]]
"""The pool of each kind of need."""


def with_drawn_needs(scenario: Scenario, pools: NeedPools, seed: int) -> Scenario:
    """The scenario with needs from the pools in place of those that its key accounts declare.

    Of each kind of need no two accounts have the same one. An account keeps its kinds of needs: one that it does not
    declare it does not get.

    Args:
        scenario: The scenario as a game plays it.
        pools: The pools; a kind that has none stays as it is declared.
        seed: Seed of the game; the same seed gives every account the same needs.

    Returns:
        The scenario.

    Raises:
        ScenarioError: Where a pool has fewer needs than there are accounts.
    """
    drawn: dict[str, dict[NeedName, Need]] = {account.name: {} for account in scenario.key_accounts}
    for kind, pool in pools.items():
        having = [account for account in scenario.key_accounts if kind in account.needs]
        if len(pool) < len(having):
            fault = f"{len(pool)} needs for {len(having)} key accounts; give at least one for each account"
            raise ScenarioError.of(f"need_pools.{kind}", fault)
        order = sorted(range(len(pool)), key=lambda place: digest(f"needs/{seed}/{kind}/{place}"))
        for account, place in zip(having, order, strict=False):
            drawn[account.name][kind] = Need(text=pool[place].text, worth=pool[place].worth)
    accounts = tuple(_with_needs(account, drawn[account.name]) for account in scenario.key_accounts)
    return scenario.but(key_accounts=accounts) if any(drawn.values()) else scenario


def _with_needs(account: KeyAccount, drawn: Mapping[NeedName, Need]) -> KeyAccount:
    return account.model_copy(update={"needs": {**account.needs, **drawn}})

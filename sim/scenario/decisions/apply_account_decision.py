"""From where an account stands and what she decides to where she will stand, or the reasons why that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.language.messages import _
from sim.registry import unknown
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError
from sim.scenario.market.offers import OUTSIDE

if TYPE_CHECKING:
    from sim.scenario.market.key_account import KeyAccount
    from sim.scenario.scenario import Scenario

ROUNDING = 1e-6
"""By how much the parts of a wallet may miss 1."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an account stands, as far as it limits what she can decide."""

    account: KeyAccount
    status: Mapping[str, str]
    """``prospect``, ``customer`` or ``left``, by firm."""
    present: AccountDecision
    """Wallet, receive, tell and door, for every firm."""


def apply_account_decision(decision: AccountDecision, standing: Standing, scenario: Scenario) -> AccountDecision:
    """Wallet, receive, tell and door as they stand after the decision, for every firm.

    Where she leaves a firm and gives no wallet, what that firm had goes to the others in proportion, and outside where
    no other has anything. Raises ``ImpossibleDecisionError`` with everything that is wrong, all at once.
    """
    name = standing.account.name
    if not isinstance(decision, AccountDecision):
        raise ImpossibleDecisionError(
            name, [_("{given} is no decision of an account; give an AccountDecision").format(given=repr(decision))]
        )
    faults = [
        *_unknown_firms(decision, standing), *_wallet(decision, standing), *_closing(decision, standing, scenario),
        *_complaining(decision, standing), *_telling(decision, standing),
    ]  # fmt: skip
    if faults:
        raise ImpossibleDecisionError(name, faults)
    present = standing.present
    return AccountDecision.model_construct(
        wallet=_after(decision, dict(present.wallet or {})),
        receive={**(present.receive or {}), **(decision.receive or {})},
        tell={**(present.tell or {}), **(decision.tell or {})},
        door={**(present.door or {}), **(decision.door or {})},
    )


def _after(decision: AccountDecision, wallet: dict[str, float]) -> dict[str, float]:
    """The wallet after the decision."""
    if decision.wallet is not None:
        return {firm: float(decision.wallet.get(firm, 0.0)) for firm in wallet}
    if decision.close:
        stays = {firm: 0.0 if firm in decision.close else part for firm, part in wallet.items()}
        total = sum(stays.values())
        return {firm: part / total for firm, part in stays.items()} if total > 0 else {**stays, OUTSIDE: 1.0}
    return wallet


def _unknown_firms(decision: AccountDecision, standing: Standing) -> list[str]:
    faults = []
    for field in ("wallet", "receive", "tell", "door", "complain", "close", "says", "reopen"):
        allowed = [*standing.status, OUTSIDE] if field == "wallet" else list(standing.status)
        faults += [
            f"{field}: {unknown('firm', firm, allowed)}"
            for firm in getattr(decision, field) or ()
            if firm not in allowed
        ]
    return faults


def _wallet(decision: AccountDecision, standing: Standing) -> list[str]:
    if decision.wallet is None:
        return []
    faults = []
    total = sum(decision.wallet.values())
    if abs(total - 1.0) > ROUNDING:
        more = _(
            "wallet: the parts sum to {total}, {off} too much; they must sum to 1, with what goes to no firm under "
            "{outside}"
        )
        less = _(
            "wallet: the parts sum to {total}, {off} too little; they must sum to 1, with what goes to no firm under "
            "{outside}"
        )
        said = more if total > 1 else less
        faults.append(said.format(total=f"{total:g}", off=f"{abs(total - 1):.3g}", outside=repr(OUTSIDE)))
    for firm, part in decision.wallet.items():
        left = standing.status.get(firm) == "left" and firm not in (decision.reopen or ())
        if part > 0 and (left or firm in (decision.close or {})):
            said = _("wallet.{firm}: {part} for a firm that the account has left; give it 0, or reopen it first")
            faults.append(said.format(firm=firm, part=f"{part:g}"))
    return faults


def _closing(decision: AccountDecision, standing: Standing, scenario: Scenario) -> list[str]:
    causes = {cause.name: cause.ends for cause in scenario.exits.causes}
    return [
        *_causes_of_leaving(decision, standing, causes),
        *_causes_said(decision, standing, causes),
        *_reopening(decision, standing),
    ]


def _causes_of_leaving(decision: AccountDecision, standing: Standing, causes: Mapping[str, str]) -> list[str]:
    faults = []
    leaves = [name for name, ends in causes.items() if ends == "this_relation"]
    for firm, cause in (decision.close or {}).items():
        status = standing.status.get(firm)
        if status in ("prospect", "left"):
            left = _("close.{firm}: the account has left already, so there is nothing to leave; leave {firm} out")
            never = _("close.{firm}: the account is no customer there, so there is nothing to leave; leave {firm} out")
            faults.append((left if status == "left" else never).format(firm=firm))
        if cause not in causes:
            faults.append(f"close.{firm}: {unknown('exit cause', cause, leaves)}")
        elif cause not in leaves:
            said = _("close.{firm}: {cause} ends all relations at once; allowed: {causes}")
            faults.append(said.format(firm=firm, cause=cause, causes=", ".join(leaves)))
    return faults


def _causes_said(decision: AccountDecision, standing: Standing, causes: Mapping[str, str]) -> list[str]:
    faults = []
    for firm, cause in (decision.says or {}).items():
        if firm in standing.status and firm not in (decision.close or {}):
            said = _("says.{firm}: the account does not leave {firm} now, so nobody asks why; close it, or say nothing")
            faults.append(said.format(firm=firm))
        if cause not in causes:
            faults.append(f"says.{firm}: {unknown('exit cause', cause, causes)}")
    return faults


def _reopening(decision: AccountDecision, standing: Standing) -> list[str]:
    faults, given = [], decision.reopen or ()
    for firm in dict.fromkeys(given):
        if firm in standing.status and standing.status[firm] != "left":
            faults.append(_("reopen: the account has not left {firm}; leave it out").format(firm=firm))
        if given.count(firm) > 1:
            said = _("reopen: {firm} is named {n} times; once is enough")
            faults.append(said.format(firm=firm, n=given.count(firm)))
    return faults


def _complaining(decision: AccountDecision, standing: Standing) -> list[str]:
    faults = []
    for firm, many in (decision.complain or {}).items():
        if many and standing.status.get(firm) in ("prospect", "left"):
            said = _("complain.{firm}: the account is no customer there; complain where it buys, or leave {firm} out")
            faults.append(said.format(firm=firm))
        elif many and firm in (decision.close or {}):
            said = _("complain.{firm}: the account leaves {firm} in this decision; complain or leave, not both")
            faults.append(said.format(firm=firm))
    return faults


def _telling(decision: AccountDecision, standing: Standing) -> list[str]:
    faults, has = [], standing.account.needs
    for firm, needs in (decision.tell or {}).items():
        missing = [need for need in dict.fromkeys(needs) if need not in has]
        said = _("tell.{firm}: the account has no {need} need; allowed: {needs}")
        needs_there = ", ".join(has) or _("none")
        faults += [said.format(firm=firm, need=need, needs=needs_there) for need in missing]
        if len(set(needs)) < len(needs):
            faults.append(_("tell.{firm}: a need is named twice; once is enough").format(firm=firm))
    return faults

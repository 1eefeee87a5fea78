"""What a seat decides: how the log holds it, how several seats' parts become a firm's decision, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from sim.game.errors import GameError
from sim.game.game import ON_REQUEST, Game, Seat
from sim.game.session.branch_run import BranchRun
from sim.scenario.decisions.account_decision import CHOICES, AccountDecision
from sim.scenario.decisions.apply_decision import merge_decisions
from sim.scenario.decisions.decision import Decision
from sim.scenario.files.validation import checked

AnyDecision: TypeAlias = Decision | AccountDecision
"""What a seat decides for a round: for a firm, or for a key account."""
THERE_ALREADY: dict[str, object] = {"open": None, "launch": None}
"""What a firm's decision must not hold that is made once more: its programmes run already."""
DONE_ALREADY: dict[str, object] = {name: None for name, choice in CHOICES.items() if choice.once}
"""The same of an account's decision: what is done once, such as leaving a firm."""


def model_of(seat: Seat) -> type[Decision] | type[AccountDecision]:
    """In what form a seat decides."""
    return AccountDecision if seat.answers else Decision


def written(decision: AnyDecision) -> dict[str, Any]:
    """A decision as the log holds it: what is moved, and nothing else."""
    content = decision.model_dump(mode="json", exclude_unset=True)
    return {name: value for name, value in content.items() if value is not None}


def content_of(seat: Seat, decision: AnyDecision) -> dict[str, Any]:
    """What the entry of the log holds in which a seat decides."""
    whose = {"account": seat.answers} if seat.answers else {}
    return {"decision": written(decision), **whose}


def decision_in(content: Mapping[str, Any]) -> AnyDecision:
    """The decision that such an entry holds."""
    decision = content["decision"]
    return checked(AccountDecision, decision) if "account" in content else checked(Decision, decision)


def once_more(decision: AnyDecision) -> AnyDecision:
    """The same decision as it can be made again."""
    return decision.model_copy(update=THERE_ALREADY if isinstance(decision, Decision) else DONE_ALREADY)


def firms(game: Game, decisions: Mapping[str, AnyDecision]) -> dict[str, Decision]:
    """Decisions by firm, from decisions by seat; of a firm that several steer, all their parts."""
    parts: dict[str, list[Decision]] = {}
    for seat in game.steering:
        decision = decisions.get(seat.name)
        if isinstance(decision, Decision):
            parts.setdefault(seat.steers, []).append(decision)
    return {firm: own[0] if len(own) == 1 else merge_decisions(own) for firm, own in parts.items()}


def accounts(game: Game, decisions: Mapping[str, AnyDecision]) -> dict[str, AccountDecision]:
    """Decisions by key account, from decisions by seat."""
    found = {seat.answers: decisions.get(seat.name) for seat in game.deciding if seat.answers}
    return {name: decision for name, decision in found.items() if isinstance(decision, AccountDecision)}


def refuse_impossible(world: BranchRun, seat: Seat, decision: AnyDecision, beside: Iterable[AnyDecision] = ()) -> None:
    """Do nothing where a seat can do so now, together with what others decide for its firm.

    Raises :class:`GameError` with everything that is wrong.
    """
    if isinstance(decision, AccountDecision):
        world.refuse_impossible_account(seat.answers, decision)
    else:
        others = [part for part in beside if isinstance(part, Decision)]
        world.refuse_impossible(seat.steers, merge_decisions([*others, decision]) if others else decision)


def refuse_foreign(game: Game, seat: Seat, decision: Decision) -> None:
    """Do nothing where all that is moved is the seat's to move. Raises :class:`GameError`, and says whose it is."""
    faults = []
    for lever in decision.moved:
        if seat.moves(lever):
            continue
        if lever in ON_REQUEST and seat.levers is None:
            faults.append(
                f"{seat.name}: {lever}: a programme of one's own would come with costs of one's own; open one that "
                f"lies in the drawer (open), or let the game's file name {lever} among the seat's levers"
            )
            continue
        owner = next((other.name for other in game.beside(seat) if other.moves(lever)), None)
        whose = f"it is {owner} who moves it; ask there" if owner else f"no seat of this game moves it at {seat.steers}"
        faults.append(f"{seat.name}: {lever}: {whose}, and leave it out here")
    if faults:
        raise GameError("\n".join(faults))

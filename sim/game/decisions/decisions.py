"""What a seat decides: how the log holds it, how several seats' parts become a firm's decision, and what cannot be."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, TypeAlias

from sim.game.decisions.prediction import ACCOUNT_FIGURES, FIGURES
from sim.game.decisions.screening import account_slips, slips
from sim.game.decisions.strategy_statements import STRATEGIES, remarks
from sim.game.errors import GameError
from sim.game.game import ON_REQUEST, Game, Seat
from sim.game.presentation.round_outcome import AccountOutcome, RoundOutcome, account_outcomes, round_outcomes
from sim.game.session.branch_run import BranchRun
from sim.language.messages import _, mark
from sim.scenario.decisions.account_decision import CHOICES, AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.apply_decision import merge_decisions, restrict_to_levers
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.declaration import Declaration, OneOf
from sim.scenario.files.validation import checked
from sim.scenario.firm.policy import AccountPolicy, Policy
from sim.scenario.scenario import Scenario
from sim.strategies.script import Hold

AnyDecision: TypeAlias = Decision | AccountDecision
"""What a seat decides for a round: for a firm, or for a key account."""
AnyPolicy: TypeAlias = Policy | AccountPolicy
"""A bot that may sit at a seat."""


class BotEntry(Declaration):
    """A bot that takes the seat of a firm."""

    bot: Annotated[Policy, OneOf("policy")]


class AccountBotEntry(Declaration):
    """A bot that takes the seat of a key account."""

    bot: Annotated[AccountPolicy, OneOf("account_policy")]


class Actor(ABC):
    """For whom a seat decides: how its decisions are made, what it can know, which bots may sit in for it."""

    who: ClassVar[str]
    """What it is, in words with an article; translate it to show it."""
    model: ClassVar[type[Decision] | type[AccountDecision]]
    """The form of its decisions."""
    parts: ClassVar[tuple[str, ...]]
    """Names of all that it can decide."""
    made_once: ClassVar[tuple[str, ...]]
    """What a decision must not hold that is made once more: it is done already."""
    omits: ClassVar[str]
    """What a decision leaves out that is made once more, as the log says it."""
    figures: ClassVar[tuple[str, ...]]
    """What it may expect of a round."""
    policy: ClassVar[type[Policy] | type[AccountPolicy]]
    """What its bots derive from."""
    policy_group: ClassVar[str]
    """The group of the registry in which these are declared."""
    bot_entry: ClassVar[type[BotEntry] | type[AccountBotEntry]]
    """What the log holds of a bot that takes its seat."""

    def __init__(self, seat: Seat) -> None:
        """The firm or key account for which this seat decides."""
        self.seat, self.name = seat, seat.plays

    @property
    def mark(self) -> dict[str, str]:
        """What entries of the log hold besides, by which they are known as its own."""
        return {}

    def content(self, decision: AnyDecision) -> dict[str, Any]:
        """What the entry of the log holds in which it decides."""
        return {"decision": written(decision), **self.mark}

    @abstractmethod
    def view(self, world: BranchRun) -> FirmView | AccountView:
        """What it can know now."""

    @abstractmethod
    def refuse_foreign(self, game: Game, decision: AnyDecision) -> None:
        """Do nothing where all that is moved is the seat's to move. Raises :class:`GameError`, and says whose it is."""

    @abstractmethod
    def refuse_impossible(self, world: BranchRun, decision: AnyDecision, beside: Iterable[AnyDecision] = ()) -> None:
        """Do nothing where it can do so now, together with what others decide for it.

        Raises :class:`GameError` with everything that is wrong.
        """

    @abstractmethod
    def slips(self, world: BranchRun, decision: AnyDecision, beside: Iterable[AnyDecision]) -> tuple[str, ...]:
        """Questions about what may be a slip."""

    def remarks(self, world: BranchRun, decision: AnyDecision, strategy: str, stated_by: str) -> tuple[str, ...]:
        """What of a decision is at odds with a strategy that was stated."""
        return ()

    @abstractmethod
    def bot(self, scenario: Scenario) -> AnyPolicy:
        """The bot that belongs to it, in the scenario as the game plays it."""

    @abstractmethod
    def decided_by(self, bot: AnyPolicy, world: BranchRun) -> AnyDecision:
        """What a bot decides for it now."""

    @abstractmethod
    def outcomes(self, world: BranchRun, rounds: int) -> Sequence[RoundOutcome | AccountOutcome]:
        """Its figures of the first rounds."""


class FirmActor(Actor):
    """A firm that a seat steers, alone or with others."""

    who, model, parts, figures = mark("a firm"), Decision, tuple(LEVERS), FIGURES
    made_once, omits = ("open", "launch"), "opens and launches nothing"
    policy, policy_group, bot_entry = Policy, "policy", BotEntry

    def view(self, world: BranchRun) -> FirmView:
        """What the firm can know now."""
        return world.view(self.name)

    def refuse_foreign(self, game: Game, decision: AnyDecision) -> None:
        """Do nothing where all that is moved is the seat's to move. Raises :class:`GameError`, and says whose it is."""
        faults, seat = [], self.seat
        for lever in decision.moved:
            if seat.moves(lever):
                continue
            if lever in ON_REQUEST and seat.levers is None:
                own = _(
                    "{seat}: {lever}: a programme of your own design would come with costs of your own choice; open "
                    "one in the drawer (open), or let the game's file name {lever} among the seat's levers"
                )
                faults.append(own.format(seat=seat.name, lever=lever))
                continue
            owner = next((other.name for other in game.beside(seat) if other.moves(lever)), None)
            others = _("{seat}: {lever}: it is {owner} who moves it; ask there, and leave it out here")
            nobodys = _("{seat}: {lever}: no seat of this game moves it at {firm}, and leave it out here")
            said = others if owner else nobodys
            faults.append(said.format(seat=seat.name, lever=lever, owner=owner, firm=seat.steers))
        if faults:
            raise GameError("\n".join(faults))

    def refuse_impossible(self, world: BranchRun, decision: AnyDecision, beside: Iterable[AnyDecision] = ()) -> None:
        """Do nothing where the firm can do so now, together with what others decide for it."""
        others = _of_firms(beside)
        for mine in _of_firms([decision]):
            world.refuse_impossible(self.name, merge_decisions([*others, mine]) if others else mine)

    def slips(self, world: BranchRun, decision: AnyDecision, beside: Iterable[AnyDecision]) -> tuple[str, ...]:
        """Questions about what may be a slip, from what the firm itself can know."""
        view, others = self.view(world), merge_decisions(_of_firms(beside))
        return tuple(question for one in _of_firms([decision]) for question in slips(one, view, others))

    def remarks(self, world: BranchRun, decision: AnyDecision, strategy: str, stated_by: str) -> tuple[str, ...]:
        """What of a decision is at odds with the strategy that the firm has stated."""
        view = self.view(world)
        return tuple(
            remark for one in _of_firms([decision]) for remark in remarks(STRATEGIES[strategy], one, view, stated_by)
        )

    def bot(self, scenario: Scenario) -> AnyPolicy:
        """The bot of the seat; one that changes nothing where the game names none."""
        return self.seat.bot or Hold()

    def decided_by(self, bot: AnyPolicy, world: BranchRun) -> AnyDecision:
        """What a bot decides of that which the seat may move."""
        return (
            restrict_to_levers(bot.decide(self.view(world)), self.seat.levers)
            if isinstance(bot, Policy)
            else Decision()
        )

    def outcomes(self, world: BranchRun, rounds: int) -> Sequence[RoundOutcome | AccountOutcome]:
        """The firm's figures of the first rounds."""
        if not rounds:
            return ()
        results = world.results()
        found = round_outcomes(results.runs[0], results.names.firms, rounds, results.scenario.round)
        return [outcome for outcome in found if outcome.firm == self.name]


class AccountActor(Actor):
    """A key account that a seat is."""

    who, model, parts, figures = mark("a key account"), AccountDecision, tuple(CHOICES), ACCOUNT_FIGURES
    made_once = tuple(name for name, choice in CHOICES.items() if choice.once)
    omits = "does nothing that is done once"
    policy, policy_group, bot_entry = AccountPolicy, "account_policy", AccountBotEntry

    @property
    def mark(self) -> dict[str, str]:
        """The name of the account."""
        return {"account": self.name}

    def view(self, world: BranchRun) -> AccountView:
        """What the account can know now."""
        return world.account_view(self.name)

    def refuse_foreign(self, game: Game, decision: AnyDecision) -> None:
        """Do nothing: the player of an account decides all of it."""

    def refuse_impossible(self, world: BranchRun, decision: AnyDecision, beside: Iterable[AnyDecision] = ()) -> None:
        """Do nothing where the account can do so now; nobody decides beside it."""
        if isinstance(decision, AccountDecision):
            world.refuse_impossible_account(self.name, decision)

    def slips(self, world: BranchRun, decision: AnyDecision, beside: Iterable[AnyDecision]) -> tuple[str, ...]:
        """Questions about what may be a slip, from what the account itself can know."""
        return account_slips(decision, self.view(world)) if isinstance(decision, AccountDecision) else ()

    def bot(self, scenario: Scenario) -> AnyPolicy:
        """How the account decides by itself, in the scenario as the game plays it."""
        found = next(one.policy for one in scenario.key_accounts if one.name == self.name)
        if found is None:
            raise ValueError(f"the key account {self.name} has a seat and no policy")
        return found

    def decided_by(self, bot: AnyPolicy, world: BranchRun) -> AnyDecision:
        """What a bot decides for the account."""
        return bot.decide(self.view(world)) if isinstance(bot, AccountPolicy) else AccountDecision()

    def outcomes(self, world: BranchRun, rounds: int) -> Sequence[RoundOutcome | AccountOutcome]:
        """The account's figures of the closed rounds."""
        return account_outcomes(self.view(world))


def actor_of(seat: Seat) -> Actor:
    """The firm or key account for which a seat decides."""
    return AccountActor(seat) if seat.answers else FirmActor(seat)


def kind_in(content: Mapping[str, Any]) -> type[Actor]:
    """Whether an entry of the log, of a decision or a bot, is that of a firm or of a key account."""
    return AccountActor if "account" in content else FirmActor


def decision_in(content: Mapping[str, Any]) -> AnyDecision:
    """The decision that an entry of the log holds."""
    return checked(kind_in(content).model, content["decision"])


def bot_in(content: Mapping[str, Any]) -> AnyPolicy:
    """The bot that an entry of the log holds."""
    return checked(kind_in(content).bot_entry, {name: held for name, held in content.items() if name != "account"}).bot


def written(decision: AnyDecision) -> dict[str, Any]:
    """A decision as the log holds it: what is moved, and nothing else."""
    content = decision.model_dump(mode="json", exclude_unset=True)
    return {name: value for name, value in content.items() if value is not None}


def once_more(seat: Seat, decision: AnyDecision) -> AnyDecision:
    """The same decision as it can be made again."""
    return decision.model_copy(update=dict.fromkeys(actor_of(seat).made_once))


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
    found = {seat.answers: decisions.get(seat.name) for seat in game.of_accounts}
    return {name: decision for name, decision in found.items() if isinstance(decision, AccountDecision)}


def _of_firms(decisions: Iterable[AnyDecision]) -> list[Decision]:
    return [decision for decision in decisions if isinstance(decision, Decision)]

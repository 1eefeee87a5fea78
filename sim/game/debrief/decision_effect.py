"""Same luck, other decision: what would have come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sim.game.debrief.replay import RecordedGame, Tally, parallel_replays, recorded_game, replayed
from sim.game.errors import GameError
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions
from sim.game.session.submissions import validated
from sim.game.words import round_label
from sim.language.messages import _, ngettext
from sim.registry import unknown
from sim.scenario.decisions.decision import Decision

MOST = 200
"""Decisions of which it is reckoned what they did; of a longer game the latest."""


@dataclass(frozen=True, kw_only=True)
class DecisionEffect:
    """What a decision brought: what came, less what would have come under the same luck with another one.

    All other decisions, also this firm's later ones, are those that were made; firms without a seat answer by their
    policies to what they then see.
    """

    round: int
    firm: str
    instead: Decision
    """The other decision; an empty one left everything as it stood."""
    profit_more: float
    """Profit of the firm from this round to the last one closed, came less would have come, money."""
    customers_more: int
    """Customers at the end."""
    share_more: float
    """Part of the money spent in the market in the last round."""
    rivals_profit_more: Mapping[str, float]
    """The same as ``profit_more`` for every other firm."""
    not_again: tuple[str, ...]
    """Later decisions that could then not have been made as they were."""

    @property
    def words(self) -> str:
        """A sentence: what it brought, and what is compared with what."""
        more = self.profit_more >= 0
        if self.instead.moved and more:
            said = _(
                "{firm}, round {round}: {money} more profit and {customers} in the end than if that had been decided "
                "instead, with the same luck and everybody's other decisions as they were."
            )
        elif self.instead.moved:
            said = _(
                "{firm}, round {round}: {money} less profit and {customers} in the end than if that had been decided "
                "instead, with the same luck and everybody's other decisions as they were."
            )
        elif more:
            said = _(
                "{firm}, round {round}: {money} more profit and {customers} in the end than if nothing had been "
                "changed, with the same luck and everybody's other decisions as they were."
            )
        else:
            said = _(
                "{firm}, round {round}: {money} less profit and {customers} in the end than if nothing had been "
                "changed, with the same luck and everybody's other decisions as they were."
            )
        return said.format(firm=self.firm, round=round_label(self.round), money=f"{abs(self.profit_more):,.0f}",
                           customers=self._customers)  # fmt: skip

    @property
    def _customers(self) -> str:
        count = abs(self.customers_more)
        if not count:
            return _("as many customers")
        if self.customers_more > 0:
            return ngettext("{n} customer more", "{n} customers more", count).format(n=f"{count:,}")
        return ngettext("{n} customer fewer", "{n} customers fewer", count).format(n=f"{count:,}")


class GameInProgress(Protocol):
    """A session, of which a decision of the past is tried once more."""

    @property
    def playing(self) -> GameState:
        """The game with its decision log."""
        ...

    @property
    def permissions(self) -> Permissions:
        """Who may do what."""
        ...


def other_decision(
    session: GameInProgress, firm: str, round: int, decision: Decision | Mapping[str, object] | None = None, *,
    line: str | None = None, by: str | None = None,
) -> DecisionEffect:  # fmt: skip
    """What would have come, had a firm decided otherwise in a closed round, or not at all; nothing is written down.

    ``firm`` is a firm that has a seat, ``round`` is counted from 0, ``decision`` as in ``session.decide``, None for
    leaving everything as it stood. ``by``: an instructor's seat; without it, it is the holder who asks. Raises
    :class:`GameError` for a firm, a round or a decision that cannot be.
    """
    session.permissions.instructor(by)
    what = recorded_game(session.playing, session.permissions.line(line))
    if firm not in what.teams:
        raise GameError(unknown("firm with a seat", str(firm), what.teams))
    if isinstance(round, bool) or not isinstance(round, int) or not 0 <= round < len(what.rounds):
        asked = round_label(round) if isinstance(round, int) and not isinstance(round, bool) else repr(round)
        said = _("round {round} is not closed; closed are 1 to {last}")
        raise GameError(said.format(round=asked, last=len(what.rounds)))
    other = Decision() if decision is None else validated(Decision, _plain(decision), firm)
    again = what.but(firm, round, other)
    found = replayed(again, strict=True)
    mine = [note for note in found.not_again if note.startswith(f"{firm} in round {round} ")]
    if mine:
        said = _("{firm} cannot decide so in round {round}; see what stood then with session.view or the debrief")
        raise GameError(said.format(firm=firm, round=round_label(round)))
    return otherwise(what, again, firm, round, replayed(what), found)


def effects(what: RecordedGame, *, workers: int | None = None, quiet: bool = False) -> tuple[DecisionEffect, ...]:
    """What each decision did: for every firm with a seat and round in which it moved a lever, that one left out."""
    asked = [
        (number, firm)
        for number, said in enumerate(what.rounds)
        for firm in what.teams
        if firm in said and said[firm].moved
    ][-MOST:]
    worlds = [what.but(firm, number, Decision()) for number, firm in asked]
    came = replayed(what)
    tallies = parallel_replays(replayed, worlds, _("what each decision did"), workers=workers, quiet=quiet)
    return tuple(
        otherwise(what, again, firm, number, came, found)
        for (number, firm), again, found in zip(asked, worlds, tallies, strict=True)
    )


def otherwise(
    what: RecordedGame, again: RecordedGame, firm: str, number: int, came: Tally, found: Tally
) -> DecisionEffect:
    """The difference of two tallies of the same luck."""
    names = what.scenario.firm_names
    k = names.index(firm)
    more = (came.profit - found.profit)[number:].sum(axis=0) / 100
    return DecisionEffect(
        round=number, firm=firm, instead=again.rounds[number][firm], profit_more=float(more[k]),
        customers_more=int(came.customers[-1, k] - found.customers[-1, k]),
        share_more=_share(came, k) - _share(found, k),
        rivals_profit_more={name: float(more[j]) for j, name in enumerate(names) if j != k},
        not_again=found.not_again,
    )  # fmt: skip


def _share(found: Tally, k: int) -> float:
    whole = found.revenue[-1].sum()
    return float(found.revenue[-1, k] / whole) if whole else float("nan")


def _plain(decision: Decision | Mapping[str, object]) -> object:
    return decision.model_dump(mode="json", exclude_unset=True) if isinstance(decision, Decision) else decision

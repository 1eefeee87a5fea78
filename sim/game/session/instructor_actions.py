"""What an instructor does besides leading the rounds: shocks, subsidies, messages, bots that sit in for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.game.errors import GameError
from sim.game.log.decision_log import Entry
from sim.game.named_shocks import NAMED_SHOCKS as NAMED_SHOCKS
from sim.game.named_shocks import as_written
from sim.game.session.branches import AccountBotEntry, BotEntry, ShockEntry
from sim.game.session.permissions import number_of_round, text_of
from sim.game.session.round_closing import as_declared
from sim.game.session.round_timer import RoundTimer
from sim.registry import registered
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.account_policy import AccountPolicy
from sim.scenario.firm.policy import Policy
from sim.strategies.hold import Hold


class InstructorActions(RoundTimer):
    """A game that an instructor leads."""

    def shock(
        self, shock: str | Mapping[str, object], *, firms: Sequence[str] = (), line: str | None = None,
        by: str | None = None,
    ) -> None:  # fmt: skip
        """Let something befall the market from the open round on: one of :data:`NAMED_SHOCKS`, or written as in a
        scenario, where ``at`` is this week if left out.

        ``firms`` are those that a named one strikes. To undo it, branch at the round in which it was dealt out.
        """
        actor, struck = self._leads(by), self._line(line)
        if isinstance(shock, str):
            shock = as_written(shock, (firms,) if isinstance(firms, str) else firms, self.game, self.playing.scenario)
        elif firms:
            raise GameError("a shock written as in a scenario names its firms itself; leave firms out")
        world = self.playing.world(struck)
        if world.over:
            raise GameError("the game is over; reopen a round to deal out a shock")
        content = {"shock": {"at": world.week, **shock} if isinstance(shock, Mapping) else shock}
        blow = self._checked(ShockEntry, content).shock
        if blow.at < world.week:
            raise GameError(
                f"the shock is at week {blow.at:g}, and it is week {world.week:g}; the past does not change"
            )
        content = {"shock": blow.model_dump(mode="json", exclude_unset=True)}
        try:
            self.playing.scenario.but(shocks=(*self.playing.scenario_on_branch(struck).shocks, blow))
        except ScenarioError as error:
            raise GameError(str(error)) from None
        self.playing.write(
            Entry(act="shocked", line=struck.name, round=struck.round, decided_by=actor, content=content)
        )
        self.playing.discard_world(struck)

    def subsidise(
        self, seat: str, money: float, *, weeks: int | None = None, rounds: int | None = None,
        line: str | None = None, by: str | None = None,
    ) -> None:  # fmt: skip
        """Give money to the firm that a seat steers: at once, or in equal parts over so many weeks or rounds.

        It is in the firm's books from this week on, as less of its other cost. To undo it, branch at the round in
        which it was given.
        """
        self._leads(by)
        place = self._seat(seat)
        if not place.steers:
            raise GameError(f"{place.name} steers no firm, and only firms are given money")
        if weeks is not None and rounds is not None:
            raise GameError("give weeks or rounds over which the money is paid, not both")
        if rounds is not None:
            weeks = number_of_round(rounds) * round(self.playing.scenario.round)
        where = line or self.playing.line_of(place.name).name
        content = {"kind": "subsidy", "firm": place.steers, "money": money}
        self.shock({**content, **({} if weeks is None else {"lasts": weeks})}, line=where, by=by)

    def bot(self, seat: str) -> Policy | AccountPolicy:
        """The bot that belongs to a seat."""
        place = self._deciding(seat)
        if place.answers:
            return as_declared(self.playing.scenario, place.answers)
        return place.bot or Hold()

    def seat_bot(self, seat: str, bot: Policy | AccountPolicy | None = None, *, by: str | None = None) -> None:
        """Let a bot sit in for whoever steers a firm or is a key account: this one, or the seat's own."""
        actor, place = self._leads(by), self._deciding(seat)
        wanted, own = AccountPolicy if place.answers else Policy, self.bot(place.name)
        if bot is not None and not isinstance(bot, wanted):
            kinds = ", ".join(registered("account_policy" if place.answers else "policy"))
            raise GameError(f"{place.name}: {bot!r} is no bot for the role {place.role}; give one of: {kinds}")
        content: dict[str, object] = {"bot": (bot or own).model_dump(mode="json", exclude_unset=True)}
        self._checked(AccountBotEntry if place.answers else BotEntry, content, f"{place.name}: ")
        if place.answers:
            content["account"] = place.answers
        self.playing.write(Entry(act="bot", seat=place.name, decided_by=actor, content=content))
        for name in sorted(set(self.playing.record.on.values())):
            self._close_if_all_in(self.playing.line(name))

    def seat_human(self, seat: str, *, by: str | None = None) -> None:
        """Give a seat back to whoever has joined it."""
        actor, place = self._leads(by), self._deciding(seat)
        if place.name not in self.playing.record.bots:
            raise GameError(f"no bot sits at {place.name}")
        self.playing.write(Entry(act="human", seat=place.name, decided_by=actor))

    def say(self, text: str, *, to: str = "", by: str | None = None) -> None:
        """Send a message to a seat, or to all."""
        actor = self._leads(by)
        seat = self._seat(to).name if to else ""
        self.playing.write(Entry(act="said", seat=seat, decided_by=actor, content={"text": text_of(text, "message")}))

"""What an instructor does besides leading the rounds: shocks, subsidies, messages, bots that sit in for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.game.errors import GameError
from sim.game.log.decision_log import Entry
from sim.game.named_shocks import NAMED_SHOCKS as NAMED_SHOCKS
from sim.game.named_shocks import as_written
from sim.game.session.branches import AccountBotEntry, BotEntry, ShockEntry
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions, number_of_round
from sim.game.session.round_closing import as_declared
from sim.game.session.round_timer import RoundTimer
from sim.game.session.submissions import text_of, validated
from sim.registry import registered
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.policy import AccountPolicy, Policy
from sim.strategies.script import Hold


class InstructorActions:
    """What an instructor may do in a game besides closing rounds and beginning branches."""

    def __init__(self, state: GameState, permissions: Permissions, timer: RoundTimer) -> None:
        """Act in this game in progress; the timer closes the round where a bot's decision was the last."""
        self._state, self._permissions, self._timer = state, permissions, timer

    def shock(
        self, shock: str | Mapping[str, object], *, firms: Sequence[str] = (), line: str | None = None,
        by: str | None = None,
    ) -> None:  # fmt: skip
        """Add a shock to the market; see :meth:`Session.shock`."""
        actor, struck = self._permissions.instructor(by), self._permissions.line(line)
        if isinstance(shock, str):
            shock = as_written(
                shock, (firms,) if isinstance(firms, str) else firms, self._state.game, self._state.scenario
            )
        elif firms:
            raise GameError("a shock written as in a scenario names its firms itself; leave firms out")
        world = self._state.world(struck)
        if world.over:
            raise GameError("the game is over; reopen a round to deal out a shock")
        content = {"shock": {"at": world.week, **shock} if isinstance(shock, Mapping) else shock}
        blow = validated(ShockEntry, content).shock
        if blow.at < world.week:
            raise GameError(
                f"the shock is at week {blow.at:g}, and it is week {world.week:g}; the past does not change"
            )
        content = {"shock": blow.model_dump(mode="json", exclude_unset=True)}
        try:
            self._state.scenario.but(shocks=(*self._state.scenario_on_branch(struck).shocks, blow))
        except ScenarioError as error:
            raise GameError(str(error)) from None
        self._state.write(Entry(act="shocked", line=struck.name, round=struck.round, decided_by=actor, content=content))
        self._state.discard_world(struck)

    def subsidise(
        self, seat: str, money: float, *, weeks: int | None = None, rounds: int | None = None,
        line: str | None = None, by: str | None = None,
    ) -> None:  # fmt: skip
        """Pay money to the firm that a seat steers; see :meth:`Session.subsidise`."""
        self._permissions.instructor(by)
        place = self._permissions.seat(seat)
        if not place.steers:
            raise GameError(f"{place.name} steers no firm, and only firms are given money")
        if weeks is not None and rounds is not None:
            raise GameError("give weeks or rounds over which the money is paid, not both")
        if rounds is not None:
            weeks = number_of_round(rounds) * round(self._state.scenario.round)
        where = line or self._state.line_of(place.name).name
        content = {"kind": "subsidy", "firm": place.steers, "money": money}
        self.shock({**content, **({} if weeks is None else {"lasts": weeks})}, line=where, by=by)

    def bot(self, seat: str) -> Policy | AccountPolicy:
        """The bot that belongs to a seat."""
        place = self._permissions.deciding_seat(seat)
        if place.answers:
            return as_declared(self._state.scenario, place.answers)
        return place.bot or Hold()

    def seat_bot(self, seat: str, bot: Policy | AccountPolicy | None = None, *, by: str | None = None) -> None:
        """Let a bot decide for a seat: this one, or the seat's own."""
        actor, place = self._permissions.instructor(by), self._permissions.deciding_seat(seat)
        wanted, own = AccountPolicy if place.answers else Policy, self.bot(place.name)
        if bot is not None and not isinstance(bot, wanted):
            kinds = ", ".join(registered("account_policy" if place.answers else "policy"))
            raise GameError(f"{place.name}: {bot!r} is no bot for the role {place.role}; give one of: {kinds}")
        content: dict[str, object] = {"bot": (bot or own).model_dump(mode="json", exclude_unset=True)}
        validated(AccountBotEntry if place.answers else BotEntry, content, f"{place.name}: ")
        if place.answers:
            content["account"] = place.answers
        self._state.write(Entry(act="bot", seat=place.name, decided_by=actor, content=content))
        for line in self._state.lines_played():
            self._timer.close_if_all_in(line)

    def seat_human(self, seat: str, *, by: str | None = None) -> None:
        """Let the person who has joined a seat decide for it again."""
        actor, place = self._permissions.instructor(by), self._permissions.deciding_seat(seat)
        if place.name not in self._state.record.bots:
            raise GameError(f"no bot sits at {place.name}")
        self._state.write(Entry(act="human", seat=place.name, decided_by=actor))

    def say(self, text: str, *, to: str = "", by: str | None = None) -> None:
        """Send a message to a seat, or to all."""
        actor = self._permissions.instructor(by)
        seat = self._permissions.seat(to).name if to else ""
        self._state.write(Entry(act="said", seat=seat, decided_by=actor, content={"text": text_of(text, "message")}))

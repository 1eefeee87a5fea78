"""What an instructor does besides closing rounds: branches, shocks, subsidies, messages, bots for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.game.decisions.decisions import AnyPolicy, actor_of
from sim.game.errors import GameError
from sim.game.log.entries import Entry
from sim.game.session.branches import Branch, ShockEntry
from sim.game.session.game_state import GameState
from sim.game.session.permissions import Permissions, number_of_round
from sim.game.session.round_timer import RoundTimer
from sim.game.session.submissions import text_of, validated
from sim.game.shocks import NAMED_SHOCKS as NAMED_SHOCKS
from sim.game.shocks import as_written
from sim.game.words import round_label
from sim.language.messages import _
from sim.registry import registered
from sim.scenario.files.validation_errors import ScenarioError


class Branching:
    """The branches of a game: closed rounds can be played again, and nothing that was played is lost."""

    def __init__(self, state: GameState, permissions: Permissions, timer: RoundTimer) -> None:
        """Begin branches in this game in progress; the timer gives the open round its whole time again."""
        self._state, self._permissions, self._timer = state, permissions, timer

    def reopen(self, round: int, *, name: str | None = None, line: str | None = None, by: str | None = None) -> str:
        """Play a closed round again, on a new branch that is played on from now; the old one stays as it is.

        Args:
            round: Round to be played again, counted from 0.
            name: Name of the new branch; made if left out.
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            The name of the new branch.
        """
        self._permissions.instructor(by)
        former, number = self._permissions.line(line), number_of_round(round)
        if number >= former.round:
            some = _("round {round} of line {line} cannot be reopened; closed rounds: 1 to {last}")
            none = _("round {round} of line {line} cannot be reopened; closed rounds: none yet")
            said = some if former.round else none
            raise GameError(said.format(round=round_label(number), line=former.name, last=former.round))
        return self.branch(name, number, line=former.name, by=by)

    def branch(
        self, name: str | None, round: int | None = None, *, line: str | None = None, by: str | None = None
    ) -> str:
        """Begin a branch at a round of another one, and play on it from now on.

        Rounds before it are shared; decisions and shocks of that round and later ones stay with the old branch.

        Args:
            name: Name of the new branch; made if None.
            round: Round at which it begins, counted from 0; the open one if left out.
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            The name of the new branch.
        """
        actor, former = self._permissions.instructor(by), self._permissions.line(line)
        number = former.round if round is None else number_of_round(round)
        if number > former.round:
            said = _("line {line} has come to round {round}; branch at that round or before")
            raise GameError(said.format(line=former.name, round=round_label(former.round)))
        if name is None:
            name = self._free_name(former)
        if not isinstance(name, str) or not name.strip() or len(name) > 60 or not name.isprintable():
            said = _("{name} cannot be the name of a line; give up to 60 printable characters")
            raise GameError(said.format(name=repr(name)))
        if name in self._state.record.lines:
            raise GameError(_("there is a line {name} already; choose another name").format(name=repr(name)))
        self._state.write(Entry(act="branched", line=former.name, round=number, decided_by=actor,
                               content={"name": name, "owner": former.owner}))  # fmt: skip
        self._timer.restart()
        return name

    def go_to(self, line: str, *, by: str | None = None) -> None:
        """Play on another branch from now on.

        Args:
            line: Name of the branch.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        actor, chosen = self._permissions.instructor(by), self._state.line(line)
        self._state.write(Entry(act="went", line=chosen.name, decided_by=actor))
        self._timer.restart()

    def carry_on(self, like: str, *, line: str | None = None, by: str | None = None) -> None:
        """Close rounds with the decisions of another branch, up to the round to which that one has come.

        Decisions that stand for the open round count. A decision that cannot be made again here is made without the
        programmes that it opened or launched, or else not at all; both are marked in its reason.

        Args:
            like: Name of the branch whose decisions are taken.
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        actor, former, mine = self._permissions.instructor(by), self._state.line(like), self._permissions.line(line)
        if former.round <= mine.round:
            said = _("line {line} has come to round {round}, which is no further than {other}")
            raise GameError(said.format(line=former.name, round=round_label(former.round), other=mine.name))
        while mine.round < former.round:
            self._state.close(mine, actor, former)
        self._timer.restart()

    def _free_name(self, former: Branch) -> str:
        root = former.name.split(" again")[0][:40]
        number = 2
        while f"{root} again {number}" in self._state.record.lines:
            number += 1
        return f"{root} again {number}"


class InstructorActions:
    """What an instructor may do in a game besides closing rounds and beginning branches."""

    def __init__(self, state: GameState, permissions: Permissions, timer: RoundTimer) -> None:
        """Act in this game in progress; the timer closes the round where a bot's decision was the last."""
        self._state, self._permissions, self._timer = state, permissions, timer

    def shock(
        self, shock: str | Mapping[str, object], *, firms: Sequence[str] = (), line: str | None = None,
        by: str | None = None,
    ) -> None:  # fmt: skip
        """Add a shock to the market from the open round on.

        To undo it, branch at the round in which it was added.

        Args:
            shock: One of :data:`NAMED_SHOCKS`, or a shock written as in a scenario, where ``at`` is this week if left
                out.
            firms: Firms that a named shock affects; those that it affects by itself if left out.
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        actor, struck = self._permissions.instructor(by), self._permissions.line(line)
        if isinstance(shock, str):
            shock = as_written(
                shock, (firms,) if isinstance(firms, str) else firms, self._state.game, self._state.scenario
            )
        elif firms:
            raise GameError(_("a shock written as in a scenario names its firms itself; leave firms out"))
        world = self._state.world(struck)
        if world.over:
            raise GameError(_("the game is over; reopen a round to deal out a shock"))
        content = {"shock": {"at": world.week, **shock} if isinstance(shock, Mapping) else shock}
        blow = validated(ShockEntry, content).shock
        if blow.at < world.week:
            said = _("the shock is at week {at}, and it is week {week}; the past does not change")
            raise GameError(said.format(at=f"{blow.at:g}", week=f"{world.week:g}"))
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
        """Pay money to the firm that a seat steers: at once, or in equal parts over so many weeks or rounds.

        It is in the firm's books from this week on, as less of its other cost. To undo it, branch at the round in
        which it was given.

        Args:
            seat: Name of the seat.
            money: Money that is paid.
            weeks: Weeks over which it is paid; at once if left out.
            rounds: Rounds over which it is paid, in place of weeks.
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self._permissions.instructor(by)
        place = self._permissions.seat(seat)
        if not place.steers:
            raise GameError(_("{seat} steers no firm, and only firms are given money").format(seat=place.name))
        if weeks is not None and rounds is not None:
            raise GameError(_("give weeks or rounds over which the money is paid, not both"))
        if rounds is not None:
            weeks = number_of_round(rounds) * round(self._state.scenario.round)
        where = line or self._state.line_of(place.name).name
        content = {"kind": "subsidy", "firm": place.steers, "money": money}
        self.shock({**content, **({} if weeks is None else {"lasts": weeks})}, line=where, by=by)

    def bot(self, seat: str) -> AnyPolicy:
        """The bot that belongs to a seat.

        Args:
            seat: Name of the seat.

        Returns:
            The policy by which the bot decides.
        """
        return actor_of(self._permissions.deciding_seat(seat)).bot(self._state.scenario)

    def seat_bot(self, seat: str, bot: AnyPolicy | None = None, *, by: str | None = None) -> None:
        """Let a bot decide for a seat in place of a person: this one, or the seat's own.

        Args:
            seat: Name of the seat.
            bot: The bot; the seat's own if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        actor, place = self._permissions.instructor(by), self._permissions.deciding_seat(seat)
        whose = actor_of(place)
        if bot is not None and not isinstance(bot, whose.policy):
            said = _("{seat}: {bot} is no bot for the role {role}; give one of: {kinds}")
            kinds = ", ".join(registered(whose.policy_group))
            raise GameError(said.format(seat=place.name, bot=repr(bot), role=place.role, kinds=kinds))
        content: dict[str, object] = {"bot": (bot or self.bot(place.name)).model_dump(mode="json", exclude_unset=True)}
        validated(whose.bot_entry, content, place.name)
        entry = Entry(act="bot", seat=place.name, decided_by=actor, content={**content, **whose.mark})
        self._state.write(entry)
        for line in self._state.lines_played():
            self._timer.close_if_all_in(line)

    def seat_human(self, seat: str, *, by: str | None = None) -> None:
        """Let the person who has joined a seat decide for it again, in place of a bot.

        Args:
            seat: Name of the seat.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        actor, place = self._permissions.instructor(by), self._permissions.deciding_seat(seat)
        if place.name not in self._state.record.bots:
            raise GameError(_("no bot sits at {seat}").format(seat=place.name))
        self._state.write(Entry(act="human", seat=place.name, decided_by=actor))

    def say(self, text: str, *, to: str = "", by: str | None = None) -> None:
        """Send a message to a seat, or to all.

        Args:
            text: The message.
            to: Name of the seat; all if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        actor = self._permissions.instructor(by)
        seat = self._permissions.seat(to).name if to else ""
        self._state.write(Entry(act="said", seat=seat, decided_by=actor, content={"text": text_of(text, "message")}))

"""A session: the one object that a notebook or a server holds of a game, with everything that seats can do in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from sim.game.decisions.decisions import AnyDecision, AnyPolicy
from sim.game.decisions.prediction import Calibration, Prediction
from sim.game.game import Game
from sim.game.load_game import create_game_file
from sim.game.log.entries import Entry, Log, LogCopy, Opening
from sim.game.log.kept_file import Clock, KeptFile, now
from sim.game.presentation.round_outcome import AccountOutcome, RoundOutcome
from sim.game.presentation.seat_view import SeatView
from sim.game.session.branches import Branch
from sim.game.session.game_record import count_sensible
from sim.game.session.game_results import GameResults
from sim.game.session.game_state import GameState
from sim.game.session.instructor_actions import Branching, InstructorActions
from sim.game.session.permissions import Permissions
from sim.game.session.player_actions import PlayerActions, PlayerStatements
from sim.game.session.round_timer import RoundTimer
from sim.game.session.submissions import Accepted as Accepted
from sim.game.session.submissions import ConfirmationNeeded as ConfirmationNeeded
from sim.results.results import Results
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.game.debrief.debrief import Debrief
    from sim.game.debrief.notes import MarkedVisit


class Session(KeptFile):
    """A game that is being played. One thread at a time may use it.

    Seats are named by the caller; the holder of the session answers for who that is. Acts of an instructor take
    ``by``, the name of an instructor's seat; without it, it is the holder of the session who acts.

    Everything that cannot be done raises :class:`GameError` and changes nothing.

    The session is composed of parts, and each of its methods calls the part that does the work: ``permissions`` (who
    may do what), ``timer`` (when rounds close), ``branches``, ``players``, ``statements``, ``instructor`` and
    ``game_results``. They share ``playing``, the game in progress with its decision log.
    """

    def __init__(self, log: Log, clock: Clock) -> None:
        """Take up the game in a log, and close the rounds that were due when it was left.

        Args:
            log: The decision log of the game.
            clock: Function that returns the time of an act.

        Raises:
            GameError: Where the log makes no sense.
        """
        try:
            self.playing = GameState(log, clock)
            """The game in progress with its decision log, and everything that is hidden: not for players."""
            self.permissions = Permissions(self.playing)
            self.timer = RoundTimer(self.playing, self.permissions)
            self.branches = Branching(self.playing, self.permissions, self.timer)
            self.players = PlayerActions(self.playing, self.permissions, self.timer)
            self.statements = PlayerStatements(self.playing, self.permissions)
            self.instructor = InstructorActions(self.playing, self.permissions, self.timer)
            self.game_results = GameResults(self.playing, self.permissions)
        except BaseException:
            log.close()
            raise
        self.timer.take_up()

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], game: Game | str | os.PathLike[str], *, scenario: Scenario | None = None,
        seed: int | None = None, clock: Clock = now,
    ) -> Self:  # fmt: skip
        """Begin a new game in a new file; its pass codes are in ``session.codes``.

        Args:
            path: Path of the file.
            game: Name or file of a game, or a declared game.
            scenario: The scenario on which a declared game goes on.
            seed: Seed of the random numbers; the scenario's own if left out.
            clock: Function that returns the time of an act; the clock of this machine if left out.

        Returns:
            The session.

        Raises:
            ScenarioError: For a game that cannot be played, or one beyond the limits of :func:`sim.size_limits`.
        """
        return cls(create_game_file(path, game, scenario, seed, clock), clock)

    @staticmethod
    def count_sensible(opening: Opening, entries: Sequence[Entry]) -> int:
        """How many of these acts, from the first, make sense as acts of the game that a file began with.

        Args:
            opening: What the file began with.
            entries: The acts, in order.

        Returns:
            The number of acts.
        """
        return count_sensible(opening, entries)

    def copy(self) -> Self:
        """The game as it stands, in memory: what is done in the copy is lost with it. Another thread may use it.

        Returns:
            The copy.
        """
        return type(self)(LogCopy(self.playing.log, self.playing.record.entries), self.playing.now)

    def close(self) -> None:
        """Close the file. What was accepted is in it already."""
        self.playing.shut()

    # What the game is

    @property
    def game(self) -> Game:
        """The game as it was declared."""
        return self.playing.game

    @property
    def scenario(self) -> Scenario:
        """The scenario as the game plays it, with the bots at its firms."""
        return self.playing.scenario

    @property
    def seed(self) -> int:
        """The seed of the random numbers, which all branches share."""
        return self.playing.seed

    @property
    def codes(self) -> Mapping[str, str]:
        """The pass code of each seat."""
        return self.playing.codes

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The whole log."""
        return tuple(self.playing.record.entries)

    @property
    def lines(self) -> Mapping[str, Branch]:
        """All branches by name."""
        return dict(self.playing.record.lines)

    def line(self, seat: str = "") -> str:
        """Name of the branch that is played on.

        Args:
            seat: Seat that plays on it; any if left out.

        Returns:
            The name.
        """
        return self.playing.line_of(seat).name

    # What players do

    def join(self, seat: str, code: str) -> None:
        """Take a seat with its pass code. A person who comes back joins again.

        Args:
            seat: Name of the seat.
            code: Pass code of the seat.
        """
        self.players.join(seat, code)

    def view(self, seat: str, line: str | None = None) -> SeatView:
        """What a seat sees now.

        Args:
            seat: Name of the seat.
            line: Name of a branch, for an instructor; the one that the seat plays on if left out.

        Returns:
            The view of the seat.
        """
        return self.players.view(seat, line)

    def predict(
        self, seat: str, prediction: Prediction | Mapping[str, object], *, round: int | None = None,
        confirmed: str = "", client: str | None = None,
    ) -> Accepted | ConfirmationNeeded:  # fmt: skip
        """Record what a seat expects of the open round; the last prediction counts.

        Share and churn are parts of one: a churn of 0.17 is 17% of the customers in a year. A figure far from what
        this market has shown is asked back once; ``confirmed`` is the token of the question answered with yes.

        Args:
            seat: Name of the seat.
            prediction: The expected figures, by name.
            round: Round that is meant, counted from 0, so that a late message does not count for the next; the open one
                if left out.
            confirmed: Token of the question that is answered with yes; empty if none was asked.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts, or a question about what may be a slip.
        """
        return self.players.predict(seat, prediction, round=round, confirmed=confirmed, client=client)

    def decide(
        self, seat: str, decision: AnyDecision | Mapping[str, object], *, round: int | None = None, reason: str = "",
        confirmed: str = "", client: str | None = None,
    ) -> Accepted | ConfirmationNeeded:  # fmt: skip
        """Record a seat's decision for the open round; the last one counts when the round closes.

        Args:
            seat: Name of the seat.
            decision: The levers that are moved, by name.
            round: Round that is meant, counted from 0, so that a late message does not count for the next; the open one
                if left out.
            reason: Why, in the player's own words; it is kept with the decision.
            confirmed: Token of the question that is answered with yes; empty if none was asked.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts, or a question about what may be a slip.
        """
        return self.players.decide(seat, decision, round=round, reason=reason, confirmed=confirmed, client=client)

    def withdraw(self, seat: str, *, round: int | None = None, client: str | None = None) -> Accepted:
        """Take a seat's decision for the open round back.

        Args:
            seat: Name of the seat.
            round: Round that is meant, counted from 0, so that a late message does not count for the next; the open one
                if left out.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts.
        """
        return self.players.withdraw(seat, round=round, client=client)

    def strategy(self, seat: str, name: str, text: str = "", *, client: str | None = None) -> Accepted:
        """State the strategy of the firm that a seat steers, with a text in the player's own words.

        It holds for the whole firm from the open round on, until another one is stated; all are kept. A decision that
        is at odds with it counts, and brings a remark.

        Args:
            seat: Name of the seat.
            name: One of :data:`sim.game.decisions.strategy_statements.STRATEGIES`.
            text: The strategy in the player's own words.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts, with a remark where decisions are at odds with it.
        """
        return self.statements.strategy(seat, name, text, client=client)

    def believe(self, seat: str, causes: Mapping[str, float], *, client: str | None = None) -> Accepted:
        """State why customers left the firm in the last closed round: the part of each cause, summing to 1.

        The last statement on a round counts; it can be made until the next round closes.

        Args:
            seat: Name of the seat.
            causes: Part of each cause, 0 to 1; the parts sum to 1.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts.
        """
        return self.statements.believe(seat, causes, client=client)

    def note_visit(  # noqa: PLR0913 (the answers of one form, each by its name)
        self, seat: str, account: str, *, know: Iterable[str] = (), conclude: str, decide: str | None = None,
        text: str = "", client: str | None = None,
    ) -> Accepted:  # fmt: skip
        """Record notes on the visits that the firm made to a key account in the last closed round.

        They answer three questions: what do we ``know`` now that we did not (needs by name), what do we ``conclude``
        (the door at which the account stands), what do we ``decide`` (the need to be acted upon, or None)? The firm's
        own view shows which visits were made.

        Args:
            seat: Name of the seat.
            account: Name of the key account.
            know: Needs that the visit revealed.
            conclude: Door at which the account stands.
            decide: Need to be acted upon; None for none.
            text: Notes in the player's own words.
            client: Mark of the sender's own: the same message sent twice counts once.

        Returns:
            That it counts.
        """
        return self.statements.note_visit(
            seat, account, know=know, conclude=conclude, decide=decide, text=text, client=client
        )

    # How rounds close

    def close_round(self, *, line: str | None = None, by: str | None = None) -> None:
        """Close the open round: standing decisions count, bots decide, other seats follow the game's rule.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.timer.close_round(line=line, by=by)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the round closes; None where no timer runs."""
        return self.timer.seconds_left

    @property
    def paused(self) -> bool:
        """Whether the timer is stopped; False where none runs."""
        return self.timer.paused

    def tick(self) -> bool:
        """Close the round if its time is up. The holder of the session calls this.

        Returns:
            Whether it was closed.
        """
        return self.timer.tick()

    def pause(self, *, by: str | None = None) -> None:
        """Stop the timer.

        Args:
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.timer.pause(by=by)

    def resume(self, *, by: str | None = None) -> None:
        """Let the timer run on.

        Args:
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.timer.resume(by=by)

    def extend(self, seconds: float, *, by: str | None = None) -> None:
        """Add seconds to the open round.

        Args:
            seconds: Seconds that are added.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.timer.extend(seconds, by=by)

    # Branches

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
        return self.branches.reopen(round, name=name, line=line, by=by)

    def branch(self, name: str, round: int | None = None, *, line: str | None = None, by: str | None = None) -> str:
        """Begin a branch at a round of another one, and play on it from now on.

        Rounds before it are shared; decisions and shocks of that round and later ones stay with the old branch.

        Args:
            name: Name of the new branch.
            round: Round at which it begins, counted from 0; the open one if left out.
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            The name of the new branch.
        """
        return self.branches.branch(name, round, line=line, by=by)

    def go_to(self, line: str, *, by: str | None = None) -> None:
        """Play on another branch from now on.

        Args:
            line: Name of the branch.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.branches.go_to(line, by=by)

    def carry_on(self, like: str, *, line: str | None = None, by: str | None = None) -> None:
        """Close rounds with the decisions of another branch, up to the round to which that one has come.

        Decisions that stand for the open round count. A decision that cannot be made again here is made without the
        programmes that it opened or launched, or else not at all; both are marked in its reason.

        Args:
            like: Name of the branch whose decisions are taken.
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.branches.carry_on(like, line=line, by=by)

    # What an instructor does

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
        self.instructor.shock(shock, firms=firms, line=line, by=by)

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
        self.instructor.subsidise(seat, money, weeks=weeks, rounds=rounds, line=line, by=by)

    def bot(self, seat: str) -> AnyPolicy:
        """The bot that belongs to a seat.

        Args:
            seat: Name of the seat.

        Returns:
            The policy by which the bot decides.
        """
        return self.instructor.bot(seat)

    def seat_bot(self, seat: str, bot: AnyPolicy | None = None, *, by: str | None = None) -> None:
        """Let a bot decide for a seat in place of a person: this one, or the seat's own.

        Args:
            seat: Name of the seat.
            bot: The bot; the seat's own if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.instructor.seat_bot(seat, bot, by=by)

    def seat_human(self, seat: str, *, by: str | None = None) -> None:
        """Let the person who has joined a seat decide for it again, in place of a bot.

        Args:
            seat: Name of the seat.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.instructor.seat_human(seat, by=by)

    def say(self, text: str, *, to: str = "", by: str | None = None) -> None:
        """Send a message to a seat, or to all.

        Args:
            text: The message.
            to: Name of the seat; all if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.
        """
        self.instructor.say(text, to=to, by=by)

    # The results

    def results(self, line: str | None = None, *, by: str | None = None) -> Results:
        """What has happened on a branch, as the results of a run, from which every metric and chart can be made.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            Results of one replication, up to the last closed round.
        """
        return self.game_results.results(line, by=by)

    def outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[RoundOutcome, ...]:
        """The figures of each closed round and firm on a branch.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One outcome per closed round and firm.
        """
        return self.game_results.outcomes(line, by=by)

    def account_outcomes(self, line: str | None = None, *, by: str | None = None) -> tuple[AccountOutcome, ...]:
        """The figures of each closed round and key account that has a seat.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One outcome per closed round and key account.
        """
        return self.game_results.account_outcomes(line, by=by)

    def calibration(self, line: str | None = None, *, by: str | None = None) -> tuple[Calibration, ...]:
        """How close the expectations of each seat came, and how well its margins were calibrated.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One calibration per seat that predicted.
        """
        return self.game_results.calibration(line, by=by)

    def visits(self, line: str | None = None, *, by: str | None = None) -> tuple[MarkedVisit, ...]:
        """The notes of seats on visits to key accounts, with their marks by the three questions.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One marked note per visit that was noted.
        """
        return self.game_results.visits(line, by=by)

    def compare(self, lines: Sequence[str] | None = None, *, by: str | None = None) -> pd.DataFrame:
        """Branches side by side, with the same random numbers.

        Args:
            lines: Names of the branches; all if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            One row per branch, round and firm: figures, and their differences from the first branch.
        """
        return self.game_results.compare(lines, by=by)

    def scripted(self, line: str | None = None, *, by: str | None = None) -> Scenario:
        """What was played on a branch as a scenario whose firms follow scripts: a run of it gives the same figures.

        Args:
            line: Name of the branch; the one that is played on if left out.
            by: Seat that asks, whose rights count; the holder of the session if left out.

        Returns:
            The scenario.
        """
        return self.game_results.scripted(line, by=by)

    def export(
        self, folder: str | os.PathLike[str], *, seat: str | None = None, line: str | None = None,
        byte_order_mark: bool | None = None,
    ) -> None:  # fmt: skip
        """Write tables and the scripted scenario to a new folder; for a seat that steers a firm, those of its own.

        Tables are CSV for spreadsheets, with what people wrote made harmless; exactly as they wrote it, it is in the
        JSON-lines files beside.

        Args:
            folder: Path of the new folder.
            seat: Seat whose own tables are written; those of all firms if left out.
            line: Name of the branch; the one that is played on if left out.
            byte_order_mark: Whether CSV files begin with a byte order mark, see :mod:`sim.files.csv_export`; as the
                system needs it if left out.
        """
        self.game_results.export(folder, seat=seat, line=line, byte_order_mark=byte_order_mark)

    def debrief(self, *, by: str | None = None, line: str | None = None, luck: int = 0) -> Debrief:
        """What was played and what it brought: decisions and their effects, hidden moves, true causes, luck and skill.

        Args:
            by: Seat of an instructor, at any time, or of a player, once the game is over; the holder of the session if
                left out.
            line: Name of the branch; the one that is played on if left out.
            luck: Number of other seeds for telling luck and skill apart (200 are many); 0 for none.

        Returns:
            The debrief.
        """
        return self.game_results.debrief(by=by, line=line, luck=luck)

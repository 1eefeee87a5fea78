"""What was played on a line, apart from the log: it can be played again with another decision or under other luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sim.game.errors import GameError
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.decision import Decision
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True, eq=False)
class RecordedGame:
    """Scenario, seed and what each team decided in each closed round. Plain values: it goes to other processes."""

    scenario: Scenario
    """As long as the rounds that were played, with the shocks of the line."""
    seed: int
    teams: tuple[str, ...]
    """Firms that have seats, in order of the seats. All others are steered by policies of the scenario, or not at all,
    and answer to what happens."""
    rounds: tuple[Mapping[str, Decision], ...]
    """What counted, by round and firm."""
    accounts: tuple[Mapping[str, AccountDecision], ...]
    """What key accounts decided, by round and account."""

    @property
    def weeks(self) -> int:
        """Weeks of a round."""
        return round(self.scenario.round)

    def but(self, firm: str, number: int, decision: Decision) -> RecordedGame:
        """The same, but this firm decides otherwise in this round."""
        rounds = list(self.rounds)
        rounds[number] = {**rounds[number], firm: decision}
        return replace(self, rounds=tuple(rounds))

    def held(self, firm: str) -> RecordedGame:
        """The same, but this firm leaves everything as it stood from the first round to the last."""
        return replace(self, rounds=tuple({**said, firm: Decision()} for said in self.rounds))

    def moved(self, firm: str) -> bool:
        """Whether this firm ever decided anything."""
        return any(said[firm].moved for said in self.rounds if firm in said)


def recorded_game(play: GameState, line: Branch) -> RecordedGame:
    """What was played on a line so far. Raises :class:`GameError` before the first round is closed."""
    if not line.round:
        raise GameError(f"no round of line {line.name} is closed yet, so there is nothing to look back on")
    asked = play.scenario_on_branch(line)
    teams = tuple(dict.fromkeys(seat.steers for seat in play.game.steering))
    held: dict[str, object] = {f"firms.{firm}.policy": {"kind": "hold"} for firm in teams}
    return RecordedGame(
        scenario=asked.but(held, horizon=line.round * asked.round, replications=1),
        seed=play.seed, teams=teams, rounds=tuple(dict(said) for said in play.decisions(line)),
        accounts=tuple(dict(said) for said in play.account_decisions(line)),
    )  # fmt: skip

"""A game as tables: lines of play side by side, all of it as CSV, a scenario that replays it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.files.atomic_write import new_folder
from sim.files.csv_export import harmless_table, write_csv, write_rows
from sim.game.decisions.decisions import actor_of, written
from sim.game.errors import GameError
from sim.game.game import Seat
from sim.game.log.entries import Entry
from sim.game.presentation.round_outcome import RoundOutcome
from sim.game.presentation.seat_view import outcomes, scores
from sim.game.session.branch_run import BranchRun
from sim.game.session.branches import Branch
from sim.game.session.game_state import GameState
from sim.language.messages import _
from sim.results.tables import events, weekly
from sim.scenario.decisions.account_view import AccountRound, AccountView
from sim.scenario.files.load import dump
from sim.scenario.scenario import Scenario

FIGURES = ("customers", "share", "churn", "revenue", "profit")


def outcome_table(found: Sequence[RoundOutcome]) -> pd.DataFrame:
    """Outcomes as a table, one row per round and firm."""
    columns = [field.name for field in dataclasses.fields(RoundOutcome)]
    return pd.DataFrame([dataclasses.asdict(outcome) for outcome in found], columns=columns)


def compared(play: GameState, lines: Sequence[Branch]) -> pd.DataFrame:
    """Figures of each line, round and firm, and how much each lies above that of the first line in the same round.

    All lines have the same luck, so what differs follows from what was decided. Not a number where the first line has
    not come to the round.
    """
    tables = []
    for line in lines:
        table = outcome_table(outcomes(play, line))
        table.insert(0, "line", line.name)
        tables.append(table)
    whole = pd.concat(tables, ignore_index=True)
    first = tables[0].set_index(["round", "firm"])
    base = first[list(FIGURES)].reindex(pd.MultiIndex.from_frame(whole[["round", "firm"]]))
    for figure in FIGURES:
        whole[f"{figure}_more"] = whole[figure].to_numpy() - base[figure].to_numpy()
    return whole


DECISIONS = ("number", "time", "line", "round", "week", "seat", "firm", "decided_by", "counted", "reason", "view")


def scripted(play: GameState, line: Branch) -> Scenario:
    """The closed rounds of a line as a scenario whose seats' firms follow scripts; it gives the same figures."""
    if not line.round:
        nothing = _("no round of line {line} is closed yet, so there is nothing to replay")
        raise GameError(nothing.format(line=line.name))
    rounds = play.decisions(line)
    scripts: dict[str, object] = {
        f"firms.{firm}.policy": {"kind": "script", "rounds": [written(decisions[firm]) for decisions in rounds]}
        for firm in dict.fromkeys(seat.steers for seat in play.game.steering)
    }
    said = play.account_decisions(line)
    for account in (seat.answers for seat in play.game.of_accounts):
        rows = [written(decisions[account]) for decisions in said]
        scripts[f"key_accounts.{account}.policy"] = {"kind": "script", "rounds": rows}
    asked = play.scenario_on_branch(line)
    return asked.but(scripts, horizon=line.round * asked.round, seed=play.seed, replications=1)


def export(play: GameState, folder: str, line: Branch, seat: Seat | None, mark: bool | None = None) -> None:
    """Write the game to a folder that is new or empty; for a seat only what is its own. It appears whole."""
    with new_folder(folder, GameError) as place:
        write_into(play, place, line, seat, mark)


def write_into(play: GameState, place: Path, line: Branch, seat: Seat | None, mark: bool | None = None) -> None:
    """Write the files into a folder that is there.

    CSV is for spreadsheets (:mod:`sim.files.csv_export`, which says what ``mark`` is); what people wrote stands
    exactly as     they wrote it in the JSON-lines files beside.
    """
    mine = [one for one in play.game.deciding if seat is None or one.name == seat.name]
    if any(one.steers for one in mine):
        _decisions(play, place / "decisions.csv", [one for one in mine if one.steers], mark)
    if any(one.answers for one in mine):
        _decisions(play, place / "account_decisions.csv", [one for one in mine if one.answers], mark)
    _predictions(play, place / "predictions.csv", mine, line, mark)
    if seat is not None:
        _own(play, place, line, seat, mark)
        return
    _views(play, place / "views.jsonl", mine)
    _log(play, place / "log.csv", mark)
    (place / "game.yaml").write_text(dump(play.game), encoding="utf-8")
    if line.round:
        results = play.world(line).results()
        (place / "scenario.yaml").write_text(
            f"# Line {line.name} of the game {play.game.name}, as it was played.\n" + dump(scripted(play, line)),
            encoding="utf-8",
        )
        write_csv(outcome_table(outcomes(play, line)), place / "rounds.csv", mark)
        if play.game.of_accounts:
            views = [play.world(line).account_view(one.answers) for one in play.game.of_accounts]
            _account_rounds(place / "account_rounds.csv", views, mark)
        write_csv(weekly(results), place / "weekly.csv", mark)
        harmless_table(events(results)).to_csv(
            place / "events.csv.gz", index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
        )


def _decisions(play: GameState, path: Path, seats: Sequence[Seat], mark: bool | None) -> None:
    """Every decision that was ever made, also those that were changed before their round closed."""
    fields = actor_of(seats[0]).parts
    plays = {seat.name: seat.plays for seat in seats}
    counted = {
        said.entry.number for line in play.record.lines.values() for round_ in line.closed for said in round_.values()
    }
    whose = "account" if seats[0].answers else "firm"
    heading = tuple(whose if name == "firm" else name for name in DECISIONS)
    rows, exact = [], []
    for entry in play.record.entries:
        if entry.act == "decided" and entry.seat in plays:
            levers: Mapping[str, Any] = entry.content["decision"]
            told = (
                entry.number, entry.time, entry.line, entry.round, entry.round * play.scenario.round, entry.seat,
                plays[entry.seat], entry.decided_by, int(entry.number in counted), entry.reason, _key(entry),
            )  # fmt: skip
            rows.append([*told, *(_cell(levers[name]) if name in levers else "" for name in fields)])
            exact.append({**dict(zip(heading, told, strict=True)), "decision": levers})
    write_rows(path, [*heading, *fields], rows, mark)
    _lines(path.with_suffix(".jsonl"), exact)


def _predictions(play: GameState, path: Path, seats: Sequence[Seat], line: Branch, mark: bool | None) -> None:
    heading = ["line", "seat", "round", "figure", "expected", "within", "came", "error", "inside", "penalty"]
    rows = [
        [line.name, seat.name, *("" if value is None else value for value in dataclasses.astuple(score))]
        for seat in seats
        for score in scores(play, seat.name, line)
    ]
    write_rows(path, heading, rows, mark)


def _views(play: GameState, path: Path, seats: Iterable[Seat]) -> None:
    """What each seat's firm could know in each round; ``view`` is the key in decisions.csv."""
    chosen = list(seats)
    with path.open("w", encoding="utf-8") as file:
        for line in play.record.lines.values():
            world = BranchRun(play.scenario_on_branch(line), play.seed)
            rounds = play.rounds(line)
            for number in range(line.round + 1):
                if number >= line.start and not world.over:
                    for seat in chosen:
                        view = actor_of(seat).view(world)
                        held = {"view": f"{line.name}/{number}/{seat.name}", **view.plain()}
                        file.write(json.dumps(held, ensure_ascii=False) + "\n")
                if number < line.round:
                    world.play(*rounds[number])
            world.close()


def _log(play: GameState, path: Path, mark: bool | None) -> None:
    columns = [field.name for field in dataclasses.fields(Entry)]
    entries = play.record.entries
    write_rows(path, columns, [[_cell(getattr(entry, column)) for column in columns] for entry in entries], mark)
    _lines(path.with_suffix(".jsonl"), (dataclasses.asdict(entry) for entry in entries))


def _lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """A line of JSON for each row: exactly what the game holds."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _own(play: GameState, place: Path, line: Branch, seat: Seat, mark: bool | None) -> None:
    """What a seat may keep: its view, and its books week by week, or its rounds as a key account."""
    if seat.answers:
        hers = play.world(line).account_view(seat.answers)
        (place / "view.json").write_text(json.dumps(hers.plain(), ensure_ascii=False), encoding="utf-8")
        _account_rounds(place / "account_rounds.csv", [hers], mark)
        return
    view = play.world(line).view(seat.steers)
    (place / "view.json").write_text(json.dumps(view.plain(), ensure_ascii=False), encoding="utf-8")
    columns = [column.tolist() for column in view.books.values()]
    rows = ([week, *row] for week, row in enumerate(zip(*columns, strict=True)))
    write_rows(place / "books.csv", ["week", *view.books], rows, mark)


def _account_rounds(path: Path, views: Sequence[AccountView], mark: bool | None) -> None:
    """What key accounts lived through, one row per account, round and firm."""
    columns = [field.name for field in dataclasses.fields(AccountRound)]
    rows = ([view.account, *(_cell(getattr(row, column)) for column in columns)] for view in views
            for row in view.rounds)  # fmt: skip
    write_rows(path, ["account", *columns], rows, mark)


def _key(entry: Entry) -> str:
    return f"{entry.line}/{entry.round}/{entry.seat}"


def _cell(value: object) -> object:
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value

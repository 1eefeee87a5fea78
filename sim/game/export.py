"""A game written out: tables as CSV, a scenario that replays it, and who decided what, when and on what view."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.atomic_write import new_folder
from sim.game.compare import outcome_table
from sim.game.decision_log import Entry
from sim.game.decisions import written
from sim.game.game import Seat
from sim.game.lines import Line
from sim.game.play import Play
from sim.game.refusal import Refused
from sim.game.seeing import outcomes, scores
from sim.game.world import World
from sim.scenario.account_decision import CHOICES
from sim.scenario.account_view import AccountRound, AccountView
from sim.scenario.decision import LEVERS
from sim.scenario.read import dump
from sim.scenario.scenario import Scenario
from sim.tables import events, weekly

DECISIONS = ("number", "time", "line", "round", "week", "seat", "firm", "decided_by", "counted", "reason", "view")


def scripted(play: Play, line: Line) -> Scenario:
    """The closed rounds of a line as a scenario whose seats' firms follow scripts; it gives the same figures."""
    if not line.round:
        raise Refused(f"no round of line {line.name} is closed yet, so there is nothing to replay")
    rounds = play.decisions(line)
    scripts: dict[str, object] = {
        f"firms.{firm}.policy": {"kind": "script", "rounds": [written(decisions[firm]) for decisions in rounds]}
        for firm in dict.fromkeys(seat.steers for seat in play.game.steering)
    }
    said = play.account_decisions(line)
    for account in (seat.answers for seat in play.game.of_accounts):
        rows = [written(decisions[account]) for decisions in said]
        scripts[f"key_accounts.{account}.policy"] = {"kind": "script", "rounds": rows}
    asked = play.as_on(line)
    return asked.but(scripts, horizon=line.round * asked.round, seed=play.seed, replications=1)


def export(play: Play, folder: str, line: Line, seat: Seat | None) -> None:
    """Write the game to a folder that is new or empty; for a seat only what is its own. It appears whole."""
    with new_folder(folder, Refused) as place:
        write_into(play, place, line, seat)


def write_into(play: Play, place: Path, line: Line, seat: Seat | None) -> None:
    """Write the files into a folder that is there."""
    mine = [one for one in play.game.deciding if seat is None or one.name == seat.name]
    if any(one.steers for one in mine):
        _decisions(play, place / "decisions.csv", [one for one in mine if one.steers])
    if any(one.answers for one in mine):
        _decisions(play, place / "account_decisions.csv", [one for one in mine if one.answers])
    _predictions(play, place / "predictions.csv", mine, line)
    if seat is not None:
        _own(play, place, line, seat)
        return
    _views(play, place / "views.jsonl", mine)
    _log(play, place / "log.csv")
    (place / "game.yaml").write_text(dump(play.game), encoding="utf-8")
    if line.round:
        results = play.world(line).results()
        (place / "scenario.yaml").write_text(
            f"# Line {line.name} of the game {play.game.name}, as it was played.\n" + dump(scripted(play, line)),
            encoding="utf-8",
        )
        outcome_table(outcomes(play, line)).to_csv(place / "rounds.csv", index=False, lineterminator="\n")
        if play.game.of_accounts:
            views = [play.world(line).account_view(one.answers) for one in play.game.of_accounts]
            _account_rounds(place / "account_rounds.csv", views)
        weekly(results).to_csv(place / "weekly.csv", index=False, lineterminator="\n")
        events(results).to_csv(
            place / "events.csv.gz", index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
        )


def _decisions(play: Play, path: Path, seats: Sequence[Seat]) -> None:
    """Every decision that was ever made, also those that were changed before their round closed."""
    fields = tuple(CHOICES) if seats[0].answers else tuple(LEVERS)
    plays = {seat.name: seat.plays for seat in seats}
    counted = {
        said.entry.number for line in play.record.lines.values() for round_ in line.closed for said in round_.values()
    }
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        whose = "account" if seats[0].answers else "firm"
        out.writerow([*(whose if name == "firm" else name for name in DECISIONS), *fields])
        for entry in play.record.entries:
            if entry.act == "decided" and entry.seat in plays:
                levers: Mapping[str, Any] = entry.content["decision"]
                out.writerow([
                    entry.number, entry.time, entry.line, entry.round, entry.round * play.scenario.round, entry.seat,
                    plays[entry.seat], entry.decided_by, int(entry.number in counted), entry.reason, _key(entry),
                    *(_cell(levers[name]) if name in levers else "" for name in fields),
                ])  # fmt: skip


def _predictions(play: Play, path: Path, seats: Sequence[Seat], line: Line) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["line", "seat", "round", "figure", "expected", "within", "came", "error", "inside", "penalty"])
        for seat in seats:
            for score in scores(play, seat.name, line):
                out.writerow([line.name, seat.name, *("" if v is None else v for v in dataclasses.astuple(score))])


def _views(play: Play, path: Path, seats: Iterable[Seat]) -> None:
    """What each seat's firm could know in each round; ``view`` is the key in decisions.csv."""
    chosen = list(seats)
    with path.open("w", encoding="utf-8") as file:
        for line in play.record.lines.values():
            world = World(play.as_on(line), play.seed)
            rounds = play.rounds(line)
            for number in range(line.round + 1):
                if number >= line.start and not world.over:
                    for seat in chosen:
                        view = world.account_view(seat.answers) if seat.answers else world.view(seat.steers)
                        held = {"view": f"{line.name}/{number}/{seat.name}", **view.plain()}
                        file.write(json.dumps(held, ensure_ascii=False) + "\n")
                if number < line.round:
                    world.play(*rounds[number])
            world.close()


def _log(play: Play, path: Path) -> None:
    columns = [field.name for field in dataclasses.fields(Entry)]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        for entry in play.record.entries:
            out.writerow([_cell(getattr(entry, column)) for column in columns])


def _own(play: Play, place: Path, line: Line, seat: Seat) -> None:
    """What a seat may take home: its view, and its books week by week, or what she lived through as a key account."""
    if seat.answers:
        hers = play.world(line).account_view(seat.answers)
        (place / "view.json").write_text(json.dumps(hers.plain(), ensure_ascii=False), encoding="utf-8")
        _account_rounds(place / "account_rounds.csv", [hers])
        return
    view = play.world(line).view(seat.steers)
    (place / "view.json").write_text(json.dumps(view.plain(), ensure_ascii=False), encoding="utf-8")
    with (place / "books.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["week", *view.books])
        columns = [column.tolist() for column in view.books.values()]
        out.writerows([week, *row] for week, row in enumerate(zip(*columns, strict=True)))


def _account_rounds(path: Path, views: Sequence[AccountView]) -> None:
    """What key accounts lived through, one row per account, round and firm."""
    columns = [field.name for field in dataclasses.fields(AccountRound)]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["account", *columns])
        for view in views:
            out.writerows([view.account, *(_cell(getattr(row, column)) for column in columns)] for row in view.rounds)


def _key(entry: Entry) -> str:
    return f"{entry.line}/{entry.round}/{entry.seat}"


def _cell(value: object) -> object:
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value

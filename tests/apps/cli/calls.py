"""How each command of the menu is called so that it succeeds, and what parameters it has."""

from __future__ import annotations

import csv
import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints

import sim
from sim.apps.classroom.classes.class_folder import Settings, new_class, open_class
from sim.game.exercises.exercise_session import ExerciseSession
from sim.kit.paper_game.record import empty_record
from sim.registry import registered
from sim.scenario.files.load import shipped

MARKET = """\
name: market
title: 市场 − “Ærø” × ½ · λ
teaches: signs that a terminal may not have − 关系
horizon: 20
population: {segments: [{name: 顾客, size: 80}]}
firms: [{name: 海尔}, {name: Ærø λ}]
"""

Call = Callable[[Path], list[str]]


def market(folder: Path) -> str:
    """A small market whose names no terminal but one in UTF-8 can show."""
    (folder / "market.yaml").write_text(MARKET, encoding="utf-8")
    return str(folder / "market.yaml")


def log(folder: Path) -> str:
    """A transaction log of 40 customers."""
    with (folder / "shop.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("customer_id", "datetime", "monetary_value"))
        for who in range(40):
            for visit in range(1 + who % 7):
                month, day = 1 + (who + 3 * visit) % 12, 1 + (5 * who + visit) % 28
                rows.writerow((f"顾{who}", f"2023-{month:02}-{day:02}", 10 + who))
    return str(folder / "shop.csv")


def results(folder: Path) -> str:
    """Results of a run, to be made again."""
    return str(sim.save(sim.simulate(sim.load(market(folder))), folder / "saved", report=False))


def short_game(folder: Path, name: str) -> str:
    """The file of a shipped game in two rounds."""
    text = (shipped() / "games" / f"{name}.yaml").read_text(encoding="utf-8")
    path = folder / f"short_{name}.yaml"
    path.write_text(re.sub(r"^rounds: \d+$", "rounds: 2", text, flags=re.MULTILINE), encoding="utf-8")
    return str(path)


def paper_game(folder: Path) -> str:
    """A paper game of one quarter, typed in."""
    text = empty_record().decode("utf-8-sig")
    filled = []
    for line in text.splitlines():
        quarter, who, *_rest = line.split(",")
        own = {"azure": ",full,ordinary,2,2,20,,,,,,,,,,"}.get(who, ",,,,,,4,3,3,0,1,1,1,0,,")
        filled.append(f"{quarter},{who}{own}" if quarter == "1" else line)
    (folder / "game.csv").write_text("\n".join(filled) + "\n", encoding="utf-8")
    return str(folder / "game.csv")


def exam(folder: Path) -> list[str]:
    """An exam's key, and one student who left all lines empty."""
    key = {"secret": "s", "students": [{"number": "1", "name": "Li"}]}
    (folder / "exam.json").write_text(json.dumps(key), encoding="utf-8")
    (folder / "1").mkdir()
    (folder / "1" / "answer.csv").write_text("path,what,unit,answer\n", encoding="utf-8")
    return [str(folder), "--key", str(folder / "exam.json"), "--out", str(folder / "marks.csv")]


def exercise(folder: Path) -> str:
    """The file of an exercise that has begun."""
    ExerciseSession.create(folder / "kept.guanxi", "true_or_false").close()
    return str(folder / "kept.guanxi")


def served_class(folder: Path) -> str:
    """The folder of a class in which one round is closed."""
    place = folder / "served"
    new_class(place, Settings(game="head_of_the_firm", markets=1, seed=1))
    _found, sessions = open_class(place)
    with sessions["1"] as session:
        session.seat_bot("head")
        session.close_round()
    return str(place)


CALLS: dict[str, Call] = {
    "calibrate": lambda at: [log(at), "--out", str(at / "new.yaml"), "--mend", "sort"],
    "check": lambda at: [market(at)],
    "cite": lambda at: [market(at)],
    "claims": lambda at: [],
    "class": lambda at: ["head_of_the_firm", "--port", "0", "--folder", str(at / "class")],
    "compare": lambda at: [
        market(at), "--strategy", "as is=", "--strategy", "cheap=firms.海尔.offer.price=0.9", "--replications", "2",
        "--workers", "1", "--out", str(at / "compared"),
    ],
    "debrief": lambda at: [served_class(at), "--out", str(at / "debrief.html")],
    "doctor": lambda at: [],
    "exam": lambda at: exam(at),
    "explain": lambda at: [],
    "export": lambda at: [market(at), str(at / "study")],
    "gallery": lambda at: ["goal_gradient", "--out", str(at / "facts")],
    "games": lambda at: [],
    "kit": lambda at: ["--chapter", "2", "--no-pdf", "--out", str(at / "kit")],
    "list": lambda at: [],
    "learning": lambda at: [served_class(at), "--out", str(at / "learning.html"), "--csv", str(at / "learning.csv")],
    "marks": lambda at: [served_class(at), "--out", str(at / "marks.csv")],
    "paper": lambda at: [paper_game(at), "--replications", "2", "--out", str(at / "debrief")],
    "play": lambda at: ["true_or_false", "--file", exercise(at)],
    "questions": lambda at: ["--chapter", "1", "--format", "csv", "--out", str(at / "questions.csv")],
    "quiz": lambda at: ["1", "--out", str(at / "mine.json")],
    "rehearse": lambda at: [short_game(at, "head_of_the_firm"), "--out", str(at / "game")],
    "reproduce": lambda at: [results(at)],
    "run": lambda at: [market(at), "--out", str(at / "results")],
    "show": lambda at: [market(at)],
    "serve": lambda at: ["head_of_the_firm", "--port", "0", "--file", str(at / "game.guanxi")],
    "worlds": lambda at: [
        market(at), "--strategy", "as is=", "--strategy", "cheap=firms.海尔.offer.price=0.9", "--out", str(at / "two")
    ],
}  # fmt: skip
"""Words behind the name of each command; a new command needs a line here."""


def parameters(command: str) -> dict[str, tuple[Any, Any]]:
    """The parameters of a command: the type of each, and what Typer was told of it."""
    hints = get_type_hints(
        inspect.unwrap(cast("Callable[..., None]", registered("command")[command])), include_extras=True
    )
    return {name: get_args(hint)[:2] for name, hint in hints.items() if get_origin(hint) is Annotated}

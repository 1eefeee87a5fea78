"""The tables of ``docs/discussion/programmes.md``: when programmes pay, and what the parts of a club move.

``python -m docs.programme_runs pays sweep`` runs the markets and writes the tables; ``--write`` writes what is kept in
``docs/programmes.json`` and runs nothing. Names of scenarios after ``pays`` run only these.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping

import numpy as np

import sim
from docs import page_parts
from docs.club_changes import MARKETS, SMALLER
from docs.page_parts import DOCS
from sim.metrics._shared.interval import Interval, interval
from sim.model.events import RANK
from sim.number_text import decimal
from sim.results.event_filters import select_events
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

REPLICATIONS = 20
SWEEP_REPLICATIONS = 12
SEED = 1
KEPT = DOCS / "programmes.json"
PROGRAMMES: tuple[tuple[str, str, str], ...] = (
    ("harley_owners_group", "Harley", "club"),
    ("haier_club", "Haier", "club"),
    ("leisure_airline", "Sunhop", "club"),
    ("electronics_launch", "Lumen", "club"),
    ("three_shopkeepers", "Partner", "club"),
    ("imitation_race", "Azure", "frequency"),
    ("hotel_points", "Lantern", "frequency"),
    ("airline_miles", "Skyways", "frequency"),
    ("leisure_airline", "Sunhop", "frequency"),
    ("three_shopkeepers", "Promoter", "frequency"),
    ("service_in_tiers", "Parity", "frequency"),
    ("first_look", "Azure", "frequency"),
    ("strategy_menu", "Ginkgo", "frequency"),
    ("made_to_order_bicycle", "Wheelwright", "customised"),
    ("strategy_menu", "Ginkgo", "customised"),
)
"""Scenario, firm and kind of each shipped programme that is laid against none."""
MEASURES = ("joins", "renewals", "exits", "profit")


def without(scenario: Scenario, firm: str, kind: str) -> Scenario:
    """The same market in which the firm has no programme of that kind."""
    own = next(one for one in scenario.firms if one.name == firm)
    rest = [part.model_dump(mode="json", exclude_unset=True) for part in own.programmes if part.kind != kind]
    return scenario.but({f"firms.{firm}.programmes": rest})


def conditions(scenario: Scenario, firm: str, kind: str, smaller: dict[str, object]) -> dict[str, Scenario]:
    """The scenario as shipped and its alternatives, wherever the firm launches such a programme, with these changes."""
    worlds = {"as shipped": scenario.but(contrasts={})}
    worlds |= {contrast.label: scenario.contrast(name) for name, contrast in scenario.contrasts.items()}

    def launches(world: Scenario) -> bool:
        own = next(one for one in world.firms if one.name == firm)
        return any(part.kind == kind and part.launch is not None for part in own.programmes)

    return {label: world.but(smaller) if smaller else world for label, world in worlds.items() if launches(world)}


def read(world: Scenario, firm: str, replications: int) -> dict[str, np.ndarray]:
    """Joins, renewals, exits for a cause, and profit of a firm over the whole run, in each replication."""
    results = simulate(world, seed=SEED, replications=replications, log="exits")
    place = results.names.firms.index(firm)
    counts = np.array([run.weekly[:, place, :, 0].sum(axis=0) for run in results.runs], dtype=float)
    profit = sim.profit(results)
    movers = [n for n, cause in enumerate(world.exits.causes) if cause.ends == "all_relations"]
    left = [select_events(run, ("exit",)) for run in results.runs]
    exits = [((rows["firm"] == place) & ~np.isin(rows["cause"], movers)).sum() for rows in left]
    return {
        "joins": counts[:, RANK["join"]], "renewals": counts[:, RANK["renewal"]], "exits": np.array(exits, dtype=float),
        "profit": profit.loc[profit["firm"] == firm, "profit"].to_numpy(dtype=float),
    }  # fmt: skip


def as_kept(found: Interval) -> dict[str, float]:
    """An interval as the file keeps it."""
    return {"mean": round(found.mean, 4), "low": round(found.low, 4), "high": round(found.high, 4)}


def pays(only: list[str]) -> dict[str, object]:
    """Profit of each programme beyond the same market without it, as shipped and in each alternative."""
    rows: dict[str, object] = {}
    for name, firm, kind in PROGRAMMES:
        if only and name not in only:
            continue
        for label, world in conditions(load(name), firm, kind, SMALLER.get(name, {})).items():
            there, none = (read(one, firm, REPLICATIONS) for one in (world, without(world, firm, kind)))
            gain = interval(there["profit"] - none["profit"])
            rows[f"{name}/{firm}/{kind}/{label}"] = as_kept(gain)
            print(name, kind, label, gain, flush=True)
    return rows


def sweep(only: list[str]) -> dict[str, object]:
    """What each change of a club moves: joins, renewals, exits for a cause and profit, paired."""
    rows: dict[str, object] = {}
    for market, (firm, changes) in MARKETS.items():
        if only and market not in only:
            continue
        found: dict[int, dict[str, np.ndarray]] = {}
        for change in changes:
            for world in (change.before, change.after):
                if id(world) not in found:
                    found[id(world)] = read(world, firm, SWEEP_REPLICATIONS)
            before, after = found[id(change.before)], found[id(change.after)]
            moved = {measure: as_kept(interval(after[measure] - before[measure])) for measure in MEASURES}
            rows[f"{market}/{change.what}"] = moved
            print(market, change.what, moved, flush=True)
    return rows


def kept() -> dict[str, dict[str, object]]:
    """Everything that is kept, by table."""
    found: dict[str, dict[str, object]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return found


def pays_table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Programmes and conditions with the gain in profit, in thousands."""
    lines = [
        "| scenario | programme | condition | profit with it less without it, thousand | result |",
        "|---|---|---|---:|---|",
    ]
    for key, row in sorted(rows.items(), key=lambda item: _place(item[0])):
        name, firm, kind, label = key.split("/")
        verdict = "pays" if row["low"] > 0 else "does not pay" if row["high"] < 0 else "neither, clearly"
        places = 0 if abs(row["mean"]) >= 10_000 else 1
        mean, low, high = (decimal(row[bound] / 1000, places, True) for bound in ("mean", "low", "high"))
        lines.append(f"| `{name}` | {kind} of {firm} | {label} | {mean} ({low} to {high}) | {verdict} |")
    return "\n".join(lines)


def _place(key: str) -> int:
    """Place of a programme in the table; its conditions stay in their order."""
    name, firm, kind, _ = key.split("/")
    return PROGRAMMES.index((name, firm, kind))


def sweep_table(rows: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Changes with what they move; what lies beyond two standard errors is set in bold."""
    lines = ["| market | change | joins | renewals | exits | profit, thousand | expected, and by whom | comes out |",
             "|---|---|---:|---:|---:|---:|---|---|"]  # fmt: skip
    for market, (_, changes) in MARKETS.items():
        for change in changes:
            row = rows.get(f"{market}/{change.what}")
            if row is None:
                continue
            cells = [_cell(row[measure], 1000 if measure == "profit" else 1) for measure in MEASURES]
            hits = [
                measure for measure, sign in change.expected if sign * row[measure]["mean"] > 0 and moves(row[measure])
            ]
            misses = [measure for measure, sign in change.expected
                      if sign * row[measure]["mean"] < 0 and moves(row[measure])]  # fmt: skip
            verdict = ", ".join([*hits, *[f"not {measure}" for measure in misses]]) or "no"
            wanted = ", ".join(f"{measure} {'up' if sign > 0 else 'down'}" for measure, sign in change.expected)
            lines.append(f"| {market} | {change.what} | {' | '.join(cells)} | {wanted}: {change.source} | {verdict} |")
    return "\n".join(lines)


def moves(row: Mapping[str, float]) -> bool:
    """Whether a difference is more than about two standard errors from nothing: its 95% interval leaves 0 out."""
    return row["low"] > 0 or row["high"] < 0


def _cell(row: Mapping[str, float], scale: float) -> str:
    half = (row["high"] - row["low"]) / 2 / scale
    places = 0 if half >= 3 else 1
    said = f"{decimal(row['mean'] / scale, places, True)} ± {decimal(half, places)}"
    return f"**{said}**" if moves(row) else said


TABLES: dict[str, Callable[[dict[str, object]], str]] = {"pays": pays_table, "sweep": sweep_table}  # type: ignore[dict-item]


def write() -> None:
    """Put the tables that are kept between their marks on the page."""
    for name, rows in kept().items():
        page_parts.write("programmes", name, TABLES[name](rows).splitlines())


def main(asked: list[str]) -> None:
    """Make the tables named, keep their figures and write the page."""
    runs = {"pays": pays, "sweep": sweep}
    only = [word for word in asked if word not in runs and word != "--write"]
    for name in [] if "--write" in asked else [word for word in asked if word in runs] or list(runs):
        new = runs[name](only)
        everything = kept()
        rest = {key: row for key, row in everything.get(name, {}).items() if only and key.split("/")[0] not in only}
        everything[name] = {**rest, **new}
        KEPT.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write()


if __name__ == "__main__":
    main(sys.argv[1:])

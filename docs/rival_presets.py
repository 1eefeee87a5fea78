"""What becomes of a programme under each kind of rivals: the tables of ``docs/reference/rivals.md``.

``python -m docs.rival_presets`` runs them and writes them between the marks of the page (about 4 minutes on one core).
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np

from sim.metrics._shared.interval import interval
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import count, profit_cents
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

PAGE = Path(__file__).parent / "reference" / "rivals.md"
REPLICATIONS, WEEKS, LAUNCH, SEED = 24, 208, 26, 1
CARD = {"kind": "frequency", "launch": LAUNCH, "threshold": 300, "build_cost": 3000, "running_cost": 40}
PROGRAMMES: dict[str, dict[str, object]] = {
    "points (the shipped card)": {**CARD, "reward_worth": 20},
    "club": {"kind": "club", "launch": LAUNCH},
    "customised": {"kind": "customised", "launch": LAUNCH},
}
CARDS: dict[str, dict[str, object]] = {
    "worthless (reward 0.01)": {**CARD, "reward_worth": 0.01},
    "shipped (discount of 20 on 300)": {**CARD, "reward_worth": 20},
    "gift (the same, costs 30% of its worth)": {**CARD, "reward_worth": 20, "reward": "gift", "gift_cost": 0.3},
    "ruinous (half the money back)": {**CARD, "reward_worth": 150},
    "club": {"kind": "club", "launch": LAUNCH},
    "customised": {"kind": "customised", "launch": LAUNCH},
}
PRESETS = ("never", "course", "passive", "slow", "overnight", "reckoning")
RIVALS = ("Beryl", "Cedar")


def market(programme: dict[str, object] | None, rivals: str, launcher: object = None) -> Scenario:
    """The imitation race for four years: Azure's programme, how its rivals answer, who steers Azure."""
    changes: dict[str, object] = {
        "firms.Azure.programmes": [programme] if programme else [],
        "firms.Azure.policy": launcher,
    }
    changes |= {f"firms.{rival}.imitation": rivals for rival in RIVALS}
    return load("imitation_race").but(changes, horizon=WEEKS)


def run(asked: Scenario) -> Results:
    """The market with the same random numbers as all others here."""
    return simulate(asked, seed=SEED, replications=REPLICATIONS, log="exits")


def told(values: np.ndarray) -> str:
    """Mean and 95% interval in thousands."""
    found = interval(values / 1000)
    return f"{found.mean:+.1f} ({found.low:+.1f} to {found.high:+.1f})".replace("-", "−")


def profits(results: Results, base: Results) -> np.ndarray:
    """Profit of each firm from the launch on beyond the market without any programme, shape (replications, firms)."""
    return np.array(
        [
            (profit_cents(one)[LAUNCH:].sum(axis=0) - profit_cents(other)[LAUNCH:].sum(axis=0)) / 100
            for one, other in zip(results.runs, base.runs, strict=True)
        ]
    )


def gain_at_the_end(results: Results, base: Results) -> np.ndarray:
    """Azure's share of purchases in the last year beyond that without any programme, points."""

    def share(one: Results) -> np.ndarray:
        bought = np.array([count(replication, ("purchase",))[-52:].sum(axis=0) for replication in one.runs])
        return np.asarray(bought[:, 0] / bought.sum(axis=1))

    return 100 * (share(results) - share(base))


def copies(results: Results) -> tuple[str, str]:
    """Part of rivals that launched the programme, and the median weeks after Azure's launch."""
    weeks = []
    for replication in results.runs:
        launches = select_events(replication, ("launch",))
        first = {int(row["firm"]): float(row["time"]) for row in launches[::-1] if row["firm"] > 0}
        weeks += list(first.values())
    part = len(weeks) / (len(RIVALS) * len(results.runs))
    return f"{100 * part:.0f}%", f"{np.median(weeks) - LAUNCH:.0f}" if weeks else "–"


def closings(results: Results) -> str:
    """Part of replications in which Azure closed its programme, and the median week."""
    weeks = []
    for replication in results.runs:
        rows = select_events(replication, ("closing",))
        weeks += rows["time"][rows["firm"] == 0][:1].tolist()
    return f"{100 * len(weeks) / len(results.runs):.0f}%, week {np.median(weeks):.0f}" if weeks else "never"


def preset_table(base: Results) -> list[str]:
    """Each programme under each kind of rivals."""
    lines = [
        "| programme of Azure | rivals | copied by | weeks after the launch | Azure's gain of share in the last year, "
        "points | profit of Azure, k | profit of a rival, k |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, programme in PROGRAMMES.items():
        for preset in PRESETS:
            results = run(market(programme, preset))
            found, (part, weeks) = profits(results, base), copies(results)
            share = interval(gain_at_the_end(results, base))
            points = f"{share.mean:+.2f} ({share.low:+.2f} to {share.high:+.2f})".replace("-", "−")
            rival = told(found[:, 1:].mean(axis=1))
            lines.append(f"| {name} | `{preset}` | {part} | {weeks} | {points} | {told(found[:, 0])} | {rival} |")
    return lines


def reckoning_table(base: Results) -> list[str]:
    """Six programmes with rivals that work out what pays, and with a launcher that does."""
    lines = [
        "| programme of Azure | copied by rivals that work out what pays | profit of Azure, k | profit of a rival, k "
        "| Azure works out what pays, rivals never copy: closed | profit of Azure then, k |",
        "|---|---|---|---|---|---|",
    ]
    for name, programme in CARDS.items():
        results = run(market(programme, "reckoning"))
        found, (part, weeks) = profits(results, base), copies(results)
        part = f"{part}, after {weeks} weeks" if weeks != "–" else part
        alone = run(market(programme, "never", {"kind": "reckoning"}))
        cells = [part, told(found[:, 0]), told(found[:, 1:].mean(axis=1)), closings(alone)]
        lines.append(f"| {name} | {' | '.join(cells)} | {told(profits(alone, base)[:, 0])} |")
    return lines


def main() -> None:
    """Write both tables into the page."""
    warnings.simplefilter("ignore")
    base = run(market(None, "never"))
    text = PAGE.read_text(encoding="utf-8")
    for mark, table in (("presets", preset_table(base)), ("reckoning", reckoning_table(base))):
        begin, end = f"<!-- {mark} begins (written by docs/rival_presets.py) -->", f"<!-- {mark} ends -->"
        before, rest = text.split(begin)
        after = rest.split(end)[1]
        text = "\n".join([before + begin, *table, end]) + after
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

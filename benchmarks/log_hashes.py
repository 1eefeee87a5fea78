"""Hashes of event logs, weekly series and rehearsed games, to show that a refactoring changes nothing.

``python -m benchmarks.log_hashes write FILE`` stores them, ``python -m benchmarks.log_hashes check FILE`` compares.
Fields are hashed one by one, events by name, so that neither padding nor the numbering of events matters.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path

import numpy as np

from sim.game.session.rehearse import rehearse
from sim.model.events import EVENTS
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.files.validation import checked
from sim.scenario.scenario import Scenario

WEEKS, CUSTOMERS_PER_SEGMENT = 52.0, 40
ADDED = (
    "closing", "compensation", "customer gain", "employee", "estimate", "favour", "promise", "refund", "tie", "trust",
    "workforce",
)  # fmt: skip
"""Events added after version 0.3.0: hashed only where they happened, so that hashes of older versions can be met."""
GAMES = ("imitation_race", "key_account_game", "three_shopkeepers")


def small(scenario: Scenario) -> Scenario:
    """The scenario with few customers and at most 52 weeks, into which launches and shocks are moved."""
    content = scenario.model_dump(mode="json", exclude_unset=True)
    shorter = min(1.0, WEEKS / scenario.horizon)
    content["horizon"] = scenario.horizon * shorter
    for segment in content["population"]["segments"]:
        segment["size"] = min(segment["size"], CUSTOMERS_PER_SEGMENT)
    for firm in content["firms"]:
        for programme in firm.get("programmes", ()):
            if programme.get("launch"):
                programme["launch"] *= shorter
    for shock in content.get("shocks", ()):
        shock["at"] *= shorter
    return checked(Scenario, content)


def hash_of(results: Results) -> str:
    """A hash of all rows, field by field, and of the weekly series."""
    digest = hashlib.sha256()
    for run in results.runs:
        for field in run.rows.dtype.names:
            column = run.rows[field]
            column = np.array(EVENTS)[column].astype("U40") if field == "event" else column
            digest.update(field.encode() + np.ascontiguousarray(column).tobytes())
        for rank in np.argsort(np.array(EVENTS)):
            if EVENTS[rank] in ADDED and not run.weekly[:, :, rank].any():
                continue
            digest.update(EVENTS[rank].encode() + np.ascontiguousarray(run.weekly[:, :, rank]).tobytes())
    return digest.hexdigest()


def hashes() -> dict[str, str]:
    """All hashes by what they belong to."""
    found = {}
    for name in shipped_scenarios():
        scenario = small(load(name))
        for scheduler in ("kernel", "reference"):
            found[f"{name}, {scheduler}"] = hash_of(simulate(scenario, replications=2, scheduler=scheduler))
    for name in GAMES:
        with tempfile.TemporaryDirectory() as folder:
            outcomes = [asdict(outcome) for outcome in rehearse(name, Path(folder) / "game").outcomes]
        values = [list(outcome.values()) for outcome in outcomes]
        found[f"game {name}"] = hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()
    return found


def main() -> None:
    """Write or check."""
    action, file = sys.argv[1], Path(sys.argv[2])
    warnings.simplefilter("ignore")
    found = hashes()
    if action == "write":
        file.write_text(json.dumps(found, indent=1), encoding="utf-8")
        print(f"{len(found)} hashes written to {file}")
        return
    stored = json.loads(file.read_text(encoding="utf-8"))
    differing = [name for name in stored if found.get(name) != stored[name]]
    print(f"{len(stored) - len(differing)} of {len(stored)} hashes are equal", *differing, sep="\n")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()

"""Which claims survive other assumptions: ``python -m docs.claim_robustness`` tries them and writes claims.md.

Each assumed value of behaviour and of the programmes is halved and doubled in every world of the claims named here. The
table is kept in ``docs/claim_robustness.json``; ``--write`` runs nothing and writes what is kept, with its picture.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from docs import page_parts
from docs.page_parts import DOCS
from sim.charts.style.canvas import png
from sim.charts.style.palette import BLUE, GREY, VERMILION
from sim.experiments.claims.robustness import claim_robustness
from sim.files.atomic_write import write_file
from sim.number_text import decimal, significant

KEPT = DOCS / "claim_robustness.json"
PICTURE = DOCS / "pictures" / "claim_robustness.png"
CLAIMS = {
    "copied_points_lose_their_gain_not_their_cost": 4,
    "with_sleepy_rivals_the_gain_lasts": 4,
    "deeper_bonds_erode_more_slowly": 8,
}
"""The claims that are tried, with the replications of each: fewer where the claim is clear with few."""
PARTS = ("behaviour", "exits", "firms")
LONGEST = 15
"""Bars of the picture, those that reach furthest."""
Rows = list[dict[str, Any]]


def kept() -> Rows:
    """The rows of the last run."""
    found: Rows = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else []
    return found


def of_claim(rows: Rows, name: str) -> pd.DataFrame:
    """Rows of a claim: margins at half and double of each value, the widest apart first, values that change it only."""
    table = pd.DataFrame([row for row in rows if row["claim"] == name and row["path"]])
    wide = table.pivot_table(index="path", columns="side", values=["margin", "survives"], aggfunc="first", sort=False)
    margins = wide["margin"].astype(float)
    wide = wide[((margins - 1).abs() > 1e-9).any(axis=1)]
    reach = (wide["margin"].astype(float) - 1).abs().max(axis=1)
    return pd.DataFrame(wide.loc[reach.sort_values(ascending=False, kind="stable").index])


def lines(rows: Rows) -> list[str]:
    """What stands on the page of claims."""
    tried_claims = [name for name in CLAIMS if any(row["claim"] == name for row in rows)]
    said = [
        "Each assumed value of behaviour, of the exit table and of Azure's programmes is halved and doubled, one at a",
        "time, in every world of some claims of `imitation_race`. `python -m docs.claim_robustness` does it again and",
        "writes this part; names of claims after the command try only these. Other claims have not been tried so.",
        "",
        "| claim | runs of each world | as assumed | values tried at half and double | tries that it survives "
        "| values that change nothing | fails with |",
        "|---|---:|---|---:|---:|---:|---|",
    ]
    for name in tried_claims:
        said.append(_row(name, [row for row in rows if row["claim"] == name]))
    missing = [f"`{name}`" for name in CLAIMS if name not in tried_claims]
    if missing:
        said += ["", f"Not tried yet: {', '.join(missing)}."]
    refused = sorted({f"`{row['path']}` at {row['side']}" for row in rows if row["path"] and row["survives"] is None})
    if refused:
        said += ["", f"Values that a scenario does not allow, and that were not tried: {', '.join(refused)}."]
    for name in tried_claims:
        said += ["", *_margins(name, rows)]
    if tried_claims:
        said += ["", "![Tornado: the margin of each claim at half and double of the assumed values]"
                 "(../pictures/claim_robustness.png)"]  # fmt: skip
    return said


def _row(name: str, mine: Rows) -> str:
    """A claim in the table."""
    tried = [row for row in mine if row["path"] and row["survives"] is not None]
    lost = [row for row in tried if not row["survives"]]
    values = len({row["path"] for row in tried})
    failing = [f"`{row['path']}` at {row['side']} ({significant(row['value'], 3)})" for row in lost]
    cells = (
        f"`{name}`", str(CLAIMS[name]), "comes out" if mine[0]["survives"] else "does not come out", str(values),
        f"{len(tried) - len(lost)} of {len(tried)}", str(values - len(of_claim(mine, name))),
        ", ".join(failing) or "none",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _margins(name: str, rows: Rows) -> list[str]:
    """The margins of a claim, value by value."""
    defaults = {row["path"]: row["default"] for row in rows if row["path"]}
    told = [
        f"What moves `{name}` most. The margin is how far the figures lie from their",
        "bounds, relative to the assumed values, the smallest of the figures that the value moves: 1 as assumed,",
        "above 1 where the claim is safer, below 0 where it fails.",
        "",
        "| assumed value | assumed | margin at half | margin at double |",
        "|---|---:|---:|---:|",
    ]
    for path, row in of_claim(rows, name).head(LONGEST).iterrows():
        cells = (decimal(float(str(row["margin", side])), 2) for side in ("half", "double"))
        told.append(f"| `{path}` | {significant(defaults[str(path)], 3)} | {' | '.join(cells)} |")
    return told


def picture(rows: Rows) -> Figure:
    """A tornado of each claim: its margin at half and double of each assumed value, the widest bar on top."""
    tables = {row["claim"]: of_claim(rows, row["claim"]).head(LONGEST) for row in rows if not row["path"]}
    tables = {name: table for name, table in tables.items() if len(table)}
    sizes = [len(table) + 2 for table in tables.values()]
    figure = Figure(figsize=(7.6, 0.5 + 0.27 * sum(sizes)), layout="constrained")
    panels = figure.subplots(len(tables), 1, squeeze=False, height_ratios=sizes)[:, 0]
    for axes, (name, table) in zip(panels, tables.items(), strict=True):
        _tornado(axes, name, table)
    return figure


def _tornado(axes: Axes, name: str, table: pd.DataFrame) -> None:
    """The bars of one claim."""
    places = np.arange(len(table))[::-1]
    for side, color, shift in (("half", BLUE, 0.2), ("double", VERMILION, -0.2)):
        margins = table["margin", side].astype(float).to_numpy()
        axes.barh(places + shift, margins - 1, left=1, height=0.38, color=color, label=f"{side} of the assumed value")
    names = [str(path).replace("firms.Azure.programmes.", "").replace("behaviour.", "") for path in table.index]
    axes.set_yticks(places, names, fontsize=8)
    axes.axvline(1, color=GREY, linewidth=0.9)
    axes.axvline(0, color="black", linewidth=1.2)
    axes.set_xlabel("margin of the claim: 1 as assumed, below 0 it fails", fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
    axes.legend(fontsize=8, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
    axes.set_title(name.replace("_", " "), fontsize=9, loc="left", pad=20)


def write() -> None:
    """Write the part of the page, and draw the picture."""
    page_parts.write("claims", "robustness", lines(kept()))
    if kept():
        PICTURE.write_bytes(png(picture(kept())))


def main(asked: list[str]) -> None:
    """Try the claims named, or all, keep what comes out of each as soon as it is there, and write the page."""
    unknown = sorted(set(asked) - {*CLAIMS, "--write"})
    if unknown:
        sys.exit(f"unknown claim {', '.join(unknown)}; allowed: {', '.join(CLAIMS)}")
    for name in [] if "--write" in asked else asked or CLAIMS:
        table = claim_robustness([name], CLAIMS[name], PARTS)
        rows = [row for row in kept() if row["claim"] != name] + json.loads(table.to_json(orient="records"))
        rows.sort(key=lambda row: list(CLAIMS).index(row["claim"]))
        write_file(KEPT, (json.dumps(rows, indent=1) + "\n").encode())
        lost = {row["path"] for row in rows if row["claim"] == name and row["path"] and row["survives"] is False}
        print(f"{name}: {len(lost)} values with which it fails", flush=True)
    write()


if __name__ == "__main__":
    main(sys.argv[1:])

"""Which claims survive other assumptions: ``python -m docs.claim_robustness`` tries them and writes claims.md.

Each assumed value of behaviour and of the programmes is halved and doubled in every world of the claims named here. The
table is kept in ``docs/claim_robustness.json``; ``--write`` runs nothing and writes what is kept, with its picture.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from docs import page_parts
from docs.page_parts import DOCS
from sim.charts.style.canvas import BLUE, GREY, VERMILION, png
from sim.experiments.claims.claims import claims
from sim.experiments.claims.robustness import claim_robustness
from sim.number_text import decimal, significant

KEPT = DOCS / "claim_robustness.json"
PICTURE = DOCS / "pictures" / "claim_robustness.png"
CLAIMS = (
    "deeper_bonds_erode_more_slowly",
    "copied_points_lose_their_gain_not_their_cost",
    "with_sleepy_rivals_the_gain_lasts",
)
PARTS = ("behaviour", "firms")
REPLICATIONS = 8
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
    said = [
        "Each assumed value of behaviour and of Azure's programmes is halved and doubled, one at a time, in every",
        f"world of three claims of `imitation_race`, with {REPLICATIONS} replications. Run it again with",
        "`python -m docs.claim_robustness`, which writes this part. Other claims, and the rates, slopes and shields of",
        "the exit table, have not been tried in this way.",
        "",
        "| claim | survives as assumed | other values tried | of these it survives | values that change nothing "
        "| fails with |",
        "|---|---|---:|---:|---:|---|",
    ]
    for name in CLAIMS:
        mine = [row for row in rows if row["claim"] == name]
        tried = [row for row in mine if row["path"] and row["survives"] is not None]
        lost = [row for row in tried if not row["survives"]]
        still = len({row["path"] for row in tried}) - len(of_claim(rows, name))
        failing = [f"`{row['path']}` at {row['side']} ({significant(row['value'], 3)})" for row in lost]
        fails = ", ".join(failing) or "none"
        first = "yes" if mine[0]["survives"] else "no"
        counts = f"{len(tried)} | {len(tried) - len(lost)} | {still}"
        said.append(f"| `{name}` | {first} | {counts} | {fails} |")
    refused = sorted({f"`{row['path']}` at {row['side']}" for row in rows if row["path"] and row["survives"] is None})
    if refused:
        said += ["", f"Values that a scenario does not allow, and that were not tried: {', '.join(refused)}."]
    said += ["", *_margins(rows), "", "![Tornado: the margin of a claim at half and double of each assumed value]"
             "(../pictures/claim_robustness.png)"]  # fmt: skip
    return said


def _margins(rows: Rows) -> list[str]:
    """The margins of the first claim, value by value."""
    defaults = {row["path"]: row["default"] for row in rows if row["path"]}
    told = [
        f"What moves `{CLAIMS[0]}` most. The margin is how far the claim's figures lie from",
        "their bounds, relative to the assumed values: 1 as assumed, below 0 where the claim fails.",
        "",
        "| assumed value | assumed | margin at half | margin at double |",
        "|---|---:|---:|---:|",
    ]
    for path, row in of_claim(rows, CLAIMS[0]).head(LONGEST).iterrows():
        cells = (decimal(float(row["margin", side]), 2) for side in ("half", "double"))
        told.append(f"| `{path}` | {significant(defaults[path], 3)} | {' | '.join(cells)} |")
    return told


def picture(rows: Rows) -> Figure:
    """A tornado of the first claim: its margin at half and double of each assumed value, the widest bar on top."""
    table = of_claim(rows, CLAIMS[0]).head(LONGEST)
    figure = Figure(figsize=(7.2, 1.4 + 0.3 * len(table)), layout="constrained")
    axes = figure.subplots()
    places = list(range(len(table)))[::-1]
    for side, color in (("half", BLUE), ("double", VERMILION)):
        margins = table["margin", side].astype(float).to_numpy()
        axes.barh(places, margins - 1, left=1, height=0.38, align="edge", color=color,
                  label=f"{side} of the assumed value")  # fmt: skip
        places = [place - 0.38 for place in places]
    names = [str(path).replace("firms.Azure.programmes.", "").replace("behaviour.", "") for path in table.index]
    axes.set_yticks(list(range(len(table)))[::-1], names, fontsize=8)
    axes.axvline(1, color=GREY, linewidth=0.9)
    axes.axvline(0, color="black", linewidth=1.2)
    axes.set_xlabel("margin of the claim: 1 as assumed, below 0 it fails", fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
    axes.legend(fontsize=8, loc="best", frameon=False)
    axes.set_title(claims()[CLAIMS[0]].claim.split(":")[0], fontsize=9, loc="left", wrap=True)
    return figure


def write() -> None:
    """Write the part of the page, and draw the picture."""
    page_parts.write("claims", "robustness", lines(kept()))
    PICTURE.write_bytes(png(picture(kept())))


def main(asked: list[str]) -> None:
    """Try the claims, keep what comes out, and write the page."""
    if "--write" not in asked:
        table = claim_robustness(CLAIMS, REPLICATIONS, PARTS)
        rows = json.loads(table.to_json(orient="records", double_precision=6))
        KEPT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    write()


if __name__ == "__main__":
    main(sys.argv[1:])

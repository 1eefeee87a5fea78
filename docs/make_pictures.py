"""Draw the pictures of the documentation from real runs: ``python docs/make_pictures.py``.

They are made from shipped scenarios at their own seed, so anybody gets the same ones.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import sim
from sim.game.exercises.exit_case import open_case
from sim.game.exercises.exit_report import bias_corrector
from sim.game.exercises.sorting_case import open_base
from sim.views.canvas import png
from sim.views.first_look_choice import Choice

PICTURES = Path(__file__).parent / "pictures"
REPLICATIONS = 8


def exit_detective() -> Figure:
    """A detective who knows how people misreport, in the market of the first look."""
    case = open_case(sim.simulate(sim.load("first_look"), seed=1))
    return sim.views.exit_detective_chart(case, bias_corrector(case.handout))


def sorting() -> Figure:
    """A sort by money alone."""
    case = open_base(sim.load("sort_your_customers"), seed=1)
    customers = case.base.customers
    bands = pd.qcut(customers["money"], 4, labels=False).tolist()
    return sim.views.sorting_chart(case, {"by money alone": dict(zip(customers["customer"], bands, strict=True))})


def main() -> None:
    """Write every picture as PNG."""
    race = sim.load("imitation_race")
    results = sim.simulate(race, replications=REPLICATIONS)
    without = sim.simulate(race.but({"firms.Azure.programmes": ()}), replications=REPLICATIONS)
    drawn = {
        "gain": sim.views.gain_chart(results, without),
        "shares": sim.views.share_chart(results),
        "exits": sim.views.exit_chart(results),
        "survival": sim.views.survival_chart(results),
        "profit": sim.views.profit_chart(results),
        "programme_cost": sim.views.programme_cost_chart(results),
        "imitation": sim.views.imitation_timeline(results),
        "exit_detective": exit_detective(),
        "sorting": sorting(),
    }
    PICTURES.mkdir(exist_ok=True)
    for name, figure in drawn.items():
        (PICTURES / f"{name}.png").write_bytes(png(figure))
    look = sim.views.first_look(choice=Choice("frequency", 6, 26))
    (PICTURES / "first_look.png").write_bytes(look.picture.png())


if __name__ == "__main__":
    main()

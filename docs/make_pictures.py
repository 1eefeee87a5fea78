"""Draw the pictures of the documentation from real runs: ``python docs/make_pictures.py``.

They are made from shipped scenarios at their own seed, so anybody gets the same ones.
"""

from __future__ import annotations

from pathlib import Path

import sim
from sim.views.canvas import png
from sim.views.first_look_choice import Choice

PICTURES = Path(__file__).parent / "pictures"
REPLICATIONS = 8


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
    }
    PICTURES.mkdir(exist_ok=True)
    for name, figure in drawn.items():
        (PICTURES / f"{name}.png").write_bytes(png(figure))
    look = sim.views.first_look(choice=Choice("frequency", 6, 26))
    (PICTURES / "first_look.png").write_bytes(look.picture.png())


if __name__ == "__main__":
    main()

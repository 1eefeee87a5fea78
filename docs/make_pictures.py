"""Draw the pictures of the documentation from real runs: ``python docs/make_pictures.py``.

They are made from shipped scenarios at their own seed, so anyone gets the same ones.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import sim
from sim.apps.notebook.first_look import Choice
from sim.charts.style.canvas import png
from sim.experiments.calibration.cdnow import cdnow_file
from sim.experiments.stylised_facts.fact import run_stylised_fact
from sim.game.exercises.exit_case import open_case
from sim.game.exercises.exit_report import bias_corrector
from sim.game.exercises.sorting_case import open_base

PICTURES = Path(__file__).parent / "pictures"
REPLICATIONS = 8


def exit_detective() -> Figure:
    """A detective who knows how people misreport, in the market of the first look."""
    case = open_case(sim.simulate(sim.load("first_look"), seed=1))
    return sim.charts.exit_detective_chart(case, bias_corrector(case.handout))


def sorting() -> Figure:
    """A sort by money alone."""
    case = open_base(sim.load("sort_your_customers"), seed=1)
    customers = case.base.customers
    bands = pd.qcut(customers["money"], 4, labels=False).tolist()
    return sim.charts.sorting_chart(case, {"by money alone": dict(zip(customers["customer"], bands, strict=True))})


def two_worlds() -> tuple[Figure, Figure]:
    """A club instead of points, in the imitation race: who was saved, and the two lives of one of them."""
    club = [{"kind": "club", "launch": 26, "build_cost": 6000, "running_cost": 80}]
    strategies = {"points": {}, "club": {"firms.Azure.programmes": club}}
    worlds = sim.counterfactual_pair(sim.load("imitation_race"), strategies)
    chosen = sim.outcome_sentence(worlds, 1)
    saved = chosen.loc[chosen["outcome"] == "saved", "customer_id"].iloc[0]
    return sim.charts.saved_and_lost_chart(worlds), sim.charts.two_lives_chart(worlds, saved)


def response_map() -> Figure:
    """Which programme wins most share, by how soon rivals copy it and how generous it is."""
    market = sim.load("imitation_race").but({"population.segments.consumers.size": 1000})

    def points(_weeks: object, worth: object) -> dict[str, object]:
        card = {"kind": "frequency", "launch": 26, "threshold": 300, "reward_worth": worth, "build_cost": 1000,
                "running_cost": 13}  # fmt: skip
        return {"firms.Azure.programmes": [card]}

    def club(_weeks: object, worth: object) -> dict[str, object]:
        card = {"kind": "club", "launch": 26, "build_cost": 2000, "running_cost": 26, "benefit_worth": worth,
                "benefit_cost": 0.6 * float(str(worth))}  # fmt: skip
        return {"firms.Azure.programmes": [card]}

    def copied(weeks: float) -> dict[str, object]:
        rows = {
            depth: {"aware": 0, "decide": 0, "build": weeks, "fidelity": part}
            for depth, part in (("financial", 1.0), ("social", 0.5))
        }
        return {f"firms.{rival}.imitation": {"rows": rows} for rival in ("Beryl", "Cedar")}

    found = sim.response_map(
        market, {"none": {"firms.Azure.programmes": []}, "points": points, "club": club},
        (
            ("weeks until rivals have copied it", {weeks: copied(weeks) for weeks in (4, 13, 26, 52, 120)}),
            ("worth of a reward, money", {worth: {} for worth in (5, 10, 20, 40)}),
        ),
        "share", replications=8,
    )  # fmt: skip
    return sim.charts.response_map_chart(found)


def sensitivity() -> Figure:
    """What the profit of the leader in the imitation race depends on."""
    market = sim.load("imitation_race").but({"population.segments.consumers.size": 1000})
    card = "firms.Azure.programmes.frequency"
    factors = {"firms.Azure.offer.price": (0.9, 1.1), "firms.Azure.offer.service": (0.5, 0.9),
               f"{card}.reward_worth": (5.0, 60.0), f"{card}.launch": (4, 100)}  # fmt: skip
    return sim.charts.sensitivity_chart(sim.screen(market, factors, "profit", trajectories=10, replications=4))


def comparison() -> tuple[Figure, Figure]:
    """Points, a club and neither in the imitation race: what they earn per customer, and when that settles."""
    race = sim.load("imitation_race")
    club = [{"kind": "club", "launch": 26, "quantity": 3, "build_cost": 6000}]
    strategies = {"points": {}, "none": (), "club": {"firms.Azure.programmes": club}}
    found = sim.compare(race, strategies, replications=20)
    warm = sim.warm_up(race.but(horizon=312), {"points": {}, "none": ()}, measure="profit", replications=20)
    return sim.charts.comparison_chart(found), sim.charts.warm_up_chart(warm)


def calibration() -> Figure:
    """CDNOW: fitted to 39 weeks, foretold for 39. Needs the extra ``validation``."""
    record = cdnow_file()
    if record is None:
        raise SystemExit("the record of CDNOW comes with the extra 'validation'; install it first")
    found = sim.calibrate(sim.read_transactions(record, mend=["keep-free", "keep-repeats"]), weeks=39)
    runs = sim.simulate(sim.calibrated_scenario(found, name="cdnow_39"), replications=20)
    return sim.charts.calibration_chart(found, runs)


def facts() -> dict[str, Figure]:
    """Some facts of the gallery."""
    shown = ("regression_to_mean", "self_selection", "goal_gradient")
    return {f"fact_{name}": sim.charts.gallery_chart(run_stylised_fact(name)) for name in shown}


def main() -> None:
    """Write every picture as PNG."""
    race = sim.load("imitation_race")
    results = sim.simulate(race, replications=REPLICATIONS)
    without = sim.simulate(race.but({"firms.Azure.programmes": ()}), replications=REPLICATIONS)
    saved_and_lost, two_lives = two_worlds()
    compared, warm_up = comparison()
    drawn = {
        "gain": sim.charts.gain_chart(results, without),
        "shares": sim.charts.share_chart(results),
        "exits": sim.charts.exit_chart(results),
        "survival": sim.charts.survival_chart(results),
        "profit": sim.charts.profit_chart(results),
        "programme_cost": sim.charts.programme_cost_chart(results),
        "imitation": sim.charts.imitation_timeline(results),
        "exit_detective": exit_detective(),
        "sorting": sorting(),
        "saved_and_lost": saved_and_lost,
        "two_lives": two_lives,
        "response_map": response_map(),
        "sensitivity": sensitivity(),
        "calibration_cdnow": calibration(),
        **facts(),
        "comparison": compared,
        "warm_up": warm_up,
    }
    PICTURES.mkdir(exist_ok=True)
    for name, figure in drawn.items():
        (PICTURES / f"{name}.png").write_bytes(png(figure))
    look = sim.first_look(choice=Choice("frequency", 6, 26))
    (PICTURES / "first_look.png").write_bytes(look.picture.png())


if __name__ == "__main__":
    main()

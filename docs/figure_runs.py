"""What the figures of the pages are taken from: each group runs its markets 32 times with seed 1 and reads them off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

import sim
from sim.metrics._shared.interval import Interval, interval, ratio_of_means
from sim.metrics.programmes.gain import race, share_curve
from sim.metrics.programmes.programme_cost import programme_cost
from sim.results.results import LogLevel, Results
from sim.scenario.scenario import Scenario

REPLICATIONS = 32
SEED = 1
"""Not the seed of any scenario's figures before, and not chosen after looking."""
YEAR = 52
Floats = NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of a page with its 95% interval over replications."""

    what: str
    value: Interval
    unit: str = "number"
    """``percent``, ``points`` (of a share), ``thousand`` (money) or ``number``."""


def each(worlds: Mapping[str, Scenario], read: Callable[[Results], T], log: LogLevel = "all") -> dict[str, list[T]]:
    """What is read off every replication of every world, all with the same luck."""
    here = sim.Execution(workers=1, quiet=True)
    return sim.replicate(worlds, read, replications=REPLICATIONS, seed=SEED, log=log, where=here)


def profit_of(firm: str) -> Callable[[Results], float]:
    """Profit of the whole run."""
    return lambda results: float(sim.profit(results).set_index("firm").loc[firm, "profit"])


def exits_of(results: Results, firm: str, since: float = 0.0) -> dict[str, float]:
    """Customers lost from a week on, by cause."""
    table = sim.exits(results, since)
    rows = table[table["firm"] == firm]
    return dict(zip(rows["cause"].astype(str), rows["exits"].astype(float), strict=True))


def column(found: list[dict[str, float]], name: str) -> Floats:
    """One entry of every replication."""
    return np.array([one[name] for one in found])


def erosion() -> dict[str, Figure]:
    """The imitation race: part of the gain at copying that is left a year later, and what programmes cost."""
    from sim.experiments.claims.table.competition.imitation_race import race_scenario as scenario

    names = ("points", "club", "customised")
    worlds = {f"{name}, {rivals}": scenario(name, rivals, 234.0) for name in names
              for rivals in ("after a year", "as in the course")}  # fmt: skip
    worlds["none"] = scenario("none", "asleep", 234.0)

    def read(results: Results) -> tuple[Floats, float, float]:
        run = results.runs[0]
        table = programme_cost(results)
        cost = float(table.loc[table["firm"] == "Azure", "cost"].sum())
        return np.asarray(share_curve(run, "purchases", 8)[:, 0]), race(run, 0).copied, cost

    found, figures = each(worlds, read, log="exits"), {}
    for rivals, word in (("after a year", "perfect"), ("as in the course", "course")):
        costs = {name: np.array([one[2] for one in found[f"{name}, {rivals}"]]) for name in names}
        for name in names:
            gains = [
                (curve - other[0])[[int(copied) - 1, int(copied) + YEAR - 1]]
                for (curve, copied, _), other in zip(found[f"{name}, {rivals}"], found["none"], strict=True)
            ]
            then, now = np.array(gains).T
            figures[f"{name}_left_{word}"] = Figure(
                what=f"part of the gain of {name} left a year after the copy, rivals {rivals}", unit="percent",
                value=ratio_of_means(now, then),
            )  # fmt: skip
        dear, cheap = (pick(names, key=lambda name: float(costs[name].mean())) for pick in (max, min))
        figures[f"cost_apart_{word}"] = Figure(
            what=f"by how much {dear} costs more than {cheap}, rivals {rivals}", unit="percent",
            value=ratio_of_means(costs[dear] - costs[cheap], costs[cheap]),
        )  # fmt: skip
    return figures


def first_year() -> dict[str, Figure]:
    """The imitation race: gain of points copied at once or never."""
    from sim.experiments.claims.table.competition.imitation_race import LAUNCH
    from sim.experiments.claims.table.competition.imitation_race import race_scenario as scenario

    worlds = {"quick": scenario("points", "quick"), "asleep": scenario("points", "asleep"),
              "none": scenario("none", "asleep")}  # fmt: skip

    def read(results: Results) -> tuple[Floats, float]:
        return np.asarray(share_curve(results.runs[0], "purchases", 8)[:, 0]), race(results.runs[0], 0).copied

    found = each(worlds, read, log="exits")
    none = np.array([curve for curve, _ in found["none"]])
    asleep = np.array([curve for curve, _ in found["asleep"]]) - none
    quick = np.array([
        (curve - other)[[int(copied) - 1, int(copied) + YEAR - 1]]
        for (curve, copied), other in zip(found["quick"], none, strict=True)
    ])  # fmt: skip
    return {
        "points_gain_at_copy": Figure(what="gain of points when copied, 12 weeks after launch", unit="points",
                                      value=interval(quick[:, 0])),
        "points_gain_year_after": Figure(what="gain a year after that copy", unit="points",
                                         value=interval(quick[:, 1])),
        "points_gain_asleep": Figure(what="gain 13 weeks after launch, rivals asleep", unit="points",
                                     value=interval(asleep[:, LAUNCH + 12])),
        "points_gain_asleep_year": Figure(what="the same a year later", unit="points",
                                          value=interval(asleep[:, LAUNCH + 12 + YEAR])),
    }  # fmt: skip


def repeat() -> dict[str, Figure]:
    """Five channels: what old customers bring more, and how much of it is who stays."""
    from sim.metrics.value.profit import repeat_profit

    def read(results: Results) -> tuple[float, float]:
        table = repeat_profit(results)
        third = table[(table["firm"] == "Chorus") & (table["tenure"] == 3)].iloc[0]
        return float(third["lift"]), float(third["same_lift"])

    lift, same = np.array(each({"as it is": sim.load("five_channels")}, read)["as it is"]).T
    return {
        "repeat_lift": Figure(what="profit of the third year of a stay against the first", unit="percent",
                              value=interval(lift)),
        "repeat_lift_same": Figure(what="the same for the same customers", unit="percent", value=interval(same)),
        "repeat_who_stays": Figure(what="part of that lift that is who stays", unit="percent",
                                   value=ratio_of_means(lift - same, lift)),
    }  # fmt: skip


def bicycle() -> dict[str, Figure]:
    """The made-to-order bicycle: guessing the fashion against orders."""
    from sim.metrics.purchasing.orders import orders, stock

    guess, line = sim.load("made_to_order_bicycle"), "firms.Roadster.departments.production_line"
    ordered = guess.but({f"{line}.works": {"mode": "to_order", "promised": 2}, f"{line}.lot": 1})

    def read(results: Results) -> dict[str, float]:
        whole = orders(results).query("firm == 'Roadster'").iloc[0]
        found = {"profit": profit_of("Roadster")(results), "unmet": float(whole["lost"] / whole["orders"])}
        table = stock(results).query("firm == 'Roadster'")
        if len(table):
            table = table.assign(year=table["week"] // YEAR)
            colours = table.groupby(["year", "kind"], observed=True).agg({"short": "sum", "stock": "last"})
            both = [
                year["short"].max() > 50
                and year["stock"].max() > 50
                and year.loc[year["stock"].idxmax(), "short"] < 0.1 * year["short"].max()
                for _, year in colours.groupby("year")
            ]
            found["years"] = float(np.mean(both))
            last = table[table["week"] == table["week"].max()]
            found["over"] = float(table["surplus"].sum() + last["stock"].sum())
        return found

    found = each({"guessed": guess, "ordered": ordered}, read)
    return {
        "bicycle_years": Figure(what="part of the years with one colour over and another missing", unit="percent",
                                value=interval(column(found["guessed"], "years"))),
        "bicycle_unmet": Figure(what="part of orders unmet when colours are guessed", unit="percent",
                                value=interval(column(found["guessed"], "unmet"))),
        "bicycle_over": Figure(what="bicycles left over in four years",
                               value=interval(column(found["guessed"], "over"))),
        "bicycle_gain": Figure(what="profit more with orders", unit="thousand",
                               value=interval(column(found["ordered"], "profit") - column(found["guessed"], "profit"))),
    }  # fmt: skip


def exit_types() -> dict[str, Figure]:
    """First look: how many more leave for a cause when what it is about gets worse."""
    from sim.experiments.claims.table.exits.exit_types import BEGINS, FIRMS, HAPPENS

    market = FIRMS.world("quiet").but(replications=1)
    worlds = {"quiet": market} | {
        cause: market.but({"shocks": [{**HAPPENS[cause], "at": BEGINS}]}) for cause in HAPPENS if cause != "market"
    }
    found = each(worlds, lambda results: exits_of(results, "Azure", BEGINS), log="exits")
    figures = {}
    for cause in worlds:
        if cause != "quiet":
            quiet, worse = (column(found[name], cause) for name in ("quiet", cause))
            figures[f"exits_{cause}_more"] = Figure(
                what=f"more customers lost for {cause} in a year", value=interval(worse - quiet)
            )
            figures[f"exits_{cause}_else"] = Figure(what="customers lost for it else", value=interval(quiet))
    return figures


def exit_managing() -> dict[str, Figure]:
    """First look for five years, steered by exit_manager or not."""
    base, steered = sim.load("first_look").but(horizon=260.0), {"firms.Azure.policy": {"kind": "exit_manager"}}
    worlds = {"left alone": base, "managed": base.but(steered),
              "free": base.but({**steered, "firms.Azure.steering_costs": {"service": 0.0}})}  # fmt: skip

    def read(results: Results) -> dict[str, float]:
        return {"profit": profit_of("Azure")(results), "exits": sum(exits_of(results, "Azure").values())}

    found = each(worlds, read, log="exits")
    exits = {name: column(rows, "exits") for name, rows in found.items()}
    earned = {name: column(rows, "profit") for name, rows in found.items()}
    return {
        "managed_exits": Figure(what="exits in five years, left alone", value=interval(exits["left alone"])),
        "managed_fewer": Figure(what="fewer exits when managed",
                                value=interval(exits["left alone"] - exits["managed"])),
        "managed_cost": Figure(what="profit lost by managing", unit="thousand",
                               value=interval(earned["left alone"] - earned["managed"])),
        "managed_free": Figure(what="profit gained were steps free", unit="thousand",
                               value=interval(earned["free"] - earned["left alone"])),
    }  # fmt: skip


def hotel() -> dict[str, Figure]:
    """Hotel points against none, by rivals."""
    base = sim.load("hotel_points")
    asleep = {f"firms.{name}.imitation": "never" for name in ("Grand Union", "Waypoint")}
    worlds = {"copied": base, "none": base.but({"firms.Lantern.programmes": []}), "sleepy": base.but(asleep)}
    found = {name: np.array(rows) for name, rows in each(worlds, profit_of("Lantern"), log="exits").items()}
    return {
        "hotel_sleepy": Figure(what="profit beyond no points, rivals asleep", unit="thousand",
                               value=interval(found["sleepy"] - found["none"])),
        "hotel_copied": Figure(what="profit beyond no points, rivals as in the course", unit="thousand",
                               value=interval(found["copied"] - found["none"])),
    }  # fmt: skip


def keeping() -> dict[str, Figure]:
    """Five channels: how many times keeping a customer's cost winning one takes, by budget."""
    from sim.metrics.value.acquisition_cost import acquisition_to_keeping
    from sim.scenario.firm.departments.communication import CHANNELS

    base = sim.load("five_channels")
    plan = base.firms[0].departments[0]
    fields = [word.replace(" ", "_") for word in CHANNELS]
    worlds = {
        f"{budget:g}": base.but({
            f"firms.Chorus.departments.communication.{name}.spend": budget * getattr(plan, name).spend
            for name in fields
        })
        for budget in (0.125, 0.5, 1.0, 2.0)
    }  # fmt: skip

    def read(results: Results) -> float:
        table = acquisition_to_keeping(results, YEAR)
        return float(table.loc[table["firm"] == "Chorus", "ratio"].iloc[0])

    words = {"0.125": "an eighth of", "0.5": "half", "1": "all of", "2": "twice"}
    return {
        f"keeping_{name.replace('.', '_')}": Figure(
            what=f"times that winning costs keeping, at {words[name]} the shipped budget", value=interval(rows)
        )
        for name, rows in each(worlds, read, log="exits").items()
    }


def shops() -> dict[str, Figure]:
    """Three shopkeepers: the partner against the cutter after a year and after five."""

    def read(results: Results) -> tuple[float, float]:
        first, whole = (sim.profit(results, 0, weeks).set_index("firm")["profit"] for weeks in (YEAR, 5 * YEAR))
        return float(first["Cutter"] - first["Partner"]), float(whole["Partner"] - whole["Cutter"])

    behind, ahead = np.array(each({"as they are": sim.load("three_shopkeepers")}, read, log="exits")["as they are"]).T
    return {
        "shops_behind": Figure(what="the partner behind the cutter after a year", unit="thousand",
                               value=interval(behind)),
        "shops_ahead": Figure(what="the partner ahead of the cutter after five", unit="thousand",
                              value=interval(ahead)),
    }  # fmt: skip


GROUPS: dict[str, Callable[[], dict[str, Figure]]] = {
    group.__name__: group
    for group in (bicycle, exit_types, exit_managing, hotel, repeat, first_year, erosion, shops, keeping)
}

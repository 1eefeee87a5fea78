"""What came of offers to customers who had left, by what they had left for."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import require_purchases
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run


@register("metric", "win_backs")
def win_backs(results: Results, within: float = 52.0) -> pd.DataFrame:
    """How many customers a firm won back, by what they had left for, how long they stayed again and what they bought.

    Formula: share = offers taken / offers made; of those who came back at least ``within`` weeks before the end of the
    run, weeks = mean length of the second spell and sales = mean of what they paid in it, both up to ``within`` weeks
    after the return, 0 for who never bought again.
    Source: Kumar, Bhagwat & Zhang (2015), Journal of Marketing 79(4), 34-55.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        within: Weeks after the return that are looked at.

    Returns:
        One row per replication, firm and exit cause: offers, accepted, share, cost (of all offers, money), weeks, sales
        (money); the last two are not a number where no customer came back in time.

    Raises:
        ValueError: For ``within`` that is not above 0.
        IncompleteLogError: For a log kept to joins and exits.
    """
    require_purchases(results, "win_backs")
    if not within > 0:
        raise ValueError(f"within={within:g}: give a number of weeks above 0")
    causes = results.scenario.exits.cause_names
    rows = []
    for run in results.runs:
        found = _offers(results, run, within)
        for k, firm in enumerate(results.names.firms):
            for cause in causes:
                offers = found[k, results.names.causes.index(cause)]
                taken = [offer for offer in offers if offer[0]]
                stays = [offer[2:] for offer in taken if not np.isnan(offer[2])]
                weeks, sales = np.mean(stays, axis=0) if stays else (np.nan, np.nan)
                rows.append(
                    (run.replication, firm, cause, len(offers), len(taken),
                     len(taken) / len(offers) if offers else np.nan, sum(offer[1] for offer in offers), weeks, sales)
                )  # fmt: skip
    columns = ["replication", "firm", "cause", "offers", "accepted", "share", "cost", "weeks", "sales"]
    return pd.DataFrame(rows, columns=columns)


def _offers(results: Results, run: Run, within: float) -> dict[tuple[int, int], list[tuple[float, ...]]]:
    """Each offer as (taken, cost, weeks of the second spell, sales in it), by firm and cause."""
    rows = select_events(run, ("win-back", "exit", "purchase"))
    taken = results.names.words.index("accepted") if "accepted" in results.names.words else -2
    found: dict[tuple[int, int], list[tuple[float, ...]]] = defaultdict(list)
    history: dict[tuple[int, int], list[tuple[float, int, int, float]]] = defaultdict(list)
    plain = zip(
        customer_key(rows).tolist(), rows["firm"].tolist(), rows["time"].tolist(), rows["event"].tolist(),
        rows["cause"].tolist(), (rows["cents"] / 100).tolist(), strict=True,
    )  # fmt: skip
    for key, firm, time, event, cause, money in plain:
        history[key, firm].append((time, event, cause, money))
    for (_, firm), life in history.items():
        left_for = -1
        for place, (time, event, cause, money) in enumerate(life):
            if event == RANK["exit"]:
                left_for = cause
            elif event == RANK["win-back"]:
                second = (np.nan, np.nan)
                if cause == taken and time + within <= results.scenario.horizon:
                    second = _second_spell(life[place + 1 :], time + within)
                found[firm, left_for].append((float(cause == taken), money, *second))
    return found


def _second_spell(life: list[tuple[float, int, int, float]], until: float) -> tuple[float, float]:
    """Weeks from the first purchase after a return to the next exit, or to the end of the window, and sales in them."""
    began, sales = np.nan, 0.0
    for time, event, _, money in life:
        if time >= until or event == RANK["exit"]:
            return (min(time, until) - began, sales) if not np.isnan(began) else (0.0, 0.0)
        if event == RANK["purchase"]:
            began = time if np.isnan(began) else began
            sales += money
    return (until - began, sales) if not np.isnan(began) else (0.0, 0.0)

"""What a key account can know, told: her needs, her gain, what she lived through with each firm."""

from __future__ import annotations

from collections.abc import Iterator

from sim.game.presentation.section import Section, describe_decision
from sim.number_text import decimal, percent, significant
from sim.scenario.decisions.account_view import AccountRound, AccountView
from sim.scenario.firm.departments.relationship_managers import DOORS


def account_sections(view: AccountView) -> Iterator[Section]:
    """Who she is, how she stands, what the last round and those before brought her."""
    yield _herself(view)
    if view.needs:
        yield Section(
            heading="Your needs", text="Firms know only those that you tell them.",
            columns=("need", "in your words", "worth a year"),
            rows=tuple((name, need.text, decimal(need.worth)) for name, need in view.needs.items()),
        )  # fmt: skip
    yield _standing(view)
    if view.last:
        yield _last(view)
        yield _rounds(view)
    if view.decisions:
        rows = tuple(
            (str(round(week / view.weeks)), significant(week), describe_decision(decision))
            for week, decision in view.decisions
        )
        yield Section(heading="Your decisions so far", columns=("round", "week", "what you changed"), rows=rows)


def _herself(view: AccountView) -> Section:
    lines = [view.brief] if view.brief and not view.number else []
    lines.append(
        f"You buy {significant(view.purchases_a_year)} times a year, for {significant(view.spend)} each at price 1. "
        "Goods of "
        f"ordinary quality are worth {significant(view.value)} to you for each unit."
    )
    if view.visit_cost:
        lines.append(f"A visit costs you {significant(view.visit_cost)} in time.")
    if view.outside is not None:
        lines.append(
            f"Outside you can buy at price {significant(view.outside.price)}, of quality "
            f"{significant(view.outside.product)}. "
            "No other seat knows this."
        )
    if not view.steered:
        lines.append("You have not decided anything yet; until you do, you buy as other customers like you do.")
    lines.append(f"Your gain so far: {decimal(view.gain)}.")
    return Section(heading="You", text="\n".join(lines))


def _standing(view: AccountView) -> Section:
    """Where she stands with each firm now."""
    wallet, receive, tell, door = (getattr(view.present, name) or {} for name in ("wallet", "receive", "tell", "door"))
    rows = []
    for name in dict.fromkeys([*view.status, *wallet]):
        firm = name in view.status
        visits = ("yes" if receive.get(name) else "no") if firm else "–"
        told = (", ".join(tell.get(name, ())) or "none") if firm else "–"
        stop = DOORS[door[name]] if name in door else "–"
        quality = significant(view.quality[name]) if name in view.quality else "–"
        part = percent(wallet[name], 1) if name in wallet else "–"
        rows.append((name, view.status.get(name, "–"), part, quality, visits, told, stop))
    return Section(
        heading="Your relationship with each firm",
        columns=("", "you are", "part of purchases", "product to you", "visits let in", "needs told", "door open to"),
        rows=tuple(rows),
    )


def _last(view: AccountView) -> Section:
    rows = []
    for row in view.last:
        wait = "–" if row.wait_hours is None else f"{row.wait_hours:.1f}"
        felt = "–" if row.satisfaction is None else f"{row.satisfaction:.2f}"
        desk = f"{row.complaints} ({row.answered} well, {row.failed} badly)" if row.complaints else "0"
        met = ", ".join(row.needs_met) or "–"
        rows.append((row.firm, significant(row.purchases), decimal(row.paid), str(row.visits), desk, wait, felt, met,
                     decimal(row.gain)))  # fmt: skip
    return Section(
        heading="The last round",
        columns=("with", "purchases", "paid", "visits", "turned to the desk", "hours waited", "satisfaction",
                 "needs met", "gain"),
        rows=tuple(rows),
    )  # fmt: skip


def _rounds(view: AccountView) -> Section:
    """Her gain of each round, with each firm and outside."""
    names = tuple(dict.fromkeys(row.firm for row in view.rounds))
    by_round: dict[int, dict[str, AccountRound]] = {}
    for row in view.rounds:
        by_round.setdefault(row.number, {})[row.firm] = row
    rows = []
    for number, met in by_round.items():
        gains = [met[name].gain if name in met else 0.0 for name in names]
        rows.append((str(number), *(decimal(gain) for gain in gains), decimal(sum(gains))))
    text = "What goods and needs were worth to you, less what you paid and what visits cost you."
    return Section(heading="Your gain, round by round", text=text, columns=("round", *names, "in all"),
                   rows=tuple(rows))  # fmt: skip

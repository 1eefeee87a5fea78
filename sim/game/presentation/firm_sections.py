"""What a firm can know, told: its offer, its books round by round, its customers on file, what those who left said."""

from __future__ import annotations

from collections.abc import Iterator

from sim.game.presentation.section import Section, describe_decision
from sim.number_text import decimal, significant
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.exit_causes import cause_label

BOOKS = ("revenue", "fees", "profit", "purchases", "acquisitions", "exits")
"""What is told of the books, round by round: sums over its weeks."""
TITLES = ("round", "revenue", "fees", "profit", "purchases", "won", "lost", "customers")


def firm_sections(firm: FirmView) -> Iterator[Section]:
    """Where the firm stands and how it got there."""
    yield _offer(firm)
    span = round(firm.weeks)
    if len(firm.books["profit"]):
        yield _books(firm, span)
        yield _costs(firm, span)
    yield from _file(firm)
    yield from _accounts(firm)
    yield from _said(firm)
    yield from _reports(firm)
    if firm.decisions:
        rows = tuple(
            (str(round(week / span)), significant(week), describe_decision(decision))
            for week, decision in firm.decisions
        )
        yield Section(heading="What your firm decided so far", columns=("round", "week", "what changed"), rows=rows)


def _offer(firm: FirmView) -> Section:
    rows = tuple(
        (name, significant(float(value)), significant(float(getattr(firm.present, name, value))))
        for name, value in firm.level.items()
    )
    lines = [f"Goods cost {significant(firm.unit_cost)} for each unit that sells at price 1."]
    for kind, terms in firm.running.items():
        words = ", ".join(f"{name.replace('_', ' ')} {significant(value)}" for name, value in terms.items() if value)
        lines.append(f"Running: {kind} ({words}).")
    if firm.drawer:
        lines.append(f"Ready to launch: {', '.join(firm.drawer)}.")
    return Section(
        heading="Your offer", text="\n".join(lines), columns=("", "in the market", "as you set it"), rows=rows
    )


def _books(firm: FirmView, span: int) -> Section:
    rows = []
    for number, start in enumerate(range(0, len(firm.books["profit"]), span)):
        week = slice(start, start + span)
        sums = [decimal(float(firm.books[name][week].sum())) for name in BOOKS]
        rows.append((str(number), *sums, decimal(float(firm.books["customers"][week][-1]))))
    text = "Money and counts of each round; customers at its end."
    return Section(heading="Your books", text=text, columns=TITLES, rows=tuple(rows))


def _costs(firm: FirmView, span: int) -> Section:
    """The last round's costs and those of the round before, where there were any."""
    rows = []
    for name in (name for name in firm.books if name.endswith("_cost")):
        last = float(firm.books[name][-span:].sum())
        earlier = firm.books[name][-2 * span : -span]
        if last or earlier.any():
            before = decimal(float(earlier.sum())) if len(earlier) else "–"
            rows.append((name.removesuffix("_cost").replace("_", " "), decimal(last), before))
    return Section(heading="Costs", columns=("cost of", "last round", "round before"), rows=tuple(rows))


def _file(firm: FirmView) -> Iterator[Section]:
    file = firm.file
    if not len(file.customer):
        return
    rows = []
    for place in range(-1, len(firm.segments)):
        here = file.segment == place
        if here.any():
            name = firm.segments[place] if place >= 0 else "not known"
            each = significant(round(float(file.purchases[here].mean()), 1))
            rows.append((name, f"{int(here.sum()):,}", f"{int(file.member[here].sum()):,}", each))
    yield Section(
        heading="Customers on file", text=f"{len(file.customer):,} customers are on file.",
        columns=("taken to be", "customers", "members", "purchases each"), rows=tuple(rows),
    )  # fmt: skip


def _accounts(firm: FirmView) -> Iterator[Section]:
    """Key accounts as the firm knows them."""
    rows = []
    for known in firm.accounts:
        visits = ", ".join(f"week {significant(week)}: {how}" for week, how in known.visits) or "none"
        needs = "; ".join(f"{name}: {text}" for name, text in known.needs.items()) or "none"
        status = known.status if known.says is None else f"{known.status} ({known.says})"
        door = DOORS[known.door] if known.looked_after else "nobody looks after it"
        rows.append((known.name, status, decimal(known.sales), door, visits, needs))
    if rows:
        yield Section(
            heading="Key accounts", text="Sales and visits are those of the last round.",
            columns=("account", "is", "sales", "door", "visits", "needs that it has told"), rows=tuple(rows),
        )  # fmt: skip


def _said(firm: FirmView) -> Iterator[Section]:
    heard = firm.interviews
    if not heard.left:
        return
    last, ever = heard.counts(firm.week - firm.weeks), heard.counts()
    yield Section(
        heading="Reasons given by customers who left",
        text=f"{heard.left:,} customers have left so far; {len(heard.stated):,} of them said why.",
        columns=("reason given", "last round", "so far") if ever else (),
        rows=tuple((cause_label(cause), str(last.get(cause, 0)), str(count)) for cause, count in ever.items()),
    )


def _reports(firm: FirmView) -> Iterator[Section]:
    """Studies that were paid for, the latest of each."""
    latest = {report.study: report for report in firm.reports}
    for study, report in latest.items():
        rows = tuple(
            (name, significant(round(estimate, 3)), significant(round(error, 3)))
            for name, estimate, error in zip(report.names, report.estimates, report.errors, strict=True)
        )
        yield Section(
            heading=f"Report: {study}",
            text=f"Made in week {significant(report.week)}; {report.people:,} people answered.",
            columns=("of", "estimate", "standard error"), rows=rows,
        )  # fmt: skip

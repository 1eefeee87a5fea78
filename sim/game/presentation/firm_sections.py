"""What a firm can know, told: its offer, its books round by round, its customers on file, what those who left said."""

from __future__ import annotations

from collections.abc import Iterator

from sim.game.presentation.section import Section, describe_decision
from sim.game.words import clauses, door_word, listed, need_word, option_word, round_label, visit_word, word
from sim.glossary.labels import cause_name
from sim.language.messages import _, ngettext
from sim.number_text import decimal, significant
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.departments.relationship_managers import DOORS

BOOKS = ("revenue", "fees", "profit", "purchases", "acquisitions", "exits")
"""What is told of the books, round by round: sums over its weeks."""


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
            (round_label(round(week / span)), significant(week), describe_decision(decision))
            for week, decision in firm.decisions
        )
        columns = (_("round"), _("week"), _("what changed"))
        yield Section(heading=_("What your firm decided so far"), columns=columns, rows=rows)


def _offer(firm: FirmView) -> Section:
    rows = tuple(
        (word(name), significant(float(value)), significant(float(getattr(firm.present, name, value))))
        for name, value in firm.level.items()
    )
    cost = _("Goods cost {cost} for each unit that sells at price 1.").format(cost=significant(firm.unit_cost))
    lines = [cost]
    for kind, terms in firm.running.items():
        words = listed(f"{word(name)} {significant(value)}" for name, value in terms.items() if value)
        lines.append(_("Running: {programme} ({terms}).").format(programme=word(kind), terms=words))
    if firm.drawer:
        lines.append(_("Ready to launch: {programmes}.").format(programmes=listed(map(word, firm.drawer))))
    columns = ("", _("in the market"), _("as you set it"))
    return Section(heading=_("Your offer"), text="\n".join(lines), columns=columns, rows=rows)


def _books(firm: FirmView, span: int) -> Section:
    rows = []
    for number, start in enumerate(range(0, len(firm.books["profit"]), span)):
        week = slice(start, start + span)
        sums = [decimal(float(firm.books[name][week].sum())) for name in BOOKS]
        rows.append((round_label(number), *sums, decimal(float(firm.books["customers"][week][-1]))))
    text = _("Money and counts of each round; customers at its end.")
    columns = (_("round"), _("revenue"), _("fees"), _("profit"), _("purchases"), _("won"), _("lost"), _("customers"))
    return Section(heading=_("Your books"), text=text, columns=columns, rows=tuple(rows))


def _costs(firm: FirmView, span: int) -> Section:
    """The last round's costs and those of the round before, where there were any."""
    rows = []
    for name in (name for name in firm.books if name.endswith("_cost")):
        last = float(firm.books[name][-span:].sum())
        earlier = firm.books[name][-2 * span : -span]
        if last or earlier.any():
            before = decimal(float(earlier.sum())) if len(earlier) else "–"
            rows.append((word(name.removesuffix("_cost")), decimal(last), before))
    columns = (_("cost of"), _("last round"), _("round before"))
    return Section(heading=_("Costs"), columns=columns, rows=tuple(rows))


def _file(firm: FirmView) -> Iterator[Section]:
    file = firm.file
    if not len(file.customer):
        return
    rows = []
    for place in range(-1, len(firm.segments)):
        here = file.segment == place
        if here.any():
            name = firm.segments[place] if place >= 0 else _("not known")
            each = significant(round(float(file.purchases[here].mean()), 1))
            rows.append((name, f"{int(here.sum()):,}", f"{int(file.member[here].sum()):,}", each))
    count = len(file.customer)
    text = ngettext("{n} customer is on file.", "{n} customers are on file.", count).format(n=f"{count:,}")
    columns = (_("taken to be"), _("customers"), _("members"), _("purchases each"))
    yield Section(heading=_("Customers on file"), text=text, columns=columns, rows=tuple(rows))


def _accounts(firm: FirmView) -> Iterator[Section]:
    """Key accounts as the firm knows them."""
    rows = []
    for known in firm.accounts:
        made = _("week {week}: {how}")
        visits = listed(made.format(week=significant(week), how=visit_word(how)) for week, how in known.visits)
        told = _("{need}: {text}")
        needs = clauses(told.format(need=need_word(name), text=text) for name, text in known.needs.items())
        status = word(known.status)
        if known.says is not None:
            status = _("{status} ({cause})").format(status=status, cause=cause_name(known.says))
        door = door_word(DOORS[known.door]) if known.looked_after else _("nobody looks after it")
        none = word("none")
        rows.append((known.name, status, decimal(known.sales), door, visits or none, needs or none))
    if rows:
        yield Section(
            heading=_("Key accounts"), text=_("Sales and visits are those of the last round."),
            columns=(_("account"), _("is"), _("sales"), _("door"), _("visits"), _("needs that it has told")),
            rows=tuple(rows),
        )  # fmt: skip


def _said(firm: FirmView) -> Iterator[Section]:
    heard = firm.interviews
    if not heard.left:
        return
    last, ever = heard.counts(firm.week - firm.weeks), heard.counts()
    text = ngettext("{n} customer has left so far; {said} of them said why.",
                    "{n} customers have left so far; {said} of them said why.", heard.left)  # fmt: skip
    yield Section(
        heading=_("Reasons given by customers who left"),
        text=text.format(n=f"{heard.left:,}", said=f"{len(heard.stated):,}"),
        columns=(_("reason given"), _("last round"), _("so far")) if ever else (),
        rows=tuple((cause_name(cause), str(last.get(cause, 0)), str(count)) for cause, count in ever.items()),
    )


def _reports(firm: FirmView) -> Iterator[Section]:
    """Studies that were paid for, the latest of each."""
    latest = {report.study: report for report in firm.reports}
    for study, report in latest.items():
        rows = tuple(
            (option_word(name), significant(round(estimate, 3)), significant(round(error, 3)))
            for name, estimate, error in zip(report.names, report.estimates, report.errors, strict=True)
        )
        yield Section(
            heading=_("Report: {study}").format(study=word(study)),
            text=_("Made in week {week}; {people} people answered.").format(
                week=significant(report.week), people=f"{report.people:,}"),
            columns=(_("of"), _("estimate"), _("standard error")), rows=rows,
        )  # fmt: skip

"""What a key account can know, told: her needs, her gain, what she lived through with each firm."""

from __future__ import annotations

from collections.abc import Iterator

from sim.game.presentation.section import Section, describe_decision
from sim.game.words import door_word, listed, need_word, option_word, round_label, word
from sim.language.messages import _
from sim.number_text import decimal, percent, significant
from sim.scenario.decisions.account_view import AccountRound, AccountView
from sim.scenario.firm.departments.relationship_managers import DOORS


def account_sections(view: AccountView) -> Iterator[Section]:
    """Who she is, how she stands, what the last round and those before brought her."""
    yield _herself(view)
    if view.needs:
        yield Section(
            heading=_("Your needs"), text=_("Firms know only those that you tell them."),
            columns=(_("need"), _("in your words"), _("worth a year")),
            rows=tuple((need_word(name), need.text, decimal(need.worth)) for name, need in view.needs.items()),
        )  # fmt: skip
    yield _standing(view)
    if view.last:
        yield _last(view)
        yield _rounds(view)
    if view.decisions:
        rows = tuple(
            (round_label(round(week / view.weeks)), significant(week), describe_decision(decision))
            for week, decision in view.decisions
        )
        columns = (_("round"), _("week"), _("what you changed"))
        yield Section(heading=_("Your decisions so far"), columns=columns, rows=rows)


def _herself(view: AccountView) -> Section:
    lines = [view.brief] if view.brief and not view.number else []
    buys = _(
        "You buy {times} times a year, for {spend} each at price 1. Goods of ordinary quality are worth {worth} to you "
        "for each unit."
    )
    buys = buys.format(times=significant(view.purchases_a_year), spend=significant(view.spend),
                       worth=significant(view.value))  # fmt: skip
    lines.append(buys)
    if view.visit_cost:
        lines.append(_("A visit costs you {cost} in time.").format(cost=significant(view.visit_cost)))
    if view.outside is not None:
        said = _("Outside you can buy at price {price}, of quality {quality}. No other seat knows this.")
        price, quality = significant(view.outside.price), significant(view.outside.product)
        lines.append(said.format(price=price, quality=quality))
    if not view.steered:
        lines.append(_("You have not decided anything yet; until you do, you buy as other customers like you do."))
    lines.append(_("Your gain so far: {gain}.").format(gain=decimal(view.gain)))
    return Section(heading=_("You"), text="\n".join(lines))


def _standing(view: AccountView) -> Section:
    """Where she stands with each firm now."""
    wallet, receive, tell, door = (getattr(view.present, name) or {} for name in ("wallet", "receive", "tell", "door"))
    rows = []
    for name in dict.fromkeys([*view.status, *wallet]):
        firm = name in view.status
        visits = word("yes" if receive.get(name) else "no") if firm else "–"
        told = (listed(map(need_word, tell.get(name, ()))) or word("none")) if firm else "–"
        stop = door_word(DOORS[door[name]]) if name in door else "–"
        quality = significant(view.quality[name]) if name in view.quality else "–"
        part = percent(wallet[name], 1) if name in wallet else "–"
        status = word(view.status[name]) if firm else "–"
        rows.append((option_word(name), status, part, quality, visits, told, stop))
    return Section(
        heading=_("Your relationship with each firm"),
        columns=(
            "",
            _("you are"),
            _("part of purchases"),
            _("product to you"),
            _("visits let in"),
            _("needs told"),
            _("door open to"),
        ),
        rows=tuple(rows),
    )


def _last(view: AccountView) -> Section:
    rows = []
    for row in view.last:
        wait = "–" if row.wait_hours is None else f"{row.wait_hours:.1f}"
        felt = "–" if row.satisfaction is None else f"{row.satisfaction:.2f}"
        desk = _("{complaints} ({well} well, {badly} badly)") if row.complaints else "0"
        desk = desk.format(complaints=row.complaints, well=row.answered, badly=row.failed)
        met = listed(map(need_word, row.needs_met)) or "–"
        rows.append((option_word(row.firm), significant(row.purchases), decimal(row.paid), str(row.visits), desk,
                     wait, felt, met, decimal(row.gain)))  # fmt: skip
    return Section(
        heading=_("The last round"),
        columns=(_("with"), _("purchases"), _("paid"), _("visits"), _("turned to the desk"), _("hours waited"),
                 _("satisfaction"), _("needs met"), _("gain")),
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
        rows.append((round_label(number), *(decimal(gain) for gain in gains), decimal(sum(gains))))
    text = _("What goods and needs were worth to you, less what you paid and what visits cost you.")
    columns = (_("round"), *map(option_word, names), _("in all"))
    return Section(heading=_("Your gain, round by round"), text=text, columns=columns, rows=tuple(rows))

"""How a sort of customers is marked: by the hidden kinds, and by what the groups are worth (D5)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.game.exercises.marking import FULL, AnswerError, Mark, Marks, refuse
from sim.game.exercises.sorting_case import Base, SortingCase
from sim.game.words import clauses, listed, word
from sim.language.messages import _, ngettext, pgettext
from sim.metrics._shared.worked_examples import number


def adjusted_rand(one: Sequence[Hashable] | NDArray[np.int64], other: Sequence[Hashable] | NDArray[np.int64]) -> float:
    """The adjusted Rand index: 1 for the same groups whatever they are called, 0 on average for groups by chance.

    Formula: (Σ C(n_ij, 2) − E) / (½ (Σ C(a_i, 2) + Σ C(b_j, 2)) − E), E = Σ C(a_i, 2) Σ C(b_j, 2) / C(n, 2); n_ij
    customers in group i of the one and j of the other, a_i and b_j those in each group. Where both put everybody into
    one group, or each both times alone, the groups are the same: 1.
    Source: Hubert & Arabie (1985), Comparing partitions, Journal of Classification 2, 193-218.

    Raises ``ValueError`` for sorts of different length, or of nobody.

    >>> adjusted_rand([1, 1, 2, 2], ["a", "a", "b", "b"]), adjusted_rand([1, 1, 1, 1], [1, 1, 2, 2])
    (1.0, 0.0)
    """
    if len(one) != len(other) or not len(one):
        said = _("two sorts of {one} and {other} customers; give the same customers, one or more")
        raise ValueError(said.format(one=len(one), other=len(other)))
    first, second = numbered(one), numbered(other)
    table = np.zeros((first.max() + 1, second.max() + 1), dtype=np.int64)
    np.add.at(table, (first, second), 1)
    both, rows, columns = (_pairs(counts) for counts in (table, table.sum(axis=1), table.sum(axis=0)))
    every = _pairs(table.sum(keepdims=True))
    expected = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def numbered(labels: Sequence[Hashable] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Groups by number, in the order in which they first appear."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(label, len(number)) for label in labels], dtype=np.int64)


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) // 2).sum())


Sort = Mapping[int, Hashable]
"""A label of the student's own for each customer."""


class TargetingProfit(NamedTuple):
    """What comes of treating each group in the way that suits it."""

    profit: float
    """Money brought by all customers after the base was sorted."""
    choice: dict[Hashable, str]
    """The treatment that is best for each group as a whole."""


def score(case: SortingCase, sort: Sort) -> Marks:
    """Mark a sort: how well it agrees with the true kinds, and what it is worth to the firm.

    likeness = 100 × adjusted Rand index, never below 0. profit = 100 × (with these groups − all treated alike) / (with
    the true kinds − all treated alike), from 0 to 100; see :func:`treated`. A sort may be worth more than the true
    kinds: the arithmetic says so, the points stop at 100.

    ``sort`` gives every customer of the base one label, text or a number. Raises :class:`AnswerError` for customers
    missing or unknown and for labels that are none.
    """
    labels = checked(case.base, sort)
    index = adjusted_rand(labels, case.kinds)
    mine, alike, true = (treated(case, groups).profit for groups in (labels, together(case), case.kinds))
    gain, whole = mine - alike, true - alike
    if whole <= 0:
        points, line = (
            0.0,
            _(
                "100 × (sorted {mine} − alike {alike}) / (true kinds {true} − alike): knowing the true kinds is worth "
                "nothing here, so nobody scores"
            ),
        )
    else:
        points = min(FULL, max(0.0, FULL * gain / whole))
        line = _("100 × (sorted {mine} − alike {alike}) / (true kinds {true} − alike) = {points}")
    ratio = f"{100 * gain / whole:.1f}" if whole > 0 else ""
    line = line.format(mine=number(mine), alike=number(alike), true=number(true), points=ratio)
    like = _("100 × adjusted Rand index {index}").format(index=f"{index:.3f}")
    marks = (Mark("likeness", max(0.0, FULL * index), like), Mark("profit", points, line))
    return Marks(
        title=_("Customers of {firm}, sorted").format(firm=case.base.firm),
        marks=marks,
        words=tuple(_words(case, labels)),
    )


def treated(case: SortingCase, labels: tuple[Hashable, ...]) -> TargetingProfit:
    """What the firm earns when each group gets the treatment that is best for it.

    Formula: Σ_i w(i, best of the others in i's group), w what customer i brought in the world of that treatment. The
    treatment of each is chosen by the *other* members of her group: if she had a say in it, groups of one would know
    the future and the finest sort would always win. Who is alone in her group is treated as is best for all others.
    """
    groups, worth = numbered(labels), case.worth.to_numpy(dtype=float)
    sums = np.zeros((groups.max() + 1, worth.shape[1]))
    np.add.at(sums, groups, worth)
    size = np.bincount(groups)
    others = sums[groups] - worth
    alone = size[groups] == 1
    others[alone] = worth.sum(axis=0) - worth[alone]
    chosen = others.argmax(axis=1)
    names = list(case.worth.columns)
    choice = {label: names[int(sums[group].argmax())] for label, group in zip(labels, groups.tolist(), strict=True)}
    return TargetingProfit(float(worth[np.arange(len(worth)), chosen].sum()), choice)


def checked(base: Base, sort: object) -> tuple[Hashable, ...]:
    """The labels in the order of the base. Raises :class:`AnswerError` with everything that is wrong."""
    if isinstance(sort, pd.Series):
        doubles = sorted(map(str, set(sort.index[sort.index.duplicated()])))
        refuse([_sorted_twice().format(customer=who) for who in doubles[:5]])
        sort = {_plain(who): _plain(label) for who, label in sort.items()}
    if not isinstance(sort, Mapping):
        what = type(sort).__name__
        said = _("{given} was given; give a label for each customer, such as {example}")
        raise AnswerError([said.format(given=what, example="{1: 'often', 2: 'seldom'}")])
    wanted = base.customers["customer"].tolist()
    here = set(wanted)
    strange = _("unknown customer {customer}; the base has 1 to {last}")
    faults = [strange.format(customer=repr(who), last=len(wanted)) for who in sort if who not in here][:5]
    missing = [who for who in wanted if who not in sort]
    if missing:
        some = ", ".join([*map(str, missing[:5]), *(["..."] if len(missing) > 5 else [])])
        said = _("{n} of {all} customers have no label: {customers}; give every one a label")
        faults.append(said.format(n=len(missing), all=len(wanted), customers=some))
    for who, label in sort.items():
        if not isinstance(label, str | int) or label == "":
            said = _("customer {customer}: {label} is no label; give text or a whole number")
            faults.append(said.format(customer=who, label=repr(label)))
            break
    refuse(faults)
    return tuple(sort[who] for who in wanted)


def _sorted_twice() -> str:
    return _("customer {customer} is sorted twice; give each one label")


def _plain(value: object) -> object:
    """A NumPy number as the plain one it stands for."""
    return value.item() if isinstance(value, np.generic) else value


def read_sort(table: pd.DataFrame) -> dict[int, Hashable]:
    """A sort from a table with the columns ``customer`` and ``label``, such as a file that was filled in.

    Raises :class:`AnswerError` for missing columns and customers named twice.
    """
    missing = [column for column in ("customer", "label") if column not in table.columns]
    said = _("the column {column} is missing; give customer and label")
    refuse([said.format(column=repr(column)) for column in missing])
    doubles = table["customer"][table["customer"].duplicated()].unique().tolist()
    refuse([_sorted_twice().format(customer=who) for who in doubles[:5]])
    return {_plain(who): _plain(label) for who, label in zip(table["customer"], table["label"], strict=True)}  # type: ignore[misc]


def together(case: SortingCase) -> tuple[Hashable, ...]:
    """Everybody in one group: the sort that scores 0."""
    return ("all",) * len(case.kinds)


def by_rfm(base: Base, groups: int = 4) -> dict[int, Hashable]:
    """A sort by recency, frequency and money, as mail-order firms make it.

    Each customer gets 1 to 5 for how recently she bought, how often and for how much (fifths of the base, 5 the best);
    the sum, 3 to 15, is cut into so many bands of equal width. Source: Bult & Wansbeek (1995), Optimal selection for
    direct mail, Marketing Science 14(4), 378-394. Raises ``ValueError`` for fewer than 1 or more than 13 groups.
    """
    if not 1 <= groups <= 13:
        raise ValueError(_("groups={groups}: the sums run from 3 to 15; give 1 to 13 groups").format(groups=groups))
    table = base.customers
    total = sum(_fifths(table[name].to_numpy(dtype=float)) for name in ("last_seen", "purchases", "money"))
    bands = (total - 3) * groups // 13
    labels = [f"RFM {band + 1}" for band in np.asarray(bands).tolist()]
    return dict(zip(table["customer"].tolist(), labels, strict=True))


def _fifths(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """1 to 5 by rank; customers who are alike get the same, the lowest of them."""
    order = np.searchsorted(np.sort(np.nan_to_num(values, nan=-np.inf)), np.nan_to_num(values, nan=-np.inf))
    return np.asarray(order * 5 // max(len(values), 1) + 1, dtype=np.int64)


def as_sort(case: SortingCase, labels: tuple[Hashable, ...]) -> dict[int, Hashable]:
    """Labels in the order of the base as a sort."""
    return dict(zip(case.base.customers["customer"].tolist(), labels, strict=True))


def bracket(case: SortingCase) -> pd.DataFrame:
    """What three known sorts get: everybody alike, by recency, frequency and money, and the true kinds.

    One row per sort: sort, groups, adjusted_rand, profit (money), likeness, profit_points, total.
    """
    sorts = {
        "all alike": as_sort(case, together(case)),
        "recency, frequency, money": by_rfm(case.base),
        "true kinds": as_sort(case, case.kinds),
    }
    return compared(case, sorts)


def compared(case: SortingCase, sorts: Mapping[str, Sort]) -> pd.DataFrame:
    """Several sorts side by side; columns of :func:`bracket`."""
    rows = []
    for name, sort in sorts.items():
        labels, marks = checked(case.base, sort), score(case, sort)
        rows.append(
            {
                "sort": name,
                "groups": len(set(labels)),
                "adjusted_rand": adjusted_rand(labels, case.kinds),
                "profit": treated(case, labels).profit,
                "likeness": marks.points("likeness"),
                "profit_points": marks.points("profit"),
                "total": marks.total,
            }
        )
    return pd.DataFrame(rows)


def _words(case: SortingCase, labels: tuple[Hashable, ...]) -> list[str]:
    """What each group mostly is and what suits it; which kinds were cut apart."""
    table = pd.crosstab(pd.Series([str(label) for label in labels]), pd.Series(case.kinds))
    choice = {str(label): how for label, how in treated(case, labels).choice.items()}
    lines = []
    for label, row in table.iterrows():
        kind = str(row.idxmax())
        most, suits = int(row.max()), choice[str(label)]
        count = int(row.sum())
        line = ngettext(
            "{label}: {n} customer, {most} of them {kind}; suits: {treatment}.",
            "{label}: {n} customers, {most} of them {kind}; suits: {treatment}.",
            count,
        )
        lines.append(line.format(label=label_word(str(label)), n=count, most=most, kind=kind, treatment=word(suits)))
    best = treated(case, case.kinds).choice
    pair = _("{kind}: {treatment}")
    kinds = clauses(
        pair.format(kind=kind, treatment=word(how)) for kind, how in sorted((str(k), how) for k, how in best.items())
    )
    return [*lines[:12], _("The true kinds, and what suits each: {kinds}.").format(kinds=kinds)]


def label_word(label: str) -> str:
    """What people read for a label that was made by cutting, such as ``purchases 2``; a label of one's own stays.

    >>> label_word("purchase_rate 2, RFM 1"), label_word("often")
    ('purchase rate 2, RFM 1', 'often')
    """
    bands = [band.rsplit(" ", 1) for band in label.split(", ")]
    if not all(len(band) == 2 and band[0] in (*BY_HABIT, "RFM") and band[1].isdecimal() for band in bands):
        return label
    return listed(f"{habit_words().get(habit, habit)} {number}" for habit, number in bands)


def habit_words() -> dict[str, str]:
    """What people read for the columns of a base and the ways to sort it."""
    return {
        "purchases": _("purchases"), "money": _("money"), "spend": _("spend"), "purchase_rate": _("purchase rate"),
        "first_seen": _("first seen"), "last_seen": _("last seen"), "complaints": _("complaints"),
        "satisfaction": _("satisfaction"), "customer": _("customer"), "mean": _("mean"), "min": _("min"),
        "median": _("median"), "max": _("max"), RFM: _("recency, frequency, money"), NOT_TWICE: _("not cut again"),
        "all alike": _("all alike"), "true kinds": _("true kinds"), "sort": pgettext("sorting", "sort"),
        "groups": _("groups"),
        "adjusted_rand": _("adjusted Rand index"), "profit": _("profit"), "likeness": _("likeness"),
        "profit_points": _("points for profit"), "total": _("total"), "kind": _("kind"), "customers": _("customers"),
        "purchases each": _("purchases each"), "money each": _("money each"), "suits": _("suits"),
    }  # fmt: skip


RFM = "recency, frequency, money"
"""A sort by all three, as mail-order firms make it."""
NOT_TWICE = "not cut again"
BY_HABIT = ("purchases", "money", "spend", "purchase_rate", "first_seen", "last_seen", "complaints", "satisfaction")
"""What a sort by form may cut by; a sort of one's own, by whatever it was made, comes in a file."""

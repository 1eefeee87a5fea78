"""How the report of an exit detective is marked against the truth (C7 to C11)."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd

from sim.game.exercises.exit_case import Case
from sim.game.exercises.exit_report import Report, bias_corrector, stated_believer, truth_teller
from sim.game.exercises.marking import FULL, Mark, Marks, closeness, distance, refuse
from sim.game.words import listed, word
from sim.glossary.labels import cause_name
from sim.language.messages import _
from sim.metrics._shared.worked_examples import number
from sim.number_text import percent
from sim.registry import unknown

NEAR = 0.05
"""A share that is off by no more than this counts as found."""
DEAREST = 2.0
"""Prices of measures lie anywhere between 0 and so many times the highest break-even. Assumed."""


def score(case: Case, report: Report) -> Marks:
    """Mark a report, part by part, 0 to 100 each; the total is the mean.

    causes = 100 × Σ min(said, true): of a hundred exits, so many are booked under their true cause (one less half the
    summed distance). churn and profit lost = 100 × (1 − Σ|said − true| / Σ true), churn weighted by customer-weeks.
    order = 100 × Somers' D: of the pairs of stoppable causes that break-even tells apart, those in the right order
    less those in the wrong one. spend = 100 × (1 − regret / regret of doing nothing), regret = (spend − break-even)² /
    2H: if a measure's price lies anywhere from 0 to H and it is bought up to what the team would pay, this is what is
    lost against who knows. unstoppable = 100 × named and true / named or true. Nothing falls below 0.

    Source: Becker, DeGroot & Marschak (1964), Behavioral Science 9(3), 226-232, for naming what one would pay;
    Somers (1962), American Sociological Review 27(6), 799-811, for the order.

    Raises :class:`AnswerError` for causes or segments that the case does not have, and for segments left out.
    """
    _fits(case, report)
    marks = (
        _causes(case, report),
        _churn(case, report),
        _profit_lost(case, report),
        _order(case, report),
        _spend(case, report),
        _unstoppable(case, report),
    )
    return Marks(
        title=_("Exit detective at {firm}").format(firm=case.handout.firm),
        marks=marks,
        words=(*_found(case, report), *_unknowable(case)),
    )


def bracket(case: Case) -> pd.DataFrame:
    """What three known reports get: who believes what is stated, who corrects for bias, who knows the truth.

    One row per report: report, total, then the points of each part.
    """
    reports = {
        "believes what is stated": stated_believer(case.handout),
        "corrects for the assumed bias": bias_corrector(case.handout),
        "knows the truth": truth_teller(case),
    }
    rows = []
    for name, report in reports.items():
        marks = score(case, report)
        rows.append({"report": name, "total": marks.total} | {mark.part: mark.points for mark in marks.marks})
    return pd.DataFrame(rows)


def _fits(case: Case, report: Report) -> None:
    causes, segments = list(case.truth.shares), case.handout.segments
    faults = []
    named = {
        "shares": report.shares,
        "profit_lost": report.profit_lost,
        "measures": report.spends,
        "unstoppable": report.unstoppable,
    }
    for what, given in named.items():
        faults += [f"{what}: {unknown('exit cause', cause, causes)}" for cause in given if cause not in causes]
    faults += [f"churn: {unknown('segment', each, segments)}" for each in report.churn if each not in segments]
    missing = [segment for segment in case.truth.churn if segment not in report.churn]
    said = _("churn: {segment} is missing; give its exits per customer and year")
    faults += [said.format(segment=repr(segment)) for segment in missing]
    refuse(faults)


def _causes(case: Case, report: Report) -> Mark:
    true = case.truth.shares
    both = {cause: min(report.shares.get(cause, 0.0), share) for cause, share in true.items()}
    terms = " + ".join(f"{100 * part:.0f}" for part in both.values())
    points = min(FULL, FULL * math.fsum(both.values()))
    line = _("of 100 exits under their true cause ({causes}): {terms} = {points}")
    line = line.format(causes=listed(map(cause_name, true)), terms=terms, points=f"{points:.0f}")
    return Mark("causes", points, line)


def _churn(case: Case, report: Report) -> Mark:
    truth = case.truth
    off, whole = distance(report.churn, truth.churn, truth.customer_weeks)
    weeks = math.fsum(truth.customer_weeks.values())
    line = _("100 × (1 − off / true): off by {off} of {whole} a year (mean over customers)")
    line = line.format(off=number(off / weeks), whole=number(whole / weeks))
    return Mark("churn", closeness(report.churn, truth.churn, truth.customer_weeks), line)


def _profit_lost(case: Case, report: Report) -> Mark:
    true = case.truth.profit_lost
    off, whole = distance(report.profit_lost, true)
    line = _("100 × (1 − off / true): off by {off} of {whole}, cause by cause")
    line = line.format(off=number(off), whole=number(whole))
    return Mark("profit lost", closeness(report.profit_lost, true), line)


def _order(case: Case, report: Report) -> Mark:
    worth = {c: value for c, value in case.truth.break_even.items() if c not in case.truth.unstoppable}
    place = {cause: rank for rank, cause in enumerate(report.spends)}
    last, right, wrong, pairs = len(place), 0, 0, 0
    for one, other in itertools.combinations(worth, 2):
        if worth[one] == worth[other]:
            continue
        pairs += 1
        better, worse = (one, other) if worth[one] > worth[other] else (other, one)
        right += place.get(better, last) < place.get(worse, last)
        wrong += place.get(better, last) > place.get(worse, last)
    if not pairs:
        return Mark("order", FULL, _("no two causes differ in what stopping them is worth: any order is right"))
    points = FULL * max(0.0, (right - wrong) / pairs)
    line = _("100 × ({right} pairs in the right order − {wrong} in the wrong one) / {pairs}")
    return Mark("order", points, line.format(right=right, wrong=wrong, pairs=pairs))


def regret(case: Case, report: Report) -> float:
    """What the report's spends lose a year against who knows, in expectation over prices from 0 to H; money."""
    worth = case.truth.break_even
    dearest = DEAREST * max(worth.values())
    if dearest == 0:
        return math.fsum(report.spends.values())
    return math.fsum(
        (min(report.spends.get(cause, 0.0), dearest) - value) ** 2 / (2 * dearest) for cause, value in worth.items()
    )


def _spend(case: Case, report: Report) -> Mark:
    lost, idle = regret(case, report), regret(case, _without_measures(report))
    if idle == 0:
        points = FULL if lost == 0 else 0.0
        line = _("nothing here is worth a measure; {lost} a year would be paid")
        return Mark("spend", points, line.format(lost=number(lost)))
    points = FULL * max(0.0, 1.0 - lost / idle)
    line = _("100 × (1 − regret {lost} a year / {idle} of who does nothing)")
    return Mark("spend", points, line.format(lost=number(lost), idle=number(idle)))


def _without_measures(report: Report) -> Report:
    return Report(shares=report.shares, churn=report.churn, profit_lost=report.profit_lost)


def _unstoppable(case: Case, report: Report) -> Mark:
    said, true = set(report.unstoppable), set(case.truth.unstoppable)
    either = said | true
    points = FULL * len(said & true) / len(either) if either else FULL
    if not either:
        return Mark("unstoppable", points, _("nothing is beyond stopping, and nothing was named"))
    line = _("100 × {right} named rightly / {either} named or true; true: {names}")
    names = listed(map(cause_name, case.truth.unstoppable)) or word("none")
    return Mark("unstoppable", points, line.format(right=len(said & true), either=len(either), names=names))


def _found(case: Case, report: Report) -> list[str]:
    true = case.truth.shares
    gaps = {cause: report.shares.get(cause, 0.0) - share for cause, share in true.items()}
    near = [cause for cause, gap in gaps.items() if abs(gap) <= NEAR and true[cause] > 0]
    lines = []
    if near:
        right = _("Right: the share of {causes} within {points} points.")
        lines.append(right.format(causes=listed(map(cause_name, near)), points=f"{100 * NEAR:.0f}"))
    far = sorted((cause for cause in gaps if abs(gaps[cause]) > NEAR), key=lambda cause: -abs(gaps[cause]))
    for cause in far[:3]:
        said, share = report.shares.get(cause, 0.0), true[cause]
        over = _("Missed: {cause} overrated, {said} said, {true} true.")
        line = over if gaps[cause] > 0 else _("Missed: {cause} underrated, {said} said, {true} true.")
        lines.append(line.format(cause=cause_name(cause), said=percent(said), true=percent(share)))
    spent = {cause: report.spends[cause] for cause in case.truth.unstoppable if report.spends.get(cause)}
    for cause, money in spent.items():
        line = _("Missed: {money} a year against {cause}, which nobody can stop.")
        lines.append(line.format(money=number(money), cause=cause_name(cause)))
    return lines


def _unknowable(case: Case) -> list[str]:
    """What the interviews could not tell, however well they were read."""
    truth, left = case.truth, case.handout.left
    heard = len(case.handout.interviews)
    if not heard:
        return [_("Could not have been known from interviews: none of the {left} who left answered.").format(left=left)]
    table = truth.answers
    lines = [_("Of {left} who left, {heard} answered; {silent} never said why.")]
    lines = [line.format(left=left, heard=heard, silent=left - heard) for line in lines]
    counts = table.to_numpy(dtype=np.int64)
    place = int((counts.sum(axis=0) - counts.diagonal()).argmax())
    most, named = str(table.columns[place]), int(counts[:, place].sum())
    others = named - int(counts[place, place])
    if others:
        why = table[most].drop(most).sort_values(ascending=False, kind="stable")
        part = _("{n} {cause}")
        parts = listed(part.format(n=int(count), cause=cause_name(str(cause))) for cause, count in why.items() if count)
        line = _(
            "Could not have been known from any single interview: of {named} who said {cause}, {others} left for "
            "something else ({parts})."
        )
        lines.append(line.format(named=named, cause=cause_name(most), others=others, parts=parts))
    plain, honest = (
        100 * math.fsum(min(one[cause], truth.shares[cause]) for cause in truth.shares)
        for one in (truth.stated, truth.heard)
    )
    line = _(
        "Believing the interviews gets {plain} points for causes; had all who answered been honest it would have been "
        "{honest}, for they are only some of those who left."
    )
    lines.append(line.format(plain=f"{plain:.0f}", honest=f"{honest:.0f}"))
    return lines

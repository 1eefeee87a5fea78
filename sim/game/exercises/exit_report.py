"""What the exit detectives hand in, and three reports to measure a team by."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sim.game.exercises.exit_case import Case, Handout
from sim.game.exercises.marking import MOST, amount, amounts, refuse
from sim.language.messages import _
from sim.metrics.exits.profit_lost import per_week
from sim.scenario.market.exit_causes import ASSUMED_ANSWERS

WHOLE = 0.01
"""How far shares may be from summing to one: they are rounded to percents."""
WEEKS_A_YEAR = 52.0
MOST_CHURN = 1e3


class Measure(NamedTuple):
    """A measure against a cause of exits."""

    cause: str
    spend: float
    """The most that the team would pay for it, money a year."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """The team's findings. A cause left out counts 0 everywhere."""

    shares: Mapping[str, float]
    """Estimated share of each cause in all exits; they sum to one."""
    churn: Mapping[str, float]
    """Estimated exits per customer and year, for each segment."""
    profit_lost: Mapping[str, float]
    """Estimated profit lost by those who left for each cause, over the whole time;
    below 0 where they cost more than they brought."""
    measures: Iterable[Measure | tuple[str, float]] = ()
    """Measures, the most worthwhile first, each with the most that the team would pay for it a year."""
    unstoppable: Iterable[str] = ()
    """Causes that nobody can stop."""

    def __post_init__(self) -> None:
        """Check everything that can be checked without the case. Raises :class:`AnswerError` with all faults."""
        faults: list[str] = []
        shares = amounts("shares", self.shares, faults, most=1.0)
        if not faults and abs(math.fsum(shares.values()) - 1) > WHOLE:
            said = _("shares: they sum to {total}; give shares that sum to 1")
            faults.append(said.format(total=f"{math.fsum(shares.values()):.4g}"))
        object.__setattr__(self, "shares", shares)
        object.__setattr__(self, "churn", amounts("churn", self.churn, faults, MOST_CHURN))
        object.__setattr__(self, "profit_lost", amounts("profit_lost", self.profit_lost, faults, least=-MOST))
        object.__setattr__(self, "measures", _measures(self.measures, faults))
        object.__setattr__(self, "unstoppable", _words("unstoppable", self.unstoppable, faults))
        refuse(faults)

    @property
    def spends(self) -> dict[str, float]:
        """What would be paid for each measure, in the order of the report."""
        return {cause: spend for cause, spend in self.measures}


def _measures(given: object, faults: list[str]) -> tuple[Measure, ...]:
    if isinstance(given, Mapping):
        given = tuple(given.items())
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        said = _("measures: {given} was given; give pairs of a cause and money a year, the best first")
        faults.append(said.format(given=repr(given)))
        return ()
    found: list[Measure] = []
    for place, pair in enumerate(given, start=1):
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            said = _("measures: {pair} in place {place}; give a pair of a cause and money a year")
            faults.append(said.format(pair=repr(pair), place=place))
            continue
        if pair[0] in [measure.cause for measure in found]:
            said = _("measures: {cause} is there twice; give each cause one place in the order")
            faults.append(said.format(cause=repr(pair[0])))
        found.append(Measure(pair[0], amount(f"measures.{pair[0]}", pair[1], faults)))
    return tuple(found)


def _words(what: str, given: object, faults: list[str]) -> tuple[str, ...]:
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        faults.append(_("{what}: {given} was given; give a list of causes").format(what=what, given=repr(given)))
        return ()
    words = tuple(given)
    odd = _("{what}: {word} is no cause; give its name")
    faults += [odd.format(what=what, word=repr(word)) for word in words if not isinstance(word, str)]
    if len(set(map(repr, words))) < len(words):
        faults.append(_("{what}: a cause is there twice; give each once").format(what=what))
    return words


def stated_believer(handout: Handout) -> Report:
    """The report of a detective who believes what is stated, and knows nothing but the handout.

    Shares = interviews that name a cause / interviews; exits of a segment in proportion to its interviews, customers of
    a segment to those on file; profit lost = exits × share × m / (churn × (1 − share) + δ), break-even = part × exits a
    year × share × m / (churn + δ), with m the mean contribution of a customer-week in the books. Thinks that everything
    can be stopped. Where nobody answered, all causes are taken to be alike.
    """
    said = handout.interviews["stated"].value_counts()
    names = [str(cause) for cause in handout.causes["cause"]]
    heard = int(said.sum())
    return reckoned(handout, {name: float(said.get(name, 0)) / heard if heard else 1 / len(names) for name in names})


def bias_corrector(handout: Handout, answers: Mapping[str, Mapping[str, float]] = ASSUMED_ANSWERS) -> Report:
    """The same, by a detective who knows how people misreport: the shares under which these answers are likeliest.

    Formula: s_c ← s_c Σ_a n_a P(a | c) / Σ_k s_k P(a | k), over and over: n_a interviews that state a, P the table of
    answers. Source: Dempster, Laird & Rubin (1977), Journal of the Royal Statistical Society B 39(1), 1-38.

    A cause without a row in ``answers`` is taken to be stated as it is; what no market cause could explain is left out.
    """
    names = [str(cause) for cause in handout.causes["cause"]]
    said = {str(cause): float(count) for cause, count in handout.interviews["stated"].value_counts().items()}
    shares = dict.fromkeys(names, 1 / len(names))
    for _step in range(500):
        pulled = dict.fromkeys(names, 0.0)
        for stated, count in said.items():
            chance = {name: shares[name] * answers.get(name, {name: 1.0}).get(stated, 0.0) for name in names}
            whole = math.fsum(chance.values())
            for name in names if whole else ():
                pulled[name] += count * chance[name] / whole
        total = math.fsum(pulled.values())
        if total:
            shares = {name: pulled[name] / total for name in names}
    return reckoned(handout, shares)


def reckoned(handout: Handout, shares: Mapping[str, float]) -> Report:
    """A report from estimated shares, all else by plain arithmetic on the handout (see :func:`stated_believer`)."""
    books, exits = handout.books, handout.left
    lived = max(float(books["customers"].sum()), 1.0)
    churn, delta = exits / lived, per_week(handout.discount)
    brought = books["revenue"] + books["fees"] - books[["goods_cost", "tailoring_cost", "reward_cost"]].sum(axis=1)
    margin = max(float((brought - books["benefit_cost"] - books["event_cost"]).sum()) / lived, 0.0)
    lost = {c: exits * s * margin / (churn * (1 - s) + delta) for c, s in shares.items()}
    yearly = handout.lowering * exits / handout.weeks * WEEKS_A_YEAR * margin / (churn + delta)
    order = sorted((cause for cause in shares if shares[cause] > 0), key=lambda cause: (-shares[cause], cause))
    return Report(
        shares=dict(shares),
        churn=_by_segment(handout, exits, lived),
        profit_lost=lost,
        measures=tuple(Measure(cause, yearly * shares[cause]) for cause in order),
    )


def _by_segment(handout: Handout, exits: int, lived: float) -> dict[str, float]:
    heard, file = handout.interviews["segment"].value_counts(), handout.records["segment"].value_counts()
    rates = {}
    for segment in handout.segments:
        part_of_exits = float(heard.get(segment, 0)) / max(int(heard.sum()), 1)
        part_of_base = float(file.get(segment, 0)) / max(int(file.sum()), 1)
        weeks = lived * part_of_base
        rates[segment] = min(exits * part_of_exits / weeks * WEEKS_A_YEAR, MOST_CHURN) if weeks > 0 else 0.0
    return rates


def truth_teller(case: Case) -> Report:
    """The report of a detective who knows everything: it brackets the scale from above."""
    truth = case.truth
    order = sorted(
        (cause for cause in truth.break_even if cause not in truth.unstoppable),
        key=lambda cause: -truth.break_even[cause],
    )
    return Report(
        shares=truth.shares,
        churn=truth.churn,
        profit_lost=truth.profit_lost,
        measures=tuple(Measure(cause, truth.break_even[cause]) for cause in order),
        unstoppable=truth.unstoppable,
    )

"""Break-even missed: where spending on keeping customers would have paid and was not done, and the other way round."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sim.game.debrief.replay import RecordedGame, parallel_replays, replayed
from sim.game.debrief.replay_trace import ReplayTrace
from sim.game.words import listed, word
from sim.glossary.labels import cause_name
from sim.language.messages import _, pgettext
from sim.metrics.exits.exit_measures import exit_break_even
from sim.metrics.value.lifetime_value import lifetime_value_formula
from sim.number_text import percent
from sim.results.results import Results
from sim.scenario.decisions.decision import LEVERS, Decision

LOWERING = 0.1
"""Part of a cause's exits whose prevention the break-even spend is reckoned for. Assumed, as in ``exit_management``."""
STEPS: dict[str, float] = {"price": -0.03, "product": 0.05, "service": 0.05, "technology": 0.05, "conduct": 0.05}
"""What is tried where a team did nothing about a cause: its lever moved by this part of where it stood, from round 1
on. Assumed."""
ABOUT: dict[str, tuple[str, ...]] = {
    "price": ("price",),
    "product": ("product",),
    "service": ("service", "staff", "priority", "internal_marketing"),
    "technology": ("technology",),
    "conduct": ("conduct",),
}
"""Levers that work on what a cause compares, by attribute."""
TIES: dict[str, tuple[str, ...]] = {
    "contact": ("degrees", "managers"),
    "programmes": ("open", "launch", "revise", "tiers"),
    "winning back": ("win_back",),
}
"""Levers that bind customers whatever the cause. They are weighed where a team moved them."""
VERDICTS: dict[tuple[bool, bool], str] = {
    (False, True): "missed",
    (False, False): "rightly left",
    (True, True): "paid",
    (True, False): "did not pay",
}
"""By whether it was done and whether it pays."""


def verdict_word(verdict: str) -> str:
    """A verdict on a way to keep customers, in the language in use."""
    words = {
        "missed": _("missed"), "rightly left": _("rightly left"), "paid": pgettext("verdict", "paid"),
        "did not pay": _("did not pay"),
    }  # fmt: skip
    return words[verdict]


@dataclass(frozen=True, kw_only=True)
class MissedRetention:
    """One way for a team to lower churn: whether it was done, and whether it pays under the same luck."""

    firm: str
    measure: str
    """A cause of exits, or a way of binding customers."""
    exits_per_year: float
    """For that cause; not a number for what is about no single one."""
    break_even: float
    """Yearly spend up to which it pays to prevent a tenth of these exits, money; see ``exit_break_even``."""
    done: bool
    """Whether the team moved a lever of it, so that it stands better for customers in the end."""
    levers: tuple[str, ...]
    """The levers that were moved, or the one that is moved by a step; none for a way of binding customers."""
    profit_more: float
    """Profit of the game with the measure less without it, money."""
    customers_more: int
    """Customers at the end, with less without."""
    value: float
    """What a customer at the end is worth by formula, money (``lifetime_value_formula``)."""

    @property
    def net(self) -> float:
        """Profit, and the worth of the customers that are there more at the end: the game ends, they do not."""
        return self.profit_more + self.customers_more * self.value

    @property
    def verdict(self) -> str:
        """``missed``, ``rightly left``, ``paid`` or ``did not pay``."""
        return VERDICTS[self.done, self.net > 0]

    @property
    def right(self) -> bool:
        """Whether the team did what pays, or left what does not."""
        return self.done == (self.net > 0)

    @property
    def tried(self) -> str:
        """What is compared, in words."""
        if not self.levers:
            return _("as it did")
        if self.done:
            return _("{levers}, as it did").format(levers=listed(map(word, self.levers)))
        lever = self.levers[0]
        lower, higher = _("{lever} lower by {part} from round 2 on"), _("{lever} higher by {part} from round 2 on")
        said = lower if STEPS[lever] < 0 else higher
        return said.format(lever=word(lever), part=percent(abs(STEPS[lever])))

    @property
    def about(self) -> str:
        """What the measure is about: an exit cause or a way of binding customers, in words."""
        ties = {"contact": _("contact"), "programmes": _("programmes"), "winning back": _("winning back")}
        return ties.get(self.measure) or cause_name(self.measure)

    @property
    def words(self) -> str:
        """The verdict in a sentence."""
        if self.done and self.net > 0:
            said = _("{firm} acted on {measure} ({tried}): that brought {net} more than it cost.")
        elif self.done:
            said = _("{firm} acted on {measure} ({tried}): that cost {net} more than it brought.")
        elif self.net > 0:
            said = _("What {firm} did not do: {tried} would have brought {net}.")
        else:
            said = _("What {firm} did not do: {tried} would have cost {net}.")
        return said.format(firm=self.firm, measure=self.about, tried=self.tried, net=f"{abs(self.net):,.0f}")


def missed_retention(
    what: RecordedGame, seen: ReplayTrace, came: Results, *, workers: int | None = None, quiet: bool = False
) -> tuple[MissedRetention, ...]:  # fmt: skip
    """Weigh, for each team, what it did and did not do to keep customers; two worlds of the same luck for each.

    ``came`` are the results of the line with all purchases. A measure that was taken is left out of all the team's
    decisions; one that was not is tried by a step (:data:`STEPS`).
    """
    table, values = exit_break_even(came, LOWERING), lifetime_value_formula(came)
    columns = (table[name].astype(object) for name in ("firm", "cause", "exits_per_year", "break_even"))
    worth = {(firm, cause): (float(exits), float(spend)) for firm, cause, exits, spend in zip(*columns, strict=True)}
    value = dict(zip(values["firm"].astype(object), values["value_continuous"].astype(float), strict=True))
    seen_exits = {case for case, (exits, _spend) in worth.items() if exits > 0}
    asked = [case for firm in what.teams for case in _cases(what, seen, firm, seen_exits)]
    tallies = parallel_replays(
        replayed,
        [other for *_case, other in asked],
        _("what keeping customers was worth"),
        workers=workers,
        quiet=quiet,
    )
    base = replayed(what)
    found = []
    for (firm, measure, done, levers, _world), other in zip(asked, tallies, strict=True):
        k, sign = came.names.firms.index(firm), 1 if done else -1
        each = value[firm]
        exits, spend = worth.get((firm, measure), (float("nan"), float("nan")))
        found.append(
            MissedRetention(
                firm=firm, measure=measure, done=done, levers=levers,
                exits_per_year=exits, break_even=spend,
                profit_more=sign * float((base.profit - other.profit)[:, k].sum() / 100),
                customers_more=sign * int(base.customers[-1, k] - other.customers[-1, k]),
                value=0.0 if math.isnan(each) else each,
            )
        )  # fmt: skip
    return tuple(found)


def _cases(
    what: RecordedGame, seen: ReplayTrace, firm: str, seen_exits: set[tuple[str, str]]
) -> Iterator[tuple[str, str, bool, tuple[str, ...], RecordedGame]]:
    """What there is to weigh for a team: firm, measure, whether it was done, the levers, the world to compare."""
    first, last = seen.stood[0][firm], seen.stood[-1][firm]
    for cause in what.scenario.exits.causes:
        if cause.attribute not in ABOUT or cause.compared_with == "nothing":
            continue
        lever = cause.attribute
        moved = [name for name in ABOUT[lever] if _better(name, getattr(first, name), getattr(last, name))]
        if moved:
            yield firm, cause.name, True, tuple(moved), _left_out(what, firm, tuple(moved))
        elif len(what.rounds) > 1 and (firm, cause.name) in seen_exits and _room(lever, getattr(first, lever)):
            yield firm, cause.name, False, (lever,), _stepped(what, seen, firm, lever)
    for tie, levers in TIES.items():
        if any(getattr(said[firm], lever) for said in what.rounds for lever in levers if firm in said):
            yield firm, tie, True, (), _left_out(what, firm, levers)


def _better(lever: str, before: Any, after: Any) -> bool:
    """Whether a lever stands better for customers than it did."""
    if before is None or after is None or before == after:
        return False
    if lever == "priority":
        return bool(after != "none")
    return bool(after < before if lever == "price" else after > before)


def _room(lever: str, stands: float) -> bool:
    """Whether a lever can be moved by a step at all; conduct that is blameless cannot get better."""
    least, most = LEVERS[lever].least or 0.0, LEVERS[lever].most or math.inf
    return least <= stands * (1 + STEPS[lever]) <= most


def _left_out(what: RecordedGame, firm: str, levers: tuple[str, ...]) -> RecordedGame:
    """The same game, but the firm never moves these levers."""
    nothing: dict[str, object] = dict.fromkeys(levers)
    return replace(what, rounds=tuple(
        {**said, firm: said[firm].model_copy(update=nothing)} if firm in said else said for said in what.rounds
    ))  # fmt: skip


def _stepped(what: RecordedGame, seen: ReplayTrace, firm: str, lever: str) -> RecordedGame:
    """The same game, but from round 1 on a lever stands better by a step than it did."""
    bounds, rounds = LEVERS[lever], [dict(said) for said in what.rounds]
    for number, said in enumerate(rounds):
        if number and firm in said and (number == 1 or getattr(said[firm], lever) is not None):
            there = getattr(said[firm], lever)
            stands = there if there is not None else getattr(seen.stood[number][firm], lever)
            better = stands * (1 + STEPS[lever])
            better = min(max(better, bounds.least or 0.0), bounds.most or math.inf)
            said[firm] = _with(said[firm], lever, better)
    return replace(what, rounds=tuple(rounds))


def _with(decision: Decision, lever: str, value: float) -> Decision:
    return decision.model_copy(update={lever: value})

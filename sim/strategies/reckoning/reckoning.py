"""Reckoning: notice, estimate, choose, review, as a way of steering any firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.registry import register, registered, unknown
from sim.scenario.decisions.apply_decision import merge_decisions
from sim.scenario.decisions.decision import Decision, Settlement
from sim.scenario.decisions.estimate import Estimate
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.reckoning.attraction import depth_of
from sim.strategies.reckoning.beliefs import Beliefs, Chance, PriceAnswer
from sim.strategies.reckoning.evidence import ShareLoss, Strength, belief_in_strength, share_loss
from sim.strategies.reckoning.market_picture import MarketPicture
from sim.strategies.reckoning.options import Instrument, answers, cost_part, reviewed
from sim.strategies.reckoning.price_moves import profitable_moves, ruled_move
from sim.strategies.reckoning.valuation import Horizon, Plan, value

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

PATIENT = 0.5
"""Chance of a gain that is enough once patience has run out."""
UNTIL_REVIEW_OF_WHAT_EATS_THE_MARGIN = 13.0
"""Weeks after which a programme is reviewed that costs more than the margin. Assumed."""
BUILD_UPS_UNTIL_REVIEW = 1.5
"""Times a programme's build-up that it is given before it is reviewed. Assumed."""


@register("policy", "reckoning")
class Reckoning(Policy):
    """Works out what rivals' moves cost it and what each answer would bring, and takes the best that surely pays.

    What it knows is its own books, public terms and prices, quotes of its own people and trade figures with error and
    delay; how strongly programmes move customers it learns from its own share. It reviews its own programmes: improves
    them, cuts them back or closes them.
    """

    source: ClassVar[str] = (
        "Leeflang & Wittink (1996, Int. J. Research in Marketing 13) and Steenkamp, Nijs, Hanssens & Dekimpe (2005, "
        "Marketing Science 24) on reactions of rivals; the way of reckoning is the project's own"
    )
    decides_copies: ClassVar[bool] = True

    kind: Literal["reckoning"] = "reckoning"
    beliefs: Beliefs = Beliefs()
    instruments: tuple[Instrument, ...] = ("copy", "better copy", "another programme")
    """What it may answer a rival's programme with, beside its price: ``copy``, ``better copy``, ``another programme``
    (from its drawer), ``service``, ``product``."""
    price: PriceAnswer = PriceAnswer()
    """How it moves its price."""
    horizon: float = Field(default=104.0, gt=0, le=1040)
    """Weeks that it looks ahead. Assumed 104."""
    discount: float = Field(default=0.1, ge=0)
    """Discount a year. Assumed 0.1."""
    sureness: Chance = 0.7
    """Chance of a gain that it asks for before it acts. Assumed 0.7."""
    patience: float = Field(default=52.0, ge=0)
    """Weeks after a move from which a chance of 0.5 is enough. Assumed 52."""
    review_after: float | None = Field(default=26.0, gt=0)
    """Weeks after which it reviews a programme of its own, or 1.5 times its build-up if longer; leave null for never.
    Assumed 26."""
    settlement: Settlement = "pay"
    """What becomes of points when it closes a programme."""
    holds_from: int | None = Field(default=None, ge=0)
    """The round, from 0, from which it leaves everything as it is: to see what its decisions from then on brought."""

    def decide(self, view: FirmView) -> Decision:
        """The best answers and reviews of this round."""
        return self.decide_with_estimates(view)[0]

    def decide_with_estimates(self, view: FirmView) -> tuple[Decision, tuple[Estimate, ...]]:
        """The decision of this round, and a row for each option that was weighed."""
        if self.holds_from is not None and view.number >= self.holds_from:
            return Decision(), ()
        picture = MarketPicture(view=view, beliefs=self.beliefs)
        if not (view.launches or view.price_changes or self.price.initiative):
            return Decision(), ()
        strength = belief_in_strength(picture)
        parts = {kind: cost_part(picture, kind) for kind in view.running if kind not in view.ending}
        weigh = _Scales(self, picture, strength, sum(parts.values()))
        decisions = [
            *self._answers(picture, weigh),
            *self._reviews(picture, weigh, parts),
            *self._prices(picture, weigh),
        ]
        return merge_decisions(decisions), tuple(weigh.rows)

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Beliefs about kinds of programmes that there are not."""
        kinds = registered("programme")
        return [
            f"beliefs.strengths.{kind}: {unknown('programme', kind, kinds)}"
            for kind in self.beliefs.strengths
            if kind not in kinds
        ]

    def _answers(self, picture: MarketPicture, weigh: _Scales) -> Iterator[Decision]:
        """The best answer to rivals' programmes, if it surely pays."""
        view = picture.view
        plans = list(answers(picture, self.instruments))
        if not plans:
            return
        since = {launch.firm: launch.week for launch in view.launches if launch.firm != view.firm}
        first = min(since.values())
        needed = self._needed(view.week - first)
        chosen = weigh.choose("choice", plans, needed, share_loss(picture, first))
        if chosen is not None:
            yield chosen.decision

    def _reviews(self, picture: MarketPicture, weigh: _Scales, parts: dict[str, float]) -> Iterator[Decision]:
        """What to do with each own programme that is due for review."""
        view = picture.view
        if self.review_after is None:
            return
        margin = 1.0 - view.unit_cost / picture.price(view.firm, view.week)
        for kind, part in parts.items():
            launched = max(
                launch.week for launch in view.launches if (launch.firm, launch.programme) == (view.firm, kind)
            )
            age, due = view.week - launched, self._review_week(picture, kind)
            if part >= margin:
                due = min(due, UNTIL_REVIEW_OF_WHAT_EATS_THE_MARGIN)
            if age < due or _revised_lately(view, kind, self.review_after):
                continue
            plans = [(view.firm, plan) for plan in reviewed(picture, kind, part, self.settlement)]
            chosen = weigh.choose("review", plans, self._needed(age), share_loss(picture, launched))
            if chosen is not None:
                yield chosen.decision

    def _review_week(self, picture: MarketPicture, kind: str) -> float:
        build_up = picture.beliefs.build_up.get(depth_of(kind), 0.0)
        return max(self.review_after or 0.0, BUILD_UPS_UNTIL_REVIEW * build_up)

    def _prices(self, picture: MarketPicture, weigh: _Scales) -> Iterator[Decision]:
        """A move of price, by rule or by profit."""
        view = picture.view
        move = ruled_move(picture, self.price)
        if move is not None:
            option, price, chance = move
            needed = 0.0 if option == "price back" else self.price.sureness
            weigh.rule(option, f"price {price:.4g}", chance, needed)
            yield Decision(price=price)
        elif self.price.rule == "profit":
            plans = [(view.firm, plan) for plan in profitable_moves(picture, self.price)]
            chosen = weigh.choose("choice", plans, PATIENT, ShareLoss(before=picture.share, loss=np.nan, error=np.nan))
            if chosen is not None:
                yield chosen.decision

    def _needed(self, waited: float) -> float:
        return PATIENT if waited >= self.patience else self.sureness


def _revised_lately(view: FirmView, kind: str, weeks: float) -> bool:
    return any(
        view.week - week < weeks and any(path.startswith(f"{kind}.") for path in decision.revise or {})
        for week, decision in view.decisions
    )


@dataclass(frozen=True, kw_only=True)
class _Figures:
    """What an option promises."""

    expected: float = 0.0
    error: float = 0.0
    chance: float = 0.0
    needed: float = 0.0

    @property
    def good(self) -> bool:
        """Whether it is expected to gain, and surely enough."""
        return self.expected > 0 and self.chance >= self.needed


class _Scales:
    """Weighs plans, and keeps a row for each."""

    def __init__(self, policy: Reckoning, picture: MarketPicture, strength: Strength, rewards: float) -> None:
        self._policy, self._picture, self._strength, self._rewards = policy, picture, strength, rewards
        self.rows: list[Estimate] = []

    def choose(
        self, step: Literal["choice", "review"], plans: list[tuple[str, Plan]], needed: float, loss: ShareLoss
    ) -> Plan | None:
        """The plan of the highest expected value that gains with the chance needed; None for doing nothing."""
        horizon = Horizon(weeks=self._policy.horizon, discount=self._policy.discount)
        weighed = []
        for about, plan in plans:
            worth = value(plan, self._picture, self._strength, horizon, self._rewards)
            expected = float(worth @ self._strength.chances)
            figures = _Figures(
                expected=expected,
                error=float(np.sqrt((worth - expected) ** 2 @ self._strength.chances)),
                chance=float(self._strength.chances[worth > 0].sum()),
                needed=needed if plan.patient else max(needed, self._policy.sureness),
            )
            weighed.append((about, plan, figures))
        good = [(figures.expected, plan) for _, plan, figures in weighed if figures.good]
        best = max(good, key=lambda pair: pair[0])[1] if good else None
        for about, plan, figures in weighed:
            self._row(step, about, plan.option, plan.detail, plan.programme, figures, plan is best, loss)
        if weighed:
            about, programme = weighed[0][0], weighed[0][1].programme
            self._row(step, about, "nothing", "", programme, _Figures(needed=needed), best is None, loss)
        return best

    def rule(self, option: str, detail: str, chance: float, needed: float) -> None:
        """A row for a move that follows a rule of thumb, for which no value was worked out."""
        loss = ShareLoss(before=self._picture.share, loss=np.nan, error=np.nan)
        firm = self._picture.view.firm
        self._row("choice", firm, option, detail, "", _Figures(chance=chance, needed=needed), True, loss)

    def _row(
        self, step: Literal["choice", "review"], about: str, option: str, detail: str, programme: str,
        figures: _Figures, chosen: bool, loss: ShareLoss,
    ) -> None:  # fmt: skip
        self.rows.append(Estimate(
            week=self._picture.view.week, firm=self._picture.view.firm, step=step, about=about, programme=programme,
            option=option, detail=detail, expected=figures.expected, expected_error=figures.error,  # type: ignore[arg-type]
            chance=figures.chance, needed=figures.needed, chosen=chosen,
            share_before=loss.before, loss=loss.loss, loss_error=loss.error, strength=self._strength.mean,
            strength_error=self._strength.error,
        ))  # fmt: skip

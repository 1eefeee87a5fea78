"""What a firm works out before it decides: one row for each option it weighs, for the table of decisions."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, TypeAlias, get_args

Option: TypeAlias = Literal[
    "nothing", "copy", "better copy", "another programme", "price", "service", "product", "retaliation", "price back",
    "improve", "cut back", "closing",
]  # fmt: skip
"""What a firm can weigh. ``price back`` undoes a cut; ``closing`` closes a programme of its own."""
OPTION_WORDS: tuple[str, ...] = get_args(Option)


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One option as a firm weighed it in a round. Shares are parts of the market's purchases, money in full units."""

    week: float
    firm: str
    step: Literal["choice", "review"]
    """``choice``: how to answer a rival's move; ``review``: what to do with a programme of its own."""
    about: str
    """The firm whose move is answered; at a review the firm itself."""
    programme: str
    """Kind of the programme in question; empty where there is none."""
    option: Option
    detail: str
    """The option in figures, such as ``price 0.94``; empty where the option says all."""
    expected: float
    """Profit that the firm expects of the option beyond doing nothing, over its horizon, money."""
    expected_error: float
    """Standard deviation of that profit by the firm's belief, money."""
    chance: float
    """Chance that the option gains, as the firm believes."""
    needed: float
    """Chance that it asks for before it acts."""
    chosen: bool
    share_before: float
    """Own share before the move, as the firm knows it; not a number where it does not."""
    loss: float
    """Share lost since the move by the firm's figures, points of 1; negative for a gain."""
    loss_error: float
    """Standard error of the loss."""
    strength: float
    """How strongly programmes move customers, 1 being what the firm believed beforehand: mean of its belief."""
    strength_error: float
    """Standard deviation of that belief."""


ESTIMATE_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Estimate))

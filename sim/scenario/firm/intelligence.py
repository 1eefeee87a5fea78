"""What a firm comes to know of its market and its rivals, how late and how exactly."""

from __future__ import annotations

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.market.distribution import Amount, Gamma


class Intelligence(Declaration):
    """Trade figures, notice of rivals' moves, and the quality of a firm's own quotes. All assumed."""

    notice: Amount = Gamma(family="gamma", shape=9.0, mean=4.0)
    """Weeks from a rival's launch until the firm takes notice; drawn once for each launch. Assumed 4 on average."""
    trade_figures: bool = True
    """Whether the trade publishes how many purchases there were in the market; else the firm has its own books only."""
    trade_delay: float = Field(default=4.0, ge=0)
    """Weeks after which the trade publishes a week. Assumed 4."""
    trade_error: float = Field(default=0.02, ge=0, le=1)
    """Standard deviation of the logarithm of a week's figure around the truth. Assumed 0.02."""
    quote_error: float = Field(default=0.2, ge=0, le=2)
    """Standard deviation of the logarithm of what the firm's own people quote for a copy (cost of rewards, building,
    running) around the truth; drawn once for each launch and figure. Assumed 0.2."""

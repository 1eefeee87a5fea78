"""How a firm courts customers who left it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.population import Name

Part = Annotated[float, Field(ge=0, le=1)]

FORGIVENESS: dict[str, float] = {
    # Chance that somebody who left for this cause comes back for a handsome offer made at once. All assumed; the order
    # follows Stauss & Friege (1999, Journal of Service Research 1): who was pulled away returns sooner than who was
    # pushed, and who disapproves of the firm hardly ever. Who moved away is out of reach.
    "price": 0.3,
    "product": 0.15,
    "service": 0.2,
    "technology": 0.1,
    "political": 0.03,
}


class WinBack(Declaration):
    """Offers to those who left since the last round. Chance of success = forgiveness of her cause ×
    (1 - exp(-worth / (ease × her quarterly spend))) × exp(-weeks gone / memory).
    """

    every: float = Field(default=4.0, gt=0)
    """Weeks between two rounds."""
    begins: float = Field(default=0.0, ge=0)
    """Week of the first round's beginning."""
    worth: float = Field(gt=0)
    """Worth of the offer to her, and its cost to the firm when she takes it, money."""
    contact_cost: float = Field(default=1.0, ge=0)
    """Cost of making an offer, taken or not, money."""
    ease: float = Field(default=0.1, gt=0)
    """Part of her quarterly spend at which an offer has two thirds of its pull. Assumed 0.1."""
    memory: float = Field(default=26.0, gt=0)
    """Weeks after which two thirds of those who would have come back no longer do. Assumed 26."""
    forgiveness: dict[Name, Part] = Field(default=FORGIVENESS)
    """Chance by exit cause; a cause that is missing is never forgiven."""

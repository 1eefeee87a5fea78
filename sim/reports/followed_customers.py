"""Customers to be followed through two worlds: of each outcome a few, and the two lives of the one who is chosen."""

from __future__ import annotations

from threading import Lock

from sim.charts.experiments.counterfactual_charts import LIVES_WIDTH, size, two_lives_chart
from sim.charts.style.canvas import png
from sim.charts.style.text_fitting import in_one_line
from sim.experiments.counterfactuals import CounterfactualPair, outcome_sentence
from sim.language.messages import _

DPI = 110
EACH = 8
"""Customers offered of each outcome: those whose two lives differ most."""


class FollowedCustomers:
    """Customers who are worth following, and the picture of the one who is followed now."""

    def __init__(self, worlds: CounterfactualPair) -> None:
        """Look up the customers worth following. Raises ``ValueError`` where nobody was a customer in either world."""
        self.worlds = worlds
        table = outcome_sentence(worlds, EACH)
        if table.empty:
            said = _("{firm} had no customer in either world, so there is nobody to follow")
            raise ValueError(said.format(firm=worlds.firm))
        outcomes = table["outcome"].astype(str)
        self.offered = {str(one): list(table.loc[outcomes == one, "customer_id"]) for one in outcomes.unique()}
        """Customers by outcome."""
        self._lock = Lock()
        self.choose(next(iter(self.offered.values()))[0])

    def choose(self, customer: str) -> bytes:
        """Follow another customer, and return the picture of the two lives as PNG."""
        figure = two_lives_chart(self.worlds, customer)
        with self._lock:
            self.customer, self._picture, self._words = customer, png(figure, DPI), in_one_line(figure.get_suptitle())
            return self._picture

    def shown(self) -> tuple[bytes, str]:
        """The picture as it stands and what it shows in words."""
        with self._lock:
            return self._picture, self._words

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return round(LIVES_WIDTH * DPI), round(size(self.worlds)[1] * DPI)

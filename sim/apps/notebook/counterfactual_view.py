"""Two worlds in a notebook: choose an outcome, choose a customer who had it, and see the customer's two lives."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from sim.apps.notebook.live_picture import LivePicture, display_with_still
from sim.charts.experiments.counterfactual_charts import LIVES_WIDTH, size, two_lives_chart
from sim.charts.style.canvas import headline_text, png
from sim.experiments.counterfactuals import COUPLING, CounterfactualPair, outcome_sentence
from sim.language.messages import _, translate
from sim.reports.html_templates import component

if TYPE_CHECKING:
    from collections.abc import Callable

    import ipywidgets  # type: ignore[import-untyped]

DPI = 110
EACH = 8
"""Customers offered of each outcome: those whose two lives differ most."""


class CounterfactualView:
    """Customers to be followed through both worlds; the controls are a view and can be built anew at any time."""

    def __init__(self, worlds: CounterfactualPair) -> None:
        """Look up the customers worth following. Raises ``ValueError`` where nobody was a customer in either world."""
        self.worlds = worlds
        table = outcome_sentence(worlds, EACH)
        if table.empty:
            said = _("{firm} had no customer in either world, so there is nobody to follow")
            raise ValueError(said.format(firm=worlds.firm))
        outcomes = table["outcome"].astype(str)
        self.offered = {str(one): list(table.loc[outcomes == one, "customer_id"]) for one in outcomes.unique()}
        self.outcome = next(iter(self.offered))
        self._lock = Lock()
        self.choose(self.offered[self.outcome][0])

    def choose(self, customer: str) -> bytes:
        """Follow another customer, and return the picture of her as PNG."""
        figure = two_lives_chart(self.worlds, customer)
        with self._lock:
            self.customer, self._picture, self._words = customer, png(figure, DPI), headline_text(figure)
            return self._picture

    def panel(self) -> ipywidgets.Widget:
        """Controls and picture as they stand now. Asks for ipywidgets: ``pip install 'guanxi[notebooks]'``."""
        import ipywidgets

        wide = {"style": {"description_width": "10em"}, "layout": ipywidgets.Layout(width="27em")}
        outcome = ipywidgets.Dropdown(
            options=list(self.offered), value=self.outcome, description=_("what happened"), **wide
        )
        customer = ipywidgets.Dropdown(
            options=self.offered[self.outcome], value=self.customer, description=_("customer"), **wide
        )
        note = ipywidgets.HTML(component("picture_note", translate(COUPLING)))
        controls = ipywidgets.HBox([outcome, customer], layout=ipywidgets.Layout(flex_flow="row wrap"))
        live = LivePicture([controls, note], self.shown, *self._pixels())

        def other_outcome(change: dict[str, str]) -> None:
            self.outcome = change["new"]
            customer.options = self.offered[self.outcome]
            customer.value = self.offered[self.outcome][0]

        def run() -> Callable[[], None]:
            wanted = customer.value or self.customer

            def work() -> None:
                self.choose(wanted)

            return work

        outcome.observe(other_outcome, "value")
        live.follow(customer, run)
        return live.panel

    def _pixels(self) -> tuple[int, int]:
        return round(LIVES_WIDTH * DPI), round(size(self.worlds)[1] * DPI)

    def shown(self) -> tuple[bytes, str]:
        """The picture as it stands and what it shows in words."""
        with self._lock:
            return self._picture, self._words

    def _ipython_display_(self) -> None:
        display_with_still(self.panel(), *self.shown(), self._pixels()[0])


def counterfactual_view(worlds: CounterfactualPair) -> CounterfactualView:
    """Follow customers through two worlds, in a notebook: of each outcome those whose two lives differ most.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.

    Returns:
        The view, which a notebook shows.
    """
    return CounterfactualView(worlds)

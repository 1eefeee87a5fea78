"""Two worlds in a notebook: choose what became of her, choose one of them, and see her two lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.charts.experiments.counterfactual_charts import LIVES_WIDTH, size, two_lives_chart
from sim.charts.style.canvas import png
from sim.experiments.counterfactuals import COUPLING, CounterfactualPair, outcome_sentence
from sim.reports.html_templates import component

if TYPE_CHECKING:
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
            raise ValueError(f"{worlds.firm} had no customer in either world, so there is nobody to follow")
        outcomes = table["outcome"].astype(str)
        self.offered = {str(one): list(table.loc[outcomes == one, "customer_id"]) for one in outcomes.unique()}
        self.outcome = next(iter(self.offered))
        self.customer = self.offered[self.outcome][0]

    def choose(self, customer: str) -> bytes:
        """Follow another customer, and return the picture of her as PNG."""
        picture = png(two_lives_chart(self.worlds, customer), DPI)
        self.customer = customer
        return picture

    def panel(self) -> ipywidgets.Widget:
        """Controls and picture as they stand now. Asks for ipywidgets: ``pip install 'guanxi[notebooks]'``."""
        import ipywidgets

        wide = {"style": {"description_width": "9em"}, "layout": ipywidgets.Layout(width="26em")}
        outcome = ipywidgets.Dropdown(
            options=list(self.offered), value=self.outcome, description="what became of her", **wide
        )
        customer = ipywidgets.Dropdown(
            options=self.offered[self.outcome], value=self.customer, description="customer", **wide
        )
        high = size(self.worlds)[1]
        image = ipywidgets.Image(
            value=self.choose(self.customer), format="png", width=round(LIVES_WIDTH * DPI), height=round(high * DPI)
        )
        trouble = ipywidgets.Output()

        def other_outcome(change: dict[str, str]) -> None:
            self.outcome = change["new"]
            customer.options = self.offered[self.outcome]
            customer.value = self.offered[self.outcome][0]

        def redraw(_: object) -> None:
            trouble.clear_output()
            with trouble:
                if customer.value is not None:
                    image.value = self.choose(customer.value)

        outcome.observe(other_outcome, "value")
        customer.observe(redraw, "value")
        said = ipywidgets.HTML(component("picture_note", COUPLING))
        return ipywidgets.VBox([ipywidgets.HBox([outcome, customer]), image, said, trouble])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> object:
        return self.panel()._repr_mimebundle_()


def counterfactual_view(worlds: CounterfactualPair) -> CounterfactualView:
    """Follow customers through two worlds, in a notebook: of each outcome those whose two lives differ most.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.

    Returns:
        The view, which a notebook shows.
    """
    return CounterfactualView(worlds)

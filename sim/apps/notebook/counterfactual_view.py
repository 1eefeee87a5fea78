"""Two worlds in a notebook: choose an outcome, choose a customer who had it, and see the customer's two lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.apps.notebook.live_picture import LivePicture, display_with_still
from sim.experiments.counterfactuals import COUPLING, CounterfactualPair, outcome_word
from sim.language.messages import _, translate
from sim.reports.followed_customers import FollowedCustomers
from sim.reports.html_templates import component

if TYPE_CHECKING:
    from collections.abc import Callable

    import ipywidgets  # type: ignore[import-untyped]


class CounterfactualView(FollowedCustomers):
    """Customers to be followed through both worlds; the controls are a view and can be built anew at any time."""

    def panel(self) -> ipywidgets.Widget:
        """Controls and picture as they stand now. Asks for ipywidgets: ``pip install 'guanxi[notebooks]'``."""
        import ipywidgets

        wide = {"style": {"description_width": "10em"}, "layout": ipywidgets.Layout(width="27em")}
        first = next(name for name, customers in self.offered.items() if self.customer in customers)
        outcome = ipywidgets.Dropdown(
            options=[(outcome_word(name), name) for name in self.offered], value=first,
            description=_("what happened"), **wide,
        )  # fmt: skip
        customer = ipywidgets.Dropdown(
            options=self.offered[first], value=self.customer, description=_("customer"), **wide
        )
        note = ipywidgets.HTML(component("picture_note", translate(COUPLING)))
        controls = ipywidgets.HBox([outcome, customer], layout=ipywidgets.Layout(flex_flow="row wrap"))
        live = LivePicture([controls, note], self.shown, *self.pixels)

        def other_outcome(change: dict[str, str]) -> None:
            customer.options = self.offered[change["new"]]
            customer.value = self.offered[change["new"]][0]

        def run() -> Callable[[], None]:
            wanted = customer.value or self.customer

            def work() -> None:
                self.choose(wanted)

            return work

        outcome.observe(other_outcome, "value")
        live.follow(customer, run)
        return live.panel

    def _ipython_display_(self) -> None:
        display_with_still(self.panel(), *self.shown(), self.pixels[0])


def counterfactual_view(worlds: CounterfactualPair) -> CounterfactualView:
    """Follow customers through two worlds, in a notebook: of each outcome those whose two lives differ most.

    Args:
        worlds: The pair of worlds, as from :func:`sim.counterfactual_pair`.

    Returns:
        The view, which a notebook shows.
    """
    return CounterfactualView(worlds)

"""The instructor's page of what befalls the market: shocks by name, and shocks made to one's own measure."""

from __future__ import annotations

import ipywidgets  # type: ignore[import-untyped]

from sim.apps.notebook.play.declared_fields import declared, plain
from sim.apps.notebook.play.form_widget import Form
from sim.apps.notebook.play.game_host import GameHost
from sim.apps.notebook.play.scene_panel import close
from sim.game.forms.field import Field
from sim.game.named_shocks import NAMED_SHOCKS
from sim.game.presentation.seat_view import SeatView
from sim.registry import registered
from sim.reports.html_page import paragraph
from sim.scenario.market.shock import Shock

NOTE = (
    "It falls on the market from the open round on and is in the log. To undo it, play the round again under Lines of "
    "play: what was dealt out in that round stays with the old line."
)


def shock_form(host: GameHost, view: SeatView) -> ipywidgets.Widget:
    """Choose a shock, say whom it strikes or how strong it is, and let it happen."""
    said, place = ipywidgets.HTML(), ipywidgets.VBox()
    kinds = {f"of your own: {name}": name for name in registered("shock")}
    named = {name.replace("_", " "): name for name in NAMED_SHOCKS}
    chosen = ipywidgets.Dropdown(
        options=[*named.items(), *kinds.items()], description="what happens", style={"description_width": "7em"}
    )
    forms: list[Form] = []

    def fill(_: object = None) -> None:
        about, fields = _asked(host, view, chosen.value)
        forms[:] = [Form(fields, {})]
        before = place.children
        place.children = (ipywidgets.HTML(paragraph(about)), forms[0].panel)
        for widget in before:
            close(widget)

    def strike() -> None:
        given = {name: value for name, value in forms[0].values().items() if value not in (None, ())}
        if chosen.value in NAMED_SHOCKS:
            firms = given.get("firms", ())
            host.session.shock(
                chosen.value, firms=firms if isinstance(firms, tuple) else (), line=view.line, by=view.seat
            )
        else:
            host.session.shock({"kind": chosen.value, **given}, line=view.line, by=view.seat)
        said.value = paragraph("It is dealt out.", "gx-good")

    chosen.observe(fill, "value")
    fill()
    button = host.stage.button(
        "Let it happen", strike, said, style="warning", meanwhile="The market comes about again …"
    )
    return ipywidgets.VBox([ipywidgets.HTML(paragraph(NOTE, "gx-note")), chosen, place, said, button])


def _asked(host: GameHost, view: SeatView, shock: str) -> tuple[str, tuple[Field, ...]]:
    """What a shock is, and what has to be said of it."""
    firms = host.session.scenario.firm_names
    if shock in NAMED_SHOCKS:
        named = NAMED_SHOCKS[shock]
        whom = Field(path="firms", label="firms", sort="many", options=firms, present=(),
                     help="Whom it strikes; leave all out for those whom it strikes by itself")  # fmt: skip
        return named.meaning, () if named.strikes == "people" else (whom,)
    kind = registered("shock")[shock]
    assert isinstance(kind, type) and issubclass(kind, Shock)
    views = list(view.everything.views.values()) if view.everything else []
    attributes = tuple(views[0].level) if views else ()
    options = {"firms": firms, "firm": firms, "attribute": attributes}
    return plain((kind.__doc__ or "").split("\n\n")[0]), declared(kind, ("kind", "at"), options)

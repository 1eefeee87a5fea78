"""The widget that shows the page in a cell: it carries requests to what plays, and its answers back.

Nothing of what a seat sees is part of the widget's state, so a saved notebook holds none of it.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import anywidget
import traitlets
from markupsafe import Markup

from sim.apps.classroom.web.request_parsing import RequestError
from sim.apps.notebook.play.page_bundle import page_script
from sim.game.errors import GameError
from sim.game.exercises.marking import AnswerError
from sim.language.choice import LanguageError, current_language, known_language
from sim.language.messages import _
from sim.language.script_messages import script_messages
from sim.scenario.files.validation_errors import ScenarioError

MESSAGES = "/messages/"
LIVE = "guanxi-live"
"""Class of what hides the still picture beside it (sim/reports/templates/notebook_picture.html.j2)."""


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """What a page asks for."""

    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any] | None
    """What it sends; None where it only asks."""
    seat: str
    """The seat that has the screen; empty at the table."""
    device: str

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> PageRequest:
        """The request in a message of the page."""
        split = urlsplit(str(message.get("path", "")))
        body = message.get("body")
        return cls(
            path=unquote(split.path), query={name: values[-1] for name, values in parse_qs(split.query).items()},
            body=body if isinstance(body, Mapping) else None, seat=str(message.get("seat") or ""),
            device=str(message.get("device") or "")[:100],
        )  # fmt: skip


Answer = Callable[[PageRequest], dict[str, Any]]


class PageWidget(anywidget.AnyWidget):
    """The page in a cell."""

    _esm = page_script()
    kind = traitlets.Unicode("game").tag(sync=True)
    """What is shown: ``game`` or ``exercise``."""

    def __init__(self, kind: str, answer: Answer, changed: Callable[[PageRequest], None]) -> None:
        """Show a game or an exercise.

        Args:
            kind: ``game`` or ``exercise``.
            answer: Gives the answer to a request, in plain JSON.
            changed: Called after a request that may have changed something.
        """
        super().__init__(kind=kind)
        self._answer, self._changed = answer, changed
        self._news = 0
        self.add_class(LIVE)
        self.on_msg(self.heard)

    def tell(self) -> None:
        """Let every view of this widget ask again what there is to show."""
        self._news += 1
        self.send({"changed": self._news})

    def heard(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        """Answer a message of the page. A fault of the simulator is told to the page and raised, for the log."""
        request = PageRequest.of(message)
        fault: Exception | None = None
        try:
            status, content = answered(self._answer, request)
        except Exception as error:  # the page waits for an answer, whatever went wrong
            fault, status = error, 500
            said = _("The simulator made an error ({error}). Nothing is lost; run the cell again.")
            content = {"error": said.format(error=f"{type(error).__name__}: {error}")}
        reply = {"id": message.get("id"), "status": status, "content": content, "language": current_language()}
        self.send(reply)
        if request.body is not None and request.path != "/api/draft":
            self._changed(request)
            self.tell()
        if fault is not None:
            raise fault

    def _repr_mimebundle_(self, **given: Any) -> Any:
        """What a notebook shows; in words where it cannot show widgets."""
        bundle = super()._repr_mimebundle_(**given)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data:
            data["text/plain"] = _("A game or an exercise of Guanxi: run this cell in a notebook to play it.")
        return bundle


def answered(answer: Answer, request: PageRequest) -> tuple[int, dict[str, Any]]:
    """The status and the content of the answer to a request; what is refused has its sentence as ``error``."""
    try:
        if request.path.startswith(MESSAGES):
            return 200, dict(script_messages(known_language(request.path[len(MESSAGES) :].removesuffix(".json"))))
        return 200, answer(request)
    except RequestError as error:
        return error.status, {"error": error.sentence, **error.content}
    except (GameError, ScenarioError, AnswerError, LanguageError) as error:
        return 422, {"error": str(error)}


class CellPlayer(ABC):
    """Something that is played in a cell: its page, and a still of it for exports and the file's preview."""

    page: PageWidget
    closed: bool = False
    """Whether its file has been let go."""
    _cell: object = None
    _still: Any = None

    @abstractmethod
    def still(self) -> Markup:
        """How things stand, as HTML without anything that is for one seat only."""

    def show(self) -> None:
        """Show it here; where nothing can be shown, as in a script, it is left at that."""
        self._cell = _cell()
        if self._cell is None:
            return
        from IPython.display import HTML, display

        display(self.page)  # type: ignore[no-untyped-call]
        self._still = display(HTML(self.still()), display_id=True)  # type: ignore[no-untyped-call]

    def update_still(self) -> None:
        """Let the still show how things stand now."""
        if self._still is not None:
            from IPython.display import HTML

            self._still.update(HTML(self.still()))  # type: ignore[no-untyped-call]

    def _ipython_display_(self) -> None:
        """What a notebook does with the last value of a cell: show it, unless this very cell has done so."""
        if self._cell is None or self._cell != _cell():
            self.show()


def _cell() -> object:
    """The number of the cell that runs; None outside a notebook."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()
    return None if shell is None else shell.execution_count

"""The page of a notebook in a real browser without a notebook: a document with the bundle, and the kernel in this test.

A stand-in for anywidget's model hands messages to Python and back; everything else is what a notebook runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sim.apps.notebook.play.page_bundle import page_script
from sim.apps.notebook.play.page_widget import CellPlayer
from tests.apps.classroom.browser import browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCUMENT = """<!DOCTYPE html><html lang="en"><head><title>Notebook</title><style>
body { margin: 12px; background: %(paper)s; color: %(ink)s; } p { color: rgb(1, 2, 3); }</style></head>
<body><main><p id="outside">Outside the page</p><div id="cell"></div></main></body></html>"""
MODEL = """async ([script, kind]) => {
  const listeners = {};
  const model = {
    get: (name) => (name === "kind" ? kind : undefined),
    on: (name, call) => { (listeners[name] = listeners[name] || []).push(call); },
    off: (name, call) => { listeners[name] = (listeners[name] || []).filter((each) => each !== call); },
    send: async (message) => { (await window.toKernel(message)).forEach((each) => window.fromKernel(each)); },
  };
  window.fromKernel = (message) => (listeners["msg:custom"] || []).forEach((call) => call(message));
  window.kernelGone = () => (listeners["comm_live_update"] || []).forEach((call) => call());
  const widget = (await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))).default;
  window.cleanUp = widget.render({ model, el: document.getElementById("cell") });
}"""


class Kernel:
    """Hands messages of the page to what plays, and its answers back; it can be asked to wait."""

    def __init__(self, player: CellPlayer) -> None:
        self.player = player
        self.holds = False
        self.held: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.said: list[dict[str, Any]] = []
        player.page.send = lambda message, **_rest: self.said.append(message)  # type: ignore[method-assign]

    def heard(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """What is answered to a message; nothing while the kernel is held."""
        self.asked.append(message["path"])
        if self.holds:
            self.held.append(message)
            return []
        self.player.page.heard(None, message, [])
        return self.taken()

    def taken(self) -> list[dict[str, Any]]:
        said, self.said = self.said, []
        return said

    def release(self, page: Page) -> None:
        """Answer all that waits, as a kernel does that is free again; and tell what it says of itself."""
        self.holds, held, self.held = False, self.held, []
        for message in held:
            self.player.page.heard(None, message, [])
        page.evaluate("messages => messages.forEach((each) => window.fromKernel(each))", self.taken())


@contextmanager
def shown(player: CellPlayer, *, dark: bool = False, width: int = 1100) -> Iterator[tuple[Page, Kernel]]:
    """A page of a browser that shows what plays; it fails the test when a script fails."""
    faults: list[str] = []
    with browser() as running:
        page = running.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        kernel = Kernel(player)
        page.expose_function("toKernel", kernel.heard)
        colours = {"paper": "#111" if dark else "#fff", "ink": "#eee" if dark else "#111"}
        page.set_content(DOCUMENT % colours)
        page.evaluate(MODEL, [page_script(), player.page.kind])
        yield page, kernel
        page.close()
    assert faults == []

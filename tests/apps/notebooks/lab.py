"""JupyterLab in a browser without a screen: a server of its own, a page, and what a person does in it."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.apps.notebooks.running import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = """() => {
  const widget = window.jupyterapp?.shell?.currentWidget;
  const session = widget?.sessionContext;
  return !!(widget?.context?.isReady && session?.isReady && session?.session?.kernel?.info);
}"""
ALL_RUN = """async () => {
  const app = window.jupyterapp;
  const kernel = app.shell.currentWidget.sessionContext.session.kernel;
  await kernel.info;
  await app.commands.execute('notebook:run-all-cells');
}"""


PRIVATE = {
    "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "places", "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_RUNTIME_DIR": "run", "IPYTHONDIR": "ipython",
}  # fmt: skip
"""What a server keeps of its own, so that nothing of this machine's changes what is tested."""


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """A JupyterLab server for a folder, as the address of a notebook in it."""
    with tempfile.TemporaryDirectory(prefix="lab") as private:  # a short path: that of a socket has a limit
        yield from _served(folder, Path(private))


def _served(folder: Path, private: Path) -> Iterator[str]:
    token = secrets.token_hex(16)
    settings = {name: str(private / place) for name, place in PRIVATE.items()}
    quiet = Path(settings["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    told = private / "server.txt"
    with told.open("w") as log:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
                "--LabApp.expose_app_in_browser=True", "--KernelManager.transport=ipc",
                f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}",
            ],
            stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **settings, "PYTHONPATH": path},
        )  # fmt: skip
        try:
            yield _address(server, told, token)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _address(server: subprocess.Popen[bytes], told: Path, token: str, patience: float = 180.0) -> str:
    end = time.monotonic() + patience
    while time.monotonic() < end and server.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", told.read_text(encoding="utf-8"))
        if found:
            return f"http://127.0.0.1:{found[1]}/doc/tree/{{}}?token={token}"
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{told.read_text(encoding='utf-8')[-2000:]}")


def run_all(page: Page, address: str, notebook: str) -> None:
    """Open a notebook, wait until its kernel is there, and run all cells."""
    page.goto(address.format(quote(notebook)))
    page.wait_for_function(READY, timeout=90_000)
    page.evaluate(ALL_RUN)

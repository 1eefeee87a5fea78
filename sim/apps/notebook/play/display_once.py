"""How something that is played is shown in a notebook: once where it is made, and again wherever it is named."""

from __future__ import annotations

import sys

import ipywidgets  # type: ignore[import-untyped]


class DisplayOnce:
    """Something with a panel that a notebook shows."""

    panel: ipywidgets.Widget
    """What is shown."""
    closed: bool = False
    """Whether its file has been let go."""
    _cell: object = None

    def show(self) -> None:
        """Show it here; where nothing can be shown, as in a script, it is left at that."""
        self._cell = _cell()
        if self._cell is None:
            return
        from IPython.display import display

        display(self.panel)  # type: ignore[no-untyped-call]

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

"""A picture under controls: it follows them, says what it shows in words, and tells what went wrong."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets
import pytest

from sim.apps.notebook.live_picture import LivePicture, display_with_still


def test_a_picture_follows_its_control_and_a_fault_is_told() -> None:
    control = ipywidgets.IntSlider(1, 0, 9)
    drawn = [1]

    def run() -> Callable[[], None]:
        wanted = control.value

        def work() -> None:
            if wanted == 9:
                raise ValueError("9 is too much")
            drawn[0] = wanted

        return work

    live = LivePicture([control], lambda: (b"picture %d" % drawn[0], f"It shows {drawn[0]} < 10"), 100, 50)
    live.follow(control, run)
    *_, words, trouble, _ = live.panel.children
    assert live.image.value == b"picture 1" and "It shows 1 &lt; 10" in words.value
    for wanted, picture, faults in ((5, b"picture 5", []), (9, b"picture 5", ["9 is too much"]), (6, b"picture 6", [])):
        control.value = wanted
        live.requests.wait()
        assert live.image.value == picture
        assert [each["evalue"] for each in trouble.outputs] == faults
    assert "It shows 6 &lt; 10" in words.value


def test_a_still_picture_is_left_for_exported_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    panel = ipywidgets.VBox([])
    display_with_still(panel, b"bytes", 'a "picture" of <b>trade</b>', 640)
    assert shown[0] is panel
    page = shown[1].data  # type: ignore[attr-defined]
    assert 'alt="a &#34;picture&#34; of &lt;b&gt;trade&lt;/b&gt;" src="data:image/png;base64,Ynl0ZXM="' in page

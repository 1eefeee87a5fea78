"""The first look: two worlds of the same luck, one picture whose artists stay."""

from __future__ import annotations

import io

import matplotlib.image
import numpy as np
import pytest

import sim
from sim.apps.notebook.first_look import NEVER, PROGRAMMES, Choice, FirstLook, world
from sim.metrics.purchasing.share import share
from sim.model.events import RANK
from tests.charts.conftest import small_race

SMALL = small_race()


@pytest.fixture(scope="module")
def look() -> FirstLook:
    return sim.first_look(SMALL, Choice("frequency", 6, 13))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_choice_is_a_world(programme: str) -> None:
    found = world(SMALL, Choice(programme, 5, 26))
    kinds = [each.kind for each in found.firms[0].programmes]
    assert kinds == ([] if programme == "none" else [programme])
    for rival in found.firms[1:]:
        assert rival.imitation.rows["financial"].build.value == 26
    assert world(SMALL, Choice(programme, 5, NEVER)).firms[1].imitation == "never"
    assert Choice(programme, 5).meaning


@pytest.mark.parametrize(
    ("given", "message"),
    [({"programme": "clubb"}, "did you mean 'club'"), ({"generosity": 11}, "0 to 10"), ({"delay": -1}, "0 or more")],
)
def test_a_choice_that_is_none_is_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Choice(**given)  # type: ignore[arg-type]


def test_the_picture_moves_and_comes_back(look: FirstLook) -> None:
    start = look.choice
    first = look.choose(start)
    artists = [*look.picture.figure.axes, *look.picture.shares, *(bar for row in look.picture.bars for bar in row)]
    size = matplotlib.image.imread(io.BytesIO(first)).shape
    seen = {first}
    for choice in (
        Choice("none"),
        Choice("club", 10, 0),
        Choice("customised", 10, NEVER),
        Choice("frequency", 6, 13, 2),
    ):
        picture = look.choose(choice)
        seen.add(picture)
        assert matplotlib.image.imread(io.BytesIO(picture)).shape == size
    assert len(seen) == 5
    assert look.choose(start) == first
    now = [*look.picture.figure.axes, *look.picture.shares, *(bar for row in look.picture.bars for bar in row)]
    assert all(one is other for one, other in zip(artists, now, strict=True))


def test_no_programme_makes_no_difference(look: FirstLook) -> None:
    look.choose(Choice("none", 6, 13))
    assert not np.any(look.picture.gain.get_ydata())
    assert [title.get_text().strip() for title in look.picture.titles[2:]] == [
        "No difference: both worlds are the same"
    ] * 2


def test_what_is_drawn_is_what_came_out(look: FirstLook) -> None:
    look.choose(Choice("frequency", 8, 26))
    end = int(look.scenario.horizon)
    last = share(look.results, end - 4, end)["share_of_purchases"].to_numpy()
    drawn = [line.get_ydata()[-1] for line in look.picture.shares]
    assert drawn == pytest.approx(100 * last)
    left = sum(bar.get_width() for row in look.picture.bars for bar in row)
    assert left == look.results.runs[0].weekly[:, :, RANK["exit"], 0].sum()


def test_both_worlds_have_the_same_luck(look: FirstLook) -> None:
    look.choose(Choice("frequency", 8, 26, luck=3))
    assert look.results.seed == look.without.seed == 3
    assert look.without.scenario.firms[0].programmes == ()


def test_controls_can_be_built_anew(look: FirstLook) -> None:
    pytest.importorskip("ipywidgets")
    look.choose(Choice("club", 3, 52))
    controls = look.panel().children[0].children
    values = [control.value for column in controls for control in column.children]
    assert values == ["club", 3, 52, 1]

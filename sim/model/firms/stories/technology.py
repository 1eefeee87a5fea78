"""Technology at work: the firm takes up inventions."""

from __future__ import annotations

from sim.model.firms.interface import FirmActions, Process
from sim.model.firms.stories.diffusion import diffusion_of
from sim.model.random_numbers import digest, lifetime_index, uniforms
from sim.registry import register
from sim.scenario.firm.departments.technology import Adoption, Technology
from sim.scenario.market.shocks.invention import Invention
from sim.scenario.market.story import stories_of

WHAT_FOR = "new technology"
"""What the log calls the spending on inventions."""


@register("department_process", "technology")
def technology(settings: Technology, house: FirmActions) -> Process:
    """Take up each invention when its week has come."""
    running = dict.fromkeys((adoption.invention for adoption in settings.adopts), 0.0)
    for shock in stories_of(house.place.scenario):
        for adoption in settings.adopts:
            if isinstance(shock, Invention) and adoption.invention == shock.story_name:
                house.place.env.process(_take_up(house, adoption, shock, running))
    yield house.wait(0.0)


def _take_up(house: FirmActions, adoption: Adoption, shock: Invention, running: dict[str, float]) -> Process:
    """Attempt after attempt until one succeeds; then sell it."""
    yield house.wait(max(adoption.at, shock.at))
    attempt = 0
    while True:
        house.place.write("spending", firm=house.name, cause=WHAT_FOR, money=adoption.cost)
        yield house.wait(adoption.takes)
        who, purpose = digest(house.name), digest(f"takes up/{adoption.invention}")
        if uniforms(house.place.m.stream_key, who, purpose, lifetime_index(0, 0), attempt)[0] < adoption.success:
            break
        attempt += 1
    diffusion_of(house.place, shock).sell(house.index)
    running[adoption.invention] = adoption.running_cost
    house.spend("spending", sum(running.values()), WHAT_FOR)

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
def technology(settings: Technology, firm: FirmActions) -> Process:
    """Take up each invention when its week has come."""
    running = dict.fromkeys((adoption.invention for adoption in settings.adopts), 0.0)
    for shock in stories_of(firm.market.scenario):
        for adoption in settings.adopts:
            if isinstance(shock, Invention) and adoption.invention == shock.story_name:
                firm.market.env.process(_take_up(firm, adoption, shock, running))
    yield firm.wait(0.0)


def _take_up(firm: FirmActions, adoption: Adoption, shock: Invention, running: dict[str, float]) -> Process:
    """Attempt after attempt until one succeeds; then sell it."""
    yield firm.wait(max(adoption.at, shock.at))
    attempt = 0
    while True:
        firm.market.write("spending", firm=firm.name, cause=WHAT_FOR, money=adoption.cost)
        yield firm.wait(adoption.takes)
        who, purpose = digest(firm.name), digest(f"takes up/{adoption.invention}")
        if uniforms(firm.market.state.stream_key, who, purpose, lifetime_index(0, 0), attempt)[0] < adoption.success:
            break
        attempt += 1
    diffusion_of(firm.market, shock).sell(firm.index)
    running[adoption.invention] = adoption.running_cost
    firm.spend("spending", sum(running.values()), WHAT_FOR)

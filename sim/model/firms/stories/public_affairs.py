"""Public affairs at work: the firm answers its scandals."""

from __future__ import annotations

from sim.model.firms.interface import FirmActions, Process, StoryMarket
from sim.model.firms.stories.affair import Affair, affair_of
from sim.registry import register
from sim.scenario.firm.departments.public_affairs import PublicAffairs
from sim.scenario.market.shocks.scandal import Scandal
from sim.scenario.market.story import stories_of


@register("department_process", "public_affairs")
def public_affairs(settings: PublicAffairs, firm: FirmActions) -> Process:
    """Wait for scandals of the firm, and answer each."""
    for shock in stories_of(firm.market.scenario):
        if isinstance(shock, Scandal) and shock.firm == firm.name:
            firm.market.env.process(_answers(firm, shock))
    yield firm.wait(0.0)


def _answers(firm: FirmActions, shock: Scandal) -> Process:
    """What the firm has ready on the day of the incident, each at its time."""
    yield firm.wait(shock.at)
    settings = firm.settings.department(PublicAffairs) or PublicAffairs()
    affair, began = affair_of(firm.market, shock), firm.now
    for answer in sorted(settings.answers, key=lambda answer: answer.after):
        if answer.story in (None, affair.name):
            yield firm.wait(began + answer.after - firm.now)
            affair.answer(answer, answer.after)
            if answer.what == "denial" and affair.is_found_out():
                firm.market.env.process(_truth(firm.market, affair))


def _truth(place: StoryMarket, affair: Affair) -> Process:
    """The truth about a denial comes out, weeks later."""
    yield place.wait(affair.scandal.found_out_after)
    affair.come_out()

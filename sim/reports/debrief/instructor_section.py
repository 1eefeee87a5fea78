"""The debrief's section on what the instructor did, and the hidden needs that the seed of the game had drawn."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sim.game.debrief.debrief import Debrief
from sim.game.debrief.instructor_acts import InstructorAct
from sim.game.presentation.game_texts import need_text
from sim.game.words import need_word
from sim.language.messages import _, mark, translate
from sim.number_text import money
from sim.reports.html_page import bullets, paragraph, table

KINDS = {
    "event": mark("event"), "money": mark("money"), "correction": mark("round played again"),
    "message": mark("message"),
}  # fmt: skip
"""Kinds of acts, in words."""


def what_the_instructor_did(found: Debrief, _frame: str | None) -> list[Markup]:
    """Events, money, rounds played again and messages, in order of time."""
    parts = [acts_table([("", act) for act in found.instructor_acts])]
    said = _("{firm} was given {money}; this money is taken out of its profit where luck and skill are told apart.")
    given = [said.format(firm=firm, money=money(amount)) for firm, amount in found.what.given.items()]
    return [*parts, bullets(given)] if given else parts


def acts_table(acts: Sequence[tuple[str, InstructorAct]]) -> Markup:
    """What the instructor did, each act with its market; a market without a name has no column."""
    import pandas as pd

    rows = [
        {
            **({_("market"): market} if market else {}), _("round"): act.round + 1, _("week"): f"{act.week:g}",
            _("kind"): translate(KINDS[act.kind]), _("concerned"): _whom(act), _("what"): act.words,
        }
        for market, act in acts
    ]  # fmt: skip
    return table(pd.DataFrame(rows), _("In order of time"), "wordy")


def _whom(act: InstructorAct) -> str:
    return ", ".join(act.whom) or _("all")


def hidden_needs(found: Debrief, _frame: str | None) -> list[Markup]:
    """The needs of each key account, and what each was worth."""
    import pandas as pd

    rows = []
    for account in found.what.scenario.key_accounts:
        for kind, need in account.needs.items():
            text = need_text(found.what.scenario, f"key_accounts.{account.name}.needs.{kind}", need.text)
            rows.append({
                _("key account"): account.name, _("need"): need_word(kind), _("in its own words"): text,
                _("worth a year"): money(need.worth),
            })  # fmt: skip
    said = _("Seed {seed} drew these needs from the pools of the game; another seed gives other accounts other needs.")
    return [paragraph(said.format(seed=found.what.seed)), table(pd.DataFrame(rows), "", "wordy")]

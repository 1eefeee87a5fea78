"""The form of a key account's decision: a field for each firm, and one for her parts of outside."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from sim.game.forms.field import Field, Sort, Value
from sim.game.words import door_word, need_word, option_word, paragraph
from sim.glossary.labels import cause_name
from sim.language.messages import _, mark, translate
from sim.number_text import significant
from sim.scenario.decisions.account_decision import CHOICES, Choice
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.decisions.apply_account_decision import ROUNDING
from sim.scenario.firm.departments.relationship_managers import DOORS
from sim.scenario.market.offers import OUTSIDE

STAYS = "stays"
"""What stands where she leaves no firm."""
THE_TRUTH = "the true cause"
"""What stands where she states why she leaves as it is."""


def account_fields(view: AccountView) -> tuple[Field, ...]:
    """A field for each thing that she can settle now."""
    return tuple(field for name, choice in CHOICES.items() for field in BUILDERS[name](name, choice, view))


def _wallet(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    stands = in_hundredths(view.present.wallet or {})
    outside = ["outside"] if view.outside is not None else []
    for whom in dict.fromkeys([*_firms(view), *outside, *stands]):
        yield _field(name, whom, choice, "number", float(stands.get(whom, 0.0)))


def in_hundredths(parts: Mapping[str, float]) -> dict[str, float]:
    """Parts that sum to 1 as people would write them: in hundredths, those cut most being rounded up.

    >>> in_hundredths({"Azure": 0.21094, "Beryl": 0.053706, "Cedar": 0.735354})
    {'Azure': 0.21, 'Beryl': 0.05, 'Cedar': 0.74}
    """
    whole = {whom: math.floor(100 * part + 1e-9) for whom, part in parts.items()}
    missing = round(100 * math.fsum(parts.values())) - sum(whole.values())
    for whom in sorted(parts, key=lambda whom: whole[whom] - 100 * parts[whom])[: max(0, missing)]:
        whole[whom] += 1
    return {whom: part / 100 for whom, part in whole.items()}


def wallet_remark(fields: Iterable[Field], values: Mapping[str, object]) -> str:
    """By how much the parts of the wallet miss 1, as it stands with what was filled in; nothing where they do not.

    >>> parts = [Field(path=f"wallet.{who}", label=who, help="", sort="number", present=0.5) for who in "AB"]
    >>> wallet_remark(parts, {"wallet.A": 0.6})
    'The parts sum to 1.1, 0.1 too much; they must sum to 1 before you decide.'
    """
    parts = [values.get(field.path, field.present) for field in fields if field.lever == "wallet"]
    total = math.fsum(part for part in parts if isinstance(part, int | float))
    if not parts or abs(total - 1) <= ROUNDING:
        return ""
    more = _("The parts sum to {total}, {off} too much; they must sum to 1 before you decide.")
    less = _("The parts sum to {total}, {off} too little; they must sum to 1 before you decide.")
    off, said = significant(round(abs(total - 1), 4)), more if total > 1 else less
    return said.format(total=significant(round(total, 4)), off=off)


def _receive(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    for firm in _firms(view):
        yield _field(name, firm, choice, "yes_no", (view.present.receive or {}).get(firm))


def _tell(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    for firm in _firms(view) if view.needs else ():
        told = tuple((view.present.tell or {}).get(firm, ()))
        yield _field(name, firm, choice, "many", told, options=tuple(view.needs))


def _door(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    for firm in _firms(view):
        stands = (view.present.door or {}).get(firm)
        yield _field(name, firm, choice, "choice", None if stands is None else DOORS[stands], options=DOORS)


def _complain(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    for firm in _firms(view, "customer"):
        yield _field(name, firm, choice, "whole", 0)


def _close(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    for firm in _firms(view, "customer"):
        yield _field(name, firm, choice, "choice", STAYS, options=(STAYS, *view.causes))


def _says(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    for firm in _firms(view, "customer"):
        yield _field(name, firm, choice, "choice", THE_TRUTH, options=(THE_TRUTH, *view.causes))


def _reopen(name: str, choice: Choice, view: AccountView) -> Iterator[Field]:
    left = _firms(view, "left")
    if left:
        yield _field(name, "", choice, "many", (), options=left)


BUILDERS = {
    "wallet": _wallet, "receive": _receive, "tell": _tell, "door": _door, "complain": _complain, "close": _close,
    "says": _says, "reopen": _reopen,
}  # fmt: skip
"""How the fields of each part of her decision are made."""
LABELS = {
    "wallet": mark("part bought at {firm}"), "receive": mark("let {firm} visit"), "tell": mark("needs told to {firm}"),
    "door": mark("door open to {firm}"), "complain": mark("complaints to {firm}"), "close": mark("leave {firm}"),
    "says": mark("said to {firm} on leaving"), "reopen": mark("deal again with"),
}  # fmt: skip


HELP = {
    "wallet": mark("Parts of what you buy; they sum to 1."), "receive": mark("Whose visits you receive."),
    "tell": mark("Needs you speak of when visited."), "door": mark("How far a firm may come in."),
    "complain": mark("Complaints in this round."), "close": mark("Firms you leave, and the true reason."),
    "says": mark("The reason you give for leaving."), "reopen": mark("Firms you deal with again."),
}  # fmt: skip
"""What each part of the account's decision is, as the player reads it."""


def _firms(view: AccountView, status: str = "") -> tuple[str, ...]:
    """Firms of the market, or those with whom she stands so."""
    names = tuple(offer.firm for offer in view.market)
    return tuple(name for name in names if not status or view.status.get(name) == status)


def _field(name: str, whom: str, choice: Choice, sort: Sort, present: Value, *, options: tuple[str, ...] = ()) -> Field:
    is_number = sort in ("number", "whole")
    lasts = _("Holds for this round only.") if choice.once else _("Stands until it is changed.")
    label = _("part bought outside") if (name, whom) == ("wallet", OUTSIDE) else translate(LABELS[name])
    return Field(
        path=f"{name}.{whom}" if whom else name, label=label.format(firm=whom), sort=sort,
        help=paragraph([translate(HELP[name]), lasts]), present=present, options=options,
        words={option: WORDS_OF.get(name, option_word)(option) for option in options},
        least=choice.least if is_number else None, most=choice.most if is_number else None,
        unit="" if options or sort == "yes_no" else translate(choice.unit),
    )  # fmt: skip


def _cause_option(option: str) -> str:
    return option_word(option) if option in (STAYS, THE_TRUTH) else cause_name(option)


WORDS_OF = {"close": _cause_option, "says": _cause_option, "tell": need_word, "door": door_word}
"""What the options of these parts are called."""

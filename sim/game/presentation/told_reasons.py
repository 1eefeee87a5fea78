"""What people read for the reasons that the log gives for decisions that nobody made: of bots, and of those absent.

The log holds them in English, the same in each language, with rounds counted from 0.
"""

from __future__ import annotations

import re

from sim.game.words import bot_word
from sim.language.messages import _

_REFUSED = re.compile(r"what was decided cannot be carried out \((?P<fault>.*)\); (?P<rest>.*)", re.DOTALL)
_AS_BEFORE = re.compile(r"absent: as in round (?P<round>\d+)")
_NOT_POSSIBLE = re.compile(r"as on (?P<line>.*) is not possible: nothing is changed")
_AS_ON = re.compile(r"as on (?P<line>.*?)(?P<part>, but .*)?")


def reason_told(reason: str, decided_by: str) -> str:
    """A reason in the language in use; what a person wrote stays as it was written.

    >>> reason_told("absent: as in round 0", "default"), reason_told("club_first", "bot"), reason_told("why", "human")
    ('absent: as in round 1', 'club first', 'why')
    """
    if decided_by == "human" or not reason:
        return reason
    refused = _REFUSED.fullmatch(reason)
    if refused:
        said = _("what was decided cannot be carried out ({fault}); {rest}")
        return said.format(fault=refused["fault"], rest=reason_told(refused["rest"], decided_by))
    if reason.startswith("as on "):
        return _as_on(reason)
    if reason == "absent: nothing is changed":
        return _("absent: nothing is changed")
    before = _AS_BEFORE.fullmatch(reason)
    if before:
        return _("absent: as in round {round}").format(round=int(before["round"]) + 1)
    if reason.startswith("absent: "):
        return _("absent: {reason}").format(reason=_bot(reason.removeprefix("absent: ")))
    return _bot(reason)


def _as_on(reason: str) -> str:
    impossible = _NOT_POSSIBLE.fullmatch(reason)
    if impossible:
        return _("as on {line} is not possible: nothing is changed").format(line=impossible["line"])
    found = _AS_ON.fullmatch(reason)
    line, part = (found["line"], found["part"] or "") if found else (reason, "")
    whole = _("as on {line}")
    if "opens and launches nothing" in part:
        whole = _("as on {line}, but opens and launches nothing")
    elif part:
        whole = _("as on {line}, but does nothing that is done once")
    return whole.format(line=line)


def _bot(reason: str) -> str:
    """The kind of a bot, and whether it found a way."""
    kind = reason.removesuffix(" found no way")
    return bot_word(kind) if kind == reason else _("{bot} found no way").format(bot=bot_word(kind))
